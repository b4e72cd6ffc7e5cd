"""Confidences counted from judged rows: shares that lean on wider groups, a table that reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.confidence import ALL, read_shares, share_of
from kg.checks.calibration import Judgement
from kg.checks.learn import SUREST, WEIGHT, confident, count_shares, cross_validated, table


def judged(extractor: str, right: int, wrong: int, kind: str = "trial") -> list[Judgement]:
    verdicts = [True] * right + [False] * wrong
    return [Judgement(str(n), kind, extractor, 0.9, verdict) for n, verdict in enumerate(verdicts)]


def test_shares_lean_on_kind_and_kind_on_all() -> None:
    shares = count_shares(
        [*judged("good/1", 90, 10), *judged("rare/1", 0, 1), *judged("deal.3/1", 50, 50, "agreement")]
    )
    everything = 141 / 203
    trial = (90 + WEIGHT * everything) / (101 + WEIGHT)
    assert shares[ALL].confidence == pytest.approx(everything, abs=0.001)
    assert shares["kind:trial"].confidence == pytest.approx(trial, abs=0.001)
    assert shares["rare"].confidence == pytest.approx(WEIGHT * trial / (WEIGHT + 1), abs=0.001)
    assert shares["deal"].count == 100


def test_nothing_is_certain() -> None:
    assert count_shares(judged("good/1", 5000, 0))["good"].confidence == SUREST


def test_confidences_are_those_of_the_table() -> None:
    shares = count_shares(judged("good/1", 3, 1))
    assert {j.confidence for j in confident(judged("good/2", 1, 1), shares)} == {shares["good"].confidence}


def test_cross_validation_holds_every_row_against_other_documents() -> None:
    assert cross_validated(judged("good/1", 30, 10)).count == 40


@given(
    st.lists(
        st.builds(
            Judgement,
            st.sampled_from("abc"),
            st.sampled_from(["trial", "risk"]),
            st.sampled_from(["x/1", "x/2", "y.1/1", "trial/1", "trial.2/1"]),
            st.just(0.9),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_the_table_reads_back_and_knows_every_rule(judgements: list[Judgement]) -> None:
    shares = count_shares(judgements)
    assert read_shares("# comment\n" + "".join(table(shares))) == shares
    for one in judgements:
        found = share_of(one.extractor, one.kind, shares)
        assert found.name != ALL
        assert 0 < found.confidence <= SUREST
