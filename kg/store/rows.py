"""Tables as mappings, row by row, and documents and files as rows."""

from __future__ import annotations

import json
from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kg.graph.manifest import Entry, File
from kg.store.tables import Row, Tables, Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A table of things: its name, that of its key, how keys are written, and rows read."""

    table: str
    key: str
    encode: Callable[[str], Value]
    load: Callable[[Row], tuple[str, T]]


class Rows(Mapping[str, T], Generic[T]):
    """The rows of a table, each loaded when it is asked for, in the order of their keys."""

    def __init__(self, tables: Tables, kind: Kind[T], count: Callable[[], int]) -> None:
        self._tables, self._count = tables, count
        self._table, self._key, self._encode, self._load = kind.table, kind.key, kind.encode, kind.load

    def __getitem__(self, key: str) -> T:
        for row in self._tables.select(self._table, f"WHERE {self._key}=?", self._encode(key)):
            return self._load(row)[1]
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        asked = f"SELECT 1 FROM {self._table} WHERE {self._key}=?"
        return isinstance(key, str) and bool(self._tables.ask(asked, self._encode(key)))

    def __len__(self) -> int:
        return self._count()

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.pairs())

    def pairs(self) -> Iterator[tuple[str, T]]:
        """All keys with their values, some at a time: those that come or go meanwhile are seen or not."""
        for rows in self._tables.pages(self._table, self._key):
            yield from map(self._load, rows)

    def items(self) -> ItemsView[str, T]:
        """Keys with values, a row read once."""
        return _Items(self)

    def values(self) -> ValuesView[T]:
        """The values, a row read once."""
        return _Values(self)


class _Items(ItemsView[str, T]):
    _mapping: Rows[T]

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return self._mapping.pairs()


class _Values(ValuesView[T]):
    _mapping: Rows[T]

    def __iter__(self) -> Iterator[T]:
        return (value for _, value in self._mapping.pairs())


def dump_entry(entry: Entry) -> Row:
    """A document as a row of the table of documents."""
    return entry.sha256, len(entry.set_aside), _dump(entry)


def load_entry(row: Row) -> tuple[str, Entry]:
    """What `dump_entry` gave, by SHA-256."""
    made = json.loads(str(row[-1]))
    return str(row[0]), entry_of(made)


def dump_file(path: str, file: File) -> Row:
    """A file as a row of the table of files."""
    return encoded(path), file.sha256, len(file.rejected), _dump(file)


def load_file(row: Row) -> tuple[str, File]:
    """What `dump_file` gave, by path."""
    return decoded(row[0]), file_of(json.loads(str(row[-1])))


def entry_of(made: dict[str, Any]) -> Entry:
    """A document out of JSON. Raises KeyError or TypeError where it is none."""
    return Entry(**made | {name: tuple(made[name]) for name in ("origins", "graphs", "set_aside")})


def file_of(made: dict[str, Any]) -> File:
    """A file out of JSON. Raises KeyError, TypeError or ValueError where it is none."""
    documents, rejected = (tuple((first, second) for first, second in made[n]) for n in ("documents", "rejected"))
    return File(made["sha256"], made["pipeline"], documents, rejected)


def encoded(text: str) -> bytes:
    """A path or a name, which may be no Unicode, as bytes."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: Value) -> str:
    """What `encoded` gave."""
    return bytes(data).decode("utf-8", "surrogatepass") if isinstance(data, bytes) else str(data)


def _dump(thing: Entry | File) -> str:
    return json.dumps({name: getattr(thing, name) for name in thing.__slots__})


DOCUMENTS: Kind[Entry] = Kind("documents", "sha", str, load_entry)
FILES: Kind[File] = Kind("files", "path", encoded, load_file)
