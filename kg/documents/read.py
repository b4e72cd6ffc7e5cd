"""Files and folders to filings; what cannot be read is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents.filing import read_filing
from kg.documents.model import Filing
from kg.errors import DocumentError, NoDocuments


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was not read, and why."""

    path: str
    reason: str


# A format is its suffixes and what reads it: add one here.
READERS: tuple[tuple[tuple[str, ...], Callable[[Path], Filing]], ...] = (
    ((".txt", ".md", ".text", ".markdown"), read_filing),
)


def read_documents(paths: Iterable[Path | str]) -> Iterator[Filing | Rejected]:
    """A filing, or why there is none, for each file given and each file in each folder given, in order of name.

    Raises `NoDocuments` before anything is read where a path does not exist or a folder holds no file at all.
    """
    files = [file for path in paths for file in files_at(Path(path))]
    return (read_one(file) for file in files)


def files_at(path: Path) -> list[Path]:
    """The file itself, or every file below a folder but hidden ones."""
    if path.is_file():
        return [path]
    if not path.exists():
        raise NoDocuments(f"{path}: there is no such file or folder")
    files = [f for f in sorted(path.rglob("*")) if f.is_file() and not hidden(f.relative_to(path))]
    if not any(reader_of(f) for f in files):
        known = " ".join(suffix for suffixes, _ in READERS for suffix in suffixes)
        raise NoDocuments(f"{path}: expected files of the kinds {known}, found {len(files)} other files")
    return files


def hidden(path: Path) -> bool:
    """A name on the way begins with a dot."""
    return any(part.startswith(".") for part in path.parts)


def reader_of(path: Path) -> Callable[[Path], Filing] | None:
    """What reads files of that suffix."""
    return next((read for suffixes, read in READERS if path.suffix.lower() in suffixes), None)


def read_one(path: Path) -> Filing | Rejected:
    """The filing in a file, or why there is none."""
    read = reader_of(path)
    if read is None:
        known = " ".join(suffix for suffixes, _ in READERS for suffix in suffixes)
        return Rejected(str(path), f"expected a file of the kinds {known}, found {path.suffix or 'no suffix'}")
    try:
        return read(path)
    except DocumentError as error:
        return Rejected(str(path), error.reason)
    except OSError as error:
        return Rejected(str(path), f"cannot be opened: {error.strerror or error}")
