"""Names in time: which name an entity bore when, as the days of the releases that print it tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.annotation.model import EntityType
from kg.lexicons.entries import Kind, Match
from kg.lexicons.search import lookup
from kg.lexicons.stems import inn_stem
from kg.resolution.model import NameUse
from kg.resolution.names import fold
from kg.resolution.tally import FOLLOWED, Said, Span, Tally, joined_spans
from kg.resolution.traits import has_legal_form

_CODE = re.compile(r"[A-Za-z]{1,6}[- ]?\d{2,}[A-Za-z0-9-]*")


def uses_of(type_: EntityType, tallies: Iterable[Tally]) -> tuple[NameUse, ...]:
    """The names in time of one entity, by first use: tickers, and all other names where it has several."""
    if type_ not in FOLLOWED:
        return ()
    known = list(tallies)
    uses = [NameUse(ticker, "ticker", *_days(spans)) for ticker, spans in _spans(known, Said.TICKER).items()]
    if len({fold(form, type_) for tally in known for form in tally.of(Said.USED)}) > 1:
        said, former = _spans(known, Said.USED), _spans(known, Said.FORMER)
        printed, called = _by_case(said), _by_case(former)
        for key, forms in printed.items():
            name = min(forms, key=lambda form: (form.isupper(), form))
            days = _days(span for form in forms for span in said[form])
            calls = [span for form in called.get(key, ()) for span in former[form]]
            uses.append(NameUse(name, name_kind(type_, name), *days, _days(calls)[1] if calls else ""))
    return tuple(sorted(uses, key=lambda use: (use.first, use)))


def _spans(tallies: Iterable[Tally], kind: Said) -> dict[str, list[Span]]:
    """Where each value of a kind of saying is said, one span a tally."""
    found: dict[str, list[Span]] = defaultdict(list)
    for tally in tallies:
        for value in tally.of(kind):
            if span := tally.span(kind, value):
                found[value].append(span)
    return found


def _by_case(forms: Iterable[str]) -> dict[str, list[str]]:
    """Names by what they are but for their case."""
    found: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        found[form.casefold()].append(form)
    return found


def _days(spans: Iterable[Span]) -> tuple[str, str, str, str]:
    """The day and the IRI of the first release and of the last."""
    first, last = joined_spans(spans)
    return (*first, *last)


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
