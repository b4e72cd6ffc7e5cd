"""The manifest in rows: what is read is what was written, beside a writer, after one that was killed, with damage."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import build
from kg.errors import StoreError
from kg.graph.manifest import Entry, File
from kg.store import open_store
from kg.store.damage import problems_of
from kg.store.manifest import KEPT, NAME, SUMMED, Manifest, begin_manifest, make_manifest, open_manifest
from kg.store.tables import JOURNAL, taken_back
from tests.test_build import RELEASE, Annotator

ODD = "letters/caf\udce9.txt"  # a name of a file that is no Unicode


def entry(sha: str, **known: object) -> Entry:
    return replace(Entry(f"{sha}.txt", sha, (), "rules", 1, 2, quads=3), **known)  # type: ignore[arg-type]


def filled(folder: Path, count: int = 40) -> Path:
    """A folder with a manifest in it."""
    with_file(folder, lambda made: add_many(made, count))
    return folder


def add(manifest: Manifest, sha: str) -> None:
    manifest.record(entry(sha, origins=(f"/in/{sha}.txt",), set_aside=("g n why",) if sha.endswith("7") else ()))
    refusals = ((f"/in/{sha}.zip", "is damaged"),) if sha.endswith("3") else ()
    manifest.record_file(f"/in/{sha}.txt", File(sha, "rules", ((sha, f"{sha}.txt"),), refusals))


def add_many(manifest: Manifest, count: int = 1000) -> None:
    for number in range(count):
        add(manifest, f"{number:032x}" * 2)


def with_file(folder: Path, change: Callable[[Manifest], object]) -> None:
    folder.mkdir(exist_ok=True)
    begin_manifest(folder)
    manifest = open_manifest(folder, True)
    change(manifest)
    manifest.commit()
    manifest.close()


def content(manifest: Manifest) -> tuple[object, ...]:
    """All that a manifest says."""
    rows = [manifest.tables.ask(f"SELECT * FROM {table} ORDER BY 1, 2") for table in SUMMED]
    return rows, dict(manifest.documents), dict(manifest.files), asdict(manifest.head)


SHAS = st.sampled_from("abcde")
PATHS = st.sampled_from(["/in/one.txt", "/in/two.zip/x", ODD])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), SHAS, st.sampled_from(["rules", "others"]), st.integers(0, 2)),
        st.tuples(st.just("remove"), SHAS),
        st.tuples(st.just("file"), PATHS, st.lists(st.tuples(SHAS, PATHS), max_size=3), st.booleans()),
        st.tuples(st.just("no file"), PATHS),
        st.tuples(st.just("commit")),
    ),
    max_size=25,
)


@settings(max_examples=60)
@given(STEPS)
def test_what_is_counted_and_found_is_what_the_rows_say(steps: list[tuple[object, ...]]) -> None:
    manifest, documents, files = make_manifest(), dict[str, Entry](), dict[str, File]()
    for kind, *of in steps:
        if kind == "record":
            sha, pipeline, aside = of
            documents[str(sha)] = entry(str(sha), pipeline=pipeline, set_aside=("g n why",) * int(str(aside)))
            manifest.record(documents[str(sha)])
        elif kind == "remove":
            documents.pop(str(of[0]), None)
            manifest.remove(str(of[0]))
        elif kind == "file":
            path, held, refused = of
            refusals = (("/in/a", "why"),) if refused else ()
            files[str(path)] = File("bytes", "rules", tuple(held), refusals)  # type: ignore[arg-type]
            manifest.record_file(str(path), files[str(path)])
        elif kind == "no file":
            files.pop(str(of[0]), None)
            manifest.record_file(str(of[0]), None)
        else:
            manifest.commit()
    manifest.commit()
    assert list(problems_of(manifest)) == []
    assert dict(manifest.documents) == documents
    assert dict(manifest.files) == files
    assert list(manifest.documents) == sorted(documents)
    assert manifest.head.set_aside == sum(len(one.set_aside) for one in documents.values())
    assert sorted(one.sha256 for one in manifest.refused()) == sorted(s for s, e in documents.items() if e.set_aside)
    assert sorted(manifest.rejected()) == sorted(pair for file in files.values() for pair in file.rejected)
    for sha in "abcde":
        places = sorted({(path, name) for path, file in files.items() for s, name in file.documents if s == sha})
        assert sorted(manifest.places(sha)) == places


def test_what_moved_is_known_until_the_graphs_are_written() -> None:
    manifest = make_manifest()
    for sha in "abc":
        add(manifest, sha)
    manifest.note(state="one")
    assert not list(manifest.moved())
    manifest.record(replace(manifest.documents["a"], facts=7, inputs="x"))
    manifest.record(replace(manifest.documents["b"], source="other.txt"))
    manifest.remove("c")
    assert list(manifest.moved()) == ["b", "c"]
    assert list(manifest.unsettled()) == ["a", "b", "c"]
    manifest.settled(["a", "b", "c"])
    manifest.record_file("/in/b.txt", None)
    assert list(manifest.unsettled()) == ["b"]


def test_files_are_found_by_folder_and_by_bytes() -> None:
    manifest = make_manifest()
    for path in ("/in/a.zip", "/in/a.zip/x.txt", "/in/a.zipper.txt", "/in", "/inn/x.txt", ODD):
        manifest.record_file(path, File("same", "rules", ()))
    assert manifest.below("/in", "/") == ["/in", "/in/a.zip", "/in/a.zip/x.txt", "/in/a.zipper.txt"]
    assert manifest.below("/in/a.zip", "/") == ["/in/a.zip", "/in/a.zip/x.txt"]
    assert len(manifest.below("/", "/")) == 5
    assert len(manifest.with_bytes("same")) == 6
    assert manifest.files[ODD].sha256 == "same"
    assert "/none" not in manifest.files


def test_a_file_that_stands_for_an_unknown_one_goes_when_that_is_known() -> None:
    manifest = make_manifest()
    manifest.record_file(f"{KEPT}a", File("a", "rules", (("a", "a.txt"),)))
    assert manifest.places("a") == [(f"{KEPT}a", "a.txt")]
    manifest.record_file("/in/b.txt", File("b", "rules", (("b", "b.txt"),)))
    assert len(manifest.files) == 2
    manifest.record_file("/in/a.txt", File("a", "rules", (("a", "a.txt"),)))
    assert manifest.places("a") == [("/in/a.txt", "a.txt")]


def test_no_flipped_bit_changes_what_is_read_without_being_found(tmp_path: Path) -> None:
    path = filled(tmp_path / "store") / NAME
    data = path.read_bytes()
    known = open_manifest(path.parent, False)
    before = content(known)
    known.close()
    chance, found = random.Random(4), 0
    for at in [*range(100), *chance.sample(range(100, len(data)), 500)]:
        harmed = bytearray(data)
        harmed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(harmed)
        try:
            manifest = open_manifest(path.parent, False)
        except StoreError:
            found += 1
            continue
        if list(problems_of(manifest)):
            found += 1
        else:
            assert content(manifest) == before, at
        manifest.close()
    assert found > 250  # the rest is empty space


def test_a_row_that_is_taken_away_or_put_back_is_found(tmp_path: Path) -> None:
    for harm in (
        "DELETE FROM documents WHERE sha LIKE '%5'",
        "DELETE FROM places WHERE sha LIKE '%5'",
        "DELETE FROM unsettled WHERE sha LIKE '%5'",
        "UPDATE head SET data = replace(data, '\"releases\": 40', '\"releases\": 41')",
        "DROP INDEX by_bytes",
    ):
        folder = filled(tmp_path / str(len(list(tmp_path.iterdir()))))
        manifest = open_manifest(folder, True)
        assert not list(problems_of(manifest))
        manifest.tables.run(harm)
        manifest.tables.commit()
        assert list(problems_of(manifest))
        manifest.close()


def test_a_reader_sees_what_was_committed_and_keeps_nobody_from_writing(tmp_path: Path) -> None:
    folder = filled(tmp_path / "store", 3)
    writer, reader = open_manifest(folder, True), open_manifest(folder, False)
    walking = iter(reader.documents.values())
    next(walking)
    add(writer, "f" * 64)
    assert "f" * 64 in writer.documents
    assert "f" * 64 not in reader.documents
    assert len(open_manifest(folder, False).documents) == 3
    writer.commit()
    assert "f" * 64 in reader.documents
    assert len(open_manifest(folder, False).documents) == 4
    with pytest.raises(StoreError, match=r"cannot be written to: .*readonly"):
        add(reader, "e" * 64)


KILLED = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from kg.store.manifest import open_manifest
from tests.store.test_manifest import add_many
manifest = open_manifest(Path({folder!r}), True)
manifest.tables.opened.execute("PRAGMA cache_spill=1")  # so that half a change stands in the file
manifest.tables.opened.execute("PRAGMA cache_size=2")
add_many(manifest)
os._exit(9)
"""


