"""The claims of a snapshot in one SQLite file beside it, found by what they are about in a fraction of the time.

It holds the answers to the five questions that every page rests on (`kg/queries/rows.py` asks them), as rows of terms;
a test holds that it gives what SPARQL gives. It is made once, after a snapshot was taken, for that changes no more.
IRIs of the graph's own are kept by what follows `…/id/`, all other terms as N-Triples writes them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary, finalize

from kg.graph.terms import Iri, Term
from kg.graph.tsv import read_term
from kg.ontology import ID
from kg.store import Store

NAME = "register.sqlite"
VERSION = 1
GRAPHS = 50  # read at once while it is made
KEYS = 500  # looked up at once
MOST_KEPT = 50_000  # terms in memory
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One question's answer: its columns, those it is looked up by, and the SPARQL that gives its rows for graphs."""

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    sparql: str


TABLES = (
    Table("claims", ("claim", "s", "p", "o", "g"), ("s", "o"), """SELECT ?claim ?s ?p ?o ?g { VALUES ?g { %s }
  GRAPH ?g { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }"""),
    Table("pointing", ("o", "p", "s", "g"), ("o",), """SELECT DISTINCT ?o ?p ?s ?g { VALUES ?g { %s }
  GRAPH ?g { ?claim bp:polarity bp:affirmed ; rdf:object ?o ; rdf:predicate ?p ; rdf:subject ?s
    FILTER(isIRI(?o)) } }"""),
    Table("backed", ("claim", "passage"), ("claim",), """SELECT ?claim ?passage { VALUES ?g { %s }
  GRAPH ?g { ?claim bp:evidence ?passage } }"""),
    Table("ruled", ("claim", "sure", "rule"), ("claim",), """SELECT ?claim ?sure ?rule { VALUES ?g { %s }
  GRAPH ?g { ?claim bp:confidence ?sure ; bp:extractor ?rule } }"""),
    Table("words", ("passage", "first", "past", "quote"), ("passage",), """SELECT ?passage ?first ?past ?quote {
  VALUES ?g { %s } GRAPH ?g { ?passage oa:exact ?quote ; oa:start ?first ; oa:end ?past } }"""),
)  # fmt: skip


class _Terms(dict[str, Term | None]):
    """Each text that was met, as the term that it keeps."""

    def __missing__(self, text: str) -> Term | None:
        self[text] = made = read_term(text) if text[:1] in ("<", '"', "") else Iri(ID + text)
        return made


def _text(term: Term | None) -> str:
    """What is kept of a term."""
    if isinstance(term, Iri) and term.value.startswith(ID) and term.value != ID:
        return term.value.removeprefix(ID)
    return str(term) if term else ""


class Register:
    """An open register; one thread's own."""

    def __init__(self, opened: sqlite3.Connection):
        self._opened = opened
        self._terms = _Terms()

    def find(self, table: str, key: str, terms: Iterable[Term], columns: Sequence[str]) -> Iterator[Row]:
        """The rows of a table that have one of the terms as `key`. Raises sqlite3.Error where it is damaged."""
        texts = [_text(term) for term in terms]
        read = self._terms.__getitem__
        for i in range(0, len(texts), KEYS):
            some = texts[i : i + KEYS]
            marks = ",".join("?" * len(some))
            found = self._opened.execute(f"SELECT {','.join(columns)} FROM {table} WHERE {key} IN ({marks})", some)
            for row in found:
                yield tuple(map(read, row))
        if len(self._terms) > MOST_KEPT:
            self._terms.clear()


# Of stores that are open for reading alone; those whose register was found damaged have none.
_OPEN: WeakKeyDictionary[Store, Register | None] = WeakKeyDictionary()


def register_of(store: Store) -> Register | None:
    """The register of a snapshot, once it is made; None where there is none."""
    if store in _OPEN or store.writable:
        return _OPEN.get(store)
    path = store.folder / NAME
    if not path.is_file():
        return None
    with contextlib.suppress(sqlite3.Error):
        opened = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        finalize(store, opened.close)
        opened.execute(f"PRAGMA mmap_size = {path.stat().st_size}")
        if opened.execute("PRAGMA user_version").fetchone() == (VERSION,):
            _OPEN[store] = Register(opened)
    return _OPEN.setdefault(store, None)


def found(store: Store, table: str, key: str, terms: Iterable[Term], columns: Sequence[str]) -> list[Row] | None:
    """Rows of the register, as `Register.find` gives them; None where there is none that can be read."""
    register = register_of(store)
    if register is None:
        return None
    try:
        return list(register.find(table, key, terms, columns))
    except sqlite3.Error:
        _OPEN[store] = None  # the store itself knows the same, more slowly
        return None


def make_register(store: Store) -> int:
    """Write the register of a snapshot into its folder, whole or not at all; gives how many claims it holds.

    Raises sqlite3.Error, or OSError, where the disk refuses it.
    """
    path = store.folder / NAME
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as opened:
        for line in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
            opened.execute(line)
        for table in TABLES:
            opened.execute(f"CREATE TABLE {table.name} ({', '.join(f'{c} TEXT' for c in table.columns)})")
        graphs = store.graphs()
        for i in range(0, len(graphs), GRAPHS):
            some = " ".join(map(str, graphs[i : i + GRAPHS]))
            for table in TABLES:
                marks = ",".join("?" * len(table.columns))
                rows = (tuple(map(_text, row)) for row in store.select(table.sparql % some).rows)
                opened.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)
        for table in TABLES:
            for key in table.keys:
                opened.execute(f"CREATE INDEX {table.name}_{key} ON {table.name} ({key})")
        (count,) = opened.execute("SELECT COUNT(*) FROM claims").fetchone()
        opened.execute(f"PRAGMA user_version = {VERSION}")
        opened.execute("COMMIT")
    new.replace(path)
    return int(count)
