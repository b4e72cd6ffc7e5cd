"""What releases tell of some nodes, each statement with the places that say so, for links from a fact to its source.

Much is told of some things hundreds of times. So a question has three parts, and each asks only for what the one before
it left: which release claims which triple (`tellings`), in what stance, and in which words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from kg.graph.terms import Iri, Literal, Term
from kg.ontology import load_ontology
from kg.queries.register import Row
from kg.queries.rows import (
    batches,
    claims_of_nodes,
    passages_of_claims,
    rules_of_claims,
    words_of_passages,
)
from kg.store import Store

LAST_WORDS = 3
STANCES = {"negated": "negated", "quotedPerson": "quoted person", "possible": "possible", "intended": "intended"}
CLAIMS = """SELECT ?claim ?s ?p ?o ?g { GRAPH ?g {
  %s ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }"""
UNUSUAL = """SELECT ?claim ?said { { GRAPH ?g { VALUES ?said { bp:negated } ?claim bp:polarity ?said } }
  UNION { GRAPH ?g { VALUES ?said { bp:possible bp:intended } ?claim bp:certainty ?said } }
  UNION { GRAPH ?g { VALUES ?said { bp:quotedPerson } ?claim bp:voice ?said } } }"""
SOURCES = """SELECT ?g ?issued ?filed ?title ?source {
  VALUES ?g { %s }
  OPTIONAL { GRAPH ?g { ?g dcterms:isPartOf/dcterms:source ?whole } }
  OPTIONAL { GRAPH ?g { ?g dcterms:source ?own } }
  OPTIONAL { GRAPH ?g { ?g dcterms:issued ?issued } }
  OPTIONAL { GRAPH ?g { ?g dcterms:isPartOf/dcterms:issued ?filed } }
  OPTIONAL { GRAPH ?g { ?g dcterms:title ?title } }
  BIND(COALESCE(?whole, ?own) AS ?source)
}"""
# Of stores that are open for reading alone, which never change:
_KNOWN: WeakKeyDictionary[Store, dict[Iri, Source]] = WeakKeyDictionary()
_UNUSUAL: WeakKeyDictionary[Store, Mapping[Iri, str]] = WeakKeyDictionary()
Triple = tuple[Iri, Iri, Term]
Words = Mapping[Iri, tuple[int, int, str]]  # of a passage: start, end, quote


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A release, or a filing's cover: its day ("" where undated), file, headline, and the graph that holds it."""

    date: str
    source: str
    title: str
    graph: Iri

    def __hash__(self) -> int:
        return hash(self.graph)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A passage: where it stands (half-open code points in the filing's text) and its words."""

    source: Source
    start: int
    end: int
    quote: str

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.quote))


@dataclass(frozen=True, slots=True, order=True)
class Telling:
    """A release that claims a triple, and the claim."""

    source: Source
    claim: Iri

    def __hash__(self) -> int:
        return hash(self.claim)


Tellings = dict[Triple, list[Telling]]
Pick = Callable[[Sequence[Telling]], Sequence[Telling]]


