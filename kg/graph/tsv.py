"""Rows of a SELECT from SPARQL's tab-separated values: each term is made once, however many rows hold it."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.graph.answers import Rows
from kg.graph.terms import STRING, XSD, Iri, Literal, Term

_LITERAL = re.compile(r'"(?P<value>(?:[^"\\]|\\.)*)"(?:@(?P<lang>\S+)|\^\^<(?P<type>[^>]*)>)?', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class _Terms(dict[str, Term | None]):
    """Each cell that was met, as the term that it writes."""

    def __missing__(self, cell: str) -> Term | None:
        self[cell] = made = read_term(cell)
        return made


def read_rows(data: bytes) -> Rows:
    """The rows of an answer in SPARQL 1.1 TSV; a blank node or a quoted triple as an `Iri` of its text."""
    head, *lines = data.decode("utf-8").split("\n")[:-1]
    if not head:
        return Rows((), ((),) * len(lines))
    term: Callable[[str], Term | None] = _Terms().__getitem__
    return Rows(tuple(name[1:] for name in head.split("\t")), tuple(tuple(map(term, ln.split("\t"))) for ln in lines))


def read_term(cell: str) -> Term | None:
    """The term that a cell writes, None for an empty one; Turtle's short forms stand for numbers and truths."""
    if not cell:
        return None
    if cell[0] == "<" and cell[1] != "<":
        return Iri(cell[1:-1])
    found = _LITERAL.fullmatch(cell)
    if found:
        value, lang, type_ = found["value"], found["lang"] or "", found["type"] or STRING
        value = _ESCAPED.sub(_escaped, value) if "\\" in value else value
        return Literal(value, _LANG_STRING if lang else type_, lang)
    if cell in ("true", "false"):
        return Literal(cell, XSD + "boolean")
    if cell[0] in "+-.0123456789":
        return Literal(cell, XSD + ("double" if "e" in cell.lower() else "decimal" if "." in cell else "integer"))
    return Iri(cell)


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3])
