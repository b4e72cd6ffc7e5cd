"""What changed at a company between two days: what is new, advanced, stepped back, slipped, ended or renamed.

What is merely not spoken of on the later day has not changed: only a sentence that says so ends a thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.graph.terms import Iri
from kg.ontology import load_ontology
from kg.queries.case import UNKNOWN, Case, Cited, is_concept
from kg.queries.stages import PipelineLine, phase_rank, pipeline_of
from kg.queries.told import Place, Source, Told, sources
from kg.store import Store

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
FORMER = """SELECT ?of ?name ?release { VALUES ?of { %s } GRAPH ?g {
  ?use bp:nameOf ?of ; rdfs:label ?name ; bp:formerIn ?release } }"""
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


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a release calls a former one of a company or drug, with the passage that does where one is quoted."""

    of: Iri
    name: str
    place: Place


def former_names(store: Store, case: Case) -> tuple[FormerName, ...]:
    """The former names of a case's company and drugs, by the day on which a release first calls them so."""
    rows = store.select(FORMER % " ".join(map(str, sorted({case.iri, *case.drugs})))).rows
    said = [(of, name.value, r) for of, name, r in rows if isinstance(of, Iri) and name and isinstance(r, Iri)]
    where = sources(store, {r for _, _, r in said})
    found = [FormerName(of, name, _where(case, of, name, where[r])) for of, name, r in said if r in where]
    return tuple(sorted(found, key=lambda f: (f.place.source.date, f.name)))


def _where(case: Case, of: Iri, name: str, source: Source) -> Place:
    """The passage of a release about a thing that has its name; where none is quoted, the release alone."""
    places = sorted(p for t in case.of.get(of, ()) for p in t.places if p.source.graph == source.graph)
    return next((p for p in places if name.casefold() in p.quote.casefold()), Place(source, 0, 0, ""))


def differences(earlier: Case, later: Case, former: Iterable[FormerName] = ()) -> tuple[Change, ...]:
    """What changed from one state of a case to a later one of the same thing; `former` are all its former names."""
    found = [
        *_drugs(earlier, later),
        *_stages(earlier, later),
        *_statuses(earlier, later),
        *_slips(earlier, later),
        *_renamed(earlier, later, list(former)),
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
    now = {thing.label: later.names[node].label for node, thing in earlier.names.items() if node in later.names}
    before = {_key(line, now): line for line in pipeline_of(earlier)}
    known = {drug for drug, _, _ in before}
    for line in pipeline_of(later):
        old = before.get(_key(line, {}))
        about = " in ".join(filter(None, (line.drug.text, line.indication.text)))
        if old is None:
            if line.rank and line.drug.text in known:
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


def _renamed(earlier: Case, later: Case, former: Sequence[FormerName]) -> Iterator[Change]:
    """What a release since then says was called otherwise before; and a drug whose releases since then call it by a
    name that none before did, and no more by any of the old."""
    told = [
        f
        for f in former
        if earlier.as_of < f.place.source.date and (not later.as_of or f.place.source.date <= later.as_of)
    ]
    for one in told:
        what = "drug" if one.of in later.drugs else "company"
        now = Cited(later.label_of(one.of), (one.place,))
        if one.name.casefold() != now.text.casefold():
            yield Change("renamed", what, now.text, Cited(one.name, (one.place,)), now, one.place.source.date)
    for drug in later.drugs:
        if any(one.of == drug for one in told):
            continue
        names = later.aliases.get(drug, ())
        then, used = _used(earlier.of.get(drug, ()), names), _used(_since(earlier, later, drug), names)
        if then and used and not {n.casefold() for n in then} & {n.casefold() for n in used}:
            place = used[min(used)]
            old = then[min(then)]
            yield Change(
                "renamed",
                "drug",
                later.label_of(drug),
                Cited(min(then), (old,)),
                Cited(min(used), (place,)),
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


def _key(line: PipelineLine, now: Mapping[str, str]) -> tuple[str, str, str]:
    """Drug, disease and territory of a row, by what they are called now."""
    drug, disease = (now.get(text, text) for text in (line.drug.text, line.indication.text))
    return drug, disease, line.territory.text


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
