"""What was worked out once, kept in a file between builds: a thing that may be thrown away at any time.

Each value stands under the version of what made it and a key, with a check sum. What is damaged, of another version or
cannot be read is made again; where nothing can be kept (a full or read-only disk) the build goes on without.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from kg.disk import refuses

logger = logging.getLogger(__name__)
DAMAGED = "-damaged"  # behind the file's name: somebody found it so
PATIENCE = 30.0  # seconds to wait for another process that writes
_TABLE = "CREATE TABLE IF NOT EXISTS kept (version TEXT, key TEXT, sum BLOB, value TEXT, PRIMARY KEY (version, key))"


class Cache:
    """Texts by key, in a SQLite file that several processes may use; opened when it is first asked.

    Once the file turns out to be damaged it is left alone, which a file beside it says; `mend` makes a new one.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._opened: sqlite3.Connection | None = None
        self._broken = path is None
        self._damaged = False

    def get(self, version: str, keys: Iterable[str]) -> dict[str, str]:
        """The values that a version kept under some keys, where they are whole."""
        found: dict[str, str] = {}
        for key in keys:
            for sum_, value in self._ask("SELECT sum, value FROM kept WHERE version=? AND key=?", (version, key)):
                if isinstance(value, str) and sum_ == _sum(key, value):
                    found[key] = value
        return found

    def rows(self) -> dict[str, dict[str, str]]:
        """All that is kept and whole: the values by key, by version."""
        found: dict[str, dict[str, str]] = {}
        for version, key, sum_, value in self._ask("SELECT version, key, sum, value FROM kept", ()):
            if isinstance(value, str) and sum_ == _sum(str(key), value):
                found.setdefault(str(version), {})[str(key)] = value
        return found

    def put(self, version: str, values: dict[str, str]) -> None:
        """Keep some values in one transaction; where that fails nothing is kept, and a warning is logged."""
        rows = [(version, key, _sum(key, value), value) for key, value in values.items()]
        if rows and (opened := self._open()):
            try:
                with opened:
                    opened.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
            except sqlite3.Error as error:
                self._give_up(error)

    def mend(self) -> None:
        """Make a new file in the place of one that is damaged; for the process that owns the folder."""
        self._ask("SELECT 1 FROM kept LIMIT 1", ())
        if self.path and (self._damaged or self.path.with_name(self.path.name + DAMAGED).exists()):
            self.close()
            for end in ("", "-wal", "-shm", DAMAGED):
                with contextlib.suppress(OSError):
                    self.path.with_name(self.path.name + end).unlink(missing_ok=True)
            self._broken = self._damaged = False

    def drop_others(self, versions: Iterable[str]) -> None:
        """Drop what was made by other versions than these; costs nothing where there are none."""
        kept, found = set(versions), [""]
        while rows := self._ask("SELECT min(version) FROM kept WHERE version > ?", (found[-1],)):
            version = rows[0][0]
            if not isinstance(version, str) or version <= found[-1]:
                break
            found.append(version)
        if (others := sorted({*found} - kept - {""})) and (opened := self._open()):
            with contextlib.suppress(sqlite3.Error), opened:
                opened.executemany("DELETE FROM kept WHERE version=?", ((version,) for version in others))

    def close(self) -> None:
        """Let go of the file."""
        if self._opened:
            with contextlib.suppress(sqlite3.Error):
                self._opened.close()
        self._opened = None

    def _open(self) -> sqlite3.Connection | None:
        if self._opened is None and not self._broken and self.path:
            try:
                opened = sqlite3.connect(self.path, timeout=PATIENCE)
                self._opened = opened
                opened.execute("PRAGMA journal_mode=WAL")
                opened.execute("PRAGMA synchronous=OFF")  # what a power cut damages is made again
                opened.execute(_TABLE)
            except sqlite3.Error as error:
                self._give_up(error)
        return self._opened

    def _ask(self, question: str, values: tuple[str, ...]) -> list[tuple[object, ...]]:
        opened = self._open()
        try:
            return opened.execute(question, values).fetchall() if opened else []
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _give_up(self, error: sqlite3.Error) -> None:
        logger.warning("%s cannot be used (%s): what it kept is made again", self.path, error)
        self.close()
        self._broken, self._damaged = True, not refuses(error)
        if self.path and self._damaged:
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + DAMAGED).touch()


def _sum(key: str, value: str) -> bytes:
    return hashlib.blake2b(f"{key}\n{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
