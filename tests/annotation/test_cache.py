from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.blocks import Piece
from kg.annotation.cache import Cache
from kg.annotation.pipeline import MOST, batches, note_names
from kg.documents.model import Block, BlockKind


def piece(text: str) -> Piece:
    return Piece(Block(BlockKind.PROSE, 0, len(text), text), text)


TEXTS = [f"Dr. Mara Oduya joined Quillon Biosciences as its officer number {n}." for n in range(30)]


def test_what_is_kept_is_found_again_by_its_version_and_key(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("1", {"a": "x", "b": "y"})
    assert Cache(tmp_path / "cache").get("1", ["b", "c", "a"]) == {"a": "x", "b": "y"}
    assert cache.get("2", ["a"]) == {}
    cache.put("2", {"a": "z"})
    cache.drop_others(["2"])
    assert (cache.get("1", ["a"]), cache.get("2", ["a"])) == ({}, {"a": "z"})


def test_nothing_is_kept_without_a_file_or_where_none_can_be(tmp_path: Path) -> None:
    for path in (None, tmp_path / "no" / "folder"):
        cache = Cache(path)
        cache.put("1", {"a": "x"})
        assert cache.get("1", ["a"]) == {}


def test_what_is_damaged_is_not_given(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("1", {"a": "x", "b": "y"})
    cache.close()
    with sqlite3.connect(tmp_path / "cache") as file:
        file.execute("UPDATE kept SET value='wrong' WHERE key='a'")
    file.close()
    assert Cache(tmp_path / "cache").get("1", ["a", "b"]) == {"b": "y"}


def test_a_damaged_file_is_left_alone_until_it_is_mended(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cache").write_text("no database " * 1000, encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    with caplog.at_level(logging.WARNING):
        assert cache.get("1", ["a"]) == {}
        cache.put("1", {"a": "x"})
        assert cache.get("1", ["a"]) == {}
    assert "is made again" in caplog.text
    cache = Cache(tmp_path / "cache")
    cache.mend()
    cache.put("1", {"a": "x"})
    assert cache.get("1", ["a"]) == {"a": "x"}


def test_a_file_that_is_damaged_inside_is_made_anew_by_the_next_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("1", {f"{number:04}": "x" * 500 for number in range(200)})
    cache.close()
    data = bytearray((tmp_path / "cache").read_bytes())
    data[4096 * 2 :] = bytes(len(data) - 4096 * 2)  # all but how it begins
    (tmp_path / "cache").write_bytes(data)
    reader = Cache(tmp_path / "cache")
    assert reader.get("1", [f"{number:04}" for number in range(200)]) == {}
    reader.close()
    cache = Cache(tmp_path / "cache")
    cache.mend()
    cache.put("1", {"a": "y"})
    assert cache.get("1", ["a", "0001"]) == {"a": "y"}
    cache.close()
    again = Cache(tmp_path / "cache")
    again.mend()
    assert again.get("1", ["a"]) == {"a": "y"}


def test_all_but_some_versions_are_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    for version in "abcd":
        cache.put(version, {"k": version})
    cache.drop_others(["b", "d", "e"])
    assert [cache.get(version, ["k"]) for version in "abcd"] == [{}, {"k": "b"}, {}, {"k": "d"}]


def test_guesses_out_of_the_cache_are_those_of_the_model(tmp_path: Path) -> None:
    pieces = [piece(text) for text in TEXTS]
    cache = Cache(tmp_path / "cache")
    plain = list(note_names(pieces))
    assert [n.people for n in plain].count(((4, 14),)) > 15
    assert list(note_names(pieces, cache)) == plain
    with sqlite3.connect(tmp_path / "cache") as file:
        assert file.execute("SELECT count(*) FROM kept").fetchone()[0] == len(list(batches(pieces)))
    file.close()
    assert list(note_names(pieces, cache)) == plain


@given(st.lists(st.text(max_size=4), max_size=80))
def test_batches_hold_every_piece_in_order(texts: list[str]) -> None:
    made = list(batches(map(piece, texts)))
    assert [p.text for batch in made for p in batch] == texts
    assert all(0 < len(batch) <= MOST for batch in made)


def test_an_amended_paragraph_changes_few_batches() -> None:
    before = {tuple(p.text for p in batch) for batch in batches(map(piece, TEXTS * 3))}
    amended = [*TEXTS, "Another paragraph.", *TEXTS, *TEXTS]
    after = {tuple(p.text for p in batch) for batch in batches(map(piece, amended))}
    assert len(after - before) <= 2 < len(after)
