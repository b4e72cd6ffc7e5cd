"""The whole flow, documents to store, on one page.

    files -> filings (documents) -> mentions and facts (annotation), kept in the store as JSON, document by document
          -> entities of all documents together (resolution)
          -> quads (graph), checked against the shapes -> the store, document by document

The first half runs for new and changed files only. The second is a function of the set of all readings: neither the
order of the documents nor the number of builds or processes shows in the store. Who is who is kept between builds
(`kg.graph.catch_up`), so that only what a change touches is looked at, and graphs that stay the same are left alone.
Processes read and write graphs; this one alone changes the store, one document at a time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

from kg.annotation.cache import Cache
from kg.annotation.installed import model_version
from kg.annotation.serialize import load_reading
from kg.disk import reason_of, refuses
from kg.documents.read import Rejected, digest_file, is_there
from kg.errors import StoreError
from kg.graph import fingerprint
from kg.graph.built import Built, save_built
from kg.graph.called import Called, called_version, keep_called, load_called
from kg.graph.catch_up import (
    Wanted,
    begin_entities,
    catch_up,
    count_unwritten,
    in_parts,
    judged_of,
    open_register,
    unwritten,
    written,
)
from kg.graph.crew import Alone, Crew, Lost
from kg.graph.document import Known, Reading, document_tellings
from kg.graph.engine import crew, writers
from kg.graph.folder import CACHE, DOCUMENTS
from kg.graph.manifest import SUMMED, Entry, File
from kg.graph.pool import Annotate, Draft, Job, Read, compose, jobs, read_file
from kg.graph.registered import registered
from kg.graph.renew import Judged, share_of
from kg.graph.renew_units import all_quads, changes, told
from kg.graph.reprints import tie
from kg.graph.sources import Asking, Sources, find_sources, label
from kg.graph.tellings import join_tellings
from kg.graph.validate import Refused
from kg.graph.vocabulary import ENTITIES_GRAPH
from kg.resolution.judgement import Judgement, dump_judgement
from kg.resolution.ledger import NAME as LEDGER
from kg.resolution.ledger import in_force, load_ledger
from kg.resolution.model import Resolution
from kg.resolution.register import NAME as REGISTER
from kg.resolution.register import Register
from kg.resolution.resolve import resolve
from kg.resolution.verdicts import verdicts_of
from kg.store import REJECTED, Store

logger = logging.getLogger(__name__)
RECENT = 256  # documents of which it is kept in memory what they call things
Progress = Callable[[str, int, int], None]  # what was just done, how many steps are done, how many there are


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go about it: by how many processes (0: as there are cores); whether documents are withdrawn whose files

    are gone from the folders that are built; on which Ray cluster ("HOST:PORT" or "local"), "" for none; who asks the
    web for pages.
    """

    workers: int = 1
    prune: bool = False
    cluster: str = ""
    asking: Asking = field(default_factory=Asking)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `documents`, `releases`, `entities`, `facts` and `quads` count what the store now holds.

    `built` names the files that were read, `skipped` those that had not changed, `missing` those that are gone while
    their documents stay, `removed` the SHA-256 of documents that no file holds any more; `refused` is what the shapes
    set aside.
    """

    documents: int
    releases: int
    entities: int
    facts: int
    quads: int
    built: tuple[str, ...]
    skipped: tuple[str, ...]
    missing: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    refused: tuple[Refused, ...]


def build(
    paths: Iterable[Path | str],
    store: Store,
    annotate: Annotate | None = None,
    progress: Progress | None = None,
    plan: Plan | None = None,
) -> BuildReport:
    """Read the files, folders and pages at `paths` (also addresses) into a store that is open for writing.

    A page is fetched where the store does not hold it, or it is asked for again; where that fails it is rejected.
    A script that asks for more than one process needs the usual `if __name__ == "__main__":`. A document that cannot
    be read is reported as rejected, and the rest is built. `annotate` stands in for the annotation of this package.

    Raises NoDocuments, before anything is read, where a path does not exist or a folder holds nothing to read, and
    StoreError where the disk takes no more: what was read by then stays, and the next build goes on from there;
    FetchError where a page must be fetched and nobody says who asks.
    """
    plan, began = plan or Plan(), time.monotonic()
    if annotate:  # it is at hand in this process alone
        plan = replace(plan, workers=1, cluster="")
    sources = find_sources(paths, store.folder, plan.asking)
    files = sources.files
    digests = {name: digest_file(file) for name, file in files.items()}
    new = [name for name in files if not _is_known(store, name, digests[name])]
    logger.info("build begins", extra={"store": str(store.folder), "files": len(files), "to_read": len(new)})
    say = progress or (lambda done, count, total: None)
    for number, name in enumerate(sorted(set(files) - set(new)), start=1):
        say(label(name), number, len(files))
    cache = Cache(None if annotate else store.folder / CACHE)
    cache.mend()
    todo = jobs([(name, files[name], digests[name]) for name in new], store.folder, annotate)
    with crew(plan.workers, len(new), plan.cluster) as workers:
        built, lost = _read_files(
            store, workers, todo, lambda name, n: say(name, len(files) - len(new) + n, len(files))
        )
        logger.info("files read", extra={"read": len(built), "lost": len(lost), "ms": _ms(began)})
        missing = _drop_missing(store, sources, plan.prune)
        removed = _settle(store)
        write_graphs(store, workers, cache, plan.workers)
        logger.info("graphs written", extra={"documents": len(store.manifest.documents), "ms": _ms(began)})
    cache.drop_others([model_version(), called_version()])
    cache.close()
    lost += sources.failed
    rejected = sorted([*lost, *_rejected(store, files)], key=lambda r: (r.path, r.reason))
    ended = datetime.now(UTC).isoformat(timespec="seconds")
    told = _digest([f"{store.manifest.head.refusals:x}", *sorted(f"{one.path} {one.reason}" for one in lost)])
    same = told == store.manifest.head.told and (store.folder / REJECTED).is_file()
    store.note_built(ended, told, None if same else _rejections(store, lost))
    gave_nothing = {one.path for one in lost}
    skipped = tuple(name for name in files if name not in built and name not in gave_nothing)
    report = _report(store, (tuple(sorted(built)), skipped, missing, removed), tuple(rejected))
    _note_built(store, report, ended, time.monotonic() - began)
    return report


# ---- files to readings ---------------------------------------------------------------------------------------------


def _is_known(store: Store, name: str, sha256: str) -> bool:
    """Whether the store holds what this version reads in a file's bytes; a further place of them is noted."""
    known = store.manifest.files.get(name)
    if not (known and _holds(store, known, sha256)):
        known = next((f for f in store.manifest.with_bytes(sha256) if _holds(store, f, sha256)), None)
        if known is None:
            return False
        named = tuple((sha, label(name) if sha == sha256 else other) for sha, other in known.documents)
        store.record_file(name, replace(known, documents=named))
    return True


