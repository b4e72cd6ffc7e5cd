"""Builds readings of invented releases for the tests of money matters."""

from __future__ import annotations

from kg.annotation.clean import clean
from kg.annotation.model import EntityType, Fact, Mention, Voice
from kg.annotation.reading import Reading, Sentence, mask
from kg.annotation.sentences import split_sentences
from kg.documents.model import Block, BlockKind, Cell, Release, Table

OPENING = "Zorva Therapeutics (Nasdaq: ZRVX) today reported results for the third quarter ended September 30, 2021."
ISSUER = "Zorva Therapeutics"


def table_block(text: str, offset: int) -> Block:
    """A block of lines whose cells are parted by tabs."""
    rows, at = [], offset
    for line in text.split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(Cell(cell, at, at + len(cell)))
            at += len(cell) + 1
        rows.append(tuple(cells))
    return Block(BlockKind.TABLE, offset, offset + len(text), text, table=Table(tuple(rows)))


def reading(*paragraphs: str, table: str = "", flow: bool = False, opening: str = OPENING) -> Reading:
    """A release of these paragraphs, with a table at its end: cells by tabs, or one that ran together."""
    blocks: list[Block] = []
    text = ""
    for paragraph in (opening, *paragraphs):
        blocks.append(Block(BlockKind.PROSE, len(text), len(text) + len(paragraph), paragraph))
        text += paragraph + "\n\n"
    if table:
        plain = Block(BlockKind.TABLE, len(text), len(text) + len(table), table)
        blocks.append(plain if flow else table_block(table, len(text)))
        text += table
    release = Release(1, 0, len(text), "", None, None, "", tuple(blocks))
    issuer = Mention(EntityType.ORGANIZATION, 0, len(ISSUER), ISSUER, ISSUER)
    return Reading(release, text, issuer, tuple(s for b in blocks if b.kind is BlockKind.PROSE for s in _sentences(b)))


def _sentences(block: Block) -> list[Sentence]:
    plain = clean(block.text)
    out = []
    for span in split_sentences(plain):
        piece, start = plain[span.start : span.end], block.start + span.start
        at = piece.find(ISSUER)
        found = Mention(EntityType.ORGANIZATION, start + at, start + at + len(ISSUER), ISSUER, ISSUER)
        mentions = (found,) if at >= 0 else ()
        other = piece.find("Tevra Pharma")
        if other >= 0:
            end = start + other + len("Tevra Pharma")
            mentions = (Mention(EntityType.ORGANIZATION, start + other, end, "Tevra Pharma", "Tevra Pharma"),)
        masked = mask(piece, start, mentions)
        out.append(Sentence(start, block.start + span.end, piece, block, Voice.COMPANY, mentions, masked))
    return out


def values(fact: Fact) -> dict[str, object]:
    """The fact's values by role, concepts by notation."""
    return {field.role: getattr(field.value, "notation", field.value) for field in fact.fields}
