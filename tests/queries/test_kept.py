"""What was promised, and what became of it; a day that passed in silence breaks no promise."""

# ruff: noqa: E501 - what a sentence states reads best on one line

from __future__ import annotations

from kg.queries.kept import PromiseLine, promises_of
from tests.queries.told_case import Line, case

QM1 = "drug/qm-1 developer organization/quillmark"


def expects(node: str, matter: str, first: str, last: str, rest: str = "") -> str:
    return (
        f"expectation/{node} expectedBy organization/quillmark; expectation/{node} matter :{matter}; expectation/{node} earliest {first};"
        f"expectation/{node} latest {last}; expectation/{node} drug drug/qm-1;{rest}"
    )


START: Line = (
    "2004-01-10",
    "A Phase 2 trial of QM-1 will start by mid-year.",
    f"{QM1}; " + expects("a", "trialStart", "2004-01-10", "2004-06-30", "expectation/a phase :phase2"),
)


def begun(day: str, phase: str = "phase2", status: str = "initiated") -> Line:
    return day, f"Told on {day}.", f"trial/x intervention drug/qm-1; trial/x phase :{phase}; trial/x status :{status}"


def kept(*lines: Line) -> PromiseLine:
    return promises_of(case(*lines))[0]


def test_met() -> None:
    line = kept(START, begun("2004-05-01"))
    assert (line.outcome, line.days, line.on, line.became.text) == ("met", -60, "2004-05-01", "Initiated")
    assert (line.earliest, line.latest) == ("2004-01-10", "2004-06-30")


def test_late_by_days_where_the_day_itself_is_told() -> None:
    line = kept(START, begun("2004-09-18"))
    assert (line.outcome, line.days) == ("late by 80 days", 80)


def test_not_late_where_only_a_state_is_told_long_after() -> None:
    assert kept(START, begun("2004-09-18", status="ongoing")).outcome == "came about, told 80 days after"


def test_missed_where_a_release_says_so() -> None:
    assert kept(START, begun("2004-09-18", status="terminated")).outcome == "missed"


def test_silence_is_no_news_and_not_missed() -> None:
    assert kept(START, ("2004-12-01", "Other things.", QM1)).outcome == "no news"


def test_open_until_its_day() -> None:
    assert kept(START, ("2004-03-01", "Other things.", QM1)).outcome == "open"


def test_another_phase_or_drug_does_not_keep_it() -> None:
    other = (
        "2004-05-01",
        "QM-2 starts.",
        "trial/y intervention drug/qm-2; trial/y phase :phase2; trial/y status :initiated",
    )
    assert kept(START, begun("2004-05-01", "phase1"), other, ("2004-12-01", "More.", QM1)).outcome == "no news"


def test_a_trial_that_ran_before_does_not_keep_it() -> None:
    assert kept(begun("2003-01-01"), START, ("2004-12-01", "More.", QM1)).outcome == "no news"


def test_slipped_to_a_later_day() -> None:
    later = expects("b", "trialStart", "2004-10-01", "2004-12-31", "expectation/b phase :phase2")
    line = kept(START, ("2004-07-01", "It will start in the fourth quarter.", later))
    assert (line.outcome, line.days) == ("slipped by 184 days", 184)


def test_slipped_to_the_first_later_day_that_is_told_of_the_same_thing() -> None:
    ends = {"b": "2004-12-31", "c": "2005-06-30"}
    later = {
        n: expects(n, "trialStart", "2004-10-01", end, f"expectation/{n} phase :phase2") for n, end in ends.items()
    }
    twice = ("2004-08-01", "It will start by summer.", later["c"]), ("2004-07-01", "It will start late.", later["b"])
    assert (kept(START, *twice).outcome, kept(START, *twice).on) == ("slipped by 184 days", "2004-07-01")
    other = expects("d", "trialStart", "2004-10-01", "2004-12-31", "expectation/d phase :phase3")
    assert kept(START, ("2004-07-01", "Another trial will start.", other)).outcome == "no news"


def test_a_plan_without_a_day_is_told_as_one() -> None:
    plan = "2004-01-01", "A trial is planned.", f"{QM1}; trial/x intervention drug/qm-1; trial/x status :planned"
    assert (kept(plan).latest, kept(plan).outcome) == ("", "open")
    assert kept(plan, begun("2005-01-01")).outcome == "came about"
