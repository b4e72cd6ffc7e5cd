from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import JudgementConflict, LedgerError
from kg.resolution.clusters import clusters_of
from kg.resolution.judgement import RULE, Judgement, Verdict, dump_judgement, judged, load_judgement
from kg.resolution.ledger import append, in_force, load_ledger, of_facts

SAME, DIFFERENT, UNDONE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNDONE


def by_rule(one: str, other: str, verdict: Verdict = SAME, score: float = 0.97) -> Judgement:
    left, right = sorted((one, other))
    return Judgement(left, right, verdict, score, ("a reason",))


def by_person(one: str, other: str, verdict: Verdict = SAME) -> Judgement:
    return judged(one, other, verdict, "mara", "2004-02-03T10:00:00+00:00")


def sets(*judgements: Judgement) -> set[frozenset[str]]:
    """The clusters, the same for every order of the judgements."""
    found = clusters_of(judgements)
    for seed in range(5):
        assert clusters_of(random.Random(seed).sample(judgements, len(judgements))) == found
    members: dict[str, set[str]] = {}
    for member, canonical in found.canonical.items():
        members.setdefault(canonical, set()).add(member)
    assert all(canonical == min(of) for canonical, of in members.items())
    return {frozenset(of) for of in members.values()}


def test_same_is_transitive_and_named_by_the_smallest() -> None:
    assert sets(by_rule("b", "c"), by_rule("a", "b"), by_rule("x", "y")) == {frozenset("abc"), frozenset("xy")}


def test_a_rule_that_cannot_tell_which_joins_neither() -> None:
    assert sets(by_rule("a", "m"), by_rule("b", "m"), by_rule("a", "b", DIFFERENT, 0.01)) == set()


def test_a_person_outranks_a_rule_either_way() -> None:
    assert sets(by_rule("a", "b"), by_person("a", "b", DIFFERENT)) == set()
    assert sets(by_rule("a", "b", DIFFERENT, 0.0), by_person("a", "b")) == {frozenset("ab")}
    assert sets(by_person("a", "b"), by_rule("b", "c"), by_rule("a", "c", DIFFERENT, 0.0)) == {frozenset("ab")}


def test_a_different_stops_what_would_join_through_others() -> None:
    found = clusters_of([by_rule("a", "b"), by_rule("b", "c"), by_rule("c", "d"), by_person("a", "d", DIFFERENT)])
    assert found.of("a") != found.of("d")
    assert [j.verdict for pair in found.stopped for j in pair] == [SAME, DIFFERENT]


def test_persons_who_contradict_each_other_are_told_so(tmp_path: Path) -> None:
    ledger = tmp_path / "judgements.jsonl"
    append(ledger, by_person("a", "b", DIFFERENT))
    append(ledger, by_person("a", "m"))
    with pytest.raises(JudgementConflict, match=r"m.*b|b.*m") as told:
        append(ledger, by_person("b", "m"))
    assert "a and b are different" in str(told.value)
    assert {told.value.left, told.value.right} == {"b", "m"}
    assert len(load_ledger(ledger)) == 2
    append(ledger, Judgement("a", "m", UNDONE, by="mara"))
    append(ledger, by_person("b", "m"))


def test_joined_ledgers_that_contradict_each_other_do_not_load(tmp_path: Path) -> None:
    ledger = tmp_path / "judgements.jsonl"
    lines = [by_person("a", "b"), by_person("b", "c"), by_person("a", "c", DIFFERENT)]
    ledger.write_text("".join(dump_judgement(j) + "\n" for j in lines), encoding="utf-8")
    with pytest.raises(JudgementConflict):
        load_ledger(ledger)


def test_undoing_takes_back_the_last_alone(tmp_path: Path) -> None:
    ledger = tmp_path / "judgements.jsonl"
    append(ledger, by_person("a", "b"))
    append(ledger, Judgement("f#1", "phase", Verdict.WRONG, 1.0, ("wrong phase",), "mara"))
    append(ledger, Judgement("a", "b", UNDONE, by="mara"))
    assert [j.verdict for j in in_force(load_ledger(ledger))] == [Verdict.WRONG]
    assert of_facts(load_ledger(ledger))[0].reasons == ("wrong phase",)
    assert len(load_ledger(ledger)) == 3
    with pytest.raises(LedgerError, match="no judgement to undo"):
        append(ledger, Judgement("a", "b", UNDONE, by="mara"))


def test_a_torn_line_is_named_and_does_not_swallow_the_next(tmp_path: Path) -> None:
    ledger = tmp_path / "judgements.jsonl"
    ledger.write_text(dump_judgement(by_person("a", "b")), encoding="utf-8")
    append(ledger, by_person("c", "d"))
    assert len(load_ledger(ledger)) == 2
    ledger.write_text('{"left": "a"', encoding="utf-8")
    with pytest.raises(LedgerError, match="line 1"):
        load_ledger(ledger)
    ledger.write_text('{"left": "a", "right": "b", "verdict": "perhaps", "by": "x"}', encoding="utf-8")
    with pytest.raises(LedgerError, match="perhaps"):
        load_ledger(ledger)


texts = st.text(max_size=8)
judgements = st.builds(
    Judgement,
    st.sampled_from("abcdef"),
    st.sampled_from("abcdef"),
    st.sampled_from([SAME, DIFFERENT]),
    st.sampled_from([0.0, 0.5, 0.97, 1.0]),
    st.lists(texts, max_size=2).map(tuple),
    st.sampled_from([RULE, "mara", "omar"]),
    texts,
)


@given(judgements)
def test_a_line_holds_all_of_a_judgement(judgement: Judgement) -> None:
    assert load_judgement(dump_judgement(judgement)) == judgement


@given(st.lists(judgements, max_size=25), st.randoms())
def test_clusters_are_a_function_of_the_set(made: list[Judgement], chance: random.Random) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert clusters_of(made) == clusters_of(shuffled)


@given(st.lists(judgements, max_size=25))
def test_no_cluster_holds_two_that_are_different(made: list[Judgement]) -> None:
    """A rule's "different" yields to persons' "same" alone; a person's yields to nothing but to a person's."""
    found = clusters_of(made)
    persons = clusters_of(j for j in made if not j.is_by_rule)
    for judgement in made:
        if judgement.verdict is DIFFERENT and judgement.left != judgement.right:
            together = found.of(judgement.left) == found.of(judgement.right)
            assert not together or (judgement.is_by_rule and persons.of(judgement.left) == persons.of(judgement.right))


@given(st.lists(judgements, max_size=12), st.lists(judgements, max_size=6))
def test_done_and_undone_is_never_done(before: list[Judgement], after: list[Judgement]) -> None:
    undone = [Judgement(j.left, j.right, UNDONE, by="mara") for j in reversed(after)]
    assert in_force([*before, *after, *undone]) == in_force(before)
