"""How a company's words about itself drift: its "About" paragraph, and the drugs it names, from release to release."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.terms import Iri, Literal
from kg.queries.case import Case, Cited
from kg.queries.told import Place, Source

SOFTENED = {
    "will": ("may", "might", "could", "intends", "aims", "expects", "plans"),
    "is": ("may", "seeks", "aims"),
    "expects": ("may", "hopes", "aims"),
    "plans": ("may", "hopes"),
}


@dataclass(frozen=True, slots=True)
class WordingLine:
    """One change of wording: "added", "removed", "softened", "firmed" or "reworded", and the sentence before and
    after."""

    day: str
    where: str
    kind: str
    change: str
    before: Cited
    after: Cited


def wording_of(case: Case) -> tuple[WordingLine, ...]:
    """Each change in the company's description and in the list of its drugs, oldest first."""
    return tuple(sorted((*_descriptions(case), *_lists(case)), key=lambda w: (w.day, w.where, w.kind, w.change)))


def _descriptions(case: Case) -> Iterator[WordingLine]:
    told: dict[Source, list[Place]] = defaultdict(list)
    for said in case.told(case.iri, "selfDescription"):
        for place in said.places:
            if place.source.date:
                told[place.source].append(place)
    before: list[Place] = []
    for source in sorted(told):
        now = sorted(told[source], key=lambda p: p.start)
        if before:
            yield from _compare(source.date, before, now)
        before = now


def _compare(day: str, before: list[Place], now: list[Place]) -> Iterator[WordingLine]:
    old, new = {_flat(p): p for p in before}, {_flat(p): p for p in now}
    gone = {t: p for t, p in old.items() if t not in new}
    come = {t: p for t, p in new.items() if t not in old}
    for text, place in gone.items():
        near = difflib.get_close_matches(text, list(come), n=1, cutoff=0.6)
        if near:
            other = come.pop(near[0])
            kind, change = _change(text, near[0])
            if change:
                yield WordingLine(day, "about", kind, change, _cite(place), _cite(other))
        else:
            yield WordingLine(day, "about", "removed", _flat(place), _cite(place), Cited(""))
    for place in come.values():
        yield WordingLine(day, "about", "added", _flat(place), Cited(""), _cite(place))


def _change(old: str, new: str) -> tuple[str, str]:
    """The kind of a change of words, and the words: "will -> may"."""
    a, b = _tokens(old), _tokens(new)
    parts = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            parts.append((a[i:j], b[k:m]))
    parts = [(x, y) for x, y in parts if "".join(x).replace("-", "") != "".join(y).replace("-", "")]
    if not parts:  # a hyphen more or less is no change of words
        return "reworded", ""
    shown = "; ".join(f"{' '.join(x) or '(nothing)'} → {' '.join(y) or '(nothing)'}" for x, y in parts)
    softer = any(set(y) & set(SOFTENED.get(w, ())) for x, y in parts for w in x)
    firmer = any(set(x) & set(SOFTENED.get(w, ())) for x, y in parts for w in y)
    kind = "softened" if softer and not firmer else "firmed" if firmer and not softer else ""
    if not kind:
        kind = "added" if all(not x for x, _ in parts) else "removed" if all(not y for _, y in parts) else "reworded"
    return kind, shown


def _lists(case: Case) -> Iterator[WordingLine]:
    """Rows of pipeline tables that came and went, from one release with such a table to the next."""
    rows: dict[Source, dict[str, Place]] = defaultdict(dict)
    for node in case.nodes("Programme"):
        for told in case.told(node, "drug"):
            for place in told.places:
                if place.source.date:
                    rows[place.source].setdefault(case.words(told), place)
    before: dict[str, Place] = {}
    for source in sorted(rows):
        now = rows[source]
        for name in sorted(before.keys() - now.keys()) if before else ():
            yield WordingLine(source.date, "pipeline list", "removed", name, Cited(name, (before[name],)), Cited(""))
        for name in sorted(now.keys() - before.keys()) if before else ():
            yield WordingLine(source.date, "pipeline list", "added", name, Cited(""), Cited(name, (now[name],)))
        before = now


def _cite(place: Place) -> Cited:
    return Cited(_flat(place), (place,))


def _flat(place: Place) -> str:
    return " ".join(place.quote.split())


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-'’]\w+)*", text.casefold())


def description_of(case: Case) -> tuple[str, Iri | None]:
    """The company's description as last told, and the release that has it."""
    told = case.latest(case.iri, "selfDescription")
    if told is None or not isinstance(told.object, Literal):
        return "", None
    return told.object.value, told.places[-1].source.graph
