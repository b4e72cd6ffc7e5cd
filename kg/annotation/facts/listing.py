"""Where a company's shares trade, and since when there is a company.

Finds (Acme, Nasdaq, ACME) in "Acme Inc. (Nasdaq: ACME)" and (Acme, 1986) in "Founded in 1986, Acme is …"; leaves
alone "(ISO: 9001)",
"listed the side effects", "the index founded in 1971".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.annotation.facts.making import fact, possible
from kg.annotation.model import Concept, EntityType, Fact, Mention, Span
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

_TICKER = r"['\"]?(?P<ticker>[A-Z0-9]{1,6}(?:[.\-][A-Z0-9]{1,3})?)['\"]?(?![\w])"
# "(NASDAQ: ACME)", "TSX: LOR; AMEX: LRP", "OTC BB: LORFF"
_PAIR = rule(
    (
        r"(?P<exchange>{O})(?: ?\(‹O\d+›\))?(?P<second> (?:and|&) ‹O\d+›)?"
        r"(?:\s?:\s?|;\s?(?=[A-Z]{2,5}\))|\s-\s(?=[A-Z]{2,5}(?:\.[A-Z]{2})?\)))[\"']?"
        r"(?P<tickers>[A-Z0-9][\w.\-]{0,7}(?:(?:, | and |/| & )[A-Z0-9]{2,6}(?![\w:]))*)(?![\w@])"
    ),
    0,
)
_SYMBOL = rule(
    (
        rf"(?P<exchange>{{O}})(?: ?\(‹O\d+›\))?(?:'s)?(?: exchange| market| main board)?,? (?:[\w-]+ )"
        rf"{{0,6}}?(?:(?:under|with|through|by) the (?:ticker |trading |stock |new )*symbols? |under |\((?:ticker|"
        rf"symbol|stock code|code):? ?){_TICKER}"
    ),
    re.IGNORECASE,
)
_UNDER_ON = rule(
    rf"(?:under|with) the (?:ticker |trading |stock |new )*symbols? {_TICKER}(?:,)? on (?:the )?(?P<exchange>{{O}})",
    re.IGNORECASE,
)
# "(2511.HK)": the market by the suffix that data vendors put behind a number.
_SUFFIX = {
    "HK": "Hong Kong Stock Exchange",
    "TW": "Taiwan Stock Exchange",
    "T": "Tokyo Stock Exchange",
    "KS": "Korea Exchange",
    "KQ": "KOSDAQ",
    "SS": "Shanghai Stock Exchange",
    "SZ": "Shenzhen Stock Exchange",
}
_BARE = re.compile(r"(?<=[(\s])(?P<ticker>\d{3,6})\.(?P<market>HK|TW|T|KS|KQ|SS|SZ)\b")
_FOUNDED = [
    rule(r"\b(?:founded|established|incorporated|formed) in (?P<year>(?:19|20)\d\d)[^.;]{0,40}?, (?P<org>{O})"),
    rule(
        r"(?P<org>{O})(?: \([^()]{0,60}\))?(?:,|,? (?:(?:which|that) )?(?:was|were|is|has been)) (?:originally |"
        r"first )?(?:founded|"
        r"established|incorporated|formed) (?:in [A-Z]\w+ )?in (?:[A-Z][a-z]+ (?:of )?)?(?P<year>(?:19|20)\d\d)"
    ),
    rule(r"(?P<org>{O})(?: \([^()]{0,60}\))?,? (?:it )?was founded by [^;]{0,60}? in (?P<year>(?:19|20)\d\d)"),
    rule(
        r"(?P<org>{O})(?: \([^()]{0,60}\))?,? (?:was )?(?:founded|established) (?:in|by) [^.;‹›]{0,60}? in "
        r"(?P<year>(?:19|20)\d\d)"
    ),
    rule(r"Since (?:its|our|‹O\d+›'s) (?:founding|inception|establishment) in (?P<year>(?:19|20)\d\d), (?P<org>{O})"),
    # "Acme's inception in 2004", where "its" and "our" are mentions too
    rule(
        r"(?P<org>{O})'s (?:founding|foundation|inception|establishment|formation|incorporation|creation) in "
        r"(?:[A-Z][a-z]+ (?:of )?)?(?P<year>(?:19|20)\d\d)"
    ),
    # "Acme, a privately held company founded in 2004"
    rule(
        r"(?P<org>{O})(?: \([^()]{0,60}\))?(?:,| is) (?:an?|the) (?:[\w'-]+,? ){0,6}?(?:company|firm|biotech|"
        r"corporation|"
        r"business|organi[sz]ation|institute|charity|foundation|manufacturer|group|start-?up)(?: (?:that|"
        r"which) was)?,? "
        r"(?:founded|established|incorporated|formed) in (?P<year>(?:19|20)\d\d)"
    ),
    # "Founded by Ana Roe in 2004, Acme is"
    rule(
        r"^(?:co-?)?(?:founded|established) by (?:(?:[A-Za-z.&'-]+|‹[PO]\d+›),? ){1,12}?in (?P<year>(?:19|20)\d\d)"
        r"[^.;‹›]{0,60}, (?P<org>{O})"
    ),
]
# A company whose name was not read, right before its bracket: "halden bio, Inc. (".
_UNREAD = re.compile(r"(?:\b(?:Inc|Ltd|Corp|LLC|plc|PLC|AG|SA|NV|Limited|Corporation)\.?|\b[A-Z][\w&’'-]+)\s?\($")


def find_listings(reading: Reading) -> Iterator[Fact]:
    """Exchange and ticker with the company that they stand behind, or the issuer's where they stand alone."""
    seen: set[tuple[str, str, str, Span]] = set()
    for sentence in reading.sentences:
        status = Concept("listing-status", _status(sentence))
        for owner, exchange, ticker in (*_suffixed(sentence, reading.issuer), *_named(sentence, reading.issuer)):
            key = (owner.name, exchange.name, ticker, sentence.span)
            if key not in seen:
                seen.add(key)
                yield fact(
                    "listing", "listing.ticker/1", sentence, 0.96,
                    issuer=owner, exchange=exchange, ticker=ticker, status=status,
                )  # fmt: skip


