"""What the last build of a store did: when it ended, how long it took, what came of its files, by which versions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.graph.folder import read_text, write_file

NAME = "built.json"


@dataclass(frozen=True, slots=True)
class Built:
    """One build: `ended` in UTC, `seconds` on the clock; files read, unchanged, gone; documents withdrawn; what was

    rejected by readers and set aside by the shapes; the versions that it was made by, as `fingerprint.versions` names
    them.
    """

    ended: str
    seconds: float
    read: int
    unchanged: int
    missing: int
    withdrawn: int
    rejected: int
    set_aside: int
    versions: dict[str, str]


def save_built(folder: Path, built: Built) -> None:
    """Keep it in the store's folder, in the place of what was there. Raises OSError."""
    write_file(folder / NAME, json.dumps(asdict(built), indent=1, sort_keys=True) + "\n")


def load_built(folder: Path) -> Built | None:
    """The last build of a store; None where none is noted, or the note cannot be read: nothing hangs on it."""
    try:
        return Built(**json.loads(read_text(folder / NAME)))
    except (OSError, ValueError, TypeError):
        return None
