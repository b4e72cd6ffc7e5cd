"""Ways between things of the invented company: the same as the slow search finds, and none where there is none."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from kg.graph.terms import Iri
from kg.queries.neighbourhood import neighbourhood
from kg.queries.ways import path_between
from kg.store import Store
from tests.queries.norvik import ENTITIES, E


def shortest(store: Store, one: Iri, other: Iri, as_of: str) -> list[str] | None:
    """A shortest way, found by networkx in all that lies around: the oracle."""
    around = neighbourhood(store, one, 4, limit=5000, as_of=as_of)
    firm = nx.Graph((a, b) for a, b, data in around.edges(data=True) if data["asserted"])
    if {one.value, other.value} <= set(firm) and nx.has_path(firm, one.value, other.value):
        return list(nx.shortest_path(firm, one.value, other.value))
    return None


@pytest.mark.parametrize("as_of", ["", "2006-04-01", "2006-12-31"])
def test_as_long_as_what_the_slow_search_finds(norvik: Store, as_of: str) -> None:
    for one, other in combinations(sorted(ENTITIES), 2):
        if as_of and {"halden", "nvk202", "mercy", "psoriasis"} & {one, other}:
            continue  # not told of by then, or only as possible
        slow = shortest(norvik, E[one], E[other], as_of)
        quick = path_between(norvik, E[one], E[other], as_of)
        assert (slow is None) == (quick is None), (one, other)
        if slow is not None and quick is not None:
            assert len(quick) == len(slow), (one, other)
            assert {E[one].value, E[other].value} <= set(quick)
            assert all(data["statement"].evidence for _, _, data in quick.edges(data=True))


def test_what_was_not_yet_told_is_no_way(norvik: Store) -> None:
    assert path_between(norvik, E["norvik"], E["halden"])
    assert path_between(norvik, E["norvik"], E["halden"], "2006-12-31") is None
    assert path_between(norvik, E["nvk101"], E["psoriasis"]) is None
    assert path_between(norvik, E["nvk101"], E["nvk101"]) is None
