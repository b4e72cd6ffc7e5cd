from __future__ import annotations

import pytest

from kg.annotation.model import EntityType
from kg.resolution.features import FEATURES, chance, signs_of
from kg.resolution.judge import DIFFERENT, SAME, judge_pair
from kg.resolution.judgement import Verdict
from kg.resolution.model import Local, Record
from kg.resolution.names import fold
from kg.resolution.tally import tally_of
from kg.resolution.traits import Traits, traits_of

ORG, DRUG, PERSON = EntityType.ORGANIZATION, EntityType.DRUG, EntityType.PERSON


def traits(type_: EntityType, name: str, issuer: str = "quillon", issued: str = "2004-02-03", *forms: str) -> Traits:
    said = Record(Local("r", type_, name), issuer, tuple((f, 1) for f in sorted({name, *forms})), issued=issued)
    return traits_of(f"iri/{type_}/{name}", fold(name, type_), tally_of([said]), None)


def test_evidence_adds_up_and_gives_its_reasons() -> None:
    one, other = traits(PERSON, "Jona Whitt"), traits(PERSON, "Jona P. Whitt")
    signs = signs_of(other, one)
    judgement = judge_pair(one, other)
    assert judgement.score == round(chance(signs), 4) >= SAME
    assert set(judgement.reasons) == {sign.reason for sign in signs}
    assert judgement.verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (traits(PERSON, "J. Whitt"), traits(PERSON, "Jona Whitt"), Verdict.OPEN),
        (traits(PERSON, "Jona Whitt", "a"), traits(PERSON, "Jona P. Whitt", "b"), Verdict.OPEN),
        (traits(PERSON, "Jona Whitt"), traits(PERSON, "Mara Whitt"), Verdict.DIFFERENT),
        (traits(DRUG, "QB-77"), traits(DRUG, "QB-78"), Verdict.DIFFERENT),
        (traits(DRUG, "Serafinol"), traits(DRUG, "Seraphinol"), Verdict.OPEN),
        (traits(DRUG, "Serafinol"), traits(DRUG, "Serafinal"), Verdict.OPEN),
        (traits(ORG, "Quillon Inc."), traits(ORG, "Quillon Pharmaceuticals Inc."), Verdict.DIFFERENT),
        (traits(ORG, "Harbour Cancer Institute"), traits(ORG, "HCI"), Verdict.SAME),
        (traits(ORG, "Harbour Cancer Institute", "a"), traits(ORG, "HCI", "b"), Verdict.OPEN),
        (traits(ORG, "Harbour"), traits(DRUG, "Harbour"), Verdict.DIFFERENT),
    ],
)
def test_verdicts(one: Traits, other: Traits, verdict: Verdict) -> None:
    assert judge_pair(one, other).verdict is verdict
    assert judge_pair(other, one) == judge_pair(one, other)


def test_time_speaks_against_names_that_are_decades_apart() -> None:
    old, new = traits(DRUG, "Serafinol", "q", "1989-01-01"), traits(DRUG, "Serafinal", "q", "2014-01-01")
    assert judge_pair(old, new).score < judge_pair(old, traits(DRUG, "Serafinal", "q", "1990-01-01")).score


def test_thresholds_leave_room_between_them() -> None:
    assert 0 < DIFFERENT < 0.5 < SAME < 1
    assert chance([]) == 0.5


@pytest.mark.parametrize("feature", [feature for _, feature in FEATURES], ids=lambda f: f.__name__)
def test_every_feature_says_something_of_some_pair(feature: object) -> None:
    """A feature that no hand-made pair makes speak is dead weight."""
    from kg.resolution.context import ground_all
    from tests.resolution.cases import pair_cases

    for case in pair_cases():
        found = {}
        for record in case.records[:2]:
            key = fold(record.local.name, record.local.type)
            grounding = ground_all({"i": ((record.local.type, key), tally_of([record]))}, [record])["i"]
            found[record.local.release] = traits_of(f"{record.local.release}/{key}", key, tally_of([record]), grounding)
        pair = tuple(found.values())
        if len(pair) == 2 and pair[0].type is pair[1].type and feature(*pair):  # type: ignore[operator]
            return
    if feature.__name__ != "far_apart":  # type: ignore[attr-defined]
        pytest.fail("no pair")
