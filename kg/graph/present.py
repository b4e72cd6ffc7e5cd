"""The assembled present: which triples of the named graphs stand in the default graph.

Each triple that a release asserts stands there once. Left out are claims, passages, what nothing types (a node that is
only denied), and the types and names that a release gives entities: those come from the entities' graph. Of what a
subject has one of at a time only the latest value by date of issue stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from kg.annotation.model import EntityType
from kg.graph.terms import Iri, Literal, Quad, Term
from kg.graph.vocabulary import ALT_LABEL, ENTITIES_GRAPH, ISSUED, LABEL, RDF_TYPE
from kg.ontology import ID

Triple = tuple[Iri, Iri, Term]
Candidate = tuple[str, Iri, Term]  # date of issue, graph, value
NAMING = frozenset({RDF_TYPE, LABEL, ALT_LABEL})
ENTITY_PATHS = tuple(f"{ID}{type_.lower()}/" for type_ in EntityType)
EVIDENCE_PATHS = (ID + "claim/", ID + "passage/")
DOCUMENT_PATHS = (ID + "release/", ID + "filing/")
CONCEPT_PATH = ID + "concept/"
AFTER_ALL = "9999"


@dataclass(frozen=True, slots=True)
class Part:
    """What one graph contributes: its date of issue ("" where unknown), and its triples."""

    graph: Iri
    issued: str
    triples: frozenset[Triple]


def part_of(graph: Iri, quads: Iterable[Quad]) -> Part:
    """What a graph contributes to the present."""
    mine = [(q.subject, q.predicate, q.object) for q in quads if q.graph == graph]
    typed = {subject for subject, predicate, _ in mine if predicate == RDF_TYPE}
    dates = [o.value for s, p, o in mine if p == ISSUED and isinstance(o, Literal) and s == graph]
    kept = frozenset(triple for triple in mine if triple[0] in typed and contributes(triple, graph))
    return Part(graph, AFTER_ALL if graph == ENTITIES_GRAPH else max(dates, default=""), kept)


def contributes(triple: Triple, graph: Iri) -> bool:
    """Whether a triple of a named graph may stand in the default graph."""
    subject, predicate, _ = triple
    if not is_ours(graph) or subject.value.startswith(EVIDENCE_PATHS):
        return False
    return graph == ENTITIES_GRAPH or predicate not in NAMING or not subject.value.startswith(ENTITY_PATHS)


def is_ours(graph: Iri) -> bool:
    """Whether a graph is of a document or of the entities; all others are people's own, no part of the present."""
    return graph == ENTITIES_GRAPH or graph.value.startswith(DOCUMENT_PATHS)


def is_single(subject: Iri, predicate: Iri, latest_only: frozenset[str]) -> bool:
    """Whether a subject has one value of a property at a time: names of nodes, and what the ontology marks so."""
    if predicate == LABEL:
        return subject.value.startswith(ID) and not subject.value.startswith(CONCEPT_PATH)
    return predicate.value in latest_only


def latest(candidates: Iterable[Candidate]) -> Term:
    """The latest value; of graphs of one day that which sorts last."""
    return max(candidates, key=_rank)[2]


def _rank(candidate: Candidate) -> tuple[str, str, str]:
    issued, graph, value = candidate
    return issued, graph.value, str(value)


def assemble(parts: Iterable[Part], latest_only: frozenset[str]) -> frozenset[Triple]:
    """The present of all graphs together; what the store keeps up to date piece by piece equals this."""
    present: set[Triple] = set()
    dated: dict[tuple[Iri, Iri], list[Candidate]] = defaultdict(list)
    for part in parts:
        for subject, predicate, object_ in part.triples:
            if is_single(subject, predicate, latest_only):
                dated[subject, predicate].append((part.issued, part.graph, object_))
            else:
                present.add((subject, predicate, object_))
    return frozenset(present | {(*at, latest(found)) for at, found in dated.items()})


def _parts(graphs: set[Iri], quads: set[Quad]) -> list[Part]:
    """What each of some graphs contributes, in the order of `graphs`."""
    apart: dict[Iri | None, list[Quad]] = defaultdict(list)
    for quad in quads:
        apart[quad.graph].append(quad)
    return [part_of(graph, apart[graph]) for graph in graphs]


class Held(Protocol):
    """What present_changes asks of a store."""

    def elsewhere(self, s: Iri, p: Iri, o: Term | None, graphs: set[Iri]) -> Iterator[tuple[Iri, Term]]:
        """Graph and value of what named graphs other than `graphs` contribute to the present."""

    def standing(self, s: Iri, p: Iri) -> set[Quad]:
        """The triples of the present with that subject and predicate."""

    def issued(self, graph: Iri) -> str:
        """The date of issue of a graph, "" where it has none."""


@dataclass(frozen=True, slots=True)
class _Others:
    """What graphs of a store other than `graphs` contribute to the present."""

    store: Held
    graphs: set[Iri]
    issued: Callable[[Iri], str]

    def of(self, s: Iri, p: Iri, o: Term | None = None) -> Iterator[Candidate]:
        """The values of a property, or one of them, in each graph that has it."""
        return ((self.issued(graph), graph, value) for graph, value in self.store.elsewhere(s, p, o, self.graphs))

    def latest(self, standing: Quad, made: Sequence[Candidate]) -> Term | None:
        """The latest value of a property of which one stands, the latest of these graphs', and others are `made`.

        Most releases say what others said, or are older than some that do: so the cost hardly grows with their number.
        None where no graph says what stands.
        """
        best = max((_rank(one) for one in made if one[2] != standing.object), default=("", "", ""))
        is_said = False
        for one in self.of(standing.subject, standing.predicate, standing.object):
            if _rank(one) > best:
                return standing.object
            is_said = True
        return latest(made) if is_said else None


def present_changes(
    store: Held, graphs: set[Iri], change: tuple[set[Quad], set[Quad]], latest_only: frozenset[str]
) -> tuple[set[Quad], set[Quad]]:
    """What must leave and join the present when `graphs` no longer hold the first set of `change` but the second."""
    before, after = (_parts(graphs, quads) for quads in change)
    old: set[Triple] = {triple for part in before for triple in part.triples}
    new: set[Triple] = {triple for part in after for triple in part.triples}
    moved = {a.graph for a, b in zip(before, after, strict=True) if a.issued != b.issued}
    touched = (old ^ new) | {t for part in (*before, *after) if part.graph in moved for t in part.triples}
    dated: dict[tuple[Iri, Iri], list[Candidate]] = defaultdict(list)
    for part in after:
        for s, p, o in part.triples:
            dated[s, p].append((part.issued, part.graph, o))
    others = _Others(store, graphs, cache(store.issued))
    gone: set[Quad] = set()
    join: set[Quad] = set()
    for s, p in {(s, p) for s, p, _ in touched if is_single(s, p, latest_only)}:
        standing = store.standing(s, p)
        stays = [quad for quad in standing if (s, p, quad.object) not in old]
        value = others.latest(stays[0], dated[s, p]) if stays else None
        if value is None and (found := [*others.of(s, p), *dated[s, p]]):
            value = latest(found)
        wanted = {Quad(s, p, value)} if value else set()
        gone |= standing - wanted
        join |= wanted - standing
    for triple in touched:
        if is_single(triple[0], triple[1], latest_only):
            continue
        if triple in new:
            join.add(Quad(*triple))
        elif not any(True for _ in store.elsewhere(*triple, graphs)):
            gone.add(Quad(*triple))
    return gone, join
