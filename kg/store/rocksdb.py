"""The database of a store's folder, Oxigraph's RocksDB: opened and opened anew, set aside where it is damaged, settled.

Who writes has the folder to itself by a lock of its own: that of the database is let go while it is opened anew.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gc
import os
import re
import shutil
import time
import weakref
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph as ox

from kg.disk import reason_of, refuses
from kg.errors import StoreError, StoreLocked

RDF = "rdf"
WRITER = "writer"  # says who is writing
TRIES, PAUSE = 20, 0.1  # to open a database of which somebody just replaces a file; the seconds between two
Mode = OneOf["read", "write", "repair"]


class Database:
    """The database of a store's folder; open to write, or to repair, by one process alone.

    Raises StoreLocked while another writes, StoreError where it is damaged or missing.
    """

    def __init__(self, folder: Path, mode: Mode):
        self.folder = folder
        self._unlock = weakref.finalize(self, _unlock, None if mode == "read" else _lock(folder))
        self.written = 0  # characters of updates since it was opened
        try:
            self._rdf: ox.Store | None = open_rdf(folder, mode)
        except BaseException:
            self._unlock()
            raise

    @property
    def rdf(self) -> ox.Store:
        """The database itself; whoever keeps it keeps it open."""
        if self._rdf is None:
            raise StoreError(self.folder, "the store is closed")
        return self._rdf

    def update(self, text: str) -> None:
        """Carry out a SPARQL update, whole or not at all."""
        self.rdf.update(text)
        self.written += len(text)

    def open_anew(self, empty: bool = False) -> None:
        """Let go of what it keeps of what it read, and of what it wrote, all of which must be on the disk.

        To be `empty`, what is there is set aside as rdf.damaged first.
        """
        self._rdf, self.written = None, 0
        gc.collect()  # Oxigraph lets go of the folder when its last iterator is gone
        if empty:
            set_aside(self.folder)
        self._rdf = open_rdf(self.folder, "write")

    def close(self) -> None:
        """Let go of it; closing twice is closing once."""
        self._rdf = None
        self._unlock()


def _lock(folder: Path) -> int | None:
    """A lock on a folder, held as long as this descriptor is open; None where the file system has none to give."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if error.errno in (errno.EAGAIN, errno.EACCES):
            raise _locked(folder) from error
        return None
    return descriptor


def _unlock(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)


def _locked(folder: Path) -> StoreLocked:
    who = "another process"
    with contextlib.suppress(OSError):
        who = f"process {(folder / WRITER).read_text(encoding='utf-8').strip()}"
    return StoreLocked(folder, f"{who} is writing to the store; wait until it is done")


def settle(folder: Path) -> None:
    """Bring a copy of a store's database into the shape that opens fastest; raises StoreError where it is damaged."""
    try:
        ox.Store(str(folder / RDF)).flush()
    except (OSError, RuntimeError) as error:
        raise StoreError(folder, f"the database cannot be opened: {reason_of(error)}") from error


def open_rdf(folder: Path, mode: str) -> ox.Store:
    """The database of a store. Raises StoreLocked while another writes, StoreError where it is damaged or missing."""
    path = folder / RDF
    if mode == "read" and not path.is_dir():
        raise StoreError(folder, "the store is empty; `kg build PATH --store DIR` fills it")
    tries = TRIES if mode == "read" else 1
    while True:
        tries -= 1
        try:
            return ox.Store.read_only(str(path)) if mode == "read" else ox.Store(str(path))
        except (OSError, RuntimeError) as error:  # RuntimeError: files that vanish or are damaged
            if tries and "No such file" in str(error):  # whoever writes has put another in its place meanwhile
                time.sleep(PAUSE)
                continue
            if re.search(r"\block\b", str(error).lower()):  # not "block", which is damage
                raise _locked(folder) from error
            if mode == "repair" and not refuses(error):
                set_aside(folder)
                return ox.Store(str(path))
            way = "" if refuses(error) else "; kg build --repair mends it"
            raise StoreError(folder, f"the database cannot be opened: {reason_of(error)}{way}") from error


def set_aside(folder: Path) -> None:
    """Move the database to rdf.damaged, in the place of one that was moved there before."""
    aside = folder / "rdf.damaged"
    shutil.rmtree(aside, ignore_errors=True)
    (folder / RDF).replace(aside)
