"""The graph of what is known of entities beyond any one release: the name to show, all other names, the class."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.terms import Iri, Literal, Quad
from kg.graph.vocabulary import ALT_LABEL, ENTITIES_GRAPH, LABEL, RDF_TYPE
from kg.ontology import BP
from kg.resolution.model import Resolution


def entity_quads(resolution: Resolution) -> Iterator[Quad]:
    """Types and names of every entity, in the entities' graph."""
    for entity in resolution.entities.values():
        iri = Iri(entity.iri)
        for class_ in sorted({entity.type.value, entity.kind or entity.type.value}):
            yield Quad(iri, RDF_TYPE, Iri(BP + class_), ENTITIES_GRAPH)
        yield Quad(iri, LABEL, Literal(entity.label), ENTITIES_GRAPH)
        for name in entity.names:
            yield Quad(iri, ALT_LABEL, Literal(name), ENTITIES_GRAPH)
