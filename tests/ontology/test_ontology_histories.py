"""The state machines of `ontology/histories.ttl`, by both engines, against those that `kg verify` walks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from pyshacl import validate
from pyshacl_turbo import validate as validate_fast
from rdflib import Graph, URIRef

from kg.checks.states import machines
from kg.ontology import ID, load_ontology, ontology_folder
from tests.checks.test_states import SCHEMES

HEAD = """@prefix bp: <https://w3id.org/biotech-pipeline#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FOCUS = URIRef("http://www.w3.org/ns/shacl#focusNode")
ENGINES = {"pyshacl": validate, "pyshacl-turbo": validate_fast}
Told = dict[str, list[tuple[str, str]]]  # node -> (day, status), as releases tell them


def data(class_: str, told: Told) -> Graph:
    """The claims of releases that tell these statuses."""
    lines = []
    for node, statuses in told.items():
        lines.append(f"<{ID}{node}> a bp:{class_} .")
        for number, (day, status) in enumerate(statuses):
            claim, passage, release = (f"<{ID}{kind}/{node}-{number}>" for kind in ("claim", "passage", "release"))
            iri = load_ontology().concept_iri(SCHEMES[class_], status)
            lines.append(
                f"{claim} rdf:subject <{ID}{node}> ; rdf:predicate bp:status ; rdf:object <{iri}> ;"
                f" bp:polarity bp:affirmed ; bp:evidence {passage} . {passage} oa:hasSource {release} ."
                f' {release} dcterms:issued "{day}"^^xsd:date .'
            )
    return Graph().parse(data=HEAD + "\n".join(lines), format="turtle")


def refused(engine: Callable[..., tuple[bool, Graph, str]], class_: str, told: Told) -> set[str]:
    """The nodes that the shapes report."""
    shapes = Graph().parse(ontology_folder() / "histories.ttl", format="turtle")
    _, report, _ = engine(data(class_, told), shacl_graph=shapes)
    return {str(node).removeprefix(ID) for node in report.objects(None, FOCUS)}


@pytest.mark.parametrize("class_", machines())
@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_every_pair_of_statuses(engine: Callable[..., tuple[bool, Graph, str]], class_: str) -> None:
    machine = machines()[class_]
    told = {f"{a}-{b}": [("2004-01-01", a), ("2005-01-01", b)] for a, b in product(machine, repeat=2)}
    assert refused(engine, class_, told) == {f"{a}-{b}" for a in machine for b in machine if b not in machine[a]}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_histories_of_more_than_two_days(engine: Callable[..., tuple[bool, Graph, str]]) -> None:
    told: Told = {
        "whole": [("2004-01-01", "planned"), ("2004-06-01", "initiated"), ("2005-01-01", "completed")],
        "unordered": [("2005-01-01", "planned"), ("2004-01-01", "completed")],
        "same-day": [("2004-01-01", "completed"), ("2004-01-01", "ongoing")],
        "once": [("2004-01-01", "completed")],
        "back": [("2004-01-01", "ongoing"), ("2004-06-01", "terminated"), ("2005-01-01", "ongoing")],
        "either": [("2004-01-01", "ongoing"), ("2005-01-01", "planned"), ("2005-01-01", "completed")],
    }
    assert refused(engine, "Trial", told) == {"unordered", "back"}
