"""A store's folder but for its database: files written whole or not at all, and readings with a check sum."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.disk import write_whole

DOCUMENTS = "documents"
CACHE = "cache.sqlite"


def write_file(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all. Raises OSError, and then leaves what was there."""
    write_whole(path, text.encode("utf-8", "surrogatepass"))


def read_text(path: Path) -> str:
    """What `write_file` wrote."""
    return path.read_bytes().decode("utf-8", "surrogatepass")


def other_layout(found: str, ours: str) -> str:
    """What to do about a store of a layout that is not ours."""
    newer = found.isdecimal() and int(found) > int(ours)
    whose = ": a newer kg wrote it; use that one" if newer else "; use the kg that wrote it"
    return f"the store is of version {found[:20]}, expected {ours}{whose}, or build it anew elsewhere"


def save_checked(documents: Path, sha256: str, reading: str, text: str) -> None:
    """Keep a reading (one line of JSON) with a line behind it that shows damage to it or to its text, and the text."""
    line = reading.rstrip("\n")
    write_file(documents / f"{sha256}.txt", text)
    write_file(documents / f"{sha256}.json", f"{line}\n{check_sum_of(line, text)}\n")


def load_checked(documents: Path, sha256: str, strict: bool = True) -> tuple[str, str]:
    """A reading and its text; without `strict` also one without a check sum, as the first layout had them.

    Raises OSError, or ValueError where they are not whole.
    """
    made, text = read_text(documents / f"{sha256}.json"), read_text(documents / f"{sha256}.txt")
    line, _, check = made.rstrip("\n").partition("\n")
    if (strict or check) and check != check_sum_of(line, text):
        raise ValueError("its check sum is not that of its content")
    return line + "\n", text


def check_sum_of(*texts: str) -> str:
    """The SHA-256 of texts, of any characters, as it is kept beside them."""
    return hashlib.sha256("\x1d".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
