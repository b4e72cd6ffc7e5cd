"""The two works of a build that several processes may share: reading a file, and writing the graphs of a document.

Each is one function of what it is given, the same in this process and in others. What a document does to its reader
stays with that document; errors of this installation (a damaged lexicon) end the build.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.annotation.cache import Cache
from kg.annotation.model import Annotation
from kg.annotation.serialize import dump_reading, load_reading, reading_version
from kg.documents.model import Filing
from kg.documents.read import Rejected, read_one
from kg.errors import DocumentError, KgError
from kg.graph import fingerprint
from kg.graph.called import keep_called
from kg.graph.document import Known, Reading, document_quads
from kg.graph.folder import CACHE, DOCUMENTS, load_checked
from kg.graph.manifest import File
from kg.graph.sources import label
from kg.graph.terms import Quad
from kg.graph.validate import Refused, check_shapes, load_shapes
from kg.ontology import load_ontology
from kg.resolution.model import Local, Resolution

logger = logging.getLogger(__name__)
Annotate = Callable[[Filing], tuple[Annotation, ...]]


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: the name that the store knows it by, its bytes' SHA-256, that store's documents and cache."""

    name: str
    path: Path
    sha256: str
    documents: Path
    cache: Path | None
    annotate: Annotate | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a document: the reading as JSON (`kg.annotation.serialize`), the decoded text, and counts.

    `kept` where an earlier build, cut off, had read it: then it is in the folder already.
    """

    sha256: str
    json: str
    text: str
    releases: int
    facts: int
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Graphs to write: those of one document, with the IRIs of its entities and what is known beyond it."""

    sha256: str
    source: str
    documents: Path
    iris: dict[Local, str]
    known: Known


@dataclass(frozen=True, slots=True)
class Written:
    """The quads of a document that the shapes accept, and what they refuse."""

    quads: tuple[Quad, ...]
    refused: tuple[Refused, ...]


def read_file(job: Job) -> Iterator[Read | Rejected | File]:
    """Each document of a file, or why it is none; at the end the file itself."""
    documents: list[tuple[str, str]] = []
    rejected: list[Rejected] = []
    for filing in _filings(job.path):
        outcome = filing if isinstance(filing, Rejected) else _read(filing, job)
        if isinstance(outcome, Rejected):
            outcome = Rejected(job.name, outcome.reason)
            rejected.append(outcome)
        elif not isinstance(filing, Rejected):
            documents.append((filing.sha256, label(job.name)))
        yield outcome
    told = tuple((r.path, r.reason) for r in rejected)
    yield File(job.sha256, fingerprint.reading_version(), tuple(documents), told)


def _filings(path: Path) -> Iterator[Filing | Rejected]:
    try:
        yield read_one(path)
    except KgError:
        raise
    except Exception as error:  # noqa: BLE001 - one document shall not end the build
        yield _failed(path, error)


def _read(filing: Filing, job: Job) -> Read | Rejected:
    """What a document says, or why it says nothing."""
    if kept := _kept(filing.sha256, job.documents):
        return kept
    cache = Cache(job.cache)
    try:
        annotations = job.annotate(filing) if job.annotate else _annotate(filing, cache)
        keep_called(cache, Reading(filing, annotations))
    except DocumentError as error:
        return Rejected(str(job.path), error.reason)
    except KgError:
        raise
    except Exception as error:  # noqa: BLE001 - one document shall not end the build
        return _failed(job.path, error)
    finally:
        cache.close()
    facts = sum(len(annotation.facts) for annotation in annotations)
    json = dump_reading(filing, annotations, fingerprint.reading_version())
    return Read(filing.sha256, json, filing.text, len(filing.releases), facts)


def _failed(path: Path, error: Exception) -> Rejected:
    logger.error("%s: reading failed", path, exc_info=error)
    reason = f"reading failed, which is an error of this program: {type(error).__name__}: {error}"
    return Rejected(str(path), "needs more memory than a reader is given" if isinstance(error, MemoryError) else reason)


def _kept(sha256: str, documents: Path) -> Read | None:
    """What this version had read in a document when an earlier build was cut off."""
    try:
        json, text = load_checked(documents, sha256)
    except (OSError, ValueError):
        return None
    if reading_version(json) != fingerprint.reading_version():
        return None
    filing, annotations = load_reading(json)
    return Read(sha256, json, text, len(filing.releases), sum(len(a.facts) for a in annotations), kept=True)


def _annotate(filing: Filing, cache: Cache) -> tuple[Annotation, ...]:
    from kg.annotation.annotate import annotate  # the model takes a second to load; most builds change nothing

    return annotate(filing, cache)


def compose(draft: Draft) -> Iterator[Written]:
    """The graphs of a document that was read. Raises OSError or ValueError where its reading is not whole."""
    filing, annotations = load_reading(*load_checked(draft.documents, draft.sha256))
    reading = Reading(replace(filing, source=draft.source), annotations)
    quads = document_quads(reading, Resolution({}, draft.iris), load_ontology(), draft.known)
    yield Written(*check_shapes(quads))


def prepare() -> None:
    """Load what `read_file` and `compose` would load with their first task: model, lexicons, ontology, shapes."""
    from kg.annotation.annotate import load_annotation

    load_annotation()
    prepare_to_write()
    fingerprint.reading_version()


def prepare_to_write() -> None:
    """Load what `compose` would load with its first task: ontology, shapes."""
    load_ontology()
    load_shapes()


def jobs(files: Sequence[tuple[str, Path, str]], folder: Path, annotate: Annotate | None) -> list[Job]:
    """Files, with name and SHA-256, as jobs for the store in a folder; another annotation than ours keeps nothing."""
    cache = None if annotate else folder / CACHE
    return [Job(name, path, sha256, folder / DOCUMENTS, cache, annotate) for name, path, sha256 in files]
