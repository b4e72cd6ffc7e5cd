"""Stores as earlier versions wrote them are read, and brought into the present layout when they are written to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from kg.build import build
from kg.checks.backup import restore
from kg.checks.repair import repair
from kg.checks.status import status
from kg.checks.verify import verify
from kg.errors import StoreError
from kg.store import VERSION, Store, open_store
from tests.test_build import Annotator, run


def as_it_was(folder: Path, version: str) -> None:
    """Make a store one of an earlier layout."""
    with open_store(folder) as store:
        text = manifest_as_it_was(store, version)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    (folder / "manifest.old").write_text(text, encoding="utf-8")
    (folder / "manifest.sqlite").unlink()
    for file in (folder / "documents").glob("*.json") if version == "1" else ():
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (folder / "version").write_text(f"{version}\n", encoding="utf-8")


def manifest_as_it_was(store: Store, version: str) -> str:
    known, told = store.manifest, asdict(store.manifest.head)
    head = {name: told[name] for name in ("entities", "entity_count", "state")}
    documents = {sha: asdict(entry) for sha, entry in known.documents.items()}
    if version == "1":
        return json.dumps({**head, "documents": documents})
    files = {path: asdict(file) for path, file in known.files.items()}
    plain = json.dumps({**head, "built": told["built"], "check": "", "documents": documents, "files": files})
    return plain.replace('"check": ""', f'"check": "{hashlib.sha256(plain.encode()).hexdigest()}"', 1)


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_store_of_an_earlier_layout_is_read_and_brought_into_this_one(
    tmp_path: Path, letters: Path, version: str
) -> None:
    store = tmp_path / "store"
    _, dump = run(store, letters)
    with open_store(store) as opened:
        counts = status(opened).counts
    as_it_was(store, version)
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    with open_store(store) as opened:
        assert not verify(opened).problems
        assert (status(opened).counts, status(opened).layout) == (counts, version)
    assert before == {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    asked = Annotator()
    assert run(store, letters, annotate=asked)[1] == dump
    assert not asked.asked
    assert (store / "version").read_text(encoding="utf-8") == f"{VERSION}\n"
    assert not [path.name for path in store.glob("manifest.*") if path.suffix != ".sqlite"]
    with open_store(store) as opened:
        assert not verify(opened).problems
        assert status(opened).counts == counts


def test_a_migration_that_was_cut_off_is_begun_again(tmp_path: Path, letters: Path) -> None:
    store = tmp_path / "store"
    _, dump = run(store, letters)
    as_it_was(store, "2")
    (store / "manifest.sqlite").write_bytes(b"of a migration before, which a later build in the old layout has outrun")
    with open_store(store) as opened:
        assert len(opened.manifest.documents) == 3
    assert run(store, letters)[1] == dump
    (store / "version").write_text("2\n", encoding="utf-8")  # cut off before the version, the old files gone already
    assert run(store, letters)[1] == dump
    assert (store / "version").read_text(encoding="utf-8") == f"{VERSION}\n"


def test_a_damaged_manifest_of_an_earlier_layout_is_told_and_mended_from_the_one_before(
    tmp_path: Path, letters: Path
) -> None:
    store = tmp_path / "store"
    _, dump = run(store, letters)
    as_it_was(store, "2")
    manifest = store / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"facts": ', '"facts": 1'), encoding="utf-8")
    for mode in ("read", "write"):
        with pytest.raises(StoreError, match=r"manifest.json is damaged .*--repair"):
            open_store(store, mode)
    assert (store / "version").read_text(encoding="utf-8") == "2\n"
    with open_store(store, "repair") as opened:
        asked = Annotator()
        build([letters, *repair(opened).paths], opened, asked)
        assert (opened.dump(), asked.asked) == (dump, [])
        assert not verify(opened).problems


def test_a_backup_of_an_earlier_layout_comes_back(tmp_path: Path, letters: Path) -> None:
    _, dump = run(tmp_path / "store", letters)
    as_it_was(tmp_path / "store", "2")
    restore(tmp_path / "store", tmp_path / "back")
    assert run(tmp_path / "back", letters)[1] == dump
