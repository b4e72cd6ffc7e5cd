from __future__ import annotations

from dataclasses import replace

import pytest

from kg.annotation.model import EntityType
from kg.resolution.judgement import Verdict, judged
from kg.resolution.model import Local, Record
from kg.resolution.parts import tail
from kg.resolution.resolve import ID, resolve

PERSON, ORG = EntityType.PERSON, EntityType.ORGANIZATION
WHITT, PART = ID + "person/jona-whitt", ID + "person/jona-whitt~harbour"


def whitt(release: str, issuer: str, day: str, *offices: tuple[str, bool]) -> Record:
    return Record(Local(release, PERSON, "Jona Whitt"), issuer, (("Jona Whitt", 1),), issued=day, offices=offices)


QUILLON = [
    whitt("r1", "quillon", "2004-01-01", ("quillon", True)),
    whitt("r2", "quillon", "2006-01-01", ("quillon", True)),
]
HARBOUR = whitt("r3", "harbour", "2005-01-01", ("harbour", True))


def ends(*records: Record) -> dict[str, str]:
    """The tail of the IRI in each release."""
    return {at.release: iri.removeprefix(ID + "person/") for at, iri in resolve(records).iris.items()}


def test_offices_at_two_companies_at_once_part_a_name_and_leave_the_pair_open() -> None:
    assert ends(*QUILLON, HARBOUR) == {
        "r1": "jona-whitt~quillon",
        "r2": "jona-whitt~quillon",
        "r3": "jona-whitt~harbour",
    }
    (pair,) = resolve([*QUILLON, HARBOUR]).open
    assert pair.pair == (PART, ID + "person/jona-whitt~quillon")


@pytest.mark.parametrize(
    "other",
    [
        whitt("r3", "harbour", "2007-01-01", ("harbour", True)),  # went from the one to the other
        whitt("r3", "harbour", "2005-01-01", ("harbour", False)),  # a seat on a board
        whitt("r3", "harbour", "2005-01-01", ("harbour", True), ("quillon", False)),  # the release knows of both
        whitt("r3", "harbour", "2005-01-01", ("quillon", True)),  # named by a partner
        whitt("r3", "quillon pharma", "2005-01-01", ("quillon pharma", True)),  # another name of the company
        whitt("r3", "harbour", "", ("harbour", True)),
    ],
)
def test_what_may_be_one_career_is_one_person(other: Record) -> None:
    assert set(ends(*QUILLON, other).values()) == {"jona-whitt"}


def test_a_company_that_changed_its_name_keeps_its_officers() -> None:
    firm = Record(Local("r3", ORG, "Harbour"), "harbour", (("Harbour", 1),), former=("Quillon",))
    assert set(resolve([*QUILLON, HARBOUR, firm]).iris.values()) >= {WHITT}
    assert not resolve([*QUILLON, HARBOUR, firm]).open


def test_a_person_can_part_two_that_share_a_name_and_take_it_back() -> None:
    records = [QUILLON[0], replace(HARBOUR, offices=())]
    before = resolve(records)
    assert set(before.iris.values()) == {WHITT}
    apart = judged(WHITT, PART, Verdict.DIFFERENT, "mara")
    assert {at.release: iri for at, iri in resolve(records, [apart]).iris.items()} == {"r1": WHITT, "r3": PART}
    assert resolve(records, [apart, replace(apart, verdict=Verdict.UNDONE)]) == before


def test_a_person_can_part_what_rules_would_join() -> None:
    records = [Record(Local(r, EntityType.DRUG, "QB-77"), by, (("QB-77", 1),)) for r, by in (("r1", "a"), ("r2", "b"))]
    apart = judged(ID + "drug/qb-77", ID + "drug/qb-77~b", Verdict.DIFFERENT, "mara")
    assert len(set(resolve(records, [apart]).iris.values())) == 2


def test_tails_of_parts() -> None:
    assert tail("halden @ co inc") == "halden~co-inc"
    assert tail("halden") == "halden"
