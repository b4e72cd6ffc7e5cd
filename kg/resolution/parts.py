"""Things that share a folded name and are not one: parted before anything is compared.

A part's key is the name with what tells it apart after " @ ", which no folded name holds: the legal form of a company
("merck @ kgaa"), or the company whose releases name it ("jona whitt @ harbour pharma"). Three things part a name:

1. two legal forms that are stated and do not go together ("Acme Inc." and "Acme AG");
2. two full-time offices that somebody of that name holds at the same time at two companies;
3. a person's judgement that the one of a company's releases is another ("person/jona-whitt~harbour-pharma").

What states nothing goes to the part that releases of the same company state, if that is one only, else stays as it is.
All that matters of a record is its mark: records of one name with one mark are one part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.resolution.grounding import legal_form
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.model import Local, Record
from kg.resolution.names import Key, fold, slug

AT = " @ "
MARK = "~"  # in IRIs; no slug holds it
Linked = Mapping[str, Collection[str]]  # release -> the first words of companies' former names there
Asked = frozenset[tuple[str, str]]  # type and tail of parts that persons called different


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What of a record decides which part of a name it is of: whose release it is in; a company's full name; of a

    person the first words of all companies that may be the person's.
    """

    issuer: str
    name: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """The full-time offices that records of one mark tell of: the first by name, the first and the last day on which

    one is told of ("" where none is known), and whether one is told of between two days, those left out.
    """

    name: str
    first: str
    last: str
    between: Callable[[str, str], bool]


Offices = Mapping[Mark, Office]


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
    linked, asked = linked_words(records), parts_asked(persons)
    groups: dict[Key, dict[Mark, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        groups[keys[record.local]][mark_of(record, linked)].append(record)
    found = dict(keys)
    for key, group in groups.items():
        offices = {mark: office for mark, of in group.items() if (office := _office(of))}
        for mark, part in parts_of(key, group, offices, asked).items():
            found |= {record.local: part for record in group[mark]}
    return found


def parts_of(key: Key, marks: Collection[Mark], offices: Offices, asked: Asked) -> dict[Mark, Key]:
    """The key of the part that each mark of a name stands for, for those that stand for one."""
    parts: dict[Mark, str] = {}
    if key[0] is EntityType.ORGANIZATION:
        parts = dict(_forms(key, marks))
    if key[0] is EntityType.PERSON:
        parts = dict(_clashing(marks, offices))
    if asked:
        parts |= {m: m.issuer for m in marks if (key[0].lower(), f"{tail(key[1])}{MARK}{slug(m.issuer)}") in asked}
    return {mark: (key[0], f"{key[1]}{AT}{part}") for mark, part in parts.items()}


def parts_asked(persons: Iterable[Judgement]) -> Asked:
    """The parts that persons called different, as type and tail."""
    ends = {end for j in persons if j.verdict is Verdict.DIFFERENT for end in j.pair if MARK in end}
    return frozenset((end.rsplit("/", 2)[1], end.rsplit("/", 1)[1]) for end in ends if end.count("/") > 1)


# ---- what matters of a record --------------------------------------------------------------------------------------


def linked_words(records: Iterable[Record]) -> dict[str, set[str]]:
    """The first words of the names of companies that had another one, by release: they help to tell people apart."""
    linked: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if record.local.type is EntityType.ORGANIZATION and record.former:
            names = (record.local.name, *record.former)
            linked[record.local.release] |= {_first_word(fold(name, record.local.type)) for name in names}
    return linked


def mark_of(record: Record, linked: Linked) -> Mark:
    """The mark of a record."""
    if record.local.type is EntityType.ORGANIZATION:
        return Mark(record.issuer, record.local.name)
    if record.local.type is not EntityType.PERSON:
        return Mark(record.issuer)
    named = (record.issuer, *(office for office, _ in record.offices))
    words = {_first_word(name) for name in named if name}.union(linked.get(record.local.release, ()))
    return Mark(record.issuer, "", tuple(sorted(words)))


def full_time(record: Record) -> list[str]:
    """The companies at which a record tells of a full-time office of somebody."""
    return [office for office, full in record.offices if full]


def _office(records: Iterable[Record]) -> Office | None:
    told = [record for record in records if full_time(record)]
    if not told:
        return None
    name = min(office for record in told for office in full_time(record))
    days = sorted({record.issued for record in told if record.issued}) or [""]
    return Office(name, days[0], days[-1], lambda after, before: any(after < day < before for day in days))


def _first_word(name: str) -> str:
    return name.split(" ", 1)[0]


# ---- companies -----------------------------------------------------------------------------------------------------


def may_clash(names: Iterable[str]) -> bool:
    """Whether companies' names may be parted: where two legal forms are stated."""
    return len({legal_form(name) for name in names} - {""}) > 1


def _forms(key: Key, marks: Collection[Mark]) -> Iterator[tuple[Mark, str]]:
    """The legal form of each mark of a company, where forms are stated that exclude each other."""
    stated = {mark: legal_form(mark.name) for mark in marks if fold(mark.name, key[0]) == key[1]}
    forms = {form for form in stated.values() if form}
    fullest = {form for form in forms if not any(_within(form, other) for other in forms)}
    if len(fullest) < 2:
        return
    of = {form: [f for f in fullest if f == form or _within(form, f)] for form in forms}
    sure = {mark: of[form][0] for mark, form in stated.items() if form and len(of[form]) == 1}
    issuers: dict[str, set[str]] = defaultdict(set)
    for mark in sure:
        issuers[mark.issuer].add(sure[mark])
    for mark in marks:
        known = issuers.get(mark.issuer, set())
        if mark in sure:
            yield mark, sure[mark]
        elif mark.issuer and len(known) == 1:
            yield mark, min(known)


def _within(form: str, other: str) -> bool:
    """Whether a legal form says less than another: "co" than "co inc"."""
    return set(form.split()) < set(other.split())


# ---- people --------------------------------------------------------------------------------------------------------


def _clashing(marks: Collection[Mark], offices: Offices) -> Iterator[tuple[Mark, str]]:
    """The company of each mark of somebody who holds offices at two companies at once: two people, it seems."""
    if len(offices) < 2:
        return
    circles = [(circle, [offices[mark] for mark in circle if mark in offices]) for circle in _circles(marks)]
    held = [(circle, found) for circle, found in circles if any(office.first for office in found)]
    for circle, found in held:
        if any(_at_once(found, others) for other, others in held if other is not circle):
            part = min(office.name for office in found)
            yield from ((mark, part) for mark in circle)


def _circles(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Marks that hang together by the organizations that they name: by first words, as names of one often share."""
    circles: list[tuple[set[str], list[Mark]]] = []
    for mark in sorted(marks):
        words = set(mark.words)
        near = [circle for circle in circles if circle[0] & words]
        merged = (words.union(*(named for named, _ in near)), [m for _, of in near for m in of] + [mark])
        circles = [circle for circle in circles if not circle[0] & words] + [merged]
    return [marks for _, marks in circles]


def _at_once(one: Sequence[Office], other: Sequence[Office]) -> bool:
    """Whether some day of one lies between two of the other: who went from one office to the next has none such."""
    for some, others in ((one, other), (other, one)):
        days = [day for office in others for day in (office.first, office.last) if day]
        if any(office.between(min(days), max(days)) for office in some):
            return True
    return False
