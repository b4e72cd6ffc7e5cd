"""What records say of one thing, counted: all that telling who is who needs of them, however many they are.

A record says some things (`sayings_of`): its name, its printed forms, its company and so on. A tally is the sum of what
some records say; of names in time it also knows the first and the last place. It is made from records at once, or
kept by the register, which adds and takes away what comes and goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.annotation.model import EntityType
from kg.lexicons.places import places_in
from kg.resolution.model import Record

FOLLOWED = frozenset({EntityType.DRUG, EntityType.ORGANIZATION})  # types whose names change on purpose
Place = tuple[str, str]  # a release's day, "" where unknown, and its IRI
Span = tuple[Place, Place]  # the first and the last place; those without a day count only where none has one


class Said(StrEnum):
    """The kinds of saying."""

    NAME = "name"  # the full name in one release
    FORM = "form"  # a printed name, weighted by how often it is printed
    KIND = "kind"  # a subclass, weighted by its votes
    ISSUER = "issuer"  # the company whose release it is
    CIRCLE = "circle"  # whose releases tell what a drug's names stand for
    SITE = "site"  # a city or country beside a mention
    SHOWN = "shown"  # that it stands in some graph
    USED = "used"  # a name that is used, or called a former one
    FORMER = "former"  # a name that is called a former one
    TICKER = "ticker"
    DAY = "day"  # that the release has a day


DATED = frozenset({Said.USED, Said.FORMER, Said.TICKER})  # of which the first and the last place matter
Saying = tuple[Said, str, int]  # kind, value, weight


def sayings_of(record: Record) -> Iterator[Saying]:
    """What one record says, each kind and value once."""
    type_ = record.local.type
    yield Said.NAME, record.local.name, 1
    yield from ((Said.FORM, form, count) for form, count in dict(record.forms).items())
    yield from ((Said.KIND, kind, votes) for kind, votes in dict(record.kinds).items())
    if record.issuer:
        yield Said.ISSUER, record.issuer, 1
    if type_ is EntityType.DRUG:
        yield Said.CIRCLE, record.circle, 1
    if record.shown:
        yield Said.SHOWN, "", 1
    if record.context:
        yield from ((Said.SITE, place, 1) for place in sorted(places_in(record.context)))
    if record.former:
        yield from ((Said.FORMER, name, 1) for name in dict.fromkeys(record.former))
    if type_ in FOLLOWED:
        used = [form for form, count in record.forms if count and record.shown]
        yield from ((Said.USED, form, 1) for form in dict.fromkeys([*used, *record.former]))
        yield from ((Said.TICKER, ticker, 1) for ticker in dict.fromkeys(record.tickers))


@dataclass(frozen=True, slots=True)
class Tally:
    """What records of one type say: for each kind of saying the values with the sum of their weights.

    `span` gives the first and the last place of a dated value, and for `Said.DAY` and "" of all records with a day,
    None where there is none.
    """

    type: EntityType
    said: Mapping[str, Mapping[str, int]]
    span: Callable[[str, str], Span | None]

    def of(self, kind: Said) -> Mapping[str, int]:
        """The values of a kind of saying, each with its weight."""
        return self.said.get(kind, {})


def tally_of(records: Iterable[Record]) -> Tally:
    """The tally of some records, of which there must be one."""
    known = list(records)
    said: dict[str, dict[str, int]] = defaultdict(dict)
    places: dict[tuple[str, str], set[Place]] = defaultdict(set)
    for record in known:
        at = record.issued, record.local.release
        for kind, value, weight in sayings_of(record):
            said[kind][value] = said[kind].get(value, 0) + weight
            if kind in DATED:
                places[kind, value].add(at)
        if record.issued:
            places[Said.DAY, ""].add(at)
    spans = {saying: first_and_last(at) for saying, at in places.items()}
    return Tally(known[0].local.type, said, lambda kind, value: spans.get((kind, value)))


def first_and_last(places: Iterable[Place]) -> Span:
    """The first and the last of some places."""
    known = list(places)
    dated = [one for one in known if one[0]] or known
    return min(dated), max(dated)


def joined_spans(spans: Iterable[Span]) -> Span:
    """The first and the last place of several spans together."""
    return first_and_last(place for span in spans for place in span)
