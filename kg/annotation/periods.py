"""Accounting periods in a clean text: "three and six months ended November 30, 2012", "at May 31, 2012", "the same
period".

A quarter that is named by its number ("second quarter of fiscal 2013") has an end only where the same release says
when that quarter, or the fiscal year, ends: see `find_calendar`.
"""

from __future__ import annotations

import calendar as months_of_year
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.documents.dates import MONTH, YEAR, month_number


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a figure covers: the last one, and how many months; 0 months for a balance on that day."""

    ends: date
    months: int


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A place where a text names one or more periods, in the order printed.

    `periods` is empty where they follow from another period: `back` counts the years back from it ("the same period in
    the prior year"), `year` names its year instead ("in 2023"; with `back` too, "the same period in 2023"). With
    neither, the text does not say which period it means.
    """

    start: int
    end: int
    periods: tuple[Period, ...] = ()
    back: int = 0
    year: int | None = None


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """The month in which a fiscal year ends, and what is added to that day's year to get the year's name.

    `start` and `end` are the place that says so.
    """

    month: int
    offset: int
    start: int
    end: int

    def quarter(self, number: int, label: int) -> date:
        """The last day of a quarter of the fiscal year called `label`."""
        months = (label - self.offset) * 12 + self.month - 1 - 3 * (4 - number)
        return last_day(months // 12, months % 12 + 1)


_COUNTS = {
    "three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9, "twelve": 12, "12": 12, "quarter": 3, "half": 6,
    "year": 12,
}  # fmt: skip
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_S = r"\s{1,4}"
_COUNT = r"(?:three|six|nine|twelve|3|6|9|12)"
_MONTHS = rf"{_COUNT}-?(?:[\s-]{{1,3}}months?)?(?:{_S}periods?)?"
_SPAN = (
    rf"(?:{_MONTHS}(?:(?:,\s|{_S})(?:and{_S})?{_MONTHS})?(?<=[hds])|(?:(?:fiscal|financial|full|calendar){_S})?"
    rf"(?:quarters?|years?|half[\s-]year)(?:{_S}periods?)?)"
)
_DATE = rf"(?:{MONTH}\s{{0,3}}\d{{1,2}}\s?[.,]?\s{{0,4}}{YEAR}|\d{{1,2}}{_S}{MONTH},?{_S}{YEAR})"
_DATES = rf"{_DATE}(?:,?{_S}and{_S}(?:{_DATE}|{YEAR}(?!\d)))?"
_RANK = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_LABEL = rf"(?:{_S}(?:of{_S})?(?:the{_S})?(?P<fiscal>fiscal{_S}|FY\s?)?(?:year{_S})?(?P<label>{YEAR}))"
_OTHER_LABEL = _LABEL.replace("fiscal>", "fiscal2>").replace("label>", "y3>")
_ENDED = re.compile(
    rf"(?:(?P<rank>{_RANK}){_S}(?:fiscal{_S})?)?(?P<span>\b{_SPAN})(?:{_S}of{_S}fiscal{_S}(?:year{_S})?\d{{4}})?,?{_S}"
    rf"(?:that{_S})?(?:ended|ending){_S}(?:on{_S})?(?P<dates>{_DATES})",
    re.I,
)
_QUARTER = re.compile(
    rf"\b(?:(?P<rank>{_RANK})(?:{_S}fiscal)?[\s-]{{1,2}}quarter{_LABEL}|Q(?P<q>[1-4])\s?(?:of\s)?(?P<y>{YEAR})|"
    rf"(?P<q2>[1-4])Q\s?(?P<y2>{YEAR})|(?P<half>(?:first|second)[\s-]half){_OTHER_LABEL}|"
    rf"H(?P<h>[12])\s?(?P<y4>{YEAR}))",
    re.I,
)
_AT = re.compile(rf"\b(?:as{_S}of|as{_S}at|at|on){_S}(?:the{_S}end{_S}of{_S})?(?P<dates>{_DATES})", re.I)
_AT_YEAR = re.compile(rf"\b(?:at|as{_S}of){_S}(?:the{_S})?(?:year[\s-]end{_S}|end{_S}of{_S})(?P<year>{YEAR})", re.I)
_SAME = (
    r"(?:same|comparable|corresponding|equivalent|similar|like|prior|previous|preceding|year-ago|year-earlier|"
    r"prior-year|comparative)"
)
_PRIOR = re.compile(
    rf"\b(?:the{_S})?{_SAME}{_S}(?:(?P<y1>{YEAR}){_S})?(?:{_COUNT}[\s-]months?{_S})?(?:fiscal{_S})?"
    rf"(?:periods?|quarters?|(?:year(?:'s)?(?:{_S}(?:period|quarter))?))"
    rf"(?:,?{_S}(?:of|in|from|during|for|a){_S}(?:the{_S})?(?:(?:fiscal|calendar){_S})?(?:year{_S})?"
    rf"(?:(?P<y2>{YEAR})|(?:prior|previous|last|preceding){_S}(?:fiscal{_S}|financial{_S})?year)"
    rf"|{_S}last{_S}year|{_S}a{_S}year{_S}(?:ago|earlier))?"
    rf"|\b(?:a{_S}year{_S}(?:ago|earlier)|last{_S}year|(?:a|the){_S}year{_S}before)\b",
    re.I,
)
_YEAR = re.compile(
    rf"\b(?:for|in|during|of){_S}(?:the{_S})?(?:(?:full|fiscal|calendar){_S}(?:year{_S})?|year{_S})?(?P<year>{YEAR})(?![\w-])",
    re.I,
)
_VAGUE = re.compile(
    rf"\b(?:the|this){_S}(?:(?:{_COUNT}[\s-]months?|current|latest|most{_S}recent|fiscal|{_RANK}){_S})?(?:quarter|year|period|half)\b"
    rf"|\b(?:quarter|year|period)-end\b|\bQ[1-4]\b|\b(?:current|{_RANK}){_S}quarter\b|\b(?:{_COUNT})[\s-]months?\b",
    re.I,
)
_CUT = re.compile(rf"\b(?P<span>{_SPAN}){_S}(?:ended|ending){_S}(?P<month>{MONTH})", re.I)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, months_of_year.monthrange(year, month)[1])


