"""Pairs -> judgements by rule: one threshold for "same", one for "different", and what lies between is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.resolution.candidates import candidate_pairs
from kg.resolution.features import chance, signs_of
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.traits import Traits

SAME = 0.95  # a chance of so much or more: one
DIFFERENT = 0.05  # of so little or less: two


def judge_pair(one: Traits, other: Traits) -> Judgement:
    """The rule's judgement of two entities, with its reasons, the weightiest first."""
    left, right = (one, other) if one.iri <= other.iri else (other, one)
    signs = sorted(signs_of(left, right), key=lambda s: (-abs(s.weight), s.reason))
    score = chance(signs)
    verdict = Verdict.SAME if score >= SAME else Verdict.DIFFERENT if score <= DIFFERENT else Verdict.OPEN
    return Judgement(left.iri, right.iri, verdict, round(score, 4), tuple(sign.reason for sign in signs))


def judge_all(traits: Iterable[Traits]) -> Iterator[Judgement]:
    """The rule's judgements of all pairs that are worth comparing."""
    for one, other in candidate_pairs(traits):
        yield judge_pair(one, other)
