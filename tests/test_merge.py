"""Merging and undoing leave no trace in the graph, and lose no quote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotation.model import Annotation
from kg.build import build, write_graphs
from kg.documents.model import Filing
from kg.graph.document import release_iri
from kg.graph.terms import Iri
from kg.graph.vocabulary import term
from kg.ontology import ID
from kg.resolution.judgement import Judgement, Verdict, judged
from kg.resolution.ledger import NAME, append
from kg.resolution.verdicts import fact_key
from kg.store import Store, open_store
from tests.graph.sample import TEXT, reading

ENTITIES = [
    f"{ID}{tail}"
    for tail in (
        "drug/qb-77",
        "indication/leukemia",
        "indication/lung-cancer",
        "indication/melanoma",
        "organization/harbour-pharma",
        "organization/quillon-biosciences",
    )
]
FACTS = [fact for annotation in reading().annotations if annotation.sequence == 1 for fact in annotation.facts]


def annotate(filing: Filing) -> tuple[Annotation, ...]:
    return reading(filing.text).annotations


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("merge")
    (folder / "quillon.txt").write_text(TEXT, encoding="utf-8")
    made = open_store(folder / "store", "write")
    build([folder / "quillon.txt"], made, annotate=annotate)
    return made


PAIRS = [(a, b) for a in ENTITIES for b in ENTITIES if a < b and a.rsplit("/", 1)[0] == b.rsplit("/", 1)[0]]


def quotes(store: Store) -> set[str]:
    return {q.object.value for q in store.quads() if q.predicate == term("oa:exact")}


@st.composite
def judgements(draw: st.DrawFn) -> tuple[list[Judgement], list[Judgement]]:
    """Some merges and rejected facts, and the same in the order in which they are undone."""
    chosen = draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=3, unique=True))
    wrong = draw(st.lists(st.sampled_from(range(len(FACTS))), max_size=3, unique=True))
    release = release_iri(reading().filing.sha256, 1).value
    lines = [judged(*pair, Verdict.SAME, "mara", "2004-02-03") for pair in chosen]
    lines += [Judgement(fact_key(release, FACTS[n]), "", Verdict.WRONG, 1.0, ("no",), "mara") for n in wrong]
    return lines, draw(st.permutations(lines))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(judgements())
def test_merged_and_undone_is_never_merged(store: Store, made: tuple[list[Judgement], list[Judgement]]) -> None:
    ledger = store.folder / NAME
    before, quoted = store.dump(), quotes(store)
    for line in made[0]:
        append(ledger, line)
    write_graphs(store)
    assert store.dump() != before
    assert quotes(store) == quoted
    for line in made[1]:
        append(ledger, replace(line, verdict=Verdict.UNDONE))
    write_graphs(store)
    assert store.dump() == before


def test_a_merge_rewrites_only_what_mentions_its_members(store: Store) -> None:
    ledger = store.folder / NAME
    by_hand = judged(f"{ID}indication/leukemia", f"{ID}indication/lung-cancer", Verdict.SAME, "mara")
    graphs = {graph: set(store.quads(graph)) for graph in store.graphs()}
    append(ledger, by_hand)
    write_graphs(store)
    changed = {graph.value.rsplit("/", 1)[1] for graph in graphs if set(store.quads(graph)) != graphs[graph]}
    assert {name.rpartition("-")[2] for name in changed} == {"1", "entities"}
    merged = Iri(f"{ID}indication/leukemia")
    assert any(q.object == merged for q in store.quads() if q.predicate == term("dcterms:isReplacedBy"))
    assert {q.object.value for q in store.quads() if q.predicate == term("bp:judgedBy")} == {"mara"}
    append(ledger, replace(by_hand, verdict=Verdict.UNDONE))
    write_graphs(store)
    assert {graph: set(store.quads(graph)) for graph in store.graphs()} == graphs


def test_a_rejected_fact_stays_on_record(store: Store) -> None:
    ledger = store.folder / NAME
    release = release_iri(reading().filing.sha256, 1)
    fact = next(f for f in FACTS if f.kind == "developer")
    rejected = Judgement(fact_key(release.value, fact), "", Verdict.WRONG, 1.0, ("wrong company",), "mara")
    append(ledger, rejected)
    write_graphs(store)
    plain = [q for q in store.quads() if q.predicate == term("bp:developer")]
    claims = {q.subject for q in store.quads(release) if q.object == term("bp:developer")}
    said = {(q.predicate, q.object.value) for q in store.quads(release) if q.subject in claims}
    assert not plain
    assert (term("bp:verdict"), term("bp:wrong").value) in said
    assert (term("bp:errorKind"), "wrong company") in said
    append(ledger, replace(rejected, verdict=Verdict.UNDONE))
    write_graphs(store)
    assert [q for q in store.quads() if q.predicate == term("bp:developer")]
