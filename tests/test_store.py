from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError, StoreLocked, StoreVersion
from kg.graph.document import filing_iri
from kg.graph.manifest import Entry, digest_of
from kg.graph.present import assemble, part_of
from kg.graph.terms import Iri, Literal, Quad, literal, nquads
from kg.graph.vocabulary import IS_PART_OF, ISSUED, LABEL, RDF_TYPE, term
from kg.ontology import ID, load_ontology
from kg.store import Store, embedded, open_store, rocksdb

ROOT = Path(__file__).resolve().parent.parent
TRIAL = Iri(ID + "trial/t")
STATUSES = [term(f"bp:{name}") for name in ("planned", "initiated", "completed")]


def entry(sha: str) -> Entry:
    return Entry(f"{sha}.txt", sha, (), "1", 1, 1)


def release(sha: str, issued: str, status: Iri, *more: tuple[Iri, Iri, Iri | Literal]) -> list[Quad]:
    graph = Iri(f"{ID}release/{sha}-1")
    return [
        Quad(graph, RDF_TYPE, term("bp:Release"), graph),
        Quad(graph, IS_PART_OF, filing_iri(sha), graph),
        Quad(graph, ISSUED, Literal(issued, term("xsd:date").value), graph),
        Quad(TRIAL, RDF_TYPE, term("bp:Trial"), graph),
        Quad(TRIAL, LABEL, Literal(f"trial as of {issued}"), graph),
        Quad(TRIAL, term("bp:status"), status, graph),
        *(Quad(*triple, graph) for triple in more),
    ]


def assembled(store: Store) -> set[Quad]:
    """The present, made anew of all named graphs."""
    parts = [part_of(graph, list(store.quads(graph))) for graph in store.graphs()]
    return {Quad(*triple) for triple in assemble(parts, load_ontology().latest_only)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store", "write")


def status_now(store: Store) -> list[str]:
    return [row["s"].rsplit("#")[-1] for row in store.select("SELECT ?s { ?t bp:status ?s }").dicts()]


def test_the_present_holds_the_latest(store: Store) -> None:
    store.replace_document(entry("b"), release("b", "2004-05-01", STATUSES[2]))
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0]))
    assert status_now(store) == ["completed"]
    store.remove_document("b")
    assert status_now(store) == ["planned"]
    store.remove_document("a")
    assert not list(store.quads())


def test_a_new_date_of_issue_changes_the_present(store: Store) -> None:
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0]))
    store.replace_document(entry("b"), release("b", "2004-05-01", STATUSES[1]))
    store.replace_document(entry("b"), release("b", "2002-05-01", STATUSES[1]))
    assert status_now(store) == ["planned"]


def test_a_triple_that_two_releases_assert_stands_once_and_until_both_are_gone(store: Store) -> None:
    shared = (TRIAL, term("bp:site"), Iri(ID + "organization/x"))
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0], shared))
    store.replace_document(entry("b"), release("b", "2004-05-01", STATUSES[1], shared))
    for gone, left in (("a", 1), ("b", 0)):
        assert len(store.select("SELECT ?x { ?t bp:site ?x }").rows) == 1
        store.remove_document(gone)
        assert len(store.select("SELECT ?x { ?t bp:site ?x }").rows) == left


documents = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(
        st.sampled_from(["2001-01-01", "2002-02-02", "2003-03-03"]),
        st.lists(st.sampled_from(STATUSES), min_size=1, max_size=2, unique=True),
        st.integers(0, 3),
    ),
)


@settings(max_examples=50)
@given(st.lists(documents, min_size=1, max_size=4))
def test_the_present_kept_up_to_date_is_the_present_made_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, tuple[str, list[Iri], int]]]
) -> None:
    with open_store(tmp_path_factory.mktemp("s") / "store", "write") as store:
        for step in steps:
            for sha in "abcd":
                if sha in step:
                    issued, (status, *more), count = step[sha]
                    said = [(TRIAL, term("bp:site"), Iri(f"{ID}organization/{count}"))]
                    said += [(TRIAL, term("bp:status"), other) for other in more]
                    store.replace_document(entry(sha), release(sha, issued, status, *said))
                elif sha in store.manifest.documents:
                    store.remove_document(sha)
            assert set(store.default_graph()) == assembled(store)


def test_what_is_read_back_is_what_was_written(store: Store) -> None:
    values = ['tab\t, quote ", back\\slash \\u0041', "line\r\nline", "α 😀 \u2028", literal(0.90).value]
    said = [(TRIAL, term("bp:resultText"), Literal(value)) for value in values]
    typed = [(TRIAL, term("bp:amount"), literal(x)) for x in (0.90, 12, True, -3.0)]
    quads = release("a", "2003-05-01", STATUSES[0], *said, *typed)
    done = store.replace_document(entry("a"), quads)
    back = [quad for name in done.graphs for quad in store.quads(Iri(name))]
    assert digest_of(back) == done.digest == digest_of(quads)
    assert nquads(back) == nquads(quads)


