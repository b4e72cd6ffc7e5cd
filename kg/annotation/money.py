"""Sums of money in running text, with their currency and scale. Own patterns, linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in full units; `currency` is ISO 4217, or None for a bare "$"; `step` is the worth of its last digit.

    `amount` is negative where the number itself stands in brackets ("$(0.91)"). `up_to` marks a ceiling,
    `approximate` a sum that the text calls rounded.
    """

    start: int
    end: int
    amount: Decimal
    currency: str | None
    step: Decimal
    up_to: bool = False
    approximate: bool = False


_CODES = "USD|CAD|EUR|GBP|AUD|CHF|JPY|RMB|CNY|NTD|TWD|HKD|SEK|DKK|NOK|INR|KRW|ILS|SGD|NZD"
_REGIONS = {
    "US": "USD", "U.S.": "USD", "C": "CAD", "CA": "CAD", "CDN": "CAD", "A": "AUD", "AU": "AUD", "NT": "TWD",
    "HK": "HKD", "NZ": "NZD", "S": "SGD",
}  # fmt: skip
_SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_ALIASES = {"RMB": "CNY", "NTD": "TWD"}
_NAMES = (
    ("canadian dollars", "CAD"), ("us dollars", "USD"), ("u.s. dollars", "USD"), ("australian dollars", "AUD"),
    ("canadian", "CAD"), ("euros", "EUR"), ("euro", "EUR"), ("pounds sterling", "GBP"), ("swiss francs", "CHF"),
    ("pounds", "GBP"), ("yen", "JPY"), ("yuan", "CNY"), ("dollars", ""),
)  # fmt: skip
_SCALES = {
    "thousand": 1_000, "k": 1_000, "million": 1_000_000, "millions": 1_000_000, "m": 1_000_000, "mm": 1_000_000,
    "mn": 1_000_000, "mln": 1_000_000, "billion": 1_000_000_000, "b": 1_000_000_000, "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}  # fmt: skip
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?!\d|,\d)(?:\.\d{1,6})?|\.\d{1,6}"
_SCALE = r"(?:[Tt]housand|[Mm]illions?|[Mm]ln|[Bb]illion|[Tt]rillion|MILLION|BILLION|MM|mm|mn|bn|[MmKkB])(?![A-Za-z&])"
_NAME = "|".join(re.escape(name).replace(r"\ ", r"\s") for name, _ in _NAMES)
_PREFIXED = re.compile(
    rf"(?<![\w$])(?:(?P<code>{_CODES})\s?(?:\\?\$\s?)?"
    rf"|(?:(?P<region>US|U\.S\.|CDN|Cdn|CA|C|AU|A|NT|HK|NZ|S)\s{{0,3}})?\\?\$\s{{0,3}}|(?P<sign>[€£¥₹₩])\s?)"
    rf"(?P<open>\(\s?)?(?P<minus>[-−])?(?P<number>{_NUMBER})(?P<close>\s?\))?"
    rf"(?:[\s-]?(?P<scale>{_SCALE}))?"
    rf"(?:\s(?P<after>(?:{_CODES})\b(?!\s?[\d$]))|\s(?P<name>(?i:{_NAME})\b))?"
    rf"(?P<plus>\+)?",
)
_SUFFIXED = re.compile(
    rf"(?<![\w$€£¥.,-])(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>{_SCALE}))?\s"
    rf"(?:(?P<after>{_CODES})\b|(?P<name>(?i:{_NAME})\b))"
)
_RANGE = re.compile(rf"\s?(?:-|–|—|to|and)\s?(?P<second>(?:{_NUMBER})[\s-]?(?P<scale>{_SCALE}))")
_UP_TO = re.compile(
    r"(?:up\sto|as\smuch\sas|maximum\sof|not\sto\sexceed)\s(?:an?\s(?:aggregate|total|additional|further)\s(?:of\s)?)?(?:additional\s)?(?:approximately\s)?$",
    re.I,
)
_APPROXIMATE = re.compile(
    r"(?:approximately|approx\.|about|around|nearly|almost|roughly|over|more\sthan|in\sexcess\sof|some|~)\s?$", re.I
)


