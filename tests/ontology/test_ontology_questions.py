"""The questions parse as they stand, run on invented releases, and give the rows that a person would."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryError
from kg.ontology import BP, ID, Question, bind, load_ontology, question, questions, read_question

Row = dict[str, str]
NAMES = (
    "cash", "changes", "disagreements", "expectations", "guidance", "history", "mentions", "offices", "partners",
    "pipeline", "promises", "silence", "support", "trials", "wording",
)  # fmt: skip


def ask(store: Store, name: str, **values: str) -> list[Row]:
    """The rows of a question, each variable's text."""
    found = store.query(bind(question(name), values))
    assert isinstance(found, QuerySolutions)
    variables = [v.value for v in found.variables]
    return [{v: str(row[v].value) for v in variables if row[v] is not None} for row in found]


def columns(rows: list[Row], *names: str) -> list[tuple[str, ...]]:
    """Some columns of each row, "" where there is no value."""
    return [tuple(row.get(name, "") for name in names) for row in rows]


def test_every_competency_question_is_there() -> None:
    assert tuple(q.name for q in questions()) == NAMES


@pytest.mark.parametrize("asked", questions(), ids=lambda q: q.name)
def test_text_is_sparql_as_it_stands_and_says_what_it_answers(asked: Question) -> None:
    prepareQuery(asked.text)
    Store().query(asked.text)
    assert asked.title
    assert asked.description
    assert all(p.description and p.name in asked.text for p in asked.parameters)


@pytest.mark.parametrize("asked", questions(), ids=lambda q: q.name)
def test_rows_carry_quote_and_source(asked: Question, store: Store) -> None:
    given = {"drug": "nvx-12", "from": "2004-02-10", "company": "norvane"}
    rows = ask(store, asked.name, **{p.name: given[p.name] for p in asked.parameters if p.required})
    if asked.name == "silence":
        rows = ask(store, "silence", company="norvane", months="6")
    if asked.name == "offices":
        rows = ask(store, "offices", company="norvane")
    assert rows
    for row in rows:
        assert any(key.lower().endswith(("quote", "quote1")) for key in row)
        assert any(key.lower().startswith("source") for key in row)


def test_pipeline_on_a_day(store: Store) -> None:
    wanted = ("drug", "indication", "phase", "status", "date", "quote")
    assert columns(ask(store, "pipeline", company="NORVANE", as_of="2004-03-01"), *wanted) == [
        ("NVX-12", "melanoma", "Phase 2", "Planned", "2004-02-10", "Norvane plans a Phase II trial of NVX-12, LUMEN."),
        ("NVX-44", "", "Preclinical", "", "2004-02-10", "NVX-44 is in preclinical tests."),
        ("NVX-30", "", "", "", "2004-02-10", "Norvane also owns NVX-30."),
    ]
    assert columns(ask(store, "pipeline", company="norvane biotech inc."), *wanted[:5]) == [
        ("NVX-12", "melanoma", "Phase 2", "Initiated", "2004-06-01"),
        ("NVX-30", "", "Phase 1", "Ongoing", "2004-11-15"),
        ("NVX-44", "", "Preclinical", "", "2004-02-10"),
    ]


def test_changes_between_two_days(store: Store) -> None:
    rows = ask(store, "changes", company="Norvane", to="2004-06-30", **{"from": "2004-02-10"})
    seen = columns(rows, "about", "what", "before", "after")
    assert ("LUMEN", "status", "Planned", "Initiated") in seen
    assert ("LUMEN", "enrollment", "40", "60") in seen
    assert not [row for row in seen if row[1] == "developer"]  # said before
    assert {row["date"] for row in rows} == {"2004-06-01"}


def test_history_holds_what_was_denied_and_intended(store: Store) -> None:
    rows = ask(store, "history", drug="nvx-30")
    assert ("2004-11-15", "negated") in columns(rows, "date", "polarity")
    assert ("2004-06-01", "intended") in columns(rows, "date", "certainty")
    assert {row["about"] for row in ask(store, "history", drug="norvalimus")} >= {
        "NVX-12",
        "LUMEN",
        "license",
        "upfront",
    }


