from __future__ import annotations

import pytest

from kg.annotation.model import EntityType, Mention
from kg.resolution.model import Local, Record
from kg.resolution.resolve import ID, resolve
from kg.resolution.told import former_names

ORG = EntityType.ORGANIZATION


def named(text: str, *names: str) -> list[Mention]:
    """A mention of each name, in the order of the text."""
    found, at = [], 0
    for name in names:
        at = text.index(name, at)
        found.append(Mention(ORG, at, at + len(name), name, name))
        at += len(name)
    return found


HALDEN = {(ORG, "Halden Bio"): {"Quillon"}}


@pytest.mark.parametrize(
    "text",
    [
        "Quillon has changed its name to Halden Bio as of today",
        "Quillon, which was founded here, was renamed Halden Bio",
        "the company changed its name from Quillon to Halden Bio in May",
    ],
)
def test_a_new_name(text: str) -> None:
    wanted = {} if "which" in text else HALDEN
    assert former_names(named(text, "Quillon", "Halden Bio"), text) == wanted


@pytest.mark.parametrize(
    "text", ["Halden Bio (formerly Quillon)", 'Halden Bio, formerly known as "Quillon",', "Halden Bio (f/k/a Quillon)"]
)
def test_a_former_name(text: str) -> None:
    assert former_names(named(text, "Halden Bio", "Quillon"), text) == HALDEN


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quillon plans to change its name to Halden Bio", ("Quillon", "Halden Bio")),
        ("Quillon, formerly of Halden Bio", ("Quillon", "Halden Bio")),
        ("Quillon was acquired by Halden Bio", ("Quillon", "Halden Bio")),
        ("Halden Bio, formerly a unit of Quillon", ("Halden Bio", "Quillon")),
        ("moved from Quillon to Halden Bio", ("Quillon", "Halden Bio")),
        ("Halden Bio (formerly Halden Bio)", ("Halden Bio", "Halden Bio")),
    ],
)
def test_no_former_name(text: str, names: tuple[str, str]) -> None:
    assert former_names(named(text, *names), text) == {}


def test_names_and_tickers_in_time() -> None:
    def told(release: str, day: str, name: str, ticker: str, *former: str) -> Record:
        local = Local(release, ORG, name)
        return Record(local, "", ((name, 1),), issued=day, tickers=(ticker,), former=former)

    resolution = resolve(
        [
            told("r1", "2004-01-01", "Quillon Inc.", "Nasdaq: QLN"),
            told("r2", "2005-01-01", "Quillon Inc.", "Nasdaq: QLN"),
            told("r3", "2006-01-01", "Halden Bio Inc.", "Nasdaq: HLD", "Quillon Inc."),
        ]
    )
    (entity,) = resolution.entities.values()
    assert entity.iri == ID + "organization/halden-bio"
    uses = {(u.name, u.kind): (u.first, u.last, u.former_release) for u in entity.uses}
    assert uses == {
        ("Quillon Inc.", "legal name"): ("2004-01-01", "2006-01-01", "r3"),
        ("Halden Bio Inc.", "legal name"): ("2006-01-01", "2006-01-01", ""),
        ("Nasdaq: QLN", "ticker"): ("2004-01-01", "2005-01-01", ""),
        ("Nasdaq: HLD", "ticker"): ("2006-01-01", "2006-01-01", ""),
    }
    assert any("former name" in reason for j in resolution.judgements for reason in j.reasons)