def find_money(text: str) -> list[Money]:
    """The sums in `text`, in order: "$1.6 million", "US \\$50M", "5 million euros", both ends of "$160-$180 million".

    >>> [(str(m.amount), m.currency) for m in find_money("raised C$2.5 million, of which US$910 thousand in May")]
    [('2500000', 'CAD'), ('910000', 'USD')]
    """
    found = sorted(_read(text), key=lambda m: (m.start, -m.end))
    kept: list[Money] = []
    for money in found:
        if not kept or money.start >= kept[-1].end:
            kept.append(money)
    return _share_scale(text, kept)


def _read(text: str) -> Iterator[Money]:
    for pattern in (_PREFIXED, _SUFFIXED):
        for match in pattern.finditer(text):
            money = _money(text, match)
            yield money
            second = _RANGE.match(text, money.end) if pattern is _PREFIXED else None
            if second and not text[second.start("second") :].startswith("$"):
                yield from _second(money, second)


def _second(first: Money, match: re.Match[str]) -> Iterator[Money]:
    digits = re.match(_NUMBER, match["second"])
    if digits:
        amount, step = _amount(digits[0], match["scale"])
        yield Money(match.start("second"), match.end("second"), amount, first.currency, step)


def _money(text: str, match: re.Match[str]) -> Money:
    groups = match.groupdict()
    amount, step = _amount(groups["number"], groups["scale"])
    end = match.end()
    if groups.get("close") and not groups.get("open"):  # the bracket belongs to the sentence: "($0.04)"
        end = match.start("close")
        amount, step = _amount(groups["number"], None)
    if (groups.get("open") and groups.get("close")) or groups.get("minus"):
        amount = -amount
    before = text[max(0, match.start() - 50) : match.start()]
    return Money(
        start=match.start(),
        end=end,
        amount=amount,
        currency=_currency(groups),
        step=step,
        up_to=bool(_UP_TO.search(before)),
        approximate=bool(_APPROXIMATE.search(before) or groups.get("plus")),
    )


def _amount(number: str, scale: str | None) -> tuple[Decimal, Decimal]:
    worth = Decimal(_SCALES[scale.lower()]) if scale else Decimal(1)
    plain = Decimal(number.replace(",", ""))
    exponent = plain.as_tuple().exponent
    step = worth.scaleb(exponent) if isinstance(exponent, int) else worth
    return _plain(plain * worth), _plain(step)


def _plain(value: Decimal) -> Decimal:
    """The same number without an exponent: 5.50E+7 -> 55000000, 0.040 -> 0.040."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _currency(groups: dict[str, str | None]) -> str | None:
    code = groups.get("code") or groups.get("after")
    if code:
        return _ALIASES.get(code, code)
    region, sign, name = groups.get("region"), groups.get("sign"), groups.get("name")
    if region:
        return _REGIONS[region.upper()]
    if sign:
        return _SIGNS[sign]
    if name:
        return dict(_NAMES)[" ".join(name.lower().split())] or None
    return None


def _share_scale(text: str, found: list[Money]) -> list[Money]:
    """Gives the first of "$160-$180 million" the scale, and the currency, of the second."""
    out = list(found)
    for i, (first, second) in enumerate(zip(found, found[1:], strict=False)):
        joint = re.fullmatch(r"\s?(?:-|–|—|to)\s?", text[first.end : second.start])
        worth = _worth(text, second)
        if joint and worth > 1 and _worth(text, first) == 1 and abs(first.amount) < 1000:
            out[i] = replace(
                first,
                amount=_plain(first.amount * worth),
                step=_plain(first.step * worth),
                currency=first.currency or second.currency,
            )
    return out


def _worth(text: str, money: Money) -> Decimal:
    scale = re.search(rf"({_SCALE})\W*(?:{_CODES})?$", text[money.start : money.end])
    return Decimal(_SCALES[scale[1].lower()]) if scale else Decimal(1)
