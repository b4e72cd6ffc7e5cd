"""The relation experiment: a classifier of pairs, trained without a company, asked of that company's releases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.facts.making import fact, stance
from kg.annotation.model import Certainty, Concept, Fact, Polarity, Voice
from tools.learn.logistic import fit, probabilities
from tools.learn.pairs import SIZE, Pair, Relation
from tools.learn.texts import Company

DISTANT = 0.25  # how much a pair counts that only the rules have judged, beside one that gold has


@dataclass(frozen=True, slots=True)
class Guess:
    """A class of a pair of a release, with its likeliest sentence, scored by a model that never saw the company.

    `right` says whether gold has it, `known` whether the rules do, `open` whether it may be added to what they say.
    """

    company: str
    pair: Pair
    kind: str
    score: float
    right: bool
    known: bool
    open: bool


def guesses(relation: Relation, found: Sequence[Pair], firms: Sequence[Company], distant: bool) -> list[Guess]:
    """Every class of every pair of the gold releases, company by company."""
    texts = list({pair.text.path: pair.text for pair in found}.values())
    out: list[Guess] = []
    for firm in firms:
        seen = {text.path for text in firm.strangers(texts)}
        own = {text.path for text in firm.texts}
        train = [p for p in found if p.text.path in seen and (p.gold is not None or distant)]
        ask = [p for p in found if p.text.path in own and p.gold is not None]
        for kind in relation.classes if ask else ():
            out += _asked(relation, kind, (train, ask), firm.names[0])
    return out


def _asked(relation: Relation, kind: str, parts: tuple[list[Pair], list[Pair]], company: str) -> Iterator[Guess]:
    train, ask = parts
    labels = [kind in (p.rules if p.gold is None else p.gold) for p in train]
    if not any(labels) or all(labels):
        return
    weights = [DISTANT if p.gold is None else 1.0 for p in train]
    beta = fit([p.features for p in train], labels, weights, SIZE)
    best: dict[tuple[str, int, str, str], tuple[float, Pair]] = {}
    for pair, score in zip(ask, probabilities(beta, [p.features for p in ask]), strict=True):
        if score > best.get(pair.key, (-1.0, pair))[0] and _plain(pair):
            best[pair.key] = score, pair
    for score, pair in best.values():
        may = not (pair.rules if relation.single else kind in pair.rules)
        yield Guess(company, pair, kind, score, kind in (pair.gold or ()), kind in pair.rules, may)


def _plain(pair: Pair) -> bool:
    """Whether the sentence neither denies nor hedges, and no outsider says it."""
    return pair.sentence.voice is not Voice.QUOTED and stance(pair.sentence.masked) == (
        Polarity.AFFIRMED,
        Certainty.STATED,
    )


def fact_of(relation: Relation, guess: Guess) -> Fact:
    """The fact that a guess claims, quoting its sentence."""
    pair = guess.pair
    extractor = f"learned.{relation.name}/1"
    match relation.name:
        case "trial":
            phases = {phase_notation(m[0]) for m in re.finditer(PHASE, pair.sentence.masked, re.IGNORECASE)} - {None}
            phase = Concept("phase", str(*phases)) if len(phases) == 1 else None
            status = Concept("trial-status", guess.kind)
            return fact(
                "trial", extractor, pair.sentence, drug=pair.left, indication=pair.right, phase=phase, status=status
            )
        case "agreement":
            kind = Concept("agreement-type", guess.kind)
            return fact("agreement", extractor, pair.sentence, type=kind, party=[pair.left, pair.right])
        case "developer":
            return fact("developer", extractor, pair.sentence, drug=pair.left, organization=pair.right)
        case "target":
            return fact("target", extractor, pair.sentence, drug=pair.left, target=pair.right)
        case _:
            return fact("indication", extractor, pair.sentence, drug=pair.left, indication=pair.right)
