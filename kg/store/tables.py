"""Tables in a SQLite file of which damage shows: each row has a check sum, and the sum of all rows is kept.

One process writes, and others may read meanwhile. The file has a rollback journal and no write-ahead log, so that it is
one file between two changes, which can be copied and can be read where nothing can be written. Who finds the journal of
a writer that was killed takes back what that had begun: in the file where that can be written, else in a copy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.disk import is_full, reason_of
from kg.errors import StoreError, StoreLocked
from kg.graph.manifest import MODULUS

PATIENCE = 30.0  # seconds to wait for another process that writes, or reads
CHECK = 8  # bytes of a row's digest that stand beside it
JOURNAL = "-journal"
AT_ONCE = 500  # rows that are read at a time, so that nobody who writes is kept waiting
CANNOT = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
Value = str | int | bytes
Row = tuple[Value, ...]


class Tables:
    """Rows in a SQLite file, or in memory without a path. The last column of each table is the row's check sum.

    `total` is the sum of all rows' digests as far as it was changed here; who uses this keeps it (in a row of a table
    that is written with `run`, and so not summed). Every method raises StoreError where the file is damaged or cannot
    be written to; what was not committed is then undone. `where` is what such an error names, `alone` whether nobody
    reads while this writes.
    """

    def __init__(self, path: Path | None, writable: bool, where: Path | str = "", alone: bool = False) -> None:
        self.path = path
        self.alone = alone
        self.where = where or (path.parent if path else "memory")
        self.writable = writable
        self.total = 0
        self._opened: sqlite3.Connection | None = None
        self._opener = 0
        self._closed = False

    @property
    def opened(self) -> sqlite3.Connection:
        """The connection, one for each process: none outlives a fork. Raises sqlite3.Error where there is no file."""
        if self._closed:
            raise StoreError(self.where, "the store is closed")
        if self._opened is None or (self.path and self._opener != os.getpid()):
            self._opener = os.getpid()
            self._opened = _connect(self.path, self.writable, self.alone)
        return self._opened

    def make(self, script: str) -> bool:
        """Make the tables; false where somebody else did meanwhile."""
        self.run("BEGIN IMMEDIATE")
        if self.ask("SELECT 1 FROM sqlite_master"):
            self.rollback()
            return False
        for statement in filter(str.strip, script.split(";")):
            self.run(statement)
        return True

    def select(self, table: str, rest: str = "", *values: Value) -> list[Row]:
        """Whole rows of a table, but for their check sums, which are compared."""
        rows = self.ask(f"SELECT * FROM {table} {rest}", *values)
        if not all(is_whole(table, row) for row in rows):
            raise self.damaged(f"a row of {table} is not what was written")
        return [row[:-1] for row in rows]

    def pages(self, table: str, key: str) -> Iterator[list[Row]]:
        """All rows in the order of a key, its first column, some at a time; others may change them meanwhile."""
        rest, last = "", tuple[Value, ...]()
        while rows := self.select(table, f"{rest} ORDER BY {key} LIMIT {AT_ONCE}", *last):
            keys: list[Any] = [*last, *(row[0] for row in rows)]
            if not all(one < other for one, other in pairwise(keys)):  # nor would this ever end
                raise self.damaged(f"the rows of {table} are in no order")
            yield rows
            rest, last = f"WHERE {key} > ?", (rows[-1][0],)

    def ask(self, question: str, *values: Value) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, as they stand."""
        with self._told():
            return self.opened.execute(question, values).fetchall()

    def run(self, statement: str, *values: Value) -> None:
        """Carry out one change; it holds once `commit` was called."""
        with self._told(writing=True):
            if not self.opened.in_transaction and not statement.startswith("BEGIN"):
                self.opened.execute("BEGIN IMMEDIATE")
            self.opened.execute(statement, values)

    def insert(self, table: str, *row: Value) -> None:
        """Add a row that is not there."""
        digest = digest_of_row(table, row)
        self.run(f"INSERT INTO {table} VALUES ({'?,' * len(row)}?)", *row, digest[:CHECK])
        self.total = (self.total + int.from_bytes(digest)) % MODULUS

    def delete(self, table: str, rest: str, *values: Value) -> list[Row]:
        """Take rows away; gives what they were."""
        rows = self.select(table, rest, *values)
        if rows:
            self.run(f"DELETE FROM {table} {rest}", *values)
        self.total = (self.total - sum(int.from_bytes(digest_of_row(table, row)) for row in rows)) % MODULUS
        return rows

    @property
    def changed(self) -> bool:
        """Whether there is anything to commit."""
        return self._opened is not None and not self._closed and self._opened.in_transaction

    def commit(self) -> None:
        """Put all changes since the last time on the disk, all or none."""
        with self._told(writing=True):
            if self.changed:
                self.opened.commit()

    def rollback(self) -> None:
        """Undo what was not committed."""
        if self.changed and self._opened is not None:
            with contextlib.suppress(sqlite3.Error):
                self._opened.rollback()

    def close(self) -> None:
        """Let go of the file; what was not committed is undone."""
        if self._opened is not None and (self._opener == os.getpid() or not self.path):
            with contextlib.suppress(sqlite3.Error):
                self._opened.close()
        self._opened, self._closed = None, True

    def copy_to(self, path: Path) -> None:
        """A copy of the file as it was last committed by anybody."""
        with self._told(), contextlib.closing(sqlite3.connect(path)) as target:
            self.opened.backup(target)

    def damaged(self, why: object) -> StoreError:
        """The error that tells of damage."""
        name = self.path.name if self.path else "the manifest"
        return StoreError(self.where, f"{name} is damaged ({why}); kg build --repair PATH... mends it")

    @contextlib.contextmanager
    def _told(self, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeError) as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if writing:
                self.rollback()
            if code == sqlite3.SQLITE_BUSY:
                raise StoreLocked(self.where, "another process holds the manifest; wait until it is done") from error
            if writing and code in CANNOT or is_full(error):
                why = (
                    f"cannot be written to: {reason_of(error)}. What was written before is whole; build again to go on"
                )
                raise StoreError(self.where, why) from error
            raise self.damaged(error) from error


