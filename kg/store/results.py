"""What an endpoint answers, as our terms: SPARQL results in JSON, triples in any form that it likes to write.

Numbers and truths come in the canonical form that `kg.graph.terms` writes, whatever form the endpoint keeps.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from kg.graph.answers import Rows
from kg.graph.present import Triple
from kg.graph.terms import STRING, XSD, Iri, Literal, Term, literal
from kg.store.oxigraph import our_triple

VIRTUOSO_ASK = "__ASK_RETVAL"  # how it answers an ASK in JSON: with a row, or with none
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def read_json(data: bytes) -> Rows | bool:
    """The rows of a SELECT, or the truth of an ASK; raises ValueError where it is neither."""
    try:
        made = json.loads(data)
        if "boolean" in made:
            return bool(made["boolean"])
        names = tuple(str(name) for name in made["head"]["vars"])
        rows = made["results"]["bindings"]
        if names == (VIRTUOSO_ASK,):
            return bool(rows)
        return Rows(names, tuple(tuple(_term(row[n]) if n in row else None for n in names) for row in rows))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("is no SPARQL result in JSON") from error


def read_triples(data: bytes, media: str, base: str) -> tuple[Triple, ...]:
    """The triples of a graph written as its media type says; raises ValueError where it is none."""
    format_ = ox.RdfFormat.from_media_type("application/n-triples" if media == "text/plain" else media)
    if format_ is None:
        raise ValueError(f"{media} is no graph")
    try:
        found = (our_triple(quad.triple) for quad in ox.parse(data, format=format_, base_iri=base))
        return tuple((s, p, canonical(o)) for s, p, o in found)
    except SyntaxError as error:
        raise ValueError(str(error)) from error


def canonical(term: Term) -> Term:
    """A term in the form that we write: an endpoint may keep "true" as "1" and 2.50 as 2.5.

    >>> canonical(Literal("1", XSD + "boolean")).value, canonical(Literal("2.50", XSD + "decimal")).value
    ('true', '2.5')
    """
    if isinstance(term, Iri):
        return term
    if term.datatype == XSD + "boolean" and term.value in ("0", "1"):
        return literal(term.value == "1")
    if term.datatype == XSD + "integer" and re.fullmatch(r"[+-]?\d+", term.value):
        return literal(int(term.value))
    if term.datatype == XSD + "decimal":
        try:
            return literal(Decimal(term.value))
        except InvalidOperation:
            return term
    return term


def _term(value: dict[str, Any]) -> Term:
    """A term as JSON has it; a blank node as an IRI of its name. Virtuoso says "typed-literal" for "literal"."""
    if value["type"] in ("literal", "typed-literal"):
        lang = str(value.get("xml:lang") or "")
        return canonical(Literal(value["value"], LANG_STRING if lang else value.get("datatype") or STRING, lang))
    return Iri(value["value"] if value["type"] == "uri" else f"_:{value['value']}")
