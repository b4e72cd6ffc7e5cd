"""Dates as vague as the text prints them; nothing is ever filled in from today.

`edtf` follows the Extended Date/Time Format (ISO 8601-2) with "2004-Q3" and "2025-H1" for quarters and halves.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

TITLES = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
MONTH = rf"(?:{TITLES}|(?i:{TITLES.replace('May|', '').replace('Mar(?:ch)?', 'March')})|MAY|MAR)\b\.?"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d(?!\d|,\d{3})"
TO = r"\s{0,2}(?:-|–|—|to|through|and|&)\s{0,2}"
ORDINAL = r"(?i:first|second|third|fourth|1st|2nd|3rd|4th)"
GAP = r"\s{1,4}"
OF = rf"(?:,?{GAP}(?:of{GAP}|the{GAP}|calendar{GAP}|year{GAP}){{0,3}})"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: where it stands, the first and last day it may mean, and how precise it is.

    `precision` is "day", "days" (a range), "month", "quarter", "half", "season", "part" (of a year), "year" or "years".
    """

    start: int
    end: int
    earliest: date
    latest: date
    edtf: str
    precision: str


Days = tuple[date, date, str, str]


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(name[:3].lower()) // 3 + 1


def day_number(text: str) -> int:
    """The number in "3rd"."""
    return int(re.sub(r"\D", "", text))


def one_day(day: date) -> Days:
    """A single day."""
    return day, day, day.isoformat(), "day"


def some_days(first: date, last: date) -> Days:
    """A range of days; one that runs backwards is an error."""
    if last < first:
        raise ValueError("a range that runs backwards")
    return first, last, f"{first.isoformat()}/{last.isoformat()}", "days"


