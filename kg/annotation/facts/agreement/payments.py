"""What an agreement moves: upfront, milestones, equity, totals, royalty rates; "up to" apart from received."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.annotation.model import Payment
from kg.annotation.money import find_money

_KINDS = (
    (
        "upfront",
        re.compile(
            (
                r"\b(?:up-?\s?front|initial payment|signing (?:fee|payment)|on signing|at closing|closing payment"
                r"|initial (?:cash )?payment|initial consideration|down payment|lump[- ]sum(?: cash)? payment"
                r"|non-?refundable (?:cash )?payment)\b"
            ),
            re.IGNORECASE,
        ),
    ),
    (
        "milestone",
        re.compile(
            r"\bmilestones?\b|\bcontingent (?:payments?|consideration|value rights?)\b|\bbiobucks\b", re.IGNORECASE
        ),
    ),
    ("equity", re.compile(r"\b(?:equity|shares? of|common stock|investment in|purchase of shares)\b", re.IGNORECASE)),
    (
        "total",
        re.compile(
            (
                r"\b(?:total|aggregate|valued at|worth|consideration|deal value|purchase price|award of|"
                r"grant of|award"
                r"|grant|contract value|funding|combined|in value|value of)\b"
            ),
            re.IGNORECASE,
        ),
    ),
)
_RATE = re.compile(
    (
        r"\b(?P<rate>\d{1,2}(?:\.\d+)?)\s?%\s+(?:royalt|(?:of|on) net sales)|royalt\w+\s+(?:rate\s+)?(?:of"
        r"|at)\s+(?P<behind>\d{1,2}(?:\.\d+)?)\s?%"
    ),
    re.IGNORECASE,
)
_OTHER_MONEY = re.compile(
    (
        r"\b(?:market|cumulative|income|recorded|revenues?|net loss|expenses?|(?<!all-)cash|sales of|per share|"
        r"offering|raised"
        r"|gross proceeds|income|cost of|price of|budget|loan|salary|interest of|principal|financing|recognized|"
        r"annual"
        r"|valuation|valued at \$[\d.]+ ?\w* by|licensing income|evaluators?)\b"
    ),
    re.IGNORECASE,
)
_ROYALTY = re.compile(r"\broyalt(?:y|ies)\b", re.IGNORECASE)
_PARTS = re.compile(r"[;]|,?\s+(?:and|plus|as well as)\s+(?=(?:[\w-]+ ){0,8}?(?:US|C|A)?\s?[$€£¥]\s?\d)|,\s+(?=up to )")


_AGAIN = re.compile(r"\s?\((?:or\s)?(?:approximately\s|about\s|approx\.?\s|around\s|some\s|~)?")
# "$1 million for each filing, up to a maximum of $3 million"
_CAPPED = re.compile(
    r"\bfor each\b[^.;]{0,120}?,? up to (?:an? )?(?:maximum|total|aggregate)[^.;$€£]{0,30}$", re.IGNORECASE
)
# "which may rise to $30 million", "consisting of $10 million of cash": no payment of its own.
_CHANGED = re.compile(
    r"\b(?:(?:may|might|could|would) (?:increase|rise|grow) to|consist(?:s|ing) of|compris(?:es|ing)(?: of)?|"
    r"made up of|of which) (?:up to |approximately |about )?$",
    re.IGNORECASE,
)


def find_payments(text: str, deal: str, dollar: str | None = None) -> Iterator[Payment]:
    """The payments that a sentence about a deal of that type names, by kind; none where it is not said what for.

    `dollar` is the ISO code of the release's plain "$", None where that is not certain.
    """
    for begin, part in _parts(text):
        end = -1
        for money in find_money(part):
            again = end >= 0 and _AGAIN.fullmatch(part[end : money.start])  # "2 million euros ($2.2 million)"
            end = money.end
            if again or _CHANGED.search(part[: money.start]) or _CAPPED.search(text[: begin + money.start]):
                continue
            kind = _kind(part, money.start, money.end, deal)
            currency = money.currency or dollar
            if kind and currency:
                yield Payment(kind, money.amount, currency, bool(money.up_to))
    for match in _RATE.finditer(text):
        yield Payment("royalty-rate", Decimal(match["rate"] or match["behind"]), "XXX")


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text cut where one sum's clause ends and another's begins, each part with where it begins."""
    begin = 0
    for border in _PARTS.finditer(text):
        if find_money(text[begin : border.start()]):
            yield begin, text[begin : border.start()]
            begin = border.end()
    yield begin, text[begin:]


def _kind(part: str, start: int, end: int, deal: str) -> str | None:
    near = part[max(0, start - 70) : end + 60]
    if re.match(
        (
            r" for each\b|[^$]{0,30}\b(?:investment from|financing|offering|private placement|loan|credit facility"
            r"|convertible)\b"
        ),
        part[end : end + 60],
        re.IGNORECASE,
    ):
        return None
    if re.search(r"\bearn-?outs?\b|\bmarket (?:size|opportunity)\b", near, re.IGNORECASE):
        return None
    if re.match(r"\s{0,3}(?:per|each|a)\s(?:\w+\s){0,2}(?:share|unit|warrant)", part[end : end + 40]):
        return None
    if _OTHER_MONEY.search(part[max(0, start - 50) : end + 25]) and not re.search(
        r"milestone|up-?front|consideration", near, re.IGNORECASE
    ):
        return None
    distance: dict[str, int] = {}
    for kind, pattern in _KINDS:
        for match in pattern.finditer(part):
            gap = min(abs(match.start() - end), abs(start - match.end()))
            if gap < 70 and (kind not in distance or gap < distance[kind]):
                distance[kind] = gap
    if "milestone" in distance or distance.get("upfront", 99) < distance.get("total", 0) + 25:
        distance.pop("total", None)  # "a total of … in milestones", "an upfront consideration of"
    if distance:
        return min(distance, key=lambda k: distance[k])
    return "total" if deal in ("grant", "acquisition", "royalty") and not _OTHER_MONEY.search(near) else None


def pays_royalties(text: str) -> bool:
    """Whether a sentence says that royalties are paid."""
    return bool(_ROYALTY.search(text)) and not re.search(r"\b(?:no|without) royalt|royalty-free", text, re.IGNORECASE)
