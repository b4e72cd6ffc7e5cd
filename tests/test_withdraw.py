from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import BuildReport, Plan, build
from kg.checks.verify import verify
from kg.cli import main
from kg.documents.web import fetched, make_web
from kg.errors import AmbiguousName, UnknownName
from kg.graph.sources import PAGES, Asking
from kg.store import open_store
from kg.store.withdraw import withdraw
from tests.documents.replay import Replay, replaying
from tests.test_build import RELEASE, Annotator, write_letters

CONTACT = "Ida Brandt ida@quillmark.example"


@pytest.fixture
def replay() -> Iterator[Replay]:
    with replaying() as found:
        yield found


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = write_letters(tmp_path / "letters", "old")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a/lyon.txt", RELEASE.replace("Bern", "Lyon"))
        archive.writestr("a/graz.txt", RELEASE.replace("Bern", "Graz"))
    return folder


def run(store: Path, *paths: Path | str, out: tuple[str, ...] = ()) -> tuple[BuildReport, str]:
    plan = Plan(asking=Asking(web=make_web(CONTACT, 1000)))
    with open_store(store, "write") as opened:
        withdraw(opened, out)
        report = build(paths, opened, Annotator(), None, plan)
        assert not verify(opened).problems
        return report, opened.dump()


def files(store: Path) -> set[str]:
    """The files of a store that hold something of its documents."""
    return {path.name for part in ("documents", PAGES) for path in (store / part).glob("*")}


def test_a_page_goes_with_all_that_hung_on_it(replay: Replay, tmp_path: Path, letters: Path) -> None:
    page, archive = f"{replay.url}/news/trial", f"{replay.url}/news/all.zip"
    _, without = run(tmp_path / "other", letters, archive)
    run(tmp_path / "store", letters, page, archive)
    report, dump = run(tmp_path / "store", out=(page,))
    assert (dump, len(report.removed)) == (without, 1)
    assert files(tmp_path / "store") == files(tmp_path / "other")
    assert fetched(tmp_path / "store" / PAGES).keys() == {archive}
    assert page not in (tmp_path / "store/rejected.jsonl").read_text(encoding="utf-8")
    asked = len(replay.asked)
    assert run(tmp_path / "store", letters)[1] == without
    assert len(replay.asked) == asked
    run(tmp_path / "store", page)
    assert len(replay.asked) == asked + 1
    _, none = run(tmp_path / "store", out=(page, archive, str(letters)))
    assert files(tmp_path / "store") == set()
    assert none == run(tmp_path / "empty", out=())[1]


def test_what_lies_in_an_archive_goes_alone_or_with_it(replay: Replay, tmp_path: Path, letters: Path) -> None:
    archive = f"{replay.url}/news/all.zip"
    run(tmp_path / "store", letters, archive)
    with open_store(tmp_path / "store") as store:
        inside = sorted(name for name in store.manifest.files if ".zip" in name)
    assert inside == [
        str(letters / "more.zip/a/graz.txt"),
        str(letters / "more.zip/a/lyon.txt"),
        f"{archive}#a/one.txt",
    ]
    for name in inside[1:]:
        report, _ = run(tmp_path / "store", out=(name,))
        assert len(report.removed) == 1
    assert not fetched(tmp_path / "store" / PAGES)
    run(tmp_path / "store", out=(str(letters / "more.zip"),))
    (letters / "more.zip").unlink()
    assert run(tmp_path / "store")[1] == run(tmp_path / "other", letters)[1]


def test_folders_files_and_documents_by_name_and_digest(tmp_path: Path, letters: Path) -> None:
    run(tmp_path / "store", letters)
    with open_store(tmp_path / "store") as store:
        shas = {entry.source: sha for sha, entry in store.manifest.documents.items()}
    run(tmp_path / "store", out=(str(letters / "old"), "quillon.txt", shas["lyon.txt"][:12], shas["graz.txt"].upper()))
    with open_store(tmp_path / "store") as store:
        assert [entry.source for entry in store.manifest.documents.values()] == ["orlo.txt"]
    report, _ = run(tmp_path / "store", letters)
    assert report.documents == 5


def test_a_document_that_is_elsewhere_as_well_stays(
    tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (letters / "copy.txt").write_bytes((letters / "orlo.txt").read_bytes())
    run(tmp_path / "store", letters)
    place = ("--store", str(tmp_path / "store"))
    assert main(["withdraw", str(letters / "copy.txt"), *place]) == 1
    assert f"stays: orlo.txt: it is also at {letters / 'orlo.txt'}" in capsys.readouterr().out
    run(tmp_path / "store", letters)
    assert main(["withdraw", "copy.txt", "bern.txt", "--json", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (sorted(told["withdrawn"].values()), told["kept"], told["documents"]) == (["bern.txt", "copy.txt"], {}, 3)


def test_what_is_not_there_is_told_and_nothing_changes(
    tmp_path: Path, letters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, before = run(tmp_path / "store", letters)
    for wrong in ("quilon.txt", "http://quillmark.example/none", str(tmp_path / "none"), "0123456789ab"):
        with pytest.raises(UnknownName):
            run(tmp_path / "store", out=("orlo.txt", wrong))
    assert run(tmp_path / "store")[1] == before
    assert main(["withdraw", "quilon.txt", "--store", str(tmp_path / "store")]) == 2
    assert "did you mean quillon.txt" in capsys.readouterr().err
    assert main(["withdraw", "orlo.txt", "--store", str(tmp_path / "none")]) == 2
    assert not (tmp_path / "none").exists()
    (letters / "old/orlo.txt").write_text(RELEASE.replace("Bern", "Pisa"), encoding="utf-8")
    run(tmp_path / "store", letters)
    with pytest.raises(AmbiguousName, match=r"orlo\.txt"):
        run(tmp_path / "store", out=("orlo.txt",))
