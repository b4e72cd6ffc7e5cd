"""What changed at a company between two days: what is new, advanced, stepped back, slipped, ended or renamed.

What is merely not spoken of on the later day has not changed: only a sentence that says so ends a thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.graph.terms import Iri
from kg.ontology import load_ontology
from kg.queries.case import UNKNOWN, Case, Cited, is_concept
from kg.queries.stages import PipelineLine, phase_rank, pipeline_of
from kg.queries.told import Place, Told

ENDED = ("terminated", "suspended", "ended", "former", "refused", "withdrawn")
WATCHED = {
    "Trial",
    "Agreement",
    "RegulatoryAction",
    "Financing",
    "Listing",
    "Membership",
    "Publication",
    "Presentation",
}
ORDER = ("new", "advanced", "stepped back", "ended", "slipped", "brought forward", "renamed", "changed")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a kind in `ORDER`; `day` is that of the release that tells it first."""

    kind: str
    what: str
    about: str
    before: Cited
    after: Cited
    day: str


def differences(earlier: Case, later: Case) -> tuple[Change, ...]:
    """What changed from one state of a case to a later one of the same thing."""
    found = [
        *_drugs(earlier, later),
        *_stages(earlier, later),
        *_statuses(earlier, later),
        *_slips(earlier, later),
        *_renamed(earlier, later),
    ]
    once = {(c.kind, c.what, c.about, c.before.text, c.after.text): c for c in found}
    return tuple(sorted(once.values(), key=lambda c: (ORDER.index(c.kind), c.day, c.what, c.about, c.after.text)))


def _drugs(earlier: Case, later: Case) -> Iterator[Change]:
    for drug in later.drugs:
        if drug not in earlier.drugs:
            said = later.told(drug, "developer") or list(later.of.get(drug, ()))[:1]
            first = said[0] if said else None
            yield Change(
                "new", "drug", later.label_of(drug), UNKNOWN, Cited(later.label_of(drug), _at(first)), _day(first)
            )


def _stages(earlier: Case, later: Case) -> Iterator[Change]:
    before = {_key(line): line for line in pipeline_of(earlier)}
    for line in pipeline_of(later):
        old = before.get(_key(line))
        about = " in ".join(filter(None, (line.drug.text, line.indication.text)))
        if old is None:
            if line.rank and any(d.text == line.drug.text for d in (b.drug for b in before.values())):
                yield Change("new", "indication", about, UNKNOWN, line.stage or line.highest, _first(line.stage))
        elif old.stage.text != line.stage.text and line.stage:
            up = phase_rank(line.stage.text) > phase_rank(old.stage.text)
            yield Change(
                "advanced" if up else "stepped back", "stage", about, old.stage, line.stage, _first(line.stage)
            )


def _statuses(earlier: Case, later: Case) -> Iterator[Change]:
    for node in sorted(later.of):
        type_ = later.names[node].type if node in later.names else ""
        told = later.latest(node, "status")
        if type_ not in WATCHED or told is None and node in earlier.of:
            continue
        old = earlier.latest(node, "status")
        about, after = later.label_of(node), later.cite(told)
        day = told.first if told else min((t.first for t in later.of[node]), default="")
        kind = "ended" if told and is_concept(told, *ENDED) else "new" if node not in earlier.of else "advanced"
        if node not in earlier.of:
            places = told.places if told else later.of[node][0].places
            yield Change(kind, type_, about, UNKNOWN, Cited(after.text or "told of", places), day)
        elif told and old and told.object != old.object:
            kind = kind if kind == "ended" or _rank(told) > _rank(old) else "stepped back"
            yield Change(kind, type_, about, earlier.cite(old), after, _new_day(told, old))


def _slips(earlier: Case, later: Case) -> Iterator[Change]:
    """The same thing expected at another time than before: compared by matter, drug, phase and disease."""
    before = {_matter(earlier, node): node for node in _expectations(earlier)}
    for node in _expectations(later):
        old = before.get(_matter(later, node))
        if old is None or old == node or node in earlier.of:
            continue
        then, now = earlier.latest(old, "latest"), later.latest(node, "latest")
        if then and now and then.object != now.object:
            kind = "slipped" if str(now.object) > str(then.object) else "brought forward"
            yield Change(kind, "expectation", later.label_of(node), earlier.cite(then), later.cite(now), now.first)


def _expectations(case: Case) -> list[Iri]:
    """Oldest first, so that the last of a matter is what stands."""
    return sorted(case.nodes("Expectation"), key=lambda n: (min(t.first for t in case.of[n]), n))


def _matter(case: Case, node: Iri) -> tuple[str, ...]:
    said = (case.objects(node, name) for name in ("matter", "drug", "phase", "indication"))
    return tuple(" ".join(sorted(o.value for o in objects)) for objects in said)


def _renamed(earlier: Case, later: Case) -> Iterator[Change]:
    """A drug whose releases since then call it by a name that none before did, and no more by any of the old."""
    for drug in later.drugs:
        names = later.aliases.get(drug, ())
        then, now = _used(earlier.of.get(drug, ()), names), _used(_since(earlier, later, drug), names)
        if then and now and not {n.casefold() for n in then} & {n.casefold() for n in now}:
            place = now[min(now)]
            old = then[min(then)]
            yield Change(
                "renamed",
                "drug",
                later.label_of(drug),
                Cited(min(then), (old,)),
                Cited(min(now), (place,)),
                place.source.date,
            )


def _since(earlier: Case, later: Case, drug: Iri) -> list[Told]:
    """What is told of a drug in places that the earlier case does not have."""
    seen = {p for t in earlier.of.get(drug, ()) for p in t.places}
    cut = [replace(t, places=tuple(p for p in t.places if p not in seen)) for t in later.of.get(drug, ())]
    return [t for t in cut if t.places]


def _used(told: Iterable[Told], names: tuple[str, ...]) -> dict[str, Place]:
    """The longest of a drug's names in each quote, with one place."""
    found: dict[str, Place] = {}
    for one in told:
        for place in one.places:
            flat = " ".join(place.quote.split()).casefold()
            name = next((n for n in sorted(names, key=len, reverse=True) if n.casefold() in flat), "")
            if name:
                found.setdefault(name, place)
    return found


def _key(line: PipelineLine) -> tuple[str, str, str]:
    return line.drug.text, line.indication.text, line.territory.text


def _first(cited: Cited) -> str:
    return cited.places[0].source.date if cited.places else ""


def _at(told: Told | None) -> tuple[Place, ...]:
    return told.places if told else ()


def _day(told: Told | None) -> str:
    return told.first if told else ""


def _new_day(told: Told, old: Told) -> str:
    """The first day on which the new value was told after the old one last was."""
    return min((p.source.date for p in told.places if p.source.date >= old.last), default=told.first)


def _rank(told: Told) -> int:
    found = load_ontology().concepts.get(told.object.value) if isinstance(told.object, Iri) else None
    return found.rank if found else 0
