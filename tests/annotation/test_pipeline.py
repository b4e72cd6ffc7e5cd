"""What the model is asked about: all of a release, and of other text no more than costs what a release costs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.blocks import pieces
from kg.annotation.pipeline import CHARACTERS, are_prose, note_names
from kg.documents.model import Block, BlockKind

SIZES = st.lists(st.integers(0, 2000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), max_size=30)


@given(SIZES)
def test_no_text_costs_more_tokens_than_prose_of_its_length(sizes: list[tuple[int, int]]) -> None:
    asked = [size for size, worth in zip(sizes, are_prose(sizes), strict=True) if worth]
    assert sum(tokens for _, tokens in asked) * CHARACTERS <= sum(characters for characters, _ in sizes)


@given(SIZES)
def test_all_of_a_text_is_asked_about_unless_it_is_crowded(sizes: list[tuple[int, int]]) -> None:
    crowded = sum(tokens for _, tokens in sizes) * CHARACTERS > sum(characters for characters, _ in sizes)
    assert all(are_prose(sizes)) is not crowded


def note(text: str) -> tuple[bool, set[str]]:
    """Whether the model saw a person in a block, and the names that the components found in it."""
    (noted,) = note_names(pieces((Block(BlockKind.PROSE, 0, len(text), text),)))
    return bool(noted.people), {found.name for found in noted.names()}


def test_what_is_not_prose_is_read_without_the_model() -> None:
    sentence = "John Miller of Quellon, Inc. spoke of gout."
    crowd = " " + "x; " * 400
    assert note(sentence) == (True, {"Quellon, Inc.", "gout"})
    assert note(sentence + crowd) == (False, {"Quellon, Inc.", "gout"})
