from __future__ import annotations

import random
from datetime import date

import pytest

from kg.graph.tellings import Telling, join_tellings, telling


def told(kind: str, graph: str, day: str, **said: str) -> Telling:
    """A node as a release tells of it; several values of a role are parted by "_"."""
    iri = f"{kind}/" + "--".join(said.values())
    tails = {role: frozenset(value.split("_")) for role, value in said.items()}
    made = telling(kind, iri, (graph, date.fromisoformat(day)), tails)
    assert made is not None
    return made


def joined(*tellings: Telling) -> dict[str, str]:
    """Graph -> the fuller node; the same for every order."""
    found = join_tellings(tellings)
    for seed in range(5):
        assert join_tellings(random.Random(seed).sample(tellings, len(tellings))) == found
    return {graph: home for (graph, _), home in found.items()}


FULL = told("trial", "r1", "2004-02-03", drug="qb", indication="melanoma", phase="2", name="lumen")
VAGUE = told("trial", "r2", "2004-09-01", drug="qb", indication="melanoma")
PHASED = told("trial", "r3", "2005-01-01", drug="qb", indication="melanoma", phase="2")


def test_less_told_is_the_only_fuller_one() -> None:
    assert joined(FULL, VAGUE, PHASED) == {"r2": FULL.iri, "r3": FULL.iri}


@pytest.mark.parametrize(
    "other",
    [
        told("trial", "r4", "2004-03-01", drug="qb", indication="melanoma", phase="3"),
        told("trial", "r4", "2004-03-01", drug="qb", indication="melanoma", phase="2", name="beacon"),
        told("trial", "r4", "2004-03-01", drug="qb", indication="melanoma", combined="docetaxel"),
    ],
)
def test_of_two_that_fit_it_is_neither(other: Telling) -> None:
    assert "r2" not in joined(FULL, VAGUE, other)


@pytest.mark.parametrize(
    "other",
    [
        told("trial", "r5", "2004-09-01", drug="qc", indication="melanoma"),
        told("trial", "r5", "2004-09-01", drug="qb", indication="lung"),
        told("trial", "r5", "2004-09-01", drug="qb", indication="melanoma", phase="3"),
        told("trial", "r5", "2004-09-01", drug="qb", indication="melanoma_lung"),
        told("trial", "r5", "2004-09-01", drug="qb", phase="2"),
        told("trial", "r5", "2014-09-01", drug="qb", indication="melanoma"),
        told("trial", "r1", "2004-02-03", drug="qb", indication="melanoma"),
    ],
    ids=["drug", "disease", "phase", "diseases", "no disease", "years later", "told as two"],
)
def test_what_differs_stays_apart(other: Telling) -> None:
    assert joined(FULL, other) == {}


def test_two_of_one_release_stay_two() -> None:
    lung = told("trial", "r1", "2004-02-03", drug="qb", indication="melanoma", phase="2", name="lumen")
    one = told("trial", "r6", "2004-09-01", drug="qb", indication="melanoma")
    two = told("trial", "r6", "2004-09-01", drug="qb", name="lumen")
    assert joined(lung, one, two) == {}


def test_agreements_and_financings() -> None:
    full = told("agreement", "r1", "2004-02-03", type="license", party="harbour_quillon", subject="qb")
    vague = told("agreement", "r2", "2004-03-01", type="license", party="harbour_quillon")
    paid = told("financing", "r1", "2004-02-03", issuer="quillon", type="loan", amount="5", currency="usd")
    later = told("financing", "r2", "2004-03-01", issuer="quillon", type="loan")
    next_ = told("financing", "r3", "2004-09-01", issuer="quillon", type="loan")
    other = told("agreement", "r4", "2004-03-01", type="supply", party="harbour_quillon")
    assert join_tellings([full, vague, paid, later, next_, other]) == {
        ("r2", vague.iri): full.iri,
        ("r2", later.iri): paid.iri,
    }


def test_other_kinds_are_known_by_their_iri() -> None:
    assert telling("role", "role/x", ("r1", None), {"person": frozenset({"mara"})}) is None
    assert telling("trial", "trial/x", ("r1", None), {"indication": frozenset({"melanoma"})}) is None