def _holds(store: Store, file: File, sha256: str) -> bool:
    def is_held(sha: str) -> bool:
        entry = store.manifest.documents.get(sha)
        return entry is not None and entry.pipeline == file.pipeline

    is_ours = file.sha256 == sha256 != "" and file.pipeline == fingerprint.reading_version()
    return is_ours and all(is_held(sha) for sha, _ in file.documents)


def _read_files(
    store: Store, workers: Crew, todo: list[Job], say: Callable[[str, int], None]
) -> tuple[set[str], list[Rejected]]:
    """Read files into the store; gives those in which anything was read, and those that could not be opened or ended

    their reader, which the next build tries again.
    """
    built: set[str] = set()
    lost: dict[str, Rejected] = {}
    read: dict[str, dict[str, Read]] = defaultdict(dict)
    done: set[str] = set()
    for job, outcome in workers.run(read_file, todo):
        name = job.name
        if isinstance(outcome, (Rejected, Lost)):
            logger.info("document set aside", extra={"path": name, "reason": outcome.reason})
        if isinstance(outcome, Read):
            if not outcome.kept:
                store.save_reading(outcome.sha256, outcome.json, outcome.text)
                built.add(name)
            read[name][outcome.sha256] = replace(outcome, json="", text="")
        elif isinstance(outcome, Lost):
            lost[name] = Rejected(name, outcome.reason)
            store.record_file(name, File(job.sha256, "", (), ()))
        elif isinstance(outcome, File) and outcome.sha256:
            for one in read.pop(name, {}).values():
                _note(store, one)
            store.record_file(name, outcome)
        elif isinstance(outcome, Rejected) and not job.sha256:
            lost[name] = outcome
        if isinstance(outcome, (File, Lost)):
            done.add(name)
            logger.info("file done", extra={"path": name, "sha256": job.sha256})
            say(label(name), len(done))
    return built, list(lost.values())


