"""Abbreviations and the long forms that they stand for, after Schwartz and Hearst (2003).

A. S. Schwartz, M. A. Hearst: A simple algorithm for identifying abbreviation definitions in biomedical text. PSB
2003, 451-462.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAREN = re.compile(r"\(\s*['\"]?([A-Za-z][A-Za-z0-9&/\-]{0,11})['\"]?\s*(?:[;,][^()]{0,80})?\)")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and the long form before it, with their half-open places in the text."""

    short: str
    long: str
    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Every "long form (SF)" of a clean text, in order.

    >>> [(a.short, a.long) for a in find_abbreviations("in acute myeloid leukemia ('AML') and (see below) more")]
    [('AML', 'acute myeloid leukemia')]
    """
    found = []
    for match in _PAREN.finditer(text):
        short = match[1]
        if not _is_short_form(short):
            continue
        stop = match.start()
        window = re.split(r"[.;:()](?=\s|$)", text[max(0, stop - 160) : stop])[-1].rstrip()
        words = min(len(re.findall(r"[A-Za-z0-9]", short)) + 5, len(short) * 2)
        candidate = " ".join(window.split(" ")[-words - 2 :]) if window else ""
        length = _long_form(short, candidate)
        if length:
            end = stop - (len(text[max(0, stop - 160) : stop]) - len(text[max(0, stop - 160) : stop].rstrip()))
            found.append(Abbreviation(short, text[end - length : end], end - length, end, match.start(1), match.end(1)))
    return found


def _is_short_form(short: str) -> bool:
    return 2 <= len(short) <= 10 and short[0].isalnum() and any(c.isupper() for c in short) and not short.isdigit()


def _long_form(short: str, candidate: str) -> int:
    """How many characters at the end of `candidate` are the long form; 0 where none fits."""
    s, c = len(short) - 1, len(candidate) - 1
    while s >= 0:
        char = short[s].lower()
        if not char.isalnum():
            s -= 1
            continue
        while c >= 0 and (candidate[c].lower() != char or (s == 0 and c > 0 and candidate[c - 1].isalnum())):
            c -= 1
        if c < 0:
            return 0
        s, c = s - 1, c - 1
    begin = candidate.rfind(" ", 0, c + 2) + 1 if c >= 0 else 0
    begin = max(begin, 0)
    long = candidate[begin:]
    if len(long) <= len(short) or short in long.split() or len(long.split()) > min(len(short) + 5, len(short) * 2):
        return 0
    return len(long)
