"""What surrounds an entity, and how two are connected, as networkx graphs whose edges carry their quotes.

Nodes have `label`, `type`, `caption` (a shorter label), `values` (property -> latest value) and `statements` (what is
said of the node alone). Edges have `predicate` (local name), `label`, `asserted` and `statement`. All is in order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.annotation.model import EntityType
from kg.errors import UnknownName
from kg.graph.terms import Iri
from kg.queries.claims import Claim, Thing, claims_about, in_words, is_value, local, things, without_implied
from kg.store import Store

ENTITIES = frozenset(EntityType)
FIGURES = ("reportedBy",)  # a company's figures are a table, not a picture
CAPTIONS = {  # the properties that say briefly what a node is, and the word for it
    "Trial": (("phase", "status"), "trial"),
    "Agreement": (("agreementType", "status"), "agreement"),
    "RegulatoryAction": (("actionType", "status"), ""),
    "Financing": (("financingType", "status"), ""),
    "Outcome": (("endpoint",), ""),
    "Programme": (("stage", "status"), "programme"),
}


def neighbourhood(store: Store, entity: Iri, depth: int = 1, limit: int = 600, as_of: str = "") -> nx.MultiDiGraph[str]:
    """All that lies within `depth` steps from entity to entity; trials, roles, agreements… are on the way, not steps.

    Stops growing once it holds `limit` nodes. Raises `UnknownName` where the graph says nothing of the entity.
    """
    seen, frontier = {entity}, {entity}
    claims: set[Claim] = set()
    for _ in range(depth):
        found = _around(store, frontier, as_of)
        claims |= found
        frontier = (_ends(found) - seen) if len(seen) < limit else set()
        seen |= frontier
        if not frontier:
            break
        frontier = {node for node, thing in things(store, frontier).items() if thing.type in ENTITIES}
    if not claims:
        raise UnknownName(entity.value)
    return graph_of(store, claims)


def graph_of(store: Store, claims: Collection[Claim]) -> nx.MultiDiGraph[str]:
    """The claims as a graph, with the names of what they are about."""
    names = things(store, {*_ends(claims), *_values(claims)})
    return _graph(list(without_implied(sorted(claims))), names)


def path_between(store: Store, one: Iri, other: Iri, longest: int = 4, as_of: str = "") -> nx.MultiDiGraph[str] | None:
    """The shortest way from one entity to another over asserted facts, in at most `longest` steps; None without one."""
    for depth in range(1, longest + 1):
        around = neighbourhood(store, one, depth, limit=5000, as_of=as_of)
        asserted = _part(around, lambda a, b, data: bool(data["asserted"]))
        either_way = asserted.to_undirected(as_view=True)
        if {one.value, other.value} <= set(asserted) and nx.has_path(either_way, one.value, other.value):
            return _along(asserted, nx.shortest_path(either_way, one.value, other.value))
    return None


def _along(graph: nx.MultiDiGraph[str], way: list[str]) -> nx.MultiDiGraph[str]:
    """The edges between each stop of a way and the next, in either direction."""
    steps = {frozenset(pair) for pair in pairwise(way)}
    return _part(graph, lambda a, b, data: frozenset((a, b)) in steps)


def _part(graph: nx.MultiDiGraph[str], wanted: Callable[[str, str, dict[str, Any]], bool]) -> nx.MultiDiGraph[str]:
    """The edges that are wanted, with their ends."""
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one, other, key, data in graph.edges(keys=True, data=True):
        if wanted(one, other, data):
            part.add_nodes_from((end, graph.nodes[end]) for end in (one, other))
            part.add_edge(one, other, key=key, **data)
    return part


def _around(store: Store, nodes: Collection[Iri], as_of: str) -> set[Claim]:
    """Claims of and about the nodes; the nodes between them and other entities are taken whole."""
    near = {*claims_about(store, nodes, "subject", as_of), *claims_about(store, nodes, "object", as_of, FIGURES)}
    between = {end for end in _ends(near) if end not in nodes}
    between = {node for node, thing in things(store, between).items() if thing.type not in ENTITIES}
    return near | set(claims_about(store, between, "subject", as_of)) if between else near


def _ends(claims: Collection[Claim]) -> set[Iri]:
    """The things that claims connect."""
    objects = {c.object for c in claims if isinstance(c.object, Iri) and not is_value(c)}
    return {c.subject for c in claims} | objects


def _values(claims: Collection[Claim]) -> set[Iri]:
    return {c.object for c in claims if isinstance(c.object, Iri) and is_value(c)}


def _graph(claims: Collection[Claim], names: Mapping[Iri, Thing]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    own: dict[Iri, list[Claim]] = {node: [] for node in sorted(_ends(claims))}
    for claim in claims:
        if is_value(claim):
            own[claim.subject].append(claim)
    for node, said in own.items():
        graph.add_node(node.value, **_node(names.get(node, Thing("Thing", node.value)), said, names))
    for claim in claims:
        if isinstance(claim.object, Iri) and claim.object in own:
            _add_edge(graph, claim, claim.object, names)
    return graph


def _node(thing: Thing, said: list[Claim], names: Mapping[Iri, Thing]) -> dict[str, Any]:
    statements = [in_words(claim, names) for claim in said]
    dated = sorted((s.date, local(c.predicate), s.object) for c, s in zip(said, statements, strict=True) if c.asserted)
    values = {name: value for _, name, value in dated}  # the latest wins
    caption = _caption(thing, values)
    return {
        "label": thing.label,
        "type": thing.type,
        "caption": caption,
        "values": values,
        "statements": tuple(statements),
    }


def _caption(thing: Thing, values: Mapping[str, str]) -> str:
    """ "Phase 2 trial, ongoing": a label without what the edges show."""
    if thing.type not in CAPTIONS:
        return thing.label
    (name, *rest), word = CAPTIONS[thing.type]
    head = values.get(name, "")
    if word and not head.lower().endswith((word, "acquisition", "merger", "grant")):
        head = f"{head} {word}".strip().capitalize() if not head else f"{head} {word}"
    notes = [values[r].lower() for r in rest if values.get(r, "Active") != "Active"]
    return ", ".join([head, *notes]) if head else thing.label


def _add_edge(graph: nx.MultiDiGraph[str], claim: Claim, target: Iri, names: Mapping[Iri, Thing]) -> None:
    statement = in_words(claim, names)
    name = local(claim.predicate)
    graph.add_edge(
        claim.subject.value,
        target.value,
        key=f"{name} {claim.stance}".strip(),
        predicate=name,
        label=statement.predicate,
        asserted=claim.asserted,
        statement=statement,
    )
