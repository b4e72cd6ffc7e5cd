"""The same fact told in several sentences, or by several rules of one sentence, as one fact with all its passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.annotation.model import Fact, Field, Mention, Value


def join_repeats(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact once, in the order of first telling; the surest rule that found it signs it.

    Two facts are one when kind, arguments, polarity, certainty and voice are equal.
    """
    joined: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key = (
            fact.kind,
            fact.polarity,
            fact.certainty,
            fact.voice,
            tuple((f.role, _key(f.value)) for f in fact.fields),
        )
        joined[key] = _together(joined[key], fact) if key in joined else fact
    return list(joined.values())


def _key(value: Value) -> object:
    return (value.type, value.name) if isinstance(value, Mention) else (type(value).__name__, value)


def _together(one: Fact, other: Fact) -> Fact:
    fields = tuple(
        Field(f.role, f.value, tuple(dict.fromkeys((*f.evidence, *g.evidence))))
        for f, g in zip(one.fields, other.fields, strict=True)
    )
    best = max(one, other, key=lambda fact: fact.confidence)
    return replace(best, fields=fields)
