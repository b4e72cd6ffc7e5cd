"""Phases of development as a text writes them."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"(?:[1-4]|I{1,3}|IV)"
PHASE = rf"(?:Phase\s?(?:{_NUMBER}[abAB]?(?:\s?/\s?{_NUMBER}[abAB]?)?))"
_ARABIC = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_KNOWN = (["1"], ["2"], ["3"], ["4"], ["1", "2"], ["2", "3"])


@lru_cache(maxsize=256)
def phase_notation(text: str) -> str | None:
    """A phase's notation: "phase-2" for "Phase IIa", "phase-1-2" for "Phase 1b/2a"; None for anything else."""
    if re.match(r"(?:pre-?clinical|non-?clinical)", text, re.IGNORECASE):
        return "preclinical"
    if re.match(r"first-in-human", text, re.IGNORECASE):
        return "phase-1"
    numbers = re.findall(r"(?:IV|I{1,3}|[1-4])", re.sub(r"(?i)^phases?\s?", "", text))
    distinct = list(dict.fromkeys(_ARABIC.get(n, n) for n in numbers))
    return "phase-" + "-".join(distinct) if distinct in _KNOWN else None
