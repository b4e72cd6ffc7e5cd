from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.issued import Issue, resolve_issue


def test_day_after_the_filing_is_a_year_late() -> None:
    found = resolve_issue(date(2009, 12, 28), date(2009, 1, 5))
    assert (found.issued, found.stated) == (date(2008, 12, 28), date(2009, 12, 28))
    assert found.note == "The text says 2009-12-28, but the filing is dated 2009-01-05."


def test_old_day_is_a_year_early_where_the_text_names_a_day_near_the_right_one() -> None:
    found = resolve_issue(date(2008, 2, 3), date(2009, 3, 1), named=[date(2009, 2, 9)])
    assert (found.issued, found.stated) == (date(2009, 2, 3), date(2008, 2, 3))
    assert "it names 2009-02-09" in found.note


def test_old_day_is_a_year_early_where_its_neighbours_say_so() -> None:
    found = resolve_issue(date(2008, 2, 3), date(2009, 3, 1), neighbours=(date(2009, 1, 9), date(2009, 2, 20)))
    assert found.issued == date(2009, 2, 3)


@pytest.mark.parametrize(
    ("printed", "filed"),
    [
        (date(2009, 1, 7), date(2009, 1, 5)),  # filed over a weekend
        (date(2008, 6, 1), date(2009, 1, 5)),  # an old release in a late filing
        (date(2008, 1, 20), date(2009, 3, 5)),  # too old, and nothing else speaks for another year
        (date(2005, 1, 5), date(2009, 1, 5)),  # no adjacent year fits
        (None, date(2009, 1, 5)),
        (date(2009, 1, 5), None),
    ],
)
def test_stays_as_printed(printed: date | None, filed: date | None) -> None:
    assert resolve_issue(printed, filed) == Issue(printed, None, "")


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)), st.integers(0, 250))
def test_a_plausible_day_is_never_doubted(filed: date, days: int) -> None:
    printed = filed - timedelta(days=days)
    assert resolve_issue(printed, filed, [filed], (filed, filed)).issued == printed
