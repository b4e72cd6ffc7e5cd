"""Stages are ranked, a plan lifts none, an end is a status, and an approval counts for one product alone."""

# ruff: noqa: E501, ISC004 - what a sentence states reads best on one line

from __future__ import annotations

from kg.queries.stages import PipelineLine, pipeline_of
from tests.queries.told_case import Line, case

QM1 = "drug/qm-1 developer organization/quillmark"


def one(*lines: Line) -> PipelineLine:
    (line,) = pipeline_of(case(*lines))
    return line


def test_highest_of_what_goes_on_and_not_the_last_told() -> None:
    line = one(
        (
            "2004-01-01",
            "A Phase 2 trial has begun.",
            f"{QM1}; trial/b intervention drug/qm-1; trial/b phase :phase2; trial/b status :ongoing",
        ),
        (
            "2004-06-01",
            "The Phase 1 trial is over.",
            "trial/a intervention drug/qm-1; trial/a phase :phase1; trial/a status :completed",
        ),
    )
    assert (line.stage.text, line.highest.text, line.news) == ("Phase 2", "Phase 2", "2004-06-01")


def test_a_plan_lifts_no_stage() -> None:
    line = one(
        (
            "2004-01-01",
            "Phase 1 is over.",
            f"{QM1}; trial/a intervention drug/qm-1; trial/a phase :phase1; trial/a status :completed",
        ),
        (
            "2004-02-01",
            "Phase 2/3 is planned.",
            "trial/b intervention drug/qm-1; trial/b phase :phase2_3; trial/b status :planned",
        ),
    )
    assert (line.stage.text, line.ahead.text) == ("Phase 1", "Phase 2/3")


def test_terminated_is_a_status_and_no_stage() -> None:
    line = one(
        (
            "2004-01-01",
            "Phase 1 is over.",
            f"{QM1}; trial/a intervention drug/qm-1; trial/a phase :phase1; trial/a status :completed",
        ),
        (
            "2004-02-01",
            "Phase 2 was stopped.",
            "trial/b intervention drug/qm-1; trial/b phase :phase2; trial/b status :terminated",
        ),
    )
    assert (line.stage.text, line.highest.text) == ("Phase 1", "Phase 2")
    alone = one(
        (
            "2004-02-01",
            "Phase 2 was stopped.",
            f"{QM1}; trial/b intervention drug/qm-1; trial/b phase :phase2; trial/b status :terminated",
        )
    )
    assert (alone.stage.text, alone.status.text) == ("Phase 2", "Terminated")


def test_an_approval_of_one_brand_does_not_approve_the_rest() -> None:
    lines = pipeline_of(
        case(
            (
                "2004-01-01",
                "QM-1 cream was approved for eczema.",
                f"{QM1}; drug/qm-1-cream developer organization/quillmark; drug/qm-1-cream analogueOf drug/qm-1;"
                "regulatory/x drug drug/qm-1-cream; regulatory/x actionType :approval; regulatory/x status :granted;"
                "regulatory/x indication indication/eczema; drug/qm-1-cream indication indication/psoriasis;"
                "trial/a intervention drug/qm-1; trial/a indication indication/eczema; trial/a phase :phase1; trial/a status :ongoing",
            )
        )
    )
    found = {(r.drug.text, r.indication.text): r.stage.text for r in lines}
    assert found["QM-1-CREAM", "Eczema"] == "Approved"
    assert found["QM-1", "Eczema"] == "Phase 1"
    assert found["QM-1-CREAM", "Psoriasis"] == ""


def test_a_designation_or_an_application_approves_nothing() -> None:
    line = one(
        (
            "2004-01-01",
            "QM-1 is an orphan drug, and was filed.",
            f"{QM1}; regulatory/x drug drug/qm-1; regulatory/x actionType :orphanDrug;"
            "regulatory/x status :granted; regulatory/y drug drug/qm-1; regulatory/y actionType :approval; regulatory/y status :submitted",
        )
    )
    assert line.stage.text == ""


def test_preclinical_work_takes_nothing_from_a_drug_in_trials() -> None:
    line = one(
        (
            "2004-01-01",
            "Phase 2 goes on; preclinical work has shown more.",
            f"{QM1}; drug/qm-1 stage :preclinical; trial/b intervention drug/qm-1; trial/b phase :phase2; trial/b status :ongoing",
        )
    )
    assert line.stage.text == "Phase 2"


def test_unknown_stays_unknown() -> None:
    line = one(("2004-01-01", "QM-1 is ours.", QM1))
    assert not any((line.stage, line.indication, line.status, line.ahead, line.partner, line.territory))
    assert line.drug.places


def test_partners_are_others() -> None:
    line = one(
        (
            "2004-01-01",
            "Belu has QM-1.",
            f"{QM1}; agreement/a subject drug/qm-1; agreement/a party organization/quillmark;"
            "agreement/a party organization/belu",
        )
    )
    assert line.partner.text == "Belu"


def test_a_stage_of_the_drug_and_its_one_disease_are_one_row() -> None:
    line = one(
        ("2004-01-01", "QM-1 is in preclinical studies.", f"{QM1}; drug/qm-1 stage :preclinical"),
        ("2004-03-01", "QM-1 may serve in gout.", "drug/qm-1 indication indication/gout"),
    )
    assert (line.stage.text, line.indication.text, line.news) == ("Preclinical", "Gout", "2004-03-01")
    assert line.stage.places[0].quote != line.indication.places[0].quote


def test_a_stage_of_the_drug_stays_apart_where_it_could_be_of_several() -> None:
    two = pipeline_of(
        case(
            ("2004-01-01", "QM-1 is in preclinical studies.", f"{QM1}; drug/qm-1 stage :preclinical"),
            ("2004-03-01", "In gout and asthma.", "drug/qm-1 indication indication/gout; drug/qm-1 indication indication/asthma"),
        )
    )  # fmt: skip
    assert [(r.stage.text, r.indication.text) for r in two] == [("Preclinical", ""), ("", "Asthma"), ("", "Gout")]
    trial = pipeline_of(
        case(
            ("2004-01-01", "QM-1 is in Phase 2.", f"{QM1}; drug/qm-1 stage :phase2"),
            ("2004-03-01", "A gout trial is planned.", "trial/a intervention drug/qm-1; trial/a indication indication/gout; trial/a status :planned"),
        )
    )  # fmt: skip
    assert [(r.stage.text, r.indication.text) for r in trial] == [("Phase 2", ""), ("", "Gout")]


def test_a_broad_name_beside_a_narrow_one_is_no_row_more() -> None:
    rows = pipeline_of(
        case(
            ("2004-01-01", "QM-1 in lung cancer, a cancer.", f"{QM1}; drug/qm-1 indication indication/lung-cancer; drug/qm-1 indication indication/cancer"),
            ("2004-01-02", "And in melanoma.", "drug/qm-1 indication indication/melanoma"),
        )
    )  # fmt: skip
    assert [r.indication.text for r in rows] == ["Lung cancer", "Melanoma"]


def test_news_of_a_disease_is_also_what_is_told_beside_its_trial() -> None:
    line = one(
        ("2004-01-01", "A gout trial began.", f"{QM1}; trial/a intervention drug/qm-1; trial/a indication indication/gout; trial/a status :initiated"),
        ("2006-05-01", "Data on QM-1 in gout were shown.", "drug/qm-1 indication indication/gout"),
    )  # fmt: skip
    assert (line.news, line.status.text) == ("2006-05-01", "Initiated")
