"""What is known of each document outside the RDF store: counts and digests, so that damage to the store shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from kg.graph.terms import Quad, sorted_lines


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the store.

    `source` is its name in the graph, `origins` are the paths where its bytes were found. `pipeline` is the version of
    what read it, `inputs` the digest of what its graphs were made of, `digest` that of its quads as sorted N-Quads.
    `set_aside` lists what the shapes refused, each with its reason.
    """

    source: str
    sha256: str
    origins: tuple[str, ...]
    pipeline: str
    releases: int
    facts: int
    inputs: str = ""
    graphs: tuple[str, ...] = ()
    quads: int = 0
    digest: str = ""
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file that was read: the SHA-256 of its bytes, the version of what read it, and what came of it.

    `documents` are the documents in it, each with its SHA-256 and its name there; `rejected` the paths of what was not
    read, each with its reason.
    """

    sha256: str
    pipeline: str
    documents: tuple[tuple[str, str], ...]
    rejected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All documents by SHA-256, all files by path; of the graph of entities its digest ("" before the first build) and

    number of entities; `state` is the digest of all that the graphs were made of: while it holds there is nothing to
    write. `built` is when the last build ended, "" before the first.
    """

    documents: dict[str, Entry] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    entities: str = ""
    entity_count: int = 0
    state: str = ""
    built: str = ""


def digest_of(quads: Iterable[Quad]) -> str:
    """The SHA-256 of the quads as sorted N-Quads."""
    digest = hashlib.sha256()
    for line in sorted_lines(quads):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def dump_manifest(manifest: Manifest) -> str:
    """A manifest as JSON, in the same order each time, with a check sum."""
    documents = {sha: asdict(entry) for sha, entry in manifest.documents.items()}
    files = {path: asdict(file) for path, file in manifest.files.items()}
    made = asdict(replace(manifest, documents={}, files={})) | {"documents": documents, "files": files}
    return _dump(made | {"check": _check(made)})


def load_manifest(text: str) -> Manifest:
    """What `dump_manifest` wrote; raises ValueError, KeyError or TypeError where it is damaged."""
    made = json.loads(text)
    check = made.pop("check", None)  # the first layout had none
    if check is not None and check != _check(made):
        raise ValueError("its check sum is not that of its content")
    documents = {
        sha: Entry(**entry | {name: tuple(entry[name]) for name in ("origins", "graphs", "set_aside")})
        for sha, entry in made["documents"].items()
    }
    files = {
        path: File(file["sha256"], file["pipeline"], _pairs(file["documents"]), _pairs(file["rejected"]))
        for path, file in made.get("files", {}).items()
    }
    return Manifest(**made | {"documents": documents, "files": files})


def _pairs(made: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in made)


def _check(made: dict[str, Any]) -> str:
    return hashlib.sha256(_dump(made).encode("utf-8", "surrogatepass")).hexdigest()


def _dump(made: dict[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
