"""A document with what was read in it: its releases, its text, and every passage that a fact rests on, in place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.errors import UnknownName
from kg.graph.document import filing_iri
from kg.graph.manifest import Entry
from kg.graph.statements import PAGE_BREAK
from kg.graph.terms import Iri, Term
from kg.ontology import load_ontology
from kg.queries.claims import Thing, local, things
from kg.queries.profile import has_page, in_words
from kg.queries.told import STANCES
from kg.store import Store

IN_GRAPH = """SELECT ?s ?p ?o ?polarity ?certainty ?voice ?confidence ?rule ?start ?end { GRAPH %s {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; bp:evidence ?passage ; bp:polarity ?polarity ;
    bp:certainty ?certainty ; bp:voice ?voice . ?passage oa:start ?start ; oa:end ?end .
  OPTIONAL { ?claim bp:confidence ?confidence } OPTIONAL { ?claim bp:extractor ?rule } } }"""
RELEASES = """SELECT ?r ?n ?title ?day ?stated ?note ?who ?name { ?r dcterms:isPartOf %s ; bp:sequence ?n .
  OPTIONAL { ?r dcterms:title ?title } OPTIONAL { ?r dcterms:issued ?day } OPTIONAL { ?r bp:statedDate ?stated }
  OPTIONAL { ?r bp:dateNote ?note } OPTIONAL { ?r dcterms:publisher ?who . ?who rdfs:label ?name } } ORDER BY ?n"""
NEWEST = """SELECT ?r { ?r a bp:Release FILTER NOT EXISTS { ?r bp:reprintOf ?o }
  OPTIONAL { ?r dcterms:issued ?day } }
