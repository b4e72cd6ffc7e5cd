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
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.annotation.serialize import load_reading, reading_version
from kg.documents.read import Rejected, digest_file, files_at
from kg.errors import StoreError
from kg.graph import fingerprint
from kg.graph.document import Known, Reading, document_quads, document_records, document_trials, graphs_of
from kg.graph.entities import entity_quads
from kg.graph.manifest import Entry
from kg.graph.pool import Annotate, Read, read_all
from kg.graph.registered import Naming, registered
from kg.graph.validate import Refused, check_shapes
from kg.ontology import load_ontology
from kg.resolution.judgement import Judgement, dump_judgement
from kg.resolution.ledger import NAME as LEDGER
from kg.resolution.ledger import in_force, load_ledger
from kg.resolution.model import Record, Resolution
from kg.resolution.resolve import resolve
from kg.resolution.verdicts import verdicts_of
from kg.store import Store

logger = logging.getLogger(__name__)
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
    paths: Iterable[Path | str],
    store: Store,
    annotate: Annotate | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> BuildReport:
    """Read the files and folders at `paths` into a store that is open for writing.

    With `workers` many new documents are read by that many processes, with 0 by as many as there are cores; a script
    that asks for it needs the usual `if __name__ == "__main__":`. A document that cannot be read is reported as
    rejected, and the rest is built.

    Raises NoDocuments, before anything is read, where a path does not exist or a folder holds nothing to read.
    """
    files = sorted({file.resolve() for path in paths for file in files_at(Path(path))})
    say = progress or (lambda done, count, total: None)
    digests = {file: digest_file(file) for file in files}
    new = [file for file in files if not _is_known(store, file, digests[file])]
    for number, file in enumerate(skipped := sorted(set(files) - set(new)), start=1):
        say(file.name, number, len(files))
    built: list[str] = []
    rejected: list[Rejected] = []
    for number, (file, outcome) in enumerate(read_all(new, annotate, workers), start=len(skipped) + 1):
        if isinstance(outcome, Rejected):
            rejected.append(outcome)
        else:
            store.save_reading(outcome.sha256, outcome.json, outcome.text)
            _note(store, file, outcome)
            built.append(str(file))
        say(file.name, number, len(files))
    removed = _remove_changed({str(file): sha256 for file, sha256 in digests.items()}, store)
    write_graphs(store)
    done = tuple(sorted(built)), tuple(map(str, skipped)), removed
    return _report(store, done, tuple(sorted(rejected, key=lambda r: r.path)))


def _is_known(store: Store, file: Path, sha256: str) -> bool:
    """Whether the store holds what this version reads in a file's bytes; the file is noted as one place of them."""
    known = store.manifest.documents.get(sha256)
    if known and known.pipeline == fingerprint.reading_version():
        if str(file) not in known.origins:
            store.record(_found_at(known, {*known.origins, str(file)}))
        return True
    if not known and (kept := _kept(store, sha256)):
        _note(store, file, kept)
        return True
    return False


def _kept(store: Store, sha256: str) -> Read | None:
    """What this version had read in a document when an earlier build was cut off."""
    try:
        json, text = store.load_reading(sha256)
    except StoreError:
        return None
    if reading_version(json) != fingerprint.reading_version():
        return None
    filing, annotations = load_reading(json)
    return Read(sha256, json, text, len(filing.releases), sum(len(a.facts) for a in annotations))


def _note(store: Store, file: Path, read: Read) -> None:
    """Put a document that was read into the manifest."""
    entry = store.manifest.documents.get(read.sha256) or Entry("", read.sha256, (), "", 0, 0)
    found = _found_at(entry, {*entry.origins, str(file)})
    store.record(replace(found, pipeline=fingerprint.reading_version(), releases=read.releases, facts=read.facts))


