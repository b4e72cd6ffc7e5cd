from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from kg.annotation.model import Concept, Fact, Mention, Span, Value
from kg.graph.identity import IDENTITIES
from kg.graph.labels import label_of
from kg.graph.nodes import cluster_facts
from kg.graph.registered import Naming, registered
from kg.graph.scene import Scene
from kg.graph.terms import Iri
from kg.ontology import ID, load_ontology
from kg.resolution.model import Local
from tests.graph.sample import DISEASE, DRUG, fact

HERE = Span(0, 10)
X, MELANOMA = Mention(DRUG, 0, 1, "X-1", "X-1"), Mention(DISEASE, 2, 3, "melanoma", "melanoma")
IRIS = {(DRUG, "X-1"): Iri(ID + "drug/x-1"), (DISEASE, "melanoma"): Iri(ID + "indication/melanoma")}
SCENE = Scene(Iri(ID + "release/r-1"), None, IRIS, dict.fromkeys(IRIS.values(), "?"), load_ontology())


def trial(**more: Value | list[Value]) -> Fact:
    given: dict[str, Value | list[Value]] = {"drug": X, "indication": MELANOMA}
    return fact("trial", HERE, "hand/1", **(given | more))


def phase(n: int) -> Concept:
    return Concept("phase", f"phase-{n}")


def status(word: str) -> Concept:
    return Concept("trial-status", word)


def tails(*facts: Fact) -> dict[str, int]:
    """IRIs without their common start -> number of facts, the same for every order of the facts."""
    found = [
        {c.iri.value.removeprefix(ID + "trial/"): len(c.facts) for c in cluster_facts(some, SCENE)}
        for some in permutations(facts)
    ]
    assert all(one == found[0] for one in found)
    return found[0]


def test_parts_of_one_trial_are_joined() -> None:
    assert tails(trial(phase=phase(2), status=status("initiated")), trial(site=X), trial(phase=phase(2))) == {
        "x-1--melanoma--phase-2": 3
    }


def test_phases_keep_trials_apart() -> None:
    assert tails(trial(phase=phase(1)), trial(phase=phase(2))) == {
        "x-1--melanoma--phase-1": 1,
        "x-1--melanoma--phase-2": 1,
    }


def test_statuses_keep_trials_of_one_phase_apart() -> None:
    assert tails(
        trial(phase=phase(2), status=status("completed")), trial(phase=phase(2), status=status("planned"))
    ) == {"x-1--melanoma--phase-2--completed": 1, "x-1--melanoma--phase-2--planned": 1}


def test_what_fits_two_trials_joins_neither() -> None:
    assert tails(trial(phase=phase(1)), trial(phase=phase(2)), trial(enrollment=40)) == {
        "x-1--melanoma--phase-1": 1,
        "x-1--melanoma--phase-2": 1,
        "x-1--melanoma": 1,
    }


def test_a_registry_id_is_the_name_of_a_trial() -> None:
    assert tails(trial(phase=phase(2), registry_id="NCT00000042")) == {"nct-00000042": 1}


def test_one_registry_id_or_short_name_is_one_trial_whatever_its_disease_is_called() -> None:
    other = {"indication": Mention(DISEASE, 4, 5, "skin cancer", "skin cancer")}
    for by in ({"registry_id": "NCT00000042"}, {"name": "LUMEN"}):
        assert len(tails(trial(phase=phase(2), **by), trial(enrollment=40, **by, **other))) == 1
        assert len(tails(trial(phase=phase(2), **by), trial(phase=phase(3), **by, **other))) == 2


def test_a_short_name_stands_for_the_registry_id_that_other_releases_give() -> None:
    told = trial(phase=phase(2), name="Lumen")
    known = replace(SCENE, registered={(ID + "drug/x-1", "lumen"): "nct-00000042"})
    assert [c.iri.value for c in cluster_facts([told], known)] == [ID + "trial/nct-00000042"]
    assert tails(told) == {"x-1--lumen": 1}


def test_names_of_which_releases_disagree_stand_for_no_registry_id() -> None:
    drug = Local(SCENE.graph.value, DRUG, "X-1")
    iris = {drug: ID + "drug/x-1"}
    one, other, none = Naming(drug, "lumen", "nct-1"), Naming(drug, "lumen", "nct-2"), Naming(drug, "lumen", "")
    assert registered([one, none], iris) == {(ID + "drug/x-1", "lumen"): "nct-1"}
    assert registered([one, other, none], iris) == {}
    assert registered([none], iris) == {}


def test_identities_use_roles_that_the_ontology_declares() -> None:
    for name, identity in IDENTITIES.items():
        roles = {slot.role for slot in load_ontology().kind(name).slots} | {"year"}
        used = {role.removesuffix("?") for group in (*identity.named, *identity.unique) for role in group}
        assert used | {*identity.same, *identity.apart, *identity.further} <= roles


def test_a_label_says_whether_the_money_is_enough() -> None:
    labels = []
    for enough in (True, False):
        said = fact("guidance", HERE, "hand/1", sufficient=enough, latest="2031-12-31")
        (cluster,) = cluster_facts([said], SCENE)
        labels.append(label_of(cluster, SCENE))
    assert labels == ["Cash enough until 2031-12-31", "Cash not enough until 2031-12-31"]
