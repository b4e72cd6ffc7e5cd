"""Answers as text: nothing lost, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.queries.format import FORMATS, as_csv, as_json, as_table, as_tsv
from kg.queries.model import Answer, Value

VALUES = st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text()
ANSWER = Answer(("drug", "value"), (("NVK-101", Decimal("1.50")), ("NVK-102", None)))


def test_table_has_a_head_a_rule_and_a_count() -> None:
    assert as_table(ANSWER).split("\n")[:3] == ["drug     value", "-------  -----", "NVK-101  1.50"]
    assert as_table(ANSWER).endswith("\n2 rows\n")


def test_table_fits_by_wrapping_the_widest_column() -> None:
    text = as_table(Answer(("day", "what"), (("2006-03-02", "some words " * 40),)), width=80)
    assert max(map(len, text.split("\n"))) <= 80
    assert text.count("some") == 40


def test_what_is_quoted_stands_under_its_row() -> None:
    text = as_table(
        Answer(("day", "quote", "source"), (("2006-03-02", "It has begun.", "a.txt"), ("2006-03-03", None, "b")))
    )
    assert text.split("\n")[2:5] == ["2006-03-02  a.txt", "    > It has begun.", "2006-03-03  b"]


def test_a_terminal_cannot_be_steered() -> None:
    assert "\x1b" not in as_table(Answer(("a", "quote"), (("\x1b[2J", "\x1b]0;x\x07"),)))


def test_json_keeps_numbers() -> None:
    assert json.loads(as_json(ANSWER)) == [{"drug": "NVK-101", "value": 1.5}, {"drug": "NVK-102", "value": None}]


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("x")'])
def test_formulas_are_defused(bad: str) -> None:
    ((cell,),) = list(csv.reader(StringIO(as_csv(Answer(("a",), ((bad,),))))))[1:]
    assert cell == "'" + bad


def test_negative_numbers_stay_numbers() -> None:
    assert as_csv(Answer(("a",), ((-5,), (Decimal("-2.5"),)))) == "a\r\n-5\r\n-2.5\r\n"


@given(st.lists(st.tuples(VALUES, VALUES), max_size=5))
def test_every_row_is_written_in_every_format(rows: list[tuple[Value, Value]]) -> None:
    answer = Answer(("a", "b"), tuple(rows))
    assert len(json.loads(as_json(answer))) == len(rows)
    assert len(list(csv.reader(StringIO(as_csv(answer), newline="")))) == len(rows) + 1
    assert len(as_tsv(answer).split("\n")) == len(rows) + 2
    assert all(write(answer) for write in FORMATS.values())