def test_what_a_killed_writer_had_begun_is_taken_back(tmp_path: Path, root: Path) -> None:
    folder = filled(tmp_path / "store")
    before = content(known := open_manifest(folder, False))
    known.close()
    subprocess.run([sys.executable, "-c", KILLED.format(root=str(root), folder=str(folder))], check=False)
    journal = folder / f"{NAME}{JOURNAL}"
    assert journal.stat().st_size > 0
    held = {path: path.read_bytes() for path in (folder / NAME, journal)}
    copy = taken_back(folder / NAME)  # as where nothing can be written
    assert copy.execute("SELECT count(*) FROM documents").fetchone() == (40,)
    assert held == {path: path.read_bytes() for path in held}
    manifest = open_manifest(folder, False)
    assert content(manifest) == before
    assert not list(problems_of(manifest))


def test_a_disk_that_takes_no_more_leaves_what_was_committed(tmp_path: Path) -> None:
    manifest = open_manifest(filled(tmp_path / "store"), True)
    before = content(manifest)
    manifest.tables.opened.execute("PRAGMA max_page_count=1")  # the pages there are, and none more
    with pytest.raises(StoreError, match=r"cannot be written to: .*full.* build again to go on"):
        add_many(manifest)
    assert content(manifest) == before
    manifest.tables.opened.execute("PRAGMA max_page_count=100000")
    add(manifest, "f" * 64)
    manifest.commit()
    assert len(manifest.documents) == 41
    assert not list(problems_of(manifest))


def steps_of_one_more(folder: Path, documents: int) -> tuple[int, int]:
    """The steps that SQLite takes to read or change the manifest for one document more, and for none."""
    letters = folder / "letters"
    letters.mkdir(parents=True)
    for number in range(documents):
        (letters / f"{number}.txt").write_text(RELEASE.replace("2008", str(1960 + number)), encoding="utf-8")
    with open_store(folder / "store", "write") as store:
        build([letters], store, Annotator())
    (folder / "more.txt").write_text(RELEASE.replace("Orlo", "Tarnmark").replace("2008", "1959"), encoding="utf-8")
    taken: list[int] = []
    with open_store(folder / "store", "write") as store:
        for _ in range(2):
            taken.append(0)

            def count() -> int:
                taken[-1] += 1
                return 0

            store.manifest.tables.opened.set_progress_handler(count, 1)
            assert build([folder / "more.txt"], store, Annotator()).documents == documents + 1
    return taken[0], taken[1]


def test_one_more_document_costs_the_same_in_a_large_store(tmp_path: Path) -> None:
    small, large = (steps_of_one_more(tmp_path / str(size), size) for size in (4, 60))
    assert 100 < large[0] < small[0] * 1.2
    assert 10 < large[1] < small[1] * 1.2
