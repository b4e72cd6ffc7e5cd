"""The pieces of one release as blocks: what opens it, then its body, boilerplate and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.documents import cues
from kg.documents.about import heading_end
from kg.documents.dateline import Dateline, find_date_line, find_dateline, is_place_line
from kg.documents.lines import trim
from kg.documents.model import Block, BlockKind
from kg.documents.pieces import Piece, Shape

OPENING = 14  # pieces among which the lead paragraph must come
LONG = 260  # characters from which a piece before the lead is no headline
CONNECTORS = re.compile(r"\b(?:for|of|in|the|and|with|to|on|a|an|by|at|from|as|or|&)$|[,:–-]$", re.I)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a release: the indices of its headline pieces and its lead, and the dateline of that lead.

    `headline` is a half-open range of pieces, empty where there is none.
    """

    headline: tuple[int, int]
    lead: int
    dateline: Dateline | None


def find_opening(pieces: Sequence[Piece]) -> Opening:
    """Where the headline stands and where the text begins."""
    lead = lead_index(pieces)
    first = next((i for i in range(lead) if could_headline(pieces, i)), None)
    if first is None:
        return Opening((0, 0), lead, dateline_of(pieces, lead))
    last = first + 1
    while last < lead and goes_on_headline(pieces[last - 1], pieces[last]):
        last += 1
    return Opening((first, last), lead, dateline_of(pieces, lead))


def dateline_of(pieces: Sequence[Piece], lead: int) -> Dateline | None:
    """The dateline that the lead opens with."""
    if lead < len(pieces) and pieces[lead].shape is Shape.TEXT:
        return find_dateline(pieces[lead].text)
    return None


def lead_index(pieces: Sequence[Piece]) -> int:
    """The first paragraph: the one with a dateline, else the first that reads as prose."""
    texts = [i for i, p in enumerate(pieces[: OPENING * 2]) if p.shape is Shape.TEXT]
    for i in texts[:OPENING]:
        line = find_dateline(pieces[i].text)
        if line and line.end < len(pieces[i].text.rstrip()) and len(pieces[i].text) > line.end + 40:
            return i
        if cues.is_about(pieces[i].text) and i > 1:
            break
    for i in texts:
        if reads_as_lead(pieces, i):
            return i
    return min(1, len(pieces))


def reads_as_lead(pieces: Sequence[Piece], i: int) -> bool:
    """A paragraph of whole sentences: long, or closed by a full stop."""
    text = pieces[i].text
    if (
        cues.is_contact(text)
        or cues.is_furniture(text)
        or cues.RELEASE_LABEL.match(text[: cues.LOOK])
        or cues.all_caps(text)
    ):
        return False
    if i == 0 and len(text) < LONG:
        return False
    return (
        len(text) >= LONG or (len(text) >= 80 and cues.ends_sentence(text)) or cues.is_quote(text) and len(text) > 120
    )


def could_headline(pieces: Sequence[Piece], i: int) -> bool:
    """A piece that may be the headline."""
    piece = pieces[i]
    text = piece.text
    if piece.shape is Shape.TABLE or len(text) > 2 * LONG or cues.DASHED.match(text[: cues.LOOK]):
        return False
    if piece.shape is Shape.ITEM and not re.match(r"\W*\d", text):
        return False
    if (
        cues.is_furniture(text)
        or cues.is_ticker(text)
        or cues.is_contact(text)
        or cues.RELEASE_LABEL.match(text[: cues.LOOK])
    ):
        return False
    return not (cues.CONTACT_HEADING.match(text[: cues.LOOK]) and len(text) < 60) and find_date_line(text) is None


def goes_on_headline(first: Piece, second: Piece) -> bool:
    """A headline that a blank line tore in two."""
    if second.shape is not Shape.TEXT or cues.is_ticker(second.text) or second.text.startswith("("):
        return False
    return bool(CONNECTORS.search(first.text[-12:])) and cues.all_caps(first.text) == cues.all_caps(second.text)


def read_blocks(source: str, pieces: Sequence[Piece]) -> tuple[tuple[Block, ...], str, Dateline | None]:
    """The blocks of a release, its headline, and its dateline."""
    opening = find_opening(pieces)
    blocks = [*front(pieces, opening), *body(pieces[opening.lead :], opening.dateline)]
    headline = next((b.text for b in blocks if b.kind is BlockKind.HEADLINE), "")
    return tuple(settle(source, blocks)), " ".join(headline.strip("#* ").split()), opening.dateline


