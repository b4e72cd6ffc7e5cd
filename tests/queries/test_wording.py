"""Drift of words: a hyphen is none, "will" to "may" is softer."""

from __future__ import annotations

from kg.queries.wording import wording_of
from tests.queries.told_case import case


def about(day: str, *sentences: str) -> list[tuple[str, str, str]]:
    return [(day, s, f'organization/quillmark selfDescription "{" ".join(sentences)}"') for s in sentences]


def drift(first: tuple[str, ...], second: tuple[str, ...]) -> list[tuple[str, str]]:
    lines = wording_of(case(*about("2004-01-01", *first), *about("2005-01-01", *second)))
    return [(w.kind, w.change) for w in lines]


def test_softened_and_firmed() -> None:
    will, may = "Marketing will be done with strong partners.", "Marketing may be done with strong partners."
    assert drift((will,), (may,)) == [("softened", "will → may")]
    assert drift((may,), (will,)) == [("firmed", "may → will")]


def test_added_and_removed() -> None:
    one, two = "Quillmark makes medicines for the ear.", "It has two drugs in trials."
    assert drift((one,), (one, two)) == [("added", two)]
    assert drift((one, two), (one,)) == [("removed", two)]
    assert drift((one,), ("Quillmark makes medicines for the inner ear.",)) == [("added", "(nothing) → inner")]


def test_a_hyphen_or_nothing_is_no_drift() -> None:
    assert drift(("Quillmark makes anti-cancer drugs.",), ("Quillmark makes anticancer drugs.",)) == []
    assert drift(("Quillmark makes drugs.",), ("Quillmark makes drugs.",)) == []


def test_a_row_that_left_the_pipeline_table() -> None:
    lines = wording_of(
        case(
            ("2004-01-01", "QM-1 | Phase 1", "programme/a drug drug/qm-1"),
            ("2004-01-01", "QM-2 | Phase 1", "programme/b drug drug/qm-2"),
            ("2005-01-01", "QM-2 | Phase 2", "programme/b drug drug/qm-2"),
        )
    )
    assert [(w.where, w.kind, w.change) for w in lines] == [("pipeline list", "removed", "QM-1")]
