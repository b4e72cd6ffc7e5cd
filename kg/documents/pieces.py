"""Lines to pieces: paragraphs, list items and tables, before anything is known of what they are for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kg.documents import cues
from kg.documents.lines import Line, split_lines
from kg.documents.model import Table
from kg.documents.tables import MARKUP_LINE, read_table, table_length
from kg.documents.vertical import find_vertical, rebuild

WRAPPED = 130  # the longest line that a hard-wrapped text has
INLINE_BULLET = re.compile(r"[•●▪◦‣\uf0b7]")
PAGE_MARK = re.compile(r"\(?[-–—]*\s*more\s*[-–—]*\)?|[-–—]\s?\d{1,3}\s?[-–—]", re.I)
MONTH_END = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{1,2},?)?$"
)
DATE_REST = re.compile(r"\d{1,2},\s+\d{4}\b|\d{4}\b")
CONNECTOR_END = re.compile(
    r"\s(?:of|in|the|and|for|to|with|by|an?|at|on|from|that|which|or|its|their|is|are|was|were)$"
)
LOWER_WORD = re.compile(r"[a-z]{1,20}[,;]?\s|[a-z]{2,20}(?:-[a-z]+)+\s")


class Shape(StrEnum):
    """What a piece looks like."""

    TEXT = "text"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a list item or a table; `text` is the source slice, `lines` its lines, in a table blank ones too."""

    shape: Shape
    start: int
    end: int
    text: str
    lines: tuple[Line, ...]
    table: Table | None = None


def find_pieces(text: str) -> list[Piece]:
    """All of a text in pieces, in order; between two of them lie only blanks."""
    lines = list(split_lines(text))
    pieces = [p for raw in cut(text, lines) for p in cut_inline_bullets(text, raw)]
    return join_vertical(text, join_pages(text, pieces))


def cut(text: str, lines: Sequence[Line]) -> Iterator[Piece]:
    """Paragraphs at blank lines, items at bullets, tables where their columns begin."""
    group: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        length = table_length(lines, at)
        if length:
            yield from paragraphs(text, group)
            yield table_piece(text, lines[at : at + length])
            group = []
            at += length
            continue
        if line.blank or starts_item(group, line):
            yield from paragraphs(text, group)
            group = []
        if not line.blank:
            group.append(line)
        at += 1
    yield from paragraphs(text, group)


def starts_item(group: Sequence[Line], line: Line) -> bool:
    """A bullet, unless it is a dash or a number that a wrapped line happens to begin with."""
    if not cues.is_bullet(line.text):
        return False
    if not group or cues.is_bullet(group[0].text):
        return True
    rest = re.sub(r"^\W+", "", line.text)[:1]
    return not (cues.ends_open(group[-1].text) and rest.islower() and len(group[-1].text) > 50)


def table_piece(text: str, lines: Sequence[Line]) -> Piece:
    """A table of the lines given."""
    filled = [line for line in lines if not line.blank]
    start, end = filled[0].start, filled[-1].end
    return Piece(Shape.TABLE, start, end, text[start:end], tuple(lines), read_table(text, lines))


def paragraphs(text: str, group: Sequence[Line]) -> Iterator[Piece]:
    """Lines that stand together, parted where a new paragraph begins without a blank line."""
    if not group:
        return
    width = max(len(line.text) for line in group)
    left = 0
    for i in range(1, len(group) + 1):
        if i == len(group) or breaks_between(group[i - 1], group[i], width):
            lines = tuple(group[left:i])
            shape = Shape.ITEM if left == 0 and cues.is_bullet(group[0].text) else Shape.TEXT
            yield Piece(shape, lines[0].start, lines[-1].end, text[lines[0].start : lines[-1].end], lines)
            left = i


