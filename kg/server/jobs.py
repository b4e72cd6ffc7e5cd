"""What the API asks of the graph, by name; each job runs in a worker and gives what JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.store import Store

Json = Any


@dataclass(slots=True)
class Session:
    """A snapshot that a worker has open, with what it keeps in mind of it."""

    store: Store


def about(session: Session) -> Json:
    """How much the graph holds."""
    return {"documents": len(session.store.manifest.documents), "entities": session.store.manifest.entity_count}


JOBS: Mapping[str, Callable[..., Json]] = {"about": about}
