"""The graph opened for Python: typed questions, walks, and an rdflib Dataset that Oxigraph answers."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDFS, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery

import kg
from kg.errors import QueryError, StoreError, UnknownName
from kg.ontology import BP
from kg.queries import questions
from kg.queries.model import Answer
from tests.queries.norvik import RELEASES, E, make_store


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    with kg.open(make_store(tmp_path_factory.mktemp("opened") / "store")) as found:
        yield found


def test_questions_have_typed_rows(graph: kg.Graph) -> None:
    rows = graph.pipeline("Norvik")
    assert {row.drug for row in rows} == {"NVK-101", "NVK-202"}
    assert {type(row) for row in rows} == {questions.PipelineRow}
    assert all(row.quote for row in rows)
    assert [row.status for row in graph.pipeline("norvik", as_of="2006-03-02")] == ["planned"]
    assert graph.offices(person="Astrid Lund")[0].organization == "Norvik Biosciences Inc."
    with pytest.raises(UnknownName, match="Norvik"):
        graph.pipeline("Norvick")


def test_each_question_of_the_module_is_a_method() -> None:
    names = {
        name
        for name, made in inspect.getmembers(questions, inspect.isfunction)
        if made.__module__ == questions.__name__ and "store" in inspect.signature(made).parameters
    }
    assert names
    for name in names:
        own, theirs = (inspect.signature(getattr(home, name)).parameters for home in (kg.Graph, questions))
        assert [p for p in own if p != "self"] == [p for p in theirs if p != "store"], name


def test_any_question_any_name_any_walk(graph: kg.Graph) -> None:
    found = graph.ask("silence", company="Norvik")
    assert isinstance(found, Answer)
    assert graph.find("norvimab").iri == E["nvk101"]
    assert E["norvik"].value in graph.neighbourhood("NVK-101")
    way = graph.path("melanoma", "Astrid Lund")
    assert way is not None
    assert E["norvik"].value in way


def test_dataset_is_answered_by_oxigraph(graph: kg.Graph) -> None:
    drugs = {
        str(row[Variable("name")])
        for row in graph.dataset.query("SELECT ?name { ?d a bp:Drug ; rdfs:label ?name }").bindings
    }
    assert drugs == {"NVK-101", "NVK-202"}
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?r a bp:Release ; dcterms:issued ?day } }"
    assert len(list(graph.dataset.query(named))) == len(RELEASES)
    assert list(graph.dataset.objects(URIRef(E["nvk101"].value), RDFS.label))
    given = graph.dataset.query("SELECT ?d ?o { ?d bp:developer ?o }", initBindings={"d": URIRef(E["nvk101"].value)})
    assert [str(row[Variable("o")]) for row in given.bindings] == [E["norvik"].value]
    assert graph.dataset.query("ASK { ?d bp:developer ?o }").askAnswer


def test_dataset_says_what_would_be_slow_or_wrong(graph: kg.Graph) -> None:
    prepared = prepareQuery("SELECT ?d { ?d a bp:Drug }", initNs={"bp": BP})
    with pytest.raises(QueryError, match="text"):
        graph.dataset.query(prepared)
    with pytest.raises(QueryError, match="cannot be answered"):
        graph.dataset.query("SELECT nonsense")


def test_what_is_closed_or_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        kg.open(tmp_path)
    with kg.open(make_store(tmp_path / "store")) as graph:
        pass
    with pytest.raises(StoreError, match="closed"):
        _ = graph.dataset
