"""A question with its parameters -> an answer. Names are found first: a wrong one is said, rather than no rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from kg.annotation.model import EntityType
from kg.errors import QueryError
from kg.graph.terms import XSD, Iri, Literal, Term
from kg.ontology import Question, bind, question, shorten
from kg.queries.model import Answer, Value
from kg.queries.names import find_named
from kg.queries.worked import WORKED
from kg.store import Rows, Store

# The types that a parameter of that name may name; others may name anything.
TYPES: Mapping[str, tuple[EntityType, ...]] = {
    "about": (EntityType.ORGANIZATION, EntityType.DRUG),
    "company": (EntityType.ORGANIZATION,),
    "drug": (EntityType.DRUG,),
    "indication": (EntityType.INDICATION,),
    "investigator": (EntityType.PERSON,),
    "person": (EntityType.PERSON,),
    "site": (EntityType.ORGANIZATION,),
}
LAST_DAYS = ("as_of", "to")  # the parameters that bound a question in time
NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))


def ask(store: Store, name: str, params: Mapping[str, str] | None = None, as_of: str = "") -> Answer:
    """The answer to a named question. `as_of`, an ISO date, leaves out what was issued later.

    Raises `QueryError` for an unknown question or parameter, `UnknownName` with the nearest for a name the graph lacks.
    """
    asked = question(name)
    if name not in WORKED:
        return answer_question(store, asked, params or {}, as_of)
    values = _values(store, asked, params or {}, as_of)
    bind(asked, values)  # says what is missing or wrong, as of every other question
    return WORKED[name](store, values)


def answer_question(store: Store, asked: Question, params: Mapping[str, str], as_of: str = "") -> Answer:
    """The answer to a question that was read from anywhere."""
    return answer_text(store, text_of(store, asked, params, as_of))


def text_of(store: Store, asked: Question, params: Mapping[str, str], as_of: str = "") -> str:
    """A question's SPARQL with its parameters filled in; names are found first, as `ask` says."""
    return bind(asked, _values(store, asked, params, as_of))


def _values(store: Store, asked: Question, params: Mapping[str, str], as_of: str) -> dict[str, str]:
    """A question's parameters, with IRIs for names."""
    values = {key.replace("-", "_"): value for key, value in params.items() if value != ""}
    if as_of:
        values[_last_day(asked)] = as_of
    for parameter in asked.parameters:
        if parameter.type == "name" and parameter.name in values:
            types = TYPES.get(parameter.name, tuple(EntityType))
            values[parameter.name] = find_named(store, values[parameter.name], types).iri.value
    return values


def answer_text(store: Store, text: str) -> Answer:
    """The answer to SPARQL text: rows of a SELECT, the truth of an ASK, the triples of a CONSTRUCT."""
    found = store.query(text)
    if isinstance(found, Rows):
        return Answer(found.variables, tuple(tuple(map(_value, row)) for row in found.rows))
    if isinstance(found, bool):
        return Answer(("answer",), ((found,),))
    return Answer(("subject", "predicate", "object"), tuple(tuple(map(_value, triple)) for triple in found))


def _last_day(asked: Question) -> str:
    for parameter in asked.parameters:
        if parameter.name in LAST_DAYS:
            return parameter.name
    raise QueryError(f"{asked.name} cannot be asked as of a day: its text has no parameter as_of")


def _value(term: Term | None) -> Value:
    if isinstance(term, Iri):
        return shorten(term.value)
    return None if term is None else _typed(term)


def _typed(term: Literal) -> Value:
    if term.datatype == XSD + "boolean":
        return term.value in ("true", "1")
    if term.datatype == XSD + "integer" and re.fullmatch(r"[+-]?\d+", term.value):
        return int(term.value)
    if term.datatype in NUMBERS:
        try:
            number = Decimal(term.value)
        except InvalidOperation:
            return term.value
        return number if number.is_finite() else term.value
    return term.value
