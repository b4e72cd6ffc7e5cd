"""Answers are counted as they are written, in whatever pieces."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import AnswerTooLarge
from kg.graph.terms import XSD, Iri, Literal
from kg.server.capped import Capped

FORMATS = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
ROWS = "SELECT * {{ VALUES (?a ?b) {{ {} }} }}"


def written(format_: str, rows: int, most: int) -> Callable[[int], None]:
    """Writes an answer with that many rows in pieces of a size."""
    values = " ".join('("x" UNDEF)' if i % 2 else "(UNDEF UNDEF)" for i in range(rows))
    found = ox.Store().query(ROWS.format(values))
    assert isinstance(found, ox.QuerySolutions)
    text = found.serialize(format=FORMATS[format_])

    def write(size: int) -> None:
        assert text
        out = Capped(most, 10**6)
        out.begin(format_, solutions=True)
        for i in range(0, len(text), size):
            out.write(text[i : i + size])
        assert bytes(out.made) == text

    return write


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("size", [1, 3, 7, 10**6])
def test_rows_are_counted(format_: str, size: int) -> None:
    written(format_, 20, 21)(size)
    with pytest.raises(AnswerTooLarge, match="15 rows"):
        written(format_, 20, 15)(size)


def test_bytes_are_counted() -> None:
    with pytest.raises(AnswerTooLarge, match="10 bytes"):
        Capped(5, 10).write(b"x" * 11)


def test_csv_is_counted_and_defused() -> None:
    out = Capped(10, 1000)
    texts = ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "-1.5", "+2", "-INF", "a,b", 'a"b', "x"]
    out.table(["a"], [(Literal(text),) for text in texts[:8]])
    assert out.made.decode().split("\r\n")[:9] == ["a", "'=1+1", "'+x", "'-x", "'@x", "'\tx", '"\'\rx"', "-1.5", "+2"]
    with pytest.raises(AnswerTooLarge):
        Capped(10, 1000).table(["a"], [(Iri("x:y"),)] * 11)


@given(st.text(min_size=1), st.sampled_from(["", XSD + "string"]))
def test_no_cell_of_words_begins_a_formula(text: str, datatype: str) -> None:
    out = Capped(10, 10**6)
    out.table(["a"], [(Literal(text, datatype),)])
    cell = out.made.decode("utf-8").removeprefix("a\r\n").lstrip('"')
    assert cell[:1] not in ("=", "@", "\t")
    assert cell[:1] not in ("+", "-") or cell.strip()[1:2] in "0123456789.I"
