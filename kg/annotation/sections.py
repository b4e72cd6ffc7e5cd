"""Articles on several companies, cut where the next one's turn comes.

"Four stocks to watch": each part opens with "Acme Inc. (NASDAQ: ACME) is developing …", or has the like for a heading,
and "the company" in it is Acme. A release of one company has no such parts, whoever else it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.annotation.blocks import Piece
from kg.annotation.model import EntityType, Mention
from kg.documents.model import BlockKind

_BODY = frozenset({BlockKind.PROSE, BlockKind.LIST_ITEM, BlockKind.DATELINE})
_HEADS = frozenset({BlockKind.HEADING, BlockKind.SUBHEADLINE, BlockKind.TICKERS})
_LISTED = re.compile(
    r"(?:,? (?:Inc|Ltd|Corp|plc|PLC)\.?)?(?:['’]s?)?\s{0,2}\([A-Za-z][\w .-]{1,30}:\s{0,2}\$?[A-Z][A-Z0-9.-]{0,7}\b"
)
_LEAD = re.compile(r"\W{0,3}(?:\d{1,2}[.)]\s)?(?:The\s)?")  # "1. Acme"
SEVERAL = 3  # companies that open a part; two are enough where the headline names neither


def companies_in_turn(pieces: Sequence[Piece], mentions: Sequence[tuple[Mention, ...]]) -> list[tuple[int, Mention]]:
    """Where each company's part begins, as the piece's number, in order; empty for a release of one company."""
    turns: list[tuple[int, Mention]] = []
    for i, (piece, named) in enumerate(zip(pieces, mentions, strict=True)):
        opening = _opening(piece, named)
        if opening is not None and (not turns or turns[-1][1].name != opening.name):
            turns.append((i, opening))
    names = {m.name for _, m in turns}
    headline = " ".join(p.text for p in pieces if p.block.kind is BlockKind.HEADLINE).lower()
    headed = any(name.split()[0].lower() in headline for name in names)
    return turns if len(names) >= SEVERAL or (len(names) == 2 and not headed) else []


def _opening(piece: Piece, named: tuple[Mention, ...]) -> Mention | None:
    """The listed company with which a paragraph opens."""
    if piece.silent or piece.block.kind not in _BODY | _HEADS:
        return None
    start = piece.block.start
    first = next((m for m in named if m.type is EntityType.ORGANIZATION), None)
    if first is None or not _LEAD.fullmatch(piece.text, 0, first.start - start) or first.kind not in ("Company", ""):
        return None
    listed = _LISTED.match(piece.text, first.end - start)
    if listed and piece.block.kind in _HEADS:
        return first if len(piece.text) - listed.end() < 30 else None
    return first if listed else None
