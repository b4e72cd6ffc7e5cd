from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.model import EntityType, Mention
from kg.resolution.model import Local, Record
from kg.resolution.names import fold, slug
from kg.resolution.records import Setting, issuer_name, records_of
from kg.resolution.resolve import ID, choose_label, resolve

ORG, DRUG, PERSON, DISEASE = (
    EntityType.ORGANIZATION,
    EntityType.DRUG,
    EntityType.PERSON,
    EntityType.INDICATION,
)


def record(release: str, type_: EntityType, name: str, *forms: str, issuer: str = "quillon") -> Record:
    return Record(Local(release, type_, name), issuer, tuple((form, 1) for form in sorted({name, *forms})))


def iris(*records: Record) -> dict[tuple[str, str], str]:
    """(release, name) -> the end of the IRI; the same for every order of the records."""
    chance = random.Random(5)
    found = []
    for _ in range(5):
        resolution = resolve(chance.sample(records, len(records)))
        found.append({(at.release, at.name): iri.removeprefix(ID) for at, iri in resolution.iris.items()})
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        (ORG, "Quillon Biosciences Inc.", "QUILLON BIOSCIENCES"),
        (ORG, "Harbour Pharma AG", "Harbour Pharma"),
        (PERSON, "Dr. Jona Whitt", "Jona Whitt, Ph.D."),
        (DRUG, "QB-77", "QB 77"),
        (DRUG, "Serafin®", "Serafin"),
        (DISEASE, "acute myeloid leukaemia", "Acute Myeloid Leukemia"),
        (DISEASE, "solid tumours", "solid tumor"),
    ],
)
def test_spellings_of_one_name_are_one_entity(type_: EntityType, one: str, other: str) -> None:
    assert len(set(iris(record("r1", type_, one), record("r2", type_, other)).values())) == 1


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        (DRUG, "QB-77", "QB-78"),
        (DRUG, "QB-77", "QB-771"),
        (PERSON, "Jona Whitt", "Joan Whitt"),
        (ORG, "Quillon Biosciences", "Quillon Diagnostics"),
        (DISEASE, "leukemia", "acute myeloid leukemia"),
    ],
)
def test_different_names_stay_apart(type_: EntityType, one: str, other: str) -> None:
    assert len(set(iris(record("r1", type_, one), record("r2", type_, other)).values())) == 2


def test_a_short_name_joins_the_entity_that_the_issuer_calls_so() -> None:
    found = iris(
        record("r1", ORG, "Quillon Biosciences Inc.", "Quillon"),
        record("r2", ORG, "Quillon"),
        record("r3", DISEASE, "acute myeloid leukemia", "AML"),
        record("r4", DISEASE, "AML"),
    )
    assert found["r2", "Quillon"] == "organization/quillon-biosciences"
    assert found["r4", "AML"] == "indication/acute-myeloid-leukemia"


def test_a_short_name_of_another_issuer_says_nothing() -> None:
    found = iris(
        record("r1", DISEASE, "multiple sclerosis", "MS"),
        record("r2", DISEASE, "MS", issuer="harbour pharma"),
    )
    assert found["r2", "MS"] == "indication/ms"


def test_a_short_name_of_two_entities_joins_neither() -> None:
    found = iris(
        record("r1", ORG, "Quillon Biosciences", "Quillon"),
        record("r2", ORG, "Quillon Diagnostics", "Quillon"),
        record("r3", ORG, "Quillon"),
    )
    assert found["r3", "Quillon"] == "organization/quillon"


def test_a_parent_named_in_full_is_not_its_subsidiary() -> None:
    found = iris(
        record("r1", ORG, "Quillon Pharmaceuticals Inc.", "Quillon"),
        record("r2", ORG, "Quillon Inc."),
        record("r3", ORG, "Quillon Pharmaceuticals, Inc."),
    )
    assert found["r2", "Quillon Inc."] == "organization/quillon"
    assert found["r3", "Quillon Pharmaceuticals, Inc."] == found["r1", "Quillon Pharmaceuticals Inc."]


def test_a_surname_joins_nobody() -> None:
    assert (
        iris(record("r1", PERSON, "Jona Whitt", "Whitt"), record("r2", PERSON, "Whitt"))["r2", "Whitt"]
        == "person/whitt"
    )


def test_chains_and_circles_of_aliases_end() -> None:
    found = iris(
        record("r1", DRUG, "serafinib mesylate", "serafinib"),
        record("r2", DRUG, "serafinib", "QB-77"),
        record("r3", DRUG, "QB-77", "serafinib mesylate"),
    )
    assert set(found.values()) == {"drug/serafinib-mesylate"}


def test_a_further_document_renames_nothing() -> None:
    before = [record("r1", ORG, "Quillon Biosciences", "Quillon"), record("r2", DRUG, "QB-77")]
    after = [*before, record("r3", ORG, "Quillon Bio"), record("r4", DRUG, "QB 7-7"), record("r5", DRUG, "QB/77")]
    old, new = iris(*before), iris(*after)
    assert old.items() <= new.items()


def test_the_name_to_show() -> None:
    assert choose_label({"ACME CORPORATION": 9, "Acme Corporation": 2, "Acme Corp.": 2}) == "Acme Corporation"
    assert choose_label({"ACME CORPORATION": 9}) == "ACME CORPORATION"


def test_an_entity_that_no_graph_shows_is_no_entity() -> None:
    hidden = Record(Local("r1", DISEASE, "fatigue"), "", (("fatigue", 1),), (), shown=False)
    resolution = resolve([hidden])
    assert not resolution.entities
    assert resolution.iris


def test_records_hold_names_and_votes() -> None:
    mentions = [
        Mention(ORG, 0, 12, "Quillon Inc.", "Quillon Inc.", "Company"),
        Mention(ORG, 20, 27, "Quillon", "Quillon Inc.", "Company"),
        Mention(ORG, 30, 37, "Quillon", "Quillon Inc."),
        Mention(ORG, 40, 51, "the Company", "Quillon Inc.", "Company", coreferent=True),
        Mention(ORG, 60, 61, "?", "?"),
    ]
    (made,) = records_of(Setting("r1", "quillon"), [*mentions, mentions[0]], ())
    assert made.forms == (("Quillon", 2), ("Quillon Inc.", 1))
    assert made.kinds == (("Company", 3),)
    assert not made.shown


def test_the_issuer_is_who_says_we() -> None:
    we = [
        Mention(ORG, n, n + 2, "we", name, coreferent=True) for n, name in enumerate(["Harbour", "Quillon", "Quillon"])
    ]
    assert issuer_name(we, "Harbour") == "Quillon"
    assert issuer_name(we[:2], "Harbour") == "Harbour"
    assert issuer_name([], "Harbour") == "Harbour"


names = st.text(st.sampled_from("abC1 2-.%é™&,'"), min_size=1, max_size=12)


@given(names, st.sampled_from(EntityType))
def test_folding_twice_is_folding_once(name: str, type_: EntityType) -> None:
    assert fold(fold(name, type_), type_) == fold(name, type_)


@given(st.lists(names, min_size=2, max_size=30, unique=True))
def test_different_keys_have_different_slugs(made: list[str]) -> None:
    keys = {fold(name, DRUG) for name in made}
    assert len({slug(key) for key in keys}) == len(keys)


@given(st.lists(st.tuples(st.sampled_from("rst"), names, names), max_size=12), st.randoms())
def test_clusters_do_not_depend_on_order(made: list[tuple[str, str, str]], chance: random.Random) -> None:
    records = [record(release, DRUG, name, form) for release, name, form in made]
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert resolve(records) == resolve(shuffled)
