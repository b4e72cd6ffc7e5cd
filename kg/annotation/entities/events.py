"""Conferences and meetings at which companies present.

Finds "12th Annual Gene Therapy Summit"; leaves "the annual meeting of shareholders" alone.
"""

from __future__ import annotations

import re

from kg.annotation.found import Found
from kg.annotation.model import EntityType

_HEAD = (
    r"(?:Conference|Meeting|Symposium|Congress|Summit|Forum|Workshop|Convention|Session|Sessions|Assembly|"
    r"Colloquium|Expo|Showcase|Conclave|Week)"
)
_CAP = (
    r"(?:(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|"
    r"Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)(?:(?:[A-Z]\.){2,3}(?=\s[A-Z])|[A-Z0-9](?:[\w'/&+-]|"
    r"\.(?=\w))*|\d{1,3}(?:st|nd|rd|th|"
    r"ST|ND|RD|TH)|[a-z]{1,3}[A-Z]\w*))"
)
_PAREN = r"(?:\s?\([A-Z][\w\s-]{1,14}\))"
_JOIN = r"(?:of|for|the|and|on|&|de)"
_NAME = re.compile(
    rf"{_CAP}{_PAREN}?(?:,?\s+(?:{_JOIN}\s+)*{_CAP}{_PAREN}?){{0,14}}?\s+(?:Annual\s+|Scientific\s+|"
    rf"International\s+)*{_HEAD}\b(?!\s+(?:Call|Room))"
)
_LISTED = r",(?=\s[^,.;]{2,40}(?:,|\sand\s|\s&\s))"  # "Surgery, Urology and Oncology", not "Oncology, Acme"
_OF = re.compile(
    rf"\s+(?:of|for|on)\s+(?:the\s+)?{_CAP}{_PAREN}?(?:(?:\s+|{_LISTED}\s+)(?:{_JOIN}\s+)*{_CAP}{_PAREN}?){{0,10}}"
)
_YEAR = re.compile(rf"(?:{_PAREN}(?=,?\s+(?:19|20)\d\d))?(?:,?\s+(?:19|20)\d\d)\b")
_SHORT = re.compile(
    rf"\b([A-Z]{{3,8}}(?:\s(?:Convergence|Connect|GI|GU|Live))?(?:\s+(?:19|20)\d\d|'\d\d))(?:\s+({_HEAD}|meeting|"
    rf"conference|congress))?"
)
_BODY = (
    rf"(?:{_CAP}\s+(?:{_JOIN}\s+)*){{0,6}}?(?:Society|Association|College|Academy|Federation|League|"
    rf"Organi[sz]ation)"
)
_PLAIN_HEAD = (
    r"(?:(?:annual|scientific|international|biennial|spring|fall)\s+){0,2}(?:meeting|congress|conference|symposium)"
)
# "the Gout Society (GS) annual meeting"; "the annual meeting of the Gout Society"; "the NGS annual meeting"
_SOCIETY = re.compile(
    rf"(?<![\w-])(?:{_BODY}(?:\s+(?:of|for|on|in)\s+(?:the\s+)?{_CAP}(?:\s+(?:{_JOIN}\s+)*{_CAP}){{0,6}})"
    rf"?{_PAREN}?(?:'s)?\s+"
    rf"(?:(?:19|20)\d\d\s+)?{_PLAIN_HEAD}(?:\s+(?:19|20)\d\d)?\b"
    rf"|(?:(?:19|20)\d\d\s+|\d+(?:st|nd|rd|th)\s+)?{_PLAIN_HEAD}\s+of\s+the\s+{_BODY}"
    rf"(?:\s+(?:of|for|on)\s+(?:the\s+)?{_CAP}(?:\s+(?:{_JOIN}\s+)*{_CAP}){{0,6}})?{_PAREN}?)"
)
_NO_SOCIETY = (
    r"(?!(?:FDA|EMA|IND|NDA|BLA|CEO|CFO|SEC|DSMB|IDMC|DMC|PMDA|NMPA|MHRA|CHMP|PDUFA|ODAC|AGM|EGM|KOL|SAB|BOD|NIH|"
    r"NASDAQ|NYSE)\b)"
)
_LETTERS = re.compile(
    rf"(?<![\w-]){_NO_SOCIETY}[A-Z]{{3,8}}\s+(?:(?:annual|scientific)\s+)?(?:meeting|congress|conference|symposium)"
    rf"\b"
)
_NOT_ONE = re.compile(
    (
        r"(?:^Congress\b|^(?:Recent|Next|Boston|U\.S\.|US|Upcoming|Major|Investor|Key)\s+\w+$|\bCEO\s+Joins|"
        r"shareholder|stockholder|Shareholder|Stockholder|Special\s+Meeting|General\s+Meeting|Board\s+Meeting|"
        r"(?:Poster|Oral|Plenary|Breakout|Abstract)\s+Sessions?$|Earnings|Financial\s+Results|"
        r"Type\s+[ABC]\s+Meeting|pre-?IND|Pre-?IND|FDA|End.of.Phase|"
        r"Advisory\s+Committee|Q&A)"
    ),
)
_LEADING = re.compile(
    (
        r"^(?:The|At|In|Sponsor|Participate in|Participates in|Tomorrow's|Today's|About|During|For|This|Our|An|A|Its|"
        r"To|From|On|With|And|Attend|Presented|Presents?|Announces?|Annual General|Join|Will|\d{1,2},)\s+(?:the\s+)?"
    ),
    re.IGNORECASE,
)

_LED_BY = re.compile(r"(?:The|At|In|During|For|This|Our|Its|To|From)\s")


def find_events(text: str) -> list[Found]:
    """Named conferences in a clean text, in order, with a year in the name where one is printed."""
    found = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        tail = _OF.match(text, end)
        if tail and match[0].split()[-1] in (
            "Meeting",
            "Congress",
            "Conference",
            "Symposium",
            "Assembly",
            "Session",
            "Sessions",
        ):
            end = tail.end()
        year = _YEAR.match(text, end)
        end = year.end() if year else end
        lead = _LEADING.match(text[start:end])
        while lead:
            start += lead.end()
            lead = _LEADING.match(text[start:end])
        name = re.sub(r"\s+", " ", text[start:end]).strip(" ,.")
        if (
            len(name.split()) >= 2
            and not _NOT_ONE.search(name)
            and not re.fullmatch(rf"(?:Annual\s+|Scientific\s+|\d+\w\w\s+)*{_HEAD}", name)
        ):
            found.append(Found(EntityType.EVENT, start, start + len(text[start:end].rstrip(" ,.")), name, "", 4))
    for pattern, weight in ((_SOCIETY, 4), (_LETTERS, 3)):
        for match in pattern.finditer(text):
            if not _NOT_ONE.search(match[0]) and not _LED_BY.match(match[0]):
                found.append(
                    Found(EntityType.EVENT, match.start(), match.end(), re.sub(r"\s+", " ", match[0]), "", weight)
                )
    for match in _SHORT.finditer(text):
        if match[2] or re.search(
            r"\b(?:at|during|to|for)\s+(?:the\s+)?$", text[max(0, match.start() - 12) : match.start()]
        ):
            found.append(Found(EntityType.EVENT, match.start(), match.end(), re.sub(r"\s+", " ", match[0]), "", 3))
    return found
