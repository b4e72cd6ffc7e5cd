"""Who files, who signs, who issues: names on a cover, on a signature page and in a lead paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kg.documents import cues
from kg.documents.dates import find_dates
from kg.documents.pieces import Piece

REGISTRANT = re.compile(r"\(\s*(?:Exact\s+name|Translation\s+of|Name)\s+(?:of\s+)?(?:the\s+)?registrant", re.I)
BY = re.compile(r"(?:^|\n|\t|\s{2})\s{0,20}(?:By|Per|Signed)\s*:?\s*(?=[/\"“<_\sA-Z])(?:\n\s*)?", re.I)
SIGNED = re.compile(r"/s/|<[^<>]{0,40}>|[_]{2,}|\([Ss]igned\)|[\"“”]")
PERSON = re.compile(
    r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.?\s+)?[A-Z][\w'’À-ÿ-]*\.?(?:\s+(?:[A-Z]\.|[A-Z][\w'’À-ÿ-]+|de|van|von|der|la)){1,3}"
)
TITLE_WORD = re.compile(
    r"\b(?:Chief|Director|Officer|President|Vice|Secretary|Counsel|Controller|Treasurer|Chair(?:man|woman|person)?|Executive|Corporate|Name|"
    r"Title|Date|Authori[sz]ed|Senior|General|Managing|CEO|CFO|Legal|Finance|Attorney|Signatory)\b"
)
NAME_LINE = re.compile(r"(?:^|\n|\t)\s*Name\s*:\s*([^\n\t]{3,60})")
FILED = re.compile(r"(?:^|\n)\s{0,20}(?:Date[d]?|DATE[D]?)\s*(?:of\s+report[^:\n]{0,60})?\s*[:.]?\s*", re.I)
REPORTED = re.compile(
    r"date\s+of\s+(?:earliest\s+event\s+reported|report)\s*\)?\s*[:.]?(?:\s*\(date\s+of[^)]{0,40}\)\s*:?)?", re.I
)
ISSUER_STOP = re.compile(
    r"\s*(?:[(“\"]|,\s+(?:an?|the|which|who|in|one|today|and)\s|,\s+(?=[a-z])|\s(?:is|are|has|have|had|was|were|today|announced|announces|reported|"
    r"reports|will|said|and\s+its|a\s|the\s|presented|presents|in\s|for\s|to\s|this\s|now\s|recently)\b)"
)
HEADLINE_VERB = re.compile(
    r"\s(?:to|announces?|announced|reports?|presents?|receives?|appoints?|names?|initiates?|completes?|publishes|enters|signs?|strengthens|provides|"
    r"secures?|closes|grants?|launches|expands|participates|begins|starts|doses|re-?files|submits?|highlights|successfully|raises|prices|"
    r"acquires?|advances|joins|enrolls|and|with|achieves|adds|will|is|has|gets|wins|unveils|selects?|obtains|files|regains|hosts?)\b",
    re.I,
)
NAME_WORD = re.compile(r"[A-Z0-9À-Þ][\w.'’&®™À-ÿ/+-]*,?|&|and|of|the|for|de|in|on|plc|a/s")


def find_filer(pieces: Sequence[Piece]) -> str:
    """The name above "(Translation of registrant's name" or "(Exact name of registrant", as printed, or ""."""
    for i, piece in enumerate(pieces):
        found = REGISTRANT.search(piece.text)
        if not found:
            continue
        above = piece.text[: found.start()].strip() or next(
            (p.text for p in reversed(pieces[:i]) if not cues.is_rule(p.text)), ""
        )
        lines = [
            line.strip(" \t*_#") for line in re.split(r"[\r\n]+", above) if line.strip() and not cues.is_rule(line)
        ]
        if lines:
            return " ".join(re.split(r"\t", lines[-1])[-1].split())[:120]
    return ""


def find_printed(name: str, pieces: Sequence[Piece]) -> str:
    """A name as it is printed in one of the pieces, whatever its case and marks, or "".

    EDGAR's names lack marks and may end in a state: "ROE (JOHN) INC /DE/".
    """
    words = re.findall(r"[^\W_]+", re.sub(r"/\w{2,3}/?$", "", name.strip()))
    if not words:
        return ""
    pattern = re.compile(r"\b" + r"[\W_]{1,6}".join(map(re.escape, words)) + r"\b\.?", re.I)
    found = (pattern.search(piece.text) for piece in pieces)
    return next((" ".join(m[0].split()) for m in found if m), "")


def find_signatory(text: str) -> str:
    """The person of the last "By:" block of a signature page, as printed, or ""."""
    marks = list(BY.finditer(text))
    if not marks:
        return ""
    block = text[marks[-1].end() : marks[-1].end() + 300]
    named = NAME_LINE.search(block)
    if named and (person := person_in(named[1])):
        return person
    return next((person for line in re.split(r"[\r\n\t]+", SIGNED.sub("\n", block)) if (person := person_in(line))), "")


def person_in(line: str) -> str:
    """The person's name that a line opens with, before any title."""
    title = TITLE_WORD.search(line)
    m = PERSON.match(line[: title.start() if title else len(line)].strip())
    return " ".join(m[0].split()) if m else ""


def find_filed(cover: str, signature: str) -> date | None:
    """The day of filing: on the signature page, else the date of report on the cover."""
    for text in (signature, cover):
        for mark in reversed(list(FILED.finditer(text))):
            days = [d for d in find_dates(text[mark.end() : mark.end() + 80]) if d.precision == "day"]
            if days:
                return days[0].earliest
    return None


def find_reported(cover: str) -> date | None:
    """The day of the event that a cover reports: "Date of Report (Date of earliest event reported): May 9, 2019"."""
    mark = REPORTED.search(cover)
    days = find_dates(cover[max(0, mark.start() - 40) : mark.end() + 60]) if mark else []
    return next((d.earliest for d in days if d.precision == "day"), None)


def find_issuer(lead: str, headline: str) -> str:
    """The company that opens the first sentence, else the one that opens the headline, or ""."""
    return opening_name(lead, ISSUER_STOP) or opening_name(headline, HEADLINE_VERB)


def opening_name(text: str, stop: re.Pattern[str]) -> str:
    """The capitalised words before a stop, where nothing else comes first."""
    head = text[:200].lstrip(" #*")
    end = stop.search(head)
    if not end:
        return ""
    name = head[: end.start()].strip(" ,;:–—-")
    words = name.split()
    if not words or len(words) > 9 or not all(NAME_WORD.fullmatch(word) for word in words):
        return ""
    if words[0].lower() in OPENERS or words[-1].lower() in ("and", "of", "the", "for", "in"):
        return ""
    return " ".join(words)


OPENERS = frozenset(
    "the a an in on at as for today this these following after with new it we our to by results phase first".split()
)
