"""The same SPARQL, sent to `kg serve` and to Virtuoso over the same quads, one reader, side by side."""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from kg.ontology import ID, PREFIXES
from tests.server.serving import Served
from tools.virtuoso import PRESENT, SERVER, virtuoso

ROUNDS = 15
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
    if SERVER is None:
        print("no second engine: Debian has Virtuoso as virtuoso-opensource-7-bin\n")
        return
    values = {key: value if key == "day" else ID + value for key, value in known.items()}
    with virtuoso(store, folder) as address, httpx.Client(trust_env=False, timeout=120) as other:
        print(f"{'same SPARQL':24}{'kg serve':>10}{'Virtuoso':>10}{'ratio':>8}{'rows':>8}")
        for name, text in QUERIES.items():
            query = HEAD + (text % values if "%(" in text else text)

            def ours(query: str = query) -> httpx.Response:
                return served.ask(query, accept="text/csv")

            def theirs(query: str = query) -> httpx.Response:
                asked = {"query": query, "default-graph-uri": PRESENT, "format": "text/csv"}
                return other.get(address, params=asked)

            rows, seconds = _time(ours)
            others, other_seconds = _time(theirs)
            note = "" if rows == others else f"   Virtuoso gives {others}"
            ratio = seconds / other_seconds
            times = f"{seconds * 1000:7.1f} ms{other_seconds * 1000:7.1f} ms"
            print(f"{name:24}{times}{ratio:8.2f}{rows:8}{note}", flush=True)
    print()


def _time(ask: Callable[[], httpx.Response]) -> tuple[int, float]:
    """The number of rows, and the median of some rounds in seconds."""
    rows = len(list(csv.reader(io.StringIO(ask().raise_for_status().text)))) - 1
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        took.append(time.perf_counter() - start)
    return rows, statistics.median(took)
