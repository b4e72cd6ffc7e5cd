"""Copies of a store, whole or not at all: each is a store of its own, which may be opened where it lies.

Beside the store's files lies SHA256SUMS, which `sha256sum -c` understands too. Restoring compares every file with it:
a copy that was cut off, damaged or built into afterwards is told from the one that was made.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from kg.disk import reason_of
from kg.errors import StoreError, StoreLocked
from kg.graph.folder import CACHE, DOCUMENTS, write_file
from kg.graph.manifest import digest_of
from kg.graph.terms import Iri
from kg.store import Store, open_store
from kg.store.damage import problems_of
from kg.store.manifest import NAME as MANIFEST

LEFT = (  # what is damaged or passing; database and manifest are copied by their engines
    *("rdf", "rdf.damaged", f"{MANIFEST}*", "manifest.damaged*"),
    *("writer", "snapshots", f"{CACHE}*", "*.new"),
)
PASSED = tuple(name for name in LEFT if name not in ("rdf", f"{MANIFEST}*"))
SUMS = "SHA256SUMS"
PASSING = ("LOG", "LOCK")  # files of the database that say nothing of what is in it
CHUNK = 2**20
PAUSE = 0.2  # seconds between two tries for a store that is written to


def open_idle(folder: Path, patience: float) -> Store:
    """A store, open for writing so that nobody else writes, once who writes to it is done; waits so many seconds.

    Raises StoreLocked when they are over, StoreError where there is no store.
    """
    open_store(folder).close()  # a store that is not there is not made
    until = time.monotonic() + patience
    while True:
        try:
            return open_store(folder, "write")
        except StoreLocked:
            if time.monotonic() >= until:
                raise
            time.sleep(PAUSE)


def back_up(store: Store, target: Path) -> None:
    """Copy a store that is open for writing, so that nobody changes it meanwhile, into a folder that is not there yet.

    Raises StoreError where there is something, or where the disk refuses.
    """
    _make(target, lambda folder: _copy(store, folder))


def restore(backup: Path, target: Path) -> None:
    """Copy a backup into a folder that is not there yet, every file compared with its sum.

    Of a backup without sums every reading and graph is compared with what the manifest says, which sees most damage to
    the database but not all. Raises StoreError where
    anything differs or is missing, or the disk refuses; then there is nothing in the folder.
    """
    if not backup.is_dir():
        raise StoreError(backup, "there is no such folder; expected one that `kg backup` made")
    if (backup / SUMS).is_file():
        _make(target, lambda folder: _copy_summed(backup, folder))
    else:
        with open_store(backup) as store:
            _check(store)
        _make(target, lambda folder: shutil.copytree(backup, folder, ignore=shutil.ignore_patterns(*PASSED)))


def _copy(store: Store, folder: Path) -> None:
    shutil.copytree(store.folder, folder, ignore=shutil.ignore_patterns(*LEFT, SUMS))
    store.copy_database(folder)
    for file in (folder / "rdf").iterdir():
        if file.stat().st_nlink > 1:  # what damages the store's file shall not damage its copy
            own = file.with_name(file.name + ".own")
            shutil.copyfile(file, own)
            own.replace(file)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sum(folder / name)}  {name}\n" for name in files if _lasts(name)]
    write_file(folder / SUMS, "".join([*lines, _end(lines)]))


def _lasts(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.parent.name == "rdf" and path.name.startswith(PASSING))


def _end(lines: list[str]) -> str:
    """The line that shows that no other is missing; a comment to `sha256sum`."""
    return f"# {len(lines)} files, {hashlib.sha256(''.join(lines).encode()).hexdigest()}\n"


def _copy_summed(backup: Path, folder: Path) -> None:
    """Copy what the sums list, and hold each copy against its sum."""
    (folder / DOCUMENTS).mkdir(parents=True)
    for name, expected in _sums(backup):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(backup / name, target)
        except FileNotFoundError as error:
            raise StoreError(backup, f"{name} is missing; take another copy") from error
        if _sum(target) != expected:
            size = target.stat().st_size
            raise StoreError(
                backup,
                f"{name} ({size:,} bytes) is not what was copied: cut off, damaged or changed; take another copy",
            )


def _sums(backup: Path) -> Iterator[tuple[str, str]]:
    """Each file of a backup with its sum; raises StoreError where the list is not whole."""
    *lines, end = (backup / SUMS).read_bytes().decode("utf-8", "replace").splitlines(keepends=True) or [""]
    if end != _end(lines):
        raise StoreError(backup, f"{SUMS} is cut off or damaged; take another copy")
    for line in lines:
        expected, _, name = line.rstrip("\n").partition("  ")
        if not name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise StoreError(backup, f"{SUMS} names {name!r}, which is no file of a backup")
        yield name, expected


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _check(store: Store) -> None:
    """Raises StoreError where a reading is not whole, or a document's quads are not those that were written."""
    for problem in problems_of(store.manifest):
        raise StoreError(store.folder, f"{MANIFEST}: {problem}")
    for entry in store.manifest.documents.values():
        store.load_reading(entry.sha256)
        quads = [quad for name in entry.graphs for quad in store.quads(Iri(name))]
        if entry.digest and digest_of(quads) != entry.digest:
            raise StoreError(store.folder, f"the graphs of {entry.source} are not those that were written")


def _make(target: Path, copy: Callable[[Path], object]) -> None:
    """Fill a folder beside the target, look whether it opens, and put it in place."""
    beside = target.with_name(target.name + ".new")
    if target.exists() or target.is_symlink():
        raise StoreError(target, "is there already; choose another folder")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        copy(beside)
        open_store(beside).close()
        beside.replace(target)
    except (OSError, RuntimeError, shutil.Error) as error:
        raise StoreError(target, f"cannot be written: {reason_of(error)}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
