"""Confidences of facts: the table that comes with the package, and where a rule finds its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.annotation.confidence import ALL, Share, known_shares, rate, rule_name, share_of
from kg.annotation.model import Fact
from kg.ontology import load_ontology

ROWS = (Share(ALL, 0.8, 90), Share("kind:trial", 0.7, 30), Share("trial", 0.75, 20), Share("deal", 0.6, 9))
SHARES = {share.name: share for share in ROWS}


def test_the_table_is_well_formed() -> None:
    shares = known_shares()
    assert ALL in shares
    for name, share in shares.items():
        assert name == share.name
        assert 0 < share.confidence <= 0.99, name
        assert 0 < share.count <= shares[ALL].count, name
        assert name.startswith("kind:") or rule_name(name) == name


def test_the_table_is_sorted_and_its_kinds_are_declared() -> None:
    names = list(known_shares())
    assert names == sorted(names, key=lambda n: (n != ALL, not n.startswith("kind:"), n))
    assert {n.removeprefix("kind:") for n in names if n.startswith("kind:")} <= set(load_ontology().kinds)


@pytest.mark.parametrize(
    ("extractor", "kind", "name"),
    [
        ("trial/1", "trial", "trial"),
        ("trial/22", "trial", "trial"),
        ("deal.7/1", "agreement", "deal"),
        ("trial.new/1", "trial", "kind:trial"),
        ("new/1", "outcome", ALL),
    ],
)
def test_a_rule_without_examples_leans_on_its_kind(extractor: str, kind: str, name: str) -> None:
    assert share_of(extractor, kind, SHARES).name == name


def test_facts_are_rated_and_otherwise_left_alone() -> None:
    fact = Fact("no such kind", (), "no.such.rule/1", confidence=0.1)
    (rated,) = rate([fact])
    assert rated == replace(fact, confidence=known_shares()[ALL].confidence)
