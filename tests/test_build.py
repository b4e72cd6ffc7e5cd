from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.annotation.model import Annotation
from kg.annotation.serialize import dump_reading, load_reading
from kg.build import BuildReport, build
from kg.documents.model import Filing
from kg.errors import LexiconError, NoDocuments
from kg.graph.document import filing_iri
from kg.store import open_store
from tests.graph.sample import TEXT, reading

RELEASE = """ORLO THERAPEUTICS OPENS NEW LABORATORY

BERN, March 3, 2008 - Orlo Therapeutics Ltd. today opened a laboratory in Bern. The building holds forty people, and it
is the second that the company has opened in this year after the one in Lyon.

About Orlo
Orlo Therapeutics Ltd. is a company of ninety people that looks for medicines against rare diseases of the kidney.
"""


class Annotator:
    """Reads the invented filing as it is given by hand, and nothing in any other; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, filing: Filing) -> tuple[Annotation, ...]:
        self.asked.append(filing.source)
        made = {a.sequence: a for a in reading(filing.text).annotations} if "Quillon" in filing.text else {}
        return tuple(made.get(release.sequence, Annotation(release.sequence, (), ())) for release in filing.releases)


def write_letters(folder: Path, old: str = "") -> Path:
    """Three documents, of which one states facts and one may lie in a folder `old`."""
    (folder / old).mkdir(parents=True)
    (folder / "orlo.txt").write_text(RELEASE, encoding="utf-8")
    (folder / old / "bern.txt").write_text(RELEASE.replace("Bern", "Brig").replace("2008", "2009"), encoding="utf-8")
    (folder / "quillon.txt").write_text(RELEASE.replace("laboratory in Bern", "office") + TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return write_letters(tmp_path / "letters")


def run(store: Path, *paths: Path, annotate: Annotator | None = None) -> tuple[BuildReport, str]:
    with open_store(store, "write") as opened:
        report = build(paths, opened, annotate or Annotator())
        return report, opened.dump()


def test_what_a_build_reports(tmp_path: Path, letters: Path) -> None:
    (letters / "empty.txt").write_text("", encoding="utf-8")
    (letters / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    report, dump = run(tmp_path / "store", letters)
    assert (report.documents, report.releases, len(report.built)) == (3, 3, 3)
    assert {Path(r.path).name for r in report.rejected} == {"empty.txt", "picture.txt"}
    assert report.facts == 9
    assert report.entities > 3
    assert report.quads < len(dump.splitlines())


def test_building_twice_changes_nothing(tmp_path: Path, letters: Path) -> None:
    _, first = run(tmp_path / "store", letters)
    again = Annotator()
    report, second = run(tmp_path / "store", letters, annotate=again)
    assert not again.asked
    assert not report.built
    assert len(report.skipped) == 3
    assert first == second


def test_order_and_number_of_builds_do_not_show(tmp_path: Path, letters: Path) -> None:
    files = sorted(letters.iterdir())
    _, at_once = run(tmp_path / "one", letters)
    for file in reversed(files):
        _, one_by_one = run(tmp_path / "two", file)
    assert at_once == one_by_one


def test_a_changed_file_replaces_what_it_said(tmp_path: Path, letters: Path) -> None:
    file = letters / "orlo.txt"
    run(tmp_path / "store", letters)
    file.write_text(RELEASE.replace("forty", "fifty"), encoding="utf-8")
    report, changed = run(tmp_path / "store", letters)
    assert (report.documents, len(report.built), len(report.removed)) == (3, 1, 1)
    _, fresh = run(tmp_path / "fresh", letters)
    assert changed == fresh


def test_a_copy_is_the_same_document(tmp_path: Path, letters: Path) -> None:
    (letters / "copy.txt").write_text(RELEASE, encoding="utf-8")
    report, dump = run(tmp_path / "store", letters)
    assert report.documents == 3
    assert '"copy.txt"' in dump
    assert '"orlo.txt"' not in dump


def test_the_source_is_kept_beside_the_graph(tmp_path: Path, letters: Path) -> None:
    run(tmp_path / "store", letters)
    with open_store(tmp_path / "store") as store:
        for sha, entry in store.manifest.documents.items():
            filing, _ = load_reading(*store.load_reading(sha))
            assert filing.text == (letters / entry.source).read_text(encoding="utf-8")
            assert all(name.startswith(filing_iri(sha).value.replace("filing", "release")) for name in entry.graphs)


def test_a_build_that_was_cut_off_is_taken_up(tmp_path: Path, letters: Path) -> None:
    def cut(filing: Filing) -> tuple[Annotation, ...]:
        if filing.source == "quillon.txt":
            raise LexiconError("a file of names is damaged")
        return Annotator()(filing)

    with open_store(tmp_path / "store", "write") as store, pytest.raises(LexiconError):
        build([letters], store, cut)
    rest = Annotator()
    _, dump = run(tmp_path / "store", letters, annotate=rest)
    assert rest.asked == ["quillon.txt"]
    assert dump == run(tmp_path / "fresh", letters)[1]


def test_an_error_of_the_program_rejects_one_document(tmp_path: Path, letters: Path) -> None:
    def fail(filing: Filing) -> tuple[Annotation, ...]:
        if filing.source == "orlo.txt":
            raise ZeroDivisionError("a slip")
        return Annotator()(filing)

    with open_store(tmp_path / "store", "write") as store:
        report = build([letters], store, fail)
    assert report.documents == 2
    assert [r.reason for r in report.rejected if "ZeroDivisionError: a slip" in r.reason]


def test_a_missing_path_stops_before_anything_is_read(tmp_path: Path, letters: Path) -> None:
    asked = Annotator()
    with open_store(tmp_path / "store", "write") as store, pytest.raises(NoDocuments, match="nowhere"):
        build([letters, tmp_path / "nowhere"], store, asked)
    assert not asked.asked


def test_progress_is_told_document_by_document(tmp_path: Path, letters: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with open_store(tmp_path / "store", "write") as store:
        build([letters], store, Annotator(), lambda *step: told.append(step))
    assert told == [("bern.txt", 1, 3), ("orlo.txt", 2, 3), ("quillon.txt", 3, 3)]


def test_readings_are_read_as_they_were_written() -> None:
    read = reading()
    text = dump_reading(read.filing, read.annotations, "v1")
    assert load_reading(text, read.filing.text) == (read.filing, read.annotations)
    assert dump_reading(replace(read.filing, text=""), read.annotations, "v1") == text
