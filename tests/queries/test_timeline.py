"""Each event once, on the day of its first telling; the day it happened only where that is told."""

from __future__ import annotations

from kg.queries.timeline import timeline_of
from tests.queries.told_case import case, thing

TRIAL = "trial/x intervention drug/qm-1; trial/x phase :phase2; trial/x status {}"


def test_events_are_told_once() -> None:
    rows = timeline_of(
        case(
            ("2004-01-01", "It begins.", TRIAL.format(":initiated")),
            ("2004-02-01", "It has begun.", TRIAL.format(":initiated")),
            ("2004-06-01", "It is over.", TRIAL.format(":completed")),
        )
    )
    assert [(r.told, r.event.text) for r in rows] == [("2004-01-01", "Phase 2, Initiated"), ("2004-06-01", "Completed")]
    assert {r.happened for r in rows} == {""}


def test_the_day_it_happened_is_not_that_of_the_release() -> None:
    (row,) = timeline_of(
        case(("2004-06-01", "Signed on May 3.", "agreement/a status :active; agreement/a signedOn 2004-05-03"))
    )
    assert (row.told, row.happened) == ("2004-06-01", "2004-05-03")


def test_of_one_drug() -> None:
    told = case(
        ("2004-01-01", "It begins.", TRIAL.format(":initiated")),
        ("2004-01-01", "Another.", "trial/y intervention drug/qm-2; trial/y status :initiated"),
    )
    assert [r.about for r in timeline_of(told, thing("drug/qm-1"))] == ["X"]
