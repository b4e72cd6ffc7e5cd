"""Words that stand for a name: "the Company", "we", "our", "its"; "the drug", "the vaccine".

No library for this works offline; these rules cover what press releases do. Each gives a mention that is marked
`coreferent`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.annotation.model import EntityType, Mention
from kg.annotation.sentences import split_sentences

_ISSUER = re.compile(
    r"\b(?:[Tt]he\s+(?:Company|Corporation|company|corporation)|[Ww]e|[Oo]ur\s+[Cc]ompany|[Oo]ur|[Uu]s)"
    r"\b(?!\s+(?:FDA|Food|Patent))"
)
_ITS = re.compile(r"\b[Ii]ts\b")
_DRUG = re.compile(
    r"\b(?:[Tt]he|[Tt]his)\s+(?:(?:new|study|investigational|lead|novel)\s+)?(?:drug|compound|molecule|candidate|"
    r"drug candidate|product candidate|vaccine|vaccine candidate|antibody|agent|therapy|product|medicine|"
    r"medication|inhibitor|antagonist|agonist|peptide|treatment candidate|gene therapy|cell therapy)\b"
    r"(?!\s+(?:candidates|development|products|pipeline|delivery|discovery|class|classes|combination|substance|"
    r"market|targets?|platform|space|industry|resistance))"
)


# "It" behind a sentence that begins with a drug and names no other.
_IT = re.compile(
    r"It(?=\s+(?:is|was|has been)\s+(?:an?|the|being|designed|currently|also|approved|indicated|intended|in)\b|"
    r"\s+(?:works|acts|targets|inhibits|blocks|binds|activates|selectively)\b)"
)


# "It is an oral drug", behind sentences that name one drug alone, wherever in them it stands.
_IT_IS = re.compile(
    r"It(?=\s+(?:is|was)\s+(?:also\s+|currently\s+)?(?:an?|the)\s(?:[\w,/-]+\s){0,8}?(?:drug|agent|therap(?:y|eutic)|antibody|"
    r"inhibitor|agonist|antagonist|vaccine|molecule|compound|virus|peptide|candidate|treatment|conjugate|medicine|immunotherapy)\b)"
)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whom "we" means and whom "the Company" means; `foreign` are the stretches in which somebody else says "we"."""

    we: Mention | None
    company: Mention | None
    foreign: Sequence[tuple[int, int]] = ()


def organizations(text: str, offset: int, named: tuple[Mention, ...], speakers: Speakers) -> Iterator[Mention]:
    """Mentions of whoever speaks, and of the organisation that is the subject before an "its"."""
    if speakers.we is not None:
        for match in _ISSUER.finditer(text):
            defined = match[0].lower().startswith("the")
            if not defined and any(a <= match.start() < b for a, b in speakers.foreign):
                continue
            speaker = speakers.company if defined and speakers.company else speakers.we
            if match[0] != "us" or re.match(r"\s+(?:to|in|with|for)\b", text[match.end() : match.end() + 6]):
                yield _mention(EntityType.ORGANIZATION, match, offset, speaker)
    sentences = split_sentences(text)
    for match in _ITS.finditer(text):
        before = [
            m
            for m in named
            if m.type is EntityType.ORGANIZATION and m.end - offset <= match.start() and m.kind in ("Company", "")
        ]
        stop = max((s.start for s in sentences if s.start <= match.start()), default=0) - 1
        before = [m for m in before if m.start - offset > stop]
        subject = bool(before) and (len({m.name for m in before}) == 1 or before[0].start - offset <= stop + 3)
        if subject:
            yield _mention(EntityType.ORGANIZATION, match, offset, before[0])
    yield from _its_of_the_last(text, offset, named)


def _its_of_the_last(text: str, offset: int, named: tuple[Mention, ...]) -> Iterator[Mention]:
    """ "Its" that opens a sentence: of the company that opened the one before, where no other was named in it."""
    companies = [m for m in named if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "")]
    for last, this in pairwise(split_sentences(text)):
        told = [m for m in companies if last.start <= m.start - offset < last.end]
        match = _ITS.match(text, this.start)
        if match and told and told[0].start - offset <= last.start + 4 and len({m.name for m in told}) == 1:
            yield _mention(EntityType.ORGANIZATION, match, offset, told[0])


def drugs(text: str, offset: int, named: tuple[Mention, ...], topic: Mention | None) -> Iterator[Mention]:
    """Mentions of the only drug named before in the block, else of the heading's drug (`topic`)."""
    for match in _DRUG.finditer(text):
        before = [m for m in named if m.type is EntityType.DRUG and m.end - offset <= match.start()]
        stands_for = before[-1] if len({m.name for m in before}) == 1 else topic if not before else None
        if stands_for is not None:
            yield _mention(EntityType.DRUG, match, offset, stands_for)
    sentences = split_sentences(text)
    for last, this in pairwise(sentences):
        pronoun = _IT.match(text, this.start)
        told = [m for m in named if m.type is EntityType.DRUG and last.start <= m.start - offset < last.end]
        if pronoun and told and told[0].start - offset <= last.start + 4 and len({m.name for m in told}) == 1:
            yield _mention(EntityType.DRUG, pronoun, offset, told[0])
            continue
        pronoun = _IT_IS.match(text, this.start)
        recent = [m for m in named if m.type is EntityType.DRUG and last.start - 300 <= m.start - offset < last.end]
        if pronoun and recent and len({m.name for m in recent}) == 1:
            yield _mention(EntityType.DRUG, pronoun, offset, recent[-1])


def _mention(kind: EntityType, match: re.Match[str], offset: int, stands_for: Mention) -> Mention:
    return Mention(
        kind, offset + match.start(), offset + match.end(), match[0], stands_for.name, stands_for.kind, coreferent=True
    )
