"""A store that grew in steps, by documents made of the blocks of the examples, is the one that was built at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build, write_graphs
from kg.checks.verify import verify
from kg.graph import engine
from kg.store import open_store
from tools.bench_scale import Grown, Run, bytes_in, changed, print_flat, replace_in, start_of
from tools.recombine import recombine, renamed, texts_at

DOCUMENTS = 60
STEPS = (slice(0, 40), slice(40, -1), slice(-1, None))


def test_sixty_documents_in_steps_and_at_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = recombine(texts_at(root / "examples"), tmp_path / "texts", DOCUMENTS)
    assert words > DOCUMENTS * 100
    with open_store(tmp_path / "once", "write") as once, open_store(tmp_path / "steps", "write") as steps:
        report = build([tmp_path / "texts"], once)
        assert report.documents + len(report.rejected) == DOCUMENTS
        assert report.documents >= DOCUMENTS - 3  # by chance a document has no paragraph
        assert report.facts > DOCUMENTS
        entries = sorted(once.manifest.documents.values(), key=lambda e: e.source)
        for step in STEPS:
            for entry in entries[step]:
                steps.save_reading(entry.sha256, *once.load_reading(entry.sha256))
                steps.record(replace(entry, inputs="", graphs=(), quads=0, digest="", set_aside=()))
            assert write_graphs(steps)
            assert not write_graphs(steps)
        assert steps.dump() == once.dump()
        assert not verify(steps).problems
        steps.renew_database()  # all are written again, by other processes
        monkeypatch.setattr(engine, "WORTH_A_WRITER", DOCUMENTS // 3)
        assert write_graphs(steps, workers=2)
        assert steps.dump() == once.dump()
        steps.remove_document(entries[0].sha256)
        assert write_graphs(steps)
        steps.save_reading(entries[0].sha256, *once.load_reading(entries[0].sha256))
        steps.record(replace(entries[0], inputs="", graphs=(), quads=0, digest="", set_aside=()))
        write_graphs(steps)
        assert steps.dump() == once.dump()
        before = once.dump()
        assert len(replace_in(once, 4)) == 4  # each change is taken back
        assert once.dump() == before
    assert bytes_in(tmp_path / "once") > words


def test_the_same_seed_gives_the_same_documents(root: Path, tmp_path: Path) -> None:
    sources = texts_at(root / "examples")
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        recombine(sources, tmp_path / name, 5, seed)
    texts = {name: [p.read_text() for p in texts_at(tmp_path / name)] for name in ("one", "same", "other")}
    assert texts["one"] == texts["same"]
    assert all(one != other for one, other in zip(texts["one"], texts["other"], strict=True))


def test_names_change_alike_throughout_a_company() -> None:
    text = 'Quillmark Biosciences Ltd. ("Quillmark") doses QMB-412 in NCT01234567. QUILLMARK: QMB-412.'
    one, again, other = renamed(text, "a"), renamed(text, "a"), renamed(text, "b")
    assert one == again != other
    assert not any(known in one for known in ("Quillmark", "QUILLMARK", "QMB-412", "NCT01234567"))
    name = one.split()[0]
    assert one.count(name) == 2
    assert one.count(name.upper()) == 1


def test_a_changed_document_differs(root: Path) -> None:
    from kg.graph.terms import Iri, Literal, Quad
    from kg.graph.vocabulary import ISSUED, LABEL

    dated = Quad(Iri("urn:a"), ISSUED, Literal("2003-01-02"))
    assert changed(dated) != dated
    named = Quad(Iri("urn:a"), LABEL, Literal("a"))
    assert changed(named) == named


def grown(documents: int, processor: float, first: float) -> Grown:
    whole = Run(processor, processor, first, 300.0, 600.0)
    return Grown(documents, documents * 500, 0, 1 << 20, whole, whole, whole, whole)


def test_what_a_build_costs_before_it_reads_is_told_apart() -> None:
    least = 8_000, Run(9.0, 7.0, 100.0, 0.0, 0.0)
    assert start_of(least, grown(1000, 168.0, 400.0)) == pytest.approx(4.382, abs=0.001)


def test_what_is_not_flat_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    print_flat([grown(100, 20.0, 220.0), grown(1000, 164.0, 400.0)], 4.0)
    told = [line.split("times, ") for line in capsys.readouterr().out.splitlines()[1:-1]]
    assert [flat for _, flat in told] == ["flat", "flat", "NOT FLAT", "flat"]
