"""When something is to happen, as vaguely as a release says it: "second half of 2005", "by year end", "within 60 days".

Dates that the text prints in full are those of `kg.documents.dates`; what it leaves to be understood ("this year", "the next
twelve months") counts from the day of the release. A release without a day has no such dates: nothing is ever filled in
from today.
"""

# ruff: noqa: E501 - a pattern reads best on a line of its own

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.documents.dates import find_dates, months_of, rank

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?:\s\(\d+\))?"
BY = re.compile(
    r"\b(?:by|until|no later than|not later than)\s(?:about\s)?(?:the\s)?(?:(?:year[- ])?end\s?(?:of\s)?)?(?:the\s)?$",
    re.I,
)
BEFORE = re.compile(r"\b(?:before|prior to)\s(?:the\s)?$", re.I)
LONGEST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Horizon:
    """A time ahead: where it stands in the text, the first and last day it may mean, and both as EDTF.

    `months` is how many months from the release a text counts ("the next twelve months"), 0 where it names a date.
    """

    start: int
    end: int
    earliest: date
    latest: date
    edtf: str
    months: int = 0


def find_horizons(text: str, issued: date | None) -> tuple[Horizon, ...]:
    """The times in a text that are not over on the day of its release, in order and without overlaps.

    >>> [h.edtf for h in find_horizons("Data are due by year end.", date(2004, 5, 4))]
    ['2004-05-04/2004-12-31']
    >>> find_horizons("Data are due by year end.", None)
    ()
    """
    found = [*_printed(text, issued), *(_counted(text, issued) if issued else ())]
    kept: list[Horizon] = []
    for one in sorted(found, key=lambda h: (h.start, -h.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(h for h in kept if issued is None or h.latest >= issued)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _printed(text: str, issued: date | None) -> Iterator[Horizon]:
    for found in find_dates(text):
        made = Horizon(found.start, found.end, found.earliest, found.latest, found.edtf)
        before = text[max(0, found.start - 40) : found.start]
        if BEFORE.search(before):
            last = found.earliest - timedelta(days=1)
            if issued and last >= issued:
                yield _until(made, issued, last)
        elif issued and issued < found.latest and BY.search(before):
            yield _until(made, issued, found.latest)
        else:
            yield made


def _until(horizon: Horizon, first: date, last: date) -> Horizon:
    return replace(horizon, earliest=first, latest=last, edtf=f"{first}/{last}")


def _counted(text: str, issued: date) -> Iterator[Horizon]:
    for pattern, read in COUNTED:
        for m in pattern.finditer(text):
            if days := read(m, issued):
                yield Horizon(*m.span(), days[0], days[1], f"{days[0]}/{days[1]}", days[2])


Days = tuple[date, date, int] | None


def _year_end(m: re.Match[str], issued: date) -> Days:
    year = issued.year + (1 if (m.groupdict().get("next") or "").lower() == "next" else 0)
    return (issued if year == issued.year else date(year, 1, 1)), date(year, 12, 31), 0


def _part(m: re.Match[str], issued: date) -> Days:
    year = issued.year + (m["which"].lower() == "next")
    number, size = rank(m["rank"]), 3 if m["unit"].lower() == "quarter" else 6
    if number * size > 12:
        return None
    return *months_of(year, number * size - size + 1, number * size), 0


def _within(m: re.Match[str], issued: date) -> Days:
    count = NUMBERS.get(m["n"].lower()) or int(m["n"]) if not m["n"].isdigit() else int(m["n"])
    unit = m["unit"].lower()
    if unit.startswith("month"):
        return (issued, add_months(issued, count), count) if 0 < count <= LONGEST_MONTHS else None
    days = count * (7 if unit.startswith("week") else 1)
    return (issued, issued + timedelta(days=days), 0) if days else None


def _this(m: re.Match[str], issued: date) -> Days:
    size = {"month": 1, "quarter": 3}[m["unit"].lower()]
    month = (issued.month - 1) // size * size + 1
    first = add_months(date(issued.year, month, 1), size if m["which"].lower() == "next" else 0)
    last = add_months(first, size) - timedelta(days=1)
    return max(first, issued), last, 0


COUNTED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days]], ...] = (
    (re.compile(r"\b(?:by|before|at|around|towards?)\s(?:the\s)?(?:calendar\s)?year[- ]?end(?!\s?(?:of\s)?\d{4})\b", re.I), _year_end),
    (re.compile(r"\b(?:before|by|at|around|towards?)\sthe\send\sof\s(?:the|this|(?P<next>next))\s(?:calendar\s)?year\b", re.I), _year_end),
    (re.compile(r"\b(?:later|earlier)?\s?\bthis\s(?:calendar\s)?year\b", re.I), _year_end),
    (re.compile(r"\b(?P<next>next)\s(?:calendar\s)?year\b", re.I), _year_end),
    (
        re.compile(
            r"\b(?P<rank>first|second|third|fourth)\s(?P<unit>quarter|half)\sof\s(?P<which>the|this|next)\s(?:calendar\s)?year\b", re.I
        ),
        _part,
    ),
    (
        re.compile(
            rf"\b(?:within|over|during|in|for)\s(?:at\sleast\s|about\s|approximately\s)?(?:the\s)?(?:next\s|coming\s|following\s)?"
            rf"{COUNT}[\s-](?P<unit>days?|weeks?|months?)\b",
            re.I,
        ),
        _within,
    ),
    (re.compile(r"\b(?:later\s)?(?P<which>this|next)\s(?P<unit>month|quarter)\b", re.I), _this),
)  # fmt: skip
