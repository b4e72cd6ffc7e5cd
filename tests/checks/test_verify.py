"""A store that can be believed verifies; each kind of damage is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.checks.verify import Problem, verify
from kg.graph.terms import Iri, Literal, Quad, literal
from kg.graph.vocabulary import term
from kg.ontology import ID
from kg.store import Store, open_store
from tests.queries.norvik import SHA, TEXT, TRIAL, E, bp, make_store

Damage = Callable[[Store], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def problems(folder: Path) -> tuple[Problem, ...]:
    with open_store(folder) as store:
        return verify(store).problems


def rewrite(store: Store, change: Callable[[list[Quad]], list[Quad]]) -> None:
    """Writes the document again, changed, as a build with a fault would."""
    (entry,) = store.manifest.documents.values()
    store.replace_document(entry, change([q for name in entry.graphs for q in store.quads(Iri(name))]))


def test_a_sound_store(folder: Path) -> None:
    with open_store(folder) as store:
        found = verify(store)
    assert found.problems == ()
    assert (found.documents, found.quotes) == (1, 5)
    assert found.facts > 20


def test_a_quote_that_the_source_does_not_hold(folder: Path) -> None:
    (folder / "documents" / f"{SHA}.txt").write_text(TEXT.replace("Phase 2", "Phase 3"), "utf-8")
    assert {p.check for p in problems(folder)} == {"quote", "reading"}
    assert "Phase 3" in problems(folder)[0].what


def test_a_source_that_is_gone(folder: Path) -> None:
    (folder / "documents" / f"{SHA}.txt").unlink()
    (found,) = problems(folder)
    assert found.check == "reading"
    assert "missing" in found.what


def test_a_fact_without_a_passage(folder: Path) -> None:
    with open_store(folder, "write") as store:
        evidence = term("bp:evidence")
        rewrite(store, lambda quads: [q for q in quads if q.predicate != evidence])
    assert "unquoted" in {p.check for p in problems(folder)}


def test_an_offset_that_is_no_number(folder: Path) -> None:
    with open_store(folder, "write") as store:
        start = term("oa:start")
        rewrite(store, lambda quads: [q._replace(object=Literal("x")) if q.predicate == start else q for q in quads])
    assert "quote" in {p.check for p in problems(folder)}


def test_counts_and_digests_are_compared_with_the_manifest(folder: Path) -> None:
    with open_store(folder) as store:
        known = store.manifest.documents[SHA]
    for changed in (replace(known, quads=7), replace(known, digest="0" * 64)):
        with open_store(folder, "write") as store:
            store.record(changed)
        assert [p.check for p in problems(folder)] == ["digest"]


def test_what_a_shape_refuses(folder: Path) -> None:
    with open_store(folder, "write") as store:
        confidence, seven = term("bp:confidence"), literal(7)
        rewrite(store, lambda quads: [q._replace(object=seven) if q.predicate == confidence else q for q in quads])
    assert "shape" in {p.check for p in problems(folder)}


def test_a_graph_of_no_document(folder: Path) -> None:
    with open_store(folder, "write") as store:
        quad = Quad(E["nvk101"], term("rdf:type"), bp("Drug"), Iri(f"{ID}release/stray-1"))
        store._replace({quad.graph or E["nvk101"]}, {quad})
    assert {p.where for p in problems(folder) if p.check == "digest"} == {f"{ID}release/stray-1"}


def test_a_present_that_is_not_the_latest(folder: Path) -> None:
    with open_store(folder, "write") as store:
        store.rdf.update(f"DELETE DATA {{ {TRIAL} {term('bp:status')} {bp('initiated')} }}")
        store.rdf.update(f"INSERT DATA {{ {TRIAL} {term('bp:status')} {bp('planned')} }}")
    assert [p.check for p in problems(folder)] == ["present", "present"]


def test_what_people_add_in_graphs_of_their_own_is_named_and_not_wrong(folder: Path) -> None:
    with open_store(folder, "write") as store:
        store.update(
            f"INSERT DATA {{ GRAPH <urn:notes> {{ {E['nvk101']} rdfs:comment 'ours' ; bp:status bp:terminated }} }}"
        )
        rewrite(store, lambda quads: quads)  # a build that touches what the notes are about
    with open_store(folder) as store:
        found = verify(store)
        assert store.query(f"ASK {{ {E['nvk101']} bp:status ?any }}") is False  # the present is of documents alone
    assert found.problems == ()
    assert [(graph.name, graph.quads) for graph in found.own] == [("urn:notes", 2)]


def test_updates_to_what_documents_say_are_found(folder: Path) -> None:
    with open_store(folder, "write") as store:
        store.update(f"DELETE WHERE {{ GRAPH ?g {{ {TRIAL} bp:status ?status }} }}")
    assert "digest" in {p.check for p in problems(folder)}
    assert "--repair" in " ".join(p.what for p in problems(folder))


def test_updates_to_the_present_are_found(folder: Path) -> None:
    with open_store(folder, "write") as store:
        store.update(f"INSERT DATA {{ {TRIAL} bp:status bp:terminated }}")
    (found,) = problems(folder)
    assert (found.check, "stands in no release" in found.what) == ("present", True)
