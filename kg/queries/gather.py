"""All that is told of many nodes, with every place, in as few rows as that takes.

`told.py` asks for what a page shows, one kind of thing after the other; a report needs everything of a company. So
claims are read with their passages, passages of whole releases at once, and confidence only of what several places
tell.
"""

from __future__ import annotations

from collections.abc import Collection

from kg.graph.terms import Iri, Term
from kg.queries.rows import claims_with_passages, rules_of_claims, words_in, words_of_passages
from kg.queries.told import Place, Telling, Told, sources, unusual_stances
from kg.store import Store

DENSE = 15  # passages wanted of a release, of which few have more than some dozens
Key = tuple[Iri, Iri, Term, str]


def gather(store: Store, nodes: Collection[Iri]) -> list[Told]:
    """What is told of the nodes, in a fixed order; `confidence` only where more than one place tells."""
    rows = claims_with_passages(store, nodes)
    graphs = {row[4] for row in rows if isinstance(row[4], Iri)}
    where, stances = sources(store, graphs), unusual_stances(store)
    words = _words(store, graphs, {row[5] for row in rows if isinstance(row[5], Iri)})
    told: dict[Key, tuple[set[Telling], set[Place]]] = {}
    known: dict[tuple[Iri, Iri], Place] = {}
    for claim, s, p, o, g, passage in rows:
        if not (isinstance(claim, Iri) and isinstance(s, Iri) and isinstance(p, Iri) and o):
            continue
        if isinstance(g, Iri) and isinstance(passage, Iri) and g in where and passage in words:
            key = s, p, o, stances.get(claim, "")
            if (both := told.get(key)) is None:
                told[key] = both = set(), set()
            both[0].add(Telling(where[g], claim))
            if (place := known.get((g, passage))) is None:
                known[g, passage] = place = Place(where[g], *words[passage])
            both[1].add(place)
    sure = _sure(store, {t.claim for said, places in told.values() if len(places) > 1 for t in said})
    return [
        Told(
            *key,
            tuple(sorted(said)),
            0,
            _most(sure, said) if len(places) > 1 else "",
            (),
            tuple(sorted(places)),
        )
        for key, (said, places) in sorted(told.items(), key=lambda one: _in_order(one[0]))
    ]


def _in_order(key: Key) -> tuple[str, str, str, str]:
    return key[0].value, key[1].value, str(key[2]), key[3]


def _words(store: Store, graphs: Collection[Iri], passages: Collection[Iri]) -> dict[Iri, tuple[int, int, str]]:
    """Where passages stand, and what they say: whole graphs at once where most of what they hold will be wanted."""
    dense = len(passages) > DENSE * len(graphs)
    return {
        passage: (int(first.value), int(past.value), quote.value)
        for passage, first, past, quote in (words_in(store, graphs) if dense else words_of_passages(store, passages))
        if isinstance(passage, Iri) and first and past and quote and passage in passages
    }


def _sure(store: Store, claims: Collection[Iri]) -> dict[Iri, str]:
    return {c: sure.value for c, sure, _ in rules_of_claims(store, claims) if isinstance(c, Iri) and sure}


def _most(sure: dict[Iri, str], tellings: Collection[Telling]) -> str:
    return max((sure.get(t.claim, "") for t in tellings), default="")
