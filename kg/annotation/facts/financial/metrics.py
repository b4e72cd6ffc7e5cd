"""What a line of a statement, or a phrase in a sentence, measures."""

# ruff: noqa: E501, ISC004 - a pattern reads best on a line of its own

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

LISTED = frozenset(
    {
        "net loss",
        "net income",
        "net loss per share",
        "net income per share",
        "revenue",
        "research and development expense",
        "general and administrative expense",
        "operating expenses",
        "cash used in operating activities",
        "cash and cash equivalents",
        "stock-based compensation",
    }
)
# Metrics of which less than nothing is printed in brackets for lack of a minus, never because the sign turned.
_SIGNLESS = re.compile(
    r"\b(?:loss|expenses?|costs?|used in|compensation|depreciation|amortization|liabilities|tax|interest)\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row's meaning: its metric, and whether the value is a sum per share."""

    metric: str
    per_share: bool = False


_SECTIONS = re.compile(r"^(?:total )?(?:operating )?(?:costs and )?expenses$|^operating (?:costs|expenses)$")
_SKIP = re.compile(
    r"\b(?:weighted|shares? outstanding|number of|outstanding shares|authorized|per adjusted|adjusted|non-gaap|pro forma)\b"
    r"|total liabilities and|liabilities,? and (?:share|stock)holders|^(?:see|the) |shares used|\bpercent|%"
)
_ROWS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), metric)
    for pattern, metric in (
        (r"(?:total |net )?revenues?(?:,? net)?", "revenue"),
        (r"research and development(?: expenses?| costs?)?", "research and development expense"),
        (r"general and administrative(?: expenses?| costs?)?", "general and administrative expense"),
        (r"(?:total )?operating expenses|total operating costs(?: and expenses)?", "operating expenses"),
        (r"(?:net )?loss(?: and (?:total )?comprehensive loss)?(?: for the (?:period|quarter|year))?", "net loss"),
        (r"net (?:income|earnings|profit)(?: for the (?:period|quarter|year))?", "net income"),
        (r"net (?:income ?\(loss\)|\(loss\) ?income|loss ?\(income\))(?: for the (?:period|quarter|year))?", "net income or loss"),
        (r"(?:net )?cash (?:flows? )?used (?:in|for|by) operating activities", "cash used in operating activities"),
        (r"net cash (?:provided by|from) ?\(used in\) operating activities|net cash \(used in\) provided by operating activities",
         "operating cash flow"),
        (r"cash|cash and cash equivalents", "cash and cash equivalents"),
        (r"(?:stock|share)[- ]based compensation(?: expense)?", "stock-based compensation"),
    )
)  # fmt: skip
_SHARE = re.compile(r"\b(?:loss|income|earnings|\(loss\)|\(income\))\b.*\bper (?:\w+ )?(?:share|unit)\b|^eps\b")
_TRAILING = re.compile(
    r"^(?P<stem>.*?)\s*(?P<a>expense|income|loss|gain|earnings)s? ?\((?P<b>expense|income|loss|gain)s?\)$"
)


def name_line(label: str) -> Line | None:
    """What a row with this label measures, under the listed name or the label's own; None for a row that is no metric.

    >>> name_line("Basic and diluted loss per common share")
    Line(metric='net loss per share', per_share=True)
    """
    folded = fold_label(label)
    if not re.search(r"[a-z]{3}", folded) or _SKIP.search(folded):
        return None
    if _SHARE.search(folded):
        mixed = "(" in folded or "earnings" in folded or folded.startswith("eps")
        return Line("net income or loss per share" if mixed else _per_share(folded), per_share=True)
    for pattern, metric in _ROWS:
        if pattern.fullmatch(folded):
            return Line(metric)
    if "per share" in folded or "per common share" in folded or len(folded) > 64 or len(folded.split()) > 8:
        return None
    return Line(folded)


def _per_share(folded: str) -> str:
    return "net income per share" if "income" in folded and "loss" not in folded else "net loss per share"


def fold_label(label: str) -> str:
    """A row's label in lower case, single spaces, without colon, note or footnote marks."""
    text = label.replace("’", "'").replace("‘", "'").lower()
    text = re.sub(r"\((?:notes? [\d, and]+|\d|unaudited|[ivx]{1,4}|[a-z])\)|\*+|\\", " ", text)
    return " ".join(text.split()).strip(" :.-–—,$")


def is_expense_section(label: str) -> bool:
    """Whether an unnumbered line opens the list of operating expenses."""
    return bool(_SECTIONS.match(fold_label(label)))


def signed(metric: str, value: Decimal) -> tuple[str, Decimal]:
    """The metric and value that a printed, signed number means: ("net income or loss", -5) is a net loss of 5."""
    if metric == "net income or loss":
        return ("net loss", -value) if value < 0 else ("net income", value)
    if metric == "net income or loss per share":
        return ("net loss per share", -value) if value < 0 else ("net income per share", value)
    if metric == "operating cash flow":
        return ("cash used in operating activities", -value) if value < 0 else (metric, value)
    both = _TRAILING.match(metric)
    if both and both["a"] != both["b"]:
        return f"{both['stem']} {both['b'] if value < 0 else both['a']}".strip(), abs(value)
    if _SIGNLESS.search(metric) and "(" not in metric or metric in LISTED:
        return metric, abs(value)
    return metric, value


# ---- phrases in sentences --------------------------------------------------------------------------------------------

