"""RDF terms and quads, and the bytes they are written as.

Literals are made in the canonical form that the store keeps ("0.90" is 0.9), so that what is read back is what was
written, and digests agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = XSD + "string"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    """A name for a thing."""

    value: str

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A value with its datatype's IRI, or a text with its language."""

    value: str
    datatype: str = STRING
    lang: str = ""

    def __str__(self) -> str:
        quoted = '"' + _TO_ESCAPE.sub(_escape, self.value) + '"'
        if self.lang:
            return f"{quoted}@{self.lang}"
        return quoted if self.datatype == STRING else f"{quoted}^^<{self.datatype}>"


Term = Iri | Literal


class Quad(NamedTuple):
    """A triple in a graph; `graph` is None for the default graph."""

    subject: Iri
    predicate: Iri
    object: Term
    graph: Iri | None = None

    def line(self) -> str:
        """The quad as a line of N-Quads, without the line's end."""
        tail = f" {self.graph} ." if self.graph else " ."
        return f"{self.subject} {self.predicate} {self.object}{tail}"


def literal(value: str | bool | int | float | Decimal | date) -> Literal:
    """A typed literal in canonical form; a float counts as a decimal with at most four places."""
    match value:
        case bool():
            return Literal("true" if value else "false", XSD + "boolean")
        case int():
            return Literal(str(value), XSD + "integer")
        case float():
            return literal(Decimal(str(round(value, 4))))
        case Decimal():
            plain = format(value, "f")
            plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
            return Literal("0" if plain in ("-0", "") else plain, XSD + "decimal")
        case date():
            return Literal(value.isoformat(), XSD + "date")
    return Literal(value)


def year(number: int) -> Literal:
    """A year as xsd:gYear."""
    return Literal(f"{number:04d}", XSD + "gYear")


def nquads(quads: Iterable[Quad]) -> str:
    """The quads, each once, as sorted N-Quads: equal sets give equal text."""
    return "".join(line + "\n" for line in sorted_lines(quads))


def sorted_lines(quads: Iterable[Quad]) -> Iterator[str]:
    """The lines of N-Quads, sorted by code points, each once."""
    return iter(sorted({quad.line() for quad in quads}))


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
