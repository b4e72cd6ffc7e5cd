"""The dateline of a release: where it begins, where it ends, and the day that it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.documents.dates import FoundDate, find_dates

READ = 300  # characters in which a dateline must end
WIRE = (
    r"(?:[(/][^()/\n]{0,30}(?i:wire|news|media)[^()/\n]{0,20}[)/]|"
    r"(?:[A-Z][\w.]*\s){0,2}[A-Z]\w*(?i:wire|news)\w*(?:\sNews)?)"
)
WIRES = re.compile(WIRE)
DASH = re.compile(r"[*_]{0,3}\s*(?:-{1,3}+|[–—―]|/{1,2}+)++\s*|\s*:[*_]{0,3}\s+")
# Possessive quantifiers: what is no place must fail at once, not after every way to part it into words.
PLACE = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’À-ÿ-]*+|and|of|del|de|la|le|upon|the|&|,|;|\*|_|\||/|\(|\)|-{1,2}+|–|—|―|\s|\d{1,2}(?=\s?(?:am|pm|AM|PM)))*+"
)
CAPITALS = re.compile(r"[A-Z]{3,}[A-Z .,&'’-]{0,60}?(?:,\s[A-Z][a-z]+\.?(?:\s[A-Z][a-z]+)?)?(?=\s*(?:-{1,2}|–|—)\s)")
DAY_NAME = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`end` is where the first sentence begins; `day` the date in it and None where it has none."""

    start: int
    end: int
    day: date | None


def find_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph opens with, offsets within the paragraph.

    >>> find_dateline("LEEDS, England - March 3, 2005 - Acme Ltd. today began a trial.").end
    33

    "Leeds, March 3, 2005 was a turning point" has none: nothing parts the date from the sentence.
    """
    head = text[:READ]
    return dated(head) or undated(head)


def dated(head: str) -> Dateline | None:
    """A place, a day, a wire, in any order, then a dash."""
    found = next((d for d in find_dates(head) if d.precision == "day"), None)
    if found is None or found.start > 160:
        return None
    before = head[: found.start]
    wired = WIRES.search(before) is not None
    place = DAY_NAME.sub("", WIRES.sub(" ", before))
    if not PLACE.fullmatch(place) or not plausible_place(place, before):
        return None
    end = found.end
    after = re.compile(
        rf"[*_]{{0,3}}\s*,?\s*\)?\s*(?:at\s)?(?:\d{{1,2}}:\d\d\s?(?:[AaPp]\.?[Mm]\.?)?\s?(?:[A-Z]{{2,4}})?)?\s*{WIRE}?"
    ).match(head, end)
    stop = after.end() if after else end
    dash = DASH.match(head, stop)
    if dash:
        return Dateline(0, place_after(head, dash.end()), found.earliest)
    if after and WIRES.search(after[0]):
        return Dateline(0, skip_blank(head, stop), found.earliest)
    if stop >= len(head.rstrip()) and len(head) < READ:
        return Dateline(0, len(head.rstrip()), found.earliest)
    capitals = re.match(r"[A-Z]{3,}", before)
    if (wired or capitals) and before.strip() and re.match(r"[\s.]+[A-Z]", head[found.end :]):
        return Dateline(0, skip_blank(head, found.end + (head[found.end : found.end + 1] == ".")), found.earliest)
    return None


def plausible_place(place: str, before: str) -> bool:
    """Nothing, or a place of few words that a comma, a dash or a wire parts from the date."""
    words = re.findall(r"\w[\w.'’-]*", place)
    if not words:
        return True
    return len(words) <= 14 and bool(
        re.search(r"[-–—―,/)|;:.]\W*(?:\w+day,?\s*)?$", before) or re.match(r"[A-Z]{3,}", before)
    )


def place_after(head: str, start: int) -> int:
    """Where the sentence begins when the place or the wire comes after the date: "June 3, 2005 - LEEDS, England - "."""
    rest = head[start : start + 90]
    m = re.match(
        rf"(?:{WIRE}|[A-Z][\w.'’]*(?:[ ,&-]{{1,2}}[A-Z][\w.'’]*){{0,5}})"
        r"\s*(?:-{1,2}+|–|—|/{1,2}+)++\s+(?=[A-Z“\"])",
        rest,
    )
    if m and (WIRES.match(rest) or "," in m[0] or re.match(r"[A-Z]{4,}", m[0])):
        return start + m.end()
    return skip_blank(head, start)


def undated(head: str) -> Dateline | None:
    """A place and a wire without a day, or a place in capitals before a dash."""
    wire = WIRES.search(head[:120])
    if wire and wire[0][0] in "(/" and PLACE.fullmatch(head[: wire.start()]):
        dash = DASH.match(head, wire.end())
        return Dateline(0, dash.end() if dash else skip_blank(head, wire.end()), None)
    capitals = CAPITALS.match(head)
    if capitals:
        dash = DASH.match(head, capitals.end())
        if dash and re.match(r"[A-Z“\"]", head[dash.end() :]):
            return Dateline(0, dash.end(), None)
    return None


def skip_blank(text: str, start: int) -> int:
    """The next character that is not blank."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def find_date_line(text: str) -> date | None:
    """The day on a line that holds little else: "March 3, 2005", "Leeds, 3 March 2005"."""
    if len(text) > 90:
        return None
    found: list[FoundDate] = [d for d in find_dates(text) if d.precision == "day"]
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + " " + text[found[0].end :]
    rest = re.sub(
        r"(?i)\b(?:date[d:]*|released?|issued|published|for|on|at|\w+day|\d{1,2}:\d\d|[ap]\.?m\.?|e[sd]?t|gmt|cet)\b",
        " ",
        rest,
    )
    words = re.findall(r"\w+", rest)
    return found[0].earliest if len(words) <= 5 and PLACE.fullmatch(rest.strip(" .:")) else None


def is_place_line(text: str) -> bool:
    """A place and a dash: the first half of a dateline that a line break cut."""
    return len(text) <= 60 and re.search(r"\s(?:-{1,2}|–|—)$", text) is not None and PLACE.fullmatch(text) is not None


def find_today(text: str) -> date | None:
    """The day of "today, March 4, 2025" in a text."""
    for found in find_dates(text):
        if found.precision == "day":
            before = DAY_NAME.sub("", text[max(0, found.start - 40) : found.start])
            if re.search(r"\b[Tt]oday\b\W{0,3}$", before):
                return found.earliest
    return None
