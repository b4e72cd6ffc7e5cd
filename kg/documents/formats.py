"""The formats of documents: how each is known, and how its bytes become the text in which offsets count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.documents.pdf import pdf_text
from kg.documents.submission import is_submission, submission_text
from kg.documents.text import decode
from kg.documents.webpage import is_webpage, webpage_text
from kg.errors import EmptyDocument


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its usual suffixes, how a document is known to be of it, and what makes text of its bytes.

    `holds` and `read` take the document's name and its bytes; `read` raises `DocumentError`.
    """

    name: str
    suffixes: tuple[str, ...]
    holds: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], str]


def holds_pdf(source: str, data: bytes) -> bool:
    """It opens as a PDF does, or is named one."""
    return data[:1024].lstrip().startswith(b"%PDF-") or named(source, ".pdf")


def holds_submission(source: str, data: bytes) -> bool:
    """It opens as EDGAR's submissions do."""
    return is_submission(data.decode("latin-1"))


def read_submission(source: str, data: bytes) -> str:
    """A submission with the text of each of its documents."""
    return submission_text(source, decode(source, data), lambda inner: pdf_text(source, inner))


def holds_webpage(source: str, data: bytes) -> bool:
    """It says that it is HTML, or is named so."""
    return is_webpage(data) or named(source, ".htm", ".html", ".xhtml")


def read_webpage(source: str, data: bytes) -> str:
    """The text of an HTML page."""
    return webpage_text(decode(source, data))


def named(source: str, *suffixes: str) -> bool:
    """Whether a document's name ends so."""
    return source.lower().endswith(suffixes)


# A format is a line here; the first that knows the bytes reads them, whatever the suffix says.
READERS: tuple[Format, ...] = (
    Format("PDF", (".pdf",), holds_pdf, pdf_text),
    Format("EDGAR submission", (".sgml", ".nc"), holds_submission, read_submission),
    Format("HTML", (".htm", ".html", ".xhtml"), holds_webpage, read_webpage),
    Format("text", (".txt", ".md", ".text", ".markdown"), lambda source, data: True, decode),
)
SUFFIXES = tuple(suffix for format_ in reversed(READERS) for suffix in format_.suffixes)


def extract(source: str, data: bytes) -> str:
    """The text of a document in which offsets count; raises `DocumentError`."""
    found = next(format_ for format_ in READERS if format_.holds(source, data))
    text = found.read(source, data)
    if not text.strip():
        raise EmptyDocument(source, f"expected text, found {found.name} without any")
    return text
