"""Which currency a release's plain "$" is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.model import Span

_CANADIAN = re.compile(
    r"\bCanadian\s{1,3}(?:dollars|\$|funds|currency)|\bCDN\s?\$|\bin\s{1,3}CAD\b|\bC\$|\bCAD\b", re.I
)
_AMERICAN = re.compile(r"\b(?:U\.?S\.?|United\s{1,3}States)\s{1,3}(?:dollars|\$|funds|currency)|\bUSD\b", re.I)
_OTHERS = (
    (re.compile(r"\bAustralian\s{1,3}dollars|\bAUD\b|\bA\$"), "AUD"),
    (re.compile(r"\bin\s{1,3}(?:thousands\s{1,3}of\s{1,3})?euros?\b", re.I), "EUR"),
)
_STATED = r"(?:all|unless|expressed|stated|reported|presented|amounts|figures|in\s{1,3}(?:thousands|millions|000)|\()"
_RULE = re.compile(
    rf"{_STATED}[^.\n]{{0,80}}?(?:(?P<cad>Canadian\s{{1,3}}(?:dollars|\$|funds))|"
    r"(?P<usd>(?:U\.?S\.?|United\s{1,3}States)\s{1,3}(?:dollars|\$))|(?P<aud>Australian\s{1,3}dollars)|(?P<eur>\beuros?\b))",
    re.I,
)
_US_EXCHANGE = re.compile(
    r"\b(?:NASDAQ\w*|NYSE|AMEX|OTC\w*|American\s{1,3}Stock\s{1,3}Exchange|New\s{1,3}York\s{1,3}Stock\s{1,3}Exchange)\b",
    re.I,
)
_CANADIAN_EXCHANGE = re.compile(
    r"\b(?:TSX(?:-?V)?|TSXV|CSE|Toronto\s{1,3}Stock\s{1,3}Exchange|TSX\s{1,3}Venture\s{1,3}Exchange)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:ASX|AIM|HKEX|SGX|NZX|Australia|Hong\s{1,3}Kong|Singapore|New\s{1,3}Zealand|Taiwan|Canada|Canadian)\b"
)


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 code and the place in the text that settles it, None where a bare "$" does."""

    code: str
    said: Span | None = None


def plain_dollar(text: str, offset: int = 0) -> Currency | None:
    """What "$" means in a release's clean text; None where that is not certain.

    A stated rule wins ("all amounts are in Canadian dollars"), then any mention of Canadian dollars where no US dollars
    are mentioned, then the exchange of the issuer.
    """
    rule = _RULE.search(text)
    if rule:
        code = next(name.upper() for name, hit in rule.groupdict().items() if hit)
        return Currency(code, Span(offset + rule.start(code.lower()), offset + rule.end()))
    canadian, american = _CANADIAN.search(text), _AMERICAN.search(text)
    if canadian and not american:
        return Currency("CAD", Span(offset + canadian.start(), offset + canadian.end()))
    us, toronto = _US_EXCHANGE.search(text), _CANADIAN_EXCHANGE.search(text)
    if toronto and not us and not american:
        return Currency("CAD")
    if american or (us and not toronto):
        return Currency("USD")
    return None if toronto or _ELSEWHERE.search(text) else Currency("USD")
