"""What an endpoint tells of the graph that it holds, in a graph of its own, <…/id/held>.

<held> #stamp    "OWNER/COUNT"   the folder that writes to it, and how many changes it has sent
<held> #present  "default"       where the present stands: see `Present`
<held> #manifest "{…}"           the manifest but for documents and files, as JSON
<filing> #entry  "{…}"           what is known of a document, as JSON, without the paths that its files had
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kg.errors import EndpointError, StoreError
from kg.graph.document import filing_iri
from kg.graph.manifest import Entry
from kg.graph.present import is_ours
from kg.graph.terms import Iri, Literal, Quad
from kg.ontology import ID
from kg.store.endpoint import Endpoint
from kg.store.manifest import Manifest, make_manifest

BEING_FILLED = -1  # the count of changes while an endpoint is brought to what a folder holds
HELD, PRESENT = Iri(ID + "held"), Iri(ID + "present")
STAMP, WHERE, MANIFEST, ENTRY, PROBE = (
    Iri(f"{HELD.value}#{name}") for name in ("stamp", "present", "manifest", "entry", "probe")
)
TOLD = ("entities", "entity_count", "state", "built")  # of what is known of all documents together
OWN = ("origins", "inputs")  # of an entry: what concerns the folder alone
LISTED = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{ID}')) }}"


class Present(StrEnum):
    """Where the triples of the present stand at an endpoint.

    In its default graph; or, where that is the union of all graphs, in <…/id/present>, which queries are told to take
    for it: alone, where the endpoint then still knows the named graphs, or else with all of these named as well.
    """

    DEFAULT = "default"
    GRAPH = "graph"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Held:
    """Who wrote last to an endpoint, how many changes there were, and where the present stands."""

    owner: str
    count: int
    present: Present

    @property
    def stamp(self) -> Quad:
        """The triple that says who, and how many."""
        return Quad(HELD, STAMP, Literal(f"{self.owner}/{self.count}"), HELD)

    @property
    def where(self) -> Quad:
        """The triple that says where the present stands."""
        return Quad(HELD, WHERE, Literal(self.present), HELD)


def look(endpoint: Endpoint) -> Held | None:
    """What an endpoint says of itself, None where no graph of ours was ever sent to it."""
    rows = endpoint.select(f"SELECT ?p ?o {{ GRAPH {HELD} {{ {HELD} ?p ?o FILTER(?p != {MANIFEST}) }} }}").rows
    said = {p: o.value for p, o in rows if isinstance(p, Iri) and o}
    owner, _, count = said.get(STAMP, "").rpartition("/")
    if not owner:
        return None
    try:
        return Held(owner, int(count), Present(said.get(WHERE, "")))
    except ValueError as error:
        raise EndpointError(endpoint.address.query, f"{HELD} is not as kg writes it: {error}") from error


def find_present(endpoint: Endpoint) -> Present:
    """Where the present can stand at an endpoint, found out by writing a triple or two, which are gone again then.

    Raises EndpointError where queries cannot tell the default graph from the others.
    """
    probes = f"GRAPH {HELD} {{ {HELD} {PROBE} 1 }} GRAPH {PRESENT} {{ {PRESENT} {PROBE} 1 }}"
    endpoint.update(f"INSERT DATA {{ {probes} }}")
    try:
        if _is_apart(endpoint) and _keeps_default(endpoint):
            return Present.DEFAULT
        if _is_apart(endpoint, PRESENT.value) and _stands_in(endpoint, PRESENT.value):
            return Present.GRAPH
        named = PRESENT.value, (HELD.value,)
        if _is_apart(endpoint, *named) and _stands_in(endpoint, *named):
            return Present.LISTED
    finally:
        endpoint.update(f"DELETE DATA {{ {probes} }}")
    why = "takes no triples into a default graph apart from the others, and a query cannot name another for it"
    raise EndpointError(endpoint.address.query, why)


def _is_apart(endpoint: Endpoint, *dataset: Any) -> bool:
    """Whether what stands in a named graph alone is found there, and not in the default graph."""
    triple = f"{{ {HELD} {PROBE} ?o }}"
    return (
        endpoint.ask(f"ASK {{ GRAPH ?g {triple} }}", *dataset) is True
        and endpoint.ask(f"ASK {triple}", *dataset) is False
    )


def _stands_in(endpoint: Endpoint, *dataset: Any) -> bool:
    """Whether the graph that a query names for the default graph is taken for it: some endpoints do not listen."""
    return endpoint.ask(f"ASK {{ {PRESENT} {PROBE} 1 }}", *dataset) is True


def _keeps_default(endpoint: Endpoint) -> bool:
    """Whether the default graph takes triples and gives them up again."""
    triple = f"{{ {HELD} {PROBE} 2 }}"
    try:
        endpoint.update(f"INSERT DATA {triple}")
        found = endpoint.ask(f"ASK {triple}") is True
        endpoint.update(f"DELETE DATA {triple}")
    except StoreError:
        return False
    return found


def graphs_at(endpoint: Endpoint) -> tuple[Iri, ...]:
    """The names of the graphs of documents and entities at an endpoint, sorted; it may hold others."""
    found = (row[0] for row in endpoint.select(LISTED).rows)
    return tuple(sorted(graph for graph in found if isinstance(graph, Iri) and is_ours(graph)))


def records_of(manifest: Manifest, built: str) -> set[Quad]:
    """A manifest as an endpoint keeps it, which was `built` then."""
    made = {name: getattr(manifest.head, name) for name in TOLD} | {"built": built}
    documents = (
        Quad(filing_iri(sha), ENTRY, Literal(_dump({k: v for k, v in asdict(entry).items() if k not in OWN})), HELD)
        for sha, entry in manifest.documents.items()
    )
    return {Quad(HELD, MANIFEST, Literal(_dump(made)), HELD), *documents}


def records_at(endpoint: Endpoint) -> set[Quad]:
    """The manifest that an endpoint keeps, as it keeps it."""
    text = f"SELECT ?s ?p ?o {{ GRAPH {HELD} {{ ?s ?p ?o FILTER(?p IN ({MANIFEST}, {ENTRY})) }} }}"
    rows = endpoint.select(text).rows
    return {Quad(s, p, o, HELD) for s, p, o in rows if isinstance(s, Iri) and isinstance(p, Iri) and o}


def manifest_of(records: Iterable[Quad], address: str) -> Manifest:
    """The manifest that was written as those records; raises EndpointError where they are damaged."""
    made = make_manifest(where=address)
    try:
        for _, predicate, value, _ in records:
            said = json.loads(value.value)
            if predicate == MANIFEST:
                made.note(**{name: said[name] for name in TOLD})
            else:
                tuples = {name: tuple(said[name]) for name in ("graphs", "set_aside")}
                made.record(Entry(**said | tuples | {"origins": (), "inputs": ""}))
    except (ValueError, KeyError, TypeError) as error:
        why = f"the manifest in {HELD} is damaged: {error}; kg build --repair mends it"
        raise EndpointError(address, why) from error
    made.commit()
    return made


def _dump(made: object) -> str:
    return json.dumps(made, sort_keys=True)
