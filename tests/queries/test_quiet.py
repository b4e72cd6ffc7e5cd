"""No longer spoken of is not discontinued, and is told only of a company that speaks on."""

# ruff: noqa: E501, ISC004 - what a sentence states reads best on one line

from __future__ import annotations

from kg.queries.quiet import SAYS, silence_of
from tests.queries.told_case import Line, case

OLD: Line = (
    "2004-01-10",
    "QM-1 is ours.",
    "drug/qm-1 developer organization/quillmark; drug/qm-2 developer organization/quillmark;"
    "trial/x intervention drug/qm-1; trial/x status :ongoing; agreement/a party organization/belu; agreement/a party organization/quillmark",
)
NEW: Line = ("2006-01-10", "QM-2 is ours.", "drug/qm-2 developer organization/quillmark")


def test_silent_drug_trial_and_partner() -> None:
    lines = silence_of(case(OLD, NEW))
    assert {(s.kind, s.what.text) for s in lines} == {("drug", "QM-1"), ("trial", "X"), ("partner", "Belu")}
    assert {s.says.text for s in lines} == {SAYS}
    assert not any("discontinued" in s.says.text for s in lines)
    assert {(s.last, s.months, s.releases_since, s.speaking_since) for s in lines} == {("2004-01-10", 24, 1, 1)}


def test_what_a_release_ended_is_told_with_its_quote() -> None:
    ended = "2004-02-10", "The trial of QM-1 was stopped.", "trial/x status :terminated"
    found = {s.kind: s.says for s in silence_of(case(OLD, ended, NEW))}
    assert found["trial"].text == "last told as terminated"
    assert found["trial"].places[0].quote == "The trial of QM-1 was stopped."


def test_a_company_that_falls_silent_itself_has_no_silent_drugs() -> None:
    assert silence_of(case(OLD)) == ()


def test_a_short_while_is_no_silence() -> None:
    assert silence_of(case(OLD, ("2004-12-10", "QM-2 is ours.", "drug/qm-2 developer organization/quillmark"))) == ()
