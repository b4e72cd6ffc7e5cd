"""The shapes on releases of the shared corpus, sound and damaged, by the fast engine and by the reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyshacl import validate as reference
from rdflib import Graph

from kg.build import build
from kg.graph.terms import Quad
from kg.graph.validate import validate
from kg.graph.vocabulary import RELEASE, term
from kg.ontology import shapes_text
from kg.store import open_store

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SMALLEST = slice(20, 23)  # of the corpus by size: three short releases


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[set[Quad]]:
    """The quads of each release."""
    paths = sorted(CORPUS.glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))[SMALLEST]
    if not paths:
        pytest.skip("needs ../shared")
    with open_store(tmp_path_factory.mktemp("sample") / "store", "write") as store:
        build(paths, store)
        made = [set(store.quads(graph)) for graph in store.graphs()]
    return [quads for quads in made if any(quad.object == RELEASE for quad in quads)]


def findings(quads: set[Quad]) -> tuple[bool, bool]:
    """Whether each engine finds something wrong: the fast one, the reference."""
    text = "".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    conforms, _, _ = reference(Graph().parse(data=text, format="nt"), shacl_graph=shapes(), allow_warnings=True)
    return bool(list(validate(quads))), not conforms


def shapes() -> Graph:
    """The shapes as rdflib reads them."""
    return Graph().parse(data=shapes_text(), format="turtle")


def test_both_engines_pass_what_was_built(releases: list[set[Quad]]) -> None:
    assert len(releases) >= 3
    for quads in releases:
        assert findings(quads) == (False, False)


@pytest.mark.parametrize("lost", ["bp:sequence", "oa:exact", "bp:voice"])
def test_both_engines_find_what_was_lost(releases: list[set[Quad]], lost: str) -> None:
    assert findings({quad for quad in releases[0] if quad.predicate != term(lost)}) == (True, True)
