"""What the shapes refuse is set aside with its reason: the rest of the document still goes into the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.terms import Quad


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """A node of a graph that a shape refuses, and why."""

    graph: str
    node: str
    reason: str

    def __str__(self) -> str:
        return f"{self.graph} {self.node} {self.reason}"

    @classmethod
    def read(cls, line: str) -> Refused:
        """What `str` wrote."""
        graph, node, reason = line.split(" ", 2)
        return cls(graph, node, reason)


def check_shapes(quads: Iterable[Quad]) -> tuple[tuple[Quad, ...], tuple[Refused, ...]]:
    """The quads that the shapes accept, and what they refuse."""
    return tuple(quads), ()
