"""Files that are there whole or not at all; and what a disk refuses, told from what is damaged on it.

A disk that is full or cannot be written says nothing against what lies there: nothing may be thrown away for that.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
REFUSED = FULL | {errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
# the database tells only in words
FULL_WORDS = re.compile(r"No space left on device|Disk quota exceeded|disk is full", re.I)
REFUSED_WORDS = re.compile(
    r"Read-only file system|Permission denied|File too large|Too many open files|Cannot allocate memory", re.I
)
FULL_SQLITE = frozenset(("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMMAP"))
REFUSED_SQLITE = re.compile(
    r"SQLITE_(?:FULL|BUSY|LOCKED|READONLY|CANTOPEN|PERM|NOMEM|IOERR_(?:WRITE|FSYNC|TRUNCATE|SHM\w+))"
)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises OSError, and then leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _named(error, path) from error


def append_whole(path: Path, line: str) -> None:
    """Add a line to a file, whole or not at all, behind whatever was cut off there before. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+", buffering=0) as file:  # what stays in a buffer would be written once more
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        cut_off = file.read() not in (b"", b"\n")
        data = (b"\n" if cut_off else b"") + line.rstrip("\n").encode("utf-8", "surrogatepass") + b"\n"
        try:
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())
        except OSError as error:
            with suppress(OSError):
                file.truncate(size)
            raise _named(error, path) from error


def refuses(error: BaseException) -> bool:
    """Whether the disk refused to write or to open, and nothing that lies there is wrong."""
    if isinstance(error, sqlite3.Error):
        return bool(REFUSED_SQLITE.match(getattr(error, "sqlite_errorname", "")))
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in REFUSED
    return is_full(error) or bool(REFUSED_WORDS.search(str(error)))


def is_full(error: BaseException) -> bool:
    """Whether that is for want of room."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") in FULL_SQLITE
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in FULL
    return bool(FULL_WORDS.search(str(error)))


def reason_of(error: BaseException) -> str:
    """What the disk said, in words that say what to do.

    >>> reason_of(OSError(errno.ENOSPC, "No space left on device", "a/b.json"))
    'the disk is full (No space left on device: a/b.json); make room'
    """
    said = str(error)
    if isinstance(error, OSError) and error.errno is not None:
        said = (error.strerror or said) + (f": {error.filename}" if error.filename else "")
    return f"the disk is full ({said}); make room" if is_full(error) else said


def _named(error: OSError, path: Path) -> OSError:
    """An error that says which file it was about."""
    return error if error.filename or error.errno is None else type(error)(error.errno, error.strerror, str(path))
