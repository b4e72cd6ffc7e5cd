"""Tables as they are printed in plain text: by tabs, by pipes, by columns of blanks, by one cell a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from kg.documents.lines import Line, trim
from kg.documents.model import Cell, Table

MARKUP = re.compile(r"</?(?:TABLE|CAPTION|S|C)>", re.I)
MARKUP_LINE = re.compile(r"(?:\s*+</?(?:TABLE|CAPTION|S|C)>)++\s*", re.I)
PIPE_RULE = re.compile(r"\|?(?:\s*+:?-{2,}+:?\s*+\|?)++")
NUMERIC = re.compile(
    r"\(?\s*(?:[A-Z]{2,3}\s?)?\\?[$€£]?\s*\(?\s*(?:\d[\d,. ]*|[-–—_]{1,3}|nil|N/?A)\s*\)?\s*%?\s*\)?[¹²³⁰⁴-⁹]{0,3}",
    re.I,
)
PERIOD = re.compile(
    r"(?:three|six|nine|twelve|\d+)?\s*(?:months?|years?|quarters?|weeks?|as of|as at)\b.{0,40}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?(?:\s*\d{4})?|\(?(?:un)?audited\)?|change|note",
    re.I,
)
GAP = re.compile(r"(?<![$€£\s])\s{2,}(?!\s|[)%](?:\s|$))")  # not within "$   12" and "(12  )"
CURRENCY_GAP = re.compile(r"[$€£]\s{2,}")
INDENT = 16  # columns from which on a line of a text table has no label
TAB_RUN = re.compile(r"\t")


def is_numeric(text: str) -> bool:
    """A figure, a dash for one, or a lone currency sign: what stands in a table's columns."""
    return len(text) <= 40 and bool(NUMERIC.fullmatch(text)) or text in ("$", "\\$", "€", "£", "%", ")")


def is_tabbed(line: Line) -> bool:
    """Cells parted by tabs."""
    return "\t" in line.raw and not line.blank and ("\t" in line.text or line.raw.rstrip("\r ").endswith("\t\t"))


def is_piped(line: Line) -> bool:
    """Cells parted by pipes."""
    return line.text.count("|") >= 2 and (line.text[0] == "|" or line.text.count(" | ") >= 2)


def is_aligned(line: Line) -> bool:
    """A label and at least one figure, parted by wide blanks."""
    if line.blank or "  " not in line.text or len(line.text) > 250:
        return False
    cells = GAP.split(CURRENCY_GAP.sub("$", line.text))
    if is_numeric(cells[0]) and len(cells) < 3:
        return False
    return len(cells) >= 2 and sum(is_numeric(c) for c in cells[1:]) * 2 >= len(cells) - 1


def opens_markup(line: Line) -> bool:
    """True at "<TABLE>", or at the column marks "<S> <C>" of one whose opening got lost."""
    return line.text[:1] == "<" and bool(MARKUP.match(line.text))


def read_row(text: str, line: Line) -> tuple[Cell, ...]:
    """The cells of a line: at tabs, at pipes, else at wide blanks."""
    right = line.left + len(line.raw)
    if "\t" in line.raw:
        return split_at(text, line.left, right, TAB_RUN)
    if is_piped(line):
        inner = line.start + (line.text[0] == "|")
        outer = line.end - (line.text[-1] == "|" and line.end - 1 > inner)
        return split_at(text, inner, outer, re.compile(r"\|"))
    return split_at(text, line.start, line.end, GAP)


def split_at(text: str, start: int, end: int, separator: re.Pattern[str]) -> tuple[Cell, ...]:
    """Cells between separators, stripped; an empty one keeps its place."""
    cells = []
    left = start
    for m in separator.finditer(text, start, end):
        cells.append(cell(text, left, m.start()))
        left = m.end()
    cells.append(cell(text, left, end))
    return tuple(cells)


def cell(text: str, start: int, end: int) -> Cell:
    """One cell between two offsets."""
    start, end = trim(text, start, end)
    return Cell(text[start:end], start, end)


def read_table(text: str, lines: Sequence[Line]) -> Table:
    """The rows of a table's lines; blank lines, markup and rules are none."""
    rows = []
    for line in lines:
        if line.blank or MARKUP_LINE.fullmatch(line.text) or PIPE_RULE.fullmatch(line.text):
            continue
        if re.fullmatch(r"[\s\-=_|+]+", line.text):
            continue
        row = read_row(text, line)
        if unlabelled(line):
            row = (Cell("", row[0].start, row[0].start), *row)
        rows.append(row)
    return Table(tuple(rows))


def unlabelled(line: Line) -> bool:
    """A row of a text table that begins right of the labels: its first cell is no label."""
    return "\t" not in line.raw and "|" not in line.text and column_of(line) >= INDENT


def table_length(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` on are one table; 0 where none begins there."""
    line = lines[at]
    if line.blank:
        return 0
    if opens_markup(line):
        return markup_length(lines, at)
    for test in (is_tabbed, is_piped):
        heads = len(line.text) <= 80 and PERIOD.fullmatch(line.text) and at + 1 < len(lines) and test(lines[at + 1])
        if heads or test(line):
            end = at + bool(heads)
            while end < len(lines) and (test(lines[end]) or (end > at and interrupts(lines, end, test))):
                end += 1
            return end - at if end - at >= 2 else 0
    return aligned_length(lines, at)


def interrupts(lines: Sequence[Line], at: int, test: Callable[[Line], bool]) -> bool:
    """A short line without cells between two that have them: "EXPENSES"."""
    text = lines[at].text
    return (
        0 < len(text) <= 50
        and text[-1] not in ".;,!?"
        and at + 1 < len(lines)
        and not lines[at + 1].blank
        and test(lines[at + 1])
    )


def markup_length(lines: Sequence[Line], at: int) -> int:
    """A <TABLE> to its end; without an end, to the first blank line."""
    for end in range(at, min(len(lines), at + 400)):
        if re.search(r"</TABLE>", lines[end].text[-40:], re.I):
            return end - at + 1
        if end > at and lines[end].text[:6].upper() == "<TABLE":
            break
    end = at
    while end < len(lines) and not lines[end].blank:
        end += 1
    return end - at


def aligned_length(lines: Sequence[Line], at: int) -> int:
    """Lines of labels and figures in columns: at least three with figures, no two of which lie far apart.

    The header lines right above the first of them belong to it when they show columns too.
    """
    if not (is_aligned(lines[at]) or heads_columns(lines, at)):
        return 0
    last, figures, end = at - 1, 0, at
    while end < len(lines) and end - last <= (3 if figures else 6):
        if is_aligned(lines[end]):
            figures += 1
            last = end
        elif not lines[end].blank and (
            len(lines[end].text) > 120 or lines[end].text[-1] in ".:" and len(lines[end].text) > 80
        ):
            break
        elif last < at and heads_columns(lines, end):
            last = end
        end += 1
    return last - at + 1 if figures >= 3 else 0


def heads_columns(lines: Sequence[Line], at: int) -> bool:
    """A line with wide blanks and, within the next three, one of figures."""
    if lines[at].blank or len(lines[at].text) > 200:
        return False
    if "   " in lines[at].text:
        return any(is_aligned(line) for line in lines[at + 1 : at + 4])
    following = list(takewhile(lambda line: not line.blank, lines[at + 1 : at + 5]))
    return column_of(lines[at]) >= INDENT and any(is_aligned(line) for line in following)


def column_of(line: Line) -> int:
    """How far a line is indented."""
    return len(line.raw) - len(line.raw.lstrip())
