"""Things that share a folded name and are not one: parted before anything is compared.

A part's key is the name with what tells it apart after " @ ", which no folded name holds: the legal form of a company
("merck @ kgaa"), or the company whose releases name it ("jona whitt @ harbour pharma"). Three things part a name:

1. two legal forms that are stated and do not go together ("Acme Inc." and "Acme AG");
2. two full-time offices that somebody of that name holds at the same time at two companies;
3. a person's judgement that the one of a company's releases is another ("person/jona-whitt~harbour-pharma").

What states nothing goes to the part that releases of the same company state, if that is one only, else stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.annotation.model import EntityType
from kg.resolution.grounding import legal_form
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.model import Local, Record
from kg.resolution.names import Key, fold, slug

AT = " @ "
MARK = "~"  # in IRIs; no slug holds it


def whole(key: str) -> str:
    """The folded name of a key, without what tells a part of it apart."""
    return key.partition(AT)[0]


def tail(key: str) -> str:
    """The tail of an IRI for a key.

    >>> tail("jona whitt"), tail("jona whitt @ harbour pharma")
    ('jona-whitt', 'jona-whitt~harbour-pharma')
    """
    return MARK.join(slug(part) for part in key.split(AT))


def part_keys(keys: Mapping[Local, Key], records: Sequence[Record], persons: Iterable[Judgement]) -> dict[Local, Key]:
    """`keys` with those of parted names in the place of the names'; a function of the set of records."""
    groups: dict[Key, list[Record]] = defaultdict(list)
    for record in records:
        groups[keys[record.local]].append(record)
    linked: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if record.local.type is EntityType.ORGANIZATION and record.former:
            names = (record.local.name, *record.former)
            linked[record.local.release] |= {_first_word(fold(name, record.local.type)) for name in names}
    asked = _asked(persons)
    found = dict(keys)
    for key, group in groups.items():
        parts = dict(_forms(key, group)) if key[0] is EntityType.ORGANIZATION else {}
        if key[0] is EntityType.PERSON:
            parts = dict(_offices(group, linked))
        parts |= {
            r.local: r.issuer for r in group if (key[0].lower(), f"{tail(key[1])}{MARK}{slug(r.issuer)}") in asked
        }
        found |= {local: (key[0], f"{key[1]}{AT}{part}") for local, part in parts.items()}
    return found


def _asked(persons: Iterable[Judgement]) -> set[tuple[str, str]]:
    """The parts that persons called different, as type and tail."""
    ends = {end for j in persons if j.verdict is Verdict.DIFFERENT for end in j.pair if MARK in end}
    return {(end.rsplit("/", 2)[1], end.rsplit("/", 1)[1]) for end in ends if end.count("/") > 1}


def _forms(key: Key, group: list[Record]) -> Iterator[tuple[Local, str]]:
    """The legal form of each record of a company, where forms are stated that exclude each other."""
    stated = {r.local: legal_form(r.local.name) for r in group if fold(r.local.name, key[0]) == key[1]}
    forms = {form for form in stated.values() if form}
    fullest = {form for form in forms if not any(_within(form, other) for other in forms)}
    if len(fullest) < 2:
        return
    of = {form: [f for f in fullest if f == form or _within(form, f)] for form in forms}
    sure = {local: of[form][0] for local, form in stated.items() if form and len(of[form]) == 1}
    issuers: dict[str, set[str]] = defaultdict(set)
    for record in group:
        if record.local in sure:
            issuers[record.issuer].add(sure[record.local])
    for record in group:
        known = issuers.get(record.issuer, set())
        if record.local in sure:
            yield record.local, sure[record.local]
        elif record.issuer and len(known) == 1:
            yield record.local, min(known)


def _within(form: str, other: str) -> bool:
    """Whether a legal form says less than another: "co" than "co inc"."""
    return set(form.split()) < set(other.split())


def _offices(group: list[Record], linked: Mapping[str, set[str]]) -> Iterator[tuple[Local, str]]:
    """The company of each record of somebody who holds offices at two companies at once: two people, it seems."""
    circles = [c for c in _circles(group, linked) if any(_days(c))]
    clashing = [c for c in circles if any(_at_once(_days(c), _days(other)) for other in circles if other is not c)]
    for circle in clashing:
        part = min(office for r in circle for office, full in r.offices if full)
        yield from ((record.local, part) for record in circle)


def _circles(group: list[Record], linked: Mapping[str, set[str]]) -> list[list[Record]]:
    """Records that hang together by the organizations that they name: by first words, as names of one often share.

    `linked` are the first words of companies' former names, by release.
    """
    circles: list[tuple[set[str], list[Record]]] = []
    for record in sorted(group):
        named = (record.issuer, *(office for office, _ in record.offices))
        words = {_first_word(name) for name in named if name} | linked.get(record.local.release, set())
        near = [c for c in circles if c[0] & words]
        merged = (words.union(*(c[0] for c in near)), [r for c in near for r in c[1]] + [record])
        circles = [c for c in circles if c not in near] + [merged]
    return [records for _, records in circles]


def _first_word(name: str) -> str:
    return name.split(" ", 1)[0]


def _days(circle: list[Record]) -> list[str]:
    """The days on which a full-time office is told of."""
    return [r.issued for r in circle if r.issued and any(full for _, full in r.offices)]


def _at_once(one: list[str], other: list[str]) -> bool:
    """Whether some day of one lies between two of the other: who went from one office to the next has none such."""
    return any(min(b) < day < max(b) for a, b in ((one, other), (other, one)) if b for day in a)
