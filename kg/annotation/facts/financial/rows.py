"""Tables as rows under columns of known periods, from cells or from a statement whose cells ran together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.annotation.clean import clean
from kg.annotation.facts.financial.columns import find_header, header_words, read_header
from kg.annotation.model import Span
from kg.annotation.periods import Period
from kg.documents.model import Cell, Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed value, negative in brackets; `nil` for a dash. `digits` counts those after the point."""

    span: Span
    value: Decimal
    nil: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its figures; a line without figures opens a section, figures without a label close one."""

    label: str
    spans: tuple[Span, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Rows under columns.

    `heads` holds the header passages of each column; `start` and `body` are where header and figures begin.
    """

    columns: tuple[Period, ...]
    heads: tuple[tuple[Span, ...], ...]
    rows: tuple[Row, ...]
    start: int
    body: int


_FIGURE = re.compile(
    r"\(?\s?(?:US|C|CA|A)?\$?\s{0,40}(?P<open>\(?)\s?\$?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s?(?P<close>\)?)"
)
_NIL = re.compile(r"\$?\s{0,40}[-_]{1,3}|\$?\s{0,40}nil", re.I)
_UNFINISHED = re.compile(r"(?:\b(?:the|of|in|and|for|to|from|used|per|on|with|attributable)|,)$", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MARKS = re.compile(r"[\s$()%]*")


def read_figure(text: str, span: Span) -> Figure | None:
    """The figure that is all of a cell's clean text, None where it is none."""
    plain = text.strip()
    if _NIL.fullmatch(plain):
        return Figure(span, Decimal(0), nil=True)
    m = _FIGURE.fullmatch(plain)
    if m is None:
        return None
    value = Decimal(m["number"].replace(",", ""))
    digits = len(m["number"].partition(".")[2])
    return Figure(span, -value if "(" in plain else value, digits=digits)


# ---- tables of cells -------------------------------------------------------------------------------------------------


def cell_statements(table: Table, text: str) -> Iterator[Statement]:
    """The statements of one table, each with the header rows above its first row of figures."""
    rows = [[cell for cell in row if cell.text and _MARKS.sub("", clean(cell.text))] for row in table.rows]
    header: list[list[Cell]] = []
    body: list[Row] = []
    columns: tuple[Period, ...] = ()
    heads: tuple[tuple[Span, ...], ...] = ()
    for cells in rows:
        row = _row(cells)
        opens = _is_header(cells)
        if body and opens:
            yield from _close(columns, heads, body, header)
            header, body, columns = [], [], ()
        if opens or (not body and not row.figures):
            header.append(cells)
            continue
        if not columns:
            columns, heads = _columns(header, text)
        body = body or _labels(header)
        body.append(row)
    yield from _close(columns, heads, body, header)


def _close(
    columns: tuple[Period, ...], heads: tuple[tuple[Span, ...], ...], body: list[Row], header: list[list[Cell]]
) -> Iterator[Statement]:
    figures = [f.span.start for row in body for f in row.figures]
    if columns and figures:
        start = min((c.start for cells in header for c in cells), default=figures[0])
        yield Statement(columns, heads, tuple(_join_labels(body)), start, figures[0])


def _is_header(cells: Sequence[Cell]) -> bool:
    """Whether a row prints periods and nothing that could be a figure of one."""
    joined = clean(" ".join(c.text for c in cells))
    header = read_header(joined)
    if not (header.counts or header.days or header.years or re.search(r"\b(?:ended|ending)\b", joined, re.I)):
        return False
    figures = [c for c in cells if read_figure(clean(c.text), Span(0, 0)) and not _YEAR.fullmatch(c.text.strip())]
    words = header_words(re.sub(r"\([^()]*\)", " ", joined))
    return not figures and len(words) <= 30


def _row(cells: Sequence[Cell]) -> Row:
    """The label is what comes before the first figure."""
    label: list[Cell] = []
    figures: list[Figure] = []
    for cell in cells:
        figure = read_figure(clean(cell.text), Span(cell.start, cell.end))
        if figure:
            figures.append(figure)
        elif not figures:
            label.append(cell)
        else:  # words among the figures: not a row that can be read
            return Row(" ".join(c.text for c in cells), tuple(Span(c.start, c.end) for c in cells), ())
    return Row(" ".join(c.text for c in label), tuple(Span(c.start, c.end) for c in label), tuple(figures))


def _labels(header: Sequence[Sequence[Cell]]) -> list[Row]:
    """The lines between header and figures that open a section ("Operating expenses:")."""
    return [_row(cells) for cells in header[-2:] if cells and not _is_header(cells)]


def _columns(header: Sequence[Sequence[Cell]], text: str) -> tuple[tuple[Period, ...], tuple[tuple[Span, ...], ...]]:
    """The columns that the header rows give, else with up to three lines above the table."""
    rows = [cells for cells in header if _is_header(cells)]
    joined = clean(" ".join(c.text for cells in rows for c in cells))
    columns = read_header(joined).columns()
    above: tuple[Span, ...] = ()
    if not columns and rows:
        start = rows[0][0].start
        for line in _lines_above(text, start):
            columns = read_header(clean(text[line.start : line.end]) + "  " + joined).columns()
            if columns:
                above = (line,)
                break
    return columns, tuple(above + _heads(rows, i, len(columns)) for i in range(len(columns)))


def _lines_above(text: str, start: int) -> Iterator[Span]:
    """The three lines above an offset, nearest first."""
    end = start
    for _ in range(3):
        end = len(text[:end].rstrip()) if end - 2000 < 0 else end - 2000 + len(text[end - 2000 : end].rstrip())
        left = max(text.rfind("\n", 0, end) + 1, end - 200)
        if left >= end:
            return
        yield Span(left, end)
        end = left


def _heads(rows: Sequence[Sequence[Cell]], column: int, width: int) -> tuple[Span, ...]:
    """The header cells above one column; all of a row where they do not divide the columns evenly."""
    spans: list[Span] = []
    for cells in rows:
        dated = [c for c in cells if not c.text.strip().startswith("(")]
        fits = dated and width % len(dated) == 0
        chosen = [dated[column * len(dated) // width]] if fits else dated
        spans += [Span(c.start, c.end) for c in chosen]
    return tuple(dict.fromkeys(spans))


def _join_labels(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows, with a label that was broken over lines put together again."""
    pending: Row | None = None
    for row in rows:
        if pending:
            row = Row(f"{pending.label} {row.label}".strip(), pending.spans + row.spans, row.figures)
            pending = None
        if not row.figures and _UNFINISHED.search(row.label.strip()):
            pending = row
        else:
            yield row


# ---- statements whose cells ran together -----------------------------------------------------------------------------

_TOKEN = re.compile(r"\$?\s{0,40}\(?\s?\$?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?\))?%?|\$?\s{0,40}-(?!\w)")
_SECTION = re.compile(
    r"^.{0,60}?:\s*(?=\S)|^(?:total\s)?(?:current\s)?assets\s?(?=[A-Z])|^liabilities(?:\sand\s(?:stock|share)holders'?\sequity)?\s?(?=[A-Z])"
    r"|^expenses\s(?=[A-Z])",
    re.I,
)
_GLUED = re.compile(r"[,.]?\d")
_BLANKS = re.compile(r"\s{0,60}")
_LONG = 120  # a label longer than this is prose: the statement has ended


def flow_statements(text: str, start: int, end: int) -> Iterator[Statement]:
    """The statements between two offsets of the source, where cells follow each other without lines or tabs.

    A row is read only when exactly as many figures as columns follow its label.
    """
    region = clean(text[start:end])
    at = 0
    while header := find_header(region, at):
        if region[header[1] : header[1] + 60].lstrip()[:1].isdigit():  # a year that was not understood
            at = header[1]
            continue
        following = find_header(region, header[1])
        stop = following[0] if following else len(region)
        columns = read_header(region[header[0] : header[1]]).columns()
        rows = list(_flow_rows(region[header[1] : stop], start + header[1], len(columns)))
        if rows:
            head = (Span(start + header[0], start + header[1]),)
            yield Statement(columns, (head,) * len(columns), tuple(rows), head[0].start, head[0].end)
        at = header[1]


def _flow_rows(region: str, offset: int, width: int) -> Iterator[Row]:
    at = 0
    while match := _next_figure(region, at):
        label = region[at : match.start()]
        if len(label.strip()) > _LONG:
            return
        figures, end, sound = _run(region, match, offset)
        row_label, left = _flow_label(label)
        spans = (Span(offset + at + left, offset + at + left + len(row_label)),)
        opening = label[:left].strip()
        if opening:
            yield Row(
                opening,
                (Span(offset + at + label.index(opening), offset + at + label.index(opening) + len(opening)),),
                (),
            )
        if sound and len(figures) in (width, 2 * width):
            yield Row(row_label, spans, tuple(figures[:width]))
            if len(figures) == 2 * width:
                yield Row("", (), tuple(figures[width:]))
        else:
            yield Row(row_label, spans, ())
        at = end


def _flow_label(label: str) -> tuple[str, int]:
    """The label without the section title that ran into it, and where it begins."""
    left = len(label) - len(label.lstrip())
    section = _SECTION.match(label[left:])
    if section and label[left + section.end() :].strip(" $"):
        left += section.end()
    return label[left:].rstrip(" $"), left


def _next_figure(region: str, at: int) -> re.Match[str] | None:
    """The next figure or nil; a dash counts only beside a figure, a dollar sign or another dash."""
    while m := _TOKEN.search(region, at):
        if not m[0].lstrip("$ ").startswith("-") or "$" in m[0] or _starts_figure(region, m.end()):
            return m
        at = m.end()
    return None


def _starts_figure(region: str, at: int) -> bool:
    return bool(re.match(r"\s{0,40}(?:\$|\(?\s?\d|-(?!\w))", region[at : at + 60]))


def _run(region: str, match: re.Match[str] | None, offset: int) -> tuple[list[Figure], int, bool]:
    """Figures that follow each other, where they end, and whether every one of them is well formed."""
    figures: list[Figure] = []
    sound, end = True, 0
    while match:
        figure = read_figure(match[0], _trimmed(match, offset))
        digits = re.sub(r"[^\d.,]", "", match[0])
        if figure is None or re.match(r"\d{4}", digits):
            sound = False
        else:
            figures.append(figure)
        end = match.end()
        gap = _BLANKS.match(region, end)
        match = _TOKEN.match(region, gap.end() if gap else end)
        if _GLUED.match(region, end) and region[end - 1].isdigit() and "," not in digits:
            sound = False  # glued to the next one; after a group of three digits the border is certain
    return figures, end, sound


def _trimmed(match: re.Match[str], offset: int) -> Span:
    text = match[0]
    left = len(text) - len(text.lstrip("$ "))
    return Span(offset + match.start() + left, offset + match.start() + len(text.rstrip()))
