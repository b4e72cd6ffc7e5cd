"""Where sentences end, inside one block.

A rule-based splitter: press releases are edited text, and the parser joins sentences across headings and lists.
"""

from __future__ import annotations

import re

from kg.annotation.model import Span

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'/-])(?:Dr|Mr|Mrs|Ms|Prof|Brig|Gen|Lt|Col|Capt|Maj|Sgt|Sr|Jr|St|Inc|Corp|Ltd|Co|Cos|Bros|No|Nos|"
    r"Vol|Fig|Figs|vs|v|et al|e\.g|i\.e|approx|est|ext|Tel|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Ph|cf|ca|Dept|Univ|Hon|Gen|Rep|Sen|Messrs|Mt|"
    r"Ave|Blvd|Rd)$"
)
_NEVER_ENDS = re.compile(
    r"(?:^|[\s(\"'])(?:Brig|Gen|Lt|Col|Capt|Maj|Sgt|Dr|Mr|Mrs|Ms|Prof|vs|v|e\.g|i\.e|approx|No|Nos|ext|Tel|St|cf|"
    r"ca|[A-Z])$"
)
_END = re.compile(r"[.!?](?=[\"')\]]{0,3}(?:\s|$))|[.!?][\"']?(?=[A-Z][a-z]+\s+[a-z])|;(?=\s+and\s+\(?[ivx]+\))")
_STARTS = re.compile(r"[\"'(\[]{0,2}(?:[A-Z0-9$]|[a-z]+[A-Z0-9])")


def split_sentences(text: str) -> list[Span]:
    """Half-open spans of the sentences in a clean block, without the white space between them.

    >>> [text[s.start:s.end] for text in ["Dr. Roe of Acme Inc. spoke. It works."] for s in split_sentences(text)]
    ['Dr. Roe of Acme Inc. spoke.', 'It works.']
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        while end < len(text) and text[end] in "\"')]":
            end += 1
        if _ends(text, match.start(), end):
            spans.append((start, end))
            start = end
    spans.append((start, len(text)))
    return [s for s in (stripped(text, a, b) for a, b in spans) if s.start < s.end]


def _ends(text: str, stop: int, end: int) -> bool:
    """Whether the stop at `stop` closes a sentence whose next one would begin after `end`."""
    after = text[end : end + 40].lstrip()
    if not after:
        return True
    if text[stop] != ".":
        return bool(_STARTS.match(after))
    before = text[max(0, stop - 24) : stop]
    if _NEVER_ENDS.search(before):
        return False
    if not _STARTS.match(after):
        return False
    if _ABBREVIATION.search(before):
        # "Acme Inc. The trial" ends a sentence; "Acme Inc. Class A" and "U.S. Food" do not.
        return bool(
            re.match(
                (
                    r"(?:The|This|These|Dr\.|Mr\.|Ms\.|Mrs\.|Prof\.|It|In|We|Our|He|She|As|For|A|An|To|On|At|With|Under|"
                    r"About|All|There)\s|(?:Meanwhile|Additionally|However|Moreover|Furthermore|Separately|Currently|Importantly|"
                    r"Recently|Finally|Also|Today|In addition),\s"
                ),
                after,
            )
        )
    return True


def stripped(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
