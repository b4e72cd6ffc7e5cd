"""The periods of a table's columns, from its header rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.annotation.periods import Period, last_day

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _loose(name: str) -> str:
    """A month's name, or its first letters, with the gaps that OCR leaves in it ("No v")."""
    head, tail = name[:3], name[3:]
    optional = ""
    for letter in reversed(tail):
        optional = rf"(?:\s?{letter}{optional})?"
    return r"\s?".join(head) + optional


_MONTH = "|".join(rf"(?P<m{i}>{_loose(name)}(?:t(?=\.))?)" for i, name in enumerate(_NAMES, 1))
_TOKEN = re.compile(
    r"(?P<year>(?:(?<![\d.])|(?<=19\d\d)|(?<=20\d\d))(?:19|20)\d\d"  # years may be glued to each other
    r"(?=(?:(?:19|20)\d\d){0,5}(?!\d|[,.]\d)))"
    rf"|(?:(?<![A-Za-z])|(?<=[Ee]nded)|(?<=ENDED))(?:{_MONTH})(?![A-Za-z]{{2,}}(?!nded)|\d)\.?\s{{0,3}}(?P<day>\d{{1,2}}(?!\d))?"
    r"|(?<![A-Za-z])(?P<count>three|six|nine|twelve|3|6|9|12)(?=\s*-?\s*m\w{0,3}\s?ths?\b|\s*$|\s*\(|\s+(?:three|six|nine|twelve)\b|\s+m\w+\b)"
    r"|(?<![A-Za-z])(?P<whole>quarters?|(?:fiscal\s|full\s)?years?)(?=\s+(?:ended|ending))",
    re.I,
)
_COUNTS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12}
_REST = re.compile(
    r"m\w{0,3}\s?ths?|period|ended|ending|\(?unaudited\)?|\(?audited\)?|for the|as of|as at|\bat\b|\bthe\b|and|fiscal"
    r"|restated|note"
    r"|note\s?\d*|[\s()|.,:$\\*-]+",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header rows say, in the order printed: durations in months, (month, day) pairs, years."""

    counts: tuple[int, ...]
    days: tuple[tuple[int, int | None], ...]
    years: tuple[int, ...]

    def columns(self) -> tuple[Period, ...]:
        """The period of each column; () where the rows of the header do not divide each other evenly.

        >>> read_header("Three months ended June 30, Six months ended June 30, 2024 2023 2024 2023").columns()[3]
        Period(ends=datetime.date(2023, 6, 30), months=6)
        """
        width = max(len(self.counts), len(self.days), len(self.years))
        days = self._known_days()
        if not self.years or not days or any(len(x) and width % len(x) for x in (self.counts, days, self.years)):
            return ()
        return self._spread(width, days)

    def _known_days(self) -> tuple[tuple[int, int], ...]:
        known = {month: day for month, day in self.days if day}
        return tuple((month, day or known.get(month, 0)) for month, day in self.days)

    def _spread(self, width: int, days: tuple[tuple[int, int], ...]) -> tuple[Period, ...]:
        counts = self.counts or (0,)
        out = []
        for i in range(width):
            month, day = days[i * len(days) // width]
            year = self.years[i * len(self.years) // width]
            if not 1 <= day <= last_day(year, month).day:
                return ()
            out.append(Period(date(year, month, day), counts[i * len(counts) // width]))
        return tuple(out) if len(set(out)) == width else ()


def read_header(text: str) -> Header:
    """The durations, days and years in a header's text."""
    counts: list[int] = []
    days: list[tuple[int, int | None]] = []
    years: list[int] = []
    for m in _TOKEN.finditer(text):
        if m["year"]:
            years.append(int(m["year"]))
        elif m["count"]:
            counts.append(_COUNTS[m["count"].lower()])
        elif m["whole"]:
            counts.append(3 if m["whole"].lower().startswith("q") else 12)
        else:
            month = next(i for i in range(1, 13) if m[f"m{i}"])
            days.append((month, int(m["day"]) if m["day"] else None))
    return Header(tuple(counts), tuple(days), tuple(years))


def header_words(text: str) -> str:
    """What is left of a header's text without its periods: "" where it holds nothing else."""
    return _REST.sub(" ", _TOKEN.sub(" ", text)).strip()


def find_header(text: str, start: int) -> tuple[int, int] | None:
    """The next stretch of running text from `start` on that could head columns: periods with two years or more."""
    at = start
    while first := _TOKEN.search(text, at):
        tokens = [first]
        while len(tokens) < 40 and (token := _TOKEN.search(text, tokens[-1].end(), tokens[-1].end() + 60)):
            if _REST.sub("", text[tokens[-1].end() : token.start()]):
                break
            tokens.append(token)
        for begin in tokens[:4]:  # a title's own year may stand before the header
            if len(read_header(text[begin.start() : tokens[-1].end()]).columns()) >= 2:
                return begin.start(), tokens[-1].end()
        at = tokens[-1].end()
    return None
