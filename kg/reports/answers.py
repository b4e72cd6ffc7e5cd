"""A table of a report as an answer, so that it prints and is written as every other answer is."""

from __future__ import annotations

import re

from kg.queries.model import Answer, Value
from kg.reports.model import Sheet


def as_answer(sheet: Sheet) -> Answer:
    """The rows with their quotes and files; what no release tells is empty, not the word for it."""
    columns = (*(slug(c.title) for c in sheet.columns), "quote", "source")
    rows: list[tuple[Value, ...]] = []
    for row in sheet.rows:
        places = dict.fromkeys(p for cell in row for p in cell.places)
        quotes = " | ".join(dict.fromkeys(" ".join(p.quote.split()) for p in places if p.quote))
        files = ", ".join(dict.fromkeys(p.source.source for p in places))
        rows.append((*(cell.text if cell.told else None for cell in row), quotes, files))
    return Answer(columns, tuple(rows))


def slug(title: str) -> str:
    """A heading as the name of a column.

    >>> slug("Last named")
    'last_named'
    """
    return re.sub(r"\W+", "_", title.lower()).strip("_")
