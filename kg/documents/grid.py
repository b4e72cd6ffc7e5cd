"""Rows of printed cells, from a web page or a page of a PDF, as lines of text with tabs between the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.documents.tables import PERIOD, is_numeric

OPENS = re.compile(r"(?:(?:US|C|CA|A|HK|NT)?[$€£¥]|[$€£¥]?\s?\(|(?:USD|CAD|EUR|GBP|CHF|RMB))")
CLOSES = re.compile(r"\)?\s?%?\s?\)?|\)\s?\*{1,3}|\*{1,3}|\(\d\)|[¹²³⁰⁴-⁹]+")
BULLET = re.compile(r"[•●▪◦‣·■□–—*+\uf0b7\u25aaØ§o»-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]")
YEAR = re.compile(r"(?:19|20)\d\d\*?")
MOST_ROWS, MOST_COLUMNS, MOST_PLACES = 400, 60, 50_000  # of a table whose empty cells are kept
DASHES = re.compile(r"[-–—]+")
LONGEST_CELL = 300  # characters; what is longer is a paragraph that a table places on a page


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed in a cell, its lines parted by line ends, and how many columns and rows it takes."""

    text: str
    span: int = 1
    rows: int = 1


def as_items(rows: Sequence[Sequence[Printed]]) -> list[str]:
    """The list that a table sets: in each row a bullet or number, then the text; [] where it is another table."""
    items = []
    for row in rows:
        filled = [" ".join(cell.text.split()) for cell in row if cell.text.strip()]
        if not filled:
            continue
        if len(filled) != 2 or not BULLET.fullmatch(filled[0]) or is_numeric(filled[1]):
            return []
        mark = filled[0] if filled[0][0].isalnum() and len(filled[0]) > 1 or filled[0][0] == "(" else "-"
        items.append(f"{mark} {filled[1]}")
    return items


def is_data(rows: Sequence[Sequence[Printed]]) -> bool:
    """Whether a table holds figures or short entries in columns, rather than placing paragraphs on the page."""
    filled = [[cell.text for cell in row if cell.text.strip()] for row in rows]
    filled = [row for row in filled if row]
    if any(len(text) > LONGEST_CELL for row in filled for text in row):
        return False
    wide = [row for row in filled if len(row) > 1]
    return len(filled) >= 2 and len(wide) >= 2 and len(wide) * 3 >= len(filled)


def table_lines(rows: Sequence[Sequence[Printed]]) -> list[str]:
    """A line a row, cells parted by tabs: signs joined to their figures, columns without any text left out.

    A row without a label opens with a tab. Every line ends in so many tabs that it is known for a row of a table.
    In a table of words under headed columns an empty cell keeps its place.
    """
    if has_headed_words(rows):
        return [pad("\t".join(row), 0) for row in in_columns(rows)]
    kept = []
    for row in rows:
        joined = join_signs(row)
        if any(joined):
            kept.append(joined)
    width = max((len(row) for row in kept), default=0)
    return [pad("\t".join(row), width - len(row)) for row in kept]


def has_headed_words(rows: Sequence[Sequence[Printed]]) -> bool:
    """Whether a row of three names or more heads columns of words, in which figures are rare."""
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        return False
    filled = [[cell.text.strip() for cell in row if cell.text.strip()] for row in rows]
    header = next((row for row in filled if len(row) > 1), [])
    told = [text for row in filled for text in row[1:] if DASHES.fullmatch(text) is None]
    figures = sum(is_numeric(text) for text in told)
    return len(header) >= 3 and not any(map(is_numeric, header)) and figures * 10 <= len(told)


def in_columns(rows: Sequence[Sequence[Printed]]) -> list[list[str]]:
    """The texts of a table, all rows of one width; where a cell takes several columns or rows, it stands in the first.

    Rows and columns without any text are left out.
    """
    placed: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            placed[at, column] = " ".join(cell.text.split())
            wide, high = (cell.span, cell.rows) if len(taken) < MOST_PLACES else (1, 1)
            below = range(at, min(at + high, len(rows)))
            taken.update((y, x) for y in below for x in range(column, column + wide))
            column += wide
    kept = sorted({column for (_, column), text in placed.items() if text})
    made = [[placed.get((at, column), "") for column in kept] for at in range(len(rows))]
    return [row for row in made if any(row)]


def join_signs(row: Sequence[Printed]) -> list[str]:
    """The texts of a row's cells: "$" and "(" with the figure after them, ")" and "%" with the one before.

    The first is the label, "" where the row has none; empty cells after it are left out.
    """
    label, rest = first_cell(row)
    made = [label]
    pending = ""
    for cell in rest:
        text = " ".join(cell.text.split())
        if not text:
            continue
        if OPENS.fullmatch(text) and not pending:
            pending = text
        elif len(made) > 1 and not pending and CLOSES.fullmatch(text):
            made[-1] += text
        else:
            made.append(pending + (" " if pending and pending[-1] != "(" else "") + text)
            pending = ""
    return [*made, pending] if pending else made


def first_cell(row: Sequence[Printed]) -> tuple[str, Sequence[Printed]]:
    """The label of a row, and the cells after it; a row that opens with a figure or a period has the label ""."""
    if not row:
        return "", row
    text = " ".join(row[0].text.split())
    headed = YEAR.fullmatch(text) or PERIOD.fullmatch(text) and len(row) > 1
    if is_numeric(text) or OPENS.fullmatch(text) or headed and not any(is_numeric(c.text.strip()) for c in row[1:]):
        return "", row
    return text, row[1:]


def pad(line: str, missing: int) -> str:
    """A row's line with tabs for the cells that it lacks, at least two where nothing else parts it."""
    tabs = max(0, missing)
    return line + "\t" * (tabs if "\t" in line.strip() else max(2, tabs))
