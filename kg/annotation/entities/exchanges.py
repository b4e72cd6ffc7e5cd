"""Stock exchanges and markets, by their names and usual abbreviations.

Finds "Nasdaq" in "(Nasdaq: ACME)"; leaves "the exchange" alone.
"""

from __future__ import annotations

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest


def find_exchanges(text: str) -> list[Found]:
    """Exchanges named in a clean text, under their full names."""
    found = []
    for hit in find_longest("exchange", text):
        printed = text[hit.start : hit.end]
        if printed[0].isupper():
            found.append(Found(EntityType.ORGANIZATION, hit.start, hit.end, hit.entries[0].label, "StockExchange", 4))
    return found
