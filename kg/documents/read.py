"""Files, folders and archives to filings; what cannot be read is set aside with its reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.documents.archives import GZIP, is_archive, read_bytes
from kg.documents.confined import digest, members_of, read_confined
from kg.documents.filing import parse_filing
from kg.documents.formats import SUFFIXES, extract
from kg.documents.model import Filing
from kg.errors import DocumentError, NoDocuments

CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was not read, and why."""

    path: str
    reason: str


def read_documents(paths: Iterable[Path | str]) -> Iterator[Filing | Rejected]:
    """A filing, or why there is none, for each file given and each file in each folder or archive given, by name.

    Raises `NoDocuments` before anything is read where a path does not exist or a folder holds no file at all.
    """
    files = [file for path in paths for file in files_at(Path(path))]
    return (read_one(file) for file in files)


def files_at(path: Path) -> list[Path]:
    """The file itself, or every file below a folder or in an archive but hidden ones.

    A file in an archive has a path that leads through it, "filings.zip/8k.htm": `read_one`, `digest_file` and
    `is_there` know such paths, the file system does not.
    An archive that cannot be listed stands for itself: `read_one` says why.
    """
    if path.is_file():
        return listed(path)
    if not path.exists():
        raise NoDocuments(f"{path}: there is no such file or folder")
    files = [f for f in sorted(path.rglob("*")) if f.is_file() and not hidden(f.relative_to(path))]
    if not any(is_readable(f) for f in files):
        raise NoDocuments(f"{path}: expected {known()}, found {len(files)} other files")
    return [document for file in files for document in listed(file)]


def is_there(path: Path) -> bool:
    """Whether a document is where its path says: on disk, or in an archive that is."""
    return path.is_file() or bool(digest_file(path))


def listed(file: Path) -> list[Path]:
    """The file, or what it holds."""
    if not is_archive(file):
        return [file]
    try:
        return members_of(file) or [file]
    except DocumentError:
        return [file]


def hidden(path: Path) -> bool:
    """A name on the way begins with a dot."""
    return any(part.startswith(".") for part in path.parts)


def is_readable(path: Path) -> bool:
    """Whether a file's suffix is that of a document or an archive; that of "8k.htm.gz" is ".htm"."""
    return is_archive(path) or suffix_of(path) in SUFFIXES


def suffix_of(path: Path) -> str:
    """A file's suffix, that of what is packed in it for gzip."""
    name = path.with_suffix("") if path.suffix.lower() == GZIP else path
    return name.suffix.lower()


def known() -> str:
    """The kinds of files that can be read, for messages."""
    return f"files of the kinds {' '.join(SUFFIXES)}, .zip or .gz"


def digest_file(path: Path) -> str:
    """The SHA-256 of a document's bytes, "" where they cannot be had: `read_one` says why."""
    try:
        if path.suffix.lower() == GZIP or not path.is_file():
            return digest(path)
        sha256 = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                sha256.update(chunk)
        return sha256.hexdigest()
    except (DocumentError, OSError):
        return ""


def read_filing(path: Path | str) -> Filing:
    """A file as a filing, read in this process: for files that you trust. Raises `DocumentError` and `OSError`."""
    data = read_bytes(Path(path))
    name = Path(path).name
    return parse_filing(name, extract(name, data), hashlib.sha256(data).hexdigest())


def read_one(path: Path) -> Filing | Rejected:
    """The filing in a file, or why there is none; its bytes are opened in a process apart."""
    try:
        if is_archive(path):
            return Rejected(str(path), archive_reason(path))
        if suffix_of(path) not in SUFFIXES:
            return Rejected(str(path), f"expected {known()}, found {path.suffix or 'no suffix'}")
        return read_confined(path)
    except DocumentError as error:
        return Rejected(str(path), error.reason)


def archive_reason(path: Path) -> str:
    """Why an archive gives no documents; raises `DocumentError` where it cannot be listed."""
    found = len(members_of(path))
    return f"expected an archive of documents, found {found} files that archives at this depth may not hold"
