"""What a release tells of names and offices, as far as it helps to say who is who."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.annotation.model import Certainty, Concept, EntityType, Fact, Mention, Polarity
from kg.resolution.names import fold

FULL_TIME = re.compile(r"Chief [\w ]+ Officer|President(?: and Chief [\w ]+ Officer)?")
RENAMED = frozenset({EntityType.ORGANIZATION, EntityType.DRUG})
_NAME = r"(?:corporate |company |legal )?name"
_FORMERLY = re.compile(
    r"[\s,®™]*\(?\s*(?:formerly|previously|f/k/a|fka)(?:\s+(?:known|called|named)(?:\s+as)?)?[,:]?\s*[\"“'‘]?(?:the\s+)?"
)
_CHANGED = re.compile(
    r"[\"”']?\s*(?:has\s+|had\s+)?(?:(?:officially|formally|legally)\s+)?"
    rf"(?:changed\s+its\s+{_NAME}\s+to|(?:was|has\s+been|been)\s+renamed(?:\s+as)?)\s+[\"“'‘]?"
)
_FROM = re.compile(rf"(?:changed\s+its|change\s+of\s+(?:its|the))\s+{_NAME}\s+from\s+[\"“'‘]?(?:the\s+)?$")
_TO = re.compile(r"[\"”'’]?\s*to\s+[\"“'‘]?(?:the\s+)?")
_BEFORE = 60  # code points in which "changed its name from" may stand


def _values(fact: Fact, role: str) -> list[object]:
    return [field.value for field in fact.fields if field.role == role]


def _stated(facts: Iterable[Fact], kind: str) -> Iterator[Fact]:
    for fact in facts:
        if fact.kind == kind and fact.polarity is Polarity.AFFIRMED and fact.certainty is Certainty.STATED:
            yield fact


def offices_of(facts: Iterable[Fact]) -> dict[str, set[tuple[str, bool]]]:
    """The folded names of the organizations at which each person has an office, and whether it fills a working day."""
    found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for fact in _stated(facts, "role"):
        titles = [v.notation for v in _values(fact, "title") if isinstance(v, Concept)]
        status = [v.notation for v in _values(fact, "status") if isinstance(v, Concept)]
        full = "former" not in status and any(FULL_TIME.fullmatch(title) for title in titles)
        firms = [v for v in _values(fact, "organization") if isinstance(v, Mention)]
        for person in _values(fact, "person"):
            if isinstance(person, Mention):
                found[person.name] |= {(fold(firm.name, firm.type), full) for firm in firms}
    return found


def tickers_of(facts: Iterable[Fact]) -> dict[str, set[str]]:
    """Where the shares of each company trade: "Nasdaq: QLN"."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in _stated(facts, "listing"):
        markets = [v.name for v in _values(fact, "exchange") if isinstance(v, Mention)]
        for issuer in _values(fact, "issuer"):
            if isinstance(issuer, Mention):
                found[issuer.name] |= {f"{m}: {t}" for m in markets for t in _values(fact, "ticker")}
    return found


def former_names(mentions: Iterable[Mention], text: str) -> dict[tuple[EntityType, str], set[str]]:
    """The names that a release calls former ones, as printed, by type and name of what bears another now.

    Finds "Quillon" in "Halden Bio (formerly Quillon)" and in "changed its name from Quillon to Halden Bio"; leaves
    alone "Mara Oduya, formerly of Quillon" and "plans to change its name".
    """
    found: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
    named = sorted({m for m in mentions if m.end and m.type in RENAMED and not m.coreferent}, key=_place)
    for one, other in zip(named, named[1:], strict=False):
        if one.type is not other.type or other.start < one.end:
            continue
        between = text[one.end : other.start]
        old, new = (other, one) if _FORMERLY.fullmatch(between) else (one, other)
        renamed = old is other or _CHANGED.fullmatch(between)
        if not renamed and _TO.fullmatch(between):
            renamed = _FROM.search(text[max(0, one.start - _BEFORE) : one.start])
        if renamed and fold(old.text, old.type) not in ("", fold(new.text, new.type)):
            found[new.type, new.name].add(" ".join(old.text.split()))
    return found


def _place(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, mention.end, mention.type, mention.name
