"""The answer to a query as a graph: things by IRI and by name, and what joins them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.ontology import ID, question, read_question
from kg.queries.answered import graph_of_answer, named_in
from kg.store import Store, open_store
from kg.views.draw import answer_page
from tests.queries.norvik import TEXT, TRIAL, E, make_store


def test_things_of_a_query_and_the_trial_between_them(norvik: Store) -> None:
    asked = read_question("-q", "SELECT ?drug ?disease { ?t bp:intervention ?drug ; bp:indication ?disease }")
    graph = graph_of_answer(norvik, asked, {})
    assert {E["nvk101"].value, E["melanoma"].value, TRIAL.value} == set(graph)
    assert all(e.quote in TEXT for _, _, data in graph.edges(data=True) for e in data["statement"].evidence)
    assert graph.number_of_edges() >= 2


def test_a_named_question_is_drawn_by_the_names_in_its_answer(norvik: Store) -> None:
    graph = graph_of_answer(norvik, question("pipeline"), {"company": "Norvik"})
    assert {E["nvk101"].value, E["melanoma"].value} <= set(graph)
    early = graph_of_answer(norvik, question("pipeline"), {"company": "Norvik"}, "2006-03-02")
    assert E["nvk202"].value not in early
    page = answer_page(norvik, question("pipeline"), {"company": "Norvik"})
    assert "NVK-101" in page
    assert ": Norvik</title>" in page


def test_a_construct_and_a_thing_by_itself(norvik: Store) -> None:
    asked = read_question("-q", "CONSTRUCT { ?d bp:developer ?c } { ?d bp:developer ?c }")
    assert E["norvik"].value in graph_of_answer(norvik, asked, {})
    alone = read_question("-q", 'SELECT ?name { BIND("Halden Pharma AG" AS ?name) }')
    graph = graph_of_answer(norvik, alone, {})
    assert set(graph) == {E["halden"].value}


def test_the_bookkeeping_of_names_is_not_drawn(tmp_path: Path) -> None:
    asked = read_question("-q", 'SELECT ?name { BIND("Halden Pharma AG" AS ?name) }')
    with open_store(make_store(tmp_path / "store"), "write") as store:
        store.update(
            'INSERT DATA { <urn:use> a bp:NameUse ; rdfs:label "Halden Pharma AG" }'.replace("urn:", f"{ID}name/")
        )
        assert set(graph_of_answer(store, asked, {})) == {E["halden"].value}


def test_many_things_are_capped_in_the_order_of_the_answer(norvik: Store) -> None:
    text = "SELECT ?x { ?x rdfs:label ?name ; a ?type } ORDER BY ?name"
    named = named_in(norvik, [cell for row in norvik.select(text).rows for cell in row if cell])
    graph = graph_of_answer(norvik, read_question("-q", text), {}, limit=3)
    assert set(graph) == {iri.value for iri in named[:3]}
    assert graph.graph["left_out"] == len(named) - 3


@pytest.mark.parametrize("text", ["SELECT ?n { BIND(1 AS ?n) }", "ASK { ?s ?p ?o }", "SELECT ?r { ?r a bp:Release }"])
def test_what_cannot_be_drawn_says_so(norvik: Store, text: str) -> None:
    with pytest.raises(QueryError, match="drawn"):
        graph_of_answer(norvik, read_question("-q", text), {})
