"""Who is quoted: the stretches of a block in quotation marks, and the person to whom they are given.

"We are pleased," said Jane Roe, CEO of Acme: the words are Roe's. An officer of the issuer speaks for the company.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.model import EntityType, Mention

_SPEECH = (
    r"(?:said|says|stated|states|commented|comments|added|adds|noted|notes|explained|remarked|continued|concluded|"
    r"according to|told|observed|shared|emphasi[sz]ed)"
)
_QUOTED = re.compile(r'"[^"]{25,}(?:"|$)')


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch (half-open, in its clean text), its speaker, and whether the speaker is an outsider to the
    issuer.
    """

    start: int
    end: int
    speaker: Mention | None
    outsider: bool


def find_quotes(text: str, offset: int, mentions: tuple[Mention, ...], issuer: str) -> list[Quote]:
    """The quoted stretches of a clean block that begins at `offset` in the source."""
    spans = [m.span() for m in _QUOTED.finditer(text)]
    if not spans:
        return []
    speaker = _speaker(text, offset, mentions, spans)
    outsider = speaker is not None and _is_outsider(text, offset, mentions, speaker, issuer)
    return [Quote(a, b, speaker, outsider) for a, b in spans]


def _outside(position: int, spans: list[tuple[int, int]]) -> bool:
    return not any(a <= position < b for a, b in spans)


def _speaker(text: str, offset: int, mentions: tuple[Mention, ...], spans: list[tuple[int, int]]) -> Mention | None:
    people = [m for m in mentions if m.type is EntityType.PERSON and _outside(m.start - offset, spans)]
    for person in people:
        around = text[max(0, person.start - offset - 30) : person.end - offset + 160]
        if re.search(rf"\b{_SPEECH}\b", around):
            return person
    return people[0] if len(people) == 1 else None


def _is_outsider(text: str, offset: int, mentions: tuple[Mention, ...], speaker: Mention, issuer: str) -> bool:
    """Whether the organisations named with the speaker's office leave the issuer out."""
    stop = text.find('"', speaker.end - offset)
    near = text[speaker.end - offset : stop if stop >= 0 else speaker.end - offset + 220]
    named = [
        m for m in mentions if m.type is EntityType.ORGANIZATION and speaker.end <= m.start < speaker.end + len(near)
    ]
    return bool(named) and all(m.name != issuer for m in named)
