"""Verdicts on facts: which facts of a release persons found right or wrong, by a key that no merge changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.annotation.model import Concept, Fact, Mention, Payment, Value
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.ledger import of_facts
from kg.resolution.names import short_hash

Verdicts = Mapping[tuple[str, str], Judgement]  # (key of a fact, role or "" for the whole fact) -> the judgement


def fact_key(release: str, fact: Fact) -> str:
    """The key of a fact of a release: made of what it says and of the passages that say it.

    Neither the rule that found it nor the entities that its names turn out to be show in it.
    """
    said = sorted((f.role, _words(f.value), *((s.start, s.end) for s in f.evidence)) for f in fact.fields)
    return f"{release}#{short_hash(fact.kind, repr(said), length=16)}"


def verdicts_of(ledger: Iterable[Judgement]) -> Verdicts:
    """The verdicts on facts that are in force."""
    return {judgement.pair: judgement for judgement in of_facts(ledger)}


def verdict_on(verdicts: Verdicts, release: str, fact: Fact, role: str = "") -> Judgement | None:
    """What was judged of an argument of a fact, else of the whole of it; None where nothing was."""
    if not verdicts:
        return None
    key = fact_key(release, fact)
    return verdicts.get((key, role)) or verdicts.get((key, ""))


def is_wrong(judgement: Judgement | None) -> bool:
    """Whether a fact was rejected."""
    return judgement is not None and judgement.verdict is Verdict.WRONG


def _words(value: Value) -> str:
    match value:
        case Mention():
            return f"{value.type} {value.name}"
        case Concept():
            return f"{value.scheme} {value.notation}"
        case Payment():
            return f"{value.kind} {value.amount} {value.currency} {value.up_to}"
    return str(value)
