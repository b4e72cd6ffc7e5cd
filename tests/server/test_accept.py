"""Who asks for a format gets it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.accept import DATASETS, GRAPHS, MEDIA, RESULTS, choose


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("application/sparql-results+xml, */*;q=0.1", "xml"),
        ("text/*", "xml"),
        ("text/*;q=0.3, text/csv;q=0.9", "csv"),
        ("application/sparql-results+json;q=0, text/csv;q=0.1", "csv"),
        ("TEXT/CSV ; Q=1.0", "csv"),
        ("text/html", ""),
        ("text/csv;q=x", ""),
        (",,;;q=", ""),
    ],
)
def test_of_rows(accept: str, format_: str) -> None:
    assert choose(accept, RESULTS) == format_


def test_every_format_has_a_name_on_the_way_out() -> None:
    assert {*RESULTS.values(), *GRAPHS.values(), *DATASETS.values()} <= MEDIA.keys()


@given(st.text(max_size=60))
def test_any_header_is_read(accept: str) -> None:
    assert choose(accept, GRAPHS) in {"", *GRAPHS.values()}
