"""What a report is made of: sheets of cells, each cell with the passages that it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.queries.case import Case
from kg.queries.told import Place
from kg.store import Store

Progress = Callable[[str, int, int], None]  # what was just done, how many steps are done, how many there are


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is printed. `told` is False where no release tells it, and the text then says so."""

    text: str
    places: tuple[Place, ...] = ()
    told: bool = True
    number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the field of the question's row that stands under it, and what is printed where nothing is told."""

    title: str
    field: str
    missing: str = "unknown"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a key, a heading, what it says in a sentence, its columns and rows, and what is said if it has
    none."""

    key: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing is told."


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as SVG, with what it shows in words."""

    key: str
    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Report:
    """A section of a dossier: a function from a case to a sheet, and for which types of subject it is made."""

    key: str
    title: str
    make: Callable[[Case, Store], tuple[Sheet, ...]]
    types: tuple[str, ...] = ("Organization", "Drug")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its number, and what surrounds it in the document ("before" and "after")."""

    number: int
    place: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one subject as of a day; `note` says what is odd about the day that was asked for."""

    label: str
    type: str
    as_of: str
    note: str
    facts: int
    glance: tuple[tuple[str, Cell], ...]
    sections: tuple[tuple[str, str, tuple[Sheet, ...]], ...]  # key, title, tables
    charts: tuple[Chart, ...]
