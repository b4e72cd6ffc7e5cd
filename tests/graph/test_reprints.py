from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from kg.build import build
from kg.checks.verify import verify
from kg.documents import parse_filing
from kg.documents.formats import extract
from kg.graph.reprints import Print, Ties, dump_print, likeness, load_print, prints_of, tie
from kg.queries.document import releases
from kg.store import Store, open_store
from tests.documents.printing import Filed, as_pdf, as_submission, as_webpage

TEXT = """QUILLMARK BEGINS PHASE 2 TRIAL OF QMB-17 IN GOUT

LEEDS, Maine, May 8, 2019 - Quillmark Biosciences, Inc. (Nasdaq: QMBX) today said that it has
begun a Phase 2 clinical trial of QMB-17 for the treatment of gout. 64 patients have been enrolled in the trial, which
compares the medicine with placebo over twelve weeks.

"We have waited long for this day," said Ida Brandt, Chief Executive Officer of Quillmark. "Many
will thank us."

About Quillmark

Quillmark Biosciences, founded in 2011, makes medicines for the joints and the bones, and nothing else.
"""
COVER = "FORM {form}\n\nSECURITIES AND EXCHANGE COMMISSION\n\nQuillmark Biosciences, Inc.\n(Exact name of registrant)"


def submission(text: str, form: str, accession: str, filed: str = "20190509") -> bytes:
    said = Filed(form=form, accession=accession, filed=filed, period="20190508")
    return as_submission([(form, as_webpage(COVER.format(form=form))), ("EX-99.1", as_webpage(text))], said).encode()


def print_of(name: str, data: bytes) -> Print:
    (one,) = prints_of(parse_filing(name, extract(name, data), ""), f"filing:{name}", [f"release:{name}"])
    return one


EXHIBIT = print_of("a.txt", submission(TEXT, "8-K", "0009990001-19-000012"))
PDF = print_of("b.pdf", as_pdf(TEXT))
WIRE = print_of("c.txt", TEXT.encode())


def test_one_release_from_three_sources() -> None:
    assert likeness(EXHIBIT, PDF) > 0.95
    wanted = {"release:b.pdf": "release:a.txt", "release:c.txt": "release:a.txt"}
    assert tie([WIRE, PDF, EXHIBIT]) == tie([EXHIBIT, WIRE, PDF]) == Ties(wanted)


def test_near_misses() -> None:
    corrected = print_of("d.txt", TEXT.replace("64 patients", "46 patients").encode())
    other_day = print_of("e.txt", TEXT.replace("May 8", "May 9").encode())
    other = print_of(
        "f.txt",
        (TEXT.split("\n\n")[0] + "\n\nLEEDS, Maine, May 8, 2019 - Quillmark has moved.").encode(),
    )
    undated = replace(WIRE, release="release:g", filing="filing:g", issued=None)
    assert tie([WIRE, corrected, other_day, other, undated]) == Ties()


def test_amendment_stands_in_the_place_of_what_it_amends() -> None:
    amendment = print_of("x.txt", submission(TEXT.replace("64", "46"), "8-K/A", "0009990001-19-000014", "20190601"))
    found = tie([EXHIBIT, amendment])
    assert found == Ties({}, {"release:a.txt": "release:x.txt"}, {"filing:x.txt": "filing:a.txt"})
    assert found.among(["release:a.txt"]).lines() == ["1 release:a.txt release:x.txt"]
    assert all(load_print(json.loads(json.dumps(dump_print(one)))) == one for one in (EXHIBIT, PDF, amendment))
    for stranger in (
        replace(EXHIBIT, filer=frozenset({"CIK 9"})),
        replace(EXHIBIT, form="6-K"),
        replace(EXHIBIT, filed=amendment.filed.replace(month=7) if amendment.filed else None),
        replace(EXHIBIT, reported=None, title="x", sketch=frozenset({1})),
    ):
        assert tie([stranger, amendment]) == Ties()


def enrollment(store: Store) -> set[str]:
    return {str(row[0].value) for row in store.select("SELECT ?n { ?t bp:enrollment ?n }").rows if row[0]}


def test_in_the_graph(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(submission(TEXT, "8-K", "0009990001-19-000012"))
    (folder / "b.pdf").write_bytes(as_pdf(TEXT))
    (folder / "c.txt").write_text(TEXT)
    with open_store(tmp_path / "store", "write") as store:
        assert not build([folder], store).rejected
        assert releases(store)[1] == 1
        rows = store.select("SELECT ?s { ?r bp:reprintOf ?o . ?r dcterms:isPartOf/dcterms:source ?s } ORDER BY ?s").rows
        assert [row[0].value for row in rows if row[0]] == ["b.pdf", "c.txt"]
        pages = store.select("SELECT DISTINCT ?n { GRAPH ?g { ?p bp:page ?n } }").rows
        assert not pages, "one page has no number"
        told = store.select("SELECT ?n ?k ?d { ?f bp:accessionNumber ?n ; bp:cik ?k ; bp:reportDate ?d }").dicts()
        assert told == [{"n": "0009990001-19-000012", "k": "9990001", "d": "2019-05-08"}]
        assert not verify(store).problems
        before = enrollment(store)
        (folder / "d.txt").write_bytes(
            submission(TEXT.replace("64", "46"), "8-K/A", "0009990001-19-000014", "20190601")
        )
        (folder / "b.pdf").unlink()
        (folder / "c.txt").unlink()
    with open_store(tmp_path / "second", "write") as store:
        report = build([folder], store)
        assert not report.rejected
        assert not report.refused
        assert store.query("ASK { ?f bp:amends ?g . ?r bp:supersededBy ?s }") is True
        kept = "ASK { GRAPH ?g { ?g bp:supersededBy ?s . ?c rdf:subject ?t ; rdf:predicate bp:enrollment ; rdf:object 64 } }"
        assert store.query(kept) is True, "what no longer stands is still told"
        assert not verify(store).problems
        assert before
        assert not before & enrollment(store)
