"""What is claimed of some nodes, with the passages that say so: the raw material of pictures and paths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.graph.terms import Iri, Literal, Term
from kg.ontology import BP, PREFIXES, Ontology, load_ontology
from kg.queries.model import Evidence, Statement
from kg.store import Store

BATCH = 200  # nodes asked about at once
STANCES = {"negated": "negated", "quotedPerson": "quoted person", "possible": "possible", "intended": "intended"}

CLAIMS = """SELECT DISTINCT ?s ?p ?o ?polarity ?certainty ?voice ?date ?source ?title ?quote {
  %(graphs)s
  GRAPH ?g {
    %(which)s
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; bp:evidence ?passage ;
      bp:polarity ?polarity ; bp:certainty ?certainty ; bp:voice ?voice .
    ?passage oa:exact ?quote ; oa:hasSource ?part .
    ?part dcterms:isPartOf ?filing .
    ?filing dcterms:source ?source .
    OPTIONAL { ?part dcterms:title ?title }
    OPTIONAL { ?part dcterms:issued ?issued }
    OPTIONAL { ?filing dcterms:issued ?filed }
  }
  BIND(STR(COALESCE(?issued, ?filed, "")) AS ?date)
  %(filter)s
}"""
_Found = dict[tuple[Iri, Iri, Term, str], set[Evidence]]
NAMES = "SELECT ?node ?type ?label { VALUES ?node { %(nodes)s } ?node a ?type OPTIONAL { ?node rdfs:label ?label } }"


@dataclass(frozen=True, slots=True)
class Claim:
    """One triple with its stance and all passages of that stance."""

    subject: Iri
    predicate: Iri
    object: Term
    stance: str
    evidence: tuple[Evidence, ...]

    @property
    def asserted(self) -> bool:
        """Whether releases assert it; what is intended counts where it also stands as a plain triple."""
        return self.stance in ("", "intended")

    def __lt__(self, other: Claim) -> bool:
        return _order(self) < _order(other)


@dataclass(frozen=True, slots=True)
class Thing:
    """A node's class (its local name, the most general of an entity's) and what people call it."""

    type: str
    label: str


def claims_about(
    store: Store, nodes: Collection[Iri], direction: str = "subject", as_of: str = "", skip: Iterable[str] = ()
) -> list[Claim]:
    """All claims that have one of the nodes as "subject" or as "object", sorted, less the bp: properties in `skip`.

    With `as_of`, an ISO date, only what releases up to that day say.
    """
    conditions = "".join(f"FILTER(?p != bp:{name}) " for name in skip)
    if as_of:
        conditions += f'FILTER(?date != "" && ?date <= {Literal(as_of)})'
    found: _Found = {}
    ordered = sorted(nodes)
    for i in range(0, len(ordered), BATCH):
        which = f"VALUES ?node {{ {' '.join(map(str, ordered[i : i + BATCH]))} }} ?claim rdf:{direction} ?node ."
        _collect(store, CLAIMS % {"graphs": "", "which": which, "filter": conditions}, found)
    return sorted(Claim(*key, tuple(sorted(said))) for key, said in found.items())


def claims_in(store: Store, graph: Iri) -> list[Claim]:
    """All claims of one graph, sorted."""
    found: _Found = {}
    _collect(store, CLAIMS % {"graphs": f"VALUES ?g {{ {graph} }}", "which": "", "filter": ""}, found)
    return sorted(Claim(*key, tuple(sorted(said))) for key, said in found.items())


def _collect(store: Store, text: str, found: _Found) -> None:
    for s, p, o, polarity, certainty, voice, *said in store.select(text).rows:
        if isinstance(s, Iri) and isinstance(p, Iri) and o is not None:
            evidence = Evidence(*(term.value if term else "" for term in said))
            found.setdefault((s, p, o, _stance(polarity, certainty, voice)), set()).add(evidence)


def _order(claim: Claim) -> tuple[str, ...]:
    return claim.subject.value, claim.predicate.value, str(claim.object), claim.stance


def _stance(*terms: Term | None) -> str:
    said = {term.value.rpartition("#")[2] for term in terms if term}
    return next((word for name, word in STANCES.items() if name in said), "")


def things(store: Store, nodes: Collection[Iri]) -> dict[Iri, Thing]:
    """The class and name of each node that the graph types; of several names the shortest."""
    ontology = load_ontology()
    types: dict[Iri, set[str]] = {}
    labels: dict[Iri, set[str]] = {}
    ordered = sorted(nodes)
    for i in range(0, len(ordered), BATCH):
        values = " ".join(map(str, ordered[i : i + BATCH]))
        for node, cls, label in store.select(NAMES % {"nodes": values}).rows:
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


def is_value(claim: Claim) -> bool:
    """Whether a claim says something of its subject alone: a number, a text or a concept, rather than another thing."""
    known = load_ontology().properties.get(claim.predicate.value)
    if not isinstance(claim.object, Iri):
        return True
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
    )


def _name(term: Term, names: Mapping[Iri, Thing]) -> str:
    if not isinstance(term, Iri):
        return term.value
    return names[term].label if term in names else load_ontology().label(term.value)