def test_partners_with_amounts(store: Store) -> None:
    rows = ask(store, "partners", company="norvane")
    assert columns(rows, "partner", "type", "drugs", "payment", "amount", "currency", "quote") == [
        (
            "Helix Pharma AG",
            "License",
            "NVX-12",
            "Upfront payment",
            "5000000",
            "USD",
            "Helix pays $5 million on signing.",
        )
    ]
    assert columns(ask(store, "partners", company="Helix Pharma AG"), "partner") == [("Norvane Biotech Inc.",)]


def test_offices_of_a_company_and_of_a_person(store: Store) -> None:
    wanted = ("person", "title", "status", "date")
    assert columns(ask(store, "offices", company="norvane"), *wanted) == [
        ("Omar Reyes", "Chief Financial Officer", "Current", "2004-02-10"),
        ("Omar Reyes", "Chief Financial Officer", "Former", "2004-11-15"),
        ("Tavia Lindqvist", "Chief Executive Officer", "Appointed", "2004-11-15"),
    ]
    assert len(ask(store, "offices", person="omar reyes")) == 2
    assert len(ask(store, "offices", person="omar reyes", company="Norvane", as_of="2004-03-01")) == 1


def test_trials_by_each_argument(store: Store) -> None:
    assert columns(ask(store, "trials"), "drug", "phase", "status") == [
        ("NVX-12", "Phase 2", "Initiated"),
        ("NVX-30", "Phase 1", "Ongoing"),
    ]
    for asked in (
        {"phase": "Phase II"}, {"phase": "phase-2"}, {"status": "initiated"}, {"site": "mercy hospital"},
        {"investigator": "Tavia Lindqvist"}, {"drug": "Norvalimus"}, {"indication": "Melanoma"},
        {"company": "norvane", "phase": "phase 2"},
    ):  # fmt: skip
        rows = ask(store, "trials", **asked)
        assert columns(rows, "drug", "sites", "enrollment", "source") == [("NVX-12", "Mercy Hospital", "60", "two.txt")]
    assert not ask(store, "trials", drug="nvx-12", phase="phase-1")


def test_disagreements_show_both_quotes(store: Store) -> None:
    rows = ask(store, "disagreements")
    assert columns(rows, "about", "what", "value1", "value2", "quote1", "quote2") == [
        ("nvx-30-melanoma-1", "status", "Completed", "Ongoing", "A Phase I trial of NVX-30 is over.",
         "The Phase I trial of NVX-30 goes on."),
    ]  # fmt: skip
    assert not ask(store, "disagreements", as_of="2004-06-01")
    assert not ask(store, "disagreements", about="norvalimus")
    assert not ask(store, "disagreements", about="NVX-44")


def test_cash_and_runway(store: Store) -> None:
    rows = ask(store, "cash", company="norvane")
    assert columns(rows, "periodEnd", "cash", "burn", "months", "runwayMonths", "burnQuote") == [
        ("2004-09-30", "12000000", "3000000", "3", "12", "The quarter used $3.0 million.")
    ]


def test_promises_and_what_became_of_them(store: Store) -> None:
    rows = ask(store, "promises", company="norvane")
    assert columns(rows, "promised", "about", "what", "value", "became", "on") == [
        ("2004-02-10", "LUMEN", "status", "Planned", "Initiated", "2004-06-01"),
        ("2004-06-01", "NVX-30", "indication", "melanoma", "nothing since", ""),
    ]


def test_expectations_with_their_days(store: Store) -> None:
    rows = columns(ask(store, "expectations", company="norvane"), "date", "matter", "drugs", "earliest", "latest")
    assert rows == [("2004-11-15", "Results", "NVX-30", "2005-01-01", "2005-12-31")]
    assert ask(store, "expectations", company="norvane", as_of="2004-11-14") == []


def test_guidance_says_until_when(store: Store) -> None:
    rows = columns(ask(store, "guidance", company="norvane"), "sufficient", "latest", "quote")
    assert rows == [("true", "2005-12-31", "Our cash lasts through 2005.")]


def test_wording_by_sentence(store: Store) -> None:
    rows = columns(ask(store, "wording", company="norvane"), "first", "last", "releases", "quote")
    assert rows == [("2004-11-15", "2004-11-15", "1", "Norvane makes drugs.")]