def _named(sentence: Sentence, issuer: Mention | None) -> Iterator[tuple[Mention, Mention, str]]:
    """Company, exchange and ticker of "Acme Inc. (Nasdaq: ACME)" and "listed on Nasdaq under the symbol ACME"."""
    for exchange, ticker, at in _listed(sentence):
        owner = _owner(sentence, at, issuer)
        if exchange.name == "Toronto Stock Exchange" and re.fullmatch(r"\d{4}", ticker):
            # Both are called TSE; only Tokyo numbers its shares.
            exchange = replace(exchange, name="Tokyo Stock Exchange")
        if owner is not None and exchange.kind == "StockExchange":
            yield owner, exchange, ticker


def _suffixed(sentence: Sentence, issuer: Mention | None) -> Iterator[tuple[Mention, Mention, str]]:
    """Company, exchange and ticker of "Acme Ltd. (2511.HK)"."""
    for match in _BARE.finditer(sentence.text):
        at = sentence.start + match.start("market")
        name = _SUFFIX[match["market"]]
        exchange = Mention(
            EntityType.ORGANIZATION, at, at + len(match["market"]), match["market"], name, "StockExchange"
        )
        before = [
            m
            for m in sentence.of_type(EntityType.ORGANIZATION)
            if m.end <= sentence.start + match.start() and m.kind in ("Company", "")
        ]
        owner = before[-1] if before else issuer
        if owner is not None:
            yield owner, exchange, match["ticker"]


def _listed(sentence: Sentence) -> Iterator[tuple[Mention, str, int]]:
    """Each exchange with its ticker, and where in the masked text they stand."""
    taken: set[int] = set()
    for pattern in (_SYMBOL, _UNDER_ON):
        for match in pattern.finditer(sentence.masked):
            ticker = match["ticker"].strip("'\"").rstrip(".,")
            if ticker.isupper() or ticker.isdigit():
                taken.add(match.start("exchange"))
                yield sentence.named(match["exchange"])[0], ticker, match.start()
    for match in _PAIR.finditer(sentence.masked):
        if match.start("exchange") not in taken:
            for ticker in re.split(r", | and |/| & ", match["tickers"]):
                ticker = ticker.strip(".,-")
                if re.fullmatch(r"[A-Z0-9]{1,6}(?:[.\-][A-Z0-9]{1,3})?", ticker):
                    for exchange in sentence.named(match["exchange"] + (match["second"] or "")):
                        yield exchange, ticker, match.start()


def _owner(sentence: Sentence, at: int, issuer: Mention | None) -> Mention | None:
    """The company whose bracket or sentence it is; on a line of its own, the issuer."""
    if sentence.block.kind in (BlockKind.TICKERS, BlockKind.DATELINE, BlockKind.CONTACTS):
        return issuer
    before = [
        m
        for m in sentence.named(sentence.masked[:at])
        if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "")
    ]
    open_bracket = sentence.masked.rfind("(", 0, at) > sentence.masked.rfind(")", 0, at)
    if open_bracket and before:
        return before[-1]
    names = {m.name for m in before}
    if len(names) == 1:
        return before[0]
    if not names and open_bracket and _UNREAD.search(sentence.masked[:at]):
        return None
    if not names and (open_bracket or re.search(r"\b(?:stock|shares|trading|listed|traded)\b", sentence.masked)):
        return issuer
    return before[0] if names and re.match(r"[^‹]{0,40}‹O", sentence.masked) else None


def _status(sentence: Sentence) -> str:
    if re.search(r"\b(?:delist\w*|ceased? trading|no longer (?:trades?|traded|listed))\b", sentence.masked):
        return "ended"
    if re.search(
        (
            r"\b(?:expected to|will (?:begin|commence|start)|approved for (?:trading|listing)|intends? to list|"
            r"applied)"
            r"\b"
        ),
        sentence.masked,
        re.IGNORECASE,
    ):
        return "planned"
    return "active"


def find_founded(reading: Reading) -> Iterator[Fact]:
    """The year in which a company was founded."""
    for sentence in reading.sentences:
        for pattern in _FOUNDED:
            for match in pattern.finditer(sentence.masked):
                org = sentence.named(match["org"])[0]
                if org.coreferent and org.text.lower() == "its" and not _is_only_one(sentence, org):
                    continue
                if org.kind not in ("StockExchange", "GovernmentAgency") and not possible(match[0]):
                    yield fact("founded", "founded/1", sentence, 0.95, organization=org, year=int(match["year"]))
                    break


def _is_only_one(sentence: Sentence, its: Mention) -> bool:
    """Whether "its" can be nobody else's: no other company is named before it."""
    before = [m for m in sentence.of_type(EntityType.ORGANIZATION) if m.end <= its.start and m.kind in ("Company", "")]
    return all(m.name == its.name for m in before)
