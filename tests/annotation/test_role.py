from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotation.facts.role import find_roles
from kg.annotation.facts.signature import find_signature_roles
from kg.annotation.model import Concept, EntityType, Fact, Mention, Voice
from kg.annotation.reading import Reading, Sentence, mask
from kg.annotation.sentences import split_sentences
from kg.documents.model import Block, BlockKind, Release

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "role.yaml").read_text(encoding="utf-8"))
ZORVA = Mention(EntityType.ORGANIZATION, 0, 0, "Zorva", "Zorva Inc.", "Company")
_MARK = re.compile(r"\{([PO]) ([^}|]+)(?:\|([^}]+))?\}")


def reading(marked: str, kind: BlockKind = BlockKind.PROSE) -> Reading:
    """A reading of one block from text with its mentions in braces."""
    text, mentions, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        of_type = EntityType.PERSON if match[1] == "P" else EntityType.ORGANIZATION
        mentions.append(Mention(of_type, len(text), len(text) + len(match[2]), match[2], match[3] or match[2]))
        text += match[2]
        at = match.end()
    text += marked[at:]
    block = Block(kind, 0, len(text), text)
    sentences = tuple(
        Sentence(
            s.start,
            s.end,
            text[s.start : s.end],
            block,
            Voice.COMPANY,
            inside := tuple(m for m in mentions if s.start <= m.start < s.end),
            mask(text[s.start : s.end], s.start, inside),
        )
        for s in split_sentences(text)
    )
    return Reading(Release(1, 0, len(text), "", date(2020, 5, 4), None, "", (block,)), text, ZORVA, sentences)


def told(fact: Fact) -> str:
    values = {field.role: field.value for field in fact.fields}
    return " | ".join(
        v.name if isinstance(v, Mention) else v.notation for v in values.values() if isinstance(v, Mention | Concept)
    )


@pytest.mark.parametrize("case", CASES["hits"], ids=lambda case: case["text"][:60])
def test_finds_roles(case: dict[str, Any]) -> None:
    assert sorted(map(told, find_roles(reading(case["text"])))) == sorted(case["roles"])


@pytest.mark.parametrize("case", CASES["misses"], ids=lambda case: case["text"][:60])
def test_stays_silent(case: dict[str, Any]) -> None:
    assert [told(f) for f in find_roles(reading(case["text"]))] == []


def test_every_role_quotes_its_sentence() -> None:
    read = reading("It works. {P Ana Roe}, CEO of {O Belu Bio}, agreed. It rained.")
    (fact,) = find_roles(read)
    for field in fact.fields:
        assert [read.text[s.start : s.end] for s in field.evidence] == ["Ana Roe, CEO of Belu Bio, agreed."]


def test_one_appointment_told_twice_is_one_role() -> None:
    twice = reading(
        "{O Zorva|Zorva Inc.} appointed {P Ana Roe} as CFO. {P Ana Roe}, CFO of {O Zorva|Zorva Inc.}, agreed."
    )
    assert [told(f) for f in find_roles(twice)] == ["Ana Roe | Zorva Inc. | Chief Financial Officer | appointed"]


def test_an_office_named_elsewhere_is_not_the_issuers() -> None:
    read = reading("CEO {P Ana Roe} has a plan. It was time, said {P Ana Roe}, CEO of {O Belu Bio}.")
    assert [told(f) for f in find_roles(read)] == ["Ana Roe | Belu Bio | Chief Executive Officer | current"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("{P Ana Roe}, Director of Finance, 1-416-555-0100", ["Ana Roe | Zorva Inc. | Director of Finance | current"]),
        (
            "{P Dan Ray} Managing Director {O Belu Advisors} dan@belu.example",
            ["Dan Ray | Belu Advisors | Managing Director | current"],
        ),
        ("{P Ana Roe}, CEOana@zorva.example 403-555-0100", []),
        (
            "{P Ana Roe}, CEOAna@zorva.example 403-555-0100",
            ["Ana Roe | Zorva Inc. | Chief Executive Officer | current"],
        ),
        (
            "{P Ana Roe}Senior Vice President of Strategic Programs281.555.0100",
            ["Ana Roe | Zorva Inc. | Senior Vice President of Strategic Programs | current"],
        ),
        ("{O Belu Advisors}, New York. Media: {P Dan Ray}, Vice President, 555-0100", []),
    ],
)
def test_contacts(text: str, roles: list[str]) -> None:
    assert [told(f) for f in find_roles(reading(text, BlockKind.CONTACTS))] == roles


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        (
            'Date: May 4, 2020\n\nBy: /s/ "Ana Roe" Ana Roe\n\nDirector of Finance and Controller',
            ["Director of Finance", "Controller"],
        ),
        (
            'By: "Ana Roe"\n-----\n\nAna Roe\nVice President, Legal Affairs\nCorporate Secretary',
            ["Vice President, Legal Affairs", "Corporate Secretary"],
        ),
        ("By: /s/ Ana Roe\nName: Ana Roe\nTitle: Chief Financial Officer", ["Chief Financial Officer"]),
        ("By:\t/s/ Ana Roe\n\t\tAna Roe\n\t\tChief Financial Officer", ["Chief Financial Officer"]),
        ("By: /s/ Ana B. Roe\nAna Roe\nTreasurer", ["Treasurer"]),
        ("The Chief Financial Officer has signed this report on behalf of the registrant.", []),
    ],
)
def test_signature_page(page: str, titles: list[str]) -> None:
    text = "COVER\n\n" + page
    facts = list(find_signature_roles(text, [Block(BlockKind.SIGNATURE, 7, len(text), page)], ZORVA))
    assert [told(f) for f in facts] == [f"Ana Roe | Zorva Inc. | {title} | current" for title in titles]
    assert all("Ana Roe" in text[s.start : s.end] for f in facts for field in f.fields for s in field.evidence)
