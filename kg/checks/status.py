"""What a store holds at a glance, out of its manifest and its folder: nothing of the graph is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.graph import fingerprint
from kg.graph.built import Built, load_built
from kg.store import VERSION, Store


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds; `quads` are those of documents' graphs, `rejected` what could not be read in its files,

    `set_aside` what the shapes refused.
    """

    documents: int = 0
    releases: int = 0
    entities: int = 0
    facts: int = 0
    quads: int = 0
    files: int = 0
    rejected: int = 0
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """A store: its counts; when the last build ended ("" where none did) and what it did (None where it did not say);

    the version of its layout, and whether that is this program's; by which versions it was last built ("" each where
    the build did not say), and those of this program; whether every document was read by these rules; bytes on disk by
    part of the folder.
    """

    folder: str
    counts: Counts
    last_build: str
    build: Built | None
    layout: str
    layout_is_current: bool
    built_by: dict[str, str]
    program: dict[str, str]
    read_by_these_rules: bool
    disk: dict[str, int]


def status(store: Store) -> Status:
    """What a store holds."""
    manifest = store.manifest
    built = load_built(store.folder)
    if built and built.ended != manifest.head.built:  # a later build by a program that keeps no such record
        built = None
    program = fingerprint.versions()
    return Status(
        store.place,
        count(store),
        manifest.head.built,
        built,
        store.version,
        store.version == VERSION,
        {name: built.versions.get(name, "") if built else "" for name in program},
        program,
        manifest.head.pipelines.keys() <= {fingerprint.reading_version()},
        _disk(store.folder),
    )


def count(store: Store) -> Counts:
    """How much a store holds, by its manifest."""
    head = store.manifest.head
    counts = head.documents, head.releases, head.entity_count, head.facts, head.quads
    return Counts(*counts, head.files, head.rejected, head.set_aside)


def _disk(folder: Path) -> dict[str, int]:
    """Bytes by the first part of the path; what vanishes meanwhile is not counted."""
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                sizes[path.relative_to(folder).parts[0]] += path.stat().st_size
        except FileNotFoundError:
            continue
    return dict(sorted(sizes.items()))