def breaks_between(line: Line, following: Line, width: int) -> bool:
    """A new paragraph begins with the second of two neighbouring lines."""
    first, second = line.text, following.text
    if MARKUP_LINE.fullmatch(first) or PAGE_MARK.fullmatch(first[:12]) or PAGE_MARK.fullmatch(second[:12]):
        return True
    if cues.is_rule(first) or cues.is_rule(second):
        return False
    if second[0] in "-–—" and cues.DASHED.match(second[: cues.LOOK]):
        return True
    if cues.is_ticker(first) != cues.is_ticker(second) or cues.RELEASE_LABEL.match(first[: cues.LOOK]):
        return True
    if LOWER_WORD.match(second) and not cues.ends_sentence(first):
        return False
    if width > WRAPPED and max(len(first), len(second)) > WRAPPED:
        return True
    if first.startswith("#") or (cues.is_heading(first) and (cues.is_about(first) or cues.LEGAL_HEADING.match(first))):
        return True
    if cues.all_caps(first) and not cues.all_caps(second) and len(second) > 60 and cues.LOWER.search(second):
        return True
    short = len(first) < 0.75 * width
    indented = len(following.raw) - len(following.raw.lstrip()) >= len(line.raw) - len(line.raw.lstrip()) + 3
    return cues.ends_sentence(first) and (short or indented)


def cut_inline_bullets(text: str, piece: Piece) -> Iterator[Piece]:
    """A paragraph into which several bullets were run, parted at each."""
    if piece.shape is Shape.TABLE or len(INLINE_BULLET.findall(piece.text)) < 2:
        yield piece
        return
    marks = [piece.start + m.start() for m in INLINE_BULLET.finditer(piece.text)]
    bounds = sorted({piece.start, *marks, piece.end})
    starts = [line.start for line in piece.lines]
    for start, end in pairwise(bounds):
        body = text[start:end].rstrip()
        if body:
            shape = Shape.TEXT if start == piece.start and start != marks[0] else Shape.ITEM
            first = max(0, bisect_right(starts, start) - 1)
            lines = piece.lines[first : bisect_right(starts, start + len(body) - 1)]
            yield Piece(shape, start, start + len(body), body, lines)


def join_pages(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs that a page break tore apart become one, over the page's number too."""
    joined: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        while (rest := rest_after(pieces, piece, at)) is not None:
            last = pieces[rest]
            lines = (*piece.lines, *last.lines)
            piece = Piece(piece.shape, piece.start, last.end, "", lines)
            at = rest + 1
        joined.append(
            piece
            if piece.text
            else Piece(piece.shape, piece.start, piece.end, text[piece.start : piece.end], piece.lines)
        )
    return joined


def rest_after(pieces: Sequence[Piece], piece: Piece, at: int) -> int | None:
    """Which of the next pieces goes on with this one's last sentence; page numbers and "(more)" may lie between."""
    tail = piece.lines[-1].text
    if piece.shape is Shape.TABLE or piece.end - piece.start < 60 or not cues.ends_open(tail):
        return None
    for i in range(at, min(at + 3, len(pieces))):
        candidate = pieces[i]
        if candidate.shape is Shape.TEXT and goes_on(tail, candidate.text[: cues.LOOK]):
            return i
        if not (len(candidate.text) <= 12 and cues.PAGE.fullmatch(candidate.text)):
            return None
    return None


def goes_on(tail: str, head: str) -> bool:
    """A text that opens in mid-sentence: in lower case, with the rest of a date, or after "of the"."""
    if cues.URL.match(head) or cues.EMAIL.match(head):
        return False
    if LOWER_WORD.match(head) or (CONNECTOR_END.search(tail[-12:]) and head[:1].isalnum()):
        return True
    return bool(MONTH_END.search(tail[-40:]) and DATE_REST.match(head))


def join_vertical(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Tables that are printed one cell a line become one piece each."""
    single = [p.text if p.shape is Shape.TEXT and len(p.lines) == 1 and len(p.text) <= 90 else "" for p in pieces]
    joined: list[Piece] = []
    left = 0
    for start, end in find_vertical(single):
        joined.extend(pieces[left:start])
        first, last = pieces[start].start, pieces[end - 1].end
        spans = [(p.start, p.end) for p in pieces[start:end]]
        lines = tuple(line for p in pieces[start:end] for line in p.lines)
        joined.append(Piece(Shape.TABLE, first, last, text[first:last], lines, rebuild(text, spans)))
        left = end
    joined.extend(pieces[left:])
    return joined
