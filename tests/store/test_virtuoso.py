"""Virtuoso from Debian as a store: another engine, which has no default graph of its own and keeps literals its way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import Plan, build
from kg.checks.verify import verify
from kg.errors import EndpointError
from kg.graph.terms import XSD, Iri, Literal, Quad
from kg.graph.update import update_text
from kg.graph.vocabulary import LABEL
from kg.queries.ask import ask
from kg.store import open_store
from kg.store.endpoint import open_endpoint
from kg.store.held import Present
from kg.store.mirror import MOST_QUADS, open_mirror
from kg.store.remote import open_remote
from tests.store.test_mirror import many
from tests.test_build import Annotator, run
from tools.virtuoso import CLIENT, PASSWORD, SERVER, USER, Running, running

pytestmark = pytest.mark.skipif(
    not (SERVER and CLIENT), reason="needs virtuoso-t, e.g. Debian's virtuoso-opensource-7-bin"
)
BUFFERS = 4000  # of 8 kB
LOGIN = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("virtuoso"), buffers=BUFFERS) as server:
        yield server


@pytest.fixture
def known(virtuoso: Running, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a folder that sends to it; it is emptied afterwards."""
    yield LOGIN | {"KG_STORE_FOLDER": str(tmp_path / "folder")}
    virtuoso.order("RDF_GLOBAL_RESET();")


def test_a_graph_there_and_back(virtuoso: Running, known: dict[str, str], letters: Path, tmp_path: Path) -> None:
    with open_mirror(virtuoso.endpoint, "write", known) as store:
        build([letters], store, Annotator())
        count = store.state.held.count
    with open_mirror(virtuoso.endpoint, "write", known) as store:
        build([letters], store, Annotator())
        assert store.state.held.count == count, "the second build sends nothing"
    expected = run(tmp_path / "whole", letters)[1]
    here = {"KG_STORE_FOLDER": str(tmp_path / "nowhere")} | LOGIN
    with open_remote(virtuoso.endpoint, here) as store, open_store(tmp_path / "whole") as disk:
        assert store.present is Present.GRAPH
        assert store.dump() == expected
        assert not verify(store).problems
        assert not store.exact, "a newer one may be: then questions can be asked of it"
        for question, about in (("history", {"drug": "QB-77"}), ("pipeline", {"company": "Quillon Biosciences Inc."})):
            assert ask(store, question, about).rows == ask(disk, question, about).rows != ()
    (letters / "quillon.txt").unlink()
    with open_mirror(virtuoso.endpoint, "write", known) as store:
        assert len(build([letters], store, Annotator(), None, Plan(prune=True)).removed) == 1
    with open_remote(virtuoso.endpoint, here) as store:
        assert store.dump() == run(tmp_path / "rest", letters)[1]


def test_a_document_that_is_large(virtuoso: Running, known: dict[str, str]) -> None:
    """More triples than its compiler takes between two brackets, and more than go in one request."""
    with open_mirror(virtuoso.endpoint, "write", known) as store:
        for count in (MOST_QUADS - 1, MOST_QUADS + 1, 7):
            store.replace_document(*many(count))
            assert len(open_remote(virtuoso.endpoint, known).dump().splitlines()) == count


def test_a_wrong_password(virtuoso: Running, tmp_path: Path) -> None:
    wrong = LOGIN | {"KG_STORE_PASSWORD": "sesame-77", "KG_STORE_FOLDER": str(tmp_path / "folder")}
    with pytest.raises(EndpointError, match="does not know this user") as raised:
        open_mirror(virtuoso.endpoint, "write", wrong)
    assert "sesame-77" not in str(raised.value)


TERMS = [
    *(Literal(text) for text in ("", "é Ω 😀", 'q"\\\n\t', "1", "true", " padded ", "x" * 100_000)),
    *(Literal(value, XSD + "boolean") for value in ("true", "false")),
    *(Literal(value, XSD + "integer") for value in ("0", "-7", "123456789012345678")),
    *(Literal(value, XSD + "decimal") for value in ("0.5", "-1.25", "4250000", "12345678901.125")),
    *(Literal(value, XSD + "date") for value in ("2004-02-09", "1899-12-31")),
    *(Literal(value, XSD + "gYear") for value in ("2004", "0999")),
    Literal("Müller", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "de"),
    Iri("urn:ü"),
    Iri("http://example.org/a%20b?c=d#e"),
]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term)[:30])
def test_terms_come_back_as_they_went(virtuoso: Running, term: Iri | Literal) -> None:
    endpoint, graph = open_endpoint(virtuoso.endpoint, LOGIN), Iri("urn:terms")
    quad = Quad(Iri("urn:a"), LABEL, term, graph)
    endpoint.update(update_text(set(), {quad}))
    try:
        assert endpoint.read(graph) == (quad[:3],)
        assert endpoint.select(f"SELECT ?o {{ GRAPH {graph} {{ ?s ?p ?o }} }}").rows == ((term,),)
        endpoint.update(update_text({quad}, set()))
        assert endpoint.read(graph) == ()
    finally:
        endpoint.update(f"DROP SILENT GRAPH {graph}")


def test_it_is_killed_while_a_build_sends(letters: Path, tmp_path: Path) -> None:
    """Whenever it dies, the next build goes on from there."""
    known = LOGIN | {"KG_STORE_FOLDER": str(tmp_path / "folder"), "KG_STORE_TIMEOUT": "20"}
    for seconds in (0.1, 0.4):
        with running(tmp_path / "server", buffers=BUFFERS) as server:
            killer = threading.Timer(seconds, server.process.kill)
            killer.start()
            with contextlib.suppress(EndpointError), open_mirror(server.endpoint, "write", known) as store:
                build([letters], store, Annotator())
            killer.join()
    with running(tmp_path / "server", buffers=BUFFERS) as server:
        with open_mirror(server.endpoint, "write", known) as store:
            build([letters], store, Annotator())
        with open_remote(server.endpoint, known) as store:
            assert store.dump() == run(tmp_path / "whole", letters)[1]
            assert not verify(store).problems
