"""Which registry id a trial's short name stands for, found in all documents together.

Most releases call a trial by its short name alone, and some give its registry id with it. Where all that give one
agree, the releases with the name alone speak of the same trial.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.annotation.model import Annotation, Fact, Mention
from kg.lexicons.names import fold_name
from kg.resolution.model import Local
from kg.resolution.names import slug

Registered = Mapping[tuple[str, str], str]  # (IRI of a drug, short name) -> registry id, both as pieces of IRIs


@dataclass(frozen=True, slots=True, order=True)
class Naming:
    """A drug of a release with a trial's short name and its registry id, "" where that release gives none."""

    drug: Local
    name: str
    registry_id: str


def namings(graph: str, annotation: Annotation) -> Iterator[Naming]:
    """Every short name of a trial in a release, which is the graph of that name."""
    for fact in annotation.facts:
        if fact.kind == "trial":
            drugs = {v.value for v in fact.fields if v.role == "drug" and isinstance(v.value, Mention)}
            ids = _pieces(fact, "registry_id")
            for name in _pieces(fact, "name"):
                for drug in drugs:
                    yield from (Naming(Local(graph, drug.type, drug.name), name, id_) for id_ in ids or [""])


def registered(found: Iterable[Naming], iris: Mapping[Local, str]) -> dict[tuple[str, str], str]:
    """The registry id of each short name of a drug's trial that has one and only one."""
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        if one.registry_id and one.drug in iris:
            ids[iris[one.drug], one.name].add(one.registry_id)
    return {key: min(of) for key, of in ids.items() if len(of) == 1}


def _pieces(fact: Fact, role: str) -> list[str]:
    return sorted({slug(fold_name(str(field.value))) for field in fact.fields if field.role == role} - {""})
