"""Files read and annotated, in this process or, where there are many, in several.

What a document does to its reader stays with that document: an error rejects it, and so does the death of the process
that reads it. Errors of this installation (a damaged lexicon) end the build.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from kg.annotation.model import Annotation
from kg.annotation.serialize import dump_reading
from kg.documents.model import Filing
from kg.documents.read import Rejected, read_one
from kg.errors import DocumentError, KgError
from kg.graph import fingerprint

logger = logging.getLogger(__name__)
Annotate = Callable[[Filing], tuple[Annotation, ...]]
WORTH_A_PROCESS = 8  # documents: a new process takes some seconds to load model and lexicons


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a file: the reading as JSON (`kg.annotation.serialize`), the decoded text, and counts."""

    sha256: str
    json: str
    text: str
    releases: int
    facts: int


def read_all(
    files: Sequence[Path], annotate: Annotate | None = None, workers: int = 1
) -> Iterator[tuple[Path, Read | Rejected]]:
    """Each file with what was read in it, or why nothing was; in the order in which they are done.

    `workers` is the number of processes, 0 for as many as there are cores. `annotate` stands in for the annotation of
    this package; it is called in this process.
    """
    count = min(workers or os.cpu_count() or 1, len(files) // WORTH_A_PROCESS)
    if annotate is not None or count < 2:
        with ThreadPoolExecutor(1) as here:
            yield from _outcomes(here, files, annotate)
        return
    died: list[Path] = []
    with _processes(count) as pool:
        for file, outcome in _outcomes(pool, files, None):
            if isinstance(outcome, Rejected) and outcome.reason == DIED:
                died.append(file)
            else:
                yield file, outcome
    for file in died:  # one of these ended a process, and the others with it: each alone
        with _processes(1) as alone:
            yield from _outcomes(alone, [file], None)


DIED = "the process that read it died; expected a document that fits into memory"


def _processes(count: int) -> Executor:
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"))  # the database's threads do not survive a fork


def _outcomes(
    pool: Executor, files: Sequence[Path], annotate: Annotate | None
) -> Iterator[tuple[Path, Read | Rejected]]:
    futures: dict[Future[Read | Rejected], Path] = {}
    try:
        for file in files:
            futures[pool.submit(partial(read_file, annotate=annotate), file)] = file
    except BrokenProcessPool:
        logger.warning("a reading process died at once")
        yield from ((file, Rejected(str(file), DIED)) for file in files if file not in futures.values())
    for future in as_completed(futures):
        yield futures[future], _outcome(futures[future], future)


def _outcome(file: Path, future: Future[Read | Rejected]) -> Read | Rejected:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return Rejected(str(file), DIED)
    if isinstance(error, DocumentError):
        return Rejected(str(file), error.reason)
    if isinstance(error, KgError) or not isinstance(error, Exception):
        raise error
    logger.error("%s: reading failed", file, exc_info=error)
    return Rejected(str(file), f"reading failed, which is an error of this program: {type(error).__name__}: {error}")


def read_file(file: Path, annotate: Annotate | None = None) -> Read | Rejected:
    """What a file says, or why it says nothing."""
    filing = read_one(file)
    if isinstance(filing, Rejected):
        return filing
    annotations = (annotate or _annotate)(filing)
    facts = sum(len(annotation.facts) for annotation in annotations)
    json = dump_reading(filing, annotations, fingerprint.reading_version())
    return Read(filing.sha256, json, filing.text, len(filing.releases), facts)


def _annotate(filing: Filing) -> tuple[Annotation, ...]:
    from kg.annotation.annotate import annotate  # the model takes a second to load; most builds change nothing

    return annotate(filing)
