from __future__ import annotations

from datetime import date

import pytest

from kg.documents.dateline import find_date_line, find_dateline

REST = "Quillmark today opened a trial."
DAY = date(2005, 5, 3)
DATED = [
    "LEEDS, MAINE, MAY 3, 2005 - ",
    "LEEDS - (NewsLine Wire) - May 3, 2005 - ",
    "LEEDS, Maine - May 3, 2005 (NEWSLINEWIRE) - ",
    "Leeds, ME – May 3, 2005 – ",
    "LEEDS, Maine, May 3, 2005 /NewsLine/ -- ",
    "LEEDS, Maine, May 03, 2005 (LINE NEWSWIRE) -- ",
    "LEEDS, England and YORK, Maine, May 3rd, 2005 -- ",
    "LEEDS, ENGLAND - Media Newswire - 3 May 2005 - ",
    "Leeds, England, 3 May 2005: ",
    "**LEEDS, Maine, May 3, 2005** -- ",
    "May 3, 2005 – Leeds, England – ",
    "Saint-Aubin, France – May 3, 2005 – ",
]
UNDATED = ["LEEDS & YORK–(LINE WIRE)–", "LEEDS, Maine--(LINE WIRE)--", "LEEDS - "]
NONE = [
    "Leeds, in May 2005, was cold, and Quillmark - a company - opened a trial.",
    "On May 3, 2005 - a Tuesday - Quillmark opened a trial.",
    "Quillmark said on May 3, 2005 that it opened a trial.",
    "QMB-17 - a pill - is new.",
    "",
]


@pytest.mark.parametrize("dateline", DATED)
def test_dated(dateline: str) -> None:
    found = find_dateline(dateline + REST)
    assert found is not None
    assert (found.end, found.day) == (len(dateline), DAY)


@pytest.mark.parametrize("dateline", UNDATED)
def test_undated(dateline: str) -> None:
    found = find_dateline(dateline + REST)
    assert found is not None
    assert (found.end, found.day) == (len(dateline), None)


@pytest.mark.parametrize("text", NONE)
def test_none(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    "text",
    ["May 3, 2005", "Tuesday, 3 May 2005", "Leeds, May 3, 2005", "Date: May 3, 2005", "Released May 3, 2005 8:00 AM"],
)
def test_date_line(text: str) -> None:
    assert find_date_line(text) == DAY


@pytest.mark.parametrize("text", ["The trial ends on May 3, 2005", "May 2005", "May 3, 2005 and May 4, 2005"])
def test_no_date_line(text: str) -> None:
    assert find_date_line(text) is None
