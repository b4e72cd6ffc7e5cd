"""The answer to a query as a graph: the things that it names, and what releases tell between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import networkx as nx

from kg.errors import QueryError
from kg.graph.terms import Iri, Literal, Term
from kg.ontology import ID, Question, question
from kg.queries.ask import ask, text_of
from kg.queries.claims import claims_of, things
from kg.queries.neighbourhood import ENTITIES, ends_of, graph_of
from kg.queries.rows import BATCH
from kg.queries.told import tellings
from kg.queries.worked import WORKED
from kg.store import Rows, Store

MOST = 300  # things that are drawn, the first in the answer
MOST_NAMES = 3000  # texts of an answer that are looked up as names
LONGEST_NAME = 200  # characters
# Documents, words, and the bookkeeping of names and of who is who
NOT_DRAWN = ("Release", "Filing", "Concept", "ConceptScheme", "Thing", "NameUse", "Grounding", "Judgement")
CALLED = "SELECT ?thing ?name { VALUES ?name { %s } ?thing rdfs:label ?name ; a ?type }"


def graph_of_answer(
    store: Store, asked: Question, params: Mapping[str, str], as_of: str = "", limit: int = MOST
) -> nx.MultiDiGraph[str]:
    """The graph, as `neighbourhood` gives one: things named by IRI or by their exact label, and what joins them.

    What joins two of them is drawn too: a trial between a drug and a disease. Raises QueryError where the answer names
    nothing that can be drawn.
    """
    named = named_in(store, _cells(store, asked, params, as_of))
    if not named:
        raise QueryError("the answer names nothing that can be drawn; select things, or their labels")
    kept = set(named[:limit])
    found = tellings(store, kept, "subject", as_of)
    joined = _joining(store, kept, as_of)
    found |= tellings(store, sorted(joined)[: max(0, limit - len(kept))], "subject", as_of)
    shown = kept | joined
    told = {triple: said for triple, said in found.items() if ends_of(triple) <= shown}
    graph = graph_of(store, claims_of(store, told), kept)
    graph.graph["left_out"] = len(named) - len(kept)
    return graph


def _cells(store: Store, asked: Question, params: Mapping[str, str], as_of: str) -> list[Term]:
    """All that an answer holds, row by row."""
    if asked.name in WORKED and asked == question(asked.name):
        return [Literal(str(value)) for row in ask(store, asked.name, params, as_of).rows for value in row if value]
    found = store.query(text_of(store, asked, params, as_of))
    if isinstance(found, bool):
        raise QueryError("yes or no cannot be drawn; use SELECT or CONSTRUCT")
    return [term for row in (found.rows if isinstance(found, Rows) else found) for term in row if term]


def named_in(store: Store, cells: list[Term]) -> list[Iri]:
    """The things that an answer names, in its order."""
    texts = dict.fromkeys(t for t in cells if isinstance(t, Literal) and 0 < len(t.value) <= LONGEST_NAME)
    called = _called(store, list(texts)[:MOST_NAMES])
    named = [iri for cell in cells for iri in ([cell] if isinstance(cell, Iri) else called.get(cell.value, ()))]
    once = list(dict.fromkeys(iri for iri in named if iri.value.startswith(ID)))
    types = things(store, once)
    return [iri for iri in once if iri in types and types[iri].type not in NOT_DRAWN]


def _called(store: Store, names: list[Literal]) -> dict[str, list[Iri]]:
    """The things whose label is exactly one of the texts."""
    found: dict[str, set[Iri]] = defaultdict(set)
    for i in range(0, len(names), BATCH):
        values = " ".join(str(Literal(name.value)) for name in names[i : i + BATCH])
        for thing, name in store.select(CALLED % values).rows:
            if isinstance(thing, Iri) and name:
                found[name.value].add(thing)
    return {name: sorted(iris) for name, iris in found.items()}


def _joining(store: Store, nodes: Collection[Iri], as_of: str) -> set[Iri]:
    """Trials, agreements, roles and the like that are told of two of the nodes or more."""
    touched: dict[Iri, set[Iri]] = defaultdict(set)
    for subject, _, value in tellings(store, nodes, "object", as_of):
        if subject not in nodes and isinstance(value, Iri):
            touched[subject].add(value)
    several = [node for node, ends in touched.items() if len(ends) > 1]
    return {node for node, thing in things(store, several).items() if thing.type not in ENTITIES}
