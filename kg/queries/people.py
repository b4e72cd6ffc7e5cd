"""Who held which office when, as far as releases tell: appointments, departures, overlaps, and stretches that
nobody speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.graph.terms import Iri
from kg.queries.case import UNKNOWN, Case, Cited, is_concept
from kg.queries.told import Place, Told

SINGLE = (  # offices that one person holds at a time
    "Chief Executive Officer",
    "Chief Financial Officer",
    "Chief Medical Officer",
    "Chief Operating Officer",
    "Chief Scientific Officer",
    "President",
    "Chairman",
    "Chair",
    "Corporate Secretary",
    "Controller",
)

BOARD = re.compile(  # a seat on the board; a Director of Finance or a Managing Director has an office
    r"(?:(?:Lead |Lead Independent |Independent |Non-?[Ee]xecutive |Outside |External )?Director"
    r"|(?:Vice |Deputy |Executive |Non-?[Ee]xecutive )?Chair(?:man|woman|person)?(?: of the Board(?: of Directors)?)?"
    r"|(?:Board Member|Member of the Board)(?: of Directors)?)"
)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A person in an office: the first and last release that names them in it, and those that tell of coming or
    going."""

    person: Cited
    title: Cited
    organization: str
    status: Cited
    first: str
    last: str
    appointed: Cited
    left: Cited


@dataclass(frozen=True, slots=True)
class BoardLine:
    """Somebody on the board: `seats` as releases name them, `joined` and `left` where a release tells of it, else the
    first and last release that names a seat are all that is known."""

    person: Cited
    seats: Cited
    status: Cited
    joined: Cited
    first: str
    last: str
    left: Cited


@dataclass(frozen=True, slots=True)
class OfficeNote:
    """An overlap ("named together") or a gap ("nobody named") in an office that one person holds at a time."""

    kind: str
    title: str
    first: str
    last: str
    days: int
    who: Cited


def people_of(case: Case) -> tuple[OfficeLine, ...]:
    """Each person in each office of a case, by first day."""
    lines = [line for node in case.nodes("Membership") if (line := _line(case, node))]
    return tuple(sorted(lines, key=lambda r: (r.first, r.person.text.casefold(), r.title.text)))


def board_of(case: Case, lines: tuple[OfficeLine, ...]) -> tuple[BoardLine, ...]:
    """Who sat on the board of a company when, each person once, by first day."""
    by: dict[str, list[OfficeLine]] = defaultdict(list)
    for line in lines:
        if line.organization == case.label and BOARD.fullmatch(line.title.text):
            by[line.person.text].append(line)
    made = [_member(sorted(seats, key=lambda s: (s.last, s.first))) for seats in by.values()]
    return tuple(sorted(made, key=lambda b: (b.first or b.left.text, b.person.text.casefold())))


def _member(seats: list[OfficeLine]) -> BoardLine:
    newest = max(seats, key=lambda s: max((p.source.date for p in s.status.places), default=""))
    joined = min((s.appointed for s in seats if s.appointed), key=lambda c: c.text, default=UNKNOWN)
    gone = [s.left for s in seats if s.left]
    return BoardLine(
        Cited(newest.person.text, tuple(sorted({p for s in seats for p in s.person.places}))),
        Cited(
            ", ".join(dict.fromkeys(s.title.text for s in seats)),
            tuple(sorted({p for s in seats for p in s.title.places})),
        ),
        newest.status,
        joined,
        min((s.first for s in seats if s.first), default=""),
        max(s.last for s in seats),
        max(gone, key=lambda c: c.text) if len(gone) == len(seats) else UNKNOWN,
    )


def _line(case: Case, node: Iri) -> OfficeLine | None:
    person, title = case.told(node, "member"), case.told(node, "role")
    statuses = case.told(node, "status")
    if not person or not title or not statuses:
        return None
    held = [p for t in statuses if is_concept(t, "current", "appointed") for p in t.places]
    days = sorted(p.source.date for p in held)
    where = case.objects(node, "organization")
    return OfficeLine(
        case.cite(person[0]),
        case.cite(title[0]),
        case.label_of(where[0]) if where else "",
        case.cite(case.latest(node, "status")),
        days[0] if days else "",
        days[-1] if days else "",
        _first(statuses, "appointed"),
        _first(statuses, "former"),
    )


def _first(statuses: Sequence[Told], name: str) -> Cited:
    for told in statuses:
        if is_concept(told, name):
            return Cited(told.first, told.places)
    return UNKNOWN


def office_notes(lines: tuple[OfficeLine, ...]) -> tuple[OfficeNote, ...]:
    """Where two people are named in one office on one stretch, and where nobody is between one holder and the next."""
    by: dict[tuple[str, str], list[OfficeLine]] = defaultdict(list)
    for line in lines:
        if line.title.text in SINGLE and line.first:
            by[line.organization, line.title.text].append(line)
    return tuple(note for held in by.values() for note in _notes(sorted(held, key=lambda r: (r.first, r.last))))


def _notes(held: list[OfficeLine]) -> Iterator[OfficeNote]:
    for one, other in zip(held, held[1:], strict=False):
        if one.person.text == other.person.text:
            continue
        who = Cited(f"{one.person.text}, then {other.person.text}", _both(one, other))
        if other.first <= one.last:
            last = min(one.last, other.last)
            yield OfficeNote("named together", one.title.text, other.first, last, _days(other.first, last), who)
        elif other.first > one.last:
            yield OfficeNote("nobody named", one.title.text, one.last, other.first, _days(one.last, other.first), who)


def _both(one: OfficeLine, other: OfficeLine) -> tuple[Place, ...]:
    return (*one.status.places[-1:], *other.status.places[:1])


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days if first and last else 0
