"""A change of the graph as one SPARQL update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.graph.terms import Iri, Quad

MOST_LINES = 2000


def update_text(removed: set[Quad], added: set[Quad], empty: Iterable[Iri] = ()) -> str:
    """One update that removes, then adds; sorted, so that equal changes are equal texts.

    Graphs that are `empty` then are dropped: without their triples alone they would still be listed.
    """
    gone = set(empty)
    parts = [f"DROP SILENT GRAPH {graph}" for graph in sorted(gone)]
    left = {quad for quad in removed if quad.graph not in gone}
    parts += [f"{verb} DATA {{\n{_data(q)}}}" for verb, q in (("DELETE", left), ("INSERT", added)) if q]
    return " ;\n".join(parts)


def _data(quads: set[Quad]) -> str:
    graphs: dict[str, list[str]] = defaultdict(list)
    for s, p, o, graph in quads:
        graphs[str(graph) if graph else ""].append(f"{s} {p} {o} .\n")
    return "".join(_block(name, sorted(lines)) for name, lines in sorted(graphs.items()))


def _block(name: str, lines: list[str]) -> str:
    """The triples of a graph; in pieces, since Virtuoso takes no more than some 5,000 between two brackets."""
    if not name:
        return "".join(lines)
    pieces = ("".join(lines[start : start + MOST_LINES]) for start in range(0, len(lines), MOST_LINES))
    return "".join(f"GRAPH {name} {{\n{piece}}}\n" for piece in pieces)
