"""All that is told of a company or a drug and of what belongs to it, up to a day: what questions start from.

It is read once, with a handful of queries; the questions themselves are then plain functions over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TypeVar, cast

from kg.errors import AmbiguousName, UnknownName
from kg.graph.terms import Iri, Literal
from kg.ontology import BP, load_ontology
from kg.queries.claims import Thing, local, things
from kg.queries.gather import gather
from kg.queries.names import Named, candidates
from kg.queries.profile import in_words
from kg.queries.rows import BATCH
from kg.queries.told import Place, Source, Told, sources, until
from kg.store import Store

TO_COMPANY = (
    "bp:developer", "org:organization", "bp:party", "bp:issuer", "bp:reportedBy", "bp:holder", "bp:sponsor",
    "bp:collaborator", "bp:expectedBy", "bp:licensor", "bp:licensee",
)  # fmt: skip
TO_DRUG = ("bp:intervention", "bp:drug", "bp:subject", "schema:about")
POINTING = """SELECT DISTINCT ?n ?p ?node { GRAPH ?g {
  VALUES ?node { %s } VALUES ?p { %s } ?claim rdf:object ?node ; rdf:predicate ?p ; rdf:subject ?n . } }"""
PUBLISHED = """SELECT DISTINCT ?r ?stated ?note ?filed ?n { GRAPH ?r { ?r dcterms:publisher %s
  OPTIONAL { ?r bp:statedDate ?stated } OPTIONAL { ?r bp:dateNote ?note } OPTIONAL { ?r bp:sequence ?n }
  OPTIONAL { ?r dcterms:isPartOf/dcterms:issued ?filed } } }"""
OWN = """SELECT DISTINCT ?n { GRAPH ?r { ?r dcterms:publisher %s . VALUES ?type { bp:Publication bp:Presentation }
  ?n a ?type FILTER NOT EXISTS { ?n schema:about ?drug } } }"""  # what a company tells of its science, no drug named
PUBLISHERS = "SELECT ?r ?who { VALUES ?r { %s } GRAPH ?r { ?r dcterms:publisher|bp:filer ?who } }"
NAMES = "SELECT ?thing ?name { VALUES ?thing { %s } ?thing rdfs:label|skos:altLabel ?name }"
OTHERWISE = """SELECT DISTINCT ?thing ?then ?g { VALUES ?thing { %s } ?thing rdfs:label ?now .
  GRAPH ?other { ?thing rdfs:label ?called } FILTER(?called != ?now) GRAPH ?g { ?thing rdfs:label ?then } }"""


@dataclass(frozen=True, slots=True, order=True)
class Cited:
    """A value with the passages that say so, oldest first; text "" is what no release tells."""

    text: str
    places: tuple[Place, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


UNKNOWN = Cited("")


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """A release of the company itself; `stated` and `note` where its own text gives another day."""

    source: Source
    stated: str
    note: str
    filed: str
    sequence: int


@dataclass(frozen=True)
class Case:
    """What is told up to a day ("" for all, undated releases among it).

    `of` gives what is told of each node, `names` what nodes are called, `aliases` every name of the company's drugs,
    `publishers` who issued each release.
    """

    iri: Iri
    label: str
    type: str
    as_of: str
    of: Mapping[Iri, Sequence[Told]]
    names: Mapping[Iri, Thing]
    aliases: Mapping[Iri, tuple[str, ...]]
    publishers: Mapping[Iri, Iri]
    issues: tuple[Issue, ...]
    drugs: tuple[Iri, ...]
    first_day: str  # the first day on which anything at all is told, whatever the day asked for

    def nodes(self, type_: str) -> Iterator[Iri]:
        """The nodes of a class, in order."""
        return iter(self._kinds.get(type_, ()))

    def at(self, object_: Iri, *predicates: str) -> list[Iri]:
        """The nodes that are said to point to a thing with one of these properties, in order."""
        return sorted({n for name in predicates for n in self._pointing.get((name, object_), ())}, key=_value)

    @cached_property
    def answers(self) -> dict[object, object]:
        """What was worked out of this case already, by the function that did."""
        return {}

    @cached_property
    def _by_name(self) -> dict[Iri, dict[str, list[Told]]]:
        names: dict[Iri, str] = {}
        found: dict[Iri, dict[str, list[Told]]] = {}
        for node, said in self.of.items():
            by = found[node] = {}
            for one in said:
                if one.asserted:
                    name = names.get(one.predicate) or names.setdefault(one.predicate, local(one.predicate))
                    by.setdefault(name, []).append(one)
            for told in by.values():
                if told[1:]:
                    told.sort(key=_age)
        return found

    @cached_property
    def _kinds(self) -> dict[str, list[Iri]]:
        found: dict[str, list[Iri]] = defaultdict(list)
        for node in sorted(self.of):
            if node in self.names:
                found[self.names[node].type].append(node)
        return found

    @cached_property
    def _pointing(self) -> dict[tuple[str, Iri], list[Iri]]:
        found: dict[tuple[str, Iri], list[Iri]] = defaultdict(list)
        for node, said in self.of.items():
            for one in said:
                if one.asserted and isinstance(one.object, Iri):
                    found[local(one.predicate), one.object].append(node)
        return found

    def told(self, node: Iri, *predicates: str) -> Sequence[Told]:
        """What is asserted of a node with one of these properties (local names), oldest first."""
        by = self._by_name.get(node, {})
        found = [by[name] for name in predicates if name in by]
        return sorted((t for said in found for t in said), key=_age) if found[1:] else found[0] if found else ()

    def objects(self, node: Iri, *predicates: str) -> list[Iri]:
        """The things that a node points to, each once."""
        found = [t.object for t in self.told(node, *predicates) if isinstance(t.object, Iri)]
        return list(dict.fromkeys(found)) if found[1:] else found

    def latest(self, node: Iri, *predicates: str) -> Told | None:
        """What was told last of what can have one value at a time."""
        said = self.told(node, *predicates)
        return max(said, key=lambda t: (t.last, t.first, str(t.object))) if said[1:] else said[0] if said else None

    def words(self, told: Told) -> str:
        """Its value in words."""
        return in_words(told.object, self.names)

    def cite(self, told: Told | None) -> Cited:
        """Its value in words, with its places; unknown for None."""
        return Cited(self.words(told), told.places) if told else UNKNOWN

    def cite_all(self, told: Iterable[Told], joint: str = ", ") -> Cited:
        """Several values as one."""
        found = list(told)
        texts = dict.fromkeys(self.words(t) for t in found)
        return Cited(joint.join(texts), tuple(sorted({p for t in found for p in t.places})))

    def label_of(self, node: Iri) -> str:
        """What a node is called."""
        return self.names[node].label if node in self.names else load_ontology().label(node.value)

    @property
    def last_day(self) -> str:
        """The day asked for, else that of the latest release."""
        return (
            self.as_of
            or max((i.source.date for i in self.issues), default="")
            or max((p.source.date for said in self.of.values() for t in said for p in t.places), default="")
        )


def _value(iri: Iri) -> str:
    return iri.value


def _age(told: Told) -> tuple[str, str, str]:
    return told.first, told.last, str(told.object)


Of = TypeVar("Of")


def once(function: Callable[[Case], Of]) -> Callable[[Case], Of]:
    """The function, asked once for each case: a case never changes."""

    @wraps(function)
    def answer(case: Case) -> Of:
        if function not in case.answers:
            case.answers[function] = function(case)
        return cast("Of", case.answers[function])

    return answer


def open_case(store: Store, name: str, type_: str, as_of: str = "") -> Case:
    """The case of a company ("Organization") or a drug ("Drug"), by name, alias or IRI.

    Raises `UnknownName` with the nearest names, `AmbiguousName` with the candidates.
    """
    found = candidates(store, name, type_)
    if len(found) > 1:
        raise AmbiguousName(name, tuple(f"{c.label} <{c.iri.value}>" for c in found))
    return make_case(store, found[0], as_of)


def make_case(store: Store, named: Named, as_of: str = "") -> Case:
    """The case of a thing that was found."""
    iri = named.iri
    company = named.type == "Organization"
    pointing = _pointing(store, [iri], TO_COMPANY if company else TO_DRUG)
    if not pointing and iri not in things(store, [iri]):
        raise UnknownName(named.label)
    drugs = {n for n, p, _ in pointing if p == "bp:developer"} if company else {iri}
    nodes = {n for n, _, _ in pointing} | {iri} | drugs
    if company:
        deals = [n for n, p, _ in pointing if p in ("bp:licensor", "bp:licensee", "bp:party")]
        nodes |= {n for n, _, _ in _pointing(store, drugs, TO_DRUG)} | _pointed(store, deals, "bp:payment")
        nodes |= {row[0] for row in store.select(OWN % iri).rows if isinstance(row[0], Iri)}
    else:
        nodes |= _pointed(store, [n for n, p, _ in pointing if p == "bp:subject"], "bp:payment")
    nodes |= {n for n, _, _ in _pointing(store, [n for n in nodes if "/trial/" in n.value], ("bp:trial",))}
    everything = gather(store, nodes)
    told = until(everything, as_of) if as_of else everything
    of: dict[Iri, list[Told]] = defaultdict(list)
    for one in told:
        of[one.subject].append(one)
    mine = (
        {n for n in drugs if any(local(t.predicate) == "developer" and t.object == iri for t in of[n])}
        if company
        else drugs
    )
    kept = {n: tuple(of[n]) for n in of if of[n]}
    names = things(store, set(kept) | {iri} | {t.object for t in told if isinstance(t.object, Iri)})
    if len(told) < len(everything) or any(a.last != b.last for a, b in zip(told, everything, strict=True)):
        names |= _called_then(store, names, {p.source.graph: p.source for t in told for p in t.places})
    published = iri if company else None
    first = min((t.first for t in everything if t.first), default="")
    label = names[iri].label if as_of and iri in names else named.label
    return Case(
        iri, label, named.type.value, as_of, kept, names, _aliases(store, mine),
        _publishers(store, {p.source.graph for t in told for p in t.places}),
        _issues(store, published, told, as_of), tuple(sorted(mine)), first,
    )  # fmt: skip


def _pointing(store: Store, nodes: Collection[Iri], predicates: Iterable[str]) -> set[tuple[Iri, str, Iri]]:
    """(node, property, what it points to) for all that points to the nodes."""
    short = {name: name for name in predicates}
    found: set[tuple[Iri, str, Iri]] = set()
    ordered = sorted(nodes)
    for i in range(0, len(ordered), BATCH):
        text = POINTING % (" ".join(map(str, ordered[i : i + BATCH])), " ".join(short))
        for n, p, node in store.select(text).rows:
            if isinstance(n, Iri) and isinstance(p, Iri) and isinstance(node, Iri):
                name = local(p)
                found.add((n, next((s for s in short if s.endswith(f":{name}")), name), node))
    return found


def _pointed(store: Store, nodes: Collection[Iri], predicate: str) -> set[Iri]:
    """What the nodes point to with a property."""
    text = "SELECT DISTINCT ?o { VALUES ?n { %s } GRAPH ?g { ?c rdf:subject ?n ; rdf:predicate %s ; rdf:object ?o } }"
    ordered = sorted(nodes)
    found: set[Iri] = set()
    for i in range(0, len(ordered), BATCH):
        rows = store.select(text % (" ".join(map(str, ordered[i : i + BATCH])), predicate)).rows
        found |= {row[0] for row in rows if isinstance(row[0], Iri)}
    return found


def _aliases(store: Store, nodes: Collection[Iri]) -> dict[Iri, tuple[str, ...]]:
    found: dict[Iri, set[str]] = {n: set() for n in nodes}
    ordered = sorted(nodes)
    for i in range(0, len(ordered), BATCH):
        for thing, name in store.select(NAMES % " ".join(map(str, ordered[i : i + BATCH]))).rows:
            if isinstance(thing, Iri) and isinstance(name, Literal):
                found[thing].add(name.value)
    return {n: tuple(sorted(said)) for n, said in found.items()}


def _called_then(store: Store, names: Mapping[Iri, Thing], then: Mapping[Iri, Source]) -> dict[Iri, Thing]:
    """What is called otherwise now than in any release up to a day, by the name that it had last by then."""
    said: dict[Iri, list[tuple[Source, str]]] = defaultdict(list)
    ordered = sorted(names)
    for i in range(0, len(ordered), BATCH):
        for thing, name, graph in store.select(OTHERWISE % " ".join(map(str, ordered[i : i + BATCH]))).rows:
            if isinstance(thing, Iri) and isinstance(name, Literal) and isinstance(graph, Iri) and graph in then:
                said[thing].append((then[graph], name.value))
    return {
        thing: Thing(names[thing].type, max(called)[1])
        for thing, called in said.items()
        if names[thing].label not in {name for _, name in called}
    }


def _publishers(store: Store, graphs: Collection[Iri]) -> dict[Iri, Iri]:
    found: dict[Iri, Iri] = {}
    ordered = sorted(graphs)
    for i in range(0, len(ordered), BATCH):
        rows = store.select(PUBLISHERS % " ".join(map(str, ordered[i : i + BATCH]))).rows
        found |= {r: who for r, who in rows if isinstance(r, Iri) and isinstance(who, Iri)}
    return found


def _issues(store: Store, company: Iri | None, told: Iterable[Told], as_of: str) -> tuple[Issue, ...]:
    """The company's releases; of a drug those that tell of it."""
    if company is None:
        graphs = {p.source.graph: Issue(p.source, "", "", "", 0) for t in told for p in t.places}
        return tuple(sorted(graphs.values()))
    rows = store.select(PUBLISHED % company).rows
    said = {r: (_text(stated), _text(note), _text(filed), int(_text(n) or 0)) for r, stated, note, filed, n in rows
            if isinstance(r, Iri)}  # fmt: skip
    where = sources(store, said)
    made = [Issue(where[r], *rest) for r, rest in said.items()]
    return tuple(sorted(i for i in made if not as_of or "" < i.source.date <= as_of))


def _text(term: object) -> str:
    return str(getattr(term, "value", "") or "")


def is_concept(told: Told, *notations: str) -> bool:
    """Whether the value is one of these concepts (local names)."""
    return isinstance(told.object, Iri) and told.object.value.removeprefix(BP) in notations
