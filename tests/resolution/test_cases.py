"""How often resolution and grounding are right on the hand-made cases; `pytest -s` prints it."""

from __future__ import annotations

from collections import Counter

from tests.resolution.cases import grounding_cases, pair_cases

PAIR_PRECISION, PAIR_RECALL = 0.98, 0.95
GROUNDING_PRECISION = 0.95


def test_same_or_different() -> None:
    cases = [(case, case.found_same()) for case in pair_cases()]
    right = sum(case.same and found for case, found in cases)
    found, wanted = sum(found for _, found in cases), sum(case.same for case, _ in cases)
    wrong = [case.line for case, found in cases if case.same != found]
    print(f"\n{len(cases)} pairs: precision {right / found:.3f}, recall {right / wanted:.3f}", *wrong, sep="\n  ")
    assert right / found >= PAIR_PRECISION, wrong
    assert right / wanted >= PAIR_RECALL, wrong


def test_identifier_or_none() -> None:
    cases = [(case, case.found()) for case in grounding_cases()]
    grounded = [case for case, found in cases if found]
    right = [case for case, found in cases if found and found == case.wanted]
    wrong = [f"{case.line}: {found or 'none'}" for case, found in cases if found != case.wanted]
    print(f"\n{len(cases)} names: precision {len(right) / len(grounded):.3f}", *wrong, sep="\n  ")
    of = Counter(case.type for case, _ in cases if case.wanted)
    for type_, count in Counter(case.type for case in right).items():
        print(f"  {type_}: {count} of {of[type_]} that have an identifier")
    assert len(right) / len(grounded) >= GROUNDING_PRECISION, wrong


def test_there_are_enough_cases() -> None:
    assert len(list(pair_cases())) + len(list(grounding_cases())) >= 300
    assert len({case.line for case in pair_cases()}) == len(list(pair_cases()))
