"""What surrounds an entity: whole trials and agreements, labels, and a quote on every edge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.errors import UnknownName
from kg.graph.terms import Iri
from kg.ontology import ID
from kg.queries.claims import things
from kg.queries.names import find_named
from kg.queries.neighbourhood import Extent, neighbourhood, surroundings
from kg.queries.profile import profile
from kg.queries.ways import path_between
from kg.store import Store, open_store
from kg.views.picture import draw
from tests.queries.norvik import DEAL, ROLE, TEXT, TRIAL, E, make_store


def test_trials_come_with_all_that_they_connect(norvik: Store) -> None:
    graph = neighbourhood(norvik, E["nvk101"])
    assert {E["norvik"].value, E["melanoma"].value, E["mercy"].value, TRIAL.value} <= set(graph)
    assert graph.nodes[TRIAL.value]["type"] == "Trial"
    assert graph.nodes[TRIAL.value]["values"]["status"] == "initiated"
    assert graph.nodes[TRIAL.value]["values"]["enrollment"] == "60"
    assert DEAL.value not in graph


def test_every_edge_has_a_label_and_quotes_of_the_source(norvik: Store) -> None:
    graph = neighbourhood(norvik, E["norvik"], depth=2)
    assert graph.number_of_edges() > 10
    for _, _, data in graph.edges(data=True):
        assert data["label"]
        assert data["statement"].evidence
        assert all(e.quote in TEXT and e.source == "norvik.txt" and e.date for e in data["statement"].evidence)


def test_a_licensor_is_not_also_a_party(norvik: Store) -> None:
    graph = neighbourhood(norvik, E["norvik"])
    assert {d["predicate"] for d in graph.get_edge_data(DEAL.value, E["norvik"].value).values()} == {"licensor"}


def test_what_is_only_possible_is_not_asserted(norvik: Store) -> None:
    graph = neighbourhood(norvik, E["nvk101"])
    (data,) = graph.get_edge_data(E["nvk101"].value, E["psoriasis"].value).values()
    assert not data["asserted"]
    assert data["statement"].stance == "possible"


def test_depth_and_day_bound_it(norvik: Store) -> None:
    near, far = (set(neighbourhood(norvik, E["mercy"], depth)) for depth in (1, 2))
    assert near < far
    assert ROLE.value not in near
    early = neighbourhood(norvik, E["nvk101"], as_of="2006-05-01")
    assert E["mercy"].value not in early
    assert early.nodes[TRIAL.value]["values"]["status"] == "planned"


def test_of_a_hub_some_trials_are_shown_with_what_they_connect(tmp_path: Path) -> None:
    with open_store(make_store(tmp_path / "store"), "write") as store:
        store.update("INSERT DATA { " + " ".join(map(_trial_at_mercy, range(40))) + " }")
        graph = neighbourhood(store, E["mercy"], limit=30)
    types = Counter(data["type"] for _, data in graph.nodes(data=True))
    assert len(graph) == 30
    assert types["Drug"] == 14  # of the fifteen trials that are drawn, all but one with its own drug
    assert graph.graph["left_out"] > 20


def _trial_at_mercy(number: int) -> str:
    said = ""
    for name, value in (("site", E["mercy"]), ("intervention", _drug(number))):
        said += f""" <urn:claim:{number}-{name}> rdf:subject {_trial(number)} ; rdf:predicate bp:{name} ;
  rdf:object {value} ; bp:polarity bp:affirmed ; bp:evidence <urn:passage> .
  <urn:passage> oa:exact "x" ; oa:start 0 ; oa:end 1 ."""
    typed = f"{_trial(number)} a bp:Trial . {_drug(number)} a bp:Drug ."
    return f"{typed} GRAPH <urn:release> {{ {said} }}"


def _drug(number: int) -> Iri:
    return Iri(f"{E['nvk101'].value}-{number}")


def _trial(number: int) -> Iri:
    return Iri(f"{TRIAL.value}-{number}")


def test_of_many_things_those_most_told_of_are_kept(norvik: Store) -> None:
    whole, part = neighbourhood(norvik, E["norvik"]), neighbourhood(norvik, E["norvik"], limit=4)
    assert len(part) <= 4 < len(whole)
    assert E["norvik"].value in part
    assert (whole.graph["left_out"], part.graph["left_out"] > 0) == (0, True)
    assert set(part.edges) <= set(whole.edges)
    assert "left out" in draw(part, "Norvik", E["norvik"].value).note


def test_content_with_the_newest_passages(norvik: Store) -> None:
    whole, part = (surroundings(norvik, E["norvik"], Extent(newest=newest)) for newest in (0, 1))
    assert {edge[:2] for edge in part.edges} == {edge[:2] for edge in whole.edges}
    for one, other, key, data in part.edges(keys=True, data=True):
        said = data["statement"].evidence
        assert said[-1] == whole.edges[one, other, key]["statement"].evidence[-1]
        assert len({e.date for e in said}) == 1


def test_paths_run_over_asserted_facts(norvik: Store) -> None:
    way = path_between(norvik, E["mercy"], E["halden"])
    assert way is not None
    assert {E["mercy"].value, TRIAL.value, E["nvk101"].value, E["norvik"].value, DEAL.value, E["halden"].value} == set(
        way
    )
    assert path_between(norvik, E["mercy"], E["psoriasis"]) is None


def test_nothing_surrounds_what_is_unknown(norvik: Store) -> None:
    with pytest.raises(UnknownName):
        neighbourhood(norvik, Iri("https://example.org/nothing"))


@pytest.mark.parametrize("name", ["norvik", "NORVIK BIOSCIENCES, INC.", "Norvik Biosciences", E["norvik"].value])
def test_names_are_found_in_any_spelling(norvik: Store, name: str) -> None:
    assert find_named(norvik, name).iri == E["norvik"]


def test_what_no_release_asserts_has_a_name_too(tmp_path: Path) -> None:
    trial = Iri(f"{ID}trial/nvk-101--psoriasis")
    with open_store(make_store(tmp_path / "store"), "write") as store:
        store.update(f"""INSERT DATA {{ GRAPH <urn:release> {{ <urn:claim> rdf:subject {trial} ; rdf:predicate bp:site ;
          rdf:object {E["mercy"]} ; bp:polarity bp:affirmed ; bp:certainty bp:possible ; bp:evidence <urn:passage> .
          <urn:passage> oa:exact "x" ; oa:start 0 ; oa:end 1 }} }}""")
        node = neighbourhood(store, E["mercy"]).nodes[trial.value]
        assert (node["type"], node["label"]) == ("Trial", "nvk 101, psoriasis")
        shown = [
            item for section in profile(store, E["mercy"]).sections for item in section.items if item.iri == trial.value
        ]
        (said,) = shown[0].lines[0].values
        assert (shown[0].title, said.stance, said.places[0].quote) == ("nvk 101, psoriasis", "possible", "x")
        assert profile(store, trial).label == "nvk 101, psoriasis"
        assert not things(store, [trial])
