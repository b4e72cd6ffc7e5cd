"""What the pages ask of the graph, by name: each job gives JSON, with things named by the path of their IRI.

A path is what follows `…/id/`: "drug/acm-12". It is also what a person may type: `thing_of` takes either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, Protocol

from kg.errors import QueryError, UnknownName
from kg.graph.terms import Iri
from kg.ontology import ID, question, questions
from kg.queries import board as boards
from kg.queries import document as documents
from kg.queries import moments as times
from kg.queries.ask import ask
from kg.queries.claims import all_called, local, things
from kg.queries.names import find_named
from kg.queries.profile import FIGURES, Profile, Said, Section, profile
from kg.queries.related import related
from kg.queries.search import Entry, search
from kg.queries.told import Place, Source, tellings
from kg.server.pages.figures import pivot
from kg.store import Store

Json = Any
PATH = re.compile(r"[a-z]+/[A-Za-z0-9._~-]+")
DASHES = re.compile("[\u2010-\u2015\u2212]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
COUNTS = """SELECT ?type (COUNT(DISTINCT ?x) AS ?n) {
  VALUES ?type { bp:Drug bp:Organization bp:Person bp:Indication bp:Target bp:Event bp:Trial bp:Agreement bp:Release }
  ?x a ?type } GROUP BY ?type"""
PAGE_OF = 100
MOST_SOURCES = 25  # beside the facts of a thing


class Opened(Protocol):
    """What a worker has open, with every name in it."""

    @property
    def store(self) -> Store:
        """The snapshot."""

    @property
    def names(self) -> tuple[Entry, ...]:
        """What is searched."""


def home(session: Opened) -> Json:
    """How much there is, the newest releases and the companies with most drugs."""
    listed, total = documents.releases(session.store, 8)
    days = times.days(session.store)
    counts = {local(row[0]): int(row[1].value) for row in session.store.select(COUNTS).rows if row[1]
              and isinstance(row[0], Iri)}  # fmt: skip
    return {
        "counts": counts,
        "days": [days[0], days[-1]] if days else [],
        "releases": [_listed(r) for r in listed],
        "total": total,
        "companies": [{"path": path_of(c.iri), "label": c.label, "drugs": c.drugs}
                      for c in boards.companies(session.store, 12)],
    }  # fmt: skip


def find(session: Opened, text: str, limit: int = 10, types: Iterable[str] = ()) -> Json:
    """Things and releases by a few letters."""
    hits = search(session.names, text, min(limit, 100), frozenset(types))
    return [{"label": h.label, "type": h.type, "path": path_of(h.iri), "name": h.name, "note": h.note} for h in hits]


def entity(session: Opened, name: str, as_of: str = "", whole: str = "") -> Json:
    """A thing's page."""
    iri = thing_of(session.store, name)
    found = profile(session.store, iri, day_of(as_of), whole)
    heading, others = related(session.store, iri, found.type)
    return _profile(found) | {
        "days": times.days(session.store),
        "others": {
            "heading": heading,
            "items": [{"path": path_of(o.iri), "label": o.label, "shared": o.shared} for o in others],
        },
    }


def document(session: Opened, name: str) -> Json:
    """A document with one of its parts in full."""
    found = documents.document(session.store, name)
    made = asdict(found) | {"parts": [_part(p) for p in found.parts], "shown": _part(found.shown)}
    made["read"] = [
        asdict(r) | {"path": path_of(r.iri), "value_path": path_of(r.value_iri), "spans": r.spans} for r in found.read
    ]
    return made


def listed(session: Opened, skip: int = 0) -> Json:
    """A page of all releases."""
    found, total = documents.releases(session.store, PAGE_OF, max(0, skip))
    return {"releases": [_listed(r) for r in found], "total": total, "skip": max(0, skip), "page": PAGE_OF}


def board(session: Opened, company: str = "", as_of: str = "") -> Json:
    """The pipeline of a company, or, without one, how many drugs each company has in each phase."""
    columns = [{"notation": c.notation, "label": c.label, "rank": c.rank} for c in boards.phases()]
    if not company:
        rows = [asdict(c) | {"path": path_of(c.iri)} for c in boards.companies(session.store)]
        return {"columns": columns, "companies": rows}
    iri = thing_of(session.store, company)
    rows = []
    for row in boards.board(session.store, iri, day_of(as_of)):
        chips = [
            {"path": path_of(c.iri), "phase": c.phase, "label": c.label, "status": c.status, "day": c.day,
             "indications": c.indications, "place": place_of(c.place) if c.place else None}
            for c in row.chips
        ]  # fmt: skip
        rows.append({"path": path_of(row.iri), "drug": row.drug, "notes": row.notes, "chips": chips})
    return {"columns": columns, "rows": rows, "company": _called(session.store, iri), "days": times.days(session.store)}


def timeline(session: Opened, about: str, as_of: str = "") -> Json:
    """What was new of a thing, by day, newest first."""
    iri = thing_of(session.store, about)
    found = times.moments(session.store, iri, day_of(as_of))
    made = [asdict(m) | {"path": path_of(m.iri), "place": place_of(m.place)} for m in found]
    return {"about": _called(session.store, iri), "moments": made, "days": times.days(session.store)}


