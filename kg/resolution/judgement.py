"""One judgement: that two entities are the same or different, or that a fact is right or wrong; by whom, and why.

As a line of JSON:

    {"left": "…/drug/qb-77", "right": "…/drug/quillimab", "verdict": "same", "score": 0.99,
     "reasons": ["both names stand for UNII:0000000000"], "by": "rule", "at": ""}

A verdict on a fact has the fact's key as `left` and as `right` the role of the argument that is right or wrong, "" for
the fact as a whole; its reasons say what kind of error it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import StrEnum

from kg.errors import LedgerError

RULE = "rule"


class Verdict(StrEnum):
    """What is judged; `UNDONE` takes back the last judgement of the same two."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"
    RIGHT = "right"
    WRONG = "wrong"
    UNDONE = "undone"


OF_ENTITIES = frozenset({Verdict.SAME, Verdict.DIFFERENT, Verdict.OPEN})
OF_FACTS = frozenset({Verdict.RIGHT, Verdict.WRONG})


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """`left` sorts before `right` where both are entities; `score` is the chance, from 0 to 1, that they are one.

    `by` is `RULE` or a person's name; `at` the moment as ISO 8601, "" for a rule, which judges anew each time.
    """

    left: str
    right: str
    verdict: Verdict
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    by: str = RULE
    at: str = ""

    @property
    def is_by_rule(self) -> bool:
        """Whether no person judged."""
        return self.by == RULE

    @property
    def pair(self) -> tuple[str, str]:
        """What it is about."""
        return self.left, self.right


def judged(one: str, other: str, verdict: Verdict, by: str, at: str = "") -> Judgement:
    """A person's judgement of two entities, in order."""
    left, right = sorted((one, other))
    return Judgement(left, right, verdict, 0.0 if verdict is Verdict.DIFFERENT else 1.0, (), by, at)


def dump_judgement(judgement: Judgement) -> str:
    """One line of JSON, without the line's end."""
    return json.dumps({f.name: getattr(judgement, f.name) for f in fields(judgement)}, ensure_ascii=False)


def load_judgement(line: str, where: str = "ledger") -> Judgement:
    """What `dump_judgement` wrote; raises LedgerError, which names the place, where it is something else."""
    try:
        made = json.loads(line)
        return Judgement(
            str(made["left"]),
            str(made["right"]),
            Verdict(made["verdict"]),
            float(made.get("score", 1)),
            tuple(map(str, made.get("reasons", ()))),
            str(made["by"]),
            str(made.get("at", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = 'expected {"left": …, "right": …, "verdict": …, "by": …}'
        raise LedgerError(f"{where}: {line[:80]!r} is no judgement ({error!r}); {wanted}") from error
