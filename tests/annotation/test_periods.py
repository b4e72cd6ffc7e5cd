from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotation.periods import FiscalCalendar, Period, find_calendar, find_cut, find_periods, shift

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "periods.yaml").read_text(encoding="utf-8"))
CALENDAR_YEAR = FiscalCalendar(month=12, offset=0, start=0, end=1)


def wanted(mention: Any) -> tuple[Any, ...]:
    if isinstance(mention, list):
        return [(day, months) for day, months in mention], 0, None
    return [], mention.get("back", 0), mention.get("year")


@pytest.mark.parametrize("case", CASES["hits"], ids=lambda case: case["text"])
def test_reads_periods(case: dict[str, Any]) -> None:
    found = find_periods(case["text"], CALENDAR_YEAR)
    got = [([(p.ends.isoformat(), p.months) for p in m.periods], m.back, m.year) for m in found]
    assert got == [wanted(m) for m in case["mentions"]]


@pytest.mark.parametrize("text", CASES["misses"])
def test_leaves_other_words_alone(text: str) -> None:
    assert find_periods(text, CALENDAR_YEAR) == []


def test_a_numbered_quarter_has_no_end_without_a_calendar() -> None:
    assert [m.periods for m in find_periods("the second quarter of 2023")] == [()]


def test_a_calendar_year_shows_in_the_balance_of_the_last_quarter() -> None:
    told = "a net loss of $4 million for the second quarter of 1999"
    fiscal = find_calendar(f"{told}. As of June 30, 1999, cash was $9 million.")
    assert fiscal is not None
    assert fiscal.quarter(2, 1999) == date(1999, 6, 30)
    assert find_calendar(f"{told}. As of December 31, 1998, cash was $9 million.") is None
    assert find_calendar(f"{told} and fiscal 1999. As of June 30, 1999, cash was $9 million.") is None
    year_ends_in_september = (
        "third quarter of 2005, against the third quarter of 2004; at September 30, 2004 and June 30, 2005"
    )
    assert find_calendar(year_ends_in_september) is None


def test_the_calendar_follows_from_a_quarter_and_its_end() -> None:
    fiscal = find_calendar(
        "results of the second quarter of fiscal year 2013, the three and six months ended November 30, 2012"
    )
    assert fiscal is not None
    assert (fiscal.month, fiscal.quarter(1, 2013), fiscal.quarter(4, 2013)) == (5, date(2012, 8, 31), date(2013, 5, 31))


def test_a_contradiction_gives_no_calendar() -> None:
    assert find_calendar("first quarter ended March 31, 2020 and year ended June 30, 2019") is None


def test_a_quarter_of_a_broken_year_needs_the_word_fiscal() -> None:
    fiscal = FiscalCalendar(month=5, offset=0, start=0, end=1)
    plain, said = find_periods("first quarter of 2013; first quarter of fiscal 2013", fiscal)
    assert plain.periods == ()
    assert said.periods == (Period(date(2012, 8, 31), 3),)


def test_only_ends_of_months_move_by_years() -> None:
    assert shift(Period(date(2024, 2, 29), 3), 2023) == Period(date(2023, 2, 28), 3)
    assert shift(Period(date(2024, 9, 28), 3), 2023) is None


def test_a_date_that_breaks_off() -> None:
    assert find_cut("compared with $8 million for the six months ended November") == (33, "November")
    assert find_cut("six months ended November 30, 2012") is None
