"""The graph on disk: open it, replace a document, ask it, dump it.

A store is a folder:

    version         the layout's version
    rdf/            the quads, in Oxigraph's RocksDB
    manifest.sqlite counts and digests of each document, kept outside the database, so that a damaged one shows: rows of
                    which a change writes only its own (`kg.store.manifest`)
    documents/      <sha256>.txt, the decoded source, and <sha256>.json, what was read in it, with a check sum of both
    rejected.jsonl  what could not be read, each with its reason; pages/ holds what was fetched (`kg.graph.sources`)
    cache.sqlite    what may be thrown away: guesses of the model (`kg.annotation.cache`)
    standing.sqlite who is who (`kg.resolution.register`), which may be thrown away as well
    writer          the process that is writing, while one is

Traps of Oxigraph that this module knows: adding triple by triple is not atomic, one update is; numbers are rewritten
("0.90" becomes 0.9), so terms are made canonical before they are written; the union of all graphs is no default graph,
so that one is kept by itself.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast
from typing import Literal as OneOf

import pyoxigraph as ox

from kg.confine import give_back_memory
from kg.disk import reason_of
from kg.errors import NoFormat, QueryError, StoreError, StoreVersion
from kg.graph.answers import Asked, Rows, Sink
from kg.graph.document import filing_iri
from kg.graph.folder import DOCUMENTS, load_checked, other_layout, read_text, save_checked, write_file
from kg.graph.manifest import Entry, File, digest_of
from kg.graph.present import Triple, contributes, is_ours, present_changes
from kg.graph.terms import Iri, Quad, Term, nquads
from kg.graph.tsv import read_rows
from kg.graph.turtle import write_trig, write_turtle
from kg.graph.update import update_text
from kg.graph.vocabulary import ENTITIES_GRAPH, IS_PART_OF, ISSUED
from kg.ontology import PREFIXES, load_ontology
from kg.resolution.register import NAME as REGISTER
from kg.store.damage import problems_of, salvage
from kg.store.layouts import FIRST, OLD, drop_old, migrate, open_old
from kg.store.manifest import NAME as MANIFEST
from kg.store.manifest import Manifest, begin_manifest, open_manifest
from kg.store.oxigraph import GRAPHS, RESULTS, named_node, node_of, our_quad, our_term, our_triple, ox_term
from kg.store.rocksdb import RDF, WRITER, Database, Mode

VERSION = "3"
READABLE = (*OLD, VERSION)  # an older one, opened for writing, becomes the last
SAVE_SECONDS = 10.0
MUCH = 12_000_000  # characters of updates, after which the database is opened anew: some 150 documents
REJECTED = "rejected.jsonl"
Format = OneOf["nq", "trig", "ttl"]
WRITERS: Mapping[str, Callable[[Iterable[Quad]], str]] = {"nq": nquads, "trig": write_trig, "ttl": write_turtle}


class Store:
    """An open store. Use as a context manager, or close it: another process cannot write before that."""

    def __init__(self, folder: Path, database: Database | None, manifest: Manifest, writable: bool):
        self.folder = folder
        self.place = str(folder)
        self.manifest = manifest
        self.writable = writable
        self.version = VERSION
        self._database: Database | None = database
        self._unsaved_since: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # else that one says what became of it
                raise

    def close(self) -> None:
        """Flush what was written and let go of the folder; closing twice is closing once."""
        if self._database is None:
            return
        try:
            if self.writable:
                self.flush()
        finally:
            self.manifest.close()
            if self.writable:
                (self.folder / WRITER).unlink(missing_ok=True)
            self.hand_over().close()

    def hand_over(self) -> Database:
        """Let go of the database without closing it: another store has it now."""
        database, self._database = self.database, None
        return database

    @property
    def rdf(self) -> ox.Store:
        """The database itself, for this module and for `oxrdflib`."""
        return self.database.rdf

    @property
    def database(self) -> Database:
        """What is there as long as the store is open."""
        if self._database is None:
            raise StoreError(self.folder, "the store is closed")
        return self._database

    # ---- reading ---------------------------------------------------------------------------------------------------

    def query(self, text: str, union: bool = False) -> Rows | bool | tuple[Triple, ...]:
        """The answer to a SPARQL query: rows of a SELECT, the truth of an ASK, triples of a CONSTRUCT or DESCRIBE.

        The vocabulary's prefixes are known. `union` asks all graphs at once. Raises QueryError where it is not SPARQL.
        """
        try:
            answer = self.rdf.query(text, prefixes=dict(PREFIXES), use_default_graph_as_union=union)
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            if isinstance(answer, ox.QueryTriples):
                return tuple(our_triple(triple) for triple in answer)
            return read_rows(cast("bytes", answer.serialize(format=RESULTS["tsv"])))  # terms one by one cost far more
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}\n{text.strip()}") from error

    def select(self, text: str, union: bool = False) -> Rows:
        """The rows of a SELECT; raises QueryError for other queries."""
        answer = self.query(text, union)
        if not isinstance(answer, Rows):
            raise QueryError(f"expected a SELECT, found another kind of query:\n{text.strip()}")
        return answer

    def answer(self, asked: Asked, results: str, graph: str, out: Sink) -> str:
        """Writes an answer; gives its format: `results` (of RESULTS) for SELECT and ASK, else `graph` (of GRAPHS).

        Raises QueryError for text that is not SPARQL, NoFormat where the format that its kind needs is "".
        """
        chosen = bool(asked.default or asked.named)
        file = cast("IO[bytes]", out)  # as much of one as Oxigraph uses
        try:
            found = self.rdf.query(
                asked.text,
                base_iri=asked.base,
                prefixes=dict(PREFIXES),
                default_graph=[named_node(g) for g in asked.default] if chosen else None,
                named_graphs=[named_node(g) for g in asked.named] if chosen else None,
            )
            name = graph if isinstance(found, ox.QueryTriples) else results
            if not name:
                raise NoFormat("the answer cannot be written in any of the formats asked for")
            out.begin(name, isinstance(found, ox.QuerySolutions))
            if isinstance(found, ox.QueryTriples):
                found.serialize(file, GRAPHS[name])
            elif isinstance(found, ox.QuerySolutions) and name == "csv":
                rows = (tuple(our_term(value) if value else None for value in row) for row in found)
                out.table((variable.value for variable in found.variables), rows)
            else:
                found.serialize(file, RESULTS[name])
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        return name

    def write_graph(self, name: str | None, format_: str, out: Sink) -> None:
        """Writes a named graph, "" for the default graph, None for all of them, in one of the formats of GRAPHS."""
        out.begin(format_, False)
        of = None if name is None else named_node(name) if name else ox.DefaultGraph()
        self.rdf.dump(cast("IO[bytes]", out), GRAPHS[format_], from_graph=of, prefixes=dict(PREFIXES))

    def holds_graph(self, name: str) -> bool:
        """Whether there is a named graph of that name."""
        return self.rdf.contains_named_graph(named_node(name))

    def update(self, text: str, base: str | None = None) -> None:
        """Carry out a SPARQL update, whole or not at all. The manifest knows nothing of it: `verify` will tell."""
        if not self.writable:
            raise StoreError(self.folder, "is open for reading only")
        try:
            self.rdf.update(text, base_iri=base, prefixes=dict(PREFIXES))
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def quads(self, graph: Iri | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph. Raises StoreError where the database is damaged."""
        return self._scan(node_of(graph) if graph else None)

    def default_graph(self) -> Iterator[Quad]:
        """The triples of the assembled present. Raises StoreError where the database is damaged."""
        return self._scan(ox.DefaultGraph())

    def _scan(self, graph: ox.NamedNode | ox.DefaultGraph | None) -> Iterator[Quad]:
        try:
            yield from map(our_quad, self.rdf.quads_for_pattern(None, None, None, graph))
        except (OSError, RuntimeError) as error:
            raise StoreError(self.folder, f"the database is damaged: {error}; kg build --repair mends it") from error

    def graphs(self) -> tuple[Iri, ...]:
        """The names of all graphs, sorted."""
        return tuple(sorted(Iri(name.value) for name in self.rdf.named_graphs() if isinstance(name, ox.NamedNode)))

    def dump(self, format_: Format = "nq") -> str:
        """Everything, sorted: the same bytes each time. Turtle knows no graphs and holds the present alone."""
        return WRITERS[format_](self.default_graph() if format_ == "ttl" else self.quads())

    # ---- writing ---------------------------------------------------------------------------------------------------

    def replace_document(self, entry: Entry, quads: Iterable[Quad]) -> Entry:
        """Put a document's graphs in the place of what the store held of it, in one transaction.

        The triples of the present that it touches are brought up to date in the same transaction. Returns the entry as
        it now stands in the manifest, with counts and digest.
        """
        made = set(quads)
        graphs = {quad.graph for quad in made if quad.graph}
        done = replace(entry, graphs=tuple(sorted(g.value for g in graphs)), quads=len(made), digest=digest_of(made))
        self._replace(graphs | self._graphs_of(entry.sha256), made)
        self.record(done)
        return done

    def replace_entities(self, quads: Iterable[Quad], count: int, state: str) -> None:
        """Put the graph of entities in the place of the old one, in one transaction; `state` as in `Manifest`."""
        made = set(quads)
        self._replace({ENTITIES_GRAPH}, made)
        self.note_entities(digest_of(made), count, state)

    def change_entities(self, before: set[Quad], now: set[Quad]) -> None:
        """Put what some subjects say in the graph of entities in the place of all that they said; one transaction."""
        self._replace({ENTITIES_GRAPH}, now, before)

    def note_entities(self, digest: str, count: int, state: str) -> None:
        """Note what the graph of entities now holds, and what all graphs were made of; as in `Manifest`."""
        self.manifest.note(entities=digest, entity_count=count, state=state)
        self.flush()

    def record(self, entry: Entry) -> None:
        """Put what is known of a document into the manifest, its graphs left as they are."""
        self.manifest.record(entry)
        self._save_manifest()

    def record_file(self, path: str, file: File | None) -> None:
        """Put what came of a file into the manifest, or take the file out of it."""
        self.manifest.record_file(path, file)
        self._save_manifest()

    def note_built(self, built: str, told: str, rejected: str | None) -> None:
        """Write down when a build ended, and what it rejected (JSON, one a line), of which `told` is the digest; None

        leaves what the last one wrote.
        """
        if rejected is not None:
            with self._told():
                write_file(self.folder / REJECTED, rejected)
        self.manifest.note(built=built, told=told)
        self.flush()

    def remove_document(self, sha256: str) -> None:
        """Drop a document's graphs and files. The graph of entities is the build's to bring up to date."""
        if sha256 not in self.manifest.documents:
            raise StoreError(self.folder, f"holds no document with SHA-256 {sha256}")
        self._replace(self._graphs_of(sha256), set())
        self.manifest.remove(sha256)
        self._save_manifest()
        for kind in ("txt", "json"):
            (self.folder / DOCUMENTS / f"{sha256}.{kind}").unlink(missing_ok=True)

    def copy_database(self, folder: Path) -> None:
        """Put copies of the database and the manifest into the folder of another store."""
        self.flush()
        self.rdf.backup(str(folder / RDF))
        self.manifest.copy_to(folder / MANIFEST)

    def flush(self) -> None:
        """Put everything written so far on the disk: the graphs first, then what is known of them."""
        with self._told():
            self.rdf.flush()
        self.manifest.commit()
        self._unsaved_since = None

    def save_much(self) -> None:
        """Where much was written, put it on the disk, and give back the memory that it took and that reading took: this

        is up to some hundred megabytes, and shall not grow with the documents.
        """
        if self.database.written > MUCH:
            self.flush()
            with self._told():
                self.database.open_anew()
            give_back_memory()

    def _replace(self, graphs: set[Iri], made: set[Quad], known: set[Quad] | None = None) -> None:
        """Make the named graphs hold `made` in the place of what is `known` of them, else of all that they hold, and

        the present follow; one transaction.
        """
        if not self.writable:
            raise StoreError(self.folder, "is open for reading only")
        held = known if known is not None else {quad for graph in graphs for quad in self.quads(graph)}
        removed, added = held - made, made - held
        if removed or added:
            empty = {q.graph for q in removed if known is None} - {q.graph for q in made}
            gone, new = present_changes(self, graphs, (held, made), load_ontology().latest_only)
            self._commit(removed | gone, added | new, {graph for graph in empty if graph})

    def _commit(self, removed: set[Quad], added: set[Quad], empty: set[Iri]) -> None:
        """Carry out one change, whole or not at all; graphs that are `empty` then are dropped."""
        with self._told():
            self.database.update(update_text(removed, added, empty))

    def elsewhere(self, s: Iri, p: Iri, o: Term | None, graphs: set[Iri]) -> Iterator[tuple[Iri, Term]]:
        """Graph and value of what named graphs other than `graphs` contribute to the present."""
        for quad in self.rdf.quads_for_pattern(node_of(s), node_of(p), ox_term(o) if o else None, None):
            if isinstance(quad.graph_name, ox.NamedNode) and (graph := Iri(quad.graph_name.value)) not in graphs:
                value = o or our_term(quad.object)
                if contributes((s, p, value), graph):
                    yield graph, value

    def standing(self, s: Iri, p: Iri) -> set[Quad]:
        """The triples of the present with that subject and predicate."""
        return set(map(our_quad, self.rdf.quads_for_pattern(node_of(s), node_of(p), None, ox.DefaultGraph())))

    def issued(self, graph: Iri) -> str:
        """The date of issue of a graph, "" where it has none."""
        found = self.rdf.quads_for_pattern(node_of(graph), node_of(ISSUED), None, node_of(graph))
        return max((quad.object.value for quad in map(our_quad, found)), default="")

    def _graphs_of(self, sha256: str) -> set[Iri]:
        """The graphs that hold a document, as the database knows them and as the manifest lists them."""
        known = self.manifest.documents.get(sha256)
        return graphs_with(self.rdf, filing_iri(sha256)) | {Iri(name) for name in (known.graphs if known else ())}

    def _save_manifest(self) -> None:
        """Put what was written on the disk if that was last done a while ago: the disk takes its time for each time.

        What a killed process did not save, the next build finds in the database, unchanged, and notes.
        """
        now = time.monotonic()
        self._unsaved_since = self._unsaved_since or now
        if now - self._unsaved_since > SAVE_SECONDS:
            self.flush()

    @property
    def has_texts(self) -> bool:
        """Whether what was read in documents is at hand."""
        return True

    # ---- documents -------------------------------------------------------------------------------------------------

    def save_reading(self, sha256: str, reading: str, source_text: str) -> None:
        """Keep what was read in a document (one line of JSON), and its decoded text; each whole or not at all."""
        with self._told():
            save_checked(self.folder / DOCUMENTS, sha256, reading, source_text)

    def load_reading(self, sha256: str) -> tuple[str, str]:
        """What `save_reading` kept: the reading and the text. Raises StoreError where they are not whole."""
        try:
            return load_checked(self.folder / DOCUMENTS, sha256, self.version != FIRST)
        except FileNotFoundError as error:
            raise StoreError(self.folder, f"{error.filename} is missing; kg build --repair mends it") from error
        except (OSError, ValueError) as error:
            raise StoreError(self.folder, f"{DOCUMENTS}/{sha256}: {error}; kg build --repair mends it") from error

    def load_text(self, sha256: str) -> str:
        """The text of a document as it stands, damaged or not; "" where it is gone."""
        try:
            return read_text(self.folder / DOCUMENTS / f"{sha256}.txt")
        except (OSError, ValueError):
            return ""

    def forget_reading(self, sha256: str) -> None:
        """Drop what was read in a document, so that it is read again; its graphs stay until then."""
        for kind in ("txt", "json"):
            (self.folder / DOCUMENTS / f"{sha256}.{kind}").unlink(missing_ok=True)
        self.record(replace(self.manifest.documents[sha256], pipeline=""))

    def renew_database(self) -> None:
        """Set the database aside as rdf.damaged and begin an empty one; the readings stay, to write it again from.

        Graphs that people added go over into the new one, as far as they can be read.
        """
        own: list[Quad] = []
        with contextlib.suppress(StoreError):
            own.extend(quad for graph in self.graphs() if not is_ours(graph) for quad in self.quads(graph))
        for path in self.folder.glob(f"{REGISTER}*"):
            path.unlink(missing_ok=True)
        self.database.open_anew(empty=True)
        if own:
            self.update(update_text(set(), set(own)))
        for entry in self.manifest.documents.values():
            self.record(replace(entry, inputs="", graphs=(), quads=0, digest=""))
        self.manifest.note(entities="", entity_count=0, state="")
        self.flush()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Says of a write that the disk refuses what became of it."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            why = f"cannot be written to: {reason_of(error)}. What was written before is whole; build again to go on"
            raise StoreError(self.folder, why) from error


