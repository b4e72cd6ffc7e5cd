"""Figures that sentences report: "Net loss for the year ended June 30, 2020 was $4.1 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.annotation.facts.financial.currency import Currency
from kg.annotation.facts.financial.metrics import Phrase, find_phrases, is_balance
from kg.annotation.facts.financial.observation import Observation
from kg.annotation.model import Span
from kg.annotation.money import Money, find_money
from kg.annotation.periods import FiscalCalendar, Period, PeriodMention, find_periods, shift

_COMPARE = re.compile(
    r"\b(?:as\s)?(?:compared|relative)\s(?:to|with)\b|\bversus\b|\bvs\.?(?=\s)|\b(?:up|down|increased|decreased|improved|improving"
    r"|advancement|narrowed|narrowing|improvement|increase|decrease)\sfrom\b|(?<=[\d)n]\s)from\b|,\sfrom\b",
    re.I,
)
_PER_SHARE = re.compile(
    r"\s{0,18}(?:(?:basic|diluted|basic\sand\sdiluted)\s)?(?:(?:net\s)?loss\s)?per\s(?:basic\sand\sdiluted\s)?(?:common\s|ordinary\s)?share",
    re.I,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|(?:increase|decrease|reduction|decline|change|improvement|growth|rise|savings?)s?\s(?:of|in)|of\swhich|including|includes|included|excluding"
    r"|offset|least|additional|remaining|another)\s(?:an?\s|the\s)?(?:approximately\s|about\s|increase\sof\s|non-cash\s)*$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    r"\s(?:(?:year-over-year|quarter|non-cash|net)\s)?(?:increase|decrease|reduction|decline|change|improvement|higher|lower|more|less|charge|impairment)\b",
    re.I,
)
_DELTA_METRIC = re.compile(
    r"\b(?:increases?|decreases?|reductions?|changes?|declines?|lower|higher|growth|improvement|reduced|increased|decreased|narrowed|savings)\s"
    r"(?:in|of|to|from)?\s?(?:the\s|our\s|its\s|both\s|total\s|net\s)*$",
    re.I,
)
_REACHED = re.compile(r"\b(?:to|reaching|reached|at|was|were|totaling|totaled)\s(?:approximately\s|about\s)?$", re.I)
_AWAY = re.compile(
    r"\b(?:due\sto|attribut\w+|primarily|mainly|result(?:ed|ing|s)?\s(?:of|from|in)|related\sto|offset|includ\w+|exclud\w+|because|driven|"
    r"associated\swith|consist\w*|compris\w*|reflect\w*|expect\w*|of\swhich|purchase|sale\sof|proceeds|raised|potential|market|"
    r"price|payments?|milestones?|upfront|award\w*|financing|restricted|reduced\sby|per\syear|while|but)\b|;",
    re.I,
)
_MODAL = re.compile(
    r"\b(?:will|would|could|should|may|might|can|expects?|expected|anticipat\w+|forecast\w*|guidance|project(?:s|ed|ions?)|estimat\w+|"
    r"targets?|targeted|plans?|intends?|outlook|up\sto|potential(?:ly)?|pro\sforma|budget\w*|looking\sahead|assum\w+|if|project\s(?:total|annual|net|revenues?))\b",
)
_HORIZON = re.compile(
    r"\b(?:into|through|until|beyond|past|by|since|before|after)\s(?:at\sleast\s|the\s|mid-?\s?|early\s|late\s|end\sof\s)*$",
    re.I,
)
_SHARE_WORDS = re.compile(
    r"\b(?:basic and diluted )?(?:net )?loss per (?:common )?share\b"
    r"|\bper (?:(?:basic and diluted|basic|diluted) )?(?:common |ordinary )?share\b"
)
_NEAR = re.compile(r"^[\s,)(]*(?:(?!\band\b|\bwhile\b|\bbut\b|\bwhich\b)[\w'-]+[\s,)(]+){0,6}$")


# "$0.12 (US$0.09) per share": the same sum once more
_CONVERTED = re.compile(r"(?<=\d)\s\((?:US|U\.S\.|C|CA|CDN|A|AU)?\s?\$\s?[\d.,]{1,15}\)(?=\sper\b)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A clean sentence with where it begins in the source, and the passages to quote for it."""

    text: str
    start: int
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a release says once for all its sentences."""

    dollar: Currency | None
    fiscal: FiscalCalendar | None
    fiscal_said: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Group:
    """Sums that stand together ("$A and $B"), each with its sum per share; and what was found for them."""

    metric: Phrase
    values: list[Money]
    per_share: list[Money] = field(default_factory=list)
    compared: bool = False
    mention: PeriodMention | None = None

    @property
    def start(self) -> int:
        return self.values[0].start if self.values else self.per_share[0].start

    @property
    def end(self) -> int:
        return max(m.end for m in self.values + self.per_share)


def read_sentence(passage: Passage, setting: Setting) -> Iterator[Observation]:
    """The figures that one sentence reports of the company, with the periods that it names."""
    text = _CONVERTED.sub(lambda m: " " * len(m[0]), passage.text)
    passage = replace(passage, text=text)
    phrases = find_phrases(passage.text)
    if not phrases:
        return
    sums = find_money(passage.text)
    if not sums:
        return
    mentions = [
        m
        for m in find_periods(passage.text, setting.fiscal)
        if not _HORIZON.search(passage.text[max(0, m.start - 30) : m.start])
    ]
    groups = _groups(passage.text, phrases, sums, mentions)
    _assign(passage.text, groups, mentions)
    previous: tuple[Period, ...] = ()
    for i, group in enumerate(groups):
        periods = _periods(group, previous, setting, groups[i + 1 :])
        if not group.compared:
            previous = periods
        yield from _observe(passage, group, periods, setting)


# ---- which sums belong together, and to which metric ---------------------------------------------


def _groups(
    text: str, phrases: Sequence[Phrase], sums: Sequence[Money], mentions: Sequence[PeriodMention]
) -> list[_Group]:
    groups: list[_Group] = []
    modal = _first_modal(text)
    ranges = _ranges(text, sums)
    compares = [m.start() for m in _COMPARE.finditer(text)]
    for money in sums:
        if modal is not None and modal < money.start or money in ranges or _is_change(text, money):
            continue
        phrase = _phrase_of(text, money, phrases, groups)
        if phrase is None:
            continue
        share = bool(_PER_SHARE.match(text, money.end)) or phrase.metric.endswith("per share")
        last = groups[-1] if groups else None
        compared = any(last is not None and last.end <= c < money.start for c in compares)
        between = text[last.end : money.start] if last else ""
        joined = (
            last is not None
            and not compared
            and len(between) < 70
            and not any(last.end <= m.start < money.start for m in mentions)
        )
        if (
            last
            and joined
            and share
            and re.fullmatch(
                r"[\s,(]*(?:or|and)?[\s(]*(?:a\s)?(?:net\s)?(?:loss\sof\s|loss\sper\sshare\sof\s)?", between
            )
        ):
            last.per_share.append(money)
        elif (
            last
            and joined
            and not share
            and last.metric == phrase
            and re.fullmatch(r",?\s(?:and\s)?(?:approximately\s)?|,\s", between)
        ):
            last.values.append(money)
        elif share and phrase.metric.endswith("per share"):
            groups.append(_Group(phrase, [], [money], compared))
        elif not share:
            groups.append(_Group(phrase, [money], [], compared))
    return groups


def _ranges(text: str, sums: Sequence[Money]) -> list[Money]:
    """The ends of ranges ("$160 to $180 million"), which no result is; a change "from $5 to $4 million" is none."""
    out: list[Money] = []
    for first, second in zip(sums, sums[1:], strict=False):
        moved = re.search(r"\bfrom\s(?:approximately\s)?$", text[max(0, first.start - 25) : first.start], re.I)
        if re.fullmatch(r"\s?(?:-|to)\s?", text[first.end : second.start]) and not moved:
            out += [first, second]
    return out


def _first_modal(text: str) -> int | None:
    m = _MODAL.search(text)
    return m.start() if m else None


def _is_change(text: str, money: Money) -> bool:
    """Whether a sum is a difference, a part or a ceiling."""
    before = text[max(0, money.start - 50) : money.start]
    return money.up_to or bool(_CHANGE_BEFORE.search(before)) or bool(_CHANGE_AFTER.match(text, money.end))


def _phrase_of(text: str, money: Money, phrases: Sequence[Phrase], groups: Sequence[_Group]) -> Phrase | None:
    """The metric that a sum is of: named right behind it ("$2 million in revenue"), else the last one before it."""
    behind = next((p for p in phrases if p.start >= money.end), None)
    if behind and re.fullmatch(
        r"\s(?:(?:of|in)\s)?(?:(?:total|net|its|our)\s|(?!and\b|or\b)[\w&/-]+\s){0,2}", text[money.end : behind.start]
    ):
        return behind if not _AWAY.search(text[max(0, money.start - 25) : money.start]) else None
    before = [p for p in phrases if p.end <= money.start]
    if not before:
        return None
    phrase = before[-1]
    gap_from = max([phrase.end] + [g.end for g in groups if g.metric == phrase])
    gap = text[gap_from : money.start]
    if _AWAY.search(gap) or len(gap) > 160:
        return None
    delta = _DELTA_METRIC.search(text[max(0, phrase.start - 40) : phrase.start])
    if (
        delta
        and not _REACHED.search(text[max(0, money.start - 25) : money.start])
        and not any(g.metric == phrase for g in groups)
    ):
        return None
    return phrase


# ---- which period they belong to -----------------------------------------------------------------


def _assign(text: str, groups: Sequence[_Group], mentions: Sequence[PeriodMention]) -> None:
    """Gives each group the period right behind it, else the nearest before it that no group has taken."""
    taken: set[int] = set()
    for i, group in enumerate(groups):
        limit = groups[i + 1].start if i + 1 < len(groups) else len(text)
        for m in mentions:
            between = text[group.end : m.start] if m.start >= group.end else ""
            if group.end <= m.start < limit and _NEAR.match(_plain(between)) and not _COMPARE.search(between):
                group.mention = m
                taken.add(m.start)
                break
    for i, group in enumerate(groups):
        if group.mention is None:
            floor = groups[i - 1].end if i else 0
            before = [m for m in mentions if floor <= m.start < group.start and m.start not in taken]
            group.mention = before[-1] if before else None


def _plain(gap: str) -> str:
    return _SHARE_WORDS.sub(" ", gap) + " "


def _periods(
    group: _Group, previous: tuple[Period, ...], setting: Setting, following: Sequence[_Group]
) -> tuple[Period, ...]:
    """The periods of a group's sums: named, or as far back from those of the group it is compared with."""
    mention = group.mention
    if mention is None:
        return () if group.compared else _forward(following)
    if mention.periods:
        return mention.periods
    if previous and (mention.back or mention.year):
        moved = [shift(p, mention.year or p.ends.year - mention.back) for p in previous]
        kept = tuple(p for p in moved if p and p not in previous)
        balance = is_balance(group.metric.metric)
        return kept if len(kept) == len(previous) and not balance else ()
    if mention.year and not mention.back and setting.fiscal and setting.fiscal.month == 12:
        return (Period(setting.fiscal.quarter(4, mention.year), 0 if is_balance(group.metric.metric) else 12),)
    return ()


