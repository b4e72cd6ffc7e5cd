"""What a store says of itself: counts, the last build, versions, disk."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kg import __version__
from kg.annotation.model import Annotation
from kg.build import build
from kg.checks.status import Status, count, status
from kg.cli import DONE, main
from kg.documents.model import Filing
from kg.graph import fingerprint
from kg.graph.built import NAME, load_built, save_built
from kg.store import open_store

RELEASE = """Kestrin Pharma Opens an Office

BASEL, June 4, 2010 - Kestrin Pharma AG today opened an office in Basel, where twenty people will work from July on.
"""


def nothing(filing: Filing) -> tuple[Annotation, ...]:
    return tuple(Annotation(release.sequence, (), ()) for release in filing.releases)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    letters = tmp_path / "letters"
    letters.mkdir()
    for name in ("one", "two"):
        (letters / f"{name}.txt").write_text(RELEASE.replace("Basel", name.title()), encoding="utf-8")
    (letters / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    store = tmp_path / "store"
    for _ in range(2):
        with open_store(store, "write") as opened:
            build([letters], opened, nothing)
    return store


def told(folder: Path) -> Status:
    with open_store(folder) as store:
        return status(store)


def test_the_last_build(folder: Path) -> None:
    found = told(folder)
    assert (found.counts.documents, found.counts.files, found.counts.rejected) == (2, 3, 1)
    assert found.build is not None
    assert (found.build.read, found.build.unchanged, found.build.rejected) == (0, 3, 1)
    assert found.build.ended == found.last_build
    assert found.build.seconds >= 0
    assert found.built_by == found.program == fingerprint.versions()
    assert found.program["program"] == __version__
    assert set(found.program) == {"program", "reading", "writing", "lexicons", "ontology", "model"}
    assert found.layout_is_current


def test_versions_of_another_program_are_told_beside_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    built = load_built(folder)
    assert built
    save_built(folder, replace(built, versions=built.versions | {"lexicons": "of before"}))
    assert told(folder).built_by["lexicons"] == "of before"
    assert main(["status", "--store", str(folder)]) == DONE
    out = capsys.readouterr().out
    assert "last built by of before" in out
    assert out.count("last built by") == 1


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"ended": 1}', "\xff"])
def test_a_damaged_note_of_the_build_is_no_note(folder: Path, damage: str) -> None:
    (folder / NAME).write_bytes(damage.encode("latin-1"))
    found = told(folder)
    assert (found.build, set(found.built_by.values())) == (None, {""})
    assert found.last_build


def test_the_note_of_an_earlier_build_is_not_taken_for_that_of_the_last(folder: Path) -> None:
    built = load_built(folder)
    assert built
    save_built(folder, replace(built, ended="2001-01-01T00:00:00+00:00"))
    assert told(folder).build is None


def test_it_is_printed_for_people_and_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--store", str(folder)]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert "documents        2" in lines
    assert any("0 files read, 3 unchanged, 0 gone" in line for line in lines)
    assert lines[-1].startswith("disk ")
    assert main(["status", "--format", "json", "--store", str(folder)]) == DONE
    made = json.loads(capsys.readouterr().out)
    with open_store(folder) as store:
        assert made["counts"] == asdict(count(store))
    assert made["build"]["unchanged"] == 3
    assert made["disk"]["rdf"] > 1000
