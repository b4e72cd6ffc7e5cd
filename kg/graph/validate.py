"""What the shapes refuse is set aside with its reason; the rest of the document still goes into the store.

Each graph is checked by itself: it describes all that it uses. pyshacl-turbo does it in some 10 ms a release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.graph.statements import EVIDENCE, OBJECT, PREDICATE, SUBJECT
from kg.graph.terms import Iri, Quad, Term
from kg.graph.vocabulary import CLAIM, FILING, PASSAGE, RDF_TYPE, RELEASE
from kg.ontology import shapes_text

SHACL = "http://www.w3.org/ns/shacl#"
ROUNDS = 4  # taking something away may leave something else incomplete
KEPT = frozenset({FILING, RELEASE})  # what a graph cannot do without is reported, and stays


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """A node of a graph that a shape refuses, and why."""

    graph: str
    node: str
    reason: str

    def __str__(self) -> str:
        return f"{self.graph} {self.node} {self.reason}"

    @classmethod
    def read(cls, line: str) -> Refused:
        """What `str` wrote."""
        graph, node, reason = line.split(" ", 2)
        return cls(graph, node, reason)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result of validation: the node, the property ("" where none, or a longer path), the message."""

    node: str
    path: str
    message: str


def check_shapes(quads: Iterable[Quad]) -> tuple[tuple[Quad, ...], tuple[Refused, ...]]:
    """The quads that the shapes accept, sorted, and what they refuse, sorted."""
    graphs: dict[Iri | None, set[Quad]] = defaultdict(set)
    for quad in quads:
        graphs[quad.graph].add(quad)
    accepted: list[Quad] = []
    refused: set[Refused] = set()
    for graph, held in graphs.items():
        for _ in range(ROUNDS):
            findings = set(validate(held))
            if not findings:
                break
            refused |= {Refused(graph.value if graph else "-", f.node, f.message) for f in findings}
            smaller = withdraw(held, findings)
            if smaller == held:
                break
            held = smaller
        accepted += held
    return tuple(sorted(accepted, key=Quad.line)), tuple(sorted(refused))


def validate(quads: Iterable[Quad]) -> Iterator[Finding]:
    """What the shapes have against the triples of one graph; warnings and remarks are not told."""
    text = "".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    conforms, report, _ = load_shapes().validate(_input(text), allow_warnings=True, allow_infos=True)
    if conforms:
        return
    from rdflib import URIRef

    for result in report.subjects(URIRef(SHACL + "resultSeverity"), URIRef(SHACL + "Violation")):
        node, path = (report.value(result, URIRef(SHACL + name)) for name in ("focusNode", "resultPath"))
        messages = sorted(str(m).strip() for m in report.objects(result, URIRef(SHACL + "resultMessage")))
        told = " ".join(" ".join(messages).split()) or "a shape refuses it"
        yield Finding(str(node), str(path) if isinstance(path, URIRef) else "", told)


def _input(text: str) -> Any:
    """N-Triples as the engine takes them; given as plain text they would pass through rdflib, ten times slower."""
    from pyshacl_turbo.rdf import Input

    return Input(text, "nt", None, {})


@lru_cache(maxsize=1)
def load_shapes() -> Any:
    """The engine for the shapes of the ontology; compiled once."""
    import pyshacl_turbo  # 0.2 s, and only a build or a verification needs it

    compiler: Any = pyshacl_turbo.compile_shapes
    return compiler(shapes_text(), shacl_graph_format="turtle")


def withdraw(quads: set[Quad], findings: Iterable[Finding]) -> set[Quad]:
    """The quads of a graph without what was found wrong.

    Of a property that has wrong or too many values, all its values go; a node that lacks something goes as a whole, and
    so does a claim, with the triple that it alone backs. Claims and passages that are then about nothing go with them.
    """
    kinds: dict[str, set[Term]] = defaultdict(set)
    valued: set[tuple[str, str]] = set()
    for s, p, o, _ in quads:
        valued.add((s.value, p.value))
        if p == RDF_TYPE:
            kinds[s.value].add(o)
    pairs = {(f.node, f.path) for f in findings if (f.node, f.path) in valued}
    whole = {f.node for f in findings if (f.node, f.path) not in pairs or kinds[f.node] & {CLAIM, PASSAGE}}
    whole -= {node for node in whole | {n for n, _ in pairs} if kinds[node] & KEPT}
    pairs = {(node, path) for node, path in pairs if not kinds[node] & KEPT}
    return _prune(quads, {q for q in quads if _is_about(q, pairs, whole)})


def _is_about(quad: Quad, pairs: set[tuple[str, str]], whole: set[str]) -> bool:
    ends = {quad.subject.value, quad.object.value if isinstance(quad.object, Iri) else ""}
    return (quad.subject.value, quad.predicate.value) in pairs or bool(ends & whole)


def _prune(quads: set[Quad], gone: set[Quad]) -> set[Quad]:
    """`quads` without `gone`, claims of triples that are gone, and triples that no claim backs any more."""
    told: dict[Iri, dict[Iri, Term]] = defaultdict(dict)
    for s, p, o, _ in quads:
        if p in (SUBJECT, PREDICATE, OBJECT):
            told[s][p] = o
    triples = {claim: (said.get(SUBJECT), said.get(PREDICATE), said.get(OBJECT)) for claim, said in told.items()}
    lost = {tuple(q[:3]) for q in gone}
    cut = {q.subject for q in gone if q.subject in triples}
    claims = {claim for claim, triple in triples.items() if claim in cut or triple in lost}
    backed = {triple for claim, triple in triples.items() if claim not in claims}
    unbacked = {triples[claim] for claim in claims} - backed
    left = {q for q in quads - gone if q.subject not in claims and tuple(q[:3]) not in unbacked}
    cited = {q.object for q in left if q.predicate == EVIDENCE}
    passages = {q.subject for q in left if q.predicate == RDF_TYPE and q.object == PASSAGE}
    return {q for q in left if q.subject not in passages or q.subject in cited}
