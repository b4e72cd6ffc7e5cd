"""What is known while one graph is written: its entities, its date, the ontology; and the term that a value becomes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kg.annotation.model import Concept, EntityType, Fact, Mention, Payment, Value
from kg.graph.registered import Registered
from kg.graph.statements import is_asserted
from kg.graph.tellings import Joined
from kg.graph.terms import Iri, Literal, Quad, Term, literal
from kg.graph.vocabulary import ALT_LABEL, BROADER, CONCEPT, LABEL, NOTATION, RDF_TYPE
from kg.lexicons.names import fold_name
from kg.ontology import BP, Ontology
from kg.resolution.judgement import Judgement
from kg.resolution.model import Local, Record
from kg.resolution.names import fold, slug
from kg.resolution.resolve import choose_label, is_calm, other_names
from kg.resolution.verdicts import Verdicts, is_wrong, verdict_on


@dataclass(frozen=True, slots=True)
class Scene:
    """One graph to be. `iris` gives the IRI of an entity of this release, `labels` its name here, by IRI.

    `registered` are the registry ids of trials that other releases give with their short names, `verdicts` what
    persons said of facts, `joined` nodes that are the fuller ones of other graphs.
    """

    graph: Iri
    issued: date | None
    iris: dict[tuple[EntityType, str], Iri]
    labels: dict[Iri, str]
    ontology: Ontology
    registered: Registered = field(default_factory=dict)
    verdicts: Verdicts = field(default_factory=dict)
    joined: Joined = field(default_factory=dict)

    def verdict(self, fact: Fact, role: str = "") -> Judgement | None:
        """What a person said of an argument of a fact, or of the whole."""
        return verdict_on(self.verdicts, self.graph.value, fact, role)

    def asserts(self, fact: Fact) -> bool:
        """Whether the release asserts a fact, and nobody rejected the whole of it."""
        return is_asserted(fact) and not is_wrong(self.verdict(fact))

    def term(self, value: Value) -> Term | None:
        """The RDF term of a field's value; None for a payment, and for an entity without a usable name."""
        match value:
            case Mention():
                return self.iris.get((value.type, value.name))
            case Concept():
                return concept_iri(value, self.ontology)
            case Payment():
                return None
            case Decimal() | bool() | int() | date():
                return literal(value)
        return Literal(" ".join(value.split()))

    def tail(self, value: Value) -> str:
        """A value's piece of a node's IRI, "" for none."""
        match value:
            case Mention():
                iri = self.iris.get((value.type, value.name))
                return iri.value.rsplit("/", 1)[1] if iri else ""
            case Concept():
                return slug(fold_name(value.notation))
            case Payment():
                return "-".join((slug(fold_name(value.kind)), _number(value.amount), value.currency.lower()))
            case date():
                return value.isoformat()
            case Decimal():
                return _number(value)
        return slug(fold_name(str(value)))

    def name(self, value: Value) -> str:
        """A value in words."""
        match value:
            case Mention():
                iri = self.iris.get((value.type, value.name))
                return self.labels[iri] if iri else value.name
            case Concept():
                listed = self.ontology.concept(value.scheme, value.notation)
                return self.ontology.label(listed) if listed else value.notation
            case bool():
                return str(value).lower()
            case Decimal() | int():
                return f"{value:,}"
        return str(value)


def _number(amount: Decimal) -> str:
    return literal(amount).value.replace("-", "minus-").replace(".", "-")


def concept_iri(value: Concept, ontology: Ontology) -> Iri:
    """The IRI of a concept: the listed one, else, in an open scheme, one made of its own words."""
    return Iri(ontology.concept_iri(value.scheme, value.notation))


def describe_concepts(concepts: Iterable[Concept], scene: Scene) -> Iterator[Quad]:
    """Type, label and notation of each concept that a graph uses."""
    printed: dict[Iri, set[Concept]] = defaultdict(set)
    for concept in concepts:
        printed[concept_iri(concept, scene.ontology)].add(concept)
    for iri, forms in printed.items():
        listed = scene.ontology.concepts.get(iri.value)
        own = min(forms, key=lambda concept: concept.notation)
        yield Quad(iri, RDF_TYPE, CONCEPT, scene.graph)
        yield Quad(iri, NOTATION, Literal(listed.notation if listed else own.notation), scene.graph)
        yield Quad(iri, LABEL, Literal(listed.label if listed else own.notation), scene.graph)
        for form in sorted({c.notation for c in forms} - {listed.notation, listed.label} if listed else set()):
            yield Quad(iri, ALT_LABEL, Literal(form), scene.graph)  # as this release words it
        broader = listed.broader if listed else scene.ontology.broader(own.scheme, own.notation)
        if broader:
            yield Quad(iri, BROADER, Iri(broader), scene.graph)


def describe_entities(records: Iterable[Record], scene: Scene) -> Iterator[Quad]:
    """Types and names of each entity that a release names, as it is called there."""
    kinds: dict[Iri, Counter[str]] = defaultdict(Counter)
    forms: dict[Iri, Counter[str]] = defaultdict(Counter)
    types: dict[Iri, EntityType] = {}
    for record in records:
        iri = scene.iris[record.local.type, record.local.name]
        types[iri] = record.local.type
        kinds[iri].update(dict(record.kinds))
        forms[iri].update(dict(record.forms))
    for iri, type_ in types.items():
        kind = min(kinds[iri], key=lambda k: (-kinds[iri][k], k)) if kinds[iri] else ""
        for class_ in {type_.value, kind or type_.value}:
            yield Quad(iri, RDF_TYPE, Iri(BP + class_), scene.graph)
        yield Quad(iri, LABEL, Literal(scene.labels[iri]), scene.graph)
        for name in other_names(forms[iri], scene.labels[iri]):
            yield Quad(iri, ALT_LABEL, Literal(name), scene.graph)


def local_labels(records: Iterable[Record], iris: dict[Local, str]) -> dict[Iri, str]:
    """The name that a release has for each of its entities; one in capitals only where no other form is printed."""
    names: dict[Iri, Counter[str]] = defaultdict(Counter)
    for record in records:
        type_, name = record.local.type, record.local.name
        spelt = {form: n for form, n in record.forms if fold(form, type_) == fold(name, type_)}
        names[Iri(iris[record.local])].update(
            {choose_label({name: 1} if is_calm(name) else spelt): sum(spelt.values())}
        )
    return {iri: choose_label(dict(forms)) for iri, forms in names.items()}
