"""How many records say what, kept in the register: each thing that is said has its number and the sum of its weights.

What is counted is about a key ("Drug/qb 77"), or about something else, whose name then begins with what it is
("circle:Drug/quillon"). Of dated sayings each place is kept as well, so that the first and the last can be looked up
whatever comes and goes.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

from kg.annotation.model import EntityType
from kg.resolution.tally import Place, Said, Span, Tally

TABLES = """
CREATE TABLE IF NOT EXISTS said (
  about TEXT, kind TEXT, value TEXT, number INTEGER, weight INTEGER, seal INTEGER, PRIMARY KEY (about, kind, value))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dated (
  about TEXT, kind TEXT, value TEXT, issued TEXT, release TEXT, id INTEGER,
  PRIMARY KEY (about, kind, value, issued, release, id)) WITHOUT ROWID;
"""
ADDED = """
INSERT INTO said VALUES (?1, ?2, ?3, ?4, ?5, seal(?1, ?2, ?3, ?4, ?5)) ON CONFLICT DO UPDATE SET
  number = number + excluded.number, weight = weight + excluded.weight,
  seal = reseal(seal, about, kind, value, number, weight, excluded.number, excluded.weight)
"""
What = tuple[str, str, str]  # about, kind, value


class Tables(Protocol):
    """The database of the register."""

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""

    def firsts(self, question: str, *values: object) -> list[str]:
        """The first column of a SELECT."""

    def run(self, statement: str, *values: object) -> None:
        """Carry out one change."""

    def run_all(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Carry out a change for each of some rows."""


