"""Runway with its inputs; a proxy is called one; currencies and days are not mixed."""

# ruff: noqa: E501, ISC004 - what a sentence states reads best on one line

from __future__ import annotations

from decimal import Decimal

from kg.queries.money import figures_of, guidance_of, runway_of
from tests.queries.told_case import case


def figure(node: str, metric: str, period: tuple[str, int], value: str, currency: str = "USD") -> str:
    return (
        f"observation/{node} reportedBy organization/quillmark; observation/{node} metric :{metric}; observation/{node} periodEnd {period[0]};"
        f'observation/{node} months {period[1]}; observation/{node} value {value}; observation/{node} schema:currency "{currency}"'
    )


CASH = figure("cash", "cashAndCashEquivalents", ("2004-06-30", 0), "9000000.0")


def test_formula_shows_its_inputs() -> None:
    used = figure("used", "cashUsedInOperatingActivities", ("2004-06-30", 6), "6000000.0")
    loss = figure("loss", "netLoss", ("2004-06-30", 6), "7000000.0")
    (line,) = runway_of(figures_of(case(("2004-08-01", "Figures.", ";".join((CASH, used, loss))))))
    assert line.formula == "9,000,000 USD ÷ (6,000,000 USD ÷ 6 months) = 9.0 months"
    assert (line.months, line.monthly, line.until, line.proxy) == (Decimal("9.0"), Decimal(1000000), "2005-03-30", "")
    assert line.cash.places
    assert line.spent.places


def test_net_loss_stands_in_and_is_named() -> None:
    loss = figure("loss", "netLoss", ("2004-06-30", 3), "-3000000.0")
    (line,) = runway_of(figures_of(case(("2004-08-01", "Figures.", f"{CASH};{loss}"))))
    assert (line.months, line.proxy) == (Decimal("9.0"), "net loss")


def test_another_day_or_currency_gives_no_runway() -> None:
    other = figure("used", "cashUsedInOperatingActivities", ("2004-06-30", 6), "6000000.0", "CAD")
    earlier = figure("used2", "cashUsedInOperatingActivities", ("2003-06-30", 6), "6000000.0")
    assert runway_of(figures_of(case(("2004-08-01", "Figures.", ";".join((CASH, other, earlier)))))) == ()


def test_management_and_going_concern_stand_beside_it() -> None:
    told = guidance_of(
        case(
            (
                "2004-08-01",
                "Cash is not enough for twelve months.",
                "guidance/a expectedBy organization/quillmark;"
                "guidance/a sufficient false; guidance/a months 12; guidance/a latest 2005-08-01",
            ),
            (
                "2004-09-01",
                "We may not go on.",
                "organization/quillmark risk :goingConcern; organization/quillmark risk :delisting",
            ),
        )
    )
    assert [(g.says.text, g.until) for g in told] == [
        ("cash is not enough", "2005-08-01"),
        ("going concern is named as a risk", ""),
    ]
