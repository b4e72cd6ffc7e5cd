from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.checks.states import impossible_jumps, machines
from kg.graph.manifest import Entry
from kg.graph.terms import Iri, Literal, Quad, literal
from kg.graph.vocabulary import FILING, IS_PART_OF, ISSUED, LABEL, RDF_TYPE, RELEASE, term
from kg.ontology import BP, ID, load_ontology
from kg.store import open_store

SCHEMES = {"Trial": "trial-status", "RegulatoryAction": "regulatory-status"}


def jumps(folder: Path, class_: str, *told: tuple[str, str]) -> list[tuple[str, str]]:
    """The jumps in a store whose releases tell these statuses, by day."""
    with open_store(folder, "write") as store:
        for number, (day, status) in enumerate(told):
            graph, filing, node = (Iri(f"{ID}{path}") for path in (f"release/{number}-1", f"filing/{number}", "x/one"))
            quads = [
                Quad(graph, RDF_TYPE, RELEASE, graph),
                Quad(graph, IS_PART_OF, filing, graph),
                Quad(graph, ISSUED, literal(date.fromisoformat(day)), graph),
                Quad(filing, RDF_TYPE, FILING, graph),
                Quad(filing, term("dcterms:source"), Literal(f"{day}.txt"), graph),
                Quad(node, RDF_TYPE, term(f"bp:{class_}"), graph),
                Quad(node, LABEL, Literal("one"), graph),
                Quad(node, term("bp:status"), Iri(BP + status), graph),
            ]
            store.replace_document(Entry(f"{day}.txt", f"{number:064}", (), "", 1, 1), quads)
        return [(jump.before[0], jump.after[0]) for jump in impossible_jumps(store)]


@pytest.mark.parametrize(
    ("class_", "told", "wanted"),
    [
        ("Trial", [("2004-01-01", "planned"), ("2004-06-01", "initiated"), ("2005-01-01", "completed")], []),
        ("Trial", [("2004-01-01", "planned"), ("2005-01-01", "completed"), ("2006-01-01", "completed")], []),
        ("Trial", [("2004-01-01", "completed"), ("2005-01-01", "planned")], [("completed", "planned")]),
        ("Trial", [("2005-01-01", "planned"), ("2004-01-01", "completed")], [("completed", "planned")]),
        ("Trial", [("2004-01-01", "terminated"), ("2005-01-01", "ongoing")], [("terminated", "ongoing")]),
        ("Trial", [("2004-01-01", "ongoing"), ("2004-03-01", "suspended"), ("2005-01-01", "ongoing")], []),
        ("Trial", [("2004-01-01", "completed"), ("2004-01-01", "ongoing")], []),
        ("RegulatoryAction", [("2004-01-01", "refused"), ("2005-01-01", "submitted"), ("2006-01-01", "granted")], []),
        ("RegulatoryAction", [("2004-01-01", "granted"), ("2005-01-01", "planned")], [("granted", "planned")]),
    ],
)
def test_jumps(tmp_path: Path, class_: str, told: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> None:
    assert jumps(tmp_path / "store", class_, *told) == wanted


@pytest.mark.parametrize("class_", machines())
def test_each_machine_knows_its_whole_scheme(class_: str) -> None:
    statuses = {c.notation for c in load_ontology().concepts.values() if SCHEMES[class_] in c.schemes}
    machine = machines()[class_]
    assert set(machine) == statuses
    assert all(status in following <= statuses for status, following in machine.items())
