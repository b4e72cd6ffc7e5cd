"""One text in several places is one voice, and so is one publisher."""

from __future__ import annotations

from decimal import Decimal

from kg.queries.support import SupportLine, support_of
from tests.queries.told_case import Line, case

TRIPLE = "trial/x status :ongoing"


def support(*lines: Line) -> SupportLine:
    (line,) = support_of(case(*lines))
    return line


def test_a_company_that_repeats_itself_is_one_voice() -> None:
    line = support(("2004-01-01", "It goes on.", TRIPLE), ("2004-02-01", "The trial is on its way.", TRIPLE))
    assert (line.places, line.wordings, line.voices, line.belief) == (2, 2, 1, Decimal("0.900"))


def test_a_copied_text_is_one_voice() -> None:
    line = support(("2004-01-01", "It goes on.", TRIPLE), ("2004-02-01 belu", "It goes  on!", TRIPLE))
    assert (line.places, line.wordings, line.voices) == (2, 1, 1)


def test_another_publisher_in_other_words_adds_to_belief() -> None:
    line = support(("2004-01-01", "It goes on.", TRIPLE), ("2004-02-01 belu", "Belu treats patients in it.", TRIPLE))
    assert (line.voices, line.belief) == (2, Decimal("0.990"))


def test_voices_join_over_a_chain() -> None:
    line = support(
        ("2004-01-01", "It goes on.", TRIPLE),
        ("2004-02-01 belu", "It goes on.", TRIPLE),
        ("2004-03-01 belu", "Belu treats patients in it.", TRIPLE),
    )
    assert line.voices == 1


def test_what_is_told_once_is_not_listed() -> None:
    assert support_of(case(("2004-01-01", "It goes on.", TRIPLE))) == ()


def test_the_parts_of_a_table_are_one_place() -> None:
    cost = "observation/cost value 1900"
    parts = [("2004-01-01", words, cost) for words in ("(in thousands)", "Cost of sales", "1.9")]
    assert not support_of(case(*parts))
    line = support(*parts, ("2004-01-01", "Cost of sales were $1.9 thousand.", cost))
    assert (line.places, line.wordings, line.voices) == (2, 2, 1)
