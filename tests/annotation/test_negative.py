"""How often something is asserted that a sentence does not say, over sentences written to provoke it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.annotation.release import TOPIC, nearly_says, read_case, told

LIMIT = 0.05
CASES = yaml.safe_load((Path(__file__).parent / "negative.yaml").read_text(encoding="utf-8"))


def asserted(case: dict[str, Any]) -> str:
    """The first forbidden fact that the pipeline asserts in the release around a sentence, "" where it asserts none."""
    forbidden = [case["not"]] if isinstance(case["not"], str) else case["not"]
    for kind, line in (one.split(": ", 1) for one in forbidden):
        for fact in read_case(case["text"], TOPIC).facts(kind):
            if nearly_says(fact, line):
                return told(fact)
    return ""


def test_there_are_enough_sentences() -> None:
    assert len({c["text"] for c in CASES}) >= 200


def test_hardly_anything_false_is_asserted() -> None:
    wrong = [(c["text"], found) for c in CASES if (found := asserted(c))]
    rate = len(wrong) / len(CASES)
    shown = "\n".join(f"  {text}\n    {found}" for text, found in wrong)
    report = f"false positives: {len(wrong)} of {len(CASES)} ({rate:.1%})\n{shown}"
    print(report)  # noqa: T201  the rate is asked for, whether the test passes or not
    assert rate < LIMIT, report