def open_folder(folder: Path | str, mode: Mode = "read") -> Store:
    """A store in `folder`: to read as it stands now, or to write, alone, making it where there is none.

    To repair is to write, and to begin anew what cannot be opened: the database, the manifest. Raises StoreLocked,
    StoreVersion, or StoreError where there is nothing to read or the folder is something else.
    """
    folder = Path(folder)
    found = _find_version(folder, mode)
    if mode == "read":
        database = Database(folder, mode)
        store = Store(folder, database, open_manifest(folder, False) if found == VERSION else open_old(folder), False)
        store.version = found
        return store
    if found == VERSION and not (folder / RDF).is_dir():  # so that a store with a database has a manifest, or had one
        begin_manifest(folder)
    database = Database(folder, mode)
    with contextlib.suppress(OSError):  # it only tells others who is writing
        (folder / WRITER).write_text(f"{os.getpid()}\n", encoding="utf-8")
    try:
        if found != VERSION:
            _migrate(folder, found, mode == "repair")
        drop_old(folder)
        manifest = _mended(folder, database.rdf) if mode == "repair" else open_manifest(folder, True)
        return Store(folder, database, manifest, True)
    except BaseException:
        (folder / WRITER).unlink(missing_ok=True)
        database.close()
        raise


def _find_version(folder: Path, mode: Mode) -> str:
    """The version of the store's layout; to write makes the folder where there is none."""
    version = folder / "version"
    if version.is_file():
        found = version.read_text(encoding="utf-8").strip()
        if found not in READABLE:
            raise StoreVersion(folder, other_layout(found, VERSION))
        return found
    if mode == "read":
        raise StoreError(folder, "holds no graph store; `kg build PATH --store DIR` makes one")
    if folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - {"version.new"}):
        raise StoreError(folder, "is not a graph store, and not an empty folder; choose another")
    try:
        write_file(version, VERSION + "\n")
        (folder / DOCUMENTS).mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(folder, f"cannot be made: {reason_of(error)}") from error
    return VERSION


