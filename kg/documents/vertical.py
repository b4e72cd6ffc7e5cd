"""Tables printed one cell a line, as some web pages become when their markup is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.documents.model import Cell, Table
from kg.documents.tables import PERIOD, is_numeric

TITLE = re.compile(r"\bin (?:thousands|millions|000)|condensed|consolidated|statements? of|balance sheets?", re.I)
YEAR = re.compile(r"(?:19|20)\d\d")
FEWEST = 8  # figures below which a run of short lines is no table
LABELS = 4  # labels in a row that end a table

Span = tuple[int, int]


def find_vertical(lines: Sequence[str]) -> Iterator[Span]:
    """Half-open ranges of lines that are one table; a line that cannot be a cell is given as ""."""
    at = 0
    while at < len(lines):
        if not is_numeric(lines[at]):
            at += 1
            continue
        start, end, figures = at, at + 1, 1
        i = end
        while i < len(lines) and lines[i] and i - end < LABELS and not TITLE.search(lines[i]):
            if is_numeric(lines[i]):
                end = i + 1
                figures += 1
            i += 1
        while start > 0 and lines[start - 1] and PERIOD.fullmatch(lines[start - 1]):
            start -= 1
        if start > 0 and start == at and lines[start - 1] and not TITLE.search(lines[start - 1]):
            start -= 1
        if figures >= FEWEST and figures >= 0.4 * (end - start):
            yield start, end
        at = end


def rebuild(text: str, spans: Sequence[Span]) -> Table:
    """Rows of a label and its figures where every label has as many; else a row for each line.

    The header row repeats a period that stands over several columns.
    """
    cells = [Cell(text[start:end], start, end) for start, end in spans]
    head = header_length(cells)
    body = rows_of(cells[head:])
    width = regular_width(body)
    single = Table(tuple((cell,) for cell in cells))
    if not width:
        return single
    header = header_rows(text, cells[:head], width)
    if header is None:
        return single
    rows = list(header)
    for label, figures in body:
        if not figures:
            rows.append((label,))
        for i in range(0, len(figures), width):
            first = label if i == 0 else Cell("", figures[i].start, figures[i].start)
            rows.append((first, *figures[i : i + width]))
    return Table(tuple(rows))


def header_length(cells: Sequence[Cell]) -> int:
    """How many cells come before the first label of the body: periods and years."""
    for i, cell in enumerate(cells):
        if not (PERIOD.fullmatch(cell.text) or YEAR.fullmatch(cell.text)):
            return i
    return len(cells)


def rows_of(cells: Sequence[Cell]) -> list[tuple[Cell, list[Cell]]]:
    """Each label with the figures that follow it."""
    rows: list[tuple[Cell, list[Cell]]] = []
    for cell in cells:
        if is_numeric(cell.text) and rows:
            rows[-1][1].append(cell)
        else:
            rows.append((cell, []))
    return rows


def regular_width(rows: Sequence[tuple[Cell, list[Cell]]]) -> int:
    """How many figures a row has, where all agree (unlabelled totals make it a multiple); else 0."""
    counts = Counter(len(figures) for _, figures in rows if figures)
    if sum(len(figures) for _, figures in rows) < 3 * min(counts, default=1) or (rows and is_numeric(rows[0][0].text)):
        return 0
    width = min(counts)
    return width if counts[width] >= 2 and all(n % width == 0 for n in counts) else 0


def header_rows(text: str, cells: Sequence[Cell], width: int) -> list[tuple[Cell, ...]] | None:
    """The lines above the body as rows of `width` cells after an empty one; None where they do not fit."""
    rows: list[tuple[Cell, ...]] = []
    for run in header_runs(text, cells):
        if width % len(run):
            return None
        corner = Cell("", run[0].start, run[0].start)
        rows.append((corner, *(cell for cell in run for _ in range(width // len(run)))))
    return rows


def header_runs(text: str, cells: Sequence[Cell]) -> list[list[Cell]]:
    """Header cells by rows: periods, days, years; a day that its year follows at once is one cell with it."""
    merged: list[Cell] = []
    kinds = [kind_of(cell) for cell in cells]
    alternate = len(kinds) % 2 == 0 and kinds == ["day", "year"] * (len(kinds) // 2)
    if alternate:
        for day, year in zip(cells[::2], cells[1::2], strict=True):
            merged.append(Cell(text[day.start : year.end], day.start, year.end))
        return [merged] if merged else []
    runs: list[list[Cell]] = []
    for i, cell in enumerate(cells):
        if i and kinds[i] == kinds[i - 1]:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def kind_of(cell: Cell) -> str:
    """Of a header cell: "year", "day" or "period"."""
    if YEAR.fullmatch(cell.text):
        return "year"
    return "day" if re.match(r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", cell.text) else "period"
