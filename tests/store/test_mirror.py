"""A folder and an endpoint that holds what it does, whatever happens between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import BuildReport, Plan, build
from kg.checks.repair import repair
from kg.checks.status import status
from kg.checks.verify import verify
from kg.errors import EndpointError, QueryError, StoreError
from kg.graph.manifest import Entry
from kg.graph.terms import XSD, Iri, Literal, Quad
from kg.graph.vocabulary import ENTITIES_GRAPH, LABEL
from kg.ontology import ID
from kg.queries.ask import ask
from kg.store import open_store
from kg.store.held import HELD, PRESENT, Present
from kg.store.mirror import MOST_QUADS, open_mirror
from kg.store.remote import open_remote
from tests.store.sparql_server import PASSWORD, USER, Server
from tests.test_build import Annotator, run


def send(server: Server, folder: Path, *paths: Path, prune: bool = False, mode: str = "write") -> BuildReport:
    """Build into an endpoint; what was read is given by hand."""
    known = {"KG_STORE_FOLDER": str(folder), "KG_STORE_USER": USER, "KG_STORE_PASSWORD": PASSWORD}
    with open_mirror(server.query, "repair" if mode == "repair" else "write", known) as store:
        more = repair(store).paths if mode == "repair" else ()
        return build([*paths, *more], store, Annotator(), None, Plan(prune=prune))


def dump(server: Server, folder: Path) -> str:
    """All quads of ours, as the endpoint tells them."""
    return open_remote(server.query, {"KG_STORE_FOLDER": str(folder)}).dump()


def whole(tmp_path: Path, *paths: Path) -> str:
    """The same documents in a store on disk."""
    return run(tmp_path / "whole", *paths)[1]


@pytest.fixture(params=[Present.DEFAULT, Present.LISTED])
def either(server: Server, request: pytest.FixtureRequest) -> Server:
    """An endpoint whose default graph is one of its own, and one where it is the union of all."""
    server.union = request.param is Present.LISTED
    return server


def test_an_endpoint_holds_what_a_store_on_disk_does(either: Server, letters: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    report = send(either, folder, letters)
    assert report.documents == 3
    assert dump(either, folder) == whole(tmp_path, letters)
    with open_remote(either.query, {}) as store, open_store(tmp_path / "whole") as disk:
        assert store.present is (Present.LISTED if either.union else Present.DEFAULT)
        assert store.graphs() == disk.graphs()
        assert store.holds_graph(ENTITIES_GRAPH.value)
        assert ask(store, "history", {"drug": "QB-77"}).rows == ask(disk, "history", {"drug": "QB-77"}).rows != ()
        assert store.query("CONSTRUCT WHERE { ?s a bp:Drug }") == disk.query("CONSTRUCT WHERE { ?s a bp:Drug }")
        told = status(store)
        assert (told.counts.documents, told.counts.facts, told.folder) == (3, report.facts, either.query)
        assert told.last_build
        found = verify(store)
        assert not found.problems
        assert found.unread
        assert len(store.rdf) == len(disk.rdf)
    with open_remote(either.query, {"KG_STORE_FOLDER": str(folder)}) as store:
        assert verify(store).quotes == verify(open_store(tmp_path / "whole")).quotes > 0


def test_a_second_build_sends_nothing(either: Server, letters: Path, tmp_path: Path) -> None:
    send(either, tmp_path / "folder", letters)
    assert either.changes()
    send(either, tmp_path / "folder", letters)
    assert either.changes() == []


def test_one_document_more_is_all_that_is_sent(server: Server, letters: Path, tmp_path: Path) -> None:
    orlo = letters / "orlo.txt"
    send(server, tmp_path / "folder", letters / "quillon.txt")
    held = dump(server, tmp_path / "folder")
    server.changes()
    send(server, tmp_path / "folder", letters / "quillon.txt", orlo)
    sent = "".join(text for _, text in server.changes())
    assert "bp:Trial" not in sent
    assert not [line for line in held.splitlines() if "/passage/" in line and line.rpartition(" <")[0] in sent]
    assert dump(server, tmp_path / "folder") == whole(tmp_path, letters / "quillon.txt", orlo)


def test_a_document_that_is_gone_is_withdrawn(either: Server, letters: Path, tmp_path: Path) -> None:
    send(either, tmp_path / "folder", letters)
    (letters / "quillon.txt").unlink()
    assert len(send(either, tmp_path / "folder", letters, prune=True).removed) == 1
    assert dump(either, tmp_path / "folder") == whole(tmp_path, letters)
    with open_remote(either.query, {}) as store:
        assert status(store).counts.documents == 2
        assert not verify(store).problems
        assert store.query("ASK { ?d a bp:Drug }") is False


@pytest.mark.parametrize(
    ("lives", "answers_last"), [(0, True), (2, False), (4, True), (5, False), (6, False), (8, False)]
)
def test_what_was_cut_off_is_taken_up(
    server: Server, letters: Path, tmp_path: Path, lives: int, answers_last: bool
) -> None:
    """The endpoint dies after some changes; of the last one it tells the sender, or not any more."""
    server.lives, server.answers_last = lives, answers_last
    expected = whole(tmp_path, letters)
    with pytest.raises(EndpointError, match="no answer"):
        send(server, tmp_path / "folder", letters)
    server.lives = 10**9
    send(server, tmp_path / "folder", letters)
    assert dump(server, tmp_path / "folder") == expected
    with open_remote(server.query, {}) as store:
        assert not verify(store).problems
    server.changes()
    send(server, tmp_path / "folder", letters)
    assert server.changes() == []


@pytest.mark.parametrize("lives", [5, 6])
def test_what_was_cut_off_is_taken_up_with_other_documents(
    server: Server, letters: Path, tmp_path: Path, lives: int
) -> None:
    """What the endpoint already has of a document that is gone meanwhile is withdrawn."""
    server.lives, server.answers_last = lives, False
    with pytest.raises(EndpointError):
        send(server, tmp_path / "folder", letters)
    server.lives = 10**9
    (letters / "quillon.txt").unlink()
    send(server, tmp_path / "folder", letters, prune=True)
    assert dump(server, tmp_path / "folder") == whole(tmp_path, letters)


def test_the_default_graph_shows_a_document_whole_or_not_at_all(server: Server, letters: Path, tmp_path: Path) -> None:
    """Looked at after every change, while the documents come and while one goes."""
    seen: list[set[str]] = []
    server.watch = lambda: seen.append(server.default())
    send(server, tmp_path / "folder", letters)
    held = server.default()
    by_graph = {
        g: {str(q.triple) for q in server.rdf.quads_for_pattern(None, None, None, g)} & held for g in server.named()
    }
    own = {
        g: triples - set[str]().union(*(other for name, other in by_graph.items() if name != g))
        for g, triples in by_graph.items()
        if "/release/" in str(g)
    }
    assert len(own) == 3
    assert max(map(len, own.values())) > 20
    for triples in own.values():
        assert {len(triples & now) for now in seen} == {0, len(triples)}
    seen.clear()
    (letters / "quillon.txt").unlink()
    send(server, tmp_path / "folder", letters, prune=True)
    gone = max(own.values(), key=len)
    assert {len(gone & now) for now in seen} <= {0, len(gone)}
    assert not gone & server.default()


def many(count: int) -> tuple[Entry, list[Quad]]:
    graph = Iri(f"{ID}release/abc-1")
    return Entry("abc.txt", "abc", (), "1", 1, 1), [
        Quad(Iri(f"urn:s:{n}"), LABEL, Literal(f"é {n}"), graph) for n in range(count)
    ]


@pytest.mark.parametrize("graphs", [True, False])
def test_what_is_large_goes_in_pieces(server: Server, tmp_path: Path, graphs: bool) -> None:
    known = {"KG_STORE_FOLDER": str(tmp_path / "folder"), "KG_STORE_UPDATE": f"{server.url}/update"}
    address = server.query if graphs else f"{server.url}/sparql"
    entry, quads = many(2 * MOST_QUADS + 5)
    with open_mirror(address, "write", known) as store:
        server.changes()
        store.replace_document(entry, quads)
        paths = [path for path, _ in server.changes()]
        assert paths == (["/store"] * 3 if graphs else ["/update"] * 3) + ["/update"]
        server.lives = 1
        with pytest.raises(EndpointError, match="build again to go on"):
            store.replace_document(entry, many(4 * MOST_QUADS + 9)[1])
    server.lives = 10**9
    with open_mirror(address, "write", known) as store:
        assert len(set(store.quads())) == 4 * MOST_QUADS + 9
        assert open_remote(address, known).dump() == store.dump()


def test_an_endpoint_that_was_emptied_is_filled_again(either: Server, letters: Path, tmp_path: Path) -> None:
    send(either, tmp_path / "folder", letters)
    either.rdf.clear()
    send(either, tmp_path / "folder", letters)
    assert dump(either, tmp_path / "folder") == whole(tmp_path, letters)


def test_a_store_that_was_built_before_can_be_sent(either: Server, letters: Path, tmp_path: Path) -> None:
    expected = whole(tmp_path, letters)
    either.lives = 6  # cut off while it is filled: nobody takes a part of it for all
    with pytest.raises(EndpointError, match="no answer"):
        send(either, tmp_path / "whole", letters)
    either.lives = 10**9
    with pytest.raises(EndpointError, match="is being filled"):
        open_remote(either.query, {})
    send(either, tmp_path / "whole", letters)
    assert dump(either, tmp_path / "whole") == expected
    with open_remote(either.query, {}) as store:
        assert not verify(store).problems


def test_what_another_folder_sent_is_left_alone(server: Server, letters: Path, tmp_path: Path) -> None:
    send(server, tmp_path / "folder", letters)
    held = dump(server, tmp_path / "folder")
    server.changes()
    with pytest.raises(EndpointError, match="KG_STORE_FOLDER"):
        send(server, tmp_path / "other", letters / "orlo.txt")
    assert server.changes() == []
    assert dump(server, tmp_path / "folder") == held
    send(server, tmp_path / "other", letters / "orlo.txt", mode="repair")
    assert dump(server, tmp_path / "other") == whole(tmp_path, letters / "orlo.txt")
    with pytest.raises(EndpointError, match="KG_STORE_FOLDER"):
        send(server, tmp_path / "folder", letters)


@pytest.mark.parametrize("mode", ["write", "repair"])
def test_what_others_keep_there_is_left_alone(server: Server, letters: Path, tmp_path: Path, mode: str) -> None:
    server.rdf.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    with pytest.raises(EndpointError, match="an endpoint of its own"):
        send(server, tmp_path / "folder", letters, mode=mode)
    assert server.default() == {"<urn:a> <urn:b> <urn:c>"}
    server.union = True  # then the present has a graph of its own, and all of it can stay
    send(server, tmp_path / "other", letters)
    server.rdf.update("INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> <urn:d> } }")
    send(server, tmp_path / "other", letters, mode="repair")
    assert server.default() == {"<urn:a> <urn:b> <urn:c>"}
    assert dump(server, tmp_path / "other") == whole(tmp_path, letters)


@pytest.mark.parametrize("union", [True, False])
def test_an_endpoint_without_a_place_for_the_present_is_refused(
    server: Server, letters: Path, tmp_path: Path, union: bool
) -> None:
    """Some do not listen to which graph is to be the default graph: what they were sent could not be asked."""
    server.union, server.deaf = union, True
    with pytest.raises(EndpointError, match="a query cannot name another"):
        send(server, tmp_path / "folder", letters)
    assert not len(server.rdf)


def test_what_was_changed_there_is_found_and_mended(either: Server, letters: Path, tmp_path: Path) -> None:
    send(either, tmp_path / "folder", letters)
    with open_remote(either.query, {}) as store:
        quad = next(q for q in store.quads() if q.graph and "/release/" in q.graph.value)
    either.rdf.update(f"DELETE DATA {{ GRAPH {quad.graph} {{ {quad.subject} {quad.predicate} {quad.object} }} }}")
    with open_remote(either.query, {}) as store:
        assert "digest" in {problem.check for problem in verify(store).problems}
    send(either, tmp_path / "folder", letters, mode="repair")
    with open_remote(either.query, {}) as store:
        assert not verify(store).problems


def test_a_folder_that_is_damaged_is_mended_on_both_sides(server: Server, letters: Path, tmp_path: Path) -> None:
    send(server, tmp_path / "folder", letters)
    with open_store(tmp_path / "folder", "write") as store:
        store.update("DELETE WHERE { GRAPH ?g { ?s bp:evidence ?o } }")
    send(server, tmp_path / "folder", letters, mode="repair")
    assert dump(server, tmp_path / "folder") == whole(tmp_path, letters)


def test_a_wrong_password_changes_nothing(server: Server, letters: Path, tmp_path: Path) -> None:
    server.login = "digest"
    known = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": "no", "KG_STORE_FOLDER": str(tmp_path / "f")}
    with pytest.raises(EndpointError, match="does not know this user"):
        open_mirror(server.query, "write", known)
    assert not (tmp_path / "f").exists()
    send(server, tmp_path / "f", letters)
    assert len(server.rdf) > 100


def test_an_answer_that_is_no_graph_of_ours(server: Server, tmp_path: Path) -> None:
    server.rdf.update(
        f'INSERT DATA {{ GRAPH {HELD} {{ {HELD} <{HELD.value}#stamp> "me/1" ; <{HELD.value}#present> "x" }} }}'
    )
    with pytest.raises(EndpointError, match="not as kg writes it"):
        open_remote(server.query, {})


def test_a_query_of_ones_own(either: Server, letters: Path, tmp_path: Path) -> None:
    send(either, tmp_path / "folder", letters)
    with open_remote(either.query, {}) as store:
        here = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
        assert here == Literal(str(len(list(store.default_graph()))), f"{XSD}integer")
        graph = store.graphs()[-1]
        assert store.select(f"SELECT ?s FROM {graph} {{ ?s ?p ?o }}").rows
        with pytest.raises(QueryError, match="GRAPH"):
            store.query("ASK {}", union=True)
        with pytest.raises(StoreError, match="KG_STORE_FOLDER"):
            store.load_reading("abc")
    assert not either.union or PRESENT.value in {str(name.value) for name in either.named()}
