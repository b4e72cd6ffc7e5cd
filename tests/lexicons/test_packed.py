"""Lexicon files: what is packed is unpacked, and what is wrong with a file is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import LexiconError
from kg.lexicons.curated import CURATED, curated, read_rows
from kg.lexicons.entries import Kind, Match
from kg.lexicons.index import Name, Row, build, spellings
from kg.lexicons.names import fold_name
from kg.lexicons.packed import DATA, FORMAT, pack, read_lexicon, unpack

ROWS = (
    Row("Exemplin", (Name("Exemplin", Match.LABEL), Name("QRS-204", Match.CODE, capital=True)), ("X:1",), "gene", "US"),
    Row("Other", (Name("QRS 204", Match.SYNONYM, exact=True, short=True),)),
)


def write(folder: Path, version: int = FORMAT, digest: str = "") -> None:
    data = pack(*build(ROWS, fold_name))
    (folder / "drug.xz").write_bytes(data)
    import hashlib

    entry = {"sha256": digest or hashlib.sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps({"format": version, "lexicons": {"drug": entry}}))


def test_what_is_packed_is_unpacked(tmp_path: Path) -> None:
    write(tmp_path)
    lexicon = read_lexicon("drug", tmp_path)
    first, second = lexicon.references("qrs204")
    assert (first.entry.label, first.entry.match, first.surface) == ("Other", Match.SYNONYM, "QRS204")
    assert first.entry.short
    assert (second.entry.id, second.entry.kind, second.entry.place, second.capital) == ("X:1", "gene", "US", True)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert pack(*build(ROWS, fold_name)) == pack(*build(ROWS, fold_name))


@given(st.dictionaries(st.text("abc ", min_size=1), st.just("0l"), min_size=1))
def test_any_names_survive_packing(names: dict[str, str]) -> None:
    assert unpack(pack(names, ["label\t\t\t"])).names == names


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"manifest\.json: no list"):
        read_lexicon("drug", tmp_path)
    write(tmp_path)
    with pytest.raises(LexiconError, match="no lexicon of kind 'disease'"):
        read_lexicon("disease", tmp_path)
    (tmp_path / "drug.xz").unlink()
    with pytest.raises(LexiconError, match=r"drug\.xz: no lexicon here"):
        read_lexicon("drug", tmp_path)


def test_another_version_is_refused(tmp_path: Path) -> None:
    write(tmp_path, version=FORMAT + 1)
    with pytest.raises(LexiconError, match=f"format {FORMAT + 1}, expected {FORMAT}"):
        read_lexicon("drug", tmp_path)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, digest="0" * 64)
    with pytest.raises(LexiconError, match="not the file that the manifest lists"):
        read_lexicon("drug", tmp_path)


def test_damaged_bytes_are_refused() -> None:
    with pytest.raises(LexiconError, match="damaged"):
        unpack(b"not a lexicon")


def test_every_compiled_lexicon_is_whole() -> None:
    manifest = json.loads((DATA / "manifest.json").read_text())
    for kind in manifest["lexicons"]:
        lexicon = read_lexicon(kind)
        assert len(lexicon.names) == manifest["lexicons"][kind]["names"]
        for name in list(lexicon.names)[::5000]:
            assert all(reference.entry.label for reference in lexicon.references(name))
    assert set(manifest["lexicons"]) | set(CURATED) == set(Kind)


def test_every_source_has_a_licence() -> None:
    manifest = json.loads((DATA / "manifest.json").read_text())
    assert all(s["source"] and s["date"] and s["licence"] for s in manifest["sources"])


@pytest.mark.parametrize("kind", sorted(CURATED))
def test_curated_lexicons_name_nothing_twice(kind: Kind) -> None:
    labels = [row.label for row in read_rows(DATA / f"{kind}.tsv")]
    assert len(labels) == len(set(labels))
    assert curated(kind).names


def test_a_curated_file_with_a_wrong_line_says_where(tmp_path: Path) -> None:
    (tmp_path / "title.tsv").write_text("# comment\nBoss\tChief\n")
    with pytest.raises(LexiconError, match="line 2: expected 5 columns"):
        curated(Kind.TITLE, tmp_path)
    with pytest.raises(LexiconError, match="no lexicon here"):
        curated(Kind.MODALITY, tmp_path)


def test_spellings_of_possessives_and_codes() -> None:
    assert "Ames disease" in spellings("Ames's disease")
    assert spellings("12-ABC") == ("12-ABC", "12ABC")
