"""What was new when: the first telling of each fact about a thing, and each change of what can have one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.terms import Iri
from kg.ontology import load_ontology
from kg.queries.claims import Thing, local, things
from kg.queries.profile import in_words, near_nodes
from kg.queries.told import Place, Told, standing, told_about
from kg.store import Store

QUIET = frozenset(("label", "currency", "periodEnd", "months", "metric", "reportedBy", "party", "subject", "member"))


@dataclass(frozen=True, slots=True)
class Moment:
    """One new statement; `before` is the value that it replaces, "" where there was none."""

    day: str
    iri: str
    about: str
    type: str
    what: str
    before: str
    value: str
    stance: str
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that stands on a day, in words; `key` tells it from all others."""

    key: tuple[str, str, str]
    iri: str
    about: str
    type: str
    what: str
    value: str
    day: str
    place: Place


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands on the later day and not on the earlier, and the other way round; `same` counts the rest."""

    added: tuple[Fact, ...]
    removed: tuple[Fact, ...]
    same: int


def moments(store: Store, iri: Iri, as_of: str = "") -> tuple[Moment, ...]:
    """All that was new of a thing and what belongs to it, the newest first."""
    told, names = _around(store, iri, as_of)
    single = load_ontology().latest_only
    history: dict[tuple[Iri, Iri], list[tuple[str, Told, Place]]] = defaultdict(list)
    made: list[Moment] = []
    for one in told:
        if one.predicate.value in single and one.asserted:
            history[one.subject, one.predicate] += [(p.source.date, one, p) for p in one.places]
        elif local(one.predicate) not in QUIET:
            made.append(_moment(one, names, one.places[0], ""))
    for said in history.values():
        before = ""
        for _, one, place in sorted(said, key=lambda s: (s[0], str(s[1].object))):
            value = in_words(one.object, names)
            if value != before:
                made.append(_moment(one, names, place, before))
            before = value
    return tuple(sorted(made, key=lambda m: (m.day, m.about, m.what, m.value), reverse=True))


def difference(store: Store, iri: Iri, earlier: str, later: str) -> Difference:
    """What of a thing's facts came and went between two days."""
    then, now = _facts(store, iri, earlier), _facts(store, iri, later)
    added = sorted((now[k] for k in now.keys() - then.keys()), key=lambda f: (f.about, f.what, f.value))
    removed = sorted((then[k] for k in then.keys() - now.keys()), key=lambda f: (f.about, f.what, f.value))
    return Difference(tuple(added), tuple(removed), len(now.keys() & then.keys()))


def days(store: Store) -> tuple[str, ...]:
    """Every day on which a release was issued, in order."""
    rows = store.select("SELECT DISTINCT ?day { ?r a bp:Release ; dcterms:issued ?day }").rows
    return tuple(sorted(row[0].value for row in rows if row[0]))


def _facts(store: Store, iri: Iri, day: str) -> dict[tuple[str, str, str], Fact]:
    told, names = _around(store, iri, day)
    return {
        (key := (t.subject.value, t.predicate.value, str(t.object))): Fact(
            key,
            t.subject.value,
            _name(t.subject, names),
            names[t.subject].type if t.subject in names else "",
            load_ontology().label(t.predicate.value),
            in_words(t.object, names),
            t.last,
            t.places[-1],
        )
        for t in standing(told)
        if local(t.predicate) not in QUIET
    }


def _around(store: Store, iri: Iri, as_of: str) -> tuple[list[Told], Mapping[Iri, Thing]]:
    near = near_nodes(store, iri, as_of)
    told = told_about(store, {iri, *near}, as_of=as_of)
    names = things(store, {t.subject for t in told} | {t.object for t in told if isinstance(t.object, Iri)})
    kept = [t for t in told if t.subject in names and names[t.subject].type not in ("FinancialObservation", "Payment")]
    return kept, names


def _moment(told: Told, names: Mapping[Iri, Thing], place: Place, before: str) -> Moment:
    return Moment(
        place.source.date,
        told.subject.value,
        _name(told.subject, names),
        names[told.subject].type if told.subject in names else "",
        load_ontology().label(told.predicate.value),
        before,
        in_words(told.object, names),
        told.stance,
        place,
    )


def _name(iri: Iri, names: Mapping[Iri, Thing]) -> str:
    return names[iri].label if iri in names else local(iri)
