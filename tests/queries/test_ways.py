"""Ways between things of the invented company: the same as the slow search finds, and none where there is none."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg.queries.neighbourhood import path_between
from kg.queries.ways import way_between
from kg.store import Store
from tests.queries.norvik import ENTITIES, E


@pytest.mark.parametrize("as_of", ["", "2006-04-01", "2006-12-31"])
def test_as_long_as_what_the_slow_search_finds(norvik: Store, as_of: str) -> None:
    for one, other in combinations(sorted(ENTITIES), 2):
        if as_of and {"halden", "nvk202", "mercy", "psoriasis"} & {one, other}:
            continue  # not told of by then, or only as possible
        slow = path_between(norvik, E[one], E[other], as_of=as_of)
        quick = way_between(norvik, E[one], E[other], as_of)
        assert (slow is None) == (quick is None), (one, other)
        if slow is not None and quick is not None:
            assert len(quick) == len(slow), (one, other)
            assert {E[one].value, E[other].value} <= set(quick)
            assert all(data["statement"].evidence for _, _, data in quick.edges(data=True))


def test_what_was_not_yet_told_is_no_way(norvik: Store) -> None:
    assert way_between(norvik, E["norvik"], E["halden"])
    assert way_between(norvik, E["norvik"], E["halden"], "2006-12-31") is None
    assert way_between(norvik, E["nvk101"], E["psoriasis"]) is None
    assert way_between(norvik, E["nvk101"], E["nvk101"]) is None