def _forward(following: Sequence[_Group]) -> tuple[Period, ...]:
    """A group without a period that is compared with the quarter of a year before: a year after that one."""
    nxt = following[0] if following else None
    if (
        nxt
        and nxt.compared
        and nxt.mention
        and nxt.mention.start > nxt.start
        and len(nxt.mention.periods) == 1
        and nxt.mention.periods[0].months
    ):
        period = nxt.mention.periods[0]
        moved = shift(period, period.ends.year + 1)
        return (moved,) if moved else ()
    return ()


# ---- observations --------------------------------------------------------------------------------


def _observe(passage: Passage, group: _Group, periods: tuple[Period, ...], setting: Setting) -> Iterator[Observation]:
    metric = group.metric.metric
    count = len(group.values) or len(group.per_share)
    if not periods or count != len(periods):
        return
    for i, period in enumerate(periods):
        if is_balance(metric):
            period = Period(period.ends, 0)
        elif not period.months:
            continue
        if group.values:
            yield from _observation(passage, group.metric, group.values[i], period, setting)
        if len(group.per_share) == len(periods) and (share := _share_metric(metric)):
            yield from _observation(passage, Phrase(0, 0, share), group.per_share[i], period, setting)


def _share_metric(metric: str) -> str | None:
    if metric.startswith("net loss"):
        return "net loss per share"
    return "net income per share" if metric.startswith("net income") else None


def _observation(
    passage: Passage, phrase: Phrase, money: Money, period: Period, setting: Setting
) -> Iterator[Observation]:
    dollar = setting.dollar
    code = money.currency or (dollar.code if dollar else None)
    value = abs(money.amount)
    if code is None or not value or (not phrase.metric.endswith("per share") and value < 1000):
        return
    said = passage.evidence
    priced = said if money.currency or not dollar or not dollar.said else (*said, dollar.said)
    yield Observation(
        metric=phrase.metric,
        period=period,
        value=Decimal(value),
        currency=code,
        step=money.step,
        said=said,
        dated=said + setting.fiscal_said,
        priced=priced,
        table=False,
        sure=not phrase.qualified,
    )
