"""How far a fact can be believed: the share of right ones among those that its rule found where the truth is known.

The shares are data, data/confidence.tsv, which tools/calibrate.py counts on the gold files; each is an m-estimate
(Cestnik 1990): a rule with few examples leans on its kind of fact, a kind with few on all facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from kg.annotation.model import Fact

FILE = "confidence.tsv"
ALL = "*"  # the row of all facts; that of a kind is "kind:developer", that of an extractor its `rule_name`


@dataclass(frozen=True, slots=True)
class Share:
    """The share of right facts among those of a rule, a kind or all, and of how many it was counted."""

    name: str
    confidence: float
    count: int


def rate(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts, each with the confidence that its rule has earned."""
    shares = known_shares()
    for fact in facts:
        yield replace(fact, confidence=share_of(fact.extractor, fact.kind, shares).confidence)


def share_of(extractor: str, kind: str, shares: Mapping[str, Share]) -> Share:
    """The share of an extractor's rule; where it has none that of its kind, else that of all facts.

    >>> share_of("trial.start/2", "trial", {"*": Share("*", 0.8, 40), "trial.start": Share("trial.start", 0.9, 12)})
    Share(name='trial.start', confidence=0.9, count=12)
    """
    return shares.get(rule_name(extractor)) or shares.get(kind_row(kind)) or shares[ALL]


def rule_name(extractor: str) -> str:
    """The id of an extractor without its version, and without a number at its end: a rule's place in a list, which the
    next rule moves.

    >>> rule_name("trial.start/2"), rule_name("agreement.license.12/1")
    ('trial.start', 'agreement.license')
    """
    return re.sub(r"(?:\.\d+)?(?:/[^/]*)?$", "", extractor)


def kind_row(kind: str) -> str:
    """The name of the row of a kind of fact."""
    return f"kind:{kind}"


@lru_cache(maxsize=1)
def known_shares() -> dict[str, Share]:
    """The shares that come with the package, by name."""
    return read_shares((files("kg.annotation") / "data" / FILE).read_text(encoding="utf-8"))


def read_shares(text: str) -> dict[str, Share]:
    """The rows of a table, by name; lines that begin with "#" are comments."""
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: Share(name, float(confidence), int(count)) for name, confidence, count in rows}