def months_of(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one month to the last day of another."""
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def read_days(m: re.Match[str]) -> Days:
    """For "January 22-24, 2004" and "22-24 January 2004"."""
    year, month = int(m["year"]), month_number(m["month"])
    end_month = month_number(m["month2"]) if m.groupdict().get("month2") else month
    first = date(year - (end_month < month), month, day_number(m["day"]))
    return some_days(first, date(year, end_month, day_number(m["day2"])))


def read_day(m: re.Match[str]) -> Days:
    """For "January 22, 2004", "22 January 2004", "2004-01-22"."""
    month = m["month"]
    number = int(month) if month.isdigit() else month_number(month)
    return one_day(date(int(m["year"]), number, day_number(m["day"])))


def read_month(m: re.Match[str]) -> Days:
    """For "January 2004"."""
    year, month = int(m["year"]), month_number(m["month"])
    return *months_of(year, month, month), f"{year}-{month:02}", "month"


def read_quarter(m: re.Match[str]) -> Days:
    """For "third quarter of 2024", "Q4 2025"."""
    year, number = full_year(m["year"]), rank(m["rank"])
    return *months_of(year, number * 3 - 2, number * 3), f"{year}-Q{number}", "quarter"


def read_half(m: re.Match[str]) -> Days:
    """For "second half of 2025", "H1 2025"."""
    year, number = full_year(m["year"]), rank(m["rank"])
    return *months_of(year, number * 6 - 5, number * 6), f"{year}-H{number}", "half"


def read_season(m: re.Match[str]) -> Days:
    """For "spring 2005"; a winter may be that of either end of its year."""
    year, season = int(m["year"]), m["season"].lower().replace("autumn", "fall")
    number = ("spring", "summer", "fall", "winter").index(season)
    edtf = f"{year}-{21 + number}"
    if season == "winter":
        return date(year - 1, 12, 1), date(year + 1, 3, 31), edtf, "season"
    return *months_of(year, number * 3 + 3, number * 3 + 5), edtf, "season"


def read_part(m: re.Match[str]) -> Days:
    """For "early 2026", "mid-2026": a third of the year."""
    year, third = int(m["year"]), ("early", "mid", "late").index(m["part"].lower())
    first, last = third * 4 + 1, third * 4 + 4
    return *months_of(year, first, last), f"{year}-{first:02}/{year}-{last:02}", "part"


def read_year(m: re.Match[str]) -> Days:
    """For "2004"."""
    year = int(m["year"])
    return *months_of(year, 1, 12), str(year), "year"


def read_years(m: re.Match[str]) -> Days:
    """For "2004-2006"."""
    first, last = int(m["year"]), int(m["year2"])
    if not first < last <= first + 30:
        raise ValueError("not a range of years")
    return date(first, 1, 1), date(last, 12, 31), f"{first}/{last}", "years"


def rank(text: str) -> int:
    """1 to 4 for "third", "3rd" or "3"."""
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    return words.get(text.lower()) or int(text[0])


def full_year(text: str) -> int:
    """2025 for "2025" and "25"."""
    return int(text) if len(text) == 4 else 2000 + int(text)


FORMS: tuple[tuple[str, Callable[[re.Match[str]], Days]], ...] = (
    (
        (
            rf"(?P<month>{MONTH})\s{{1,4}}(?P<day>{DAY})(?:{TO})(?:(?P<month2>{MONTH})\s{{1,4}})?(?P<day2>{DAY})"
            rf"\s?[,.]?\s{{0,4}}(?P<year>{YEAR})"
        ),
        read_days,
    ),
    (rf"(?P<day>{DAY})(?:{TO})(?P<day2>{DAY}){GAP}(?P<month>{MONTH}),?{GAP}(?P<year>{YEAR})", read_days),
    (rf"(?P<month>{MONTH})\s{{0,4}}(?P<day>{DAY})\s?[,.]?\s{{0,4}}(?P<year>{YEAR})", read_day),
    (rf"(?P<day>{DAY}){GAP}(?:of{GAP})?(?P<month>{MONTH}),?{GAP}(?P<year>{YEAR})", read_day),
    (r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\w-])", read_day),
    (rf"(?P<rank>{ORDINAL})[ -](?i:quarter){OF}(?P<year>{YEAR})", read_quarter),
    (rf"(?P<year>{YEAR}){GAP}(?P<rank>{ORDINAL})[ -](?i:quarter)", read_quarter),
    (r"Q(?P<rank>[1-4])(?:\s{0,2}|\s{1,2}of\s{1,2})['’]?(?P<year>(?:19|20)\d\d|\d\d)(?!\w)", read_quarter),
    (r"(?P<rank>[1-4])Q\s{0,2}['’]?(?P<year>(?:19|20)\d\d|\d\d)(?!\w)", read_quarter),
    (rf"(?P<year>{YEAR})\s{{1,2}}Q(?P<rank>[1-4])(?!\w)", read_quarter),
    (rf"(?P<rank>(?i:first|second|1st|2nd))[ -](?i:half){OF}(?P<year>{YEAR})", read_half),
    (r"H(?P<rank>[12])\s{0,2}['’]?(?P<year>(?:19|20)\d\d|\d\d)(?!\w)", read_half),
    (r"(?P<rank>[12])H\s{0,2}['’]?(?P<year>(?:19|20)\d\d|\d\d)(?!\w)", read_half),
    (rf"(?P<season>(?i:spring|summer|fall|autumn|winter)){OF}(?P<year>{YEAR})", read_season),
    (rf"(?P<part>(?i:early|mid|late))(?:-|–|{GAP})(?:in{GAP})?(?P<year>{YEAR})", read_part),
    (rf"(?P<month>{MONTH}),?{GAP}(?:of{GAP})?(?P<year>{YEAR})", read_month),
    (rf"(?P<year>{YEAR})(?:{TO})(?P<year2>{YEAR})(?![\w-])", read_years),
    (
        rf"(?P<year>{YEAR})(?![\w%/-]|\.\d|{GAP}(?:patients|participants|subjects|shares|people|adults|sites)\b)",
        read_year,
    ),
)
# One compiled pattern a form, tried in this order where a date may begin: linear, since every part is bounded.
PATTERNS = tuple((re.compile(pattern), read) for pattern, read in FORMS)
FISCAL = re.compile(r"(?i:\bfiscal|\bFY)(?:\s+year)?[\s'’-]*$")
CANDIDATE = re.compile(r"(?<![\w$€£#/.,-])(?:[A-Za-z]{2,9}\b\.?|[QH][1-4]\S?|\d)")


def find_dates(text: str) -> list[FoundDate]:
    """Every date in a text, in order, none within another.

    >>> [d.edtf for d in find_dates("Enrolment began on March 3, 2005 and ends in the third quarter of 2006.")]
    ['2005-03-03', '2006-Q3']

    A fiscal year or quarter is no calendar date, and "the next quarter" gives no year: both are left alone.
    """
    found: list[FoundDate] = []
    end = 0
    for candidate in CANDIDATE.finditer(text):
        if candidate.start() < end:
            continue
        date_found = date_at(text, candidate.start())
        if date_found:
            found.append(date_found)
            end = date_found.end
    return found


def date_at(text: str, start: int) -> FoundDate | None:
    """The date that begins at an offset, if one does."""
    if not could_begin(text, start):
        return None
    for pattern, read in PATTERNS:
        m = pattern.match(text, start)
        if not m:
            continue
        if FISCAL.search(text, max(0, start - 16), start):
            return None
        try:
            earliest, latest, edtf, precision = read(m)
        except ValueError:
            continue
        return FoundDate(start, m.end(), earliest, latest, edtf, precision)
    return None


BEGINNINGS = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec fir sec thi fou spr sum fal aut win ear mid lat".split()
)


def could_begin(text: str, start: int) -> bool:
    """A digit, or the first letters of a word that begins a date."""
    head = text[start : start + 3].lower()
    return head[:1].isdigit() or head in BEGINNINGS or (head[0] in "qh" and head[1:2].isdigit())
