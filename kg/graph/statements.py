"""Statements: triples with who says them, how, and where; and what of them becomes a plain triple."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.annotation.model import Certainty, Concept, Fact, Polarity, Span, Voice
from kg.graph.terms import Iri, Literal, Quad, Term, literal
from kg.graph.vocabulary import CLAIM, PASSAGE, RDF_TYPE, term
from kg.ontology import ID
from kg.resolution.judgement import Judgement
from kg.resolution.names import short_hash
from kg.resolution.verdicts import is_wrong

FORETOLD = frozenset({"planned", "submitted", "appointed"})  # statuses under which what is intended is already so
STATUS_KINDS = frozenset({"trial", "role", "agreement", "regulatory", "financing", "listing"})
SUBJECT, PREDICATE, OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
EVIDENCE, POLARITY, CERTAINTY = term("bp:evidence"), term("bp:polarity"), term("bp:certainty")
VOICE, CONFIDENCE, EXTRACTOR = term("bp:voice"), term("bp:confidence"), term("bp:extractor")
HAS_SOURCE, EXACT, START, END = term("oa:hasSource"), term("oa:exact"), term("oa:start"), term("oa:end")

PAGE, PAGE_BREAK = term("bp:page"), "\f"  # a form feed opens each page after the first


@dataclass(frozen=True, slots=True, order=True)
class Stance:
    """Who says something and how: claims of one triple with equal stances are one claim."""

    extractor: str
    polarity: Polarity
    certainty: Certainty
    voice: Voice


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple as one fact gives it; `asserted` where it also stands as a plain triple; `judged` by a person."""

    subject: Iri
    predicate: Iri
    object: Term
    evidence: tuple[Span, ...]
    stance: Stance
    confidence: float
    asserted: bool
    judged: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where passages are cut from: the graph they stand in, what they are a part of, and the text of the file."""

    graph: Iri
    part: Iri
    text: str


def stance_of(fact: Fact) -> Stance:
    """The stance of a fact."""
    return Stance(fact.extractor, fact.polarity, fact.certainty, fact.voice)


def is_asserted(fact: Fact) -> bool:
    """Whether a release asserts a fact, rather than denying it, holding it possible or quoting an outsider.

    What is intended counts as asserted where its status says so (a planned trial), or where it has none to lack.
    """
    if fact.polarity is Polarity.NEGATED or fact.certainty is Certainty.POSSIBLE or fact.voice is Voice.QUOTED:
        return False
    if fact.certainty is Certainty.STATED or fact.kind not in STATUS_KINDS:
        return True
    statuses = {f.value.notation for f in fact.fields if f.role == "status" and isinstance(f.value, Concept)}
    return bool(statuses & FORETOLD)


def write_statements(statements: Iterable[Statement], source: Source) -> Iterator[Quad]:
    """The plain triples, the claims and the passages of one graph; every statement without evidence is left out."""
    claims: dict[tuple[Iri, Iri, Term, Stance], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.evidence:
            claims[statement.subject, statement.predicate, statement.object, statement.stance].append(statement)
    spans: set[Span] = set()
    for (subject, predicate, object_, stance), group in claims.items():
        if any(statement.asserted for statement in group):
            yield Quad(subject, predicate, object_, source.graph)
        evidence = {span for statement in group for span in statement.evidence}
        spans |= evidence
        claim = Iri(
            ID + "claim/" + short_hash(source.graph.value, *_words(subject, predicate, object_, stance), length=24)
        )
        yield from _claim(claim, group, source.graph)
        for span in evidence:
            yield Quad(claim, EVIDENCE, passage_iri(source.part, span), source.graph)
    for span in spans:
        yield from _passage(span, source)


def passage_iri(part: Iri, span: Span) -> Iri:
    """The IRI of a passage of a release or of a filing's cover."""
    return Iri(f"{ID}passage/{part.value.removeprefix(ID).split('/', 1)[1].replace('/', '-')}-{span.start}-{span.end}")


def _words(subject: Iri, predicate: Iri, object_: Term, stance: Stance) -> tuple[str, ...]:
    said = (stance.extractor, stance.polarity.value, stance.certainty.value, stance.voice.value)
    return str(subject), str(predicate), str(object_), *said


def _claim(claim: Iri, group: list[Statement], graph: Iri) -> Iterator[Quad]:
    said = group[0]
    yield Quad(claim, RDF_TYPE, CLAIM, graph)
    yield Quad(claim, SUBJECT, said.subject, graph)
    yield Quad(claim, PREDICATE, said.predicate, graph)
    yield Quad(claim, OBJECT, said.object, graph)
    yield Quad(claim, POLARITY, term(f"bp:{said.stance.polarity.value}"), graph)
    yield Quad(claim, CERTAINTY, term(f"bp:{said.stance.certainty.value}"), graph)
    yield Quad(claim, VOICE, term(f"bp:{said.stance.voice.value}"), graph)
    yield Quad(claim, CONFIDENCE, literal(max(statement.confidence for statement in group)), graph)
    yield Quad(claim, EXTRACTOR, Literal(said.stance.extractor), graph)
    if (judged := said.judged) and all(is_wrong(statement.judged) for statement in group) == is_wrong(judged):
        yield Quad(claim, term("bp:verdict"), term(f"bp:{judged.verdict}"), graph)
        yield Quad(claim, term("bp:judgedBy"), Literal(judged.by), graph)
        for reason in judged.reasons:
            yield Quad(claim, term("bp:errorKind"), Literal(reason), graph)


def _passage(span: Span, source: Source) -> Iterator[Quad]:
    passage = passage_iri(source.part, span)
    yield Quad(passage, RDF_TYPE, PASSAGE, source.graph)
    yield Quad(passage, HAS_SOURCE, source.part, source.graph)
    yield Quad(passage, EXACT, Literal(source.text[span.start : span.end]), source.graph)
    yield Quad(passage, START, literal(span.start), source.graph)
    yield Quad(passage, END, literal(span.end), source.graph)
    if PAGE_BREAK in source.text:
        page = 1 + source.text.count(PAGE_BREAK, 0, span.start + 1)
        yield Quad(passage, PAGE, literal(page), source.graph)
