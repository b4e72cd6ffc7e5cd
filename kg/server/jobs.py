"""What the API and the pages ask of the graph, by name; each job runs in a worker and gives what JSON can hold.

A job takes the session and its parameters as they came from outside: here, and nowhere behind, they are checked.
Dataclasses become objects with the same names (see `plain`).
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from kg.errors import QueryError, UnknownName
from kg.graph.terms import Iri, Literal
from kg.ontology import ID, Question, questions
from kg.queries.ask import ask
from kg.queries.board import board, companies
from kg.queries.claims import know_all_things, things
from kg.queries.document import document, releases
from kg.queries.moments import days, difference, moments
from kg.queries.neighbourhood import Extent, surroundings
from kg.queries.profile import in_words, profile, said_of
from kg.queries.related import related
from kg.queries.search import Entry, index, search
from kg.queries.told import Told, heard, sources, standing, tellings, unusual_stances, with_places
from kg.queries.ways import path_between
from kg.server.pages import drawing, sections
from kg.server.pages import jobs as pages
from kg.store import Store
from kg.views.picture import Picture, draw

Json = Any  # what `plain` makes JSON of
SAFE = re.compile(
    r"""[A-Za-z][A-Za-z0-9+.-]*:(?:[^<>"{}|\\^`%\x00-\x20\x7f\ud800-\udfff]|%[0-9A-Fa-f]{2})+"""
)  # an IRI
PLACE = re.compile(r"[0-9-]{0,20}~[0-9a-f]{16}")
MOST_STEPS = 3
MOST_QUOTED = 3  # releases that a statement in a picture is quoted from, the newest


class Session:
    """A snapshot that a worker has open, with the names in it, once they were looked for."""

    def __init__(self, store: Store):
        self.store = store
        self._names: tuple[Entry, ...] | None = None

    @property
    def names(self) -> tuple[Entry, ...]:
        """Every name in the graph."""
        if self._names is None:
            self._names = index(self.store)
        return self._names


def iri_of(text: str) -> Iri:
    """A thing's IRI, given whole or as what follows the graph's own prefix: "drug/acm-12". Raises QueryError."""
    full = text if ":" in text else ID + text.lstrip("/")
    if not text or not SAFE.fullmatch(full):
        raise QueryError("the id of a thing is its IRI, or what follows …/id/ in it, such as drug/acm-12")
    return Iri(full)


def day_of(text: str) -> str:
    """A day as an ISO date, "" for none. Raises QueryError."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise QueryError(f"{text[:40]!r} is not a date; expected e.g. 2004-02-18") from None


def plain(value: object) -> Json:
    """What JSON cannot hold by itself: terms as text, dataclasses as objects."""
    if isinstance(value, Iri | Literal):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def about(session: Session) -> Json:
    """How much the graph holds, and the days on which something was issued."""
    head = session.store.manifest.head
    listed = days(session.store)
    return {
        "documents": head.documents,
        "releases": head.releases,
        "entities": head.entity_count,
        "facts": head.facts,
        "first": listed[0] if listed else "",
        "last": listed[-1] if listed else "",
        "days": listed,
    }


def find(session: Session, q: str, kind: str = "", limit: int = 10) -> Json:
    """Things and releases that a few letters may mean, best first."""
    return {"hits": search(session.names, q, limit, frozenset({kind}) if kind else frozenset())}


def entity(session: Session, iri: str, as_of: str = "", section: str = "") -> Json:
    """All that is known of one thing, grouped, each value with its sources and quotes; and who else."""
    found = profile(session.store, iri_of(iri), day_of(as_of), section)
    heading, others = related(session.store, Iri(found.iri), found.type)
    return {"profile": found, "related": {"title": heading, "things": others}}


def facts(session: Session, iri: str, as_of: str = "", after: str = "", limit: int = 100) -> Json:
    """Every statement of which a thing is subject or object, with its stance and its passages, newest first.

    `next` is where the page ends, "" on the last one: given as `after`, the next page begins behind it, whatever was
    put in front meanwhile.
    """
    me, day = iri_of(iri), day_of(as_of)
    if after and not PLACE.fullmatch(after):
        raise QueryError(f"{after[:40]!r} is not the `next` of a page")
    found = tellings(session.store, [me], "subject", day) | tellings(session.store, [me], "object", day)
    told = heard(session.store, found)
    if not told and me not in things(session.store, [me]):
        raise UnknownName(me.value)
    placed = sorted(((_place(t), t) for t in told), key=itemgetter(0), reverse=True)
    rest = [(place, t) for place, t in placed if not after or place < after]
    holding = {(t.triple, t.stance) for t in standing(told)}
    page = with_places(session.store, [t for _, t in rest[:limit]])
    ends = {term for t in page for term in (t.subject, t.object) if isinstance(term, Iri)}
    names = things(session.store, ends)
    made = [
        {
            "subject": t.subject,
            "about": in_words(t.subject, names),
            "predicate": t.predicate,
            "value": said_of(t, names, t.asserted and (t.triple, t.stance) not in holding),
        }
        for t in page
    ]
    return {"facts": made, "total": len(told), "next": rest[limit - 1][0] if len(rest) > limit else ""}


def _place(told: Told) -> str:
    """Where a statement stands among others: by the day last told, and in a fixed order within a day."""
    said = "\0".join((told.subject.value, told.predicate.value, str(told.object), told.stance))
    return f"{told.last}~{blake2b(said.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def around(session: Session, iri: str, depth: int = 1, limit: int = 120, as_of: str = "") -> Json:
    """The picture of what lies within some steps of a thing, at most `limit` nodes, the nearest first."""
    me = iri_of(iri)
    graph = surroundings(session.store, me, Extent(min(depth, MOST_STEPS), limit * 5 // 4, MOST_QUOTED), day_of(as_of))
    return _picture(session, draw(graph, "", me.value, limit))


def path(session: Session, iri: str, to: str, as_of: str = "") -> Json:
    """The picture of the shortest way from one thing to another over asserted facts; no nodes where there is none."""
    one, other = iri_of(iri), iri_of(to)
    known = things(session.store, [one, other])
    for thing in (one, other):
        if thing not in known:
            raise UnknownName(thing.value)
    found = path_between(session.store, one, other, day_of(as_of))
    return _picture(session, draw(found, "", one.value) if found else Picture("", one.value, (), ()))


def _picture(session: Session, picture: Picture) -> Json:
    known = things(session.store, [Iri(picture.centre)])
    title = known[Iri(picture.centre)].label if known else picture.centre
    return plain(picture) | {"title": title}


def timeline(session: Session, iri: str, as_of: str = "", limit: int = 500) -> Json:
    """What was new of a thing when, the newest first."""
    found = moments(session.store, iri_of(iri), day_of(as_of))
    return {"moments": found[:limit], "total": len(found)}


def pipeline(session: Session, iri: str, as_of: str = "") -> Json:
    """A company's drugs by phase, as known on a day."""
    return {"rows": board(session.store, iri_of(iri), day_of(as_of))}


def diff(session: Session, iri: str, start: str, end: str) -> Json:
    """Which facts about a thing came and went between two days."""
    if not start or not end:
        raise QueryError("a difference needs two days")
    return difference(session.store, iri_of(iri), day_of(start), day_of(end))


def developers(session: Session, limit: int = 200) -> Json:
    """The companies with most drugs, and how many in each phase."""
    return {"companies": companies(session.store, limit)}


def documents(session: Session, skip: int = 0, limit: int = 50) -> Json:
    """Releases, the newest first."""
    found, total = releases(session.store, limit, skip)
    return {"releases": found, "total": total}


def read_document(session: Session, name: str) -> Json:
    """A document's text, and every statement that was read in it with its passages."""
    return document(session.store, name)


def listed_questions(session: Session) -> Json:
    """The questions that have a name, with their parameters and their SPARQL."""
    return {"questions": [_told(asked) for asked in questions()]}


def _told(asked: Question) -> Json:
    return {
        "name": asked.name,
        "title": asked.title,
        "description": asked.description,
        "parameters": asked.parameters,
        "text": asked.text,
    }


def answer(session: Session, name: str, parameters: Mapping[str, str]) -> Json:
    """The answer to a question that has a name, as columns and rows."""
    return ask(session.store, name, parameters)


def warm(session: Session) -> Json:
    """Makes what later jobs need and takes long; gives how much of each there is."""
    store = session.store
    known = len(sources(store, store.graphs())), know_all_things(store), len(unusual_stances(store)), len(days(store))
    made = [len(session.names), *known]
    gc.freeze()  # it stays as long as the snapshot: nothing in it need be looked through again and again
    return made


JOBS: Mapping[str, Callable[..., Json]] = {
    "about": about,
    "answer": answer,
    "around": around,
    "developers": developers,
    "diff": diff,
    "document": read_document,
    "documents": documents,
    "entity": entity,
    "facts": facts,
    "path": path,
    "pipeline": pipeline,
    "questions": listed_questions,
    "search": find,
    "timeline": timeline,
    "warm": warm,
    **pages.JOBS,
    **drawing.JOBS,
    **sections.JOBS,
}
