"""How a document calls its entities and trials: the little of a reading that all documents together are resolved by.

It is kept in the cache, so that a build looks again only into the readings of the documents whose graphs change.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import Any

from kg.annotation.cache import Cache
from kg.annotation.model import EntityType
from kg.annotation.serialize import dump_reading, load_reading
from kg.graph import fingerprint
from kg.graph.document import Reading, document_prints, document_records, document_trials, told_reading
from kg.graph.registered import Naming
from kg.graph.reprints import Print, dump_print, load_print
from kg.resolution.model import Local, Record


@dataclass(frozen=True, slots=True)
class Called:
    """The records of a document, its trials' short names with the registry ids that it gives, and, as JSON, what it

    tells of things that another document may tell more of; `prints` tell whether its releases are those of another.
    """

    records: tuple[Record, ...]
    trials: tuple[Naming, ...]
    told: str
    prints: tuple[Print, ...] = ()

    def reading(self) -> Reading:
        """The part of the reading that tells of such things."""
        return Reading(*load_reading(self.told))


def called_version() -> str:
    """Changes whenever the same documents might call things otherwise."""
    return f"{fingerprint.reading_version()} {fingerprint.writing_version()}"


def keep_called(cache: Cache, reading: Reading) -> Called:
    """What a reading calls things, kept in the cache."""
    told = told_reading(reading)
    json_told = dump_reading(told.filing, told.annotations)
    called = Called(document_records(reading), document_trials(reading), json_told, document_prints(reading))
    prints = [dump_print(one) for one in called.prints]
    rows = [[astuple(one) for one in called.records], [astuple(one) for one in called.trials], called.told, prints]
    cache.put(called_version(), {reading.filing.sha256: json.dumps(rows)})
    return called


def load_called(cache: Cache, sha256s: list[str]) -> dict[str, Called]:
    """What the cache holds of some documents."""
    kept = cache.get(called_version(), sha256s)
    return {sha256: parse_called(text) for sha256, text in kept.items()}


def parse_called(text: str) -> Called:
    """What a document calls things, as the cache keeps it."""
    records, trials, told, prints = json.loads(text)
    return Called(
        tuple(Record(_local(first), *map(_tupled, rest)) for first, *rest in records),
        tuple(Naming(_local(first), *rest) for first, *rest in trials),
        told,
        tuple(map(load_print, prints)),
    )


def _local(made: list[str]) -> Local:
    release, type_, name = made
    return Local(release, EntityType(type_), name)


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
