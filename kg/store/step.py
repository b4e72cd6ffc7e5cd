"""What a folder knows of the endpoint that it sends its changes to: endpoint.json."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.graph.folder import read_text, write_file
from kg.store.held import Held, Present

STATE = "endpoint.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One change on its way: the update of the folder, and the requests to the endpoint.

    A request is a named graph with triples to add to it, or "" with an update.
    """

    count: int
    folder: str
    requests: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class State:
    """What a folder knows of its endpoint: how the two are in step, the count of changes of which the manifest there

    tells, and the step that may have been cut off. `known` is whether the folder has sent anything there.
    """

    held: Held
    told: int
    step: Step | None = None
    known: bool = False


def save_state(folder: Path, state: State) -> None:
    """Write down what is known; raises OSError."""
    write_file(folder / STATE, json.dumps(asdict(state)))


def load_state(folder: Path) -> State | None:
    """What a folder knows of its endpoint, None where it has none; raises StoreError where that is damaged."""
    path = folder / STATE
    if not path.is_file():
        return None
    try:
        made: dict[str, Any] = json.loads(read_text(path))
        held, step = made["held"], made["step"]
        return State(
            Held(held["owner"], held["count"], Present(held["present"])),
            made["told"],
            Step(step["count"], step["folder"], tuple((g, text) for g, text in step["requests"])) if step else None,
            made["known"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(path, f"is damaged: {error}; remove it, and kg build --repair begins anew") from error
