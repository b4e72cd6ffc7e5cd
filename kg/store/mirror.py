"""A store in a folder whose every change also goes to a SPARQL endpoint, which so holds what the folder does.

The folder is the truth: a whole store, with what was read and who is who. Each change is one step:

    1. it is written down in endpoint.json, with a number
    2. it is sent: whatever is large and in named graphs first, then all the rest, the present and the number, in one
       update, so that whoever asks the default graph sees a document whole or not at all
    3. it is made in the folder

A build that was cut off, here or there, is taken up with the step that was written down: doing it twice is doing it
once. Where the endpoint does not have the number that the folder expects (it was emptied, or brought back from an older
copy) the two are compared graph by graph, and what differs is sent; until that is done, whoever reads is told to wait.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from kg.errors import EndpointError
from kg.graph.present import is_ours
from kg.graph.terms import Iri, Quad, sorted_lines
from kg.graph.update import update_text
from kg.store.embedded import Store, open_folder
from kg.store.endpoint import Endpoint, open_endpoint
from kg.store.held import (
    BEING_FILLED,
    HELD,
    PRESENT,
    STAMP,
    WHERE,
    Held,
    Present,
    find_present,
    graphs_at,
    look,
    records_at,
    records_of,
)
from kg.store.remote import folder_of
from kg.store.rocksdb import Mode
from kg.store.step import State, Step, load_state, save_state

logger = logging.getLogger(__name__)
MOST_QUADS = 10_000  # of named graphs in one request


def open_mirror(address: str, mode: Mode, environment: Mapping[str, str] = os.environ) -> Mirror:
    """The store of an endpoint, to write; to repair is also to make the endpoint hold what the folder does.

    Raises as `open_folder` does, and EndpointError where the endpoint does not answer, refuses, or holds a graph that
    another folder has sent.
    """
    endpoint = open_endpoint(address, environment)
    held = look(endpoint)
    folder = folder_of(address, environment)
    mirror = Mirror(open_folder(folder, mode), endpoint)
    try:
        _check_owner(mirror, held, mode == "repair")
        _get_in_step(mirror, held, mode == "repair")
    except BaseException:
        mirror.close()
        raise
    return mirror


def _check_owner(mirror: Mirror, held: Held | None, repair: bool) -> None:
    """Refuse to change what another folder, or somebody by hand, has put into an endpoint."""
    known = mirror.state.held.owner
    if held and held.owner == known or not held and mirror.state.known:
        return
    if not repair and (held or graphs_at(mirror.endpoint)):
        why = (
            f"holds a graph that {mirror.folder} did not send; $KG_STORE_FOLDER names the folder that did, and "
            f"--repair makes the endpoint hold what {mirror.folder} does"
        )
        raise EndpointError(mirror.place, why)


def _get_in_step(mirror: Mirror, held: Held | None, anew: bool) -> None:
    """Take up the step that was cut off, or bring the endpoint to what the folder holds."""
    state = mirror.state
    expected = {state.held, replace(state.held, count=state.step.count)} if state.step else {state.held}
    if anew or held not in expected:
        logger.info("%s is not as %s left it: comparing", mirror.place, mirror.folder)
        present = find_present(mirror.endpoint)
        if present is Present.DEFAULT and not (held or state.known) and mirror.endpoint.ask("ASK { ?s ?p ?o }"):
            why = "its default graph holds other triples; give the graph an endpoint of its own"
            raise EndpointError(mirror.place, why)
        mirror.bring(present)
    elif state.step:
        mirror.carry_out(state.step)


class Mirror(Store):
    """A store whose changes go to an endpoint as well."""

    def __init__(self, local: Store, endpoint: Endpoint):
        super().__init__(local.folder, local.hand_over(), local.manifest, True)
        self.place = endpoint.address.query
        self.endpoint = endpoint
        self.state = load_state(local.folder) or State(Held(secrets.token_hex(8), 0, Present.DEFAULT), -1)

    def carry_out(self, step: Step) -> None:
        """Send a step that was written down, and make it here; raises EndpointError where it cannot be sent."""
        try:
            self._deliver(step.requests)
        except EndpointError as error:
            if len(step.requests) == 1 and 400 <= error.status < 500:  # it was not done, and is not to be done again
                self._keep(replace(self.state, step=None))
            reason = f"{error.reason}. What was sent before is whole; build again to go on"
            raise EndpointError(error.folder, reason, error.status) from error
        with self._told():
            self.database.update(step.folder)
        self._keep(replace(self.state, held=replace(self.state.held, count=step.count), step=None))

    def bring(self, present: Present) -> None:
        """Compare the endpoint with the folder and send what differs; until that is done, its stamp says so."""
        self._keep(State(Held(self.state.held.owner, self.state.held.count + 1, present), -1, known=True))
        self._stamp(replace(self.state.held, count=BEING_FILLED))
        there = graphs_at(self.endpoint)
        here = [graph for graph in self.graphs() if is_ours(graph)]
        for graph in sorted({*there, *here}):
            theirs = {Quad(*t, graph) for t in self.endpoint.read(graph)} if graph in there else set()
            self._send(theirs, set(self.quads(graph)))
        at = None if present is Present.DEFAULT else PRESENT
        self._send({Quad(*triple) for triple in self.endpoint.read(at)}, set(self.default_graph()))
        self._stamp(self.state.held)
        self.tell()

    def _stamp(self, held: Held) -> None:
        gone = (f"DELETE WHERE {{ GRAPH {HELD} {{ {HELD} {said} ?o }} }}" for said in (STAMP, WHERE))
        self.endpoint.update(" ;\n".join((*gone, update_text(set(), {held.where, held.stamp}))))

    def tell(self) -> None:
        """Bring the manifest at the endpoint up to date, if anything was sent since that was done."""
        if self.state.told != self.state.held.count:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            there, here = records_at(self.endpoint), records_of(self.manifest, now)
            self._deliver(self._requests(there - here, here - there, set()))
            self._keep(replace(self.state, told=self.state.held.count))

    def note_built(self, built: str, told: str, rejected: str | None) -> None:
        """As in a folder, and the endpoint is told."""
        super().note_built(built, told, rejected)
        self.tell()

    def note_entities(self, digest: str, count: int, state: str) -> None:
        """As in a folder, and the endpoint is told."""
        super().note_entities(digest, count, state)
        self.tell()

    def renew_database(self) -> None:
        """As in a folder; the endpoint is emptied as well."""
        super().renew_database()
        self.bring(self.state.held.present)

    def _commit(self, removed: set[Quad], added: set[Quad], empty: set[Iri]) -> None:
        if self.state.step:
            raise EndpointError(self.place, "did not take the last change; build again to go on")
        held = self.state.held
        next_ = replace(held, count=held.count + 1)
        requests = self._requests(
            self._moved(removed) | {held.stamp}, self._moved(added), empty, update_text(set(), {next_.stamp})
        )
        step = Step(next_.count, update_text(removed, added, empty), tuple(requests))
        self._keep(replace(self.state, step=step))
        self.carry_out(step)

    def _moved(self, quads: set[Quad]) -> set[Quad]:
        """Quads as the endpoint holds them: the present in a graph of its own where it has to be."""
        if self.state.held.present is Present.DEFAULT:
            return quads
        return {quad if quad.graph else quad._replace(graph=PRESENT) for quad in quads}

    def _send(self, theirs: set[Quad], ours: set[Quad]) -> None:
        """Send what differs, in pieces."""
        removed, added = self._moved(theirs - ours), self._moved(ours - theirs)
        empty = {quad.graph for quad in removed if quad.graph} if not ours else set()
        for some in _pieces(set() if empty else removed):
            self.endpoint.update(update_text(set(some), set()))
        for some in _pieces(added):
            self._deliver([self._adding(some)])
        if empty:
            self.endpoint.update(update_text(set(), set(), empty))

    def _adding(self, some: list[Quad]) -> tuple[str, str]:
        """The request that adds quads of one graph."""
        graph = some[0].graph
        if graph and self.endpoint.address.graphs:
            return graph.value, "".join(f"{line}\n" for line in sorted_lines(q._replace(graph=None) for q in some))
        return "", update_text(set(), set(some))

    def _requests(
        self, removed: set[Quad], added: set[Quad], empty: set[Iri], last: str = ""
    ) -> Iterator[tuple[str, str]]:
        """The requests that make a change: large additions to named graphs, then one update with all the rest."""
        apart: dict[Iri, set[Quad]] = defaultdict(set)
        for quad in added if len(added) > MOST_QUADS else ():
            if quad.graph and quad.graph != PRESENT:
                apart[quad.graph].add(quad)
        for _, quads in sorted(apart.items()):
            yield from map(self._adding, _pieces(quads))
        rest = added.difference(*apart.values())
        if text := " ;\n".join(filter(None, (update_text(removed, rest, empty), last))):
            yield "", text

    def _deliver(self, requests: Iterable[tuple[str, str]]) -> None:
        for graph, text in requests:
            if graph:
                self.endpoint.add(Iri(graph), text)
            else:
                self.endpoint.update(text)

    def _keep(self, state: State) -> None:
        with self._told():
            save_state(self.folder, state)
        self.state = state


def _pieces(quads: set[Quad]) -> Iterator[list[Quad]]:
    """Quads in an order that is the same each time, so many at a time."""
    ordered = sorted(quads, key=Quad.line)
    yield from (ordered[start : start + MOST_QUADS] for start in range(0, len(ordered), MOST_QUADS))
