"""Files to filings, releases and blocks, every one with its offsets in the source."""

from kg.documents.dates import FoundDate, find_dates
from kg.documents.filing import parse_filing
from kg.documents.formats import READERS
from kg.documents.model import Block, BlockKind, Cell, Filing, Release, Table
from kg.documents.read import Rejected, read_documents, read_filing
from kg.documents.text import read_text

__all__ = [
    "READERS",
    "Block",
    "BlockKind",
    "Cell",
    "Filing",
    "FoundDate",
    "Rejected",
    "Release",
    "Table",
    "find_dates",
    "parse_filing",
    "read_documents",
    "read_filing",
    "read_text",
]
