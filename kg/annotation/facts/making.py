"""How finders write down what they found: a fact of one sentence, with its stance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kg.annotation.model import Certainty, Fact, Field, Polarity, Span, Value
from kg.annotation.reading import Sentence

_POSSIBLE = re.compile(
    r"\b(?:(?-i:may)|might|could|potentially|would|if|whether|can be|should|possible|possibly|potential to)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|neither|nor|without|failed to|cannot|did not|has not|is not|are not|no longer)\b", re.IGNORECASE
)


def fields(sentences: Sequence[Sentence] | Sentence, **values: Value | Sequence[Value] | None) -> tuple[Field, ...]:
    """One field for each value given, in order, all with the same sentences for evidence; None is left out, lists
    repeat the role.
    """
    evidence = evidence_of(sentences)
    out = []
    for role, value in values.items():
        several: list[Any] = list(value) if isinstance(value, (list, tuple)) else [value]
        for one in several:
            if one is not None:
                out.append(Field(role, one, evidence))
    return tuple(out)


def evidence_of(sentences: Sequence[Sentence] | Sentence) -> tuple[Span, ...]:
    """The places of the sentences."""
    several = [sentences] if isinstance(sentences, Sentence) else sentences
    return tuple(dict.fromkeys(s.span for s in several))


def fact(
    kind: str, extractor: str, sentence: Sentence, confidence: float = 0.9, **values: Value | Sequence[Value] | None
) -> Fact:
    """A fact that one sentence states, in that sentence's voice."""
    return Fact(kind, fields(sentence, **values), extractor, confidence, voice=sentence.voice)


_COMPARED = re.compile(
    r"\b(?:versus|vs\.?|compared (?:to|with)|compar(?:es?|ing) (?:‹D\d+›|it|"
    r"the [\w-]+)(?: \([^()]*\))?(?: arm)? (?:to|with|and|against)|"
    r"superior to|inferior to|(?:similar|same|identical)(?: [\w-]+){0,3} (?:to|with|as)|unlike|than|instead of|"
    r"outperform\w*)\s(?:(?:the|an?|that of|those of) )*"
    r"(?:[\w,/-]+ ){0,4}(?:\(?‹D\d+›[ ,/)(]*(?:and |or )?)*\(?$",
    re.IGNORECASE,
)


_COMPANION = re.compile(
    r"(?:\b(?:in combination with|combination use with|used? with|combined with|together with|alongside|plus|"
    r"added to|on top of|"
    r"co-administered with|combin(?:ing|es) ‹D\d+› (?:with|and))|\+) "
    r"(?:(?!our\b|its\b)[\w-]+ ){0,3}$",
    re.IGNORECASE,
)


def companion(before: str) -> bool:
    """Whether the masked words before a drug make it one that is given with another."""
    return bool(_COMPANION.search(before[-80:]))


def comparator(before: str) -> bool:
    """Whether the masked words before a drug make it one that another is measured against."""
    return bool(_COMPARED.search(before[-160:]))


def negated(piece: str) -> bool:
    """Whether a clause denies what it says."""
    return bool(_NEGATED.search(piece))


def possible(piece: str) -> bool:
    """Whether a clause only says that something may be."""
    return bool(_POSSIBLE.search(piece))


def stance(piece: str) -> tuple[Polarity, Certainty]:
    """Polarity and certainty of a clause by the words in it."""
    return (
        Polarity.NEGATED if negated(piece) else Polarity.AFFIRMED,
        Certainty.POSSIBLE if possible(piece) else Certainty.STATED,
    )
