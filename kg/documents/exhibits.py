"""The parts of an EDGAR submission: the releases among its exhibits, the cover of its main document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.documents.parts import Parts, find_anchors, index_range, release_ranges, signature_range, split
from kg.documents.pieces import Piece
from kg.documents.submission import Part, parts_of

MAIN = ("6-K", "8-K")  # forms whose own text may be a press release
COVER = 40  # pieces of an annual or quarterly report that its cover takes


def readable(text: str) -> str:
    """A submission as long as it is, blank but for its main document and the exhibits that may be releases."""
    made, left = [], 0
    for number, part in enumerate(parts_of(text)):
        if number == 0 or part.is_release:
            made += [" " * (part.start - left), text[part.start : part.end]]
            left = part.end
            made.append("\n")
            left += 1
    made.append(" " * (len(text) - left))
    return "".join(made)[: len(text)]


def submission_parts(text: str, pieces: Sequence[Piece], form: str) -> Parts:
    """Cover and signature page of the main document, and the releases: in the exhibits, else in the main document."""
    listed = parts_of(text)
    ranges: list[tuple[int, int]] = []
    for part in listed:
        if part.is_release:
            a, b = numbers(pieces, part)
            ranges += [(a + i, a + j) for i, j in exhibit_ranges(pieces[a:b])]
    if not listed:
        return Parts((), (), ())
    a, b = numbers(pieces, listed[0])
    own = pieces[a:b]
    if listed[0].is_release:
        return Parts((), (), tuple(ranges))
    if ranges or form[:3] not in MAIN:
        signature = signature_range(own)
        held = own if form[:3] in MAIN else own[:COVER]
        cover = tuple(a + i for i in range(len(held)) if i not in signature)
        return Parts(cover, tuple(a + i for i in signature), tuple(ranges))
    parts = split(own)
    moved = tuple((a + i, a + j) for i, j in parts.releases)
    return Parts(tuple(a + i for i in parts.cover), tuple(a + i for i in parts.signature), moved)


def exhibit_ranges(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """The releases of one exhibit, most often one."""
    taken = {*signature_range(pieces), *index_range(pieces)}
    return list(release_ranges(pieces, find_anchors(pieces, taken), 0, taken))


def numbers(pieces: Sequence[Piece], part: Part) -> tuple[int, int]:
    """The half-open range of the pieces that stand in a part."""
    starts = [piece.start for piece in pieces]
    return bisect_left(starts, part.start), bisect_left(starts, part.end)
