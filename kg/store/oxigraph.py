"""Terms and quads of ours as Oxigraph's, and back."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.present import Triple
from kg.graph.terms import Iri, Literal, Quad, Term

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "tsv": ox.QueryResultsFormat.TSV,
    "csv": ox.QueryResultsFormat.CSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def node_of(iri: Iri) -> ox.NamedNode:
    """An IRI of ours as Oxigraph's."""
    return ox.NamedNode(iri.value)


def named_node(text: str) -> ox.NamedNode:
    """An IRI that somebody typed; raises QueryError where it is none."""
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"{text!r} is not an absolute IRI: {error}") from error


def ox_term(term: Term) -> ox.NamedNode | ox.Literal:
    """A term of ours as Oxigraph's."""
    if isinstance(term, Iri):
        return node_of(term)
    return (
        ox.Literal(term.value, language=term.lang)
        if term.lang
        else ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    )


def our_term(term: object) -> Term:
    """An Oxigraph term as ours; a blank node or a quoted triple, which no store of ours holds, as its text."""
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    return Iri(term.value if isinstance(term, ox.NamedNode) else str(term))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def our_triple(triple: ox.Triple) -> Triple:
    """A triple of Oxigraph's as ours."""
    return Iri(_text(triple.subject)), Iri(triple.predicate.value), our_term(triple.object)


def our_quad(quad: ox.Quad) -> Quad:
    """A quad of Oxigraph's as ours."""
    graph = Iri(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else None
    return Quad(*our_triple(quad.triple), graph)
