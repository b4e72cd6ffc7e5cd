from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.entities.people import find_people, name_people, ordinary

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "people.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["hits"], ids=lambda case: case["text"][:40])
def test_finds_full_names(case: dict[str, Any]) -> None:
    assert [p.name for p in find_people(case["text"]) if p.full] == case["names"]


@pytest.mark.parametrize("case", CASES["misses"], ids=lambda case: case["text"][:40])
def test_leaves_other_names_alone(case: dict[str, Any]) -> None:
    assert find_people(case["text"]) == []


def test_a_model_alone_is_not_believed() -> None:
    text = "ZRV-201 and Zorvamab were compared with Tevramide Sodium."
    assert find_people(text, [(0, 7), (12, 20), (40, 56)]) == []


def names(*texts: str) -> list[list[str]]:
    return [[p.name for p in people] for people in name_people(texts)]


def test_a_surname_stands_for_the_one_person_who_has_it() -> None:
    assert names(
        '"Good," said Dr. Mara Quill, CEO of Zorva.', "Dr. Quill added more.", "Quill continued the tour."
    ) == [
        ["Mara Quill"],
        ["Mara Quill"],
        ["Mara Quill"],
    ]


def test_a_surname_of_two_people_stands_for_neither() -> None:
    assert names("Dr. Mara Quill and Dr. Peter Quill spoke.", "Dr. Quill added more.")[1] == []


def test_a_surname_without_a_person_is_left_out() -> None:
    assert names("Dr. Quill added more.") == [[]]


def test_a_shorter_form_takes_the_fullest_name() -> None:
    assert names("Mara T. Quill, M.D., joined.", "said Mara Quill, CEO of Zorva.") == [
        ["Mara T. Quill"],
        ["Mara T. Quill"],
    ]


def test_a_surname_inside_other_words_is_not_a_mention() -> None:
    assert names("Dr. Mara Young spoke.", "Young patients were enrolled at Young Bio.")[1] == []


def test_capitals_become_ordinary() -> None:
    assert ordinary("JAN  O'NEIL-ROE") == "Jan O'Neil-Roe"


@given(st.text(alphabet="ABcd .,'-DrMCEOsaid\n", max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    for person in find_people(text):
        assert 0 <= person.start < person.end <= len(text)
        assert not text[person.start].isspace()
        assert not text[person.end - 1].isspace()
