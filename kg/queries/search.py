"""What a person may mean by a few letters: things by name or alias, and releases by headline, best first."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.ontology import load_ontology
from kg.store import Store

EVERY_NAME = """SELECT DISTINCT ?thing ?type ?label ?name {
  VALUES ?type { %s bp:Trial } ?thing a ?type ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name }"""
EVERY_HEADLINE = "SELECT ?r ?title ?day { ?r a bp:Release ; dcterms:title ?title OPTIONAL { ?r dcterms:issued ?day } }"
TYPES = {name: place for place, name in enumerate(("Drug", "Organization", "Person", "Indication", "Target", "Event"))}
NEAR = 0.72  # how alike a mistyped name must be (difflib's ratio)
LONGEST = 200  # characters of a question that are looked at


@dataclass(frozen=True, slots=True)
class Entry:
    """A name as it is looked for; `folded` is in lower case without accents and punctuation."""

    folded: str
    name: str
    label: str
    type: str
    iri: str
    note: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `name` is the name that fits where it is not the label, else "", `note` a release's day."""

    label: str
    type: str
    iri: str
    name: str
    note: str


def index(store: Store) -> tuple[Entry, ...]:
    """Every name in the graph: what `search` looks through; made once for a state of the store."""
    made: dict[tuple[str, str], Entry] = {}
    for thing, cls, label, name in store.select(EVERY_NAME % " ".join(f"bp:{t}" for t in EntityType)).rows:
        if thing and cls and label and name:
            type_ = cls.value.rpartition("#")[2]
            folded = fold(name.value)
            made.setdefault((thing.value, folded), Entry(folded, name.value, label.value, type_, thing.value, ""))
    for release, title, day in store.select(EVERY_HEADLINE).rows:
        if release and title:
            when = day.value if day else ""
            entry = Entry(fold(title.value), title.value, title.value, "Release", release.value, when)
            made[release.value, entry.folded] = entry
    return tuple(made[key] for key in sorted(made))


def search(entries: Iterable[Entry], text: str, limit: int = 10, types: frozenset[str] = frozenset()) -> list[Hit]:
    """The things that are called so, begin so, have a word that begins so, or hold it; mistyped ones where none does.

    `types` narrows to some classes.
    """
    wanted = fold(text[:LONGEST])
    if not wanted:
        return []
    pool = [e for e in entries if not types or e.type in types]
    ranked = [(rank, e) for e in pool if (rank := _rank(e.folded, wanted)) is not None]
    ranked.sort(key=lambda r: (r[0], TYPES.get(r[1].type, 9), len(r[1].folded), r[1].label, r[1].iri, r[1].folded))
    best = [entry for _, entry in ranked]
    if not best:
        by_name = {e.folded: e for e in pool if e.type != "Release"}
        best = [by_name[n] for n in difflib.get_close_matches(wanted, sorted(by_name), n=limit, cutoff=NEAR)]
    once: dict[str, Entry] = {}
    for entry in best:
        once.setdefault(entry.iri, entry)
    shown = list(once.values())[:limit]
    return [Hit(e.label, e.type, e.iri, e.name if e.name != e.label else "", e.note) for e in shown]


def fold(text: str) -> str:
    """Letters and digits in lower case without accents, single spaces.

    >>> fold("Café  GTI-2040")
    'cafe gti 2040'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def type_label(type_: str) -> str:
    """A class in plain English, by its local name."""
    names = {iri.rpartition("#")[2]: term.label for iri, term in load_ontology().classes.items()}
    return names.get(type_, type_)


def _rank(name: str, wanted: str) -> int | None:
    tight, wanted_tight = name.replace(" ", ""), wanted.replace(" ", "")
    if wanted_tight not in tight:  # so it is with nearly all
        words = wanted.split()
        return 4 if len(words) > 1 and all(word in name for word in words) else None
    if tight == wanted_tight:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    return 3