def test_support_counts_wordings_and_publishers(store: Store) -> None:
    rows = columns(ask(store, "support", drug="nvx-12"), "what", "value", "releases", "wordings")
    assert ("developer", "Norvane Biotech Inc.", "2", "2") in rows


def test_silence_is_more_than_so_many_months(store: Store) -> None:
    assert not ask(store, "silence", company="norvane")
    rows = ask(store, "silence", company="norvane", months="6")
    assert columns(rows, "about", "lastMentioned", "months", "releasesSince") == [("NVX-44", "2004-02-10", "9", "2")]


def test_mentions_longest_ago_first(store: Store) -> None:
    rows = ask(store, "mentions", company="norvane")
    assert columns(rows, "drug", "lastMentioned", "releasesSince") == [
        ("NVX-44", "2004-02-10", "2"),
        ("NVX-12", "2004-06-01", "1"),
        ("NVX-30", "2004-11-15", "0"),
    ]


def test_things_that_were_found_may_be_given_for_a_name(store: Store) -> None:
    drug, trial = f"{ID}drug/nvx-12", f"{ID}drug/nvx-30"
    assert ask(store, "history", drug=drug) == ask(store, "history", drug="NVX-12")
    assert len(ask(store, "trials", drug=f"{drug} {trial}")) == 2


@pytest.mark.parametrize("asked", questions(), ids=lambda q: q.name)
def test_every_name_can_be_given_as_things(asked: Question) -> None:
    needed = {p.name: "2004-01-01" if p.type == "date" else "X" for p in asked.parameters if p.required}
    for parameter in asked.parameters:
        if parameter.type == "name":
            assert f"= LCASE($_{parameter.name})" in asked.text
            text = bind(asked, {**needed, parameter.name: "urn:x:1 urn:x:2"})
            assert "{ <urn:x:1> <urn:x:2> }" in text
            assert 'LCASE("urn' not in text


def test_values_cannot_break_out_of_their_place(store: Store) -> None:
    for name in ('x" } DELETE WHERE { ?s ?p ?o } #', "a\\", "line\nbreak", "$_as_of", '"'):
        assert ask(store, "pipeline", company=name) == []


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("pipeline", {}, "needs 'company'"),
        ("pipeline", {"company": "X", "when": "now"}, "no parameter 'when'"),
        ("pipeline", {"company": "X", "as-of": "18 February"}, "is not a date"),
        ("trials", {"phase": "phase-9"}, "none of preclinical, phase-1"),
    ],
)
def test_wrong_use_says_what_is_wrong(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(question(name), values)


def test_unknown_question_names_the_known() -> None:
    with pytest.raises(QueryError, match="pipeline"):
        question("pipelines")
    with pytest.raises(QueryError):
        question("../shapes")


def test_header_errors_are_told() -> None:
    with pytest.raises(QueryError, match="no '# param:' line declares it"):
        read_question("x", 'SELECT * { ?s ?p $_o . FILTER(?p != "$_no") } # $_neither')
    with pytest.raises(QueryError, match="is not 'NAME TYPE"):
        read_question("x", "# param: drug\nSELECT * { ?s ?p ?o }")


def test_terms_by_type() -> None:
    head = "# param: n integer optional = 3 : a number\n# param: i iri optional = urn:x : an IRI\n"
    asked = read_question("x", head + "SELECT * { ?s ?p $_n , $_i }")
    assert "?p 3 , <urn:x>" in bind(asked, {})
    with pytest.raises(QueryError, match="whole number"):
        bind(asked, {"n": "three"})
    with pytest.raises(QueryError, match="not an IRI"):
        bind(asked, {"i": "urn:x> . ?a ?b <urn:y"})


def test_ranks_in_the_texts_are_those_of_the_concepts() -> None:
    concepts = load_ontology().concepts
    for name, scheme in (("pipeline", "phase"), ("disagreements", "trial-status")):
        ranked = {c.iri.removeprefix(BP): c.rank for c in concepts.values() if scheme in c.schemes}
        found = re.findall(r"\(bp:(\w+) (\d+)\)", question(name).text)
        assert {iri: int(rank) for iri, rank in found} == ranked
        assert len(found) == 2 * len(ranked)
