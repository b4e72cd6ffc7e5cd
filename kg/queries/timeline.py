"""What happened when: each event once with the day it happened, where that is told, and the day it was first told
of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.graph.terms import Iri, Literal
from kg.queries.case import Case, Cited, once
from kg.queries.claims import local
from kg.queries.deals import agreements_of
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


@once
def timeline_of(case: Case) -> tuple[TimelineRow, ...]:
    """Every event of a case, oldest first; undated ones stand first."""
    deals = agreements_of(case)
    again = {node for also in deals.values() for node in also}
    nodes = [n for type_ in EVENTS for n in case.nodes(type_) if n not in again]
    rows = [row for node in nodes for row in _rows(case, node, deals.get(node, ()))]
    return tuple(sorted(rows, key=lambda r: (r.told, r.happened, r.kind, r.about, r.event.text)))


def _rows(case: Case, node: Iri, also: Sequence[Iri]) -> Iterator[TimelineRow]:
    """One row for each day on which something new is told of a node and of `also`, which are the same thing told in
    fewer words; undated releases count as one day."""
    type_ = case.names[node].type
    days: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in _first_tellings(case, (node, *also), EVENTS[type_]):
        days[told.first, told.stance].append(told)
    happened = max((_day(t) for n in (node, *also) for t in case.told(n, *DAYS)), default="")
    for (day, stance), said in days.items():
        words = dict.fromkeys(_event(case, node, t, happened) for t in said)
        event = Cited(", ".join(words), tuple(sorted({p for t in said for p in t.places})))
        yield TimelineRow(day, happened, WORDS.get(type_, type_), case.label_of(node), event, stance)


def _first_tellings(case: Case, nodes: Sequence[Iri], predicates: tuple[str, ...]) -> Iterator[Told]:
    """The value of each property when it was first told, and each that was new later; without any, that it is told
    of."""
    node = nodes[0]
    told = [t for name in predicates for n in nodes for t in case.told(n, name)]
    found = list(
        {(t.predicate, t.object, t.stance): t for t in sorted(told, key=lambda t: t.first, reverse=True)}.values()
    )
    others = sorted(case.of.get(node, ()), key=lambda t: (t.first, str(t.predicate)))
    yield from found or [t for t in others if t.asserted][:1]


def _event(case: Case, node: Iri, told: Told, happened: str) -> str:
    name = local(told.predicate)
    if name == "title":
        return " in ".join(("published", *(case.words(t) for t in case.told(node, "venue")[:1])))
    if name == "event":  # that it was held is only certain of what had been by the day that tells of it
        said = "presented" if "" < happened < told.first else "announced"
        return " in ".join((said, *(case.words(t) for t in case.told(node, "place")[:1])))
    prefix = {"enrollment": "patients: ", "latest": "expected by "}.get(name, "")
    return prefix + (case.words(told) if any(name in names for names in EVENTS.values()) else "told of")


def _day(told: Told) -> str:
    return told.object.value if isinstance(told.object, Literal) else ""