def _note(store: Store, read: Read) -> None:
    """Put a document that was read into the manifest."""
    entry = store.manifest.documents.get(read.sha256) or Entry("", read.sha256, (), "", 0, 0)
    store.record(replace(entry, pipeline=fingerprint.reading_version(), releases=read.releases, facts=read.facts))


def _drop_missing(store: Store, sources: Sources, prune: bool) -> tuple[str, ...]:
    """The files of earlier builds that are gone from these folders; with `prune` they are forgotten."""
    known = {name for root in sources.roots for name in store.manifest.below(str(root), os.sep)}
    gone = [path for name in sorted(known - set(sources.files)) if not is_there(path := Path(name))]
    if not prune:
        return tuple(map(str, gone))
    for path in gone:
        store.record_file(str(path), None)
    return ()


def _settle(store: Store) -> tuple[str, ...]:
    """Let each document have the files that hold it for its places, and drop those that none holds any more."""
    removed = []
    for shas in in_parts(store.manifest.unsettled()):
        for sha256 in shas:
            entry, places = store.manifest.documents.get(sha256), store.manifest.places(sha256)
            if entry is None:
                continue
            if not places:
                store.remove_document(sha256)
                removed.append(sha256)
                continue
            origins, source = tuple(sorted({path for path, _ in places})), min(name for _, name in places)
            if (origins, source) != (entry.origins, entry.source):
                store.record(replace(entry, origins=origins, source=source))
        store.manifest.settled(shas)
    return tuple(removed)


# ---- readings to graphs --------------------------------------------------------------------------------------------


def write_graphs(store: Store, readers: Crew | None = None, cache: Cache | None = None, workers: int = 1) -> bool:
    """Bring every graph up to date with what was read in all documents together, and with the ledger of judgements.

    Looks only at what changed since the last time; false where nothing did. `readers` are at hand to work, else so many
    processes (0: as there are cores) where that is worth it.
    """
    ledger = load_ledger(store.folder / LEDGER)
    state = _state(store, ledger)
    if state == store.manifest.head.state:
        return False
    judged = judged_of(ledger)
    store.flush()  # what moved is on the disk before the register follows
    is_there = store.holds_graph(ENTITIES_GRAPH.value)
    known = store.manifest
    at = known.head.state, called_version(), is_there
    wanted = Wanted(known.documents, state, judged, *at, known.moved(), known.head.standing)
    try:
        with open_register(store.folder) as register:
            catch_up(register, wanted, lru_cache(RECENT)(partial(_called_in, store, cache or Cache(None))))
            with writers(readers or Alone(), workers, count_unwritten(register)) as composers:
                _write_documents(store, register, judged, composers)
            _write_entities(store, register, state)
    except sqlite3.Error as error:
        way = "build again to go on" if refuses(error) else "build again, or --repair it"
        raise StoreError(store.folder, f"{REGISTER} cannot be written: {reason_of(error)}; {way}") from error
    return True


def _write_documents(store: Store, register: Register, judged: Judged, workers: Crew) -> None:
    """Write the graphs of the documents for which something changed."""
    for shas in in_parts(unwritten(register)):
        drafts: list[Draft] = []
        entries: dict[str, Entry] = {}  # as they are to be, but for what the graphs give
        for sha256 in shas:
            entry = store.manifest.documents[sha256]
            shared = share_of(register, sha256, judged)
            draft = Draft(sha256, entry.source, store.folder / DOCUMENTS, *shared)
            inputs = _inputs(draft, entry)
            if inputs != entry.inputs:
                drafts.append(draft)
                entries[sha256] = replace(entry, inputs=inputs)
        for draft, made in workers.run(compose, drafts):
            if isinstance(made, Lost):
                raise StoreError(store.folder, f"the graphs of {draft.source} cannot be written: {made.reason}")
            logger.debug("%s: %d quads, %d set aside", draft.source, len(made.quads), len(made.refused))
            aside = tuple(map(str, made.refused))
            store.replace_document(replace(entries[draft.sha256], set_aside=aside), made.quads)
            store.save_much()


def _write_entities(store: Store, register: Register, state: str) -> None:
    """Write what changed in the graph of entities; then everything is written, and noted to be."""
    digest, count = f"{SUMMED}{register.meta('digest') or '0'}", int(register.meta("count") or "0")
    begin_entities(register)
    if register.meta("whole"):
        store.replace_entities(all_quads(register), count, state)
    else:
        for iris, before, now in changes(register):
            store.change_entities(before, now)
            told(register, iris)
            store.save_much()
    store.note_entities(digest, count, state)
    written(register)


