"""An answer as bytes in memory, up to a cap on its rows and one on its size."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

from kg.errors import AnswerTooLarge
from kg.graph.terms import Literal, Term
from kg.queries.format import FORMULA

# What stands exactly once for each row (in JSON, between two of them).
MARKS = {"json": (b'},{"', b"},{}"), "xml": (b"<result>",), "tsv": (b"\n",)}
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF")
PAGE = 500  # rows of CSV that are written at once


class Capped:
    """A `kg.store.Sink`; raises AnswerTooLarge past a cap."""

    def __init__(self, most_rows: int, most_bytes: int):
        self.made = bytearray()
        self._most_rows = most_rows
        self._most_bytes = most_bytes
        self._rows = 0
        self._marks: tuple[bytes, ...] = ()

    def begin(self, format_: str, solutions: bool) -> None:
        """Rows are counted by what the format writes between them."""
        self._marks = MARKS.get(format_, ()) if solutions else ()

    def write(self, data: bytes, /) -> int:
        """Takes bytes; a mark may lie across two pieces."""
        for mark in self._marks:
            self._rows += (bytes(self.made[max(0, len(self.made) - len(mark) + 1) :]) + data).count(mark)
        self.made += data
        if self._rows > self._most_rows:
            raise AnswerTooLarge(f"the answer has more than {self._most_rows:,} rows; narrow it or add a LIMIT")
        if len(self.made) > self._most_bytes:
            raise AnswerTooLarge(f"the answer has more than {self._most_bytes:,} bytes; narrow it or add a LIMIT")
        return len(data)

    def table(self, names: Iterable[str], rows: Iterable[tuple[Term | None, ...]]) -> None:
        """SPARQL's CSV, with a text that a spreadsheet would take for a formula defused by an apostrophe."""
        page = StringIO()
        writer = csv.writer(page, lineterminator="\r\n")
        writer.writerow(names)
        for number, row in enumerate(rows, 1):
            writer.writerow(["" if term is None else _cell(term) for term in row])
            self._rows += 1
            if number % PAGE == 0:
                self._turn(page)
        self._turn(page)

    def flush(self) -> None:
        """Nothing is held back."""

    def _turn(self, page: StringIO) -> None:
        self.write(page.getvalue().encode("utf-8", "replace"))
        page.seek(0)
        page.truncate()


def _cell(term: Term) -> str:
    if isinstance(term, Literal) and term.value.startswith(FORMULA) and not NUMBER.fullmatch(term.value):
        return f"'{term.value}"
    return term.value
