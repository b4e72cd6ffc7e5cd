"""Who else: other things of the same kind that share something with one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.graph.terms import Iri
from kg.queries.claims import things
from kg.store import Store

# type -> what is shared (a path from the thing to ?x, and from ?x to ?other), and the class of the other
SHARED: dict[str, tuple[str, str, str]] = {
    "Drug": ("bp:indication|bp:target", "^bp:indication|^bp:target", "bp:Drug"),
    "Organization": ("^bp:developer/bp:indication", "^bp:indication/bp:developer", "bp:Organization"),
    "Person": ("^org:member/org:organization", "^org:organization/org:member", "bp:Person"),
    "Indication": ("^bp:indication", "bp:developer", "bp:Organization"),
    "Target": ("^bp:target", "bp:developer", "bp:Organization"),
    "Event": ("^bp:event/schema:about", "^schema:about/bp:event", "bp:Event"),
}
HEADINGS = {
    "Drug": "Other drugs for the same disease or target",
    "Organization": "Others in the same diseases",
    "Person": "Others at the same organisation",
    "Indication": "Who develops for it",
    "Target": "Who develops against it",
    "Event": "Where else its drugs were shown",
}
RELATED = """SELECT DISTINCT ?other ?x { { SELECT DISTINCT ?x { %s %s ?x } LIMIT 60 }
  ?x %s ?other . FILTER(?other != %s) ?other a %s } LIMIT 3000"""


@dataclass(frozen=True, slots=True)
class Related:
    """Another thing, and what it shares with the first, rarest first."""

    iri: str
    label: str
    shared: tuple[str, ...]


def related(store: Store, iri: Iri, type_: str, limit: int = 12) -> tuple[str, tuple[Related, ...]]:
    """A heading and the things that share most; what many share counts for little."""
    if type_ not in SHARED:
        return "", ()
    there, back, kind = SHARED[type_]
    rows = store.select(RELATED % (iri, f"({there})", f"({back})", iri, kind)).rows
    called = things(store, {term for row in rows for term in row if isinstance(term, Iri)})
    names: dict[str, str] = {}
    shared: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for other, what in rows:
        if isinstance(other, Iri) and isinstance(what, Iri) and other in called and what in called:
            names[other.value] = called[other].label
            shared[other.value].add(called[what].label)
            holders[called[what].label].add(other.value)
    score = {o: sum(1 / len(holders[w]) for w in what) for o, what in shared.items()}
    best = sorted(shared, key=lambda o: (-score[o], names[o].casefold(), o))[:limit]
    return HEADINGS[type_], tuple(
        Related(o, names[o], tuple(sorted(shared[o], key=lambda w: (len(holders[w]), w)))[:4]) for o in best
    )
