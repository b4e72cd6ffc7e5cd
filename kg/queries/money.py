"""A company's figures by period, how fast it spends, and how long its cash lasts, with every input shown.

runway in months = cash at the end of a period ÷ (cash used in operations during it ÷ its months). Where a release
gives no cash
used in operations, the net loss stands in for it, and the row says so. Management's own words stand beside it,
never in it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kg.annotation.horizon import add_months
from kg.graph.terms import Literal
from kg.ontology import BP
from kg.queries.case import Case, Cited, is_concept, once
from kg.queries.told import Told

CASH = ("cashCashEquivalentsAndShortTermInvestments", "cashAndCashEquivalents")
BURN = (
    "cashUsedInOperatingActivities",
    "cashUsedInOperatingActivitiesBeforeChangesInNonCashWorkingCapital",
    "netLoss",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported figure in full units; `months` is 0 for a balance. Several values where releases give several."""

    metric: str
    label: str
    end: str
    months: int
    currency: str
    value: Decimal
    cited: Cited
    told: str


@dataclass(frozen=True, slots=True)
class RunwayLine:
    """How long cash lasts at one rate of spending. `monthly` and `months` are rounded; `until` is the last day;
    `formula` shows
    every input; `proxy` says what stands in for cash used in operations, "" where that itself is told.
    """

    end: str
    currency: str
    cash: Cited
    spent: Cited
    period: int
    monthly: Decimal
    months: Decimal
    until: str
    formula: str
    proxy: str


@dataclass(frozen=True, slots=True)
class GuidanceLine:
    """What management says: that cash is enough or not, until when; or a risk that it admits ("going concern")."""

    told: str
    says: Cited
    until: str
    months: int | None


@once
def figures_of(case: Case) -> tuple[Figure, ...]:
    """Each figure of a case that its company reports, by metric and period."""
    made = []
    for node in case.nodes("FinancialObservation"):
        if case.type == "Organization" and case.iri not in case.objects(node, "reportedBy"):
            continue
        metric = case.objects(node, "metric")
        end, months, currency = (case.latest(node, name) for name in ("periodEnd", "months", "currency"))
        for told in case.told(node, "value"):
            if metric and end and isinstance(told.object, Literal):
                made.append(
                    Figure(
                        metric[0].value.removeprefix(BP),
                        case.label_of(metric[0]),
                        _plain(end),
                        int(_plain(months) or 0),
                        _plain(currency),
                        Decimal(told.object.value),
                        case.cite(told),
                        told.last,
                    )
                )
    return tuple(sorted(made, key=lambda f: (f.label, f.currency, f.months, f.end, f.told, f.value)))


def runway_of(figures: tuple[Figure, ...]) -> tuple[RunwayLine, ...]:
    """For each balance of cash, each rate of spending that is reported up to the same day."""
    latest: dict[tuple[str, str, int, str], Figure] = {}
    for figure in figures:
        key = figure.metric, figure.end, figure.months, figure.currency
        if key not in latest or (latest[key].told, latest[key].value) <= (figure.told, figure.value):
            latest[key] = figure
    lines = []
    for cash in _balances(latest):
        spent = [f for f in latest.values() if f.metric in BURN and f.end == cash.end and f.currency == cash.currency]
        best: dict[int, Figure] = {}
        for figure in sorted(spent, key=lambda f: BURN.index(f.metric)):
            if figure.months and figure.value:
                best.setdefault(figure.months, figure)
        lines += [_runway(cash, figure) for figure in best.values()]
    return tuple(sorted(lines, key=lambda r: (r.end, r.period), reverse=True))


def _balances(latest: dict[tuple[str, str, int, str], Figure]) -> list[Figure]:
    """Of each day the widest balance of cash that is told."""
    by: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in latest.values():
        if figure.metric in CASH and figure.months == 0:
            by[figure.end, figure.currency].append(figure)
    return [min(found, key=lambda f: CASH.index(f.metric)) for found in by.values()]


def _runway(cash: Figure, spent: Figure) -> RunwayLine:
    monthly = abs(spent.value) / spent.months
    months = (cash.value / monthly).quantize(Decimal("0.1"), ROUND_HALF_UP)
    until = add_months(date.fromisoformat(cash.end), int(months)) if 0 <= months < 1200 else None
    rate = f"{_money(abs(spent.value))} {spent.currency} ÷ {spent.months} months"
    formula = f"{_money(cash.value)} {cash.currency} ÷ ({rate}) = {months} months"
    proxy = "" if spent.metric == BURN[0] else f"{spent.label[:1].lower()}{spent.label[1:]}"
    return RunwayLine(
        cash.end,
        cash.currency,
        cash.cited,
        spent.cited,
        spent.months,
        monthly.quantize(Decimal(1), ROUND_HALF_UP),
        months,
        until.isoformat() if until else "",
        formula,
        proxy,
    )


def guidance_of(case: Case) -> tuple[GuidanceLine, ...]:
    """What management says of its cash, oldest first, and the risks that it admits."""
    made = []
    for node in case.nodes("CashGuidance"):
        for told in case.told(node, "sufficient"):
            enough = case.words(told) == "yes"
            latest, months = case.latest(node, "latest"), case.latest(node, "months")
            text = "cash is enough" if enough else "cash is not enough"
            made.append(
                GuidanceLine(
                    told.first, Cited(text, told.places), _plain(latest), int(_plain(months)) if months else None
                )
            )
    for told in case.told(case.iri, "risk"):
        if is_concept(told, "goingConcern"):
            for place in told.places:
                made.append(
                    GuidanceLine(place.source.date, Cited("going concern is named as a risk", (place,)), "", None)
                )
    return tuple(sorted(made, key=lambda g: (g.told, g.says.text, g.until)))


def _plain(told: Told | None) -> str:
    return told.object.value if told and isinstance(told.object, Literal) else ""


def _money(value: Decimal) -> str:
    return f"{value.normalize():,f}"
