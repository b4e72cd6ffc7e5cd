"""The IRIs that every graph is written with, whatever it states."""

from __future__ import annotations

from kg.graph.terms import Iri
from kg.ontology import ID, PREFIXES


def term(name: str) -> Iri:
    """The IRI of a prefixed name: "bp:Trial"."""
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)


ENTITIES_GRAPH = Iri(ID + "entities")
RDF_TYPE = term("rdf:type")
LABEL = term("rdfs:label")
ALT_LABEL = term("skos:altLabel")
NOTATION = term("skos:notation")
BROADER = term("skos:broader")
CONCEPT = term("skos:Concept")
ISSUED = term("dcterms:issued")
IS_PART_OF = term("dcterms:isPartOf")
FILING = term("bp:Filing")
RELEASE = term("bp:Release")
CLAIM = term("bp:Claim")
PASSAGE = term("bp:Passage")