def _found_at(entry: Entry, origins: Collection[str]) -> Entry:
    """The entry with the places of its bytes; its source is the first of their names, whichever was read first."""
    return replace(entry, origins=tuple(sorted(origins)), source=min(Path(origin).name for origin in origins))


def _remove_changed(now: dict[str, str], store: Store) -> tuple[str, ...]:
    """Drop the documents whose files, among those just read, all hold other bytes by now."""
    removed = []
    for sha256, entry in list(store.manifest.documents.items()):
        origins = tuple(origin for origin in entry.origins if now.get(origin, sha256) == sha256)
        if not origins:
            store.remove_document(sha256)
            removed.append(sha256)
        elif origins != entry.origins:
            store.record(_found_at(entry, origins))
    return tuple(removed)


def write_graphs(store: Store) -> Resolution | None:
    """Bring every graph up to date with what was read in all documents together, and with the ledger of judgements.

    Gives who is who; None where nothing changed since the last time.
    """
    ledger = load_ledger(store.folder / LEDGER)
    state = _state(store, ledger)
    if state == store.manifest.state:
        return None
    resolution, known = resolve_store(store, ledger)
    for entry, reading in readings(store):
        inputs = _inputs(reading, entry, resolution, known)
        if inputs != entry.inputs:
            accepted, refused = check_shapes(document_quads(reading, resolution, load_ontology(), known))
            logger.debug("%s: %d quads, %d set aside", entry.source, len(accepted), len(refused))
            store.replace_document(replace(entry, inputs=inputs, set_aside=tuple(map(str, refused))), accepted)
    store.replace_entities(entity_quads(resolution), len(resolution.entities), state)
    store.flush()
    return resolution


def resolve_store(store: Store, ledger: Collection[Judgement]) -> tuple[Resolution, Known]:
    """Who is who in all documents of a store, and what else each needs to know of the others."""
    records: list[Record] = []
    named: list[Naming] = []
    for _, reading in readings(store):
        records += document_records(reading)
        named += document_trials(reading)
    resolution = resolve(records, ledger)
    return resolution, Known(registered(named, resolution.iris), verdicts_of(ledger))


def readings(store: Store) -> Iterator[tuple[Entry, Reading]]:
    """Every document with what was read in it, one at a time."""
    for sha256, entry in sorted(store.manifest.documents.items()):
        filing, annotations = load_reading(*store.load_reading(sha256))
        yield entry, Reading(replace(filing, source=entry.source), annotations)


def _state(store: Store, ledger: Collection[Judgement]) -> str:
    """The digest of all that the graphs are made of."""
    known = [f"{e.sha256} {e.pipeline} {e.source}" for e in store.manifest.documents.values()]
    return _digest([fingerprint.writing_version(), *sorted(known), *map(dump_judgement, in_force(ledger))])


def _inputs(reading: Reading, entry: Entry, resolution: Resolution, known: Known) -> str:
    """The digest of all that one document's graphs are made of."""
    iris = [resolution.iri(record.local) for record in document_records(reading)]
    ids = [known.trials.get((resolution.iris.get(n.drug, ""), n.name), "") for n in document_trials(reading)]
    graphs = {graph.value for graph in graphs_of(reading)}
    said = [dump_judgement(j) for (key, _), j in sorted(known.verdicts.items()) if key.rpartition("#")[0] in graphs]
    return _digest([fingerprint.writing_version(), entry.pipeline, entry.source, entry.sha256, *iris, *ids, *said])


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _report(
    store: Store, done: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], rejected: tuple[Rejected, ...]
) -> BuildReport:
    entries = [entry for _, entry in sorted(store.manifest.documents.items())]
    return BuildReport(
        len(entries),
        sum(entry.releases for entry in entries),
        store.manifest.entity_count,
        sum(entry.facts for entry in entries),
        sum(entry.quads for entry in entries),
        *done,
        rejected,
        tuple(Refused.read(line) for entry in entries for line in entry.set_aside),
    )