def test_dumps_are_the_same_bytes_each_time(store: Store) -> None:
    quads = release("a", "2003-05-01", STATUSES[0], (TRIAL, term("bp:amount"), literal(1)))
    store.replace_document(entry("a"), quads)
    first = {name: store.dump(name) for name in ("nq", "trig", "ttl")}
    store.replace_document(entry("a"), list(reversed(quads)))
    assert first == {name: store.dump(name) for name in first}  # type: ignore[arg-type]
    assert 'bp:amount "1"^^xsd:integer' in first["trig"]
    assert "GRAPH" not in first["ttl"]


def test_queries(store: Store) -> None:
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0]))
    assert store.query("ASK { ?t a bp:Trial }") is True
    assert store.query("CONSTRUCT { ?t a bp:Drug } WHERE { ?t a bp:Trial }") == ((TRIAL, RDF_TYPE, term("bp:Drug")),)
    rows = store.select("SELECT ?t ?none { GRAPH ?g { ?t a bp:Trial } }")
    assert rows.variables == ("t", "none")
    assert rows.rows == ((TRIAL, None),)
    with pytest.raises(QueryError, match="SELEKT"):
        store.query("SELEKT ?t")
    with pytest.raises(QueryError, match="expected a SELECT"):
        store.select("ASK { ?s ?p ?o }")


def test_a_store_is_written_by_one_at_a_time(store: Store) -> None:
    with pytest.raises(StoreLocked, match=f"process {os.getpid()} is writing"):
        open_store(store.folder, "write")
    store.close()
    open_store(store.folder, "write").close()


def test_reading_changes_nothing(store: Store) -> None:
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0]))
    store.close()
    with open_store(store.folder) as reader:
        assert status_now(reader) == ["planned"]
        with pytest.raises(StoreError, match="reading only"):
            reader.remove_document("a")
    with pytest.raises(StoreError, match="closed"):
        reader.dump()


def test_what_is_no_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        open_store(tmp_path / "none")
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreError, match="not an empty folder"):
        open_store(tmp_path, "write")
    (tmp_path / "version").write_text("99\n")
    with pytest.raises(StoreVersion, match="version 99, expected 3"):
        open_store(tmp_path)


def test_the_manifest_is_read_as_it_was_written(store: Store) -> None:
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0]))
    documents, head = dict(store.manifest.documents), store.manifest.head
    store.close()
    with open_store(store.folder) as back:
        assert (dict(back.manifest.documents), back.manifest.head) == (documents, head)
        assert (len(back.manifest.documents), head.quads) == (1, 6)


def test_a_writer_keeps_the_store_while_it_opens_its_database_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "MUCH", 0)
    store.replace_document(entry("a"), release("a", "2003-05-01", STATUSES[0]))
    opened, tried = rocksdb.open_rdf, []

    def others_first(folder: Path, mode: str) -> ox.Store:
        with pytest.raises(StoreLocked, match=f"process {os.getpid()} is writing"):
            open_store(folder, "write")
        tried.append(mode)
        return opened(folder, mode)

    monkeypatch.setattr(rocksdb, "open_rdf", others_first)
    store.save_much()
    assert (tried, status_now(store)) == (["write"], ["planned"])


WRITER = """
import sys
sys.path.insert(0, {root!r})
from tests.test_store import STATUSES, TRIAL, entry, release
from kg.graph.terms import Iri
from kg.graph.vocabulary import term
from kg.ontology import ID
from kg.store import open_store
store = open_store({folder!r}, "write")
print("ready", flush=True)
number = 0
while True:
    number += 1
    sites = [(TRIAL, term("bp:site"), Iri(f"{{ID}}organization/{{number}}-{{n}}")) for n in range(400)]
    store.replace_document(entry("a"), release("a", f"2003-05-{{number % 28 + 1:02d}}", STATUSES[number % 3], *sites))
"""


def test_a_killed_writer_leaves_a_whole_document(tmp_path: Path) -> None:
    chance = random.Random(11)
    folder = tmp_path / "store"
    for _ in range(4):
        command = [sys.executable, "-c", WRITER.format(root=str(ROOT), folder=str(folder))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(0.05 + chance.random() / 4)
            writer.send_signal(signal.SIGKILL)
        with open_store(folder, "write") as store:
            sites = {q.object.value.rpartition("-")[0] for q in store.quads() if q.predicate == term("bp:site")}
            assert len(sites) <= 1
            assert len(list(store.quads(Iri(f"{ID}release/a-1")))) in (0, 406)
            assert set(store.default_graph()) == assembled(store)
