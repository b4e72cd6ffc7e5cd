"""What releases tell of some nodes, each statement with the places that say so, for links from a fact to its source.

`claims.py` gives the same statements in words, for pictures; here terms stay terms, and a passage knows its release and
its offsets there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.graph.terms import Iri, Literal, Term
from kg.ontology import load_ontology
from kg.queries.claims import BATCH, STANCES
from kg.store import Store

TOLD = """SELECT ?s ?p ?o ?polarity ?certainty ?voice ?confidence ?rule ?g ?start ?end ?quote {
  GRAPH ?g {
    VALUES ?%(end)s { %(nodes)s } ?claim rdf:%(direction)s ?%(end)s .
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; bp:evidence ?passage ; bp:polarity ?polarity ;
      bp:certainty ?certainty ; bp:voice ?voice .
    ?passage oa:exact ?quote ; oa:start ?start ; oa:end ?end .
    OPTIONAL { ?claim bp:confidence ?confidence }
    OPTIONAL { ?claim bp:extractor ?rule }
  }
}"""
SOURCES = """SELECT ?g ?issued ?filed ?title ?source {
  VALUES ?g { %s }
  OPTIONAL { GRAPH ?g { ?g dcterms:isPartOf/dcterms:source ?whole } }
  OPTIONAL { GRAPH ?g { ?g dcterms:source ?own } }
  OPTIONAL { GRAPH ?g { ?g dcterms:issued ?issued } }
  OPTIONAL { GRAPH ?g { ?g dcterms:isPartOf/dcterms:issued ?filed } }
  OPTIONAL { GRAPH ?g { ?g dcterms:title ?title } }
  BIND(COALESCE(?whole, ?own) AS ?source)
}"""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A release, or a filing's cover: its day ("" where undated), file, headline, and the graph that holds it."""

    date: str
    source: str
    title: str
    graph: Iri


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A passage: where it stands (half-open code points in the filing's text) and its words."""

    source: Source
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Told:
    """One triple with its stance ("" where asserted) and its places, oldest first; `confidence` is the highest."""

    subject: Iri
    predicate: Iri
    object: Term
    stance: str
    confidence: str
    rules: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def asserted(self) -> bool:
        """Whether it says what is the case, rather than what is denied, possible or said by an outsider."""
        return self.stance in ("", "intended")

    @property
    def first(self) -> str:
        """The first day on which a release said so."""
        return self.places[0].source.date

    @property
    def last(self) -> str:
        """The last day on which a release said so."""
        return self.places[-1].source.date


def told_about(store: Store, nodes: Collection[Iri], direction: str = "subject", as_of: str = "") -> list[Told]:
    """All that is told with one of the nodes as "subject" or "object", up to a day (ISO), in a fixed order."""
    rows: list[tuple[Term | None, ...]] = []
    ordered = sorted(nodes)
    for i in range(0, len(ordered), BATCH):
        values = " ".join(map(str, ordered[i : i + BATCH]))
        rows += store.select(TOLD % {"nodes": values, "direction": direction, "end": direction[0]}).rows
    return _gather(store, rows, as_of)


def sources(store: Store, graphs: Collection[Iri]) -> dict[Iri, Source]:
    """What each graph of a release or filing is."""
    found: dict[Iri, Source] = {}
    ordered = sorted(graphs)
    for i in range(0, len(ordered), BATCH):
        for g, issued, filed, title, source in store.select(SOURCES % " ".join(map(str, ordered[i : i + BATCH]))).rows:
            if isinstance(g, Iri):
                day = issued or filed
                found[g] = Source(day.value if day else "", _text(source), _text(title), g)
    return found


def standing(told: Iterable[Told]) -> list[Told]:
    """What holds after all that was told: of what can have one value at a time only the last, the rest as asserted."""
    single = load_ontology().latest_only
    latest: dict[tuple[Iri, Iri], Told] = {}
    kept: list[Told] = []
    for one in told:
        if not one.asserted:
            continue
        if one.predicate.value not in single:
            kept.append(one)
            continue
        key = one.subject, one.predicate
        if key not in latest or latest[key].last <= one.last:
            latest[key] = one
    return [*kept, *latest.values()]


def _gather(store: Store, rows: Iterable[tuple[Term | None, ...]], as_of: str) -> list[Told]:
    rows = list(rows)
    where = sources(store, {row[8] for row in rows if isinstance(row[8], Iri)})
    places: dict[tuple[Iri, Iri, Term, str], set[Place]] = defaultdict(set)
    sure: dict[tuple[Iri, Iri, Term, str], str] = {}
    rules: dict[tuple[Iri, Iri, Term, str], set[str]] = defaultdict(set)
    for s, p, o, polarity, certainty, voice, confidence, rule, g, start, end, quote in rows:
        if not (isinstance(s, Iri) and isinstance(p, Iri) and isinstance(g, Iri) and o and start and end and quote):
            continue
        source = where[g]
        if as_of and not "" < source.date <= as_of:
            continue
        key = s, p, o, _stance(polarity, certainty, voice)
        places[key].add(Place(source, int(start.value), int(end.value), quote.value))
        sure[key] = max(sure.get(key, ""), _text(confidence))
        rules[key].add(_text(rule))
    made = [Told(*key, sure[key], tuple(sorted(rules[key])), tuple(sorted(at))) for key, at in places.items()]
    return sorted(made, key=lambda t: (t.subject, t.predicate, str(t.object), t.stance))


def _stance(*terms: Term | None) -> str:
    said = {term.value.rpartition("#")[2] for term in terms if term}
    return next((word for name, word in STANCES.items() if name in said), "")


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
