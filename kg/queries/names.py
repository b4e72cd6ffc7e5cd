"""What a person calls a thing -> the thing, or the nearest names that the graph does hold."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.errors import UnknownName
from kg.graph.terms import Iri, Literal
from kg.resolution.names import fold
from kg.store import Store

EXACT = """SELECT DISTINCT ?thing ?type ?label {
  VALUES ?type { %(types)s }
  ?thing rdfs:label|skos:altLabel ?name ; a ?type ; rdfs:label ?label
  FILTER(%(condition)s)
}"""
MOST_NEAREST = 5
CUTOFF = 0.6


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A thing with its type and its preferred name."""

    label: str
    type: EntityType
    iri: Iri


def find_named(store: Store, name: str, types: tuple[EntityType, ...] = tuple(EntityType)) -> Named:
    """The thing of that name, alias or IRI, whatever the case, punctuation and legal form.

    Of several the first by label. Raises `UnknownName` with the nearest names.
    """
    found = _ask(store, _condition(name), types)
    found = found or _folded(store, name, types)
    if not found:
        raise UnknownName(name, nearest_names(store, name, types))
    return min(found)


def candidates(store: Store, name: str, type_: str) -> tuple[Named, ...]:
    """Every thing of a type that may be meant: those of that name, alias or IRI, else those whose name begins with it.

    One whose preferred name it is goes before those that only bear it too. Raises `UnknownName` with the nearest names.
    """
    types = (EntityType(type_),)
    found = set(_ask(store, _condition(name), types)) or set(_folded(store, name, types))
    own = {n for n in found if fold(n.label, n.type) == fold(name, n.type)}
    if len(own) == 1:
        return (min(own),)
    if not found:
        start = fold(name, types[0]) + " "
        found = {thing for thing, called in _every_name(store, types) if fold(called, thing.type).startswith(start)}
    if not found:
        raise UnknownName(name, nearest_names(store, name, types))
    return tuple(sorted(found))


def nearest_names(store: Store, name: str, types: tuple[EntityType, ...]) -> tuple[str, ...]:
    """Preferred names of those things that have a name like this one, best first."""
    label_of: dict[str, str] = {}
    for thing, called in _every_name(store, types):
        label_of.setdefault(called.casefold(), thing.label)
    wanted = name.casefold()
    near = difflib.get_close_matches(wanted, sorted(label_of), n=MOST_NEAREST * 2, cutoff=CUTOFF)
    within = sorted((n for n in label_of if len(wanted) > 2 and wanted in n), key=lambda n: (len(n), n))
    return tuple(dict.fromkeys(label_of[n] for n in [*near, *within]))[:MOST_NEAREST]


def _condition(name: str) -> str:
    """What of SPARQL tells whether a thing bears a name or is the IRI."""
    if not name.startswith(("http://", "https://")):
        return f"LCASE(STR(?name)) = {Literal(name.strip().lower())}"
    return "false" if set(name) & set('<>"{}|\\^` \n') else f"?thing = <{name}>"


def _ask(store: Store, condition: str, types: tuple[EntityType, ...]) -> list[Named]:
    text = EXACT % {"types": " ".join(f"bp:{t}" for t in types), "condition": condition}
    return [
        Named(label.value, EntityType(cls.value.rpartition("#")[2]), thing)
        for thing, cls, label in store.select(text).rows
        if isinstance(thing, Iri) and cls and label
    ]


def _folded(store: Store, name: str, types: tuple[EntityType, ...]) -> list[Named]:
    wanted = {t: fold(name, t) for t in types}
    return [thing for thing, called in _every_name(store, types) if fold(called, thing.type) == wanted[thing.type]]


def _every_name(store: Store, types: tuple[EntityType, ...]) -> list[tuple[Named, str]]:
    text = """SELECT ?thing ?type ?label ?name {
      VALUES ?type { %s } ?thing a ?type ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name }"""
    return [
        (Named(label.value, EntityType(cls.value.rpartition("#")[2]), thing), name.value)
        for thing, cls, label, name in store.select(text % " ".join(f"bp:{t}" for t in types)).rows
        if isinstance(thing, Iri) and cls and label and name
    ]
