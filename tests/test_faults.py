from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build import BuildReport, Plan, build
from kg.checks.repair import Mended, repair
from kg.checks.verify import verify
from kg.errors import StoreError, StoreLocked
from kg.store import open_store
from tests.graph.sample import TEXT
from tests.test_build import RELEASE, Annotator, run
from tools.disk import way_to_mount
from tools.faults import kill_builds

PLACES = "Bern Lyon Graz Brno Cork Lodz Kiel Bari Metz Nice Oulu Pisa".split()
BUILD = """
import argparse, sys
sys.path.insert(0, {root!r})
from kg.build import build
from kg.checks.repair import repair
from kg.errors import KgError
from kg.store import embedded, open_store
from tests.test_build import Annotator
embedded.MUCH = 1  # the database is opened anew after each document
parser = argparse.ArgumentParser()
parser.add_argument("paths", nargs="+")
parser.add_argument("--store")
parser.add_argument("--workers")
parser.add_argument("--repair", action="store_true")
asked = parser.parse_args()
try:
    with open_store(asked.store, "repair" if asked.repair else "write") as store:
        paths = repair(store).paths if asked.repair else ()
        build([*asked.paths, *paths], store, Annotator())
except KgError as error:
    print(f"{{type(error).__name__}}: {{error}}", file=sys.stderr)
    sys.exit(2)
"""


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for place in PLACES:
        (folder / f"{place.lower()}.txt").write_text(RELEASE.replace("Bern", place), encoding="utf-8")
    (folder / "quillon.txt").write_text(RELEASE.replace("laboratory in Bern", "office") + TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def script(tmp_path: Path, root: Path) -> list[str]:
    path = tmp_path / "build.py"
    path.write_text(BUILD.format(root=str(root)), encoding="utf-8")
    return [sys.executable, str(path)]


def mend(store: Path, *paths: Path) -> tuple[Mended, BuildReport, str]:
    with open_store(store, "repair") as opened:
        mended = repair(opened)
        report = build([*paths, *mended.paths], opened, Annotator())
        assert not verify(opened).problems
        return mended, report, opened.dump()


def problems_or_error(store: Path) -> set[str]:
    try:
        return problems(store)
    except StoreError as error:
        return {"database"} if "--repair mends it" in str(error) else {str(error)}


def problems(store: Path) -> set[str]:
    with open_store(store) as opened:
        return {problem.check for problem in verify(opened).problems}


def test_killed_builds_leave_whole_documents_and_the_same_end(tmp_path: Path, letters: Path, script: list[str]) -> None:
    found = kill_builds([*script, str(letters), "--store", "{store}"], tmp_path, kills=20, seed=5)
    assert found.kills == 20
    assert not found.wrong


def test_two_builds_never_mix(tmp_path: Path, letters: Path, script: list[str]) -> None:
    with open_store(tmp_path / "store", "write"):
        done = subprocess.run(
            [*script, letters, "--store", tmp_path / "store"], capture_output=True, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"StoreLocked: {tmp_path / 'store'}: process {os.getpid()} is writing")
    run(tmp_path / "store", letters)
    with open_store(tmp_path / "store", "write"), pytest.raises(StoreLocked):
        open_store(tmp_path / "store", "repair")


def test_a_damaged_reading_is_found_and_read_again(tmp_path: Path, letters: Path) -> None:
    _, dump = run(tmp_path / "store", letters)
    for number, kind in enumerate(("json", "txt", "json")):
        file = sorted((tmp_path / "store/documents").glob(f"*.{kind}"))[number]
        if number == 2:
            file.unlink()
        else:
            flip(file, 40)
        assert problems(tmp_path / "store") == {"reading"}
        mended, report, again = mend(tmp_path / "store")
        assert (len(mended.paths), len(report.built), mended.lost) == (1, 1, ())
        assert again == dump


def test_what_cannot_be_mended_is_named_and_withdrawn(tmp_path: Path, letters: Path) -> None:
    run(tmp_path / "store", letters)
    with open_store(tmp_path / "store") as store:
        sha, entry = next(iter(store.manifest.documents.items()))
    (tmp_path / f"store/documents/{sha}.json").write_text("{", encoding="utf-8")
    Path(entry.origins[0]).unlink()
    mended, report, _ = mend(tmp_path / "store", letters)
    assert mended.lost == (entry.source,)
    assert report.documents == len(PLACES)


def test_a_damaged_database_is_found_and_written_again(tmp_path: Path, letters: Path) -> None:
    _, dump = run(tmp_path / "store", letters)
    with open_store(tmp_path / "store", "write") as store:
        store.update("DELETE WHERE { GRAPH ?g { ?s bp:certainty ?o } }")
    assert "digest" in problems(tmp_path / "store")
    asked = mend(tmp_path / "store")
    assert (asked[0].database, asked[1].built, asked[2]) == (True, (), dump)
    for file in sorted((tmp_path / "store/rdf").glob("*.sst")):
        data = bytearray(file.read_bytes())
        data[: len(data) // 2] = bytes(len(data) // 2)
        file.write_bytes(data)
    assert problems_or_error(tmp_path / "store") & {"database", "digest"}
    assert mend(tmp_path / "store")[2] == dump


def test_a_cut_log_loses_what_verify_then_names(tmp_path: Path, letters: Path, script: list[str]) -> None:
    _, dump = run(tmp_path / "whole", letters)
    run(tmp_path / "store", letters)
    shutil.rmtree(tmp_path / "store/rdf")
    first = next(iter(sorted(letters.iterdir())))
    run(tmp_path / "other", first)
    shutil.copytree(tmp_path / "other/rdf", tmp_path / "store/rdf")  # a database that has forgotten most
    assert "digest" in problems(tmp_path / "store")
    assert mend(tmp_path / "store")[2] == dump


def test_a_damaged_manifest_is_found_and_made_again(tmp_path: Path, letters: Path) -> None:
    _, dump = run(tmp_path / "store", letters)
    manifest = tmp_path / "store/manifest.sqlite"
    flip(manifest, manifest.read_bytes().index(b'"inputs": ') + 12)
    assert problems(tmp_path / "store") == {"manifest"}
    with (
        open_store(tmp_path / "store") as store,
        pytest.raises(StoreError, match=r"manifest.sqlite is damaged .*--rep"),
    ):
        dict(store.manifest.documents)
    mended, report, again = mend(tmp_path / "store")
    assert (mended.database, report.built, again) == (False, (), dump)
    assert any(told.startswith("manifest: a row of documents") for told in mended.problems)


@pytest.mark.parametrize("harm", ["garbage", "emptied", "gone", "cut"])
@pytest.mark.parametrize("given", [True, False])
def test_a_manifest_that_is_lost_is_made_of_what_was_read(
    tmp_path: Path, letters: Path, harm: str, given: bool
) -> None:
    _, dump = run(tmp_path / "store", letters)
    manifest = tmp_path / "store/manifest.sqlite"
    data = manifest.read_bytes()
    manifest.write_bytes({"garbage": b"{", "cut": data[: len(data) // 2]}.get(harm, b""))
    if harm == "gone":
        manifest.unlink()
    if harm != "cut":
        for mode in ("read", "write"):
            with pytest.raises(StoreError, match=r"manifest.sqlite is damaged .*--repair"):
                open_store(tmp_path / "store", mode)
    _, report, again = mend(tmp_path / "store", *([letters] if given else ()))
    assert (report.built, report.documents, again) == ((), len(PLACES) + 1, dump)
    with open_store(tmp_path / "store", "write") as store:
        report = build([letters], store, Annotator())
        assert (report.documents, store.dump()) == (len(PLACES) + 1, dump)
        assert {Path(path).parent for path in store.manifest.files} == {letters}
        (letters / "oulu.txt").unlink()
        assert len(build([letters], store, Annotator(), plan=Plan(prune=True)).removed) == 1


def test_a_full_disk_loses_nothing(tmp_path: Path, letters: Path, script: list[str]) -> None:
    """A limit on the size of files stands in for the disk: it hits the manifest, the readings, the database's log."""
    _, dump = run(tmp_path / "whole", letters)
    for limit in (0, 1, 2, 4, 8, 16, 64):
        store = tmp_path / f"store-{limit}"
        command = f"ulimit -f {limit}; trap '' XFSZ; exec \"$@\""
        full = subprocess.run(
            ["bash", "-c", command, "-", *script, letters, "--store", store],
            capture_output=True,
            text=True,
            check=False,
        )
        if full.returncode:
            assert "StoreError" in full.stderr.splitlines()[-1], full.stderr
            assert "Traceback" not in full.stderr
        done = subprocess.run([*script, letters, "--store", store], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        with open_store(store) as opened:
            assert opened.dump() == dump
            assert not verify(opened).problems


def test_a_disk_that_becomes_full(letters: Path, script: list[str], tmp_path: Path, root: Path) -> None:
    """A tenth of what `make bench` does, on a real small disk, with a stand-in for the annotation."""
    if reason := way_to_mount(tmp_path)[1]:
        pytest.skip(reason)
    some = ("--trials", "6", "--seed", "3", "--outputs", "printed,fetch")
    command = [sys.executable, "-m", "tools.full", str(letters), "--build", script[1], *some]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout.splitlines()
    assert int(told[0].split()[0]) > 3, "the disk was hardly ever full"
    assert told[-1] == "nothing wrong"


def test_a_disk_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be made|not an empty folder"):
        open_store(tmp_path / "file/store", "write")


def test_documents_of_files_that_are_gone_stay_until_they_are_pruned(tmp_path: Path, letters: Path) -> None:
    run(tmp_path / "store", letters)
    gone = letters / "bern.txt"
    gone.unlink()
    _, rest = run(tmp_path / "rest", letters)
    report, _ = run(tmp_path / "store", letters)
    assert (report.missing, report.documents) == ((str(gone),), len(PLACES) + 1)
    with open_store(tmp_path / "store", "write") as store:
        report = build([letters / "quillon.txt"], store, Annotator(), plan=Plan(prune=True))
        assert (report.missing, report.documents) == ((), len(PLACES) + 1)  # it is not among the paths
        report = build([letters], store, Annotator(), plan=Plan(prune=True))
        assert (report.missing, report.documents, len(report.removed)) == ((), len(PLACES), 1)
        assert store.dump() == rest
    assert len(list((tmp_path / "store/documents").glob("*.json"))) == len(PLACES)


def test_what_was_rejected_is_told_again_without_being_read_again(tmp_path: Path, letters: Path) -> None:
    (letters / "empty.txt").write_text("", encoding="utf-8")
    first, _ = run(tmp_path / "store", letters)
    asked = Annotator()
    again, _ = run(tmp_path / "store", letters, annotate=asked)
    assert again.rejected == first.rejected
    assert len(again.rejected) == 1
    assert not asked.asked
    lines = (tmp_path / "store/rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    assert "empty.txt" in lines[0]


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
