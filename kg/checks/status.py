"""What a store holds at a glance, out of its manifest and its folder: nothing of the graph is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.graph import fingerprint
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """Counts; when the last build ended ("" where none did); whether all was read and written by this version of the

    rules; the layout's version; bytes on disk by part of the folder.
    """

    folder: str
    documents: int
    releases: int
    entities: int
    facts: int
    quads: int
    files: int
    rejected: int
    set_aside: int
    last_build: str
    layout: str
    rules: str
    read_by_these_rules: bool
    disk: dict[str, int]


def status(store: Store) -> Status:
    """What a store holds."""
    manifest = store.manifest
    entries = manifest.documents.values()
    version = fingerprint.reading_version()
    return Status(
        str(store.folder),
        len(entries),
        sum(entry.releases for entry in entries),
        manifest.entity_count,
        sum(entry.facts for entry in entries),
        sum(entry.quads for entry in entries),
        len(manifest.files),
        sum(len(file.rejected) for file in manifest.files.values()),
        sum(len(entry.set_aside) for entry in entries),
        manifest.built,
        store.version,
        f"{version} {fingerprint.writing_version()}",
        all(entry.pipeline == version for entry in entries),
        _disk(store.folder),
    )


def _disk(folder: Path) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            sizes[path.relative_to(folder).parts[0]] += path.stat().st_size
    return dict(sorted(sizes.items()))