def changes(session: Opened, about: str, earlier: str, later: str) -> Json:
    """What of a thing's facts came and went between two days; the first and the last, where none is given."""
    iri = thing_of(session.store, about)
    days = times.days(session.store)
    earlier, later = day_of(earlier) or (days[0] if days else ""), day_of(later) or (days[-1] if days else "")
    found = times.difference(session.store, iri, earlier, later)
    one = [[asdict(f) | {"path": path_of(f.iri), "place": place_of(f.place)} for f in part]
           for part in (found.added, found.removed)]  # fmt: skip
    head = {"about": _called(session.store, iri), "earlier": earlier, "later": later, "days": days}
    return head | {"added": one[0], "removed": one[1], "same": found.same}


def named(session: Opened, name: str) -> Json:
    """A thing's path, label and type, and the days of the graph."""
    return _called(session.store, thing_of(session.store, name)) | {"days": times.days(session.store)}


def asked(session: Opened) -> Json:
    """The named questions with their parameters."""
    del session
    return [asdict(q) for q in questions()]


def answer(session: Opened, name: str, parameters: Mapping[str, str]) -> Json:
    """The answer to a named question; a thing may be given by its path too."""
    found = ask(session.store, question(name).name, given_of(parameters))
    return {"columns": found.columns, "rows": [[_cell(v) for v in row] for row in found.rows]}


def given_of(parameters: Mapping[str, str]) -> dict[str, str]:
    """A question's parameters, things given by their path named by their IRI."""
    return {key: ID + value if PATH.fullmatch(value) else value for key, value in parameters.items()}


# ---- what they share -----------------------------------------------------------------------------------------------


def thing_of(store: Store, name: str) -> Iri:
    """The thing of a path or a name; raises `UnknownName`."""
    if PATH.fullmatch(name):
        iri = Iri(ID + name)
        if iri in things(store, [iri]) or tellings(store, [iri]):
            return iri
    if "/" in name and name.partition("/")[0].isalpha() and " " not in name:
        raise UnknownName(name)
    return find_named(store, name[:200]).iri


def day_of(text: str) -> str:
    """A day as it was given; raises `QueryError` for what is none."""
    if text and not DAY.fullmatch(text):
        raise QueryError(f"{text[:40]!r} is not a day; expected e.g. 2004-02-18")
    return text


def path_of(iri: str) -> str:
    """What follows `…/id/` of an IRI of ours, else ""."""
    return iri.removeprefix(ID) if iri.startswith(ID) else ""


def place_of(place: Place) -> Json:
    """A passage with the document and the offset where it stands."""
    return _source(place.source) | {"quote": place.quote, "start": place.start}


def document_of(graph: Iri) -> str:
    """The name by which a release's page is asked for; a filing's cover and signatures are its part 0."""
    return local(graph) if "/release/" in graph.value else f"{local(graph)}-0"


def _source(source: Source) -> Json:
    document_ = document_of(source.graph)
    return {"date": source.date, "source": source.source, "title": source.title, "document": document_}


def _called(store: Store, iri: Iri) -> Json:
    thing = all_called(store, [iri])[iri]
    return {"path": path_of(iri.value), "label": thing.label, "type": thing.type}


def _listed(release: documents.ListedRelease) -> Json:
    return asdict(release) | {"document": local(Iri(release.iri)), "publisher_path": path_of(release.publisher_iri)}


def _part(part: documents.Part) -> Json:
    return asdict(part) | {"publisher_path": path_of(part.publisher_iri)}


def _profile(found: Profile) -> Json:
    return {
        "path": path_of(found.iri), "iri": found.iri, "label": found.label, "type": found.type, "kinds": found.kinds,
        "names": _names(found), "ids": found.ids, "sections": [_section(s) for s in found.sections],
        "sources": [_source(s) for s in found.sources[:MOST_SOURCES]], "source_count": len(found.sources),
    }  # fmt: skip


def _names(found: Profile) -> list[str]:
    """Other names, less those that look like one that is shown: other capitals, dashes of another kind."""
    shown = {_looks(found.label): found.label}
    for name in found.names:
        shown.setdefault(_looks(name), name)
    return list(shown.values())[1:]


def _looks(name: str) -> str:
    return DASHES.sub("-", unicodedata.normalize("NFKC", name)).casefold().rstrip(" .")


def _section(section: Section) -> Json:
    """A section with its items; of figures, which are many, only the table of them."""
    items = [
        {"path": path_of(i.iri), "type": i.type, "title": i.title, "badges": i.badges, "last": i.last,
         "lines": [{"predicate": line.predicate, "label": line.label, "values": [_said(v) for v in line.values]}
                   for line in i.lines]}
        for i in section.items
    ]  # fmt: skip
    made = {"key": section.key, "title": section.title, "more": section.more, "count": len(items) + section.more}
    return made | ({"items": [], "table": pivot(items)} if section.key == FIGURES else {"items": items})


def _said(said: Said) -> Json:
    """A value; passages of one release are shown together, and of many releases the newest."""
    by: dict[Source, list[Place]] = {}
    for place in said.places:
        by.setdefault(place.source, []).append(place)
    places = [place_of(found[0]) | {"quote": " · ".join(dict.fromkeys(p.quote for p in found))}
              for _, found in sorted(by.items(), reverse=True)]  # fmt: skip
    return {
        "text": said.text, "path": path_of(said.iri), "stance": said.stance, "replaced": said.replaced,
        "confidence": said.confidence, "rules": said.rules, "places": places, "older": said.older,
    }  # fmt: skip


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, bool | int) else str(value)


JOBS: Mapping[str, Callable[..., Json]] = {
    "page_home": home,
    "page_find": find,
    "page_entity": entity,
    "page_document": document,
    "page_documents": listed,
    "page_board": board,
    "page_timeline": timeline,
    "page_changes": changes,
    "page_named": named,
    "page_questions": asked,
    "page_answer": answer,
}
