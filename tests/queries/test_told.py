"""What is kept in mind of a store that never changes is what a store that is written to is asked each time."""

from __future__ import annotations

from pathlib import Path

from kg.queries.claims import know_all_things, things
from kg.queries.moments import days
from kg.queries.profile import profile
from kg.queries.related import related
from kg.queries.told import heard, in_full, tellings, told_about, unusual_stances
from kg.store import open_store
from tests.queries.norvik import NODES, E, make_store

EVERY = (*E.values(), *NODES)


def test_a_store_open_for_reading_tells_the_same_at_first_again_and_prepared(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    with open_store(folder, "write") as store:
        fresh = [profile(store, node) for node in E.values()]
        others = [related(store, node, "Drug") for node in E.values()]
        named, when = things(store, EVERY), days(store)
    with open_store(folder) as store:
        for _ in range(2):
            assert [profile(store, node) for node in E.values()] == fresh
            assert [related(store, node, "Drug") for node in E.values()] == others
            assert (things(store, EVERY), days(store)) == (named, when)
        assert know_all_things(store) >= len(named) > 5
        assert things(store, EVERY) == named
        assert [profile(store, node) for node in E.values()] == fresh


def test_what_is_written_meanwhile_is_seen(tmp_path: Path) -> None:
    with open_store(make_store(tmp_path / "store"), "write") as store:
        before = things(store, [E["nvk101"]])
        store.update(f"DELETE WHERE {{ {E['nvk101']} rdfs:label ?x }}")
        assert things(store, [E["nvk101"]]) != before


def test_stances_are_those_that_the_claims_state(tmp_path: Path) -> None:
    stated = """SELECT ?claim { GRAPH ?g { ?claim bp:polarity ?p ; bp:certainty ?c ; bp:voice ?v }
      FILTER(?p != bp:affirmed || ?c NOT IN (bp:stated) || ?v = bp:quotedPerson) }"""
    with open_store(make_store(tmp_path / "store")) as store:
        unusual = unusual_stances(store)
        assert set(unusual) == {row[0] for row in store.select(stated).rows} != set()
        found = tellings(store, EVERY)
        spoken = {(told.triple, told.stance) for told in heard(store, found)}
        assert spoken == {(told.triple, told.stance) for told in in_full(store, found)}
        assert {stance for _, stance in spoken} == {"", *unusual.values()}


def test_subject_and_object_find_the_same_claims_from_either_end(tmp_path: Path) -> None:
    with open_store(make_store(tmp_path / "store")) as store:
        there = tellings(store, EVERY, "subject")
        back = tellings(store, {triple[2] for triple in there if triple[2] in EVERY}, "object")
        assert back == {triple: said for triple, said in there.items() if triple[2] in EVERY}


def test_who_needs_no_rules_gets_the_same_places(tmp_path: Path) -> None:
    with open_store(make_store(tmp_path / "store")) as store:
        found = tellings(store, EVERY)
        full, bare = in_full(store, found), in_full(store, found, rules=False)
        assert [one.places for one in full] == [one.places for one in bare]
        assert any(one.rules and one.confidence for one in full)
        assert not any(one.rules or one.confidence for one in bare)
        assert told_about(store, EVERY) == full
