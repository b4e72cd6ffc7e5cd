"""The register of a snapshot gives what the store itself gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.graph.terms import STRING, Iri, Literal, Quad, Term
from kg.ontology import BP, ID
from kg.queries import rows
from kg.queries.gather import gather
from kg.queries.moments import moments
from kg.queries.neighbourhood import neighbourhood
from kg.queries.profile import profile
from kg.queries.register import NAME, VERSION, make_register, register_of
from kg.queries.told import tellings
from kg.store import Store, open_store
from tests.queries.norvik import NODES, E, make_store

EVERY = (*E.values(), *NODES)
STATUS = Iri(BP + "status")
ASKED: tuple[Callable[[Store], object], ...] = (
    lambda store: [profile(store, node) for node in E.values()],
    lambda store: [profile(store, node, "2006-06-01") for node in E.values()],
    lambda store: [sorted(neighbourhood(store, node, 2).edges(data=True, keys=True), key=str) for node in E.values()],
    lambda store: gather(store, EVERY),
    lambda store: [moments(store, node) for node in E.values()],
    lambda store: [tellings(store, EVERY, end) for end in ("subject", "object")],
    lambda store: tellings(store, EVERY, only=STATUS),
    lambda store: set(rows.pointing(store, EVERY)),
    lambda store: set(rows.pointing(store, [E["nvk101"]], [Iri(BP + "intervention")])),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_store(tmp_path / "store")
    odd: list[Term] = [
        Literal('two\nlines, a "quote", a tab\t and \\'),
        Literal("Zahl", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "de"),
        Literal("17", "http://www.w3.org/2001/XMLSchema#integer"),
        Iri("https://elsewhere.example/thing"),
        Iri(ID),
        Literal("<looks like an IRI>", STRING),
    ]
    said = [
        Quad(Iri(f"urn:claim:{i}"), Iri(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}"), value, Iri("urn:odd"))
        for i, term in enumerate(odd)
        for name, value in (("subject", E["norvik"]), ("predicate", Iri(BP + "risk")), ("object", term))
    ]
    with open_store(folder, "write") as store:
        store.update("INSERT DATA { " + " ".join(f"GRAPH {q.graph} {{ {_triple(q)} }}" for q in said) + " }")
    return folder


def _triple(quad: Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object}"


def answers(folder: Path) -> list[object]:
    with open_store(folder) as store:
        return [ask(store) for ask in ASKED]


def test_every_answer_is_the_same_with_it(folder: Path) -> None:
    before = answers(folder)
    assert all(before)
    with open_store(folder) as store:
        assert register_of(store) is None
        claims = len(store.select("SELECT ?c { GRAPH ?g { ?c rdf:subject ?s } }").rows)
        assert make_register(store) == claims > 20
        assert register_of(store) is not None
    assert answers(folder) == before
    assert [path.name for path in folder.glob("register*")] == [NAME]


def test_it_is_what_is_read(folder: Path) -> None:
    with open_store(folder) as store:
        make_register(store)
    with sqlite3.connect(folder / NAME) as opened:
        opened.execute("UPDATE words SET quote = '\"something else\"'")
    opened.close()
    with open_store(folder) as store:
        found = profile(store, E["nvk101"])
        quotes = {p.quote for s in found.sections for i in s.items for n in i.lines for v in n.values for p in v.places}
        assert quotes == {"something else"}


@pytest.mark.parametrize("damage", ["other", "cut", "none of ours", "no table"])
def test_a_damaged_one_is_left_alone(folder: Path, damage: str) -> None:
    before = answers(folder)
    with open_store(folder) as store:
        make_register(store)
    path = folder / NAME
    if damage == "none of ours":
        path.write_bytes(b"no database at all" * 100)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:9000])
    else:
        with sqlite3.connect(path) as opened:
            opened.execute(f"PRAGMA user_version = {VERSION + 1}" if damage == "other" else "DROP TABLE words")
        opened.close()
    assert answers(folder) == before


def test_a_store_that_is_written_to_has_none(folder: Path) -> None:
    with open_store(folder) as store:
        make_register(store)
    with open_store(folder, "write") as store:
        assert register_of(store) is None
