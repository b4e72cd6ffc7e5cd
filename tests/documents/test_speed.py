"""Long lines and endless repetitions take no longer than their length asks."""

from __future__ import annotations

import contextlib
import time

import pytest

from kg.documents import find_dates, parse_filing
from kg.errors import NoRelease

SIZE = 65536
UNITS = (
    "a",
    "'s",
    "•",
    "• a ",
    "- ",
    "\t",
    "a\tb\n",
    "<",
    "![a](",
    "1\n\n",
    "2024 ",
    "Jan 1 ",
    "About A",
    "TSX: A ",
    "| a | b |\n",
    "a.b@c ",
    "<TABLE>\n",
    "“",
    "A\n\n",
)
# Some fifty times what the slowest of them takes here, and far below what a quadratic one would.
SECONDS = 8.0


@pytest.mark.parametrize("unit", UNITS)
def test_linear(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    start = time.perf_counter()
    find_dates(text)
    with contextlib.suppress(NoRelease):
        parse_filing("x.txt", text, "")
    assert time.perf_counter() - start < SECONDS
