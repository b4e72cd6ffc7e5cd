"""The graph on disk: open it, replace a document, ask it, dump it.

A store is a folder:

    version         the layout's version
    rdf/            the quads, in Oxigraph's RocksDB
    manifest.json   counts and digests of each document, kept outside the database, so that a damaged one shows; that
                    of the last build once more in manifest.old
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
import gc
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast
from typing import Literal as OneOf

import pyoxigraph as ox

from kg.errors import NoFormat, QueryError, StoreError, StoreLocked, StoreVersion
from kg.graph.answers import Asked, Rows, Sink
from kg.graph.document import filing_iri
from kg.graph.folder import DOCUMENTS, load_checked, other_layout, read_text, save_checked, write_file
from kg.graph.manifest import Entry, File, Manifest, digest_of, dump_manifest, load_manifest
from kg.graph.present import Triple, contributes, is_ours, present_changes
from kg.graph.terms import Iri, Quad, Term, nquads
from kg.graph.tsv import read_rows
from kg.graph.turtle import write_trig, write_turtle
from kg.graph.update import update_text
from kg.graph.vocabulary import ENTITIES_GRAPH, IS_PART_OF, ISSUED
from kg.ontology import PREFIXES, load_ontology
from kg.resolution.register import NAME as REGISTER
from kg.store.oxigraph import named_node, node_of, our_quad, our_term, our_triple, ox_term

VERSION = "2"
READABLE = ("1", VERSION)  # the first had no check sums; opened for writing it becomes the second
SAVE_SECONDS = 10.0
TRIES, PAUSE = 20, 0.1  # to open a database of which somebody just replaces a file; the seconds between two
Format = OneOf["nq", "trig", "ttl"]
WRITERS: Mapping[str, Callable[[Iterable[Quad]], str]] = {"nq": nquads, "trig": write_trig, "ttl": write_turtle}
Mode = OneOf["read", "write", "repair"]
RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
    "csv": ox.QueryResultsFormat.CSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


class Store:
    """An open store. Use as a context manager, or close it: another process cannot write before that."""

    def __init__(self, folder: Path, rdf: ox.Store | None, manifest: Manifest, writable: bool):
        self.folder = folder
        self.place = str(folder)
        self.manifest = manifest
        self.writable = writable
        self.version = VERSION
        self._rdf: ox.Store | None = rdf
        self._unsaved_since: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Flush what was written and let go of the folder; closing twice is closing once."""
        if self._rdf is not None and self.writable:
            self.flush()
            (self.folder / "writer").unlink(missing_ok=True)
        self._rdf = None

    def hand_over(self) -> None:
        """Let go of the database without closing it: another store has it now."""
        self._rdf = None

    @property
    def rdf(self) -> ox.Store:
        """The database itself, for this module and for `oxrdflib`."""
        if self._rdf is None:
            raise StoreError(self.folder, "the store is closed")
        return self._rdf

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
        self.manifest = replace(self.manifest, entities=digest, entity_count=count, state=state)
        self.flush()

    def record(self, entry: Entry) -> None:
        """Put what is known of a document into the manifest, its graphs left as they are."""
        self.manifest.documents[entry.sha256] = entry
        self._save_manifest()

    def record_file(self, path: str, file: File | None) -> None:
        """Put what came of a file into the manifest, or take the file out of it."""
        if file:
            self.manifest.files[path] = file
        else:
            self.manifest.files.pop(path, None)
        self._save_manifest()

    def note_built(self, rejected: str, built: str) -> None:
        """Write down what a build set aside (JSON, one a line), and when it ended."""
        with self._told():
            write_file(self.folder / "rejected.jsonl", rejected)
        self.manifest = replace(self.manifest, built=built)
        text = self.flush()
        with self._told():
            write_file(self.folder / "manifest.old", text)

    def remove_document(self, sha256: str) -> None:
        """Drop a document's graphs and files. The graph of entities is the build's to bring up to date."""
        if sha256 not in self.manifest.documents:
            raise StoreError(self.folder, f"holds no document with SHA-256 {sha256}")
        self._replace(self._graphs_of(sha256), set())
        del self.manifest.documents[sha256]
        self._save_manifest()
        for kind in ("txt", "json"):
            (self.folder / DOCUMENTS / f"{sha256}.{kind}").unlink(missing_ok=True)

    def copy_database(self, folder: Path) -> None:
        """Put a copy of the database into the folder of another store."""
        self.flush()
        self.rdf.backup(str(folder / "rdf"))

    def flush(self) -> str:
        """Put everything written so far on the disk; gives the manifest as it was written."""
        text = dump_manifest(self.manifest)
        with self._told():
            self.rdf.flush()
            write_file(self.folder / "manifest.json", text)
        self._unsaved_since = None
        return text

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
            self.rdf.update(update_text(removed, added, empty))

    def elsewhere(self, s: Iri, p: Iri, o: Term | None, graphs: set[Iri]) -> Iterator[tuple[Iri, Term]]:
        """Graph and value of what named graphs other than `graphs` contribute to the present."""
        for quad in map(our_quad, self.rdf.quads_for_pattern(node_of(s), node_of(p), ox_term(o) if o else None, None)):
            if quad.graph and quad.graph not in graphs and contributes((s, p, quad.object), quad.graph):
                yield quad.graph, quad.object

    def standing(self, s: Iri, p: Iri) -> set[Quad]:
        """The triples of the present with that subject and predicate."""
        return set(map(our_quad, self.rdf.quads_for_pattern(node_of(s), node_of(p), None, ox.DefaultGraph())))

    def issued(self, graph: Iri) -> str:
        """The date of issue of a graph, "" where it has none."""
        found = self.rdf.quads_for_pattern(node_of(graph), node_of(ISSUED), None, node_of(graph))
        return max((quad.object.value for quad in map(our_quad, found)), default="")

    def _graphs_of(self, sha256: str) -> set[Iri]:
        """The graphs that hold a document, as the database knows them and as the manifest lists them."""
        filing = filing_iri(sha256)
        parts = self.rdf.quads_for_pattern(None, node_of(IS_PART_OF), node_of(filing), None)
        known = self.manifest.documents.get(sha256)
        listed = {Iri(name) for name in known.graphs} if known else set()
        return {quad.graph for quad in map(our_quad, parts) if quad.graph} | listed | {filing}

    def _save_manifest(self) -> None:
        """Write the manifest if that was last done a while ago: it grows with the store, and each document changes it.

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
            return load_checked(self.folder / DOCUMENTS, sha256, self.version != READABLE[0])
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
        self._rdf = None
        gc.collect()  # Oxigraph lets go of the folder when its last iterator is gone
        _set_aside(self.folder)
        self._rdf = _open_rdf(self.folder, "write")
        if own:
            self.update(update_text(set(), set(own)))
        known = self.manifest.documents
        known.update({sha: replace(e, inputs="", graphs=(), quads=0, digest="") for sha, e in known.items()})
        self.manifest = replace(self.manifest, entities="", entity_count=0, state="")
        self.flush()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Says of a write that the disk refuses what became of it."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise StoreError(
                self.folder, f"cannot be written to: {error}. What was written before is whole; build again to go on"
            ) from error


def open_folder(folder: Path | str, mode: Mode = "read") -> Store:
    """A store in `folder`: to read as it stands now, or to write, alone, making it where there is none.

    To repair is to write, and to begin anew what cannot be opened: the database, the manifest. Raises StoreLocked,
    StoreVersion, or StoreError where there is nothing to read or the folder is something else.
    """
    folder = Path(folder)
    version = folder / "version"
    if version.is_file():
        found = version.read_text(encoding="utf-8").strip()
        if found not in READABLE:
            raise StoreVersion(folder, other_layout(found, VERSION))
    elif mode == "read":
        raise StoreError(folder, "holds no graph store; `kg build PATH --store DIR` makes one")
    elif folder.exists() and (not folder.is_dir() or {path.name for path in folder.iterdir()} - {"version.new"}):
        raise StoreError(folder, "is not a graph store, and not an empty folder; choose another")
    else:
        found = VERSION
        try:
            write_file(version, VERSION + "\n")
            (folder / DOCUMENTS).mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(folder, f"cannot be made: {error}") from error
    rdf = _open_rdf(folder, mode)
    manifest = _load_manifest(folder, mode)
    if mode != "read":
        with contextlib.suppress(OSError):  # it only tells others who is writing
            (folder / "writer").write_text(f"{os.getpid()}\n", encoding="utf-8")
    store = Store(folder, rdf, manifest, mode != "read")
    store.version = found
    if found != VERSION and store.writable:
        _migrate(store)
    return store


def _migrate(store: Store) -> None:
    """Bring a store of the first layout into the present one: check sums, and the files that documents came from."""
    for sha256, entry in store.manifest.documents.items():
        with contextlib.suppress(StoreError):  # what is missing is told when it is needed
            store.save_reading(sha256, *store.load_reading(sha256))
        for origin in entry.origins:
            store.manifest.files[origin] = File(sha256, entry.pipeline, ((sha256, Path(origin).name),))
    store.flush()
    with store._told():
        write_file(store.folder / "version", VERSION + "\n")
    store.version = VERSION


def settle(folder: Path) -> None:
    """Bring a copy of a store's database into the shape that opens fastest; raises StoreError where it is damaged."""
    try:
        ox.Store(str(folder / "rdf")).flush()
    except (OSError, RuntimeError) as error:
        raise StoreError(folder, f"the database cannot be opened: {error}") from error


