"""How a document calls its entities and trials: the little of a reading that all documents together are resolved by.

It is kept in the cache, so that a build looks again only into the readings of the documents whose graphs change.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import Any

from kg.annotation.cache import Cache
from kg.annotation.model import EntityType
from kg.graph import fingerprint
from kg.graph.document import Reading, document_records, document_trials
from kg.graph.registered import Naming
from kg.resolution.model import Local, Record


@dataclass(frozen=True, slots=True)
class Called:
    """The records of a document, and its trials' short names with the registry ids that it gives."""

    records: tuple[Record, ...]
    trials: tuple[Naming, ...]


def called_version() -> str:
    """Changes whenever the same documents might call things otherwise."""
    return f"{fingerprint.reading_version()} {fingerprint.writing_version()}"


def keep_called(cache: Cache, reading: Reading) -> Called:
    """What a reading calls things, kept in the cache."""
    called = Called(document_records(reading), document_trials(reading))
    rows = [[astuple(one) for one in called.records], [astuple(one) for one in called.trials]]
    cache.put(called_version(), {reading.filing.sha256: json.dumps(rows)})
    return called


def load_called(cache: Cache, sha256s: list[str]) -> dict[str, Called]:
    """What the cache holds of some documents."""
    kept = cache.get(called_version(), sha256s)
    return {sha256: _load(json.loads(text)) for sha256, text in kept.items()}


def _load(rows: list[list[list[Any]]]) -> Called:
    records, trials = rows
    return Called(
        tuple(Record(_local(first), *map(_tupled, rest)) for first, *rest in records),
        tuple(Naming(_local(first), *rest) for first, *rest in trials),
    )


def _local(made: list[str]) -> Local:
    release, type_, name = made
    return Local(release, EntityType(type_), name)


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