def shift(period: Period, year: int) -> Period | None:
    """The same period, ending in another year; None where it does not end with a month (52-week years move about)."""
    if period.ends != last_day(period.ends.year, period.ends.month) or not 1900 < year < 2100:
        return None
    return Period(last_day(year, period.ends.month), period.months)


def find_periods(text: str, fiscal: FiscalCalendar | None = None) -> list[PeriodMention]:
    """The periods that a clean text names, in order and without overlaps.

    >>> [(str(p.ends), p.months) for m in find_periods("three and six months ended May 31, 2012") for p in m.periods]
    [('2012-05-31', 3), ('2012-05-31', 6)]
    """
    kept: list[PeriodMention] = []
    taken = bytearray(len(text))
    for mention in _candidates(text, fiscal):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _candidates(text: str, fiscal: FiscalCalendar | None) -> Iterator[PeriodMention]:
    """Mentions by falling certainty; a later one must not overlap an earlier."""
    for m in _ENDED.finditer(text):
        yield PeriodMention(*m.span(), _product(_counts(m["span"]), _dates(m["dates"])))
    for m in _AT.finditer(text):
        yield PeriodMention(*m.span(), tuple(Period(day, 0) for day in _dates(m["dates"])))
    for m in _QUARTER.finditer(text):
        yield PeriodMention(*m.span(), _fiscal_part(m, fiscal))
    for m in _AT_YEAR.finditer(text):
        known = (Period(fiscal.quarter(4, int(m["year"])), 0),) if fiscal and _plain_label(fiscal, False) else ()
        yield PeriodMention(*m.span(), known)
    for m in _PRIOR.finditer(text):
        year = m["y1"] or m["y2"]
        yield PeriodMention(*m.span(), back=1, year=int(year) if year else None)
    for m in _YEAR.finditer(text):
        yield PeriodMention(*m.span(), year=int(m["year"]))
    for m in _VAGUE.finditer(text):
        yield PeriodMention(*m.span())


def _fiscal_part(m: re.Match[str], fiscal: FiscalCalendar | None) -> tuple[Period, ...]:
    """The quarter or half that is named by number, where the calendar tells its end."""
    label = next(int(m[g]) for g in ("label", "y", "y2", "y3", "y4") if m[g])
    if fiscal is None or not _plain_label(fiscal, bool(m["fiscal"] or m["fiscal2"])):
        return ()
    if m["half"] or m["h"]:
        first = (m["half"] or "").lower().startswith("first") or m["h"] == "1"
        return (Period(fiscal.quarter(2 if first else 4, label), 6),)
    number = _RANKS[m["rank"].lower()] if m["rank"] else int(m["q"] or m["q2"])
    return (Period(fiscal.quarter(number, label), 3),)


