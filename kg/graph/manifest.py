"""What is known of each document outside the RDF store: counts and digests, so that damage to the store shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.terms import Quad, sorted_lines

SUMMED = "sum:"  # before digests that are sums, as `sum_of` gives them
MODULUS = 1 << 256


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


def digest_of(quads: Iterable[Quad]) -> str:
    """The SHA-256 of the quads as sorted N-Quads."""
    digest = hashlib.sha256()
    for line in sorted_lines(quads):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def sum_of(quads: Iterable[Quad]) -> int:
    """A digest that can be brought up to date: the sum of the SHA-256 of each quad's line, each once."""
    return sum(int.from_bytes(hashlib.sha256(quad.line().encode()).digest()) for quad in set(quads)) % MODULUS


def standing_of(sha256: str, pipeline: str, source: str) -> int:
    """What a document adds to the sum that shows which documents there are, read by what, under which names."""
    line = f"{sha256} {pipeline} {source}"
    return int.from_bytes(hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest())


def entities_digest(quads: Iterable[Quad], known: str) -> str:
    """The digest of the graph of entities, in the form of the one that is known."""
    return f"{SUMMED}{sum_of(quads):x}" if known.startswith(SUMMED) else digest_of(quads)