def resolve_store(store: Store, ledger: Collection[Judgement]) -> tuple[Resolution, Known]:
    """Who is who in all documents of a store, and what else each needs to know of the others."""
    called = {sha: _called_in(store, Cache(None), sha) for sha in store.manifest.documents}
    resolution = resolve([record for one in called.values() for record in one.records], ledger)
    named = [naming for one in called.values() for naming in one.trials]
    ties = tie(one for document in called.values() for one in document.prints)
    known = Known(registered(named, resolution.iris), verdicts_of(ledger), ties=ties)
    tellings = (t for one in called.values() for t in document_tellings(one.reading(), resolution.iris, known))
    return resolution, replace(known, joined=join_tellings(tellings))


def _called_in(store: Store, cache: Cache, sha256: str) -> Called:
    """What a document calls things; out of its reading where the cache does not know."""
    known = load_called(cache, [sha256]).get(sha256)
    return known or keep_called(cache, _reading(store, store.manifest.documents[sha256]))


def readings(store: Store) -> Iterator[tuple[Entry, Reading]]:
    """Every document with what was read in it, one at a time, by SHA-256."""
    for entry in store.manifest.documents.values():
        yield entry, _reading(store, entry)


def _reading(store: Store, entry: Entry) -> Reading:
    filing, annotations = load_reading(*store.load_reading(entry.sha256))
    return Reading(replace(filing, source=entry.source), annotations)


def _state(store: Store, ledger: Collection[Judgement]) -> str:
    """The digest of all that the graphs are made of."""
    standing = f"{store.manifest.head.documents} {store.manifest.head.standing:x}"
    return _digest([fingerprint.writing_version(), standing, *map(dump_judgement, in_force(ledger))])


def _inputs(draft: Draft, entry: Entry) -> str:
    """The digest of all that one document's graphs are made of."""
    iris = [f"{local.release} {local.type} {local.name} {iri}" for local, iri in sorted(draft.iris.items())]
    ids = [f"{drug} {name} {id_}" for (drug, name), id_ in sorted(draft.known.trials.items())]
    said = [dump_judgement(judgement) for _, judgement in sorted(draft.known.verdicts.items())]
    made = [fingerprint.writing_version(), entry.pipeline, draft.source, draft.sha256]
    joined = [f"{graph} {node} {home}" for (graph, node), home in sorted(draft.known.joined.items())]
    return _digest([*made, *iris, *ids, *said, *joined, *draft.known.ties.lines()])


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


# ---- what is told --------------------------------------------------------------------------------------------------


def _rejected(store: Store, files: Iterable[str]) -> Iterator[Rejected]:
    """What was not read in some files."""
    for name in files:
        if known := store.manifest.files.get(name):
            yield from (Rejected(path, reason) for path, reason in known.rejected)


def _rejections(store: Store, lost: list[Rejected]) -> str:
    """What was not read in any file of the store, as JSON, one a line."""
    told = {*((r.path, r.reason) for r in lost), *store.manifest.rejected()}
    return "".join(json.dumps({"path": path, "reason": reason}) + "\n" for path, reason in sorted(told))


def _note_built(store: Store, report: BuildReport, ended: str, seconds: float) -> None:
    """Keep what the build did, for `kg status`, and log it."""
    told = {"documents": report.documents, "facts": report.facts, "quads": report.quads}
    logger.info("build ended", extra=told | {"ms": round(seconds * 1000)})
    files = len(report.built), len(report.skipped), len(report.missing)
    rest = len(report.removed), len(report.rejected), len(report.refused)
    made = Built(ended, round(seconds, 1), *files, *rest, versions=fingerprint.versions())
    with suppress(OSError):  # the graph is whole; a disk that is full now is told by the next build
        save_built(store.folder, made)


def _ms(since: float) -> int:
    return round((time.monotonic() - since) * 1000)


def _report(
    store: Store,
    done: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    rejected: tuple[Rejected, ...],
) -> BuildReport:
    head = store.manifest.head
    refused = tuple(Refused.read(line) for entry in store.manifest.refused() for line in entry.set_aside)
    counts = head.documents, head.releases, head.entity_count, head.facts, head.quads
    return BuildReport(*counts, *done, rejected, refused)
