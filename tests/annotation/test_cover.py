"""The head office on a filing's cover: the city above its caption, and nothing that is no address."""

from __future__ import annotations

import pytest

from kg.annotation.annotate import annotate
from kg.annotation.model import Mention
from kg.documents.filing import parse_filing

COVER = """FORM 6-K SECURITIES AND EXCHANGE COMMISSION

Washington, D.C. 20549

Report of Foreign Issuer

Quillmark Biologics Inc.

(Translation of registrant's name into English)

{address}

SIGNATURES

Quillmark Biologics Inc.

Date: February 14, 2011

By: Ada Norling, Chief Financial Officer

QUILLMARK BIOLOGICS REPORTS NEWS

TORONTO, February 11, 2011 - Quillmark Biologics Inc. today reported on its work. The company has forty people.
"""


def seats(address: str) -> list[tuple[str, str, str]]:
    filing = parse_filing("x.txt", COVER.format(address=address), "0" * 64)
    facts = [f for a in annotate(filing) for f in a.facts if f.kind == "headquarters"]
    found = []
    for fact in facts:
        org, place = fact.fields
        (span,) = place.evidence
        assert isinstance(org.value, Mention)
        found.append((org.value.name, str(place.value), filing.text[span.start : span.end]))
    return found


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("8 Quay Street, Toronto, Ontario M9W 4Z7\n\n(Address of principal executive offices)", "Toronto, Ontario"),
        ("8 Quay Street, 4th Floor\nCambridge, MA 02139\n(Address of Principal Executive Offices)", "Cambridge, MA"),
        ("\t8 Quay Street, Basel, Switzerland\t\t\n\t(Address of principal executive offices)", "Basel, Switzerland"),
    ],
)
def test_the_city_above_the_caption(address: str, place: str) -> None:
    ((name, found, quote),) = seats(address)
    assert (name, found) == ("Quillmark Biologics Inc.", place)
    assert quote.startswith("8 Quay Street")
    assert "rincipal" in quote


@pytest.mark.parametrize(
    "address",
    [
        "8 Quay Street, Toronto, Ontario M9W 4Z7",
        "8 Quay Street\n(Address of principal executive offices)",
        "8 Quay Street, Toronto, Switzerland\n(Address of principal executive offices)",
        "8 Quay Street, Toronto, Ontario\n(Address of the transfer agent)\n(Address of principal executive offices)",
    ],
)
def test_what_is_no_address_of_a_head_office(address: str) -> None:
    assert seats(address) == []
