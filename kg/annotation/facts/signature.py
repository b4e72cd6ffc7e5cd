"""Offices of those who sign a filing.

Finds (Ana Roe, the filer, Controller) under "By: /s/ Ana Roe"; leaves alone names above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.annotation.clean import clean
from kg.annotation.entities.people import ordinary, signed_name
from kg.annotation.facts.role import role_fact
from kg.annotation.model import EntityType, Fact, Mention, Span, Voice
from kg.annotation.roles import Role
from kg.annotation.titles import find_titles
from kg.documents.model import Block

_SIGNED = re.compile(r"\b(?:By|Signed)\s*:|/s/", re.IGNORECASE)
_BETWEEN_TITLES = re.compile(r"[\s,;&|-]*(?:and\s+)?(?:Title\s*:)?\s*", re.IGNORECASE)


def find_signature_roles(text: str, signature: Iterable[Block], filer: Mention) -> Iterator[Fact]:
    """The offices under a signature ("By: /s/ Ana Roe", her name, her titles); `text` is the whole filing's."""
    blocks = list(signature)
    if not blocks:
        return
    start, end = min(b.start for b in blocks), max(b.end for b in blocks)
    page = clean(text[start:end])
    at = 0
    for signed in list(_SIGNED.finditer(page))[:6]:
        if signed.start() >= at:
            facts, at = _signed_roles(page, start, signed.start(), filer)
            yield from facts


def _signed_roles(page: str, offset: int, start: int, filer: Mention) -> tuple[list[Fact], int]:
    """The roles of one signer on a clean page that begins at `offset` of the source, and where their titles end."""
    found = signed_name(page, start)
    if found is None:
        return [], start
    titles, end = [], found[1]
    for title in find_titles(page[: end + 300]):
        if title.start >= end and _BETWEEN_TITLES.fullmatch(page, end, title.start):
            titles.append(title)
            end = title.end
    printed = page[found[0] : found[1]]
    person = Mention(EntityType.PERSON, offset + found[0], offset + found[1], printed, ordinary(printed))
    span = (Span(offset + start, offset + end),)
    roles = [Role(person, filer, title.notation, "current", "signature") for title in titles]
    return [role_fact(role, span, Voice.COMPANY) for role in roles], end
