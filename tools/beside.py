"""The same SPARQL, sent to `kg serve` and to Virtuoso over the same quads, one reader, side by side.

Where Virtuoso is not installed, rdflib in its own memory takes its place.
"""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rdflib import Dataset

from kg.ontology import ID, PREFIXES
from kg.store import open_store
from tests.server.serving import Served
from tools.virtuoso import PRESENT, SERVER, virtuoso

ROUNDS = 15
Ask = Callable[[str], str]  # a query -> the answer as CSV
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
QUERIES = {
    "names with letters": """SELECT ?thing ?name { ?thing a bp:Drug ; rdfs:label ?name
        FILTER(CONTAINS(LCASE(STR(?name)), "velc")) }""",
    "facts with quotes": """SELECT ?p ?o ?quote { GRAPH ?g { ?claim rdf:subject <%(drug)s> ; rdf:predicate ?p ;
        rdf:object ?o ; bp:evidence ?passage . ?passage oa:exact ?quote } }""",
    "what points to a hub": """SELECT ?n ?p ?name { ?n ?p <%(hub)s> ; rdfs:label ?name }""",
    "two steps from a hub": """SELECT DISTINCT ?company ?name { ?drug bp:indication <%(hub)s> ; bp:developer ?company .
        ?company rdfs:label ?name }""",
    "as of a day": """SELECT DISTINCT ?drug { GRAPH ?g { ?claim rdf:object <%(company)s> ; rdf:predicate bp:developer ;
        rdf:subject ?drug . ?g dcterms:issued ?day } FILTER(STR(?day) <= "%(day)s") }""",
    "drugs by phase": """SELECT ?company ?phase (COUNT(DISTINCT ?drug) AS ?n) { ?drug bp:developer ?company .
        ?trial bp:intervention ?drug ; bp:phase ?phase } GROUP BY ?company ?phase""",
}


def beside(served: Served, store: Path, folder: Path, known: dict[str, str]) -> None:
    """Print the medians of both and their ratio; `known` fills the queries: drug, hub, company and a day."""
    name, engine = ("Virtuoso", _virtuoso) if SERVER else ("rdflib", _rdflib)
    if not SERVER:
        print("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin): beside rdflib, which calls no server")
    values = {key: value if key == "day" else ID + value for key, value in known.items()}
    with engine(store, folder) as theirs:
        print(f"{'same SPARQL':24}{'kg serve':>10}{name:>10}{'ratio':>8}{'rows':>8}")
        for title, text in QUERIES.items():
            query = HEAD + (text % values if "%(" in text else text)
            rows, seconds = _time(lambda q: served.ask(q, accept="text/csv").raise_for_status().text, query)
            others, other_seconds = _time(theirs, query)
            note = "" if rows == others else f"   {name} gives {others}"
            ratio = seconds / other_seconds
            times = f"{seconds * 1000:7.1f} ms{other_seconds * 1000:7.1f} ms"
            print(f"{title:24}{times}{ratio:8.2f}{rows:8}{note}", flush=True)
    print()


@contextmanager
def _virtuoso(store: Path, folder: Path) -> Iterator[Ask]:
    with virtuoso(store, folder) as address, httpx.Client(trust_env=False, timeout=120) as client:

        def ask(query: str) -> str:
            asked = {"query": query, "default-graph-uri": PRESENT, "format": "text/csv"}
            return client.get(address, params=asked).raise_for_status().text

        yield ask


@contextmanager
def _rdflib(store: Path, folder: Path) -> Iterator[Ask]:
    """rdflib's own engine, with the quads in its memory; `folder` is left as it is."""
    del folder
    loaded = Dataset()
    with open_store(store) as opened:
        present, every = opened.dump("ttl"), opened.dump("nq")
    loaded.parse(data=every, format="nquads")
    loaded.default_graph.parse(data=present, format="turtle")
    yield lambda query: (loaded.query(query).serialize(format="csv") or b"").decode()


def _time(ask: Ask, query: str) -> tuple[int, float]:
    """The number of rows, and the median of some rounds in seconds."""
    rows = len(list(csv.reader(io.StringIO(ask(query))))) - 1
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask(query)
        took.append(time.perf_counter() - start)
    return rows, statistics.median(took)
