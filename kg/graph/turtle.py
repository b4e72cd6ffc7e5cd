"""Quads as TriG and Turtle that people can read: sorted, with prefixes, the same bytes for the same quads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.graph.terms import Iri, Literal, Quad, Term
from kg.graph.vocabulary import RDF_TYPE
from kg.ontology import PREFIXES

_LOCAL = re.compile(r"[A-Za-z_](?:[\w-]*\w)?", re.ASCII)
Triple = tuple[Iri, Iri, Term]


def write_turtle(quads: Iterable[Quad]) -> str:
    """The triples as Turtle; the graphs that they stand in are not said."""
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    return _head() + "".join(f"\n{line}\n" for line in _subjects(triples, ""))


def write_trig(quads: Iterable[Quad]) -> str:
    """The quads as TriG, the default graph first."""
    graphs: dict[str, set[Triple]] = defaultdict(set)
    for quad in quads:
        graphs[quad.graph.value if quad.graph else ""].add((quad.subject, quad.predicate, quad.object))
    out = [_head()]
    for name, triples in sorted(graphs.items()):
        indent = "    " if name else ""
        body = "\n\n".join(_subjects(triples, indent))
        out.append(f"\n{Iri(name)} {{\n{body}\n}}\n" if name else f"\n{body}\n")
    return "".join(out)


def _head() -> str:
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))


def _subjects(triples: Iterable[Triple], indent: str) -> Iterator[str]:
    described: dict[Iri, dict[Iri, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in triples:
        described[subject][predicate].append(object_)
    for subject in sorted(described):
        lines = [
            f"{'a' if predicate == RDF_TYPE else short(predicate)} {' , '.join(sorted(map(short, objects)))}"
            for predicate, objects in sorted(described[subject].items(), key=lambda i: (i[0] != RDF_TYPE, i[0]))
        ]
        yield f"{indent}{short(subject)} " + f" ;\n{indent}    ".join(lines) + " ."


def short(term: Term) -> str:
    """A term in Turtle, with a prefix where one fits."""
    if isinstance(term, Literal):
        text, _, datatype = str(term).rpartition("^^")
        return (
            f"{text}^^{short(Iri(datatype[1:-1]))}"
            if text and not term.lang and datatype.startswith("<")
            else str(term)
        )
    for prefix, start in PREFIXES.items():
        if term.value.startswith(start) and _LOCAL.fullmatch(term.value[len(start) :]):
            return f"{prefix}:{term.value[len(start) :]}"
    return str(term)