# Not a part of a longer sum: "cash and cash equivalents, short-term investments and deposits".
_NO_MORE = (
    r"(?!,?\s(?:and\s|plus\s|together\swith\s|as\swell\sas\s|includ\w+\s|exclud\w+\s)?(?:[\w-]+\s){0,3}(?:investments?|securities|deposits?|cash|instruments?"
    r"|treasur\w+|bonds?|receivables?|notes?|assets|bills?|funds?)\b)"
)
_EXPENSE = r"(?:expenses?|expenditures?|costs?|spending)"
_PHRASES = (
    ("net loss per share", r"(?:(?:basic|diluted|basic and diluted)\s)?net\sloss\sper\s(?:basic\sand\sdiluted\s)?(?:common\s|ordinary\s)?share"
                           r"|\bloss\sper\s(?:common\s|ordinary\s)?share"),
    ("net income per share", r"(?:net\sincome|earnings)\sper\s(?:diluted\s|common\s|ordinary\s)?share"),
    ("net loss attributable to common stockholders", r"net\sloss\sattributable\sto\scommon\s(?:stock|share)holders"),
    ("net loss", r"net\sloss(?:es)?(?:\sand\scomprehensive\sloss)?(?!\sper\b)(?!\scarry)"),
    ("net income", r"net\s(?:income|profit)(?!\s?\(loss\))(?!\sper\b)"),
    ("marketing, general and administrative expense", rf"marketing,\sgeneral,?\sand\sadministrative(?:\s{_EXPENSE})?"),
    ("selling, general and administrative expense",
     rf"(?:selling|sales)(?:\sand\smarketing)?,\sgeneral,?\sand\sadministrative(?:\s\((?:SG&A|MG&A)\))?(?:\s{_EXPENSE})?|SG&A(?:\s{_EXPENSE})?"),
    ("research and development expense",
     rf"research\sand\sdevelopment(?:\s\((?:\"?R&D\"?)\))?\s{_EXPENSE}|R&D\s{_EXPENSE}|R&D(?=\s(?:was|were|totaled|totalled)\b)"),
    ("general and administrative expense",
     rf"general\sand\sadministrative(?:\s\((?:\"?G&A\"?)\))?\s{_EXPENSE}|G&A\s{_EXPENSE}|G&A(?=\s(?:was|were|totaled|totalled)\b)"),
    ("operating expenses", r"(?:total\s)?operating\sexpenses"),
    ("cash used in operating activities before changes in non-cash working capital",
     r"cash\sused\sin\soperating\sactivities\sbefore\schanges\sin\snon-cash\s(?:operating\s)?working\scapital"),
    ("cash used in operating activities",
     r"(?:net\s)?cash\sused\s(?:in|for|by)\soperat(?:ing\sactivities|ions)|(?:utilized|used)\scash(?=\sof)"),
    ("cash, cash equivalents and restricted cash",
     r"cash,?\s(?:and\s)?(?:cash\s)?equivalents,?\s(?:and\s)?restricted\scash(?!,?\s(?:and\s)?(?:[\w-]+\s){0,2}(?:investments|securities|deposits)\b)"),
    ("cash, cash equivalents and investments",
     r"cash,?\s(?:and\s)?(?:cash\s)?equivalents,?(?:\srestricted\scash,?)?(?:\sand)?\s(?:(?:short-term|marketable|long-term)\s)?"
     r"(?:investments|securities|deposits)(?:\sand\s(?:short-term|marketable|long-term)\s(?:investments|securities|deposits))?"
     r"|cash\sand\s(?:short-term\s|marketable\s)?(?:investments|securities)"),
    ("cash and cash equivalents",
     rf"cash\sand\scash\sequivalents{_NO_MORE}|cash\sbalances?|cash\sposition|cash\son\shand|(?<=\bin\s)cash(?=[\s,.])(?!\sand|,\scash|\srunway|\sflow)"
     rf"|cash\sand\sequivalents{_NO_MORE}"),
    ("stock-based compensation", r"(?:stock|share)[-\s]based\scompensation(?:\s(?:expenses?|costs?|charges?))?"),
    ("revenue", r"(?:total\s|net\s)?revenues?\b(?!\sgrowth|\sstream|\sguidance|\srecogni)"),
)  # fmt: skip
_PHRASE = re.compile("|".join(rf"(?P<m{i}>\b(?:{p}))" for i, (_, p) in enumerate(_PHRASES)), re.I)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:non-gaap|adjusted|pro\sforma|costs?\sof|deferred|potential|peak|annual|future|taxable)\s{1,2})$", re.I
)
_QUALIFIER = re.compile(r"\b(?P<word>[\w&/-]{3,24})\s$")
_PLAIN = frozenset(
    "total net the of our its in reported generated recorded posted company's and quarterly no had with".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A metric named in a sentence; `qualified` where words before it may narrow it ("product revenue")."""

    start: int
    end: int
    metric: str
    qualified: bool = False


def find_phrases(text: str) -> list[Phrase]:
    """The metrics that a clean sentence names, in order; "adjusted", "non-GAAP" and the like are left out."""
    out: list[Phrase] = []
    for m in _PHRASE.finditer(text):
        metric = _PHRASES[int((m.lastgroup or "m0")[1:])][0]
        before = text[max(0, m.start() - 30) : m.start()]
        if _NOT_BEFORE.search(before):
            continue
        word = _QUALIFIER.search(before)
        narrowed = metric == "revenue" and bool(word) and word is not None and word["word"].lower() not in _PLAIN
        out.append(Phrase(m.start(), m.end(), metric, narrowed))
    return out


def is_balance(metric: str) -> bool:
    """Whether a metric is what a company has on a day, not what flowed in a period."""
    return metric.startswith("cash") and "used" not in metric