def _open_rdf(folder: Path, mode: str) -> ox.Store:
    path = folder / "rdf"
    if mode == "read" and not path.is_dir():
        raise StoreError(folder, "the store is empty; `kg build PATH --store DIR` fills it")
    tries = TRIES if mode == "read" else 1
    while True:
        tries -= 1
        try:
            return ox.Store.read_only(str(path)) if mode == "read" else ox.Store(str(path))
        except (OSError, RuntimeError) as error:  # RuntimeError: files that vanish or are damaged
            if tries and "No such file" in str(error):  # whoever writes has put another in its place meanwhile
                time.sleep(PAUSE)
                continue
            if re.search(r"\block\b", str(error).lower()):  # not "block", which is damage
                who = "another process"
                with contextlib.suppress(OSError):
                    who = f"process {(folder / 'writer').read_text(encoding='utf-8').strip()}"
                raise StoreLocked(folder, f"{who} is writing to the store; wait until it is done") from error
            if mode == "repair":
                _set_aside(folder)
                return ox.Store(str(path))
            why = f"the database cannot be opened: {error}; kg build --repair mends it"
            raise StoreError(folder, why) from error


def _set_aside(folder: Path) -> None:
    aside = folder / "rdf.damaged"
    shutil.rmtree(aside, ignore_errors=True)
    (folder / "rdf").replace(aside)


def _load_manifest(folder: Path, mode: str) -> Manifest:
    path = folder / "manifest.json"
    try:
        return load_manifest(read_text(path)) if path.is_file() else Manifest()
    except (ValueError, KeyError, TypeError) as error:
        if mode == "repair":
            path.replace(path.with_name("manifest.damaged"))
            (old := path.with_name("manifest.old")).is_file() and old.replace(path)
            return _load_manifest(folder, mode)
        raise StoreError(folder, f"manifest.json is damaged ({error}); kg build --repair PATH... mends it") from error
