"""What surrounds an entity, as a networkx graph whose edges carry their quotes.

Nodes have `label`, `type`, `caption` (a shorter label), `values` (property -> latest value) and `statements` (what is
said of the node alone). Edges have `predicate` (local name), `label`, `asserted` and `statement`. All is in order. The
graph itself has `left_out`: how many things were found and not followed, because there are so many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.annotation.model import EntityType
from kg.errors import UnknownName
from kg.graph.terms import Iri, Term
from kg.queries.claims import Claim, Thing, all_called, claims_of, in_words, is_value, local, things, without_implied
from kg.queries.told import Tellings, tellings
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


@dataclass(frozen=True, slots=True)
class Extent:
    """How far to go: steps from entity to entity, things in all, and passages of each statement (0: all of them)."""

    depth: int = 1
    limit: int = 600
    newest: int = 0


def neighbourhood(store: Store, entity: Iri, depth: int = 1, limit: int = 600, as_of: str = "") -> nx.MultiDiGraph[str]:
    """All that lies within `depth` steps from entity to entity; trials, roles, agreements… are on the way, not steps.

    Of more than `limit` things those that most releases connect with it. Raises `UnknownName` where the graph says
    nothing of the entity.
    """
    return surroundings(store, entity, Extent(depth, limit), as_of)


def surroundings(store: Store, entity: Iri, extent: Extent, as_of: str = "") -> nx.MultiDiGraph[str]:
    """`neighbourhood` that can also be told to be content with the newest passages."""
    so_far, frontier = _SoFar({}, {entity}, set()), {entity}
    for _ in range(extent.depth):
        near = _links(store, frontier, ("subject", "object"), as_of)
        between = _between(store, near)
        reached: set[Iri] = set()
        for few in (between, frozenset[Iri]()):  # few of these at first, so that there is room for what lies behind
            found = so_far.grow(near, extent.limit, few)
            behind = _links(store, found & between, ("subject",), as_of)
            reached |= found | so_far.grow(behind, extent.limit)
        frontier = {node for node, thing in things(store, reached).items() if thing.type in ENTITIES}
        if not frontier:
            break
    if not so_far.told:
        raise UnknownName(entity.value)
    graph = graph_of(store, claims_of(store, so_far.told, extent.newest))
    graph.graph["left_out"] = len(so_far.passed - so_far.seen)
    return graph


@dataclass(slots=True)
class _SoFar:
    """What a walk has found, the things it has seen, and those that it passed by."""

    told: Tellings
    seen: set[Iri]
    passed: set[Iri]

    def grow(self, near: Tellings, limit: int, few: Collection[Iri] = ()) -> set[Iri]:
        """Take what leads to the best of the new things, while there is room; gives these things.

        Those that are `few` get half of the room at most.
        """
        fresh = _most_told(near, self.seen)
        room = max(0, limit - len(self.seen))
        too_many = set([node for node in fresh if node in few][room // 2 :])
        kept = set([node for node in fresh if node not in too_many][:room])
        self.passed |= set(fresh) - kept
        self.seen |= kept
        self.told |= {triple: said for triple, said in near.items() if ends_of(triple) <= self.seen}
        return kept


def _between(store: Store, near: Tellings) -> frozenset[Iri]:
    """The trials, agreements and the like among what is connected."""
    ends = {end for triple in near for end in ends_of(triple)}
    return frozenset(node for node, thing in all_called(store, ends).items() if thing.type not in ENTITIES)


def graph_of(store: Store, claims: Collection[Claim], also: Collection[Iri] = ()) -> nx.MultiDiGraph[str]:
    """The claims as a graph, with the names of what they are about; `also` are nodes that stand in it in any case."""
    names = all_called(store, {*_ends(claims), *_values(claims), *also})
    return _graph(list(without_implied(sorted(claims))), names, also)


def _links(store: Store, nodes: Collection[Iri], directions: Iterable[str], as_of: str) -> Tellings:
    """What is told with the nodes as subject or object, a company's figures apart."""
    found: Tellings = {}
    for direction in directions:
        told = tellings(store, nodes, direction, as_of)
        found |= {t: said for t, said in told.items() if direction == "subject" or local(t[1]) not in FIGURES}
    return found


def _most_told(near: Tellings, seen: Collection[Iri]) -> list[Iri]:
    """The things that are connected and not yet seen, those first that most releases connect."""
    times: Counter[Iri] = Counter()
    for triple, said in near.items():
        for end in ends_of(triple).difference(seen):
            times[end] += len(said)
    return sorted(times, key=lambda node: (-times[node], node))


def ends_of(triple: tuple[Iri, Iri, Term]) -> set[Iri]:
    """The things that a triple connects: its subject, and its object where that is no mere value."""
    subject, predicate, value = triple
    return {subject, value} if isinstance(value, Iri) and not is_value(predicate, value) else {subject}


def _ends(claims: Collection[Claim]) -> set[Iri]:
    """The things that claims connect."""
    return {end for c in claims for end in ends_of((c.subject, c.predicate, c.object))}


def _values(claims: Collection[Claim]) -> set[Iri]:
    return {c.object for c in claims if isinstance(c.object, Iri) and is_value(c.predicate, c.object)}


def _graph(claims: Collection[Claim], names: Mapping[Iri, Thing], also: Collection[Iri]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    own: dict[Iri, list[Claim]] = {node: [] for node in sorted(_ends(claims) | set(also))}
    for claim in claims:
        if is_value(claim.predicate, claim.object):
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
