"""The shapes on releases of the shared corpus, by the fast engine and by the reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyshacl import validate as reference
from rdflib import Graph

from kg.build import build
from kg.graph.validate import validate
from kg.ontology import shapes_text
from kg.store import open_store

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SAMPLE = 3


def test_both_engines_agree_on_a_sample(tmp_path: Path) -> None:
    paths = sorted(CORPUS.glob("*.txt"))[::100][:SAMPLE]
    if not paths:
        pytest.skip("needs ../shared")
    shapes = Graph().parse(data=shapes_text(), format="turtle")
    with open_store(tmp_path / "store", "write") as store:
        build(paths, store)
        graphs = {graph for entry in store.manifest.documents.values() for graph in entry.graphs}
        quads = [quad for graph in sorted(graphs) for quad in store.graph(graph)]
    assert quads
