from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotation.facts.financial import find_financials
from kg.annotation.reading import Reading
from tests.annotation.finance import reading, values

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "financial.yaml").read_text(encoding="utf-8"))


def figures(read: Reading) -> dict[tuple[str, str, int], tuple[str, str]]:
    out = {}
    for fact in find_financials(read):
        found = values(fact)
        assert all(0 <= s.start < s.end <= len(read.text) for f in fact.fields for s in f.evidence)
        assert all(f.evidence for f in fact.fields)
        key = str(found["metric"]), str(found["end"]), int(str(found["months"]))
        out[key] = str(found["value"]), str(found["currency"])
    return out


@pytest.mark.parametrize("case", CASES["hits"], ids=lambda case: case["text"][:50])
def test_reads_sentences(case: dict[str, Any]) -> None:
    assert figures(reading(case["text"])) == {(m, e, n): (v, c) for m, e, n, v, c in case["figures"]}


@pytest.mark.parametrize("text", CASES["misses"], ids=lambda text: text[:50])
def test_leaves_other_sentences_alone(text: str) -> None:
    assert figures(reading(text)) == {}


STATEMENT = """\t\tThree\t\tThree\tSix\t\tSix
(Canadian dollars)\tmonths ended\t\tmonths ended\tmon ths ended\tmonths ended
\tNo\tv 30, 2010\tNov. 30. 2009\tNov 30, 2010\tNov 30, 2009
REVENUE\t\\$\t12\t_\t\\$ 20\t—
EXPENSES
Research and development\t\t400\t300\t900\t700
General and administrative\t\t200\t100\t350\t250
Operating expenses\t\t600\t400\t1,250\t950
Interest income\t\t(5)\t(4)\t(9)\t(8)
Loss for the period\t\t583\t396\t1,221\t942
Basic and diluted loss per common share\t\\$\t0.02\t0.03\t0.04\t0.05
Weighted average number of shares used in the
calculation of loss per common share\t\t25,000\t20,000\t25,000\t20,000"""


def test_reads_a_statement_with_a_header_over_several_rows() -> None:
    found = figures(reading("(amounts in 000's except for per common share data)", table=STATEMENT))
    assert found["net loss", "2010-11-30", 3] == ("583000", "CAD")
    assert found["net loss", "2009-11-30", 6] == ("942000", "CAD")
    assert found["net loss per share", "2009-11-30", 6] == ("0.05", "CAD")
    assert found["revenue", "2010-11-30", 6] == ("20000", "CAD")
    assert found["revenue", "2009-11-30", 3] == ("0", "CAD")
    assert found["interest income", "2010-11-30", 3] == ("5000", "CAD")
    assert not any("weighted" in metric for metric, _, _ in found)


def test_a_breakdown_is_not_the_company() -> None:
    table = (
        "(in 000's)\tThree months ended June 30\t\n\t2021\t2020\nStock based compensation\t57\t95\n"
        "Program costs\t845\t545\n\t902\t640"
    )
    assert figures(reading(table=table)) == {}


def test_a_row_with_too_few_cells_is_left_out() -> None:
    table = (
        "(in thousands)\tYear ended December 31,\t\n\t2020\t2019\nRevenue\t\t7\n"
        "General and administrative\t200\t100\nNet loss\t(600)\t(500)"
    )
    found = figures(reading(table=table))
    assert ("revenue", "2020-12-31", 12) not in found
    assert found["net loss", "2020-12-31", 12] == ("600000", "USD")


def test_the_sum_below_the_expenses_is_named_by_their_title() -> None:
    table = (
        "(in thousands)\tYear ended December 31,\t\n\t2020\t2019\nOperating expenses:\n"
        "Research and development\t500\t400\n"
        "General and administrative\t200\t100\n\t700\t500\nNet loss\t(700)\t(500)"
    )
    assert figures(reading(table=table))["operating expenses", "2019-12-31", 12] == ("500000", "USD")


FLOW = (
    "(in thousands) Three Months EndedJune 30, 2021 2020Revenue$ - $ 301 Operating expenses: Research and development "
    "4,729 4,2771 General and administrative 1,5421,086 Net loss $ (5,370) $ (5,064)Net loss per share of common stock "
    "- basic and diluted$ (0.35 )$ (1.99 )"
)


def test_reads_a_statement_that_ran_together() -> None:
    found = figures(reading(table=FLOW, flow=True))
    assert found["net loss", "2021-06-30", 3] == ("5370000", "USD")
    assert found["net loss per share", "2020-06-30", 3] == ("1.99", "USD")
    assert found["general and administrative expense", "2020-06-30", 3] == ("1086000", "USD")  # glued, border certain
    assert not any(metric.startswith("research") for metric, _, _ in found)  # glued, border uncertain


def test_prose_and_table_give_one_observation_with_both_quotes() -> None:
    read = reading("Net loss for the quarter ended June 30, 2021 was $5.4 million.", table=FLOW, flow=True)
    losses = [f for f in find_financials(read) if values(f)["metric"] == "net loss"]
    (loss,) = [f for f in losses if str(values(f)["end"]) == "2021-06-30"]
    quoted = {read.text[s.start : s.end] for f in loss.fields if f.role == "value" for s in f.evidence}
    assert str(values(loss)["value"]) == "5370000"
    assert {"(5,370)", "Net loss", "Net loss for the quarter ended June 30, 2021 was $5.4 million."} <= quoted


def test_sentences_that_disagree_give_nothing() -> None:
    year = "for the year ended December 31, 2020"
    assert figures(reading(f"Net loss {year} was $5.4 million.", f"Net loss {year} was $7.4 million.")) == {}


def test_a_plain_dollar_of_two_exchanges_is_not_guessed() -> None:
    opening = "Zorva Therapeutics (TSX: ZRV; NASDAQ: ZRVX) today reported results."
    text = "Net loss for the year ended December 31, 2020 was $5.4 million."
    assert figures(reading(text, opening=opening)) == {}
    assert len(figures(reading(text, "All amounts are in Canadian dollars.", opening=opening))) == 1


def test_the_end_of_a_name_is_no_currency() -> None:
    text = "Net loss for the year ended December 31, 2020 was $5.4 million."
    (loss,) = find_financials(reading(text, "She expressed her joy about Tarn Neuro and its partners."))
    assert values(loss)["currency"] == "USD"
