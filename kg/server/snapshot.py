"""A state of the store that stays whole while the next one is built.

A build changes a store document by document; who read the live folder meanwhile would see half of it. So the server
reads a copy: the database's files are linked (RocksDB never changes one that is complete), the few that still grow are
copied, and nothing is taken while a process is writing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kg.checks.status import Counts, count
from kg.errors import StoreError, StoreLocked, StoreVersion
from kg.store import open_store, settle
from kg.store.layouts import WAS as OLD_MANIFEST
from kg.store.manifest import NAME as MANIFEST
from kg.store.manifest import open_manifest

GROWING = ("CURRENT", "IDENTITY", "MANIFEST", "OPTIONS")  # beside the write-ahead logs, *.log
TRIES = 5
MOST_UNSORTED = 2**21
State = tuple[tuple[str, int, int], ...]  # name, size and time of each file


class Snapshots:
    """The snapshots that one server takes of a store's folder; `place` is the newest.

    `taken` is when that was, in seconds since 1970, and `counts` what it holds.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.place = folder
        self.taken = 0.0
        self.counts = Counts()
        self._home = folder / "snapshots"
        self._made: list[Path] = []
        self._state: State | None = None

    def refresh(self) -> Path | None:
        """Take a new snapshot if a writer has changed the store and is done; gives the one that is now out of date.

        Raises StoreError where there is nothing to read, StoreLocked where there is no older one and a writer at work.
        """
        if is_written(self.folder):
            if self.place == self.folder:
                raise StoreLocked(self.folder, "another process is writing to the store; wait until it is done")
            return None
        if (state := _state(self.folder)) == self._state:
            return None
        old, self.place = self.place, self._take()
        self._state, self.taken = state, time.time()
        return old if old != self.folder else None

    def close(self) -> None:
        """Remove what this server took."""
        for place in self._made:
            shutil.rmtree(place, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._home.rmdir()

    def _take(self) -> Path:
        """A new snapshot, made again should a writer have come in between."""
        if not (self.folder / "version").is_file() or not (self.folder / "rdf").is_dir():
            open_store(self.folder)  # says clearly what is wrong with a folder that is no store
        _remove_left(self._home)
        for _ in range(TRIES):
            self._home.mkdir(exist_ok=True)
            place = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self._home))
            self._made.append(place)
            before = _state(self.folder)
            try:
                _copy(self.folder, place)
                if _unsorted(place) > MOST_UNSORTED:
                    settle(place)
                with open_store(place) as store:
                    self.counts = count(store)
                if _state(self.folder) == before and not is_written(self.folder):
                    return place
            except StoreVersion:
                raise
            except (FileNotFoundError, StoreError):
                pass
            shutil.rmtree(place, ignore_errors=True)
            time.sleep(0.1)
        raise StoreLocked(self.folder, "the store kept changing; wait until the build is done")


def _copy(folder: Path, place: Path) -> None:
    """Link what cannot change any more, copy what can."""
    for part in ("rdf", "documents"):
        (place / part).mkdir(parents=True)
        for file in sorted((folder / part).iterdir()):
            grows = part == "rdf" and (file.suffix == ".log" or file.name.startswith(GROWING))
            if grows:
                shutil.copyfile(file, place / part / file.name)
            elif file.suffix in (".sst", ".blob", ".txt", ".json"):
                _link(file, place / part / file.name)
    for name in ("version", OLD_MANIFEST):
        if (folder / name).exists():
            shutil.copyfile(folder / name, place / name)
    if (folder / MANIFEST).exists():
        with contextlib.closing(open_manifest(folder, False)) as manifest:
            manifest.copy_to(place / MANIFEST)


def _unsorted(place: Path) -> int:
    """Bytes of write-ahead logs, which every process that opens the database reads anew."""
    return sum(log.stat().st_size for log in (place / "rdf").glob("*.log"))


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # a file system without links
        shutil.copyfile(file, target)


def _state(folder: Path) -> State:
    """What shows that something was written: the files of the database, and the manifest."""
    files = [*(folder / "rdf").glob("*.sst"), *(folder / "rdf").glob("*.log"), *(folder / "rdf").glob("MANIFEST-*")]
    return tuple(sorted(_sizes([*files, folder / MANIFEST, folder / OLD_MANIFEST])))


def _sizes(files: list[Path]) -> Iterator[tuple[str, int, int]]:
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            found = file.stat()
            yield file.name, found.st_size, found.st_mtime_ns


def is_written(folder: Path) -> bool:
    """Whether the process that `kg.store` noted as the writer is still there."""
    try:
        return _alive(int((folder / "writer").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove_left(home: Path) -> None:
    """Remove what servers left that are gone."""
    for place in home.glob("*-*"):
        pid = place.name.partition("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(place, ignore_errors=True)
