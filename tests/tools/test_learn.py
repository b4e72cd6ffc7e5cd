"""The experiment with learning judges a model on companies that it has not seen, and shows it no names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.annotation.model import EntityType, Mention, Voice
from kg.annotation.reading import Sentence, mask
from kg.documents.model import Block, BlockKind
from tools.learn.logistic import fit, probabilities
from tools.learn.pairs import describe
from tools.learn.thresholds import LEAST, NEVER, chosen, threshold


@dataclass(frozen=True, slots=True)
class Guess:
    company: str
    score: float
    right: bool


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    sure = [Guess("a", 0.9 - i / 100, True) for i in range(LEAST)]
    assert threshold([*sure, Guess("a", 0.5, False)], 0.95) == sure[-1].score
    assert threshold([*sure, Guess("a", 0.5, False)], 0.85) == 0.5
    assert threshold(sure[1:], 0.95) == NEVER
    assert threshold([*sure[1:], Guess("a", sure[-1].score, False), sure[0]], 0.95) == NEVER


def test_a_company_has_no_part_in_its_own_threshold() -> None:
    others = [Guess("a", 0.9, True) for _ in range(LEAST)]
    own = [Guess("b", 0.95, True), Guess("b", 0.1, True)]
    assert [g for g in chosen([*others, *own], 0.95) if g.company == "b"] == own[:1]
    worse = [replace(g, right=False) for g in own]
    assert [g for g in chosen([*others, *worse], 0.95) if g.company == "b"] == worse[:1]


def test_logistic_regression_tells_what_can_be_told() -> None:
    rows = [(0, 1), (0, 2), (0, 1, 3), (0, 2, 3)]
    beta = fit(rows, [True, False, True, False], [1.0] * 4, 4)
    likely = probabilities(beta, rows)
    assert min(likely[0], likely[2]) > 0.6 > 0.4 > max(likely[1], likely[3])
    assert list(fit(rows, [True, False, True, False], [1.0] * 4, 4)) == list(beta)


def sentence(drug: str, other: str, disease: str) -> tuple[Sentence, Mention, Mention]:
    text = f"{drug} is in a Phase 2 trial, with {other}, in adults with {disease}."
    kinds = ((EntityType.DRUG, drug), (EntityType.DRUG, other), (EntityType.INDICATION, disease))
    mentions = tuple(Mention(kind, text.index(name), text.index(name) + len(name), name, name) for kind, name in kinds)
    block = Block(BlockKind.PROSE, 0, len(text), text)
    whole = Sentence(0, len(text), text, block, Voice.COMPANY, mentions, mask(text, 0, mentions))
    return whole, mentions[0], mentions[2]


def test_features_are_the_same_whatever_the_names() -> None:
    seen, drug, disease = sentence("QLN-12", "zorvatine", "gout")
    first = set(describe(seen, drug, disease))
    assert first == set(describe(*sentence("Brivaxo", "KVR-310", "knee osteoarthritis")))
    assert "in adults" in first
    assert first != set(describe(seen, seen.mentions[1], disease))
