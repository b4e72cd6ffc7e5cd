"""What a document is made of: a filing, its releases, their blocks, tables and cells.

Every offset is half-open and counts Unicode code points in `Filing.text`, the decoded source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is for; annotation decides by it what to read and in whose voice."""

    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    TICKERS = "tickers"  # "TSX: LOR" on lines of their own
    DATELINE = "dateline"  # "TORONTO, January 14, 2013 -", cut from the lead paragraph
    HEADING = "heading"
    PROSE = "prose"
    QUOTE = "quote"  # a paragraph that opens with somebody's words
    LIST_ITEM = "list item"
    TABLE = "table"
    ABOUT = "about"  # boilerplate: "About X"
    FORWARD_LOOKING = "forward-looking"  # boilerplate: the legal warning
    CONTACTS = "contacts"
    FURNITURE = "furniture"  # page numbers, "(more)", links, share buttons
    COVER = "cover"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, with what is printed in it (stripped); empty cells have start == end."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as printed, ragged where the source is ragged."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of one kind; `text` is the source slice, `heading` the nearest heading above it in the release."""

    kind: BlockKind
    start: int
    end: int
    text: str
    heading: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One press release; `issued` is the day it was really issued, `stated` another day that its text gives.

    `issued` is None where nothing dates it. `date_note` says why the two differ, in one sentence, else "".
    """

    sequence: int  # from 1, in the order of the filing
    start: int
    end: int
    headline: str  # lines joined by a space, "" where there is none
    issued: date | None
    stated: date | None
    date_note: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """One input file; `form` is "6-K", "8-K" … or "press-release"; `filer` and `signatory` are names as printed, or "".

    `filed` is the day in the EDGAR header, on the signature page or the cover; a bare press release is dated as its
    release is. `accession` and `cik` are EDGAR's numbers, "" where there is no header; `reported` is the day of the
    event that an 8-K reports.
    """

    source: str  # file name or URL
    sha256: str  # of the bytes
    text: str
    form: str
    filer: str
    filed: date | None
    signatory: str
    cover: tuple[Block, ...]
    signature: tuple[Block, ...]
    releases: tuple[Release, ...]
    accession: str = ""
    cik: str = ""
    reported: date | None = None
