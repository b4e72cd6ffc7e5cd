"""Each event once, on the day of its first telling; the day it happened only where that is told."""

# ruff: noqa: E501 - what a sentence states reads best on one line

from __future__ import annotations

from kg.queries.timeline import timeline_of
from tests.queries.told_case import case

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


def test_a_deal_told_again_without_its_partner_is_no_event_more() -> None:
    license_ = "agreement/{0} status :active; agreement/{0} subject drug/qm-1; agreement/{0} agreementType :license"
    rows = timeline_of(
        case(
            ("2004-01-01", "Belu has QM-1.", license_.format("a") + "; agreement/a party organization/belu"),
            ("2004-02-01", "QM-1 was out-licensed.", license_.format("b")),
            ("2004-03-01", "The deal on QM-1 is over.", "agreement/b status :ended"),
        )
    )
    assert [(r.told, r.about, r.event.text) for r in rows] == [
        ("2004-01-01", "A", "Active"),
        ("2004-03-01", "A", "Ended"),
    ]


def test_a_paper_has_its_journal_and_a_talk_is_not_held_before_its_day() -> None:
    rows = timeline_of(
        case(
            ("2004-01-01", "In Zed Letters.", 'publication/p dcterms:title "On zed"; publication/p venue "Zed Letters"'),
            ("2004-02-01", "To be shown.", 'presentation/a event event/congress; presentation/a place "Oslo"; presentation/a startDate 2004-03-01'),
            ("2004-04-01", "Was shown.", "presentation/b event event/forum; presentation/b startDate 2004-03-05"),
        )
    )  # fmt: skip
    assert [(r.happened, r.event.text) for r in rows] == [
        ("", "published in Zed Letters"),
        ("2004-03-01", "announced in Oslo"),
        ("2004-03-05", "presented"),
    ]
