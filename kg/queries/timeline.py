"""What happened when: each event once with the day it happened, where that is told, and the day it was first told
of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.terms import Iri, Literal
from kg.queries.case import UNKNOWN, Case, Cited
from kg.queries.told import Told

EVENTS = {  # class -> the properties that make one event each: a new value is a new event
    "Trial": ("status", "phase", "enrollment"),
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
    type_ = case.names[node].type
    about = _name(case, node)
    for told in _first_tellings(case, node, EVENTS[type_]):
        happened = max((_day(t) for t in case.told(node, *DAYS)), default="")
        kind = WORDS.get(type_, type_)
        yield TimelineRow(told.first, happened, kind, about, Cited(_event(case, told), told.places), told.stance)


def _first_tellings(case: Case, node: Iri, predicates: tuple[str, ...]) -> Iterator[Told]:
    """The value of each property when it was first told, and each that was new later; without any, that it is told
    of."""
    found = [t for name in predicates for t in case.told(node, name)]
    if found:
        yield from found
        return
    others = sorted(case.of.get(node, ()), key=lambda t: (t.first, str(t.predicate)))
    yield from (t for t in others[:1] if t.asserted)


def _event(case: Case, told: Told) -> str:
    name = told.predicate.value.replace("#", "/").rpartition("/")[2]
    said = case.words(told)
    prefix = {"enrollment": "patients: ", "latest": "expected by ", "phase": "", "stage": "", "status": ""}.get(
        name, ""
    )
    return prefix + said


def _name(case: Case, node: Iri) -> str:
    return case.label_of(node)


def _day(told: Told) -> str:
    return told.object.value if isinstance(told.object, Literal) else ""


def said_of(case: Case, node: Iri, *predicates: str) -> Cited:
    """All that a node has of some properties, as one value."""
    told = case.told(node, *predicates)
    return case.cite_all(told) if told else UNKNOWN
