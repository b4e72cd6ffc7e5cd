"""A graph at a SPARQL endpoint, to be read: queries go there, and nothing is kept here.

Some endpoints compute otherwise than SPARQL 1.1 says. What Virtuoso 7 makes of an unbound variable is no error but an
empty text, a path in an OPTIONAL loses what was bound before, and some questions it cannot compile. Of such an endpoint
only what needs neither is asked; the rest is answered by Oxigraph over a copy of the graph.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.errors import NOTHING_YET, EndpointError, QueryError, StoreError
from kg.graph.answers import Rows
from kg.graph.folder import DOCUMENTS
from kg.graph.present import Triple
from kg.graph.terms import Iri, Literal, Quad
from kg.store.embedded import Store, open_folder
from kg.store.endpoint import Endpoint, open_endpoint
from kg.store.held import BEING_FILLED, PRESENT, Held, Present, graphs_at, look, manifest_of, records_at
from kg.store.manifest import Manifest, make_manifest
from kg.store.step import load_state

logger = logging.getLogger(__name__)
COMPUTES = re.compile(
    r"\b(?:OPTIONAL|BIND|COALESCE|CONCAT|IF|REPLACE|MIN|MAX|SUM|AVG|SAMPLE|GROUP_CONCAT|EXISTS|MINUS)\s*[({]", re.I
)
TRIAL = 'SELECT (COALESCE(CONCAT(?never, "x"), "error") AS ?v) WHERE { OPTIONAL { <urn:no> <urn:no> ?never } }'
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?[<\w]", re.I)


def folder_of(address: str, environment: Mapping[str, str]) -> Path:
    """The folder that stands behind an endpoint, here: $KG_STORE_FOLDER, else one named after its address."""
    named = re.sub(r"[^\w.]+", "-", urlsplit(address).netloc)
    return Path(
        environment.get("KG_STORE_FOLDER") or f"kg-store-{named}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"
    )


def in_step(folder: Path, held: Held) -> bool:
    """Whether a folder holds just what it has sent to its endpoint."""
    try:
        state = load_state(folder)
    except StoreError:
        return False
    return state is not None and state.step is None and state.held == held


def open_remote(address: str, environment: Mapping[str, str] = os.environ) -> Remote:
    """The graph at an endpoint, to read; raises EndpointError where there is none, or no answer."""
    endpoint = open_endpoint(address, environment)
    held = look(endpoint)
    if held is None and endpoint.ask("ASK { ?r a bp:Release }") is not True:
        raise EndpointError(address, f"holds no graph; `kg build PATH --store {address}` sends one", NOTHING_YET)
    if held and held.count == BEING_FILLED:
        raise EndpointError(address, "is being filled; wait until that is done, or build again if it was cut off")
    return Remote(endpoint, held, folder_of(address, environment))


class Remote(Store):
    """A store whose quads lie at an endpoint. What was read in documents is known only where they were built."""

    def __init__(self, endpoint: Endpoint, held: Held | None, folder: Path):
        super().__init__(folder, None, make_manifest(where=endpoint.address.query), False)
        self.place = endpoint.address.query
        self.endpoint = endpoint
        self.present = held.present if held else Present.DEFAULT
        self._held = held

    @property
    def manifest(self) -> Manifest:
        """The manifest as the endpoint keeps it; empty where the graph came there in another way."""
        return self._manifest

    @manifest.setter
    def manifest(self, manifest: Manifest) -> None:
        """Leaves it as the endpoint has it."""

    def close(self) -> None:
        """Let go of what was fetched."""
        if "_manifest" in self.__dict__:
            self._manifest.close()

    @cached_property
    def _manifest(self) -> Manifest:
        return manifest_of(records_at(self.endpoint), self.place)

    @cached_property
    def rdf(self) -> ox.Store:
        """A copy of all quads, for rdflib and for what the endpoint gets wrong.

        It is the folder's where that is in step, else one in memory.
        """
        if self._held and in_step(self.folder, self._held):
            with contextlib.suppress(StoreError):
                return open_folder(self.folder).rdf
        logger.warning("%s: copying the graph into memory", self.place)
        made = ox.Store()
        made.bulk_load(input=self.dump().encode(), format=ox.RdfFormat.N_QUADS)
        return made

    @cached_property
    def exact(self) -> bool:
        """Whether the endpoint computes as SPARQL 1.1 says."""
        try:
            return any(row[0] == Literal("error") for row in self.endpoint.select(TRIAL).rows)
        except (EndpointError, QueryError):
            return False

    @cached_property
    def _named(self) -> tuple[Iri, ...]:
        return graphs_at(self.endpoint)

    def query(self, text: str, union: bool = False) -> Rows | bool | tuple[Triple, ...]:
        """As a store on disk answers it; a query with FROM is answered over the graphs that it names."""
        if union:
            raise QueryError("an endpoint is not asked for all graphs at once; name them with GRAPH ?g")
        if COMPUTES.search(text) and not self.exact:
            return super().query(text)
        if self.present is Present.DEFAULT or FROM.search(text):
            return self.endpoint.ask(text)
        named = tuple(graph.value for graph in self._named) if self.present is Present.LISTED else ()
        return self.endpoint.ask(text, PRESENT.value, named)

    def quads(self, graph: Iri | None = None) -> Iterator[Quad]:
        """All quads, or those of one named graph."""
        for name in (graph,) if graph else self._named:
            yield from (Quad(*triple, name) for triple in self.endpoint.read(name))
        if not graph:
            yield from self.default_graph()

    def default_graph(self) -> Iterator[Quad]:
        """The triples of the assembled present."""
        graph = None if self.present is Present.DEFAULT else PRESENT
        yield from (Quad(*triple) for triple in self.endpoint.read(graph))

    def graphs(self) -> tuple[Iri, ...]:
        """The names of the graphs of documents and entities, sorted; whatever else the endpoint holds is not ours."""
        return self._named

    def holds_graph(self, name: str) -> bool:
        """Whether there is a named graph of that name."""
        return Iri(name) in self._named

    @property
    def has_texts(self) -> bool:
        """Whether the folder that built it is at hand."""
        return (self.folder / DOCUMENTS).is_dir()

    def load_reading(self, sha256: str) -> tuple[str, str]:
        """What was read in a document, where its folder is at hand; raises StoreError where it is not."""
        if not self.has_texts:
            raise StoreError(self.place, "texts lie in the folder that built it; $KG_STORE_FOLDER says where")
        return super().load_reading(sha256)
