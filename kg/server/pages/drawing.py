"""Neighbourhoods, paths and differences as JSON that the graph page draws; `kg view` draws the same pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from kg.errors import UnknownName
from kg.graph.terms import Iri
from kg.ontology import question
from kg.queries.answered import graph_of_answer
from kg.queries.claims import all_called
from kg.queries.model import Statement
from kg.queries.neighbourhood import Extent
from kg.queries.neighbourhood import surroundings as walk
from kg.queries.ways import path_between
from kg.server.pages.jobs import Opened, day_of, document_of, given_of, path_of, thing_of
from kg.store import Store
from kg.views.picture import Edge, Node, Picture, draw

Json = Any
MOST = 300  # nodes of one answer
USUAL = 80
DEEPEST = 3
EVIDENCE = 3  # passages shown for a statement, the newest


def surroundings(session: Opened, about: str, depth: int = 1, as_of: str = "", limit: int = USUAL) -> Json:
    """What lies around a thing, up to a day."""
    iri = thing_of(session.store, about)
    graph = walk(session.store, iri, _extent(limit, max(1, min(depth, DEEPEST))), day_of(as_of))
    return _json(_picture(session.store, graph, iri, limit))


def way(session: Opened, about: str, other: str, as_of: str = "") -> Json:
    """The shortest way between two things; no nodes where there is none."""
    one, two = thing_of(session.store, about), thing_of(session.store, other)
    graph = path_between(session.store, one, two, as_of=day_of(as_of))
    if graph is None:
        return {"nodes": [], "edges": [], "centre": path_of(one.value), "end": path_of(two.value), "note": ""}
    return _json(_picture(session.store, graph, one, MOST)) | {"end": path_of(two.value)}


def answered(session: Opened, name: str, parameters: Mapping[str, str], limit: int = USUAL) -> Json:
    """What the answer to a named question names, and what is told between these things."""
    graph = graph_of_answer(session.store, question(name), given_of(parameters), limit=min(limit, MOST))
    centre = max(sorted(graph), key=graph.degree)
    return _json(_picture(session.store, graph, Iri(centre), limit))


def compared(session: Opened, about: str, earlier: str, later: str, limit: int = USUAL) -> Json:
    """What lies around a thing on either of two days, each node and edge marked "added", "removed", "changed" or ""."""
    iri = thing_of(session.store, about)
    then, now = (_on(session.store, iri, day_of(day), limit) for day in (earlier, later))
    old, new = ({kind: {x["id"]: x for x in made[kind]} for kind in ("nodes", "edges")} for made in (then, now))
    for kind in ("nodes", "edges"):
        for name, thing in new[kind].items():
            before = old[kind].get(name)
            thing["mark"] = "" if before else "added"
            if kind == "nodes" and before and before["label"] != thing["label"]:
                thing |= {"mark": "changed", "before": before["label"]}
        now[kind] += [thing | {"mark": "removed"} for name, thing in old[kind].items() if name not in new[kind]]
    return now


def _on(store: Store, iri: Iri, day: str, limit: int) -> Json:
    try:
        graph = walk(store, iri, _extent(limit), day)
    except UnknownName:  # nothing was told of it by then
        return {"nodes": [], "edges": [], "centre": path_of(iri.value), "note": ""}
    return _json(_picture(store, graph, iri, limit))


def _extent(limit: int, depth: int = 1) -> Extent:
    """A little more than is drawn, as roles and listings become edges."""
    return Extent(depth, limit * 5 // 4, EVIDENCE)


def _picture(store: Store, graph: nx.MultiDiGraph[str], centre: Iri, limit: int) -> Picture:
    name = all_called(store, [centre])[centre].label
    return draw(graph, name, centre.value, max(2, min(limit, MOST)))


def _json(picture: Picture) -> Json:
    return {
        "centre": path_of(picture.centre),
        "title": picture.title,
        "note": picture.note,
        "nodes": [_node(n) for n in picture.nodes],
        "edges": [_edge(e) for e in picture.edges],
    }


def _node(node: Node) -> Json:
    return {
        "id": path_of(node.id), "label": node.short, "name": node.label, "type": node.type, "box": node.box,
        "facts": [_fact(s) for s in node.statements],
    }  # fmt: skip


def _edge(edge: Edge) -> Json:
    ends = path_of(edge.source), path_of(edge.target)
    key = hashlib.sha256("|".join((*ends, edge.label, str(edge.firm))).encode("utf-8", "replace")).hexdigest()[:16]
    return {
        "id": key, "from": ends[0], "to": ends[1], "label": edge.label,
        "stance": edge.stance,
        "relation": "role" if edge.joined else edge.label,
        "facts": [_fact(s) for s in edge.statements],
    }  # fmt: skip


def _fact(statement: Statement) -> Json:
    newest = sorted(statement.evidence, reverse=True)
    shown = [
        {"date": e.date, "source": e.source, "title": e.title, "quote": e.quote, "document": document_of(Iri(e.graph)),
         "start": e.start}
        for e in newest[:EVIDENCE]
    ]  # fmt: skip
    said = [statement.subject, statement.predicate, statement.object, statement.stance]
    return {"said": said, "evidence": shown, "more": len(newest) - len(shown) + statement.older}


JOBS: Mapping[str, Callable[..., Json]] = {
    "page_graph": surroundings,
    "page_path": way,
    "page_compared": compared,
    "page_answered": answered,
}
