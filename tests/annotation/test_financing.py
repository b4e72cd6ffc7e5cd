from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotation.facts.financing import find_financings
from kg.annotation.facts.risk import find_risks
from tests.annotation.finance import reading, values

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "financing.yaml").read_text(encoding="utf-8"))
RISKS = yaml.safe_load((Path(__file__).parent / "cases" / "risk.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["hits"], ids=lambda case: case["text"][:60])
def test_finds_financings(case: dict[str, Any]) -> None:
    (fact,) = find_financings(reading(case["text"]))
    found = {role: str(value) for role, value in values(fact).items() if role not in ("issuer", "investor")}
    assert found == {role: value for role, value in case.items() if role != "text"}


@pytest.mark.parametrize("text", CASES["misses"], ids=lambda text: text[:60])
def test_leaves_other_money_alone(text: str) -> None:
    assert list(find_financings(reading(text))) == []


def test_proceeds_may_follow_in_a_later_sentence() -> None:
    (fact,) = find_financings(
        reading(
            "Zorva Therapeutics announced the pricing of a registered direct offering at $2.00 per share.",
            "The gross proceeds from the offering are expected to be approximately $4.5 million.",
        )
    )
    assert str(values(fact)["amount"]) == "4500000"
    assert len(fact.fields[0].evidence) == 2


@pytest.mark.parametrize("case", RISKS["hits"], ids=lambda case: case["text"][:60])
def test_finds_risks(case: dict[str, Any]) -> None:
    assert [values(f)["risk"] for f in find_risks(reading(case["text"]))] == [case["risk"]]


@pytest.mark.parametrize("text", RISKS["misses"], ids=lambda text: text[:60])
def test_leaves_relief_and_hypotheses_alone(text: str) -> None:
    assert list(find_risks(reading(text))) == []


def test_a_long_tail_of_small_words_is_read_at_once() -> None:
    assert list(find_financings(reading(f"Zorva Therapeutics secured a term loan of $5{' a' * 1500} day."))) != []
