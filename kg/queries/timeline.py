"""What happened when: each event once with the day it happened, where that is told, and the day it was first told
of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.terms import Iri, Literal
from kg.queries.case import Case, Cited
from kg.queries.claims import local
from kg.queries.told import Told

EVENTS = {  # class -> the properties that make one event each: a new value is a new event
    "Trial": ("phase", "status", "enrollment"),
    "Outcome": ("resultText",),
    "Agreement": ("status", "endedOn"),
    "RegulatoryAction": ("status",),
    "Financing": ("status",),
    "Listing": ("status",),
    "Membership": ("status",),
    "Publication": ("title",),
    "Presentation": ("event",),
    "Expectation": ("latest",),
    "Programme": ("stage", "status"),
}
WORDS = {
    "Membership": "Role",
    "RegulatoryAction": "Regulatory action",
    "Expectation": "Expectation",
    "Outcome": "Result",
}
SAID = {"event": "presented", "title": "published"}
DAYS = ("signedOn", "endedOn", "startDate")


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event; `happened` is "" where no release gives the day, `told` the day of the first release that tells it."""

    told: str
    happened: str
    kind: str
    about: str
    event: Cited
    stance: str


def timeline_of(case: Case, drug: Iri | None = None) -> tuple[TimelineRow, ...]:
    """Every event of a case, or of one drug of it, oldest first; undated ones stand first."""
    rows = [
        row for type_ in EVENTS for node in case.nodes(type_) if _about(case, node, drug) for row in _rows(case, node)
    ]
    return tuple(sorted(rows, key=lambda r: (r.told, r.happened, r.kind, r.about, r.event.text)))


def _about(case: Case, node: Iri, drug: Iri | None) -> bool:
    return drug is None or drug in case.objects(node, "intervention", "drug", "subject", "about")


def _rows(case: Case, node: Iri) -> Iterator[TimelineRow]:
    """One row for each day on which something new is told of a node; undated releases count as one day."""
    type_ = case.names[node].type
    days: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in _first_tellings(case, node, EVENTS[type_]):
        days[told.first, told.stance].append(told)
    happened = max((_day(t) for t in case.told(node, *DAYS)), default="")
    for (day, stance), said in days.items():
        words = dict.fromkeys(_event(case, t) for t in said)
        event = Cited(", ".join(words), tuple(sorted({p for t in said for p in t.places})))
        yield TimelineRow(day, happened, WORDS.get(type_, type_), case.label_of(node), event, stance)


def _first_tellings(case: Case, node: Iri, predicates: tuple[str, ...]) -> Iterator[Told]:
    """The value of each property when it was first told, and each that was new later; without any, that it is told
    of."""
    found = [t for name in predicates for t in case.told(node, name)]
    others = sorted(case.of.get(node, ()), key=lambda t: (t.first, str(t.predicate)))
    yield from found or [t for t in others if t.asserted][:1]


def _event(case: Case, told: Told) -> str:
    name = local(told.predicate)
    if name in SAID:
        return SAID[name]
    prefix = {"enrollment": "patients: ", "latest": "expected by "}.get(name, "")
    return prefix + (case.words(told) if any(name in names for names in EVENTS.values()) else "told of")


def _day(told: Told) -> str:
    return told.object.value if isinstance(told.object, Literal) else ""
