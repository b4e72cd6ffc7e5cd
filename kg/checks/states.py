"""Impossible jumps: a trial that is planned after it was completed, a designation asked for after it was granted.

Each is a state machine over the statuses of one scheme. A release may skip states ("planned", then "completed"), and
tell again what was; what it may not do is go back where no way leads back. Such a jump is a reading that is wrong, two
trials taken for one, or a release that contradicts an earlier one: somebody should look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.ontology import BP, ontology_folder
from kg.store import Store

Machine = Mapping[str, frozenset[str]]  # status -> those that may follow it, itself among them
HISTORY = """SELECT ?node ?label ?status ?issued ?source WHERE {
  GRAPH ?release { ?node a %(class)s ; bp:status ?status ; rdfs:label ?label .
    ?release dcterms:issued ?issued ; dcterms:isPartOf ?filing . ?filing dcterms:source ?source } }"""


SHAPE = re.compile(r"sh:targetClass bp:(\w+)(.*?)(?=sh:targetClass|\Z)", re.DOTALL)
WAY = re.compile(r"\?from = bp:(\w+) && \?to IN \(([^)]*)\)")


@lru_cache(maxsize=1)
def machines() -> Mapping[str, Machine]:
    """The state machine of each class, as the shapes of `ontology/histories.ttl` state it."""
    text = (ontology_folder() / "histories.ttl").read_text(encoding="utf-8")
    return {
        class_: {state: frozenset(re.findall(r"bp:(\w+)", next_)) for state, next_ in WAY.findall(shape)}
        for class_, shape in SHAPE.findall(text)
    }


@dataclass(frozen=True, slots=True, order=True)
class Jump:
    """A node whose status went where no way leads; each side as (status, day, source)."""

    node: str
    label: str
    before: tuple[str, str, str]
    after: tuple[str, str, str]

    def __str__(self) -> str:
        (was, day, source), (is_, later, other) = self.before, self.after
        return f"{self.label}: {was} on {day} ({source}), {is_} on {later} ({other})"


def impossible_jumps(store: Store) -> Iterator[Jump]:
    """Every jump from one day to the next on which a status is told, by node and day."""
    for class_, machine in machines().items():
        told: dict[str, dict[str, set[tuple[str, str, str]]]] = defaultdict(lambda: defaultdict(set))
        for row in store.select(HISTORY % {"class": f"bp:{class_}"}).dicts():
            status = row["status"].removeprefix(BP)
            told[row["node"]][row["issued"]].add((status, row["source"], row["label"]))
        for node, days in sorted(told.items()):
            yield from _jumps(node, days, machine)


def _jumps(node: str, days: dict[str, set[tuple[str, str, str]]], machine: Machine) -> Iterator[Jump]:
    """Jumps of one node; of several statuses on one day the furthest is taken, and one told again is no jump."""
    last: tuple[str, str, str] | None = None
    for day, told in sorted(days.items()):
        possible = [s for s in sorted(told) if last is None or s[0] in machine.get(last[0], frozenset())]
        if last and not possible:
            status, source, label = min(told)
            yield Jump(node, label, last, (status, day, source))
        status, source, _ = min(possible or sorted(told), key=lambda s: (len(machine.get(s[0], ())), s))
        last = (status, day, source)
