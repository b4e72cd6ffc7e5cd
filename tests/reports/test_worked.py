"""A question that is worked out has one answer: the report's, in the columns of the question."""

from __future__ import annotations

import pytest

from kg.errors import QueryError, UnknownName
from kg.ontology import question, questions
from kg.queries.answered import graph_of_answer
from kg.queries.ask import ask, text_of
from kg.queries.case import open_case
from kg.queries.kept import promises_of
from kg.queries.oddities import all_contradictions
from kg.queries.quiet import silence_of
from kg.queries.worked import WORKED
from kg.store import Rows, Store


def column(store: Store, name: str, key: str, **given: str) -> list[object]:
    answer = ask(store, name, given)
    return [row[answer.columns.index(key)] for row in answer.rows]


def test_each_is_a_question_with_a_text_of_its_own() -> None:
    assert set(WORKED) <= {q.name for q in questions()}


def test_answers_are_those_of_the_reports(examples: Store) -> None:
    case = open_case(examples, "Tarnwick", "Organization")
    pairs = [c.rule for c in all_contradictions(case, examples)]
    assert pairs
    assert column(examples, "disagreements", "why", about="Tarnwick") == pairs
    assert set(pairs) <= set(column(examples, "disagreements", "why"))
    assert column(examples, "promises", "outcome", company="Tarnwick") == [p.outcome for p in promises_of(case)]
    lorus = open_case(examples, "Lorus Therapeutics", "Organization")
    assert column(examples, "silence", "about", company="Lorus Therapeutics") == [
        s.what.text for s in silence_of(lorus)
    ]


def test_months_and_days_are_heeded(examples: Store) -> None:
    some, all_ = (len(ask(examples, "silence", {"company": "Lorus Therapeutics", "months": m}).rows) for m in "12")
    assert all_ <= some
    assert not ask(examples, "disagreements", {"about": "Tarnwick"}, as_of="2018-12-31").rows
    assert not ask(examples, "promises", {"company": "Tarnwick"}, as_of="1999-01-01").rows


def test_the_sparql_gives_no_pair_that_the_answer_has_not(examples: Store) -> None:
    found = examples.query(text_of(examples, question("disagreements"), {}))
    assert isinstance(found, Rows)
    answer = ask(examples, "disagreements")
    values = [answer.columns.index(name) for name in ("value1", "value2")]
    known = {frozenset(str(row[i]) for i in values) for row in answer.rows}
    plain = [found.variables.index(name) for name in ("value1", "value2")]
    assert {frozenset(row[i].value for i in plain if row[i]) for row in found.rows} <= known  # type: ignore[union-attr]


def test_what_is_wrong_is_said(examples: Store) -> None:
    with pytest.raises(QueryError, match="needs 'company'"):
        ask(examples, "promises")
    with pytest.raises(QueryError, match="no parameter 'drug'"):
        ask(examples, "silence", {"company": "Tarnwick", "drug": "x"})
    with pytest.raises(UnknownName):
        ask(examples, "disagreements", {"about": "Nobody at all"})


def test_the_answer_can_be_drawn(examples: Store) -> None:
    graph = graph_of_answer(examples, question("silence"), {"company": "Lorus Therapeutics"})
    assert graph.number_of_nodes() > 1
