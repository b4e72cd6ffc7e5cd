"""Stock exchanges and markets, by their names and usual abbreviations.

Finds "Nasdaq" in "(Nasdaq: ACME)"; leaves "the exchange" alone.
"""

from __future__ import annotations

import re

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import find_longest

_WORDS = frozenset({"AIM", "SIX", "NEO", "NEX", "Pink", "PINK"})  # words, too, unless a ticker stands behind
# What data vendors write before a ticker; each is short for something else as well ("EPA", "MC").
_CODES = frozenset("LON FTSE STO CPH HEL OSL HKG FRA ETR EPA AMS EBR BIT BME MC VTX TYO VIE TLV".split())
_BEFORE_TICKER = re.compile(r"\s?:\s?[A-Z0-9]{2,6}(?:[.-][A-Z]{1,2})?\s?(?:[);,]|\sand\b)")


def find_exchanges(text: str) -> list[Found]:
    """Exchanges named in a clean text, under their full names."""
    found = []
    for hit in find_longest("exchange", text):
        printed = text[hit.start : hit.end]
        if printed in _WORDS and not re.match(
            r"\s?(?::\s?[A-Z0-9]|market\b|Market\b|of the London)", text[hit.end : hit.end + 16]
        ):
            continue
        if printed in _CODES and not _BEFORE_TICKER.match(text[hit.end : hit.end + 16]):
            continue
        if printed == "OTC" and not re.match(r"\s?:\s?[A-Z]", text[hit.end : hit.end + 4]):
            continue  # drugs are sold over the counter, too
        if printed[0].isupper():
            found.append(Found(EntityType.ORGANIZATION, hit.start, hit.end, hit.entries[0].label, "StockExchange", 4))
    return found
