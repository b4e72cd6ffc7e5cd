"""Abbreviations and sentence borders: functions of a text alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.mark import ParameterSet

from kg.annotation.abbreviations import find_abbreviations
from kg.annotation.clean import clean
from kg.annotation.sentences import split_sentences

FOLDER = Path(__file__).parent / "cases"
SHORT = yaml.safe_load((FOLDER / "abbreviations.yaml").read_text(encoding="utf-8"))
ENDS = yaml.safe_load((FOLDER / "sentences.yaml").read_text(encoding="utf-8"))


def cases(file: dict[str, Any]) -> list[ParameterSet]:
    """Every case of a file, hits and misses; those known to fail are marked."""
    out = [pytest.param(c, id=c["text"][:60]) for c in [*file["hits"], *file["misses"]]]
    mark = pytest.mark.xfail(strict=False, reason="known")
    return out + [pytest.param(c, id=c["text"][:60], marks=mark) for c in file.get("known", [])]


@pytest.mark.parametrize("case", cases(SHORT))
def test_abbreviations(case: dict[str, Any]) -> None:
    assert [f"{a.short} = {a.long}" for a in find_abbreviations(case["text"])] == case.get("facts", [])


@pytest.mark.parametrize("case", cases(ENDS))
def test_sentences(case: dict[str, Any]) -> None:
    assert [case["text"][s.start : s.end] for s in split_sentences(case["text"])] == case["facts"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ACM-12¹ in gout.²,³ He", "ACM-12  in gout.    He"),
        ("ACM-12[a] and ACM-40[12]", "ACM-12    and ACM-40    "),
        ("Zorvexa®² rose 12%⁴", "Zorvexa   rose 12% "),
        ("10⁶ cells, 5 mg/m² of ¹⁷⁷Lu", "10⁶ cells, 5 mg/m² of ¹⁷⁷Lu"),  # a power, a unit, an isotope
        ("see [2] or [b]", "see [2] or [b]"),
    ],
)
def test_marks_of_notes_are_blanks(text: str, level: str) -> None:
    assert clean(text) == level
