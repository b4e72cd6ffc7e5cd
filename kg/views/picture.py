"""A graph of entities and n-ary nodes -> a picture: what is drawn, where, and what a click shows.

Roles, listings and two-party agreements read better as one labelled edge; trials, regulatory actions and the like stay,
as small boxes.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx

from kg.queries.model import Statement

ENTITIES = ("Drug", "Organization", "Person", "Indication", "Target", "Event")
MOST_NODES = 300
LABEL_WIDTH = 18
LABEL_LENGTH = 40
MOST_LINES = 3

# n-ary type -> (the property that an edge starts at, the one it ends at, the properties that name the edge)
AS_EDGE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Membership": ("member", "organization", ("role", "status")),
    "Listing": ("issuer", "exchange", ("ticker",)),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One thing drawn; `x` and `y` are None where the page may place it."""

    id: str
    label: str
    short: str
    type: str
    box: bool
    statements: tuple[Statement, ...]
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow drawn; `bend` keeps parallel ones apart (0 is straight).

    `joined` marks one that stands for a node, and may be drawn together with others like it; `firm` is False where no
    release asserts what it says.
    """

    source: str
    target: str
    label: str
    statements: tuple[Statement, ...]
    bend: float = 0.0
    joined: bool = False
    firm: bool = True

    @property
    def stance(self) -> str:
        """How all that it stands for is meant, "" where some of it is stated."""
        stances = [s.stance for s in self.statements]
        return min(stances) if stances and all(stances) else ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything on a page, sorted; `note` says what was left out, or is ""."""

    title: str
    centre: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    note: str = ""


def draw(graph: nx.MultiDiGraph[str], title: str, centre: str, limit: int = MOST_NODES) -> Picture:
    """The picture of a graph as `neighbourhood` makes it: collapsed, capped near `limit` nodes, sorted."""
    edges = _merge(_collapsed_edges(graph))
    gone = {node for node, data in graph.nodes(data=True) if _is_edge(graph, node, data)}
    kept = _nearest(graph, centre, gone, limit)
    every = graph.number_of_nodes() - len(gone) + graph.graph.get("left_out", 0)
    left_out = every - len(kept)
    note = (
        f"{left_out} of {every} nodes are left out: those farthest from the centre or least told of."
        if left_out
        else ""
    )
    nodes = tuple(_node(node, graph.nodes[node]) for node in sorted(kept))
    drawn = [e for e in edges if e.source in kept and e.target in kept]
    return Picture(title, centre, nodes, tuple(_bend(drawn)), note if left_out else "")


def _node(node: str, data: dict[str, Any]) -> Node:
    kind, label = str(data.get("type") or "Thing"), str(data.get("label") or node)
    box = kind not in ENTITIES
    return Node(node, label, shorten(data.get("caption") or label), kind, box, tuple(data.get("statements", ())))


def shorten(label: str) -> str:
    """A label of at most 40 characters on lines of at most 18, cut with an ellipsis."""
    flat = textwrap.shorten(label, LABEL_LENGTH, placeholder=" …")
    if flat == "…":
        flat = label[: LABEL_LENGTH - 2] + " …"
    return "\n".join(textwrap.wrap(flat, LABEL_WIDTH, break_long_words=False, break_on_hyphens=False))


def _is_edge(graph: nx.MultiDiGraph[str], node: str, data: dict[str, Any]) -> bool:
    shape = AS_EDGE.get(str(data.get("type")))
    ends = {d["predicate"] for _, _, d in graph.out_edges(node, data=True)}
    return shape is not None and shape[0] in ends and shape[1] in ends


def _collapsed_edges(graph: nx.MultiDiGraph[str]) -> Iterable[Edge]:
    for source, target, data in graph.edges(data=True):
        if not _is_edge(graph, source, graph.nodes[source]):
            yield Edge(source, target, data["label"], (data["statement"],), firm=data["asserted"])
    for node, data in graph.nodes(data=True):
        if _is_edge(graph, node, data):
            yield from _as_edges(graph, node, data)


def _as_edges(graph: nx.MultiDiGraph[str], node: str, data: dict[str, Any]) -> Iterable[Edge]:
    start, end, naming = AS_EDGE[data["type"]]
    out = list(graph.out_edges(node, data=True))
    label = _edge_label(data, naming)
    said = tuple(sorted({*data.get("statements", ()), *(d["statement"] for _, _, d in out)}))
    for _, source, a in out:
        for _, target, b in out:
            if a["predicate"] == start and b["predicate"] == end:
                yield Edge(source, target, label, said, joined=True)


def _edge_label(data: dict[str, Any], naming: tuple[str, ...]) -> str:
    values: dict[str, str] = data.get("values", {})
    name, *rest = [values.get(part, "") for part in naming]
    note = "".join(f" ({word.lower()})" for word in rest if word.lower() not in ("", "current"))
    return f"{name}{note}" if name else str(data.get("label", ""))


def _merge(edges: Iterable[Edge]) -> list[Edge]:
    """Edges with the same ends and label are one, with the statements of all; so are a person's several titles."""
    said: dict[tuple[str, str], set[Statement]] = {}
    labels: dict[tuple[str, str], set[str]] = {}
    apart: dict[tuple[str, str, str, bool], set[Statement]] = {}
    for edge in edges:
        if edge.joined:
            key = edge.source, edge.target
            said.setdefault(key, set()).update(edge.statements)
            labels.setdefault(key, set()).add(edge.label)
        else:
            apart.setdefault((edge.source, edge.target, edge.label, edge.firm), set()).update(edge.statements)
    made = [Edge(*ends, _lines(labels[ends]), tuple(sorted(statements))) for ends, statements in said.items()]
    made += [Edge(one, other, label, tuple(sorted(s)), firm=firm) for (one, other, label, firm), s in apart.items()]
    return sorted(made, key=lambda e: (e.source, e.target, e.label, e.firm))


def _lines(labels: set[str]) -> str:
    shown = [textwrap.shorten(label, LABEL_LENGTH, placeholder=" …") for label in sorted(labels)]
    return "\n".join([*shown[:MOST_LINES], *(["…"] if len(shown) > MOST_LINES else [])])


def _bend(edges: list[Edge]) -> Iterable[Edge]:
    """Curves for parallel edges: the first is straight, the others bend more and more, to one side and the other."""
    seen: Counter[frozenset[str]] = Counter()
    for edge in edges:
        pair = frozenset((edge.source, edge.target))
        turn, side = divmod(seen[pair] + 1, 2)
        seen[pair] += 1
        yield replace(edge, bend=round(0.18 * turn * (1 if side else -1), 2))


def _nearest(graph: nx.MultiDiGraph[str], centre: str, gone: set[str], limit: int) -> set[str]:
    """The nodes nearest to the centre, at most `limit` of them, well-connected ones first at equal distance."""
    steps: dict[str, int] = {}
    if centre in graph:
        steps = dict(nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre))
    far = len(graph)
    order = sorted((n for n in graph if n not in gone), key=lambda n: (steps.get(n, far), -graph.degree(n), n))
    return set(order[:limit])