def front(pieces: Sequence[Piece], opening: Opening) -> Iterator[Block]:
    """Everything above the lead."""
    first, last = opening.headline
    contacts = False
    for i, piece in enumerate(pieces[: opening.lead]):
        text = piece.text
        if i == first and last > first:
            contacts = False
            yield joined(BlockKind.HEADLINE, pieces[first:last])
        elif first < i < last:
            continue
        elif cues.CONTACT_HEADING.match(text[: cues.LOOK]) and len(text) < 400 or cues.is_contact(text):
            contacts = True
            yield block(BlockKind.CONTACTS, piece)
        elif cues.is_furniture(text) or cues.RELEASE_LABEL.match(text[: cues.LOOK]):
            yield block(BlockKind.FURNITURE, piece)
        elif cues.is_ticker(text):
            yield block(BlockKind.TICKERS, piece)
        elif find_date_line(text) is not None or (i + 1 == opening.lead and is_place_line(text)):
            yield block(BlockKind.DATELINE, piece)
        elif contacts:
            yield block(BlockKind.CONTACTS, piece)
        else:
            yield block(BlockKind.TABLE if piece.shape is Shape.TABLE else BlockKind.SUBHEADLINE, piece)


def body(pieces: Sequence[Piece], dateline: Dateline | None) -> Iterator[Block]:
    """The lead and all that follows; a heading rules until the next one."""
    section = BlockKind.PROSE
    for i, piece in enumerate(pieces):
        if i == 0 and dateline:
            yield from cut_dateline(piece, dateline)
            continue
        for made in classify(pieces, i, section):
            if made.kind is BlockKind.HEADING:
                section = section_of(made.text)
            elif made.kind is BlockKind.FURNITURE and cues.TABLES_FOLLOW.fullmatch(made.text[:80]):
                section = BlockKind.PROSE
            elif (
                made.kind in (BlockKind.ABOUT, BlockKind.CONTACTS)
                or section is BlockKind.CONTACTS
                and made.kind in (BlockKind.PROSE, BlockKind.FORWARD_LOOKING)
            ):
                section = made.kind
            yield made


def section_of(heading: str) -> BlockKind:
    """What kind of text a heading announces."""
    text = heading[: cues.LOOK]
    if cues.is_about(text):
        return BlockKind.ABOUT
    if cues.LEGAL_HEADING.match(text):
        return BlockKind.FORWARD_LOOKING
    return BlockKind.CONTACTS if cues.CONTACT_HEADING.match(text) else BlockKind.PROSE


def cut_dateline(piece: Piece, dateline: Dateline) -> Iterator[Block]:
    """The lead paragraph in two."""
    middle = piece.start + dateline.end
    start, end = trim_in(piece, piece.start, middle)
    yield Block(BlockKind.DATELINE, start, end, piece.text[: end - piece.start])
    if middle < piece.end:
        rest = piece.text[middle - piece.start :]
        yield Block(BlockKind.QUOTE if cues.is_quote(rest) else BlockKind.PROSE, middle, piece.end, rest)


def trim_in(piece: Piece, start: int, end: int) -> tuple[int, int]:
    """Offsets without the blanks around them, within a piece."""
    left, right = trim(piece.text, start - piece.start, end - piece.start)
    return left + piece.start, right + piece.start


def classify(pieces: Sequence[Piece], i: int, section: BlockKind) -> Iterator[Block]:
    """The block that a piece of the body is, or the heading and the text that it holds."""
    piece = pieces[i]
    text = piece.text
    if piece.shape is Shape.TABLE:
        yield block(
            BlockKind.CONTACTS if section is BlockKind.CONTACTS and cues.is_contact_table(text) else BlockKind.TABLE,
            piece,
        )
    elif cues.is_furniture(text):
        yield block(BlockKind.CONTACTS if cues.EMAIL.search(text) else BlockKind.FURNITURE, piece)
    elif cues.is_ticker(text):
        yield block(BlockKind.TICKERS, piece)
    elif (
        cues.is_about(text)
        and piece.shape is Shape.TEXT
        and section is not BlockKind.FORWARD_LOOKING
        or cues.is_about(text)
        and not cues.is_legal(text)
    ):
        yield from about(piece)
    elif is_contacts(pieces, i, section):
        yield block(BlockKind.CONTACTS, piece)
    elif cues.LEGAL_HEADING.match(text[: cues.LOOK]) and is_legal_heading(text):
        yield block(BlockKind.HEADING, piece)
    elif cues.is_legal(text) or cues.LEGAL_HEADING.match(text[: cues.LOOK]):
        yield block(BlockKind.FORWARD_LOOKING, piece)
    elif (
        piece.shape is Shape.TEXT
        and cues.is_heading(text)
        and heads_something(pieces, i, section)
        or piece.shape is Shape.TEXT
        and len(text) <= 240
        and titles_statement(piece)
    ):
        yield block(BlockKind.HEADING, piece)
    elif section in (BlockKind.ABOUT, BlockKind.FORWARD_LOOKING):
        yield block(section, piece)
    elif piece.shape is Shape.ITEM:
        yield block(BlockKind.LIST_ITEM, piece)
    elif cues.is_run_in_table(text):
        yield block(BlockKind.TABLE, piece)
    else:
        yield block(BlockKind.QUOTE if cues.is_quote(text) else BlockKind.PROSE, piece)


