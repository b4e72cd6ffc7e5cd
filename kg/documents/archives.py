"""Zip and gzip files as folders: "filings.zip/2019/8k.htm" is a path, though nothing is ever unpacked to disk.

What unpacks to more than a document may hold, asks for a password, or has a name that leads out of its archive is
refused; archives within archives are read to a depth.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath

from kg.errors import Damaged, DocumentError, Encrypted, TooLarge

ZIP, GZIP = ".zip", ".gz"
MOST_BYTES = 128 * 2**20  # of one document, unpacked
MOST_MEMBERS = 20_000
MOST_UNPACKED = 4 * 2**30  # of all that an archive says it holds
DEEPEST = 3  # archives in archives


def is_archive(path: Path) -> bool:
    """Whether a file holds others: a zip file by its name."""
    return path.suffix.lower() == ZIP


def read_bytes(path: Path) -> bytes:
    """The bytes of a document: of a file, of a member of an archive, of what a gzip file packs.

    Raises `DocumentError`, or `OSError` where a file cannot be opened.
    """
    return unpacked(path, packed_bytes(path))


def packed_bytes(path: Path) -> bytes:
    """The bytes of a file or of a member of an archive, as gzip packs them where it does; raises as `read_bytes`."""
    file, inner = outermost(path)
    size = file.stat().st_size
    if not inner and size > MOST_BYTES:
        raise TooLarge(path, f"expected at most {MOST_BYTES} bytes, found {size}")
    if not inner:
        return file.read_bytes()
    return member(path, opened(str(file), size, file.stat().st_mtime_ns), inner)


def outermost(path: Path) -> tuple[Path, tuple[str, ...]]:
    """The file on disk that a path leads to or through, and the names that follow within it."""
    if path.is_file():
        return path, ()
    for parent in path.parents:
        if parent.is_file():
            return parent, path.relative_to(parent).parts
    return path, ()


@lru_cache(maxsize=2)
def opened(file: str, size: int, changed: int) -> zipfile.ZipFile:
    """An archive on disk, kept open while its members are read; `size` and `changed` tell one version from another."""
    return open_zip(file, Path(file))


def open_zip(name: str, data: Path | BytesIO) -> zipfile.ZipFile:
    """An archive whose list of members can be read."""
    try:
        archive = zipfile.ZipFile(data)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, UnicodeError) as error:
        raise Damaged(name, f"expected a zip archive, found one that is damaged or cut off ({error})") from error
    held = archive.infolist()
    if len(held) > MOST_MEMBERS:
        raise TooLarge(name, f"expected at most {MOST_MEMBERS} files in an archive, found {len(held)}")
    if (total := sum(info.file_size for info in held)) > MOST_UNPACKED:
        raise TooLarge(name, f"expected an archive of at most {MOST_UNPACKED} bytes unpacked, found {total}")
    return archive


def members(path: Path, depth: int = 1) -> Iterator[Path]:
    """The path of every document in an archive, in order of name; hidden ones are left out.

    An inner archive that cannot be listed is given as itself: reading it says why. Raises as `read_bytes` does.
    """
    file, inner = outermost(path)
    archive = opened(str(file), file.stat().st_size, file.stat().st_mtime_ns)
    if inner:
        archive = open_zip(str(path), BytesIO(read_bytes(path)))
    for name in sorted({safe_name(info.filename) for info in archive.infolist() if not info.is_dir()}):
        if any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts):
            continue
        found = path / name
        if not is_archive(found) or depth >= DEEPEST:
            yield found
            continue
        try:
            yield from list(members(found, depth + 1))
        except (DocumentError, OSError):
            yield found


def safe_name(name: str) -> str:
    """A member's name that leads nowhere but into its archive: "../../x" becomes "__/__/x"."""
    parts = [part for part in name.replace("\\", "/").replace("\0", "_").split("/") if part not in ("", ".")]
    return "/".join("__" if part == ".." else part.replace(":", "_") for part in parts) or "_"


def member(path: Path, archive: zipfile.ZipFile, names: tuple[str, ...]) -> bytes:
    """The bytes of a member; the names go on into archives within it."""
    held = {safe_name(info.filename): info for info in archive.infolist() if not info.is_dir()}
    for end in range(len(names), 0, -1):
        info = held.get("/".join(names[:end]))
        if info is None:
            continue
        data = read_member(path, archive, info)
        if end == len(names):
            return data
        if len([n for n in names if n.lower().endswith(ZIP)]) > DEEPEST:
            raise TooLarge(path, f"expected archives at most {DEEPEST} deep")
        return member(path, open_zip(str(path), BytesIO(data)), names[end:])
    raise Damaged(path, "expected a file in the archive, found none of that name")


def read_member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """What one member unpacks to."""
    plain = info.filename.replace("\\", "/")  # as Windows parts folders
    if plain.startswith("/") or safe_name(info.filename) != plain.rstrip("/"):
        raise Damaged(path, f"expected a name within its archive, found {info.filename!r}")
    if info.flag_bits & 1:
        raise Encrypted(path, "expected an archive that opens without a password, found an encrypted file in it")
    if info.file_size > MOST_BYTES:
        raise TooLarge(path, f"expected at most {MOST_BYTES} bytes, found {info.file_size} unpacked")
    try:
        with archive.open(info) as stream:
            return stream.read(MOST_BYTES)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise Damaged(path, f"expected a file in an archive, found one that is damaged ({error})") from error


def unpacked(path: Path, data: bytes) -> bytes:
    """The bytes themselves, or what gzip packed in them."""
    if path.suffix.lower() != GZIP:
        return data
    try:
        with gzip.open(BytesIO(data)) as stream:
            made = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Damaged(path, f"expected gzip, found a file that is damaged or cut off ({error})") from error
    if len(made) > MOST_BYTES:
        raise TooLarge(path, f"expected at most {MOST_BYTES} bytes, found more when unpacked")
    return made
