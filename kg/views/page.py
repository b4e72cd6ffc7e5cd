"""A picture -> one HTML page that works from disk, without any network.

pyvis makes the nodes and edges and packs the vis-network script; its own page links scripts and sheets from a CDN in
every mode and escapes little, so the page around them is ours, under a policy that lets nothing load.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib import resources
from typing import Any

from kg.graph.statements import PAGE_BREAK
from kg.queries.model import Statement
from kg.views.picture import ENTITIES, Edge, Node, Picture

# Okabe and Ito (2008): told apart by colour-blind readers; on white and on near-black alike.
COLOURS = {
    "Drug": "#0a7cc4",
    "Organization": "#e69f00",
    "Person": "#cc79a7",
    "Indication": "#d55e00",
    "Target": "#009e73",
    "Event": "#56b4e9",
}
OTHER_COLOUR = "#8a8f98"
DASHES: dict[str, object] = {"": False, "intended": [8, 5]}
DOTS = [2, 5]  # what is possible, denied or said by an outsider
PLAIN = {"Membership": "Role", "RegulatoryAction": "Regulatory action", "FinancialObservation": "Figure"}


def page(picture: Picture) -> str:
    """The page's HTML; equal pictures give equal bytes."""
    files = resources.files("kg.views")
    script = (files / "page.js").read_text("utf-8")
    vis = _vis_script()
    parts = {
        "policy": _policy(vis, script),
        "title": html.escape(picture.title),
        "style": (files / "page.css").read_text("utf-8"),
        "data": _json(_data(picture)),
        "vis": vis,
        "script": script,
    }
    out = (files / "page.html").read_text("utf-8")
    head, *rest = out.split("{{")
    return head + "".join(parts[name] + tail for name, _, tail in (piece.partition("}}") for piece in rest))


def _vis_script() -> str:
    """The vis-network script that pyvis packs, without its link to a source map."""
    text = (resources.files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL"))


def _policy(*scripts: str) -> str:
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{d}'" for d in digests)
    rules = ("default-src 'none'", f"script-src {allowed}", "style-src 'unsafe-inline'", "img-src data:")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _json(data: object) -> str:
    """JSON that is safe inside a script element, whatever the strings hold."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _data(picture: Picture) -> dict[str, Any]:
    from pyvis.network import Network

    net = Network(directed=True)
    for node in picture.nodes:
        net.add_node(node.id, **_node_options(node, picture.centre))
    seen: set[str] = {n.id for n in picture.nodes}
    for i, edge in enumerate(picture.edges):
        if {edge.source, edge.target} <= seen:
            net.add_edge(edge.source, edge.target, **_edge_options(i, edge))
    kinds = {n.type for n in picture.nodes}
    legend = [t for t in ENTITIES if t in kinds] + sorted(kinds.difference(ENTITIES))
    quotes: dict[str, int] = {}
    return {
        "title": picture.title,
        "centre": picture.centre,
        "note": picture.note,
        "placed": any(n.x is not None for n in picture.nodes),
        "nodes": [dict(sorted(n.items())) for n in net.nodes],
        "edges": [dict(sorted(e.items())) for e in net.edges],
        "legend": [{"type": t, "name": PLAIN.get(t, t), "colour": COLOURS.get(t, OTHER_COLOUR)} for t in legend],
        "facts": {n.id: _facts(n.statements, quotes) for n in picture.nodes}
        | {f"edge-{i}": _facts(e.statements, quotes) for i, e in enumerate(picture.edges)},
        "names": {n.id: n.label for n in picture.nodes},
        "quotes": [quote.replace(PAGE_BREAK, " ") for quote in quotes],
    }


def _facts(statements: tuple[Statement, ...], quotes: dict[str, int]) -> list[list[Any]]:
    """[subject, predicate, object, stance, [[date, source, title, index of the quote], …]] for each statement."""
    return [
        [s.subject, s.predicate, s.object, s.stance,
         [[e.date, e.source, e.title, quotes.setdefault(e.quote, len(quotes))] for e in s.evidence]]
        for s in statements
    ]  # fmt: skip


def _node_options(node: Node, centre: str) -> dict[str, Any]:
    colour = COLOURS.get(node.type, OTHER_COLOUR)
    options: dict[str, Any] = {"label": node.short, "color": colour, "kind": node.type, "title": node.label}
    if node.box:
        options |= {"shape": "box", "borderWidth": 1}
    else:
        options |= {"shape": "dot", "size": 22 if node.id == centre else 13}
    if node.x is not None and node.y is not None:
        options |= {"x": node.x, "y": node.y}
    return options


def _edge_options(i: int, edge: Edge) -> dict[str, Any]:
    turn = "curvedCW" if edge.bend > 0 else "curvedCCW"
    smooth: object = {"enabled": True, "type": turn, "roundness": abs(edge.bend)} if edge.bend else False
    label = f"{edge.label} ({edge.stance})" if edge.stance else edge.label
    return {
        "id": f"edge-{i}",
        "label": label,
        "smooth": smooth,
        "arrows": "to",
        "dashes": DASHES.get(edge.stance, DOTS),
    }