def digest_of_row(table: str, row: Row) -> bytes:
    """The SHA-256 of a row."""
    return hashlib.sha256(ascii((table, *row)).encode()).digest()


def is_whole(table: str, row: Row) -> bool:
    """Whether a row's check sum, in its last column, is that of the rest."""
    return digest_of_row(table, row[:-1])[:CHECK] == row[-1]


def _connect(path: Path | None, writable: bool, alone: bool) -> sqlite3.Connection:
    if path is None:
        return _opened(":memory:")
    if writable:
        made = _opened(f"{path.absolute().as_uri()}?mode=rwc")
        if not alone:
            made.execute("PRAGMA cache_spill=OFF")  # a change in the making keeps nobody from reading
        made.execute("PRAGMA synchronous=FULL")
        return made
    for mode in ("ro", "rw"):
        made = _opened(f"{path.absolute().as_uri()}?mode={mode}")
        try:
            made.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            made.close()
            if error.sqlite_errorcode & 0xFF not in CANNOT or not path.with_name(path.name + JOURNAL).exists():
                raise
        else:
            made.execute("PRAGMA query_only=ON")
            return made
    return taken_back(path)


def taken_back(path: Path) -> sqlite3.Connection:
    """A copy of a file in memory, without what a writer had begun that was killed; the file is left as it is."""
    made = _opened(":memory:")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / path.name
        for end in (JOURNAL, ""):
            shutil.copyfile(path.with_name(path.name + end), copy.with_name(copy.name + end))
        with contextlib.closing(_opened(f"{copy.as_uri()}?mode=rw")) as source:
            source.backup(made)
    return made


def _opened(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, PATIENCE, isolation_level=None, check_same_thread=False, uri=True)
