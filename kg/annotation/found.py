"""A candidate mention, before overlaps are settled and names are joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.annotation.model import EntityType


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a clean text that names something; offsets are half-open in that text.

    `name` is its fullest form as far as the place itself tells; `weight` settles overlaps (more is surer) before
    length does.
    """

    type: EntityType
    start: int
    end: int
    name: str
    kind: str = ""
    weight: int = 0


def settle(candidates: Iterable[Found]) -> list[Found]:
    """The candidates without overlaps, in order: the surer one stays, then the longer, then the earlier."""
    kept: list[Found] = []
    taken: set[int] = set()
    for found in sorted(candidates, key=lambda f: (-f.weight, f.start - f.end, f.start)):
        if found.start < found.end and taken.isdisjoint(range(found.start, found.end)):
            taken.update(range(found.start, found.end))
            kept.append(found)
    return sorted(kept, key=lambda f: f.start)