ORDER BY DESC(?day) ?r LIMIT %d OFFSET %d"""
HOW_MANY = "SELECT (COUNT(*) AS ?n) { ?r a bp:Release FILTER NOT EXISTS { ?r bp:reprintOf ?o } }"
LISTED = """SELECT ?r ?title ?day ?file ?who ?name { VALUES ?r { %s } ?r dcterms:isPartOf/dcterms:source ?file .
  OPTIONAL { ?r dcterms:title ?title } OPTIONAL { ?r dcterms:issued ?day }
  OPTIONAL { ?r dcterms:publisher ?who . ?who rdfs:label ?name } } ORDER BY DESC(?day) ?r"""
LONGEST = 400_000  # characters of one release that are shown


@dataclass(frozen=True, slots=True)
class ListedRelease:
    """A release as a list shows it."""

    iri: str
    title: str
    date: str
    source: str
    publisher: str
    publisher_iri: str


@dataclass(frozen=True, slots=True)
class Read:
    """One statement that was read, with the passages (start, end) that it rests on."""

    iri: str
    about: str
    type: str
    what: str
    value: str
    value_iri: str
    stance: str
    voice: str
    confidence: str
    rule: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document: a release, or (`sequence` 0) what the cover and signature page state."""

    iri: str
    sequence: int
    title: str
    date: str
    stated: str
    note: str
    publisher: str
    publisher_iri: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A filing, its parts, and of one of them the text and what was read in it.

    `page` is the page of the file on which that text begins, 0 where the file has no pages; a form feed in the text
    opens the next.
    """

    id: str
    source: str
    form: str
    filed: str
    sha256: str
    parts: tuple[Part, ...]
    shown: Part
    text: str
    page: int
    read: tuple[Read, ...]


def document(store: Store, name: str) -> Document:
    """A document by the last part of its filing's or release's IRI ("8f3a…" or "8f3a…-2"); raises `UnknownName`."""
    short, _, number = name.partition("-")
    entry = next((e for e in store.manifest.starting(short) if _short(e.sha256) == short), None) if short else None
    if entry is None:
        raise UnknownName(name)
    reading, text = store.load_reading(entry.sha256)
    head = json.loads(reading).get("filing", {})
    parts = _parts(store, entry, head, len(text))
    wanted = number or str(parts[min(1, len(parts) - 1)].sequence)  # the first release, where there is one
    shown = next((p for p in parts if str(p.sequence) == wanted), None)
    if shown is None:
        raise UnknownName(name)
    return Document(
        short, entry.source, str(head.get("form", "")), str(head.get("filed") or ""), entry.sha256,
        parts, shown, text[shown.start : min(shown.end, shown.start + LONGEST)], _page(text, shown.start),
        tuple(_read(store, shown)),
    )  # fmt: skip


def _page(text: str, start: int) -> int:
    return 1 + text.count(PAGE_BREAK, 0, start) if PAGE_BREAK in text else 0


def releases(store: Store, limit: int = 100, skip: int = 0) -> tuple[tuple[ListedRelease, ...], int]:
    """All releases, the newest first, each once however many sources it has: a page of them, and how many there are."""
    total = store.select("SELECT (COUNT(*) AS ?n) { ?r a bp:Release FILTER NOT EXISTS { ?r bp:reprintOf ?o } }").rows[
        0
    ][0]
    page = [str(row[0]) for row in store.select(NEWEST % (limit, skip)).rows]
    rows = store.select(LISTED % " ".join(page)).rows if page else ()
    made = [ListedRelease(*(_value(r[i]) for i in (0, 1, 2, 3, 5, 4))) for r in rows]
    return tuple({m.iri: m for m in made}.values()), int(_value(total))


def _short(sha256: str) -> str:
    return local(filing_iri(sha256))


def _parts(store: Store, entry: Entry, head: Mapping[str, object], length: int) -> tuple[Part, ...]:
    listed = head.get("releases")
    spans = {int(r["sequence"]): (int(r["start"]), int(r["end"])) for r in listed} if isinstance(listed, list) else {}
    filing = filing_iri(entry.sha256)
    made = [Part(filing.value, 0, "Cover and signature", "", "", "", "", "", 0, length)]
    seen: set[int] = set()
    for row in store.select(RELEASES % filing).rows:
        iri, number, title, day, stated, note, who, name = map(_value, row)
        if int(number) in spans and int(number) not in seen:
            seen.add(int(number))
            made.append(Part(iri, int(number), title, day, stated, note, name, who, *spans[int(number)]))
    return tuple(made)


def _read(store: Store, part: Part) -> Iterable[Read]:
    """What was read in a part, in the order of the text; n-ary nodes' types and labels are left out."""
    spans: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    terms: dict[tuple[str, ...], tuple[Iri, Iri, Term]] = {}
    for row in store.select(IN_GRAPH % Iri(part.iri)).rows:
        s, p, o, polarity, certainty, voice, confidence, rule, start, end = row
        if not (isinstance(s, Iri) and isinstance(p, Iri) and o and start and end):
            continue
        words = {_value(t).rpartition("#")[2] for t in (polarity, certainty, voice)}
        stance = next((said for name, said in STANCES.items() if name in words), "")
        key = (s.value, p.value, str(o), stance, _value(voice).rpartition("#")[2], _value(confidence), _value(rule))
        spans[key].add((int(start.value), int(end.value)))
        terms[key] = s, p, o
    nodes = {s for s, _, _ in terms.values()} | {o for _, _, o in terms.values() if isinstance(o, Iri)}
    names = things(store, nodes)
    made = [_one(key, terms[key], tuple(sorted(at)), names) for key, at in spans.items()]
    return sorted(made, key=lambda r: (r.spans[0], r.about, r.what, r.value))


def _one(
    key: tuple[str, ...], term: tuple[Iri, Iri, Term], spans: tuple[tuple[int, int], ...], names: Mapping[Iri, Thing]
) -> Read:
    s, p, o = term
    linked = isinstance(o, Iri) and has_page(o, names)
    thing = names.get(s)
    return Read(
        s.value,
        thing.label if thing else local(s),
        thing.type if thing else "",
        load_ontology().label(p.value),
        in_words(o, names),
        o.value if linked and isinstance(o, Iri) else "",
        key[3], key[4], key[5], key[6],
        spans,
    )  # fmt: skip


def _value(term: object) -> str:
    return str(getattr(term, "value", "") or "")
