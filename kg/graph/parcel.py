"""Tasks for machines that share no disk with this one: each goes with the bytes of what it reads, and comes back whole.

What is done there is what is done here, the functions of `kg.graph.pool`; only the folder is another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar, cast

from kg.annotation.cache import Cache
from kg.documents.archives import packed_bytes
from kg.documents.confined import packed
from kg.errors import DocumentError, KgError
from kg.graph.folder import CACHE, DOCUMENTS
from kg.graph.pool import Draft, Job

FILE = "file"  # the folder of the file to read; its name may be any

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parcel(Generic[T]):
    """A task, and the bytes of the files that it needs by their place in a folder; the paths of the task are ours."""

    task: T
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a parcel gave, or the error that ends the work; `kept` is what it put into the cache, by version and key."""

    results: tuple[object, ...]
    kept: dict[str, dict[str, str]]
    error: KgError | None = None


def pack(task: T) -> Parcel[T] | None:
    """A task with what it needs; None where that cannot be had: working on it here says why."""
    try:
        if isinstance(task, Job):
            return cast("Parcel[T] | None", _pack_job(task))
        if isinstance(task, Draft):
            return Parcel(task, _reading(task.documents, task.sha256))
        return Parcel(task)
    except (DocumentError, OSError):
        return None


def _pack_job(job: Job) -> Parcel[Job] | None:
    if not job.sha256:  # its bytes could not be had a moment ago
        return None
    data = packed_bytes(job.path) if job.path.is_file() else packed(job.path)
    files = [(f"{FILE}/{job.path.name}", data)]
    if (job.documents / f"{job.sha256}.json").is_file():  # an earlier build, cut off, had read it
        files += _reading(job.documents, job.sha256)
    return Parcel(job, tuple(files))


def _reading(documents: Path, sha256: str) -> tuple[tuple[str, bytes], ...]:
    names = (f"{sha256}.json", f"{sha256}.txt")
    return tuple((f"{DOCUMENTS}/{name}", (documents / name).read_bytes()) for name in names)


def unpack(parcel: Parcel[T], folder: Path) -> T:
    """The task, to be worked on in a folder that now holds its files."""
    for name, data in parcel.files:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    task = parcel.task
    if isinstance(task, Job):
        path = folder / FILE / task.path.name
        return cast("T", replace(task, path=path, documents=folder / DOCUMENTS, cache=folder / CACHE))
    if isinstance(task, Draft):
        return cast("T", replace(task, documents=folder / DOCUMENTS))
    return task


def answer(results: tuple[object, ...], folder: Path) -> Answer:
    """The results of a task that was worked on in a folder, with what was put into the cache there."""
    path = folder / CACHE
    cache = Cache(path if path.is_file() else None)
    kept = cache.rows()
    cache.close()
    return Answer(results, kept)


def received(task: object, made: Answer) -> Iterator[object]:
    """The results of a task as if it had been worked on here: what is worth keeping is in our cache."""
    if isinstance(task, Job):
        cache = Cache(task.cache)
        for version, values in made.kept.items():
            cache.put(version, values)
        cache.close()
    yield from made.results
