"""What a filing's cover says of the filer: where its head office is.

Finds ("Oslo, Norway") in "8 Quay Street, Oslo, Norway 0150" above "(Address of principal executive offices)"; leaves
alone addresses that no such caption follows, and lines that name no city known to lie where they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.annotation.clean import clean
from kg.annotation.model import Fact, Field, Mention, Span, Voice
from kg.documents.model import Block
from kg.lexicons import lookup

_CAPTION = re.compile(r"\(?\s{0,3}Address,?\s[^()]{0,40}?principal\s+executive\s+offices?", re.IGNORECASE)
_CITY = re.compile(
    r"(?:^|[,\n\t]|\s{2})\s*(?P<city>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}),\s{1,3}"
    r"(?P<wide>(?:[A-Z]\.?){2}(?![\w])|[A-Z][a-z]+(?: (?:of |and )?[A-Z][a-z]+){0,2})"
)
REACH = 260  # characters of an address


def find_seat(text: str, cover: Iterable[Block], filer: Mention) -> Iterator[Fact]:
    """The head office of who files; `text` is the whole filing's."""
    blocks = list(cover)
    if not blocks:
        return
    start, end = min(b.start for b in blocks), max(b.end for b in blocks)
    caption = _CAPTION.search(text, start, end)
    if caption is None:
        return
    head = text[max(start, caption.start() - REACH) : caption.start()]
    address = head[head.rfind(")") + 1 :]  # behind the caption of the line above
    places = [m for m in _CITY.finditer(address) if _lies_in(m["city"], m["wide"])]
    if places:
        found, offset = places[-1], caption.start() - len(address)
        first = offset + len(address) - len(address.lstrip())
        evidence = (Span(first, caption.end()),)
        place = clean(f"{found['city']}, {found['wide']}")
        yield Fact(
            "headquarters",
            (Field("organization", filer, evidence), Field("place", place, evidence)),
            "headquarters.cover/1",
            0.97,
            voice=Voice.COMPANY,
        )


def _lies_in(city: str, wide: str) -> bool:
    """Whether a place of that name is a city in that region or country.

    >>> _lies_in("Oslo", "Norway"), _lies_in("Oslo", "Ontario"), _lies_in("Quay Street", "Oslo")
    (True, False, False)
    """
    where = {(e.kind, e.place) for e in lookup("place", wide)}
    lands = {land for kind, land in where if kind in ("region", "country")}
    cities = {part for e in lookup("place", city) if e.kind == "city" for part in e.place.split(", ")}
    return bool(lands & cities)
