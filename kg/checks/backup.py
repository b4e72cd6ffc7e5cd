"""Copies of a store, whole or not at all: each is a store of its own, which may be opened where it lies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError
from kg.graph.folder import CACHE
from kg.store import Store, open_store

LEFT = ("rdf", "rdf.damaged", "writer", "snapshots", f"{CACHE}*", "*.new")  # the database is copied by its engine


def back_up(store: Store, target: Path) -> None:
    """Copy a store that is open for writing, so that nobody changes it meanwhile, into a folder that is not there yet.

    Raises StoreError where there is something, or where the disk refuses.
    """
    _make(target, lambda folder: _copy(store, folder))


def restore(backup: Path, target: Path) -> None:
    """Copy a backup into a folder that is not there yet, and open it once; raises StoreError where that fails."""
    with open_store(backup):
        _make(target, lambda folder: shutil.copytree(backup, folder, ignore=shutil.ignore_patterns(*LEFT[1:])))


def _copy(store: Store, folder: Path) -> None:
    shutil.copytree(store.folder, folder, ignore=shutil.ignore_patterns(*LEFT))
    store.copy_database(folder)


def _make(target: Path, copy: Callable[[Path], object]) -> None:
    """Fill a folder beside the target, look whether it opens, and put it in place."""
    beside = target.with_name(target.name + ".new")
    if target.exists():
        raise StoreError(target, "is there already; choose another folder")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        copy(beside)
        open_store(beside).close()
        beside.replace(target)
    except (OSError, RuntimeError, shutil.Error) as error:
        raise StoreError(target, f"cannot be written: {error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
