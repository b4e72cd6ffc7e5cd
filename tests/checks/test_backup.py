from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Literal

import pytest

from kg.checks.backup import SUMS, _end, _sum, back_up, restore
from kg.checks.status import status
from kg.checks.verify import verify
from kg.cli import DONE, WRONG_USE, main
from kg.errors import StoreError, StoreVersion
from kg.store import open_store
from tests.queries.norvik import make_store

MODES: tuple[Literal["read", "write", "repair"], ...] = ("read", "write", "repair")


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


def copy_of(folder: Path, place: Path) -> Path:
    with open_store(folder, "write") as store:
        back_up(store, place)
    return place


def test_a_copy_shares_no_file_with_its_store(folder: Path, tmp_path: Path) -> None:
    copy = copy_of(folder, tmp_path / "copy")
    ours = {path.stat().st_ino for path in folder.rglob("*") if path.is_file()}
    assert not ours & {path.stat().st_ino for path in copy.rglob("*") if path.is_file()}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_the_sums_are_those_that_the_usual_tool_reads(folder: Path, tmp_path: Path) -> None:
    copy = copy_of(folder, tmp_path / "copy")
    subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=copy, check=True)


@pytest.mark.parametrize("summed", [True, False])
@pytest.mark.parametrize("damage", ["cut", "emptied", "flipped", "gone"])
@pytest.mark.parametrize("which", ["rdf/*.sst", "documents/*.json", "documents/*.txt", "manifest.sqlite", "version"])
def test_a_damaged_copy_is_not_restored(folder: Path, tmp_path: Path, which: str, damage: str, summed: bool) -> None:
    copy = copy_of(folder, tmp_path / "copy")
    if not summed:
        (copy / SUMS).unlink()
        if which == "version" and damage in ("cut", "flipped"):
            return  # one digit and a line's end: a layout of another number is another test's
        if which == "rdf/*.sst" and damage == "flipped":
            return  # it may lie in an order of the quads that nothing asks for: what the sums are for
    file = max(copy.glob(which), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    else:
        data[len(data) // 2] ^= 4
        file.write_bytes({"cut": bytes(data[: len(data) // 2]), "emptied": b"", "flipped": bytes(data)}[damage])
    with pytest.raises(StoreError) as told:
        restore(copy, tmp_path / "back")
    assert not list(tmp_path.glob("back*"))
    assert not summed or file.name in str(told.value)
    assert "Traceback" not in str(told.value)


@pytest.mark.parametrize("keep", [0, 1, 0.5, 0.99])
def test_sums_that_are_cut_off_are_not_believed(folder: Path, tmp_path: Path, keep: float) -> None:
    copy = copy_of(folder, tmp_path / "copy")
    text = (copy / SUMS).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    cut = "".join(lines[:-2] + lines[-1:]) if keep == 1 else text[: int(len(text) * keep)]
    (copy / SUMS).write_text(cut, encoding="utf-8")
    with pytest.raises(StoreError, match="SHA256SUMS is cut off"):
        restore(copy, tmp_path / "back")


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../b"])
def test_no_file_is_written_outside(folder: Path, tmp_path: Path, name: str) -> None:
    copy = copy_of(folder, tmp_path / "copy")
    lines = [f"{'0' * 64}  {name}\n"]
    (copy / SUMS).write_text("".join([*lines, _end(lines)]), encoding="utf-8")
    with pytest.raises(StoreError, match="no file of a backup"):
        restore(copy, tmp_path / "back")


def test_a_copy_that_was_built_into_is_told(folder: Path, tmp_path: Path) -> None:
    copy = copy_of(folder, tmp_path / "copy")
    with open_store(copy, "write") as store:
        store.remove_document(next(iter(store.manifest.documents)))
    with pytest.raises(StoreError, match=r"changed|missing"):
        restore(copy, tmp_path / "back")


@pytest.mark.parametrize("summed", [True, False])
def test_a_copy_of_a_newer_layout_is_left_to_a_newer_program(folder: Path, tmp_path: Path, summed: bool) -> None:
    (folder / "version").write_text("4\n", encoding="utf-8")
    for mode in MODES:
        with pytest.raises(StoreVersion, match="version 4, expected 3: a newer kg wrote it"):
            open_store(folder, mode)
    assert (folder / "version").read_text(encoding="utf-8") == "4\n"
    (folder / "version").write_text("3\n", encoding="utf-8")
    copy = copy_of(folder, tmp_path / "copy")
    (copy / "version").write_text("4\n", encoding="utf-8")
    if summed:
        names = [line.partition("  ")[2].strip() for line in (copy / SUMS).read_text().splitlines()[:-1]]
        lines = [f"{_sum(copy / name)}  {name}\n" for name in names]
        (copy / SUMS).write_text("".join([*lines, _end(lines)]), encoding="utf-8")
    else:
        (copy / SUMS).unlink()
    with pytest.raises(StoreVersion, match="newer"):
        restore(copy, tmp_path / "back")
    assert not list(tmp_path.glob("back*"))


def test_a_store_that_is_written_to_is_copied_when_that_is_done(folder: Path, tmp_path: Path) -> None:
    writing, done = threading.Event(), threading.Event()

    def write() -> None:
        with open_store(folder, "write") as store:
            for entry in list(store.manifest.documents.values()):
                store.remove_document(entry.sha256)
            writing.set()
            done.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(20)
    args = ["backup", str(tmp_path / "copy"), "--store", str(folder)]
    assert main(args) == WRONG_USE
    assert not (tmp_path / "copy").exists()
    threading.Timer(0.5, done.set).start()
    assert main([*args, "--wait", "60"]) == DONE
    writer.join()
    with open_store(tmp_path / "copy") as store:
        assert not store.manifest.documents


def test_a_copy_taken_while_a_build_runs_is_whole(root: Path, tmp_path: Path) -> None:
    """The copy waits for the build, and a build that begins meanwhile is told to wait for the copy."""
    letters, store = tmp_path / "letters", tmp_path / "store"
    letters.mkdir()
    for number in range(12):
        said = f"TURKU, May {number + 1}, 2011 - Vellamo Pharma Oy has {number + 2} offices now."
        text = f"Vellamo Pharma Reports\n\n{said}\n"
        (letters / f"{number}.txt").write_text(text * 20, encoding="utf-8")
    command = [sys.executable, "-m", "kg.cli", "build", str(letters), "--store", str(store)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL) as built:
        until = time.monotonic() + 60
        while not (store / "writer").exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        asked = [sys.executable, "-m", "kg.cli", "backup", str(tmp_path / "copy"), "--store", str(store)]
        taken = subprocess.run([*asked, "--wait", "120"], cwd=root, capture_output=True, text=True, check=False)
        assert taken.returncode == DONE, taken.stderr
    assert built.returncode == DONE
    restore(tmp_path / "copy", tmp_path / "back")
    with open_store(store) as whole, open_store(tmp_path / "back") as back:
        assert len(back.manifest.documents) == 12
        assert back.dump() == whole.dump()
        assert not verify(back).problems


def test_status_counts(folder: Path) -> None:
    with open_store(folder) as store:
        found = status(store)
        assert found.counts.quads == sum(entry.quads for entry in store.manifest.documents.values()) > 100
    assert (found.counts.documents, found.layout, found.last_build, found.build) == (1, "3", "", None)
    assert {"rdf", "documents", "manifest.sqlite"} <= set(found.disk)


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
