from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kg.annotation.cache import Cache
from kg.annotation.model import Annotation
from kg.documents.model import Filing
from kg.documents.read import Rejected, digest_file, files_at
from kg.graph.folder import CACHE, DOCUMENTS, save_checked
from kg.graph.manifest import File
from kg.graph.parcel import Parcel, answer, pack, received, unpack
from kg.graph.pool import Job, Read, read_file

TEXT = """ORLO THERAPEUTICS OPENS NEW LABORATORY

BERN, March 3, 2008 - Orlo Therapeutics Ltd. today opened a laboratory in Bern, which holds forty people.
"""


def in_silence(filing: Filing) -> tuple[Annotation, ...]:
    return tuple(Annotation(release.sequence, (), ()) for release in filing.releases)


def job(path: Path, store: Path) -> Job:
    return Job(str(path), path, digest_file(path), store / DOCUMENTS, store / CACHE, in_silence)


def elsewhere(parcel: Parcel[Job], folder: Path) -> list[Any]:
    """What comes back of a parcel that was worked on in another folder."""
    folder.mkdir()
    made = answer(tuple(read_file(unpack(parcel, folder))), folder)
    return list(received(parcel.task, made))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "plain.txt").write_text(TEXT, encoding="utf-8")
    (folder / "packed.txt.gz").write_bytes(gzip.compress(TEXT.replace("Bern", "Brig").encode()))
    (folder / "empty.txt").write_text(" ", encoding="utf-8")
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        archive.writestr("a/one.txt", TEXT.replace("Bern", "Sion"))
        archive.writestr("a/two.txt.gz", gzip.compress(TEXT.replace("Bern", "Chur").encode()))
    return folder


def test_what_is_read_elsewhere_is_what_is_read_here(sources: Path, tmp_path: Path) -> None:
    files = files_at(sources)
    assert len(files) == 6
    for number, path in enumerate(files):
        task = job(path, tmp_path / "store")
        here = list(read_file(task))
        parcel = pack(task)
        if parcel is None:
            assert path.suffix == ".zip"
            continue
        assert elsewhere(parcel, tmp_path / str(number)) == here
        assert isinstance(here[-1], File)


def test_what_cannot_be_sent_is_worked_on_here(sources: Path, tmp_path: Path) -> None:
    task = job(sources / "plain.txt", tmp_path / "store")
    (sources / "plain.txt").unlink()
    assert pack(task) is None
    (rejected, _) = read_file(task)
    assert isinstance(rejected, Rejected)


def test_what_an_earlier_build_had_read_is_not_read_again(sources: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    task = job(sources / "plain.txt", store)
    (made, _) = read_file(task)
    assert isinstance(made, Read)
    assert not made.kept
    save_checked(store / DOCUMENTS, made.sha256, made.json, made.text)
    parcel = pack(task)
    assert parcel is not None
    (again, _) = elsewhere(parcel, tmp_path / "there")
    assert again.kept


def test_what_was_worked_out_elsewhere_is_kept_here(sources: Path, tmp_path: Path) -> None:
    task = job(sources / "plain.txt", tmp_path)
    parcel = pack(task)
    assert parcel is not None
    elsewhere(parcel, tmp_path / "there")
    there, here = Cache(tmp_path / "there" / CACHE), Cache(tmp_path / CACHE)
    assert there.rows() == here.rows() != {}
    there.close()
    here.close()
