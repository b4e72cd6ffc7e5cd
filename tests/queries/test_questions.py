"""Every question as a function: it runs, its columns are its row's fields, its answers carry their sentences."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from kg.errors import QueryError, UnknownName
from kg.ontology import questions
from kg.queries import questions as asked
from kg.queries.ask import answer_text, ask
from kg.store import Store
from tests.queries.norvik import TEXT

ROWS = {
    "pipeline": asked.PipelineRow,
    "changes": asked.Change,
    "history": asked.HistoryRow,
    "mentions": asked.Mention,
    "partners": asked.Partnership,
    "offices": asked.Office,
    "trials": asked.TrialRow,
    "disagreements": asked.Disagreement,
    "cash": asked.CashRow,
    "promises": asked.PromiseRow,
    "silence": asked.Silence,
    "expectations": asked.ExpectationRow,
    "guidance": asked.GuidanceRow,
    "wording": asked.WordingRow,
    "support": asked.SupportRow,
}
VALUES = {"company": "Norvik", "drug": "NVK-101", "from": "2006-01-01"}


def test_every_question_has_a_function() -> None:
    assert {q.name for q in questions()} == set(ROWS)
    assert all(callable(getattr(asked, name)) for name in ROWS)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_columns_are_the_fields_of_the_row(norvik: Store, name: str) -> None:
    needed = {p.name: VALUES[p.name] for q in questions() if q.name == name for p in q.parameters if p.required}
    answer = ask(norvik, name, needed)
    assert sorted(map(asked.snake, answer.columns)) == sorted(f.name for f in dataclasses.fields(ROWS[name]))
    assert asked.rows(ROWS[name], answer) is not None


def test_pipeline_follows_the_day(norvik: Store) -> None:
    first = asked.pipeline(norvik, "norvik biosciences", as_of="2006-05-01")
    assert [(r.drug, r.indication, r.status) for r in first] == [("NVK-101", "melanoma", "planned")]
    last = {(r.drug, r.status, r.date) for r in asked.pipeline(norvik, "Norvik")}
    assert ("NVK-101", "initiated", "2006-09-12") in last
    assert "NVK-202" in {drug for drug, _, _ in last}
    assert all(r.quote in TEXT for r in asked.pipeline(norvik, "Norvik"))


def test_history_holds_what_is_only_possible(norvik: Store) -> None:
    rows = asked.history(norvik, "norvimab")
    assert ("psoriasis", "possible") in {(r.value, r.certainty) for r in rows}
    assert {r.date for r in asked.history(norvik, "NVK-101", as_of="2006-03-02")} == {"2006-03-02"}


def test_partners_have_amounts(norvik: Store) -> None:
    (row,) = asked.partners(norvik, "Norvik")
    assert (row.partner, row.drugs, row.amount, row.currency) == (
        "Halden Pharma AG",
        "NVK-202",
        Decimal(5000000),
        "EUR",
    )


def test_offices_by_person_and_company(norvik: Store) -> None:
    assert asked.offices(norvik, company="Norvik") == asked.offices(norvik, person="Dr. Astrid Lund") != ()


def test_promises_are_kept(norvik: Store) -> None:
    assert ("planned", "initiated") in {(r.value, r.became) for r in asked.promises(norvik, "Norvik")}


def test_silence_is_long_and_mentions_are_all(norvik: Store) -> None:
    assert not asked.silence(norvik, "Norvik")
    assert [(r.drug, str(r.releases_since)) for r in asked.mentions(norvik, "Norvik")] == [
        ("NVK-101", "1"),
        ("NVK-202", "0"),
    ]


def test_trials_fit_what_is_asked(norvik: Store) -> None:
    assert len(asked.trials(norvik, site="Mercy Lake Hospital")) == 1
    assert asked.trials(norvik, status="completed") == ()


def test_an_unknown_name_offers_the_nearest(norvik: Store) -> None:
    with pytest.raises(UnknownName, match="NVK-101") as caught:
        ask(norvik, "history", {"drug": "NVK-1O1"})
    assert caught.value.nearest[0] == "NVK-101"
    with pytest.raises(UnknownName, match="Norvik Biosciences"):
        ask(norvik, "pipeline", {"company": "Norvick Bioscience"})


def test_a_company_is_not_a_drug(norvik: Store) -> None:
    with pytest.raises(UnknownName):
        ask(norvik, "history", {"drug": "Norvik"})


@pytest.mark.parametrize(
    ("name", "params", "says"),
    [
        ("pipelin", {}, "no question 'pipelin'"),
        ("pipeline", {}, "needs 'company'"),
        ("pipeline", {"company": "Norvik", "colour": "red"}, "no parameter 'colour'"),
        ("pipeline", {"company": "Norvik", "as_of": "soon"}, "not a date"),
    ],
)
def test_a_wrong_question_is_said(norvik: Store, name: str, params: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        ask(norvik, name, params)


def test_a_day_is_refused_where_it_would_be_ignored(norvik: Store) -> None:
    with pytest.raises(QueryError, match="as of a day"):
        ask(norvik, "cash", {"company": "Norvik"}, as_of="2006-01-01")


def test_own_text(norvik: Store) -> None:
    assert answer_text(norvik, "ASK { ?x a bp:Drug }").rows == ((True,),)
    assert answer_text(norvik, "SELECT (COUNT(*) AS ?n) { ?x a bp:Drug }").rows == ((2,),)
    (row,) = answer_text(norvik, "CONSTRUCT { ?x a bp:Drug } WHERE { ?x rdfs:label 'NVK-202' }").rows
    assert row[2] == "bp:Drug"
    with pytest.raises(QueryError):
        answer_text(norvik, "SELEC ?x { ?x a bp:Drug }")


@pytest.mark.parametrize("name", ['x" } DROP ALL #', "NVK-900\\", "a\nb", "<http://x>", "http://e/ } ", "", "   "])
def test_names_cannot_break_out_of_their_place(norvik: Store, name: str) -> None:
    with pytest.raises((UnknownName, QueryError)):
        ask(norvik, "history", {"drug": name})
