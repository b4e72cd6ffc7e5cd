"""Repeats: one fact with all its passages; facts that differ stay apart."""

from __future__ import annotations

from kg.annotation.model import Certainty, EntityType, Fact, Field, Mention, Span
from kg.annotation.repeats import join_repeats

ACME = Mention(EntityType.ORGANIZATION, 0, 4, "Acme", "Acme")
ACM = Mention(EntityType.DRUG, 10, 16, "ACM-12", "ACM-12")


def _told(start: int, confidence: float, certainty: Certainty = Certainty.STATED) -> Fact:
    at = (Span(start, start + 20),)
    fields = (Field("drug", ACM, at), Field("organization", ACME, at))
    return Fact("developer", fields, f"rule.{start}/1", confidence, certainty=certainty)


def test_joins_passages_and_keeps_the_surest_rule() -> None:
    (fact,) = join_repeats([_told(0, 0.8), _told(30, 0.9), _told(0, 0.7)])
    assert fact.extractor == "rule.30/1"
    assert fact.fields[0].evidence == (Span(0, 20), Span(30, 50))


def test_keeps_what_differs_in_certainty_apart() -> None:
    assert len(join_repeats([_told(0, 0.8), _told(30, 0.9, Certainty.POSSIBLE)])) == 2