@dataclass(frozen=True, slots=True)
class Told:
    """One triple with its stance ("" where asserted) and the releases that tell it, oldest first.

    `places` are the passages that were asked for, oldest first, `confidence` the highest and `rules` all of theirs;
    `older` counts earlier releases that tell the triple and were left out.
    """

    subject: Iri
    predicate: Iri
    object: Term
    stance: str
    tellings: tuple[Telling, ...]
    older: int = 0
    confidence: str = ""
    rules: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def triple(self) -> Triple:
        """Subject, predicate and object."""
        return self.subject, self.predicate, self.object

    @property
    def asserted(self) -> bool:
        """Whether it says what is the case, rather than what is denied, possible or said by an outsider."""
        return asserts(self.stance)

    @property
    def first(self) -> str:
        """The first day on which a release said so."""
        return self.tellings[0].source.date

    @property
    def last(self) -> str:
        """The last day on which a release said so."""
        return self.tellings[-1].source.date


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is written of a claim beside its triple."""

    stance: str
    passages: tuple[Iri, ...]
    confidence: str
    rules: tuple[str, ...]


def asserts(stance: str) -> bool:
    """Whether who speaks so says what is the case; what is intended counts: that it is intended is the case."""
    return stance in ("", "intended")


def told_about(
    store: Store, nodes: Collection[Iri], direction: str = "subject", as_of: str = "", newest: int = 0
) -> list[Told]:
    """All that is told with one of the nodes as "subject" or "object", up to a day (ISO), in a fixed order, in full.

    With `newest`, of each triple only what so many releases told last; a few more of what has one value at a time, as
    the last to speak may be an outsider.
    """
    return in_full(store, tellings(store, nodes, direction, as_of), newest)


def tellings(
    store: Store, nodes: Collection[Iri], direction: str = "subject", as_of: str = "", only: Iri | None = None
) -> Tellings:
    """The releases that claim each triple of the nodes, oldest first, whatever their stance, up to a day.

    `only`: those with one property.
    """
    return _by_triple(store, claims_of_nodes(store, nodes, direction, only), as_of)


def tellings_in(store: Store, graph: Iri) -> Tellings:
    """What one release claims."""
    return _by_triple(store, store.select(CLAIMS % f"VALUES ?g {{ {graph} }}").rows, "")


def _by_triple(store: Store, rows: Iterable[Row], as_of: str) -> Tellings:
    rows = list(rows)
    where = sources(store, {row[-1] for row in rows if isinstance(row[-1], Iri)})
    found: Tellings = defaultdict(list)
    for claim, s, p, o, g in rows:
        if isinstance(claim, Iri) and isinstance(s, Iri) and isinstance(p, Iri) and o and isinstance(g, Iri):
            source = where[g]
            if not as_of or "" < source.date <= as_of:
                found[s, p, o].append(Telling(source, claim))
    ordered = sorted(found, key=lambda t: (t[0].value, t[1].value, str(t[2])))
    return {triple: sorted(said, key=_when) if len(said := found[triple]) > 1 else said for triple in ordered}


def _when(telling: Telling) -> tuple[str, str, str, str, str]:
    """The order of tellings, by what compares fastest."""
    source = telling.source
    return source.date, source.source, source.title, source.graph.value, telling.claim.value


def in_full(store: Store, found: Tellings, newest: int = 0, rules: bool = True) -> list[Told]:
    """The triples by stance, in order, with their places; `newest` as `told_about` says.

    Who needs neither confidence nor rules leaves them out, which are half of what is to be read.
    """
    single = load_ontology().latest_only
    most = max(newest, LAST_WORDS)
    kept = {t: said[-(most if t[1].value in single else newest) :] if newest else said for t, said in found.items()}
    claims = _claims(store, {one.claim for said in kept.values() for one in said}, rules)
    words = _words(store, claims.values())
    made = _by_stance(kept, {iri: claim.stance for iri, claim in claims.items()})
    full = [_placed(one, one.tellings, claims, words) for one in made]
    return [replace(t, older=len(found[t.triple]) - len(kept[t.triple])) for t in full if t.places]


def heard(store: Store, found: Tellings) -> list[Told]:
    """The triples by stance, in order, without places."""
    unusual = unusual_stances(store)
    return _by_stance(found, {one.claim: unusual.get(one.claim, "") for said in found.values() for one in said})


def with_places(store: Store, told: Collection[Told], pick: Pick = tuple) -> list[Told]:
    """The same with the places of those tellings that are picked; what has none is left out."""
    chosen = [(one, pick(one.tellings)) for one in told]
    claims = _claims(store, {each.claim for _, said in chosen for each in said})
    words = _words(store, claims.values())
    return [made for one, said in chosen if (made := _placed(one, said, claims, words)).places]


def _by_stance(found: Tellings, stances: Mapping[Iri, str]) -> list[Told]:
    made: list[Told] = []
    for triple, said in found.items():
        by: dict[str, list[Telling]] = defaultdict(list)
        for one in said:
            if one.claim in stances:
                by[stances[one.claim]].append(one)
        made += [Told(*triple, stance, tuple(by[stance])) for stance in sorted(by)]
    return made


def unusual_stances(store: Store) -> Mapping[Iri, str]:
    """The stance of every claim that is not simply asserted; these are few, so all of them are asked for at once."""
    if (known := _UNUSUAL.get(store)) is not None:
        return known
    said: dict[Iri, set[str]] = defaultdict(set)
    for claim, value in store.select(UNUSUAL).rows:
        if isinstance(claim, Iri) and value:
            said[claim].add(value.value.rpartition("#")[2])
    found = {claim: next(word for name, word in STANCES.items() if name in names) for claim, names in said.items()}
    if not store.writable:
        _UNUSUAL[store] = found
    return found


def _claims(store: Store, claims: Collection[Iri], rules: bool = True) -> dict[Iri, _Claim]:
    """What is written of each claim beside its triple."""
    passages: dict[Iri, list[Iri]] = defaultdict(list)
    made: dict[Iri, list[tuple[str, str]]] = defaultdict(list)
    for claim, passage in passages_of_claims(store, claims):
        if isinstance(claim, Iri) and isinstance(passage, Iri):
            passages[claim].append(passage)
    for claim, confidence, rule in rules_of_claims(store, claims) if rules else ():
        if isinstance(claim, Iri):
            made[claim].append((_text(confidence), _text(rule)))
    unusual = unusual_stances(store)
    return {
        claim: _Claim(
            unusual.get(claim, ""),
            tuple(said),
            max((sure for sure, _ in made.get(claim, ())), default=""),
            tuple(rule for _, rule in made.get(claim, ())),
        )
        for claim, said in passages.items()
    }


def _placed(told: Told, said: Iterable[Telling], claims: Mapping[Iri, _Claim], words: Words) -> Told:
    shown = [(one.source, claims[one.claim]) for one in said if one.claim in claims]
    places = {Place(source, *words[p]) for source, claim in shown for p in claim.passages if p in words}
    sure = max((claim.confidence for _, claim in shown), default="")
    rules = {rule for _, claim in shown for rule in claim.rules}
    return replace(told, places=tuple(sorted(places)), confidence=sure, rules=tuple(sorted(rules)))


def _words(store: Store, claims: Iterable[_Claim]) -> Words:
    """Where each passage of the claims stands, and what it says."""
    return {
        passage: (int(start.value), int(end.value), quote.value)
        for passage, start, end, quote in words_of_passages(store, {p for claim in claims for p in claim.passages})
        if isinstance(passage, Iri) and start and end and quote
    }


def sources(store: Store, graphs: Collection[Iri]) -> dict[Iri, Source]:
    """What each graph of a release or filing is; what is open for reading alone never changes, so is read once."""
    known = {} if store.writable else _KNOWN.setdefault(store, {})
    for values in batches({g for g in graphs if g not in known}):
        for g, issued, filed, title, source in store.select(SOURCES % values).rows:
            if isinstance(g, Iri):
                day = issued or filed
                known[g] = Source(day.value if day else "", _text(source), _text(title), g)
    return {g: known[g] for g in graphs if g in known}


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


def until(told: Iterable[Told], day: str) -> list[Told]:
    """What of it was told up to a day."""
    cut: list[Told] = []
    for one in told:
        said = tuple(t for t in one.tellings if "" < t.source.date <= day)
        if said:
            places = tuple(p for p in one.places if "" < p.source.date <= day)
            cut.append(replace(one, tellings=said, places=places))
    return cut


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
