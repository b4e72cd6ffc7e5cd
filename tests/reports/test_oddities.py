"""What one document says against itself, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

from kg.queries.case import open_case
from kg.queries.oddities import oddities_of
from kg.store import open_store
from tests.reports.conftest import odd_store


def rules(folder: Path) -> dict[str, tuple[str, str]]:
    with open_store(folder) as store:
        found = oddities_of(open_case(store, "Quillmark", "Organization"), store)
        text = store.load_reading(next(iter(store.manifest.documents)))[1]
    for one in found:
        for place in (*one.one.places, *one.other.places):
            assert text[place.start : place.end] == place.quote != ""
    return {one.rule: (one.one.text, one.other.text) for one in found}


def test_all_three_are_found(tmp_path: Path) -> None:
    assert rules(odd_store(tmp_path, "900", "I")) == {
        "a year that ended after the filing was signed": ("2011-06-30", "2011-02-14"),
        "a stated change that the stated figures do not give": (
            "a change of 900,000",
            "300,000 in 3 months to 2010-12-31",
        ),
        "a list names one thing twice": ("one Phase I and one Phase I", "Phase I"),
    }


def test_a_right_change_and_two_phases_are_left_alone(tmp_path: Path) -> None:
    assert set(rules(odd_store(tmp_path, "300", "II"))) == {"a year that ended after the filing was signed"}