def _migrate(folder: Path, found: str, mend: bool) -> None:
    """Bring a store of an older layout into the present one."""
    try:
        migrate(folder, found, mend)
        write_file(folder / "version", VERSION + "\n")
    except OSError as error:
        why = f"cannot be brought into the present layout: {reason_of(error)}; open it again to go on"
        raise StoreError(folder, why) from error


def _mended(folder: Path, rdf: ox.Store) -> Manifest:
    """The manifest, or where anything is wrong with it a new one of what is whole."""
    try:
        known = open_manifest(folder, True)
        problems = tuple(problems_of(known))
    except StoreError as error:
        problems = (error.reason,)
    else:
        if not problems:
            return known
        known.close()
    made = salvage(folder, lambda sha256: _held(rdf, graphs_with(rdf, filing_iri(sha256))))
    made.load_head()
    made.found_damaged = problems
    return made


def graphs_with(rdf: ox.Store, filing: Iri) -> set[Iri]:
    """The graphs of a filing and its releases, as the database knows them."""
    parts = rdf.quads_for_pattern(None, node_of(IS_PART_OF), node_of(filing), None)
    return {quad.graph for quad in map(our_quad, parts) if quad.graph} | {filing}


def _held(rdf: ox.Store, graphs: set[Iri]) -> set[Quad]:
    return {our_quad(q) for name in graphs for q in rdf.quads_for_pattern(None, None, None, node_of(name))}
