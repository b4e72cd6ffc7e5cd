"""What was new when: the first telling of each fact about a thing, and each change of what can have one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from kg.graph.terms import Iri
from kg.ontology import load_ontology
from kg.queries.claims import Thing, all_called, local
from kg.queries.profile import in_words, near_nodes
from kg.queries.told import Place, Telling, Told, heard, standing, tellings, until, with_places
from kg.store import Store

QUIET = frozenset(("label", "currency", "periodEnd", "months", "metric", "reportedBy", "party", "subject", "member"))
APART = ("FinancialObservation", "Payment")
_DAYS: WeakKeyDictionary[Store, tuple[str, ...]] = WeakKeyDictionary()  # of stores open for reading, which never change


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
    told, names = _around(store, _near(store, iri, as_of), as_of)
    single = load_ontology().latest_only
    history: dict[tuple[Iri, Iri], list[tuple[Telling, Told]]] = defaultdict(list)
    new: list[tuple[Told, str]] = []
    for one in told:
        if one.predicate.value in single and one.asserted:
            history[one.subject, one.predicate] += [(telling, one) for telling in one.tellings]
        elif local(one.predicate) not in QUIET:
            new.append((replace(one, tellings=one.tellings[:1]), ""))
    for said in history.values():
        new += _turns(said, names)
    placed = {(t.subject, t.predicate, t.object, t.tellings): t for t in with_places(store, [one for one, _ in new])}
    made = [
        _moment(placed[key], names, before)
        for one, before in new
        if (key := (one.subject, one.predicate, one.object, one.tellings)) in placed
    ]
    return tuple(sorted(made, key=lambda m: (m.day, m.about, m.iri, m.what, m.value), reverse=True))


def _turns(said: Iterable[tuple[Telling, Told]], names: Mapping[Iri, Thing]) -> Iterator[tuple[Told, str]]:
    """Each change of what has one value at a time, with the value before it."""
    before = ""
    for telling, one in sorted(said, key=lambda s: (s[0].source.date, str(s[1].object), s[0])):
        value = in_words(one.object, names)
        if value != before:
            yield replace(one, tellings=(telling,)), before
        before = value


def difference(store: Store, iri: Iri, earlier: str, later: str) -> Difference:
    """What of a thing's facts came and went between two days."""
    nodes_then, nodes_now = _near(store, iri, earlier), _near(store, iri, later)
    told, names = _around(store, nodes_then | nodes_now, max(earlier, later))
    then, now = _standing(told, nodes_then, earlier), _standing(told, nodes_now, later)
    added = _facts(store, [now[k] for k in now.keys() - then.keys()], names)
    removed = _facts(store, [then[k] for k in then.keys() - now.keys()], names)
    return Difference(added, removed, len(now.keys() & then.keys()))


def days(store: Store) -> tuple[str, ...]:
    """Every day on which a release was issued, in order."""
    if (known := _DAYS.get(store)) is not None:
        return known
    rows = store.select("SELECT DISTINCT ?day { ?r a bp:Release ; dcterms:issued ?day }").rows
    found = tuple(sorted(row[0].value for row in rows if row[0]))
    if not store.writable:
        _DAYS[store] = found
    return found


def _standing(told: Iterable[Told], nodes: Collection[Iri], day: str) -> dict[tuple[Iri, Iri, str], Told]:
    """What stands of the nodes on a day."""
    then = until((t for t in told if t.subject in nodes), day)
    return {(t.subject, t.predicate, str(t.object)): t for t in standing(then) if local(t.predicate) not in QUIET}


def _facts(store: Store, told: Collection[Told], names: Mapping[Iri, Thing]) -> tuple[Fact, ...]:
    """Statements in words, in order, each with the newest place that says so."""
    made = [
        Fact(
            (t.subject.value, t.predicate.value, str(t.object)),
            t.subject.value,
            _name(t.subject, names),
            names[t.subject].type if t.subject in names else "",
            load_ontology().label(t.predicate.value),
            in_words(t.object, names),
            t.last,
            t.places[-1],
        )
        for t in with_places(store, told, lambda said: said[-1:])
    ]
    return tuple(sorted(made, key=lambda f: (f.about, f.what, f.value, f.key)))


def _near(store: Store, iri: Iri, as_of: str) -> set[Iri]:
    """The thing and what belongs to it on a day; figures and sums are tables by themselves."""
    near = near_nodes(store, iri, as_of)
    types = all_called(store, near)
    return {iri} | {node for node in near if node in types and types[node].type not in APART}


def _around(store: Store, nodes: Collection[Iri], as_of: str) -> tuple[list[Told], Mapping[Iri, Thing]]:
    """What is told of the nodes, without places, and the names in it."""
    told = heard(store, tellings(store, nodes, as_of=as_of))
    names = all_called(store, {t.subject for t in told} | {t.object for t in told if isinstance(t.object, Iri)})
    return [t for t in told if t.subject in names and names[t.subject].type not in APART], names


def _moment(told: Told, names: Mapping[Iri, Thing], before: str) -> Moment:
    return Moment(
        told.first,
        told.subject.value,
        _name(told.subject, names),
        names[told.subject].type if told.subject in names else "",
        load_ontology().label(told.predicate.value),
        before,
        in_words(told.object, names),
        told.stance,
        told.places[0],
    )


def _name(iri: Iri, names: Mapping[Iri, Thing]) -> str:
    return names[iri].label if iri in names else local(iri)
