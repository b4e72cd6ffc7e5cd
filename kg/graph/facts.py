"""Facts -> statements: the triples of each fact, each with the passages and the stance that it was read with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.annotation.model import Concept, Fact, Field, Payment, Span, Value
from kg.graph.labels import label_of
from kg.graph.nodes import Cluster, cluster_facts
from kg.graph.nodes import values as values_of
from kg.graph.scene import Scene
from kg.graph.statements import Statement, is_asserted, stance_of
from kg.graph.terms import XSD, Iri, Quad, Term, year
from kg.graph.terms import Literal as Text
from kg.graph.vocabulary import LABEL, RDF_TYPE
from kg.lexicons.names import fold_name
from kg.ontology import BP, ID, FactKind
from kg.resolution.judgement import Judgement
from kg.resolution.verdicts import is_wrong

PAYMENT_SCHEME = "payment-type"
TRIAL = BP + "Trial"
YEAR = XSD + "gYear"


@dataclass(frozen=True, slots=True)
class Written:
    """What facts become: statements, the descriptions (type, label) of the nodes that they need, the concepts used."""

    statements: tuple[Statement, ...]
    nodes: tuple[Quad, ...]
    concepts: tuple[Concept, ...]


def write_facts(facts: Iterable[Fact], scene: Scene) -> Written:
    """All that a release's facts become, but for claims and passages."""
    known = [(fact, scene.ontology.kind(fact.kind)) for fact in facts]
    statements = [s for fact, kind in known if not kind.node_class for s in _pair(fact, kind, scene)]
    nodes: list[Quad] = []
    clusters = [_in_world(cluster, scene) for cluster in cluster_facts((fact for fact, _ in known), scene)]
    trials = [cluster for cluster in clusters if cluster.kind == "trial"]
    for cluster in clusters:
        made = [s for fact in cluster.facts for s in _node(fact, cluster, trials, scene)]
        statements += made
        nodes += _describe(cluster, made, scene)
    values = {field.value for fact, _ in known for field in fact.fields}
    concepts = {value for value in values if isinstance(value, Concept)}
    paid = {Concept(PAYMENT_SCHEME, value.kind) for value in values if isinstance(value, Payment)}
    return Written(
        tuple(statements), tuple(nodes), tuple(sorted(concepts | paid, key=lambda c: (c.scheme, c.notation)))
    )


def _in_world(cluster: Cluster, scene: Scene) -> Cluster:
    """The node as all releases together know it."""
    home = scene.joined.get((scene.graph.value, cluster.iri.value))
    return replace(cluster, iri=Iri(home)) if home else cluster


def _statement(
    fact: Fact, triple: tuple[Iri, Iri, Term], evidence: tuple[Span, ...], judged: Judgement | None
) -> Statement:
    asserted = is_asserted(fact) and not is_wrong(judged)
    return Statement(*triple, evidence, stance_of(fact), fact.confidence, asserted, judged)


def _pair(fact: Fact, kind: FactKind, scene: Scene) -> Iterator[Statement]:
    """One triple, from the value of the subject's role to the other; quoted by what quotes the object."""
    predicate = Iri(kind.slots[0].predicate)
    for subject in (field for field in fact.fields if field.role == kind.subject_role):
        for object_ in (field for field in fact.fields if field.role != kind.subject_role):
            start, end = scene.term(subject.value), _term(object_, kind, scene)
            if isinstance(start, Iri) and end is not None and start != end:
                judged = scene.verdict(fact, object_.role)
                yield _statement(fact, (start, predicate, end), object_.evidence or subject.evidence, judged)


def _term(field: Field, kind: FactKind, scene: Scene) -> Term | None:
    slot = kind.slot(field.role)
    if slot and slot.range == YEAR and isinstance(field.value, int):
        return year(field.value)
    return scene.term(field.value)


def _node(fact: Fact, cluster: Cluster, trials: list[Cluster], scene: Scene) -> Iterator[Statement]:
    kind = scene.ontology.kind(fact.kind)
    for field in fact.fields:
        slot = kind.slot(field.role)
        predicates = [Iri(name) for name in slot.predicates] if slot else []
        term: Term | None
        if isinstance(field.value, Payment):
            term = payment_iri(cluster, field.value, scene)
            yield from _payment(fact, field, term, scene)
        elif slot and slot.range == TRIAL:
            term = _trial_of(field, trials)
        else:
            term = _term(field, kind, scene)
        if term is not None:
            judged = scene.verdict(fact, field.role)
            for predicate in predicates:
                if predicate != LABEL:
                    yield _statement(fact, (cluster.iri, predicate, term), field.evidence, judged)


def _payment(fact: Fact, field: Field, iri: Iri, scene: Scene) -> Iterator[Statement]:
    paid, kind = field.value, scene.ontology.kind("payment")
    if not isinstance(paid, Payment):
        return
    said: dict[str, Value] = {
        "kind": Concept(PAYMENT_SCHEME, paid.kind),
        "amount": paid.amount,
        "currency": paid.currency,
    }
    if paid.up_to:
        said["up_to"] = True
    for slot in kind.slots:
        if slot.role in said and (term := scene.term(said[slot.role])) is not None:
            yield _statement(fact, (iri, Iri(slot.predicate), term), field.evidence, scene.verdict(fact, field.role))


def payment_iri(cluster: Cluster, paid: Payment, scene: Scene) -> Iri:
    """The IRI of a payment of an agreement."""
    return Iri(f"{ID}payment/{cluster.iri.value.rsplit('/', 1)[1]}--{scene.tail(paid)}")


def _trial_of(field: Field, trials: list[Cluster]) -> Iri | None:
    """The trial that an outcome names by short name or registry id; None where the release tells of no such trial."""
    wanted = fold_name(str(field.value))
    for trial in trials:
        names = {fold_name(str(name)) for role in ("name", "registry_id") for name in values_of(trial.facts, role)}
        if wanted in names:
            return trial.iri
    return None


def _describe(cluster: Cluster, made: list[Statement], scene: Scene) -> Iterator[Quad]:
    """Type and label of a node that something asserted stands on, and of its payments."""
    described = {s.subject for s in made if s.asserted and s.evidence}
    if cluster.iri not in described:
        return
    yield Quad(cluster.iri, RDF_TYPE, Iri(scene.ontology.kind(cluster.kind).node_class), scene.graph)
    yield Quad(cluster.iri, LABEL, Text(label_of(cluster, scene)), scene.graph)
    for paid in values_of(cluster.facts, "payment"):
        if isinstance(paid, Payment) and (iri := payment_iri(cluster, paid, scene)) in described:
            amount = f"{'up to ' if paid.up_to else ''}{paid.currency} {paid.amount:,f}"
            yield Quad(iri, RDF_TYPE, Iri(scene.ontology.kind("payment").node_class), scene.graph)
            yield Quad(iri, LABEL, Text(f"{paid.kind[:1].upper()}{paid.kind[1:]}: {amount}"), scene.graph)
