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


def uses_of(type_: EntityType, records: Iterable[Record]) -> tuple[NameUse, ...]:
    """The names in time of one entity, by first use; () where it has but one name, or one whose time says nothing."""
    if type_ not in FOLLOWED:
        return ()
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    printed: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for form, count in record.forms:
            if count and record.shown:
                said[form.casefold()].add((record.issued, record.local.release))
                printed[form.casefold()].add(form)
    if len({fold(form, type_) for form in said}) < 2:
        return ()
    return tuple(sorted((_use(type_, printed[name], at) for name, at in said.items()), key=lambda u: (u.first, u)))


def _use(type_: EntityType, forms: set[str], at: set[tuple[str, str]]) -> NameUse:
    name = min(forms, key=lambda form: (form.isupper(), form))
    dated = sorted(one for one in at if one[0]) or sorted(at)
    return NameUse(name, name_kind(type_, name), *dated[0], *dated[-1])


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