class Counts:
    """The counts of a register; changes are gathered and written at once, before anything is read."""

    def __init__(self, register: Tables) -> None:
        self._register = register
        self._changes: dict[What, list[int]] = {}
        self._dated: dict[tuple[str, str, str, str, str, int], int] = {}

    def add(self, about: str, kind: str, value: str, number: int, weight: int = 0) -> None:
        """Let so many more records say something; fewer where the number is negative."""
        found = self._changes.setdefault((about, kind, escaped(value)), [0, 0])
        found[0] += number
        found[1] += weight

    def add_place(self, what: What, place: Place, id_: int, number: int) -> None:
        """Let a record say something at a place (1), or no longer (-1)."""
        about, kind, value = what
        at = (about, kind, escaped(value), place[0], escaped(place[1]), id_)
        self._dated[at] = self._dated.get(at, 0) + number

    def said(self, about: str) -> dict[str, dict[str, int]]:
        """What is said about something: for each kind of saying the values with their weights."""
        self.flush()
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for *row, seal in self._register.rows("SELECT * FROM said WHERE about=?", about):
            _check(seal, *row)
            found[row[1]][unescaped(row[2])] = row[4]
        return found

    def values(self, about: str, kind: str) -> list[str]:
        """The values of one kind of saying."""
        self.flush()
        found = []
        for *row, seal in self._register.rows("SELECT * FROM said WHERE about=? AND kind=?", about, kind):
            _check(seal, *row)
            found.append(unescaped(row[2]))
        return found

    def share(self, about: str, kind: str, other: str, other_kind: str) -> bool:
        """Whether two things have a value in common, each in a kind of saying of its own."""
        self.flush()
        asked = (
            "SELECT 1 FROM said a JOIN said b ON b.value = a.value"
            " WHERE a.about=? AND a.kind=? AND b.about=? AND b.kind=? LIMIT 1"
        )
        return bool(self._register.firsts(asked, about, kind, other, other_kind))

    def tally(self, key: str) -> Tally | None:
        """The tally of the records of a key; None where it has none."""
        said = self.said(key)
        type_ = EntityType(key.partition("/")[0])
        return Tally(type_, said, lambda kind, value: self.span(key, kind, value)) if said else None

    def span(self, about: str, kind: str, value: str) -> Span | None:
        """The first and the last place at which something is said; those without a day only where none has one."""
        self.flush()
        if kind == Said.DAY:
            return self._days(about)
        what = (about, kind, escaped(value))
        asked = "SELECT issued, release FROM dated WHERE about=? AND kind=? AND value=?"
        last = self._register.rows(f"{asked} ORDER BY issued DESC, release DESC LIMIT 1", *what)
        if not last:
            return None
        since = "AND issued>'' " if last[0][0] else ""
        first = self._register.rows(f"{asked} {since}ORDER BY issued, release LIMIT 1", *what)
        return _place(first[0]), _place(last[0])

    def _days(self, key: str) -> Span | None:
        """The first and the last day of the records of a key; the releases are left out."""
        asked = "SELECT issued FROM records WHERE key=? AND issued>'' ORDER BY issued"
        days = [*self._register.firsts(f"{asked} LIMIT 1", key), *self._register.firsts(f"{asked} DESC LIMIT 1", key)]
        return ((days[0], ""), (days[-1], "")) if days else None

    def between(self, what: What, after: str, before: str) -> bool:
        """Whether something is said on a day between two days."""
        self.flush()
        asked = "SELECT 1 FROM dated WHERE about=? AND kind=? AND value=? AND issued>? AND issued<? LIMIT 1"
        return bool(self._register.firsts(asked, *what[:2], escaped(what[2]), after, before))

    def turned(self, kind: str) -> list[What]:
        """What of a kind is said now and was not, or the other way round, by the changes that are not yet written."""
        found = []
        for what, (number, _) in self._changes.items():
            if what[1] == kind and number:
                before = self._number(what)
                if bool(before) != bool(before + number):
                    found.append((*what[:2], unescaped(what[2])))
        return found

    def _number(self, what: What) -> int:
        rows = self._register.rows("SELECT number FROM said WHERE about=? AND kind=? AND value=?", *what)
        return int(rows[0][0]) if rows else 0

    def flush(self) -> None:
        """Write what was gathered. Raises ValueError where fewer would say something than none."""
        if self._changes:
            self._count()
        if self._dated:
            gone = (at for at, number in self._dated.items() if number < 0)
            columns = "about=? AND kind=? AND value=? AND issued=? AND release=? AND id=?"
            self._register.run_all(f"DELETE FROM dated WHERE {columns}", gone)
            came = (at for at, number in self._dated.items() if number > 0)
            self._register.run_all("INSERT INTO dated VALUES (?, ?, ?, ?, ?, ?)", came)
            self._dated.clear()

    def _count(self) -> None:
        changes = [
            (what, number, weight) for what, (number, weight) in sorted(self._changes.items()) if number or weight
        ]
        self._changes.clear()
        self._register.run_all(
            ADDED,
            ((*what, number, weight) for what, number, weight in changes),
        )
        for what in (what for what, number, _ in changes if number < 0):
            if self._number(what) < 0:
                raise ValueError(f"fewer than none say {what!r}")
            self._register.run("DELETE FROM said WHERE about=? AND kind=? AND value=? AND number=0", *what)

    def forget(self) -> None:
        """Drop what was gathered."""
        self._changes.clear()
        self._dated.clear()


def seal_of(*values: object) -> int:
    """The check sum of a row."""
    return zlib.crc32("\x1f".join(map(str, values)).encode())


def reseal(seal: int, *row: Any) -> int:
    """The check sum of a row, its number and weight grown by the last two. Raises ValueError for a damaged one."""
    *what, number, weight, more, heavier = row
    _check(seal, *what, number, weight)
    return seal_of(*what, number + more, weight + heavier)


def _check(seal: int, *row: object) -> None:
    if seal != seal_of(*row):
        raise ValueError(f"{row[:3]!r} is damaged")


def sealed(text: str) -> str:
    """A text with its check sum before it; "" stays as it is."""
    return f"{seal_of(text):08x}{text}" if text else ""


def unsealed(text: str) -> str:
    """What `sealed` was given. Raises ValueError where it is damaged."""
    found = text[8:]
    if sealed(found) != text:
        raise ValueError(f"{text[:40]!r} is damaged")
    return found


def _place(row: tuple[str, str]) -> Place:
    return row[0], unescaped(row[1])


def escaped(text: str) -> str:
    """Text without what is no Unicode (half a surrogate pair), as JSON writes it between quotes."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return json.dumps(text)[1:-1]


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return str(json.loads(f'"{text}"')) if "\\" in text else text
