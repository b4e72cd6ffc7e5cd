"""The pictures that a person asks for: what surrounds an entity, a company's pipeline, the answer to a query."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from kg.errors import UnknownName
from kg.graph.terms import Iri
from kg.ontology import Question
from kg.queries.answered import graph_of_answer
from kg.queries.names import Named
from kg.queries.neighbourhood import neighbourhood
from kg.store import Store
from kg.views.layers import layered
from kg.views.page import page
from kg.views.picture import MOST_NODES, draw

PIPELINE_TYPES = frozenset(("Drug", "Trial", "Indication", "Target", "RegulatoryAction", "Programme"))
CENTRAL = """SELECT ?thing (COUNT(*) AS ?n) {
  VALUES ?type { bp:Organization bp:Drug } ?thing a ?type . { ?thing ?p ?other } UNION { ?other ?p ?thing }
} GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT 1"""


def entity_page(store: Store, entity: Named, depth: int = 1, as_of: str = "") -> str:
    """The page of what lies within `depth` steps of an entity, up to a day."""
    graph = neighbourhood(store, entity.iri, depth, as_of=as_of)
    return page(draw(graph, entity.label, entity.iri.value))


def pipeline_page(store: Store, company: Named, as_of: str = "") -> str:
    """The page of a company's pipeline: its drugs, their trials and actions, and what these are for, in columns."""
    graph = neighbourhood(store, company.iri, 2, as_of=as_of)
    own = {drug for drug, _, data in graph.in_edges(company.iri.value, data=True) if data["predicate"] == "developer"}
    if not own:
        raise UnknownName(f"{company.label} (as the developer of a drug)")
    pipeline = _pipeline(graph, company.iri.value, own)
    return page(layered(draw(pipeline, f"{company.label}: pipeline", company.iri.value, MOST_NODES)))


def answer_page(store: Store, asked: Question, params: Mapping[str, str], as_of: str = "") -> str:
    """The page of what a query's answer names: the things, and what releases tell between them."""
    graph = graph_of_answer(store, asked, params, as_of)
    centre = max(sorted(graph), key=graph.degree)
    title = ": ".join([asked.title or "The answer", *filter(None, [", ".join(params.values())])])
    return page(draw(graph, title, centre))


def overview_page(store: Store, as_of: str = "") -> str:
    """The page of the graph around the organisation or drug that most is known of."""
    rows = store.select(CENTRAL).rows
    if not rows or not isinstance(rows[0][0], Iri):
        raise UnknownName("any organisation or drug")
    centre = rows[0][0]
    return page(draw(neighbourhood(store, centre, 2, as_of=as_of), "Knowledge graph", centre.value))


def _pipeline(graph: nx.MultiDiGraph[str], company: str, own: set[str]) -> nx.MultiDiGraph[str]:
    """The company, its drugs and what is one step from these, less people, partners and what is not asserted."""
    near = {company, *own}
    for drug in sorted(own):
        near |= {n for n in (*graph.predecessors(drug), *graph.successors(drug)) if _belongs(graph, n)}
    for node in [n for n in near if graph.nodes[n]["type"] == "Trial"]:
        near |= {n for n in graph.successors(node) if _belongs(graph, n) and graph.nodes[n]["type"] != "Drug"}
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one, other, key, data in graph.edges(keys=True, data=True):
        beside = company in (one, other) and data["predicate"] != "developer"
        if one in near and other in near and data["asserted"] and not beside:
            part.add_nodes_from((end, graph.nodes[end]) for end in (one, other))
            part.add_edge(one, other, key=key, **data)
    tried = {(d, i) for t in part for d in _ends(part, t, "intervention") for i in _ends(part, t, "indication")}
    shown = [(d, i, k) for d, i, k in part.edges(keys=True) if k == "indication" and (d, i) in tried]
    part.remove_edges_from(shown)  # the trial between them says it better
    return part


def _belongs(graph: nx.MultiDiGraph[str], node: str) -> bool:
    return graph.nodes[node]["type"] in PIPELINE_TYPES


def _ends(graph: nx.MultiDiGraph[str], node: str, predicate: str) -> set[str]:
    return {end for _, end, data in graph.out_edges(node, data=True) if data["predicate"] == predicate}
