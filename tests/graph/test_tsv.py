"""Rows read from tab-separated values are the terms that were written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.manifest import Entry
from kg.graph.terms import XSD, Iri, Literal, Quad, Term
from kg.graph.tsv import read_rows
from kg.store import open_store

CELLS: dict[str, Term | None] = {
    "": None,
    "<https://example.org/a>": Iri("https://example.org/a"),
    '"a \\"b\\"\\tc\\nd\\\\n"': Literal('a "b"\tc\nd\\n'),
    '"\\u00e9\u2028\u0085"': Literal("é\u2028\u0085"),
    '""': Literal(""),
    '"deux"@fr': Literal("deux", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "fr"),
    '"2012-01-01"^^<http://www.w3.org/2001/XMLSchema#date>': Literal("2012-01-01", XSD + "date"),
    '"5"': Literal("5"),
    "5": Literal("5", XSD + "integer"),
    "-0.5": Literal("-0.5", XSD + "decimal"),
    "1.0e6": Literal("1.0e6", XSD + "double"),
    "true": Literal("true", XSD + "boolean"),
    "_:b1": Iri("_:b1"),
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell(cell: str) -> None:
    assert read_rows(f"?a\t?b\n{cell}\t<x:y>\n".encode()).rows == ((CELLS[cell], Iri("x:y")),)


def test_rows_without_values_and_without_variables() -> None:
    assert read_rows(b"?a\n\n\n").rows == ((None,), (None,))
    assert read_rows(b"?a\n").rows == ()
    assert read_rows(b"\n\n").rows == ((),)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_what_a_store_holds_comes_back_from_a_question(
    tmp_path_factory: pytest.TempPathFactory, said: list[str]
) -> None:
    graph, about = Iri("https://example.org/g"), Iri("https://example.org/about")
    values: list[Term] = [term for text in said for term in (Literal(text), Literal(text, XSD + "date"))]
    values += [Literal("1.5", XSD + "decimal"), Literal("-7", XSD + "integer"), Literal("false", XSD + "boolean")]
    path: Path = tmp_path_factory.mktemp("store") / "s"
    with open_store(path, "write") as store:
        store.replace_document(
            Entry("a.txt", "0" * 64, ("a.txt",), "", 1, 1), [Quad(graph, about, value, graph) for value in values]
        )
        rows = store.select("SELECT ?o { GRAPH ?g { ?s <https://example.org/about> ?o } }").rows
    assert {row[0] for row in rows} == set(values)
