"""Questions that SPARQL alone cannot answer, worked out over all that is told: one answer, wherever they are asked.

Their texts in `ontology/queries` give what plain SPARQL can tell of them at another endpoint, which is less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from kg.annotation.model import EntityType
from kg.graph.terms import Iri
from kg.ontology import ID
from kg.queries.case import Case, Cited, make_case
from kg.queries.claims import things
from kg.queries.kept import promises_of
from kg.queries.model import Answer, Value
from kg.queries.names import Named
from kg.queries.oddities import all_contradictions
from kg.queries.quiet import MONTHS, silence_of
from kg.store import Store

Row = tuple[Value, ...]
ORPHANS = "SELECT ?drug { ?drug a bp:Drug FILTER NOT EXISTS { ?drug bp:developer ?who } } ORDER BY ?drug"
PUBLISHERS = "SELECT DISTINCT ?who { GRAPH ?release { ?release dcterms:publisher ?who } } ORDER BY ?who"
PAIRS = ("about", "what", "kind", "value1", "date1", "quote1", "source1", "value2", "date2", "quote2", "source2", "why")
PROMISED = ("promised", "about", "what", "value", "earliest", "latest", "outcome", "days", "became", "on", "quote",
            "source", "laterQuote", "laterSource")  # fmt: skip
SILENT = ("kind", "about", "lastMentioned", "months", "releasesSince", "says", "quote", "source")


def disagreements(store: Store, values: Mapping[str, str]) -> Answer:
    """What cannot both hold, as `kg report contradictions` gives it: of a company or drug, or of every company that
    issues releases and every drug of which nobody says whose it is."""
    asked = values.get("about", "").split() or [*_known(store, PUBLISHERS), *_known(store, ORPHANS)]
    rows: dict[Row, None] = {}
    for iri in asked:
        case = _case(store, iri, values)
        for pair in all_contradictions(case, store):
            sides = (*_side(pair.one), *_side(pair.other))
            rows[pair.about, pair.what, pair.kind, *sides, pair.rule] = None
    return Answer(PAIRS, tuple(rows))


def promises(store: Store, values: Mapping[str, str]) -> Answer:
    """What a company foretold, and what became of it, as `kg report promises` gives it."""
    return Answer(PROMISED, tuple(_promises(_cases(store, values))))


def silence(store: Store, values: Mapping[str, str]) -> Answer:
    """What a company no longer speaks of, as `kg report silence` gives it."""
    months = int(values.get("months") or MONTHS)
    found = (line for case in _cases(store, values) for line in silence_of(case, months))
    rows = [(s.kind, s.what.text, s.last, s.months, s.releases_since, s.says.text, *_words(s.what)[1:]) for s in found]
    return Answer(SILENT, tuple(rows))


WORKED: Mapping[str, Callable[[Store, Mapping[str, str]], Answer]] = {
    "disagreements": disagreements,
    "promises": promises,
    "silence": silence,
}


def _known(store: Store, text: str) -> list[str]:
    """What a query finds, of those that anything is told of."""
    found = [node for (node,) in store.select(text).rows if isinstance(node, Iri)]
    known = things(store, found)
    return [node.value for node in found if node in known]


def _promises(cases: Iterable[Case]) -> Iterator[Row]:
    for case in cases:
        for p in promises_of(case):
            told, later = _words(p.says)[1:], _words(p.became)[1:]
            yield (p.promised, p.about, p.matter, p.says.text, p.earliest, p.latest, p.outcome, p.days,
                   p.became.text or None, p.on or None, *told, *later)  # fmt: skip


def _cases(store: Store, values: Mapping[str, str]) -> Iterator[Case]:
    return (_case(store, iri, values) for iri in values["company"].split())


def _case(store: Store, iri: str, values: Mapping[str, str]) -> Case:
    """The case of a thing that was found, up to the day asked for; what is no drug is taken for a company."""
    node = Iri(iri)
    kind = EntityType.DRUG if iri.startswith(f"{ID}drug/") else EntityType.ORGANIZATION
    named = things(store, [node])
    as_of = values.get("as_of", "")
    label = named[node].label if node in named else iri
    return make_case(store, Named(label, kind, node), date.fromisoformat(as_of).isoformat() if as_of else "")


def _side(cited: Cited) -> tuple[str, str, str, str]:
    """A value with the day, words and file of the first passage that says so."""
    return cited.text, *_words(cited)


def _words(cited: Cited) -> tuple[str, str, str]:
    place = cited.places[0] if cited.places else None
    return (place.source.date, " ".join(place.quote.split()), place.source.source) if place else ("", "", "")
