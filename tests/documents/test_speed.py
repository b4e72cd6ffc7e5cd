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
    start = time.process_time()
    find_dates(text)
    with contextlib.suppress(NoRelease):
        parse_filing("x.txt", text, "")
    assert time.process_time() - start < SECONDS


COVER = "FORM 6-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\nSIGNATURE\n\n"
ODD = (
    "A" * 150 + "! May 3, 2005 - it rained.",
    "May 3, 2005 - X " + "-" * 80 + " x",
    "<S>" + ("  " * 9 + "<C>") * 30 + " x",
    "|" + "-" * 200 + "x|\n|a|b|",
    "a" + " " * SIZE + "•" + " " * SIZE + "•b",
    COVER + "a" + " " * SIZE + "By",
    COVER + ("By: " + " " * 50) * 900,
    COVER + "EXHIBIT INDEX\n\n" + "." * SIZE,
    "FORM 6-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\n" + ("Yes No\n\n" * 9000),
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_backtracking(text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(NoRelease):
        parse_filing("x.txt", text, "")
    assert time.process_time() - start < SECONDS
