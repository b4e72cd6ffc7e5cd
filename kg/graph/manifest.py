"""What is known of each document outside the RDF store: counts and digests, so that damage to the store shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

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
class Manifest:
    """All documents by SHA-256; of the graph of entities its digest ("" before the first build) and number of entities;

    `state` is the digest of all that the graphs were made of: while it holds there is nothing to write.
    """

    documents: dict[str, Entry] = field(default_factory=dict)
    entities: str = ""
    entity_count: int = 0
    state: str = ""


def digest_of(quads: Iterable[Quad]) -> str:
    """The SHA-256 of the quads as sorted N-Quads."""
    digest = hashlib.sha256()
    for line in sorted_lines(quads):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def dump_manifest(manifest: Manifest) -> str:
    """A manifest as JSON, in the same order each time."""
    documents = {sha: asdict(entry) for sha, entry in sorted(manifest.documents.items())}
    made = asdict(replace(manifest, documents={})) | {"documents": documents}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load_manifest(text: str) -> Manifest:
    """What `dump_manifest` wrote."""
    made = json.loads(text)
    listed = ("origins", "graphs", "set_aside")
    documents = {
        sha: Entry(**entry | {name: tuple(entry[name]) for name in listed}) for sha, entry in made["documents"].items()
    }
    return Manifest(**made | {"documents": documents})
