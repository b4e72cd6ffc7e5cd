"""Names in time: which name an entity bore when, as the days of the releases that print it tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.annotation.model import EntityType
from kg.lexicons.entries import Kind, Match
from kg.lexicons.search import lookup
from kg.lexicons.stems import inn_stem
from kg.resolution.model import NameUse, Record
from kg.resolution.names import fold
from kg.resolution.traits import has_legal_form

FOLLOWED = frozenset({EntityType.DRUG, EntityType.ORGANIZATION})  # types whose names change on purpose
_CODE = re.compile(r"[A-Za-z]{1,6}[- ]?\d{2,}[A-Za-z0-9-]*")


Place = tuple[str, str]  # a release's day, "" where unknown, and its IRI


def uses_of(type_: EntityType, records: Iterable[Record]) -> tuple[NameUse, ...]:
    """The names in time of one entity, by first use: tickers, and all other names where it has several."""
    if type_ not in FOLLOWED:
        return ()
    said: dict[str, set[Place]] = defaultdict(set)
    printed: dict[str, set[str]] = defaultdict(set)
    former: dict[str, set[Place]] = defaultdict(set)
    traded: dict[str, set[Place]] = defaultdict(set)
    for record in records:
        at = record.issued, record.local.release
        for ticker in record.tickers:
            traded[ticker].add(at)
        for form in [f for f, count in record.forms if count and record.shown] + list(record.former):
            said[form.casefold()].add(at)
            printed[form.casefold()].add(form)
        for form in record.former:
            former[form.casefold()].add(at)
    uses = [NameUse(ticker, "ticker", *_first_and_last(at)) for ticker, at in traded.items()]
    if len({fold(form, type_) for form in said}) > 1:
        for key, at_all in said.items():
            name = min(printed[key], key=lambda form: (form.isupper(), form))
            called = _first_and_last(former[key])[1] if key in former else ""
            uses.append(NameUse(name, name_kind(type_, name), *_first_and_last(at_all), called))
    return tuple(sorted(uses, key=lambda use: (use.first, use)))


def _first_and_last(at: set[Place]) -> tuple[str, str, str, str]:
    """The day and the IRI of the first release and of the last; those without a day count only where none has one."""
    dated = sorted(one for one in at if one[0]) or sorted(at)
    return (*dated[0], *dated[-1])


def name_kind(type_: EntityType, name: str) -> str:
    """What kind of name it is: a notation of the scheme "name-kind".

    >>> name_kind(EntityType.DRUG, "QB-770"), name_kind(EntityType.ORGANIZATION, "Quillon Biosciences Inc.")
    ('code name', 'legal name')
    """
    if type_ is EntityType.ORGANIZATION:
        short = " " not in name.strip()
        return "legal name" if has_legal_form(name) else "short name" if short else "other name"
    matches = [entry.match for entry in lookup(Kind.DRUG, name)]
    if _CODE.fullmatch(name) or matches[:1] == [Match.CODE]:
        return "code name"
    if matches[:1] == [Match.BRAND] or "®" in name:
        return "brand name"
    return "generic name" if matches or inn_stem(name) else "other name"
