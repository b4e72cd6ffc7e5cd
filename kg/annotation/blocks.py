"""The blocks of a release as annotation reads them: clean text, and in whose voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.annotation.clean import clean
from kg.annotation.model import Voice
from kg.documents.model import Block, BlockKind

# What holds no facts of the release: page furniture, legal warnings, tables (they are read cell by cell).
SILENT = frozenset({BlockKind.FURNITURE, BlockKind.FORWARD_LOOKING, BlockKind.TABLE, BlockKind.COVER})
_SAFETY = re.compile(r"safety information|prescribing information|side effects|adverse reactions", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """One block with its clean text, of the same length as the block's; what it is asked often it works out once."""

    block: Block
    text: str

    @cached_property
    def lines(self) -> str:
        """The text with a bar at each line end and tab of a block whose lines are apart from each other (contacts,
        headlines).
        """
        if self.block.kind not in (BlockKind.CONTACTS, BlockKind.SIGNATURE):
            return self.text
        return "".join("|" if c in "\n\t\r" else t for c, t in zip(self.block.text, self.text, strict=True))

    @property
    def voice(self) -> Voice:
        """Who speaks where nobody is quoted."""
        boilerplate = self.block.kind in (BlockKind.ABOUT, BlockKind.CONTACTS, BlockKind.FORWARD_LOOKING)
        return Voice.BOILERPLATE if boilerplate else Voice.COMPANY

    @cached_property
    def silent(self) -> bool:
        """Whether entities and facts are looked for in it at all."""
        return self.block.kind in SILENT or bool(_SAFETY.search(self.block.heading))

    @cached_property
    def titled(self) -> bool:
        """Whether it is a headline or heading in title case, in which any word may begin with a capital."""
        words = [w for w in self.text.split() if w[:1].isalpha() and len(w) > 3]
        named = self.block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.HEADING)
        return named and len(words) > 3 and sum(w[0].isupper() for w in words) > 0.6 * len(words)

    @cached_property
    def shouting(self) -> bool:
        """Whether it is in capitals, so that case tells nothing."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 8 and sum(c.isupper() for c in letters) > 0.75 * len(letters)


LONGEST = 2000  # characters of a piece: no paragraph of a release is longer, and rules over a piece may be quadratic


def pieces(blocks: tuple[Block, ...]) -> list[Piece]:
    """Every block with its clean text; blocks longer than `LONGEST`, which are no paragraphs, in several pieces."""
    return [Piece(part, clean(part.text)) for block in blocks for part in _parts(block)]


def _parts(block: Block) -> Iterator[Block]:
    """A block cut at the ends of sentences, else of words, into parts of at most `LONGEST` characters."""
    if block.table is not None or len(block.text) <= LONGEST:
        yield block
        return
    start = 0
    while start < len(block.text):
        stop = min(start + LONGEST, len(block.text))
        if stop < len(block.text):
            cut = max(
                block.text.rfind(". ", start + LONGEST // 2, stop), block.text.rfind(".\n", start + LONGEST // 2, stop)
            )
            cut = cut if cut > 0 else block.text.rfind(" ", start + LONGEST // 2, stop)
            stop = cut + 1 if cut > 0 else stop
        at = block.start + start
        yield replace(block, start=at, end=at + stop - start, text=block.text[start:stop])
        start = stop
