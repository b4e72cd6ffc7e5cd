"""Stores as they were: in the first two layouts the manifest was one JSON file, which each build wrote whole.

They are read as they are, and brought into the present layout when they are opened for writing: the rows are written
beside, put in their place when they are whole, and the version is the last to change.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.graph.folder import DOCUMENTS, check_sum_of, load_checked, read_text, save_checked
from kg.graph.manifest import Entry, File
from kg.store.manifest import NAME, Manifest, make_manifest
from kg.store.rows import entry_of, file_of

FIRST = "1"  # had no check sums, and noted no files
OLD = (FIRST, "2")
WAS = "manifest.json"
REST = (WAS, "manifest.old")
Parts = tuple[dict[str, Any], dict[str, Entry], dict[str, File]]


def open_old(folder: Path) -> Manifest:
    """The manifest of a store of an old layout, in memory, to be read; raises StoreError where it is damaged."""
    return _filled(make_manifest(where=folder), _load(folder))


def migrate(folder: Path, found: str, mend: bool) -> None:
    """Bring the files of a store into the present layout, but for its version.

    Raises StoreError where the manifest is damaged; to `mend` takes that of the build before, or none. Raises OSError.
    """
    if not (folder / WAS).is_file() and (folder / NAME).is_file():
        return  # cut off when that was done
    try:
        parts = _load(folder)
    except StoreError:
        if not mend:
            raise
        parts = _load_mended(folder)
    if found == FIRST:
        for sha256 in parts[1]:
            with contextlib.suppress(FileNotFoundError, ValueError):  # what is missing is told when it is needed
                save_checked(folder / DOCUMENTS, sha256, *load_checked(folder / DOCUMENTS, sha256, strict=False))
    beside = folder / f"{NAME}.new"
    _filled(make_manifest(beside, folder), parts).close()
    beside.replace(folder / NAME)


def drop_old(folder: Path) -> None:
    """Remove what the old layouts had."""
    for name in REST:
        (folder / name).unlink(missing_ok=True)


def _filled(made: Manifest, parts: Parts) -> Manifest:
    head, documents, files = parts
    for entry in documents.values():
        made.record(entry)
        if not files:
            for origin in entry.origins:
                made.record_file(origin, File(entry.sha256, entry.pipeline, ((entry.sha256, Path(origin).name),)))
    for path, file in files.items():
        made.record_file(path, file)
    made.note(**head)
    made.commit()
    return made


def _load(folder: Path) -> Parts:
    """What the JSON file of an old layout holds, nothing without one; raises StoreError where it is damaged."""
    path = folder / WAS
    try:
        return _parts(read_text(path)) if path.is_file() else ({}, {}, {})
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(folder, f"{WAS} is damaged ({error}); kg build --repair PATH... mends it") from error


def _load_mended(folder: Path) -> Parts:
    try:
        return _parts(read_text(folder / REST[1]))
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}, {}


def _parts(text: str) -> Parts:
    made = json.loads(text)
    check = made.pop("check", None)  # the first layout had none
    if check is not None and check not in (check_sum_of(text.replace(check, "", 1)), _sum_indented(made)):
        raise ValueError("its check sum is not that of its content")
    documents = {sha: entry_of(entry) for sha, entry in made.pop("documents").items()}
    files = {path: file_of(file) for path, file in made.pop("files", {}).items()}
    return (
        {name: made[name] for name in ("entities", "entity_count", "state", "built") if name in made},
        documents,
        files,
    )


def _sum_indented(made: dict[str, Any]) -> str:
    """The check sum as it was when manifests were indented."""
    return check_sum_of(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
