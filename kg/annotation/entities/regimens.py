"""Chemotherapies that are known by the letters of what is in them.

Finds "mFOLFIRINOX" in "ACM-12 plus mFOLFIRINOX"; leaves alone "FLOTATION".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.found import Found
from kg.annotation.model import EntityType

_REGIMEN = re.compile(
    r"(?<![\w-])(?:(?:modified\s+)?m?FOLFIRINOX|m?FOLFIRI|m?FOLFOX(?:-?\d)?|CAPOX|XELOX|NALIRIFOX|FLOT|(?:R-)?CHOP|R2-CHOP|FLAG-IDA)(?![\w-])"
)


def regimens(text: str) -> Iterator[Found]:
    """Chemotherapies that are named by the letters of what is in them."""
    for match in _REGIMEN.finditer(text):
        name = re.sub(r"^modified\s+", "", match[0])
        yield Found(EntityType.DRUG, match.start(), match.end(), name, "regimen", 4)
