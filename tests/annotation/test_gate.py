"""A gate lets through every text that its expressions match, and few others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.facts.agreement.rules import RULES
from kg.annotation.gate import Gate, needed

RULE = re.compile(
    r"\b(?:signed|inked)\b (?:a |the )?(?:licen[sc]e|pact) with (?P<b>‹O\d+›)(?: for ‹D\d+›)?", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"signed with", [["signed with"]]),
        (r"(?:signed|inked) it", [[" it"], ["inked", "signed"]]),
        (r"(?:signed)? it", [[" it"]]),
        (r"(?:signed|\w+) it", [[" it"]]),
        (r"(?:signed ){2,3}\w", [["signed "]]),
        (r"(?:signed){0,3}\w", []),
        (r"sign\bed(?=x)(?!yes)", [["signed"]]),
        (r"licen[sc]ed", [["licen"], ["ed"]]),
        (r"É\w+ de", [[" de"]]),
        (r"(?P<a>by) (?P=a)", [["by"]]),
    ],
)
def test_what_must_occur(pattern: str, words: list[list[str]]) -> None:
    assert sorted(map(sorted, needed(re.compile(pattern)))) == sorted(words)


@pytest.mark.parametrize(
    "text", ["Acme SIGNED the licence with ‹O1›", "inked pact with ‹O0› for ‹D1›", "ınked pact with ‹O0›"]
)
def test_a_gate_lets_a_match_through(text: str) -> None:
    assert RULE.search(text)
    assert Gate([RULE]).open_for(text) == [0]


@pytest.mark.parametrize("text", ["", "‹O0› signed a lease", "a licence with ‹O1›", "signed a licence with Acme"])
def test_a_gate_is_shut_to_what_lacks_a_word(text: str) -> None:
    assert Gate([RULE]).open_for(text) == []


def test_places_are_those_of_the_expressions() -> None:
    assert Gate(map(re.compile, ("license", r"\w", "merger", "LICENSE"))).open_for("a License") == [0, 1, 3]


def test_each_rule_of_deals_asks_for_something() -> None:
    assert all(needed(rule.pattern) for rule in RULES)


WORDS = (
    "‹O0›|‹O1›|‹D2›|‹D2›| |, | and | with | to | from | signed | a |license|LICENCE| agreement| acquired |ſigned|merger"
    "| between | option| rights|grant| of | for |supply| awarded |collaboration| by |'s | exercised its | its |partner"
)
PIECES = st.sampled_from(WORDS.split("|"))
GATE = Gate(rule.pattern for rule in RULES)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_deal_is_lost(text: str) -> None:
    matched = {number for number, rule in enumerate(RULES) if rule.pattern.search(text)}
    assert matched <= set(GATE.open_for(text))
