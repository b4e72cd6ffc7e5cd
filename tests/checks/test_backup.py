from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.checks.backup import back_up, restore
from kg.checks.status import status
from kg.checks.verify import verify
from kg.cli import DONE, WRONG_USE, main
from kg.errors import StoreError
from kg.store import open_store
from tests.queries.norvik import make_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def test_a_backup_is_a_store_and_comes_back_as_it_was(folder: Path, tmp_path: Path) -> None:
    with open_store(folder, "write") as store:
        dump = store.dump()
        back_up(store, tmp_path / "copy")
        (sha,) = store.manifest.documents
        store.remove_document(sha)
        assert store.dump() != dump
    restore(tmp_path / "copy", tmp_path / "back")
    for place in ("copy", "back"):
        with open_store(tmp_path / place) as store:
            assert store.dump() == dump
            assert not verify(store).problems
    with open_store(tmp_path / "back", "write") as store:
        store.remove_document(sha)
    with open_store(tmp_path / "copy") as store:
        assert store.dump() == dump


def test_a_backup_replaces_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with open_store(folder, "write") as store, pytest.raises(StoreError, match="there already"):
        back_up(store, tmp_path / "copy")
    with pytest.raises(StoreError, match="there already"):
        restore(folder, tmp_path / "copy")
    with pytest.raises(StoreError, match="no graph store"):
        restore(tmp_path / "copy", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_status_counts(folder: Path) -> None:
    with open_store(folder) as store:
        found = status(store)
        assert found.counts.quads == sum(entry.quads for entry in store.manifest.documents.values()) > 100
    assert (found.counts.documents, found.layout, found.last_build, found.build) == (1, "2", "", None)
    assert {"rdf", "documents", "manifest.json"} <= set(found.disk)


def test_commands(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, back = str(tmp_path / "copy"), str(tmp_path / "back")
    assert main(["backup", copy, "--store", str(folder)]) == DONE
    assert main(["backup", copy, "--restore", "--store", back]) == DONE
    assert main(["backup", copy, "--store", str(folder)]) == WRONG_USE
    assert main(["backup", copy, "--store", str(tmp_path / "none")]) == WRONG_USE
    capsys.readouterr()
    assert main(["status", "--store", back]) == DONE
    assert "documents        1\n" in capsys.readouterr().out
    assert main(["status", "--json", "--store", back]) == DONE
    assert json.loads(capsys.readouterr().out)["counts"]["documents"] == 1
