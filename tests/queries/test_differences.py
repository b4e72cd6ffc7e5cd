"""What changed between two days; what is merely not spoken of has not changed."""

# ruff: noqa: E501, ISC004 - what a sentence states reads best on one line

from __future__ import annotations

from dataclasses import replace

from kg.queries.claims import Thing
from kg.queries.differences import FormerName, differences
from kg.queries.told import Place
from tests.queries.told_case import Line, case, thing

QM1 = "drug/qm-1 developer organization/quillmark"
THEN: Line = (
    "2004-01-10",
    "QM-1 is in Phase 1, to end by June.",
    f"{QM1}; trial/a intervention drug/qm-1; trial/a phase :phase1; trial/a status :ongoing; drug/qm-9 developer organization/quillmark;"
    "expectation/a expectedBy organization/quillmark; expectation/a matter :trialComplete; expectation/a drug drug/qm-1;"
    "expectation/a latest 2004-06-30",
)


def changed(*later: Line) -> set[tuple[str, str, str, str]]:
    found = differences(case(THEN), case(THEN, *later))
    return {(c.kind, c.what, c.before.text, c.after.text) for c in found}


def test_nothing_said_nothing_changed() -> None:
    assert changed() == set()
    assert changed(("2005-01-01", "QM-1 is ours.", QM1)) == set()


def test_new_and_advanced() -> None:
    found = changed(
        (
            "2005-01-01",
            "QM-2 is new; QM-1 is in Phase 2.",
            "drug/qm-2 developer organization/quillmark;"
            "trial/b intervention drug/qm-1; trial/b phase :phase2; trial/b status :ongoing",
        )
    )
    assert ("new", "drug", "", "QM-2") in found
    assert ("advanced", "stage", "Phase 1", "Phase 2") in found
    assert ("new", "Trial", "", "Ongoing") in found


def test_ended_by_a_sentence() -> None:
    found = changed(("2005-01-01", "The trial was stopped.", "trial/a status :terminated"))
    assert ("ended", "Trial", "Ongoing", "Terminated") in found
    assert not any(what == "stage" for _, what, _, _ in found)


def test_slipped() -> None:
    found = changed(
        (
            "2004-05-01",
            "It will end by December.",
            "expectation/b expectedBy organization/quillmark;"
            "expectation/b matter :trialComplete; expectation/b drug drug/qm-1; expectation/b latest 2004-12-31",
        )
    )
    assert found == {("slipped", "expectation", "2004-06-30", "2004-12-31")}


def test_what_a_release_calls_a_former_name_is_renamed_once() -> None:
    earlier, later = case(THEN, as_of="2004-06-01"), case(THEN, ("2005-01-01", "QM-1 (formerly QX-1) is ours.", QM1))
    place = next(p for t in later.told(thing("drug/qm-1"), "developer") for p in t.places if p.source.date > "2005")
    former = FormerName(thing("drug/qm-1"), "QX-1", place)
    (change,) = differences(earlier, later, (former,))
    assert (change.kind, change.what, change.before.text, change.after.text) == ("renamed", "drug", "QX-1", "QM-1")
    assert (change.day, change.after.places) == ("2005-01-01", (place,))
    long_ago = replace(former, place=Place(replace(place.source, date="2003-01-01"), 0, 1, "x"))
    assert not differences(earlier, later, (long_ago,))


def test_another_name_is_no_other_row() -> None:
    earlier, later = case(THEN, as_of="2004-06-01"), case(THEN)
    old = {**earlier.names, thing("drug/qm-1"): Thing("Drug", "QX-1")}
    assert not differences(replace(earlier, names=old), later)
