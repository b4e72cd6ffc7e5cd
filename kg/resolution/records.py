"""Mentions of one release -> records: how each of its entities is called there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.annotation.model import EntityType, Fact, Mention
from kg.resolution.model import Local, Record
from kg.resolution.names import fold
from kg.resolution.told import former_names, offices_of, tickers_of

BESIDE = 60  # code points on each side of a mention: "Mercy Hospital in Tulsa, Oklahoma"
CONTEXTS = 3  # mentions of an entity whose surroundings are kept
AMBIGUOUS = frozenset({"HealthcareSite", "ResearchInstitution", "GovernmentAgency"})  # named alike in many places


def fact_mentions(facts: Iterable[Fact]) -> tuple[Mention, ...]:
    """The mentions that stand in the facts' fields."""
    return tuple(field.value for fact in facts for field in fact.fields if isinstance(field.value, Mention))


@dataclass(frozen=True, slots=True)
class Setting:
    """Where mentions stand: the release's IRI, the folded name of its issuer, its day ("" where unknown), the text."""

    release: str
    issuer: str
    issued: str = ""
    text: str = ""


def records_of(
    setting: Setting,
    mentions: Iterable[Mention],
    told: Collection[tuple[EntityType, str]],
    facts: Collection[Fact] = (),
) -> tuple[Record, ...]:
    """One record per entity of a release, sorted. A mention that stands in several facts counts once.

    `told` are the entities that some fact is about. They are shown, and so is every drug: when one was last mentioned
    is a question that people ask. `facts` tell of offices and listings.
    """
    mentions = set(mentions)
    offices, tickers, former = offices_of(facts), tickers_of(facts), former_names(mentions, setting.text)
    forms: dict[Local, Counter[str]] = defaultdict(Counter)
    kinds: dict[Local, Counter[str]] = defaultdict(Counter)
    beside: dict[Local, dict[str, None]] = defaultdict(dict)
    for mention in sorted(mentions, key=lambda m: (m.start, m.end, m.type, m.name, m.text, m.kind, m.coreferent)):
        if not fold(mention.name, mention.type):
            continue
        local = Local(setting.release, mention.type, mention.name)
        forms[local][_tidy(mention.name)] += 0
        if not mention.coreferent and fold(mention.text, mention.type):
            forms[local][_tidy(mention.text)] += 1
        if mention.kind:
            kinds[local][mention.kind] += 1
        if mention.kind in AMBIGUOUS and len(beside[local]) < CONTEXTS:
            beside[local][_beside(mention, setting.text)] = None
    return tuple(
        Record(
            local,
            setting.issuer,
            tuple(sorted(counts.items())),
            tuple(sorted(kinds[local].items())),
            local.type is EntityType.DRUG or (local.type, local.name) in told,
            setting.issued,
            " ".join(beside[local]).strip(),
            tuple(sorted(offices.get(local.name, ()))) if local.type is EntityType.PERSON else (),
            tuple(sorted(tickers.get(local.name, ()))) if local.type is EntityType.ORGANIZATION else (),
            tuple(sorted(former.get((local.type, local.name), ()))),
        )
        for local, counts in sorted(forms.items())
    )


def _beside(mention: Mention, text: str) -> str:
    """The text around a mention, in one line; "" where its place is unknown."""
    if not mention.end:
        return ""
    return _tidy(text[max(0, mention.start - BESIDE) : mention.end + BESIDE])


def issuer_name(mentions: Iterable[Mention], filer: str) -> str:
    """The company whose release it is: what "the Company" and "we" stand for most often, else the filer, else "".

    Ties go to the filer, then to the name that comes first in the alphabet.
    """
    votes = Counter(
        m.name for m in mentions if m.type is EntityType.ORGANIZATION and m.coreferent and m.kind in ("", "Company")
    )
    if not votes:
        return filer
    filer_key = fold(filer, EntityType.ORGANIZATION)
    return min(votes, key=lambda name: (-votes[name], fold(name, EntityType.ORGANIZATION) != filer_key, name))


def _tidy(text: str) -> str:
    return " ".join(text.split())
