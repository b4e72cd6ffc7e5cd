"""Who is who, kept between builds: what each step of `resolve` gave, so that a further document costs what it touches.

Each step is a function of a small group of things (the records of one issuer, of one key, a block of like names, what
hangs together by "same"). The register holds the groups; where a document comes or goes, the groups that it touches are
worked out anew, with the very functions that `resolve` runs over everything, and the steps behind follow only where
something else came of it. It may be thrown away: a build then works everything out again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kg.annotation.model import EntityType
from kg.resolution.counts import TABLES as COUNTS
from kg.resolution.counts import Counts, escaped, reseal, seal_of, sealed, unescaped, unsealed
from kg.resolution.model import Local, Record
from kg.resolution.names import Key
from kg.resolution.traits import Traits

NAME = "standing.sqlite"
LAYOUT = "2"
_TYPES = {type_.value: type_ for type_ in EntityType}
_REST = tuple(f.name for f in fields(Record))[1:]
_TABLES = f"""
{COUNTS}
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
  id INTEGER PRIMARY KEY, sha TEXT, local TEXT, type TEXT, circle TEXT, issued TEXT, raw TEXT, mark TEXT, joined TEXT,
  key TEXT, data TEXT);
CREATE INDEX IF NOT EXISTS by_sha ON records (sha, local);
CREATE INDEX IF NOT EXISTS by_circle ON records (circle, type, raw, key);
CREATE INDEX IF NOT EXISTS by_joined ON records (joined, mark);
CREATE INDEX IF NOT EXISTS by_key ON records (key, issued, sha);
CREATE INDEX IF NOT EXISTS fresh ON records (id) WHERE joined IS NULL;
CREATE TABLE IF NOT EXISTS aliases (circle TEXT, type TEXT, raw TEXT, joined TEXT, PRIMARY KEY (circle, type, raw))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parted (joined TEXT, mark TEXT, key TEXT, PRIMARY KEY (joined, mark)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entities (iri TEXT PRIMARY KEY, key TEXT, canon TEXT, traits TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_entity_key ON entities (key);
CREATE INDEX IF NOT EXISTS by_canon ON entities (canon);
CREATE TABLE IF NOT EXISTS blocks (block TEXT, iri TEXT, PRIMARY KEY (block, iri)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (block TEXT, issuer TEXT, iri TEXT, PRIMARY KEY (block, issuer, iri)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pairs (
  one TEXT, other TEXT, verdict TEXT, data TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_other ON pairs (other);
CREATE TABLE IF NOT EXISTS judged (canon TEXT, data TEXT);
CREATE INDEX IF NOT EXISTS by_judged ON judged (canon);
"""


@dataclass(slots=True)
class Dirty:
    """What is to be worked out anew, step by step: each step reads what the one before it noted."""

    circles: set[tuple[str, str]] = field(default_factory=set)  # (circle, type) of records that came or went
    drugs: set[str] = field(default_factory=set)  # circles that name a drug as they did not before, or no longer do
    joined: set[str] = field(default_factory=set)  # keys, aliases joined, whose records may part otherwise
    records: set[int] = field(default_factory=set)  # that may have another key
    keys: set[str] = field(default_factory=set)  # whose records changed
    traits: dict[str, tuple[Traits | None, Traits | None]] = field(default_factory=dict)  # before and after
    entities: set[str] = field(default_factory=set)  # whose cluster may be another
    apart: set[tuple[str, str]] = field(default_factory=set)  # pairs that are now judged different, or no longer
    units: set[str] = field(default_factory=set)  # canonical IRIs that may have more or less to say, or be gone
    documents: set[str] = field(default_factory=set)  # whose entities have other IRIs


class Register:
    """A SQLite file in the folder of a store, for the process that writes; without a path it is in memory."""

    def __init__(self, path: Path | None, tables: str = "") -> None:
        self.path = path
        self._tables = _TABLES + tables
        self._opened: sqlite3.Connection | None = None
        self.counts = Counts(self)

    @property
    def opened(self) -> sqlite3.Connection:
        """The connection. Raises sqlite3.Error where the file is none of SQLite's."""
        if self._opened is None:
            self._opened = sqlite3.connect(self.path or ":memory:")
            self._opened.execute("PRAGMA journal_mode=WAL")
            self._opened.execute("PRAGMA synchronous=NORMAL")  # a power cut may lose the last change, never half of it
            self._opened.create_function("seal", 5, seal_of, deterministic=True)
            self._opened.create_function("reseal", 8, reseal, deterministic=True)
            self._opened.executescript(self._tables)
        return self._opened

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        return self.opened.execute(question, values).fetchall()

    def firsts(self, question: str, *values: object) -> list[str]:
        """The first column of a SELECT."""
        return [row[0] for row in self.opened.execute(question, values)]

    def run(self, statement: str, *values: object) -> None:
        """Carry out one change; it holds once `commit` was called."""
        self.opened.execute(statement, values)

    def run_all(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Carry out a change for each of some rows."""
        self.opened.executemany(statement, rows)

    def meta(self, name: str) -> str:
        """A value that was noted, else ""."""
        return next(iter(self.firsts("SELECT value FROM meta WHERE name=?", name)), "")

    def note(self, **values: str) -> None:
        """Note values by name."""
        self.run_all("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def commit(self) -> None:
        """Put all changes since the last time on the disk, all or none."""
        self.counts.flush()
        self.opened.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is undone."""
        self.counts.forget()
        if self._opened is not None:
            with contextlib.suppress(sqlite3.Error):
                self._opened.close()
        self._opened = None

    def wipe(self) -> None:
        """Begin with nothing."""
        self.close()
        if self.path:
            for end in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    self.path.with_name(self.path.name + end).unlink(missing_ok=True)


# ---- what stands in the columns ------------------------------------------------------------------------------------


def dump_key(key: Key) -> str:
    """A key as text: "Drug/qb 77"; escaped where SQLite would not take it."""
    return f"{key[0].value}/{escaped(key[1])}"


def load_key(text: str) -> Key:
    """What `dump_key` gave."""
    type_, _, folded = text.partition("/")
    return EntityType(type_), unescaped(folded)


def dump_local(local: Local) -> str:
    """An entity of a release as JSON."""
    return json.dumps([local.release, local.type.value, local.name])


def load_local(text: str) -> Local:
    """What `dump_local` gave."""
    release, type_, name = json.loads(text)
    return Local(release, _TYPES[type_], name)


def dump_record(record: Record) -> str:
    """A record as JSON, sealed."""
    local = (record.local.release, record.local.type.value, record.local.name)
    return sealed(json.dumps([local, *(getattr(record, name) for name in _REST)]))


def load_record(text: str) -> Record:
    """What `dump_record` gave."""
    (release, type_, name), issuer, forms, kinds, shown, issued, context, offices, tickers, former = json.loads(
        unsealed(text)
    )
    return Record(
        Local(release, _TYPES[type_], name),
        issuer,
        tuple(map(tuple, forms)),
        tuple(map(tuple, kinds)),
        shown,
        issued,
        context,
        tuple(map(tuple, offices)),
        tuple(tickers),
        tuple(former),
    )
