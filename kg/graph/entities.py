"""The graph of what is known of entities beyond any one release: the name to show, all other names, the class; public

identifiers, each with the name that matched; names in time; and why several names are one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.graph.curies import iri_of_curie
from kg.graph.terms import XSD, Iri, Literal, Quad, Term, literal
from kg.graph.vocabulary import ALT_LABEL, CONCEPT, ENTITIES_GRAPH, LABEL, NOTATION, RDF_TYPE, term
from kg.ontology import BP, ID, load_ontology
from kg.resolution.grounding import Grounding
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.model import Entity, NameUse, Resolution
from kg.resolution.names import short_hash

EXACT_MATCH, CLOSE_MATCH = term("skos:exactMatch"), term("skos:closeMatch")
CONCEPTUAL = frozenset({term("bp:nameKind"), term("bp:verdict")})
REPLACED_BY = term("dcterms:isReplacedBy")
VERDICTS = {
    Verdict.SAME: term("bp:same"),
    Verdict.DIFFERENT: term("bp:different"),
    Verdict.RIGHT: term("bp:right"),
    Verdict.WRONG: term("bp:wrong"),
}


def entity_quads(resolution: Resolution) -> Iterator[Quad]:
    """All that is known of every entity, in the entities' graph."""
    made = [quad for entity in resolution.entities.values() for quad in quads_of_entity(entity)]
    for judgement in resolution.judgements:
        if any(resolution.canonical.get(end, end) in resolution.entities for end in judgement.pair):
            made += quads_of_judgement(judgement)
    yield from made
    for iri in concepts_in(made):
        yield from quads_of_concept(iri)


def quads_of_entity(entity: Entity) -> Iterator[Quad]:
    """What is known of one entity: its names, its identifiers, and what else it was taken for."""
    yield from _describe(entity)
    if entity.grounding:
        yield from _ground(Iri(entity.iri), entity.grounding)
    for use in entity.uses:
        yield from _use(Iri(entity.iri), use)
    for member in entity.members:
        if member != entity.iri:
            yield _quad(Iri(member), REPLACED_BY, Iri(entity.iri))


def concepts_in(quads: Iterable[Quad]) -> set[str]:
    """The concepts that are to be described because quads name them."""
    return {q.object.value for q in quads if q.predicate in CONCEPTUAL and isinstance(q.object, Iri)}


def quads_of_concept(iri: str) -> Iterator[Quad]:
    """A concept's name and notation."""
    concept = load_ontology().concepts[iri]
    yield _quad(Iri(iri), RDF_TYPE, CONCEPT)
    yield _quad(Iri(iri), LABEL, Literal(concept.label))
    yield _quad(Iri(iri), NOTATION, Literal(concept.notation))


def _describe(entity: Entity) -> Iterator[Quad]:
    iri = Iri(entity.iri)
    for class_ in sorted({entity.type.value, entity.kind or entity.type.value}):
        yield _quad(iri, RDF_TYPE, Iri(BP + class_))
    yield _quad(iri, LABEL, Literal(entity.label))
    for name in entity.names:
        yield _quad(iri, ALT_LABEL, Literal(name))


def _ground(entity: Iri, found: Grounding) -> Iterator[Quad]:
    relation = EXACT_MATCH if found.is_exact else CLOSE_MATCH
    for curie in found.ids:
        if identifier := iri_of_curie(curie):
            yield _quad(entity, relation, Iri(identifier))
    node = Iri(f"{ID}grounding/{short_hash(entity.value, found.id, length=24)}")
    yield from _node(
        node,
        "bp:Grounding",
        f"{found.name} = {found.id}",
        (
            ("bp:grounds", [entity]),
            ("bp:curie", [Literal(curie) for curie in found.ids]),
            ("bp:relation", [relation]),
            ("bp:matchedName", [Literal(found.name)]),
            ("bp:listedName", [Literal(found.label)]),
            ("bp:score", [literal(Decimal(str(found.score)))]),
            ("bp:reason", [Literal(found.reason)]),
        ),
    )


def _use(entity: Iri, use: NameUse) -> Iterator[Quad]:
    kind = load_ontology().concept_iri("name-kind", use.kind)
    node = Iri(f"{ID}name/{short_hash(entity.value, use.name.casefold(), length=24)}")
    yield from _node(
        node,
        "bp:NameUse",
        use.name,
        (
            ("bp:nameOf", [entity]),
            ("bp:nameKind", [Iri(kind)]),
            ("bp:firstUsed", [Literal(use.first, XSD + "date")] if use.first else []),
            ("bp:lastUsed", [Literal(use.last, XSD + "date")] if use.last else []),
            ("bp:firstUsedIn", [Iri(use.first_release)]),
            ("bp:lastUsedIn", [Iri(use.last_release)]),
            ("bp:formerIn", [Iri(use.former_release)] if use.former_release else []),
        ),
    )


def quads_of_judgement(judgement: Judgement) -> Iterator[Quad]:
    """Why two are one, or who said that they are not."""
    if judgement.verdict not in VERDICTS:
        return
    node = Iri(f"{ID}judgement/{short_hash(*judgement.pair, judgement.by, length=24)}")
    names = " and ".join(end.rsplit("/", 1)[1] for end in judgement.pair)
    yield from _node(
        node,
        "bp:Judgement",
        f"{names}: {judgement.verdict}",
        (
            ("bp:judged", [Iri(end) for end in judgement.pair]),
            ("bp:verdict", [VERDICTS[judgement.verdict]]),
            ("bp:score", [literal(Decimal(str(judgement.score)))]),
            ("bp:reason", [Literal(reason) for reason in judgement.reasons]),
            ("bp:judgedBy", [Literal(judgement.by)]),
            ("bp:judgedAt", [Literal(judgement.at)] if judgement.at else []),
        ),
    )


def _node(node: Iri, class_: str, label: str, said: Iterable[tuple[str, Iterable[Term]]]) -> Iterator[Quad]:
    yield _quad(node, RDF_TYPE, term(class_))
    yield _quad(node, LABEL, Literal(label))
    for predicate, values in said:
        yield from (_quad(node, term(predicate), value) for value in values)


def _quad(subject: Iri, predicate: Iri, object_: Term) -> Quad:
    return Quad(subject, predicate, object_, ENTITIES_GRAPH)
