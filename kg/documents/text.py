"""Bytes to text: what a document says, code point for code point, and the digest of its bytes."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from kg.errors import EmptyDocument, NotText

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF file"),
)
DECLARED = re.compile(rb"(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9][\w.:-]{1,30})", re.ASCII)
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
PRINTABLE = re.compile(r"[^\W_]|[^\w\s\x00-\x1f\x7f-\x9f\ufeff\u200b]")


def read_text(path: Path | str) -> tuple[str, str]:
    """The text of a file and the SHA-256 of its bytes.

    Line ends, a byte order mark and every odd character stay as they are, so that offsets into the text are
    offsets into `bytes.decode(encoding)`.

    Raises `EmptyDocument`, `NotText`, and `OSError` where the file cannot be opened.
    """
    data = Path(path).read_bytes()
    return decode(path, data), hashlib.sha256(data).hexdigest()


def decode(path: Path | str, data: bytes) -> str:
    """Text of the bytes: by byte order mark, as UTF-8, as the charset they declare, as Windows-1252; never guessed."""
    if not data.strip():
        raise EmptyDocument(path, "expected text, found " + ("only blanks" if data else "an empty file"))
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise NotText(path, f"expected text, found {what}")
    for name in (*marked(data), "utf-8", *declared(data), *by_lines(data), "cp1252"):
        text = attempt(data, name)
        if text is None or (name != "utf-8" and BINARY.search(text)):
            continue
        if "\x00" in text:
            raise NotText(path, f"expected text, found a binary file (a NUL character at {text.index(chr(0))})")
        if not PRINTABLE.search(text):
            raise EmptyDocument(path, "expected text, found no printable character")
        return text
    raise NotText(path, f"expected text in UTF-8, a declared charset or Windows-1252, found {first_fault(data)}")


def marked(data: bytes) -> tuple[str, ...]:
    """The encoding that a byte order mark names, if there is one (that of UTF-8 stays part of the text)."""
    return next(((name,) for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), ())


def declared(data: bytes) -> tuple[str, ...]:
    """The charset that the first kilobyte declares, where Python knows it as a text encoding."""
    found = DECLARED.search(data[:1024])
    if not found:
        return ()
    try:
        info = codecs.lookup(found[1].decode("ascii"))
    except (LookupError, ValueError):
        return ()
    return (info.name,) if getattr(info, "_is_text_encoding", True) and info.name != "utf-7" else ()


def by_lines(data: bytes) -> tuple[str, ...]:
    """The encoding of old Macintoshes where lines end as only they end them, in a carriage return alone."""
    return ("mac_roman",) if b"\r" in data and b"\n" not in data else ()


def attempt(data: bytes, name: str) -> str | None:
    """The bytes decoded strictly, or None."""
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def first_fault(data: bytes) -> str:
    """Which byte is no UTF-8, for a message."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return f"byte 0x{data[fault.start]:02x} at {fault.start}"
    return "control characters"
