"""A release of a filing made into a `Reading`: sentences with all that is named in them, and who says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotation import coreference
from kg.annotation.blocks import Piece, pieces
from kg.annotation.cache import Cache
from kg.annotation.clean import clean
from kg.annotation.entities.people import PersonFound, name_people
from kg.annotation.found import Found
from kg.annotation.model import EntityType, Mention, Voice
from kg.annotation.naming import Names, name_pieces, same_organization
from kg.annotation.pipeline import note_names
from kg.annotation.quotes import Quote, find_quotes
from kg.annotation.reading import Reading, Sentence, mask
from kg.annotation.sections import companies_in_turn
from kg.annotation.sentences import split_sentences, stripped
from kg.documents.model import Block, BlockKind, Filing, Release

_LEAD = frozenset({BlockKind.PROSE, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.DATELINE})
MOST = 40  # names in a sentence: what holds more is an index, not a statement (releases have at most 15)


def read_release(filing: Filing, release: Release, cache: Cache | None = None) -> tuple[Reading, ...]:
    """One release of a filing, read; an article on several companies as one reading a company.

    `cache` holds what the model guessed in earlier builds.
    """
    parts = pieces(release.blocks)
    texts = ["" if p.silent else p.text for p in parts]
    noted = list(note_names(parts, cache))
    names, found = name_pieces(parts, noted, filing.filer)
    people = name_people(texts, [n.people for n in noted])
    mentions = [_mentions(p, f, q) for p, f, q in zip(parts, found, people, strict=True)]
    turns = companies_in_turn(parts, mentions)
    if turns:
        names = replace(names, issuer_terms=[])  # "the Company" is whoever has the turn
    starts = [0, *(i for i, _ in turns), len(parts)]
    owners = [None if turns else _issuer(filing, parts, mentions, names), *(m for _, m in turns)]
    readings = []
    for start, stop, issuer in zip(starts[:-1], starts[1:], owners, strict=True):
        sentences: list[Sentence] = []
        for piece, named in zip(parts[start:stop], mentions[start:stop], strict=True):
            if not piece.silent:
                sentences.extend(_sentences(piece, named, issuer, names))
        part = replace(release, blocks=tuple(p.block for p in parts[start:stop])) if turns else release
        warnings = tuple(_warnings(parts[start:stop]))
        readings.append(Reading(part, filing.text, issuer, tuple(sentences), warnings))
    return tuple(readings)


def _warnings(parts: Sequence[Piece]) -> Iterator[Sentence]:
    for piece in parts:
        if piece.block.kind is BlockKind.FORWARD_LOOKING:
            for s in split_sentences(piece.text):
                yield _sentence(piece, s.start, s.end, (), ())


def _mentions(piece: Piece, found: Sequence[Found], people: Sequence[PersonFound]) -> tuple[Mention, ...]:
    at = piece.block.start
    out = [Mention(f.type, at + f.start, at + f.end, piece.block.text[f.start : f.end], f.name, f.kind) for f in found]
    for person in people:
        if not any(m.start < at + person.end and at + person.start < m.end for m in out):
            out.append(
                Mention(
                    EntityType.PERSON,
                    at + person.start,
                    at + person.end,
                    piece.block.text[person.start : person.end],
                    person.name,
                )
            )
    return tuple(sorted(out, key=lambda m: m.start))


def _issuer(
    filing: Filing, parts: Sequence[Piece], mentions: Sequence[tuple[Mention, ...]], names: Names
) -> Mention | None:
    """Who speaks: the filer where the release names it, else whom the lead paragraph names first, else the headline."""
    companies = [
        (p, m)
        for p, ms in zip(parts, mentions, strict=True)
        for m in ms
        if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "") and not p.silent
    ]
    if filing.filer and filing.form != "press-release":
        for _, m in companies:
            if same_organization(m.name, filing.filer):
                return m
    lead = next((p for p in parts if p.block.kind in (BlockKind.PROSE, BlockKind.QUOTE) and len(p.text) > 80), None)
    for wanted in (
        lead,
        *[p for p in parts if p.block.kind is BlockKind.HEADLINE],
        *[p for p in parts if p.block.kind in _LEAD],
    ):
        for p, m in companies:
            if wanted is not None and p is wanted:
                return m
    return companies[0][1] if companies else None


def _sentences(piece: Piece, named: tuple[Mention, ...], issuer: Mention | None, names: Names) -> list[Sentence]:
    block = piece.block
    quotes = find_quotes(piece.text, block.start, named, issuer.name if issuer else "")
    speaker = _speaking(block, named, issuer, names)
    foreign = [(q.start, q.end) for q in quotes if q.outsider]
    company = _defined(block, names) or speaker
    extra = list(
        coreference.organizations(piece.text, block.start, named, coreference.Speakers(speaker, company, foreign))
    )
    topic = next((m for m in _topics(block, named)), None)
    extra.extend(coreference.drugs(piece.text, block.start, named, topic))
    taken = {i for m in named for i in range(m.start, m.end)}
    free = [m for m in extra if taken.isdisjoint(range(m.start, m.end))]
    mentions = tuple(sorted([*named, *_disjoint(free)], key=lambda m: m.start))
    whole = block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.HEADING, BlockKind.TICKERS)
    spans = [stripped(piece.text, 0, len(piece.text))] if whole else split_sentences(piece.text)
    sentences = (_sentence(piece, s.start, s.end, mentions, quotes) for s in spans)
    return [s for s in sentences if len(s.mentions) <= MOST]


def _disjoint(mentions: Sequence[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not out or m.start >= out[-1].end:
            out.append(m)
    return out


def _defined(block: Block, names: Names) -> Mention | None:
    """Whom the release itself makes "the Company", where it does so once."""
    if block.kind is BlockKind.ABOUT or len(set(names.issuer_terms)) != 1:
        return None
    name = names.issuer_terms[0]
    return Mention(EntityType.ORGANIZATION, block.start, block.start, "", name, "Company")


def _speaking(block: Block, named: tuple[Mention, ...], issuer: Mention | None, names: Names) -> Mention | None:
    """Whom "the company" and "we" mean: in "About Beta", Beta; elsewhere the issuer."""
    if block.kind is BlockKind.ABOUT and block.heading:
        headed = re.sub(r"^About\s+(?:the\s+)?|[,:.]+$", "", clean(block.heading)).strip()
        meaning = names.meaning.get((EntityType.ORGANIZATION, headed))
        if meaning:
            return Mention(EntityType.ORGANIZATION, block.start, block.start, "", meaning[0], meaning[1])
        about = next(
            (
                m
                for m in named
                if m.type is EntityType.ORGANIZATION and m.start <= block.start + 3 and m.kind in ("Company", "")
            ),
            None,
        )
        if about is not None:
            return about
    return issuer


def _topics(block: Block, named: tuple[Mention, ...]) -> list[Mention]:
    return [m for m in named if m.type is EntityType.DRUG and m.text and m.text in block.heading]


def _sentence(piece: Piece, start: int, end: int, mentions: tuple[Mention, ...], quotes: Sequence[Quote]) -> Sentence:
    at = piece.block.start
    inside = tuple(m for m in mentions if at + start <= m.start and m.end <= at + end)
    text = piece.text[start:end]
    quote = next((q for q in quotes if min(q.end, end) - max(q.start, start) > 0.35 * (end - start)), None)
    voice = Voice.QUOTED if quote and quote.outsider else piece.voice
    return Sentence(
        at + start,
        at + end,
        text,
        piece.block,
        voice,
        inside,
        mask(text, at + start, inside),
        quote.speaker if quote else None,
    )
