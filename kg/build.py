"""The whole flow, documents to store, on one page.

    files -> filings (documents) -> mentions and facts (annotation), kept in the store as JSON, document by document
          -> entities of all documents together (resolution)
          -> quads (graph), checked against the shapes -> the store, document by document

The first half runs for new and changed documents only. The second is a function of the set of all readings: neither the
order of the documents nor the number of builds shows in the store, and graphs that stay the same are left alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.annotation.model import Annotation
from kg.annotation.serialize import dump_reading, load_reading, reading_version
from kg.documents.model import Filing
from kg.documents.read import Rejected, files_at, read_one
from kg.errors import StoreError
from kg.graph import fingerprint
from kg.graph.document import Reading, document_quads, document_records
from kg.graph.entities import entity_quads
from kg.graph.manifest import Entry
from kg.graph.validate import Refused, check_shapes
from kg.ontology import load_ontology
from kg.resolution.model import Resolution
from kg.resolution.resolve import resolve
from kg.store import Store

logger = logging.getLogger(__name__)
Annotate = Callable[[Filing], tuple[Annotation, ...]]
Progress = Callable[[str, int, int], None]  # what was just done, how many steps are done, how many there are


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `documents`, `releases`, `entities`, `facts` and `quads` count what the store now holds.

    `built` names the documents that were read, `skipped` those that had not changed, `removed` the SHA-256 of those
    whose file now holds other bytes; `refused` is what the shapes set aside.
    """

    documents: int
    releases: int
    entities: int
    facts: int
    quads: int
    built: tuple[str, ...]
    skipped: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    refused: tuple[Refused, ...]


def build(
    paths: Iterable[Path | str], store: Store, annotate: Annotate | None = None, progress: Progress | None = None
) -> BuildReport:
    """Read the files and folders at `paths` into a store that is open for writing.

    Raises NoDocuments, before anything is read, where a path does not exist or a folder holds nothing to read.
    """
    files = sorted({file.resolve() for path in paths for file in files_at(Path(path))})
    say = progress or (lambda done, count, total: None)
    built: list[str] = []
    skipped: list[str] = []
    rejected: list[Rejected] = []
    for number, file in enumerate(files, start=1):
        outcome = _read(file, store, annotate or _annotate)
        say(file.name, number, len(files))
        if isinstance(outcome, Rejected):
            rejected.append(outcome)
        else:
            (skipped if outcome else built).append(str(file))
    removed = _remove_changed(files, store)
    _write_graphs(store)
    return _report(store, (tuple(built), tuple(skipped), removed, tuple(rejected)))


def _annotate(filing: Filing) -> tuple[Annotation, ...]:
    from kg.annotation.annotate import annotate  # the model takes a second to load; most builds change nothing

    return annotate(filing)


def _read(file: Path, store: Store, annotate: Annotate) -> bool | Rejected:
    """Keep in the store what a file says; True where it was there already, read by this version."""
    try:
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        return Rejected(str(file), f"cannot be opened: {error.strerror or error}")
    pipeline = fingerprint.reading_version()
    known = store.manifest.documents.get(sha256)
    origins = tuple(sorted({*(known.origins if known else ()), str(file)}))
    source = min(Path(origin).name for origin in origins)
    if known and known.pipeline == pipeline:
        if (known.origins, known.source) != (origins, source):
            store.record(replace(known, origins=origins, source=source))
        return True
    made = _kept(store, sha256, pipeline)
    if made is None:
        filing = read_one(file)
        if isinstance(filing, Rejected):
            return filing
        made = filing, annotate(filing)
        store.save_reading(sha256, dump_reading(*made, pipeline), filing.text)
    filing, annotations = made
    facts = sum(len(annotation.facts) for annotation in annotations)
    entry = known or Entry(source, sha256, origins, pipeline, 0, 0)
    store.record(
        replace(entry, source=source, origins=origins, pipeline=pipeline, releases=len(filing.releases), facts=facts)
    )
    return False


def _kept(store: Store, sha256: str, pipeline: str) -> tuple[Filing, tuple[Annotation, ...]] | None:
    """What this version had read in a document when an earlier build was cut off."""
    try:
        reading, text = store.load_reading(sha256)
    except StoreError:
        return None
    return load_reading(reading, text) if reading_version(reading) == pipeline else None


def _remove_changed(files: list[Path], store: Store) -> tuple[str, ...]:
    """Drop the documents whose files, among those just read, all hold other bytes by now."""
    now = {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}
    removed = []
    for sha256, entry in list(store.manifest.documents.items()):
        origins = tuple(origin for origin in entry.origins if now.get(origin, sha256) == sha256)
        if not origins:
            store.remove_document(sha256)
            removed.append(sha256)
        elif origins != entry.origins:
            store.record(replace(entry, origins=origins, source=min(Path(origin).name for origin in origins)))
    return tuple(removed)


def _write_graphs(store: Store) -> None:
    """Bring every graph up to date with what was read in all documents together."""
    state = _state(store)
    if state == store.manifest.state:
        return
    resolution = resolve(record for _, reading in _readings(store) for record in document_records(reading))
    for entry, reading in _readings(store):
        inputs = _inputs(reading, entry, resolution)
        if inputs != entry.inputs:
            accepted, refused = check_shapes(document_quads(reading, resolution, load_ontology()))
            logger.debug("%s: %d quads, %d set aside", entry.source, len(accepted), len(refused))
            store.replace_document(replace(entry, inputs=inputs, set_aside=tuple(map(str, refused))), accepted)
    store.replace_entities(entity_quads(resolution), len(resolution.entities), state)
    store.flush()


def _readings(store: Store) -> Iterator[tuple[Entry, Reading]]:
    """Every document with what was read in it, one at a time."""
    for sha256, entry in sorted(store.manifest.documents.items()):
        filing, annotations = load_reading(*store.load_reading(sha256))
        yield entry, Reading(replace(filing, source=entry.source), annotations)


def _state(store: Store) -> str:
    """The digest of all that the graphs are made of."""
    known = [f"{e.sha256} {e.pipeline} {e.source}" for e in store.manifest.documents.values()]
    return _digest([fingerprint.writing_version(), *sorted(known)])


def _inputs(reading: Reading, entry: Entry, resolution: Resolution) -> str:
    """The digest of all that one document's graphs are made of."""
    iris = [resolution.iri(record.local) for record in document_records(reading)]
    return _digest([fingerprint.writing_version(), entry.pipeline, entry.source, entry.sha256, *iris])


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _report(
    store: Store, did: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[Rejected, ...]]
) -> BuildReport:
    entries = store.manifest.documents.values()
    return BuildReport(
        len(entries),
        sum(entry.releases for entry in entries),
        store.manifest.entity_count,
        sum(entry.facts for entry in entries),
        sum(entry.quads for entry in entries),
        *did,
        tuple(Refused.read(line) for entry in entries for line in entry.set_aside),
    )
