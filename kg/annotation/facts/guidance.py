"""What management says of how long its money lasts.

Finds "We expect our cash to be sufficient to fund operations into the second half of 2026" and "Our cash is not sufficient for
the next twelve months"; leaves alone "our ability to fund operations" and "the proceeds will fund a trial in 2026".
"""

# ruff: noqa: E501 - a pattern reads best on a line of its own

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.expectation import of_another
from kg.annotation.facts.making import fields
from kg.annotation.horizon import Horizon, find_horizons
from kg.annotation.model import Fact
from kg.annotation.reading import Reading, Sentence
from kg.documents.model import BlockKind

MONEY = r"\b(?:cash|funds|capital|(?:financial\s|liquid\s)?resources|liquidity|working capital|runway|balance sheet|liquid assets)\b"
ENOUGH = re.compile(
    rf"{MONEY}.{{0,200}}?\b(?:in)?(?:sufficient|adequate|enough)\b|\b(?:in)?(?:sufficient|adequate|"
    rf"enough)\s(?:\w+\s){{0,3}}{MONEY}"
    rf"|{MONEY}.{{0,160}}?\b(?:fund|support|finance|meet|sustain|last|extend|carry)\w*\b.{{0,120}}?"
    r"\b(?:operat\w+|expens\w+|expenditures|activities|plans?|needs|requirements|obligations|runway|into|"
    r"through|until)\b"
    r"|\b(?:cash|financial|operating)\s?runway\b"
    r"|(?<!trial is )(?<!study is )(?<!program is )\b(?:well|fully|sufficiently)[\s-](?:funded|"
    r"capitali[sz]ed)\s(?:through|into|until|to)\b",
    re.I,
)
NOT = re.compile(r"\b(?:not|insufficient|inadequate|unable|cannot|less than)\b", re.I)
OPEN = re.compile(
    r"\b(?:if|whether|ability to|no assurance|may|might|could|would|unless|until (?:we|it) can|risks?|required|"
    r"trust account|(?<!need for )(?:additional|more) (?:funding|funds|capital|financing))\b|\b(?:milestone|"
    r"royalt)\w*",
    re.I,
)
UNTIL = re.compile(r"\b(?:into|through|until|to|for|beyond|over|during|past|at least|of|in)\s(?:at least\s|about\s|approximately\s)?"
                   r"(?:the\s)?(?:end\sof\s)?(?:the\s)?$", re.I)  # fmt: skip
SILENT = frozenset({BlockKind.FORWARD_LOOKING, BlockKind.ABOUT, BlockKind.CONTACTS})


def find_guidance(reading: Reading) -> Iterator[Fact]:
    """Each statement of how long the issuer's money lasts."""
    for sentence in reading.sentences:
        if reading.issuer is None or sentence.block.kind in SILENT:
            continue
        text = re.sub(r"\s", " ", sentence.text)
        said = ENOUGH.search(text)
        if not said or OPEN.search(text) or of_another(sentence, reading.issuer):
            continue
        times = [h for h in find_horizons(text, reading.release.issued) if h.end > said.start() and _is_until(text, h)]
        if times:
            yield _guidance(reading, sentence, times[-1], not NOT.search(text[max(0, said.start() - 40) :]))


def _is_until(text: str, horizon: Horizon) -> bool:
    return bool(horizon.months or UNTIL.search(text[max(0, horizon.start - 40) : horizon.start]))


def _guidance(reading: Reading, sentence: Sentence, horizon: Horizon, sufficient: bool) -> Fact:
    made = fields(
        sentence,
        organization=reading.issuer,
        sufficient=sufficient,
        months=horizon.months or None,
        date_text=horizon.edtf,
        earliest=horizon.earliest,
        latest=horizon.latest,
    )
    return Fact("guidance", made, "guidance.cash/1", 0.9, voice=sentence.voice)