def is_legal_heading(text: str) -> bool:
    """A heading's length, and no link or sentence in it."""
    return len(text) < 140 and not cues.ends_sentence(text) and not cues.URL.search(text)


def titles_statement(piece: Piece) -> bool:
    """The lines over a financial table: whose it is, what it is, in which unit."""
    lines = [line.text for line in piece.lines]
    return (
        len(lines) > 1
        and any(cues.STATEMENT.search(line) for line in lines)
        and all(not cues.ends_sentence(line) and (cues.title_case(line) or line[0] == "(") for line in lines)
    )


def heads_something(pieces: Sequence[Piece], i: int, section: BlockKind) -> bool:
    """Something follows that a heading could name; within contacts a short line is a name, not a heading."""
    if i + 1 >= len(pieces):
        return False
    if cues.STATEMENT.search(pieces[i].text):
        return True
    return section is not BlockKind.CONTACTS or cues.all_caps(pieces[i].text) and len(pieces[i + 1].text) > 200


def is_contacts(pieces: Sequence[Piece], i: int, section: BlockKind) -> bool:
    """Whom to ask: by its heading, by its addresses, or in the run of such lines."""
    text = pieces[i].text
    if cues.is_heading(text) and cues.STATEMENT.search(text):
        return False
    if cues.CONTACT_HEADING.match(text[: cues.LOOK]) and (
        len(text) < 80 and not cues.ends_sentence(text) or cues.is_contact(text)
    ):
        return True
    if cues.is_contact(text) and (section is not BlockKind.PROSE or i * 2 >= len(pieces) > 1):
        return True
    if section is not BlockKind.CONTACTS:
        return False
    return (
        len(text) <= 200
        and not cues.ends_sentence(text)
        and not cues.LEGAL_HEADING.match(text)
        and not cues.is_legal(text)
        and not heads_something(pieces, i, section)
    )


def about(piece: Piece) -> Iterator[Block]:
    """ "About X": a heading alone, or a heading and the text that was run into it."""
    text = piece.text
    if cues.is_heading(text) and len(text) <= 110:
        yield block(BlockKind.HEADING, piece)
        return
    cut = heading_end(text)
    if not cut:
        yield block(BlockKind.ABOUT, piece)
        return
    start, end = trim_in(piece, piece.start + cut, piece.end)
    if text[cut : cut + 1] in (":", "–", "—"):
        cut += 1
        start, end = trim_in(piece, piece.start + cut, piece.end)
    yield Block(BlockKind.HEADING, piece.start, piece.start + cut, text[:cut])
    yield Block(BlockKind.ABOUT, start, end, text[start - piece.start : end - piece.start])


def settle(source: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Each block with its slice of the source and the nearest heading above it."""
    heading = ""
    for made in blocks:
        yield replace(made, text=source[made.start : made.end], heading=heading)
        if made.kind is BlockKind.HEADING:
            heading = " ".join(made.text.strip("#*_ ").split()).rstrip(":")


def block(kind: BlockKind, piece: Piece) -> Block:
    """A piece as a block."""
    return Block(kind, piece.start, piece.end, piece.text, table=piece.table)


def joined(kind: BlockKind, pieces: Sequence[Piece]) -> Block:
    """Neighbouring pieces as one block, whose text `settle` cuts from the source."""
    return Block(kind, pieces[0].start, pieces[-1].end, " ".join(p.text for p in pieces))
