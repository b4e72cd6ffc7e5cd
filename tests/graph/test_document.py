from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from kg.graph.document import Reading, document_quads, document_records, release_iri
from kg.graph.entities import entity_quads
from kg.graph.labels import LABELS
from kg.graph.terms import Iri, Literal, Quad, nquads
from kg.graph.vocabulary import LABEL, RDF_TYPE, term
from kg.ontology import ID, load_ontology
from kg.resolution.resolve import resolve
from tests.graph.sample import reading

GOLDEN = Path(__file__).parent / "golden" / "quillon.nq"
BACKED = ("org:member", "org:organization", "org:role", "schema:about", "schema:currency", "schema:foundingDate")
TRIAL = Iri(ID + "trial/qb-77--melanoma--phase-2")


def quads_of(read: Reading) -> tuple[Quad, ...]:
    return document_quads(read, resolve(document_records(read)), load_ontology())


@pytest.fixture(scope="module")
def quads() -> tuple[Quad, ...]:
    return quads_of(reading())


def objects(quads: tuple[Quad, ...], subject: Iri, predicate: str, graph: Iri | None = None) -> set[str]:
    return {
        q.object.value
        for q in quads
        if q.subject == subject and q.predicate == term(predicate) and graph in (None, q.graph)
    }


def test_golden(quads: tuple[Quad, ...]) -> None:
    """`make golden` rewrites the file; read the diff."""
    made = nquads([*quads, *entity_quads(resolve(document_records(reading())))])
    if os.environ.get("KG_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_shuffled_facts_and_mentions_give_the_same_bytes(quads: tuple[Quad, ...]) -> None:
    chance = random.Random(7)
    read = reading()
    for _ in range(20):
        shuffled = [
            replace(
                a,
                facts=tuple(chance.sample(a.facts, len(a.facts))),
                mentions=tuple(chance.sample(a.mentions, len(a.mentions))),
            )
            for a in chance.sample(read.annotations, len(read.annotations))
        ]
        assert quads_of(Reading(read.filing, tuple(shuffled))) == quads


def test_every_fact_is_quoted_and_every_quote_is_true(quads: tuple[Quad, ...]) -> None:
    text = reading().filing.text
    claims = {(q.graph, q.subject, q.predicate): q.object for q in quads}
    backed = {
        (q.graph, *(claims[q.graph, q.subject, term(f"rdf:{part}")] for part in ("subject", "predicate", "object")))
        for q in quads
        if q.predicate == term("bp:evidence")
    }
    exempt = ("claim/", "passage/", "release/", "filing/")
    for quad in quads:
        if quad.subject.value.startswith(tuple(ID + path for path in exempt)):
            continue
        if quad.predicate.value.startswith(term("bp:x").value[:-1]) or quad.predicate in map(term, BACKED):
            assert (quad.graph, quad.subject, quad.predicate, quad.object) in backed
    passages = {q.subject for q in quads if q.object == term("bp:Passage")}
    assert passages
    for passage in passages:
        (exact,), (start,), (end,) = (objects(quads, passage, f"oa:{part}") for part in ("exact", "start", "end"))
        assert text[int(start) : int(end)] == exact != ""


def test_every_passage_leads_to_the_source(quads: tuple[Quad, ...]) -> None:
    for passage in {q.subject for q in quads if q.object == term("bp:Passage")}:
        (part,) = objects(quads, passage, "oa:hasSource")
        (filing,) = objects(quads, Iri(part), "dcterms:isPartOf")
        assert objects(quads, Iri(filing), "dcterms:source") == {"quillon.txt"}


def test_two_releases_tell_of_one_trial(quads: tuple[Quad, ...]) -> None:
    sha = reading().filing.sha256
    first, second = release_iri(sha, 1), release_iri(sha, 2)
    assert objects(quads, TRIAL, "bp:status", first) == {term("bp:initiated").value}
    assert objects(quads, TRIAL, "bp:status", second) == {term("bp:completed").value}
    assert objects(quads, TRIAL, "rdfs:label") == {"Phase 2 trial of QB-77 in melanoma"}
    assert objects(quads, TRIAL, "bp:sponsor") == {ID + "organization/quillon-biosciences"}


def test_a_planned_trial_is_asserted(quads: tuple[Quad, ...]) -> None:
    trial = Iri(ID + "trial/qb-77--lung-cancer--phase-3")
    assert objects(quads, trial, "bp:status") == {term("bp:planned").value}


@pytest.mark.parametrize("predicate", ["bp:target", "bp:indication"])
def test_what_is_denied_or_merely_possible_is_a_claim_alone(quads: tuple[Quad, ...], predicate: str) -> None:
    claimed = {q.subject for q in quads if q.predicate == term("rdf:predicate") and q.object == term(predicate)}
    said = {value for claim in claimed for value in objects(quads, claim, "rdf:object")}
    plain = {q.object.value for q in quads if q.predicate == term(predicate) and q.subject == Iri(ID + "drug/qb-77")}
    assert said - plain
    assert not plain & {ID + "target/nras", ID + "indication/leukemia"}


def test_super_properties_are_written_out(quads: tuple[Quad, ...]) -> None:
    deal = next(q.subject for q in quads if q.predicate == term("bp:agreementType"))
    assert objects(quads, deal, "bp:party") == objects(quads, deal, "bp:licensor") | objects(quads, deal, "bp:licensee")
    assert objects(quads, deal, "rdfs:label") == {
        "License agreement: Harbour Pharma AG / Quillon Biosciences Inc. on QB-77"
    }


def test_payments_are_nodes(quads: tuple[Quad, ...]) -> None:
    (payment,) = {q.object for q in quads if q.predicate == term("bp:payment")}
    assert isinstance(payment, Iri)
    assert objects(quads, payment, "bp:amount") == {"12500000"}
    assert objects(quads, payment, "bp:upTo") == {"true"}
    assert objects(quads, payment, "rdfs:label") == {"Total: up to USD 12,500,000"}


def test_each_graph_describes_what_it_uses(quads: tuple[Quad, ...]) -> None:
    for graph in {q.graph for q in quads}:
        mine = [q for q in quads if q.graph == graph]
        typed = {q.subject for q in mine if q.predicate == RDF_TYPE}
        labelled = {q.subject for q in mine if q.predicate == LABEL}
        kinds = ("organization", "person", "drug", "indication", "trial", "role", "agreement", "observation", "payment")
        used = {q.subject for q in mine} | {
            q.object for q in mine if isinstance(q.object, Iri) and q.predicate != term("rdf:object")
        }
        nodes = {iri for iri in used if iri.value.startswith(tuple(f"{ID}{kind}/" for kind in kinds))}
        assert nodes <= typed
        assert nodes <= labelled


def test_names_are_those_of_the_release(quads: tuple[Quad, ...]) -> None:
    company = Iri(ID + "organization/quillon-biosciences")
    first, second = release_iri(reading().filing.sha256, 1), release_iri(reading().filing.sha256, 2)
    assert objects(quads, company, "skos:altLabel", first) == {"Quillon"}
    assert objects(quads, company, "rdfs:label", second) == {"Quillon Biosciences Inc."}
    assert not any(q.object == Literal("The Company") for q in quads)


def test_a_fact_without_a_passage_is_left_out() -> None:
    read = reading()
    bare = tuple(
        replace(a, facts=tuple(replace(f, fields=tuple(replace(x, evidence=()) for x in f.fields)) for f in a.facts))
        for a in read.annotations
    )
    quads = quads_of(Reading(read.filing, bare))
    assert not any(q.object in (term("bp:Claim"), term("bp:Trial"), term("bp:Agreement")) for q in quads)


@pytest.mark.parametrize(("value", "words"), [("true", "enough"), ("false", "not enough")])
def test_the_label_of_guidance_says_what_it_says(value: str, words: str) -> None:
    said = {"sufficient": value, "latest": "2000-03-31"}
    assert LABELS["guidance"](lambda role, joint=", ": said.get(role, "")) == f"Cash {words} until 2000-03-31"
