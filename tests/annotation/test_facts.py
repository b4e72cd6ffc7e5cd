"""Every kind of fact: sentences that must give it, and near misses that must not."""

from __future__ import annotations

import pytest
from _pytest.mark import ParameterSet

from tests.annotation.release import Case, load_cases, read_case, says, told

# File of cases -> the kind of fact that it is about.
KINDS = {
    "expectation": "expectation",
    "guidance": "guidance",
    "description": "description",
    "developer": "developer",
    "modality": "modality",
    "target": "target",
    "analogue": "analogue_of",
    "approval": "approved_for",
    "stage": "stage",
    "indication": "indication",
    "trial": "trial",
    "outcome": "outcome",
    "agreement": "agreement",
    "regulatory": "regulatory",
    "publication": "publication",
    "presentation": "presentation",
    "listing": "listing",
    "founded": "founded",
    "parent": "parent",
    "headquarters": "headquarters",
    "programme": "programme",
}


def cases(part: str) -> list[ParameterSet]:
    """One parameter for each case of every file; those known to fail are marked."""
    out = []
    for name, kind in KINDS.items():
        for case in load_cases(name, part):
            marks = [pytest.mark.xfail(strict=False, reason="known")] if case.known else []
            out.append(pytest.param(kind, case, id=f"{name}: {case}", marks=marks))
    return out


@pytest.mark.parametrize(("kind", "case"), cases("hits"))
def test_finds(kind: str, case: Case) -> None:
    facts = read_case(case.text, case.headline).facts(kind)
    shown = "\n".join(map(told, facts)) or "nothing"
    for line in case.expected:
        assert any(says(f, line) for f in facts), f"expected {line}, found {shown}"
    for fact in facts:
        assert any(says(fact, line) for line in case.expected), f"not expected: {told(fact)}"


@pytest.mark.parametrize(("kind", "case"), cases("misses"))
def test_stays_silent(kind: str, case: Case) -> None:
    facts = read_case(case.text, case.headline).facts(kind)
    wrong = [f for f in facts if not case.forbidden or any(says(f, line) for line in case.forbidden)]
    assert [told(f) for f in wrong] == []
