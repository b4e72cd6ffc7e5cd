"""The shortest way between two things, found from both ends; only what lies on it is then looked at closely."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import networkx as nx

from kg.graph.terms import Iri, Literal
from kg.ontology import ID
from kg.queries.claims import claims_about
from kg.queries.neighbourhood import graph_of
from kg.queries.rows import BATCH
from kg.store import Store

LONGEST = 8  # steps; a trial or an agreement on the way is one
MOST_SEEN = 20_000  # things looked at before the search is given up
STEP = "SELECT DISTINCT ?one ?other { VALUES ?one { %s } %s FILTER(STRSTARTS(STR(?other), %s)) %s }"
NOW = """{ ?one ?p ?other } UNION { ?other ?p ?one }
  FILTER(?p NOT IN (dcterms:isPartOf, dcterms:publisher, bp:filer, bp:signatory, bp:reportedBy))"""
THEN = """GRAPH ?g { { ?c rdf:subject ?one ; rdf:object ?other } UNION { ?c rdf:subject ?other ; rdf:object ?one }
    ?c rdf:predicate ?p ; bp:polarity bp:affirmed ; bp:certainty ?sure ; bp:voice ?voice .
    { ?g dcterms:issued ?day } UNION { ?g dcterms:isPartOf/dcterms:issued ?day } }
  FILTER(?sure != bp:possible && ?voice != bp:quotedPerson && ?p != bp:reportedBy)"""


def path_between(store: Store, one: Iri, other: Iri, as_of: str = "") -> nx.MultiDiGraph[str] | None:
    """The shortest way over asserted facts, as `neighbourhood` gives a graph; None where there is none in 8 steps."""
    stops = _stops(store, one, other, as_of)
    if stops is None:
        return None
    steps = {frozenset(pair) for pair in pairwise(stops)}
    claims = [
        claim
        for claim in claims_about(store, stops, "subject", as_of)
        if claim.asserted and isinstance(claim.object, Iri) and frozenset((claim.subject, claim.object)) in steps
    ]
    return graph_of(store, claims) if claims else None


def _stops(store: Store, one: Iri, other: Iri, as_of: str) -> list[Iri] | None:
    """The things on a shortest way, both ends among them: breadth first, always from the smaller side."""
    if one == other:
        return None
    sides: tuple[dict[Iri, Iri | None], dict[Iri, Iri | None]] = ({one: None}, {other: None})
    edges = [{one}, {other}]
    for _ in range(LONGEST):
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        edges[side] = _widen(store, edges[side], sides[side], as_of)
        met = sorted(edges[side] & sides[1 - side].keys())
        if met:
            return [*reversed(_back(sides[0], met[0])), *_back(sides[1], met[0])[1:]]
        if not edges[side] or len(sides[0]) + len(sides[1]) > MOST_SEEN:
            return None
    return None


def _widen(store: Store, edge: Collection[Iri], seen: dict[Iri, Iri | None], as_of: str) -> set[Iri]:
    """What is one step further, noted in `seen` with where it was reached from."""
    found: set[Iri] = set()
    ordered = sorted(edge)
    dated = f"FILTER(STR(?day) <= {Literal(as_of)})" if as_of else ""
    for i in range(0, len(ordered), BATCH):
        values = " ".join(map(str, ordered[i : i + BATCH]))
        text = STEP % (values, THEN if as_of else NOW, Literal(ID), dated)
        for came_from, there in sorted(store.select(text).rows, key=str):
            if isinstance(came_from, Iri) and isinstance(there, Iri) and there not in seen:
                seen[there] = came_from
                found.add(there)
    return found


def _back(seen: dict[Iri, Iri | None], stop: Iri) -> list[Iri]:
    """From a stop back to where its side began."""
    way, before = [stop], seen[stop]
    while before is not None:
        way.append(before)
        before = seen[before]
    return way
