"""Everything that can go wrong and that a caller could act on.

KgError
├── DocumentError        a document that cannot be read; carries its path
│   ├── EmptyDocument
│   ├── NotText          a binary, or bytes in none of the encodings tried
│   ├── NoRelease        a filing in which no press release was found
│   ├── Damaged          cut off, or not what it says it is
│   ├── Encrypted        needs a password
│   ├── TooLarge         more bytes, pages or files than are read, packed or unpacked
│   └── TooSlow          reading it took more time or memory than a document is given
├── ClusterError         the machines that a build should run on cannot be used; carries their address
├── FetchError           a document that cannot be fetched; carries its address
├── NoDocuments          a path that does not exist, or a folder with nothing to read
├── LedgerError          a ledger of judgements that cannot be read or added to
│   └── JudgementConflict  it says that two are one, and that they are not; carries both
├── LexiconError         a compiled lexicon is missing or of another version
├── OntologyError        a term is used that `ontology/` does not declare
├── StoreError           the graph store cannot be used; carries its folder
│   ├── EndpointError    an endpoint does not answer, or refuses; carries its address
│   ├── StoreLocked      another process is writing to it
│   └── StoreVersion     it was written by another version
├── QueryError           a question that cannot be asked; carries its text
│   ├── AnswerTooLarge   its answer has more rows or bytes than the asker allows
│   └── NoFormat         its answer cannot be written in the formats asked for
├── UnknownName          a name that the graph does not hold; carries the nearest ones
└── AmbiguousName        a name of several things; carries the candidates
"""

from __future__ import annotations

from pathlib import Path

NOTHING_YET = 404  # the status of an endpoint that answers and holds no graph of ours


class KgError(Exception):
    """Any error that this package raises on purpose."""


class DocumentError(KgError):
    """A document cannot be read; `path` names it and `reason` says why, what was expected and what was found."""

    def __init__(self, path: Path | str, reason: str):
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross between the processes of a build: rebuilt from what they were made of."""
        return type(self), (self.path, self.reason)


class EmptyDocument(DocumentError):
    """A document without a single printable character."""


class NotText(DocumentError):
    """A document whose bytes are not text in any encoding that was declared or is common."""


class NoRelease(DocumentError):
    """A filing that holds no press release."""


class Damaged(DocumentError):
    """A document that is cut off, or is not what it says it is."""


class Encrypted(DocumentError):
    """A document that needs a password."""


class TooLarge(DocumentError):
    """A document of more bytes, pages or files than are read, packed or unpacked."""


class TooSlow(DocumentError):
    """A document whose reading took more time or memory than a document is given, or ended the process that read it."""


class AddressError(KgError):
    """What is wanted of an address cannot be had there; `address` names it."""

    def __init__(self, address: str, reason: str):
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross between the processes of a build: rebuilt from what they were made of."""
        return type(self), (self.address, self.reason)


class ClusterError(AddressError):
    """The machines that a build should run on cannot be used; `address` names them."""


class FetchError(AddressError):
    """A document cannot be fetched; `address` names it."""


class NoDocuments(KgError):
    """There is nothing to read at a path."""


class LedgerError(KgError):
    """A line of a ledger is no judgement, or a judgement cannot be added."""


class JudgementConflict(LedgerError):
    """Two judgements of persons contradict each other; `left` and `right` would have to be one and two."""

    def __init__(self, left: str, right: str, said: str, against: str):
        undo = "undo one of them first, with `kg judge --undo`"
        super().__init__(f"{left} and {right} cannot be one: {said}, but {against}; {undo}")
        self.left = left
        self.right = right


class LexiconError(KgError):
    """A compiled lexicon is missing, damaged or of another version."""


class OntologyError(KgError):
    """A term is used that the ontology does not declare, or is declared twice."""


class StoreError(KgError):
    """A graph store cannot be used; `folder` is where it lies."""

    def __init__(self, folder: Path | str, reason: str):
        super().__init__(f"{folder}: {reason}")
        self.folder = str(folder)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross between the processes of a build: rebuilt from what they were made of."""
        return type(self), (self.folder, self.reason)


class EndpointError(StoreError):
    """A SPARQL endpoint does not answer or refuses what is asked of it.

    `folder` is its address, `status` that of its answer, 0 where there was none.
    """

    def __init__(self, address: str, reason: str, status: int = 0):
        super().__init__(address, reason)
        self.status = status

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross between the processes of a build: rebuilt from what they were made of."""
        return type(self), (self.folder, self.reason, self.status)


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreVersion(StoreError):
    """The store was written by another version of this package."""


class QueryError(KgError):
    """A question cannot be asked: unknown, or not SPARQL."""


class AnswerTooLarge(QueryError):
    """An answer has more rows or bytes than the asker allows."""


class NoFormat(QueryError):
    """An answer cannot be written in any of the formats asked for."""


class UnknownName(KgError):
    """The graph holds nothing of that name; `nearest` lists what it does hold, best first."""

    def __init__(self, name: str, nearest: tuple[str, ...] = ()):
        hint = f"; did you mean {', '.join(nearest)}?" if nearest else ""
        super().__init__(f"the graph holds nothing named {name!r}{hint}")
        self.name = name
        self.nearest = nearest

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross between the processes of a build: rebuilt from what they were made of."""
        return type(self), (self.name, self.nearest)


class AmbiguousName(KgError):
    """Several things bear a name; `candidates` lists them."""

    def __init__(self, name: str, candidates: tuple[str, ...]):
        super().__init__(f"{name!r} may mean {'; '.join(candidates)}: name one of them")
        self.name = name
        self.candidates = candidates

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross between the processes of a build: rebuilt from what they were made of."""
        return type(self), (self.name, self.candidates)
