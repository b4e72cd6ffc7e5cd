"""An invented filing of two releases, with facts made by hand: what the tests of graph, store and build write."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kg.annotation.model import (
    Annotation,
    Certainty,
    Concept,
    EntityType,
    Fact,
    Field,
    Mention,
    Payment,
    Polarity,
    Span,
    Value,
    Voice,
)
from kg.documents.model import Filing, Release
from kg.graph.document import Reading

COVER = "FORM 6-K\nQuillon Biosciences Inc.\nSigned by Dr. Mara Oduya, Treasurer.\n\n"
FIRST = """QUILLON DOSES FIRST PATIENT WITH QB-77
Quillon Biosciences Inc. ("Quillon") has dosed the first patient in a Phase 2 trial of QB-77 in melanoma.
The Company develops QB-77, a vaccine.
Quillon plans a Phase 3 trial of QB-77 in lung cancer.
QB-77 was not tested in leukemia.
An outside expert thinks that QB 77 may hit NRAS.
Net loss in the three months to June 30, 2003 was 4,250,000 dollars.
Harbour Pharma AG will pay up to 12.50 million dollars for a license to QB-77.
"""
SECOND = """QUILLON ENDS TRIAL
Quillon has completed its Phase 2 trial of QB-77 in melanoma.
"""
TEXT = COVER + FIRST + "\n" + SECOND
ORG, DRUG, DISEASE = EntityType.ORGANIZATION, EntityType.DRUG, EntityType.INDICATION


def reading(text: str = TEXT, source: str = "quillon.txt") -> Reading:
    """The filing, and everything that was read in it."""
    second = text.index(SECOND)
    releases = (
        Release(1, len(COVER), second, "QUILLON DOSES FIRST PATIENT WITH QB-77", date(2003, 8, 4), None, "", ()),
        Release(
            2, second, len(text), "QUILLON ENDS TRIAL", date(2004, 2, 9), date(2003, 2, 9), "a slip of the pen", ()
        ),
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    filing = Filing(
        source, sha256, text, "6-K", "Quillon Biosciences Inc.", date(2004, 2, 10), "Mara Oduya", (), (), releases
    )
    return Reading(filing, (_cover(text), _first(text), _second(text)))


def sentence(text: str, words: str, after: int = 0) -> Span:
    """The line that holds some words."""
    at = text.index(words, after)
    return Span(text.rfind("\n", 0, at) + 1, text.index("\n", at))


def mention(text: str, type_: EntityType, name: str, printed: str = "", **more: object) -> Mention:
    """The first mention of an entity, printed as its name or otherwise."""
    start = text.index(printed or name)
    made = Mention(type_, start, start + len(printed or name), printed or name, name)
    return replace(made, **more)  # type: ignore[arg-type]


def fact(kind: str, said: Span, extractor: str = "hand/1", **fields: Value | list[Value]) -> Fact:
    """A fact all of whose arguments one sentence gives; a list for a role that repeats."""
    pairs = [(role, v) for role, value in fields.items() for v in (value if isinstance(value, list) else [value])]
    return Fact(kind, tuple(Field(role, value, (said,)) for role, value in pairs), extractor, 0.9)


def _cover(text: str) -> Annotation:
    person = mention(text, EntityType.PERSON, "Mara Oduya", "Dr. Mara Oduya")
    company = mention(text, ORG, "Quillon Biosciences Inc.", kind="Company")
    told = fact(
        "role",
        sentence(text, "Treasurer"),
        person=person,
        organization=company,
        title=Concept("title", "Treasurer"),
        status=Concept("role-status", "current"),
    )
    return Annotation(0, (person, company), (told,))


def _first(text: str) -> Annotation:
    company = mention(text, ORG, "Quillon Biosciences Inc.", kind="Company")
    short = mention(text, ORG, "Quillon Biosciences Inc.", "Quillon", kind="Company")
    we = mention(text, ORG, "Quillon Biosciences Inc.", "The Company", kind="Company", coreferent=True)
    drug, variant = mention(text, DRUG, "QB-77"), mention(text, DRUG, "QB-77", "QB 77")
    partner = mention(text, ORG, "Harbour Pharma AG", kind="Company")
    diseases = {name: mention(text, DISEASE, name) for name in ("melanoma", "lung cancer", "leukemia")}
    dosed, money = sentence(text, "has dosed"), sentence(text, "Net loss")
    deal = sentence(text, "will pay")
    phase = [Concept("phase", f"phase-{n}") for n in range(5)]
    denied = fact("indication", sentence(text, "was not tested"), drug=drug, indication=diseases["leukemia"])
    guessed = fact("target", sentence(text, "may hit"), drug=variant, target=mention(text, EntityType.TARGET, "NRAS"))
    planned = fact(
        "trial",
        sentence(text, "plans a Phase 3"),
        drug=drug,
        indication=diseases["lung cancer"],
        phase=phase[3],
        status=Concept("trial-status", "planned"),
    )
    facts = (
        fact(
            "trial",
            dosed,
            drug=drug,
            indication=diseases["melanoma"],
            phase=phase[2],
            status=Concept("trial-status", "initiated"),
        ),
        fact("indication", dosed, drug=drug, indication=diseases["melanoma"]),
        fact("developer", sentence(text, "The Company develops"), drug=drug, organization=we),
        fact("modality", sentence(text, "The Company develops"), drug=drug, modality=Concept("modality", "vaccine")),
        replace(planned, certainty=Certainty.INTENDED),
        replace(denied, polarity=Polarity.NEGATED),
        replace(guessed, voice=Voice.QUOTED, certainty=Certainty.POSSIBLE),
        fact(
            "financial",
            money,
            organization=company,
            metric=Concept("metric", "net loss"),
            end=date(2003, 6, 30),
            months=3,
            value=Decimal("4250000.00"),
            currency="USD",
        ),
        fact(
            "agreement",
            deal,
            type=Concept("agreement-type", "license"),
            licensor=company,
            licensee=partner,
            subject=drug,
            payment=Payment("total", Decimal(12500000), "USD", up_to=True),
        ),
    )
    return Annotation(1, (company, short, we, drug, variant, partner, *diseases.values()), facts)


def _second(text: str) -> Annotation:
    at = text.index(SECOND)
    company = Mention(ORG, text.index("Quillon has", at), text.index("Quillon has", at) + 7, "Quillon", "Quillon")
    drug, disease = mention(text, DRUG, "QB-77"), mention(text, DISEASE, "melanoma")
    ended = fact(
        "trial",
        sentence(text, "has completed", at),
        drug=drug,
        indication=disease,
        phase=Concept("phase", "phase-2"),
        status=Concept("trial-status", "completed"),
        sponsor=company,
    )
    return Annotation(2, (company, drug, disease), (ended,))
