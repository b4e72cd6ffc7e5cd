"""Places for a pipeline's picture: one column a type, rows ordered so that few edges cross.

The barycentre sweep of Sugiyama, Tagawa and Toda (1981), without dummy nodes: columns are few.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.views.picture import Edge, Node, Picture

WIDTH, HEIGHT = 320, 72
SWEEPS = 7
SIDEWAYS = 0.3  # how far an arrow inside a column bends out of it
LOOSEST = 2.5  # how much wider than the fullest column another may be spaced


def layered(picture: Picture) -> Picture:
    """The picture with every node placed: the centre left, then drugs, what is done with them, and against what."""
    columns = _columns(picture)
    column_of = {node: column for column, members in columns.items() for node in members}
    near: dict[str, list[str]] = defaultdict(list)
    for edge in picture.edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    for sweep in range(SWEEPS):  # to the right by what stands left, and back; the last one to the right
        side = -1 if sweep % 2 else 1
        for column in sorted(columns, reverse=side < 0):
            rows = {node: _row(i, len(members)) for members in columns.values() for i, node in enumerate(members)}
            before = {n: [rows[m] for m in near[n] if side * (column_of[m] - column) < 0] for n in columns[column]}
            columns[column].sort(key=lambda n: (_mean(before[n], rows[n]), rows[n]))
    tallest = max(map(len, columns.values()), default=1)
    place = {
        node: (column * WIDTH, _row(i, len(members)) * HEIGHT * min(tallest / len(members), LOOSEST))
        for column, members in columns.items()
        for i, node in enumerate(members)
    }
    return replace(
        picture,
        nodes=tuple(replace(n, x=place[n.id][0], y=place[n.id][1]) for n in picture.nodes),
        edges=tuple(_beside(edge, column_of) for edge in picture.edges),
    )


def _beside(edge: Edge, column_of: dict[str, int]) -> Edge:
    """The edge, bent where it stays in one column and would run through the nodes between its ends."""
    within = column_of[edge.source] == column_of[edge.target]
    return replace(edge, bend=SIDEWAYS) if within and not edge.bend else edge


def _columns(picture: Picture) -> dict[int, list[str]]:
    columns: dict[int, list[str]] = defaultdict(list)
    for node in picture.nodes:
        columns[_column(node, picture.centre)].append(node.id)
    return dict(columns)


def _column(node: Node, centre: str) -> int:
    if node.id == centre:
        return 0
    return {"Drug": 1, "Indication": 3, "Target": 3, "Organization": 4, "Person": 4, "Event": 4}.get(node.type, 2)


def _row(i: int, count: int) -> float:
    return i - (count - 1) / 2


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default
