from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.money import find_money

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "money.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["hits"], ids=lambda case: case["text"][:40])
def test_reads_sums(case: dict[str, Any]) -> None:
    assert [[str(m.amount), m.currency] for m in find_money(case["text"])] == case["sums"]


@pytest.mark.parametrize("text", CASES["misses"])
def test_leaves_other_numbers_alone(text: str) -> None:
    assert find_money(text) == []


def test_marks_ceilings_and_rounded_sums() -> None:
    ceiling, rounded, exact = find_money("up to $4 million, approximately $5.0 million, and $6 million")
    assert (ceiling.up_to, rounded.up_to, exact.up_to) == (True, False, False)
    assert (ceiling.approximate, rounded.approximate, exact.approximate) == (False, True, False)


def test_a_step_is_the_worth_of_the_last_digit() -> None:
    assert [str(m.step) for m in find_money("$1.6 million, $910 thousand, $1,234, $0.04")] == [
        "100000",
        "1000",
        "1",
        "0.01",
    ]


@given(st.text(alphabet="$€(), .-0123456789USCADmillionk\\", max_size=80))
def test_offsets_are_in_order_and_slice_back(text: str) -> None:
    found = find_money(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(any(c.isdigit() for c in text[m.start : m.end]) for m in found)
