"""What is believed of a model's guesses: those above a score that was good enough on other companies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

LEAST = 8  # guesses that a threshold must rest on
NEVER = 2.0  # a threshold that nothing reaches


class Scored(Protocol):
    """A guess about a company's release by a model that never saw the company; `right` is what gold says."""

    @property
    def company(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def right(self) -> bool: ...


Guessed = TypeVar("Guessed", bound=Scored)


def threshold(seen: Iterable[Scored], precision: float) -> float:
    """The lowest score from which on this share of the guesses is right; `NEVER` where fewer than `LEAST` are left."""
    ranked = sorted(seen, key=lambda g: -g.score)
    right, lowest = 0, NEVER
    for count, guess in enumerate(ranked, start=1):
        right += guess.right
        tie = count < len(ranked) and ranked[count].score == guess.score
        if count >= LEAST and not tie and right >= precision * count:
            lowest = guess.score
    return lowest


def chosen(made: Sequence[Guessed], precision: float) -> list[Guessed]:
    """The guesses above a threshold that was set on all other companies."""
    out: list[Guessed] = []
    for company in sorted({g.company for g in made}):
        at = threshold([g for g in made if g.company != company], precision)
        out += [g for g in made if g.company == company and g.score >= at]
    return out