def _plain_label(fiscal: FiscalCalendar, said: bool) -> bool:
    """Whether "2013" names one fiscal year without doubt: by the word fiscal, or as the calendar year."""
    return said or (fiscal.month == 12 and fiscal.offset == 0)


def _counts(text: str) -> list[int]:
    """Months of each duration in "three and six months"."""
    words = re.findall(r"[a-z]+|\d+", text.lower())
    return [_COUNTS[w.removesuffix("s")] for w in words if w.removesuffix("s") in _COUNTS]


def _product(months: list[int], days: list[date]) -> tuple[Period, ...]:
    """Every duration at every end, by duration first."""
    return tuple(Period(day, count) for count in months for day in days)


def _dates(text: str) -> list[date]:
    """The days in "June 30, 2024", "June 30, 2024 and March 31, 2023" and "December 31, 2024 and 2023"."""
    found: list[date] = []
    for m in re.finditer(
        rf"(?P<name>{MONTH})\s{{0,3}}(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s{{1,4}}(?P<name2>{MONTH})", text, re.I
    ):
        year = re.search(YEAR, text[m.end() :])
        if year:
            try:
                found.append(date(int(year[0]), month_number(m["name"] or m["name2"]), int(m["day"] or m["day2"])))
            except ValueError:
                return []
    years = re.findall(YEAR, text)
    if len(found) == 1 and len(years) == 2:
        second = shift(Period(found[0], 0), int(years[1]))
        found += [second.ends] if second else []
    return found if len(found) == len(years) else []


def find_calendar(text: str) -> FiscalCalendar | None:
    """When the fiscal year of a release's issuer ends, as far as the text says without contradiction."""
    votes: dict[int, FiscalCalendar] = {}
    for m in _ENDED.finditer(text):
        days, counts = _dates(m["dates"]), _counts(m["span"])
        number = _RANKS[m["rank"].lower()] if m["rank"] else 0
        if not number:
            number = 4 if 12 in counts else max(counts, default=0) // 3 if len(counts) > 1 else 0
        if not days or not number or days[0] != last_day(days[0].year, days[0].month):
            continue
        month = (days[0].month - 1 + 3 * (4 - number)) % 12 + 1
        votes.setdefault(month, FiscalCalendar(month, _offset(text, days[0], number, month), *m.span()))
    if not votes:
        return _calendar_year(text)
    return next(iter(votes.values())) if len(votes) == 1 else None


def _calendar_year(text: str) -> FiscalCalendar | None:
    """The calendar year, where the last quarter that is told of ended on the day of a balance.

    "The second quarter of 1999" and "as of June 30, 1999" are not those of a year that ends in September.
    """
    told = [
        (int(m["label"] or m["y"]), _RANKS[m["rank"].lower()] if m["rank"] else int(m["q"]))
        for m in _QUARTER.finditer(text)
        if (m["rank"] or m["q"]) and not m["fiscal"]
    ]
    if not told or re.search(r"\bfiscal\b", text, re.IGNORECASE):
        return None
    year, rank = max(told)
    closed = last_day(year, 3 * rank)
    at = next((m for m in _AT.finditer(text) if closed in _dates(m["dates"])), None)
    return FiscalCalendar(12, 0, *at.span()) if at else None


def _offset(text: str, day: date, number: int, month: int) -> int:
    """What to add to the year in which a fiscal year ends to get its name, where the text says "fiscal year 2013"."""
    closing = day.year + (1 if month < day.month else 0)
    named = re.search(rf"\bfiscal{_S}(?:year{_S})?(?P<label>{YEAR})", text, re.I)
    return int(named["label"]) - closing if named and abs(int(named["label"]) - closing) == 1 and number < 4 else 0


def find_cut(text: str) -> tuple[int, str] | None:
    """Where a text breaks off inside "six months ended November", and that month's name."""
    tail = text[-80:]
    last = next((m for m in _CUT.finditer(tail) if not tail[m.end() :].strip()), None)
    return (len(text) - len(tail) + last.start(), last["month"]) if last else None
