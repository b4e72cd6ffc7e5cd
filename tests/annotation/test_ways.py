"""More ways of speaking of drugs than the cases of each kind hold: what must be read in them, and near misses."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.annotation.release import CASES, read_case, says, told

WAYS: dict[str, dict[str, list[dict[str, Any]]]] = yaml.safe_load((CASES / "ways.yaml").read_text(encoding="utf-8"))


def ways(part: str) -> list[object]:
    """One parameter for each case."""
    return [
        pytest.param(kind, case["text"], case.get("facts", []), id=f"{kind}: {case['text'][:50]}")
        for kind, parts in WAYS.items()
        for case in parts.get(part, [])
    ]


@pytest.mark.parametrize(("kind", "text", "expected"), ways("hits"))
def test_reads(kind: str, text: str, expected: list[str]) -> None:
    facts = read_case(text).facts(kind)
    for line in expected:
        assert any(says(f, line) for f in facts), f"expected {line}, found {[told(f) for f in facts]}"
    for fact in facts:
        assert any(says(fact, line) for line in expected), f"not expected: {told(fact)}"


@pytest.mark.parametrize(("kind", "text", "expected"), ways("misses"))
def test_does_not_read(kind: str, text: str, expected: list[str]) -> None:
    assert [told(f) for f in read_case(text).facts(kind)] == expected
