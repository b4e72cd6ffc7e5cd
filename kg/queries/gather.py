"""All that is told of many nodes, with every place, in as few rows as that takes.

`told.py` asks for what a page shows; a report needs everything of a company, and reading each claim's stance,
confidence and
rule by itself would cost more than the rest. So stances are asked for only where they are not the usual ones, and
confidence
only of what several places tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from kg.graph.terms import Iri, Term
from kg.queries.rows import BATCH
from kg.queries.told import STANCES, Place, Telling, Told, sources
from kg.store import Store

CLAIMED = """SELECT ?claim ?s ?p ?o ?g ?passage { VALUES ?s { %s } GRAPH ?g {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; bp:evidence ?passage } }"""
UNUSUAL = """SELECT ?claim ?what { VALUES ?g { %s } VALUES ?what { bp:negated bp:possible bp:intended bp:quotedPerson }
  GRAPH ?g { ?claim ?how ?what } FILTER(?how IN (bp:polarity, bp:certainty, bp:voice)) }"""
SAID = """SELECT ?passage ?start ?end ?quote { VALUES ?passage { %s } GRAPH ?g {
  ?passage oa:start ?start ; oa:end ?end ; oa:exact ?quote } }"""
SURE = "SELECT ?claim ?sure { VALUES ?claim { %s } GRAPH ?g { ?claim bp:confidence ?sure } }"
Key = tuple[Iri, Iri, Term, str]


def gather(store: Store, nodes: Collection[Iri]) -> list[Told]:
    """What is told of the nodes, in a fixed order; `confidence` only where more than one place tells."""
    stances: dict[Iri, set[str]] = defaultdict(set)
    rows = [row for batch in _batches(nodes) for row in store.select(CLAIMED % batch).rows]
    graphs = {row[4] for row in rows if isinstance(row[4], Iri)}
    for batch in _batches(graphs):
        for claim, what in store.select(UNUSUAL % batch).rows:
            if isinstance(claim, Iri) and what:
                stances[claim].add(what.value.rpartition("#")[2])
    where = sources(store, graphs)
    words = _words(store, {row[5] for row in rows if isinstance(row[5], Iri)})
    tellings: dict[Key, set[Telling]] = defaultdict(set)
    places: dict[Key, set[Place]] = defaultdict(set)
    for claim, s, p, o, g, passage in rows:
        if not (isinstance(claim, Iri) and isinstance(s, Iri) and isinstance(p, Iri) and o):
            continue
        if isinstance(g, Iri) and isinstance(passage, Iri) and g in where and passage in words:
            key = s, p, o, _stance(stances.get(claim, ()))
            tellings[key].add(Telling(where[g], claim))
            places[key].add(Place(where[g], *words[passage]))
    sure = _sure(store, {t.claim for key, said in tellings.items() if len(places[key]) > 1 for t in said})
    return [
        Told(*key, tuple(sorted(tellings[key])), 0, _most(sure, tellings[key]), (), tuple(sorted(places[key])))
        for key in sorted(tellings, key=lambda k: (k[0], k[1], str(k[2]), k[3]))
    ]


def _stance(said: Collection[str]) -> str:
    return next((word for name, word in STANCES.items() if name in said), "")


def _words(store: Store, passages: Collection[Iri]) -> dict[Iri, tuple[int, int, str]]:
    return {
        passage: (int(start.value), int(end.value), quote.value)
        for batch in _batches(passages)
        for passage, start, end, quote in store.select(SAID % batch).rows
        if isinstance(passage, Iri) and start and end and quote
    }


def _sure(store: Store, claims: Collection[Iri]) -> dict[Iri, str]:
    rows = (row for batch in _batches(claims) for row in store.select(SURE % batch).rows)
    return {claim: sure.value for claim, sure in rows if isinstance(claim, Iri) and sure}


def _most(sure: dict[Iri, str], tellings: Collection[Telling]) -> str:
    return max((sure.get(t.claim, "") for t in tellings), default="")


def _batches(terms: Collection[Iri]) -> Iterator[str]:
    ordered = sorted(terms)
    return (" ".join(map(str, ordered[i : i + BATCH])) for i in range(0, len(ordered), BATCH))
