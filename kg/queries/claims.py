"""What is claimed of some nodes, with the passages that say so: the raw material of pictures and paths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from kg.graph.terms import Iri, Term
from kg.ontology import BP, ID, PREFIXES, Ontology, load_ontology
from kg.queries.model import Evidence, Statement
from kg.queries.rows import BATCH
from kg.queries.told import Tellings, Told, asserts, in_full, tellings, tellings_in
from kg.store import Store

NAMES = "SELECT ?node ?type ?label { VALUES ?node { %(nodes)s } ?node a ?type OPTIONAL { ?node rdfs:label ?label } }"
EVERY = "SELECT ?node ?type ?label { ?node a ?type OPTIONAL { ?node rdfs:label ?label } }"


@dataclass(frozen=True, slots=True)
class Claim:
    """One triple with its stance and the passages of that stance; `older` as in `Told`."""

    subject: Iri
    predicate: Iri
    object: Term
    stance: str
    evidence: tuple[Evidence, ...]
    older: int = 0

    @property
    def asserted(self) -> bool:
        """Whether releases assert it; what is intended counts where it also stands as a plain triple."""
        return asserts(self.stance)

    def __lt__(self, other: Claim) -> bool:
        return _order(self) < _order(other)


@dataclass(frozen=True, slots=True)
class Thing:
    """A node's class (its local name, the most general of an entity's) and what people call it."""

    type: str
    label: str


# Of stores that are open for reading alone, which never change: what was asked about.
_KNOWN: WeakKeyDictionary[Store, dict[Iri, Thing]] = WeakKeyDictionary()


def claims_about(store: Store, nodes: Collection[Iri], direction: str = "subject", as_of: str = "") -> list[Claim]:
    """All claims that have one of the nodes as "subject" or as "object", sorted.

    With `as_of`, an ISO date, only what releases up to that day say.
    """
    return claims_of(store, tellings(store, nodes, direction, as_of))


def claims_in(store: Store, graph: Iri) -> list[Claim]:
    """All claims of one graph, sorted."""
    return claims_of(store, tellings_in(store, graph))


def claims_of(store: Store, found: Tellings, newest: int = 0) -> list[Claim]:
    """What is told, with all passages, sorted; with `newest` only those of so many releases, the newest."""
    return sorted(map(_claim, in_full(store, found, newest, rules=False)))


def _claim(told: Told) -> Claim:
    said = {
        Evidence(p.source.date, p.source.source, p.source.title, p.quote, p.source.graph.value, p.start)
        for p in told.places
    }
    return Claim(told.subject, told.predicate, told.object, told.stance, tuple(sorted(said)), told.older)


def _order(claim: Claim) -> tuple[str, ...]:
    return claim.subject.value, claim.predicate.value, str(claim.object), claim.stance


def things(store: Store, nodes: Collection[Iri]) -> dict[Iri, Thing]:
    """The class and name of each node that the graph types; of several names the shortest."""
    known = {} if store.writable else _KNOWN.setdefault(store, {})
    ordered = sorted(node for node in nodes if node not in known)
    for i in range(0, len(ordered), BATCH):
        values = " ".join(map(str, ordered[i : i + BATCH]))
        known |= _things(store.select(NAMES % {"nodes": values}).rows)
    return {node: known[node] for node in nodes if node in known}


def all_called(store: Store, nodes: Collection[Iri]) -> dict[Iri, Thing]:
    """`things`, and what their IRIs tell of nodes that no release asserts, for which the graph has no name.

    Of …/id/trial/acm-12--melanoma that is a Trial named "acm 12, melanoma".
    """
    known = things(store, nodes)
    kinds = load_ontology().kinds
    for node in nodes:
        kind, _, name = node.value.removeprefix(ID).partition("/") if node.value.startswith(ID) else ("", "", "")
        if node not in known and kind in kinds and kinds[kind].node_class and name:
            cls = local(Iri(kinds[kind].node_class))
            known[node] = Thing(cls, name.replace("--", ", ").replace("-", " ").replace("_", " / "))
    return known


def know_all_things(store: Store) -> int:
    """Find class and name of every node of a store that is open for reading alone, so that `things` need not ask.

    Gives how many there are.
    """
    _KNOWN[store] = _things(store.select(EVERY).rows)
    return len(_KNOWN[store])


def _things(rows: Iterable[tuple[Term | None, ...]]) -> dict[Iri, Thing]:
    """Things from rows of node, class and label."""
    ontology = load_ontology()
    types: dict[Iri, set[str]] = {}
    labels: dict[Iri, set[str]] = {}
    for node, cls, label in rows:
        if isinstance(node, Iri) and cls is not None:
            types.setdefault(node, set()).add(cls.value)
            labels.setdefault(node, set()).update({label.value} if label else ())
    return {
        node: Thing(_class(found, ontology), min(labels[node], key=lambda x: (len(x), x), default=local(node)))
        for node, found in types.items()
    }


def _class(types: set[str], ontology: Ontology) -> str:
    """The most general of our own classes: a bp:Company is shown as an Organization."""
    above = {t for t in types if t in ontology.classes and not set(ontology.classes[t].supers) & types}
    own = sorted(t for t in above if t.startswith(BP)) or sorted(above or types)
    return local(Iri(own[0]))


def local(node: Iri) -> str:
    """The last part of an IRI."""
    return node.value.replace("#", "/").rpartition("/")[2]


def is_value(predicate: Iri, value: Term) -> bool:
    """Whether a triple says something of its subject alone: a number, a text or a concept, not another thing."""
    if not isinstance(value, Iri):
        return True
    known = load_ontology().properties.get(predicate.value)
    return known is not None and known.range == PREFIXES["skos"] + "Concept"


def without_implied(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims less those that a more exact one says too: a licensor is not also shown as a party."""
    kept = list(claims)
    properties = load_ontology().properties
    implied = {
        (claim.subject, above, claim.object)
        for claim in kept
        if claim.predicate.value in properties
        for above in properties[claim.predicate.value].supers
    }
    return (c for c in kept if (c.subject, c.predicate.value, c.object) not in implied)


def in_words(claim: Claim, names: Mapping[Iri, Thing]) -> Statement:
    """A claim as a person reads it."""
    return Statement(
        subject=_name(claim.subject, names),
        predicate=load_ontology().label(claim.predicate.value),
        object=_name(claim.object, names),
        stance=claim.stance,
        evidence=claim.evidence,
        older=claim.older,
    )


def _name(term: Term, names: Mapping[Iri, Thing]) -> str:
    if not isinstance(term, Iri):
        return term.value
    return names[term].label if term in names else load_ontology().label(term.value)
