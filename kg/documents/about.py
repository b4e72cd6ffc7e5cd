"""An "About X" that was run into the paragraph it heads: where the heading ends."""

from __future__ import annotations

import re

REACH = 150  # characters in which the heading must end
MARK = re.compile(r"[#*_\s]*[Aa](?:bout|BOUT)\s+(?:the\s+)?", re.A)
OPENERS = re.compile(
    r"(?<=[\w.)®™*:”\"])(?:\s*)(?=(?:(?:Founded|Headquartered|Based|Established|Located|Formed|Incorporated|Created|With|We|Our|The|"
    r"At|An?|In|Since|As|This|It|For|From)\s))"
)


def heading_end(text: str) -> int:
    """Where the heading of an "About X" paragraph ends; 0 where it cannot be told.

    >>> text = "About AcmeAcme Therapeutics is a company."
    >>> text[:heading_end(text)]
    'About Acme'

    The name is said twice, or the text goes on with a word that opens a sentence.
    """
    mark = MARK.match(text)
    if not mark:
        return 0
    head = text[: mark.end() + REACH]
    return repeated(head, mark.end()) or opened(head, mark.end())


def repeated(head: str, start: int) -> int:
    """The heading's end where what follows opens with the heading's own first word."""
    name = head[start:]
    for cut in range(3, len(name) - 3):
        glued = not name[cut - 1].isspace()
        if not name[cut : cut + 1].isalnum() or (glued and not name[cut].isupper()):
            continue
        first = re.split(r"[\s,(]", name[:cut].strip(), maxsplit=1)[0].rstrip(".®™:")
        rest = name[cut : cut + len(first)]
        whole = not name[cut + len(first) : cut + len(first) + 1].isalnum()
        if rest.casefold() == first.casefold() and (len(first) >= 3 or (len(first) == 2 and whole and not glued)):
            return start + len(name[:cut].rstrip())
    return 0


def opened(head: str, start: int) -> int:
    """The heading's end where what follows opens a sentence; a colon or a dash parts them too."""
    parted = re.compile(r"(?<=[\w.)®™]):\s+(?=[A-Z])|\s[–—]\s(?=[A-Z])|\n+").search(head, start)
    found = OPENERS.search(head, start + 2)
    ends = [m.start() for m in (parted, found) if m]
    return min(ends) if ends else 0
