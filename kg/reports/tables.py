"""Rows of a question -> cells, each with the passages that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kg.queries.case import Cited
from kg.queries.told import Place
from kg.reports.model import Cell, Column, Sheet

MOST_PLACES = 4  # of a cell: the first, and the latest


def sheet(key: str, title: str, says: str, columns: Sequence[Column], rows: Sequence[Any]) -> Sheet:
    """A table of a question's rows; a cell that is worked out rests on what the rest of its row rests on."""
    made = tuple(_row(columns, row) for row in rows)
    return Sheet(key, title, says, tuple(columns), made)


def _row(columns: Sequence[Column], row: Any) -> tuple[Cell, ...]:
    values = [getattr(row, c.field) for c in columns]
    basis = tuple(dict.fromkeys(v.places[0] for v in values if isinstance(v, Cited) and v.places))[:2]
    return tuple(_cell(value, column, basis) for value, column in zip(values, columns, strict=True))


def _cell(value: object, column: Column, basis: tuple[Place, ...]) -> Cell:
    if isinstance(value, Cited):
        if value.text:
            return Cell(value.text, few(value.places) or basis)
        return Cell(column.missing, (), told=False)
    if value is None or value == "":
        return Cell(column.missing, (), told=False)
    if isinstance(value, Decimal):
        return Cell(f"{value.normalize():,f}", basis, number=True)
    if isinstance(value, int):
        return Cell(f"{value:,}", basis, number=True)
    return Cell(str(value), basis)


def few(places: Sequence[Place]) -> tuple[Place, ...]:
    """The first places and the latest, where there are many."""
    once = list(dict.fromkeys(places))
    return tuple(once if len(once) <= MOST_PLACES else [*once[: MOST_PLACES - 1], once[-1]])
