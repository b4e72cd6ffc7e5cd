"""What is known of each document outside the RDF store: counts and digests, so that damage to the store shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.graph.terms import Quad, sorted_lines

SUMMED = "sum:"  # before digests that are sums, as `sum_of` gives them
MODULUS = 1 << 256
_NO_CHECK = '"check": ""'


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


def sum_of(quads: Iterable[Quad]) -> int:
    """A digest that can be brought up to date: the sum of the SHA-256 of each quad's line, each once."""
    return sum(int.from_bytes(hashlib.sha256(quad.line().encode()).digest()) for quad in set(quads)) % MODULUS


def entities_digest(quads: Iterable[Quad], known: str) -> str:
    """The digest of the graph of entities, in the form of the one that is known."""
    return f"{SUMMED}{sum_of(quads):x}" if known.startswith(SUMMED) else digest_of(quads)


def dump_manifest(manifest: Manifest) -> str:
    """A manifest as JSON, a line for each document and file, in the same order each time, with a check sum."""
    documents = (f"{_json(sha)}: {_json(_fields(entry))}" for sha, entry in sorted(manifest.documents.items()))
    files = (f"{_json(path)}: {_json(_fields(file))}" for path, file in sorted(manifest.files.items()))
    head = {name: value for name, value in _fields(manifest).items() if name not in ("documents", "files")}
    parts = [f"{_json(name)}: {_json(value)}" for name, value in (head | {"check": ""}).items()]
    parts += [f"{_json(name)}: {{\n{_lines(of)}\n}}" for name, of in (("documents", documents), ("files", files))]
    text = f"{{\n{_lines(parts)}\n}}\n"
    return text.replace(_NO_CHECK, _NO_CHECK[:-1] + _sum(text) + '"', 1)


def load_manifest(text: str) -> Manifest:
    """What `dump_manifest` wrote; raises ValueError, KeyError or TypeError where it is damaged."""
    made = json.loads(text)
    check = made.pop("check", None)  # the first layout had none
    if check is not None and check not in (_sum(text.replace(check, "", 1)), _sum_indented(made)):
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


def _fields(thing: Entry | File | Manifest) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__slots__}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(parts: Iterable[str]) -> str:
    return ",\n".join(parts)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _sum_indented(made: dict[str, Any]) -> str:
    """The check sum as it was when manifests were indented."""
    return _sum(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
