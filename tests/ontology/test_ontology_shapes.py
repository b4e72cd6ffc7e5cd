"""The shapes accept what the vocabulary allows and refuse each kind of damage; two engines agree on it."""

from __future__ import annotations

import pytest
from pyshacl import validate
from pyshacl_turbo import validate as validate_fast
from rdflib import Graph
from rdflib.collection import Collection
from rdflib.namespace import SH

from kg.ontology import load_ontology, shapes_text, shorten

# What is replaced in the release named "two" or "three", by what, and a word of the result that must come of it.
DAMAGE = (
    ("two", "bp:status bp:initiated", "bp:status bp:granted", "trial status"),
    ("two", "bp:phase bp:phase1", 'bp:phase "Phase I"', "phase"),
    ("two", "bp:enrollment 60", "bp:enrollment -6", "enrollment"),
    ("two", "bp:enrollment 60", 'bp:enrollment "60"', "enrollment"),
    ("two", 'schema:currency "USD"', 'schema:currency "dollars"', "currency"),
    ("two", '<payment/upfront> schema:currency "USD" .', "", "upfront"),
    ("two", "<payment/upfront> bp:amount 5000000.0 .", "", "amount"),
    ("two", "<agreement/license> bp:agreementType bp:license .", "", "agreementType"),
    ("two", "bp:intervention <drug/nvx-12>", "bp:intervention <organization/helix>", "intervention"),
    ("two", "bp:actionType bp:orphanDrug", "bp:actionType bp:upfront", "actionType"),
    ("two", '<drug/nvx-30> a bp:Drug ; rdfs:label "NVX-30"', "<drug/nvx-30> a bp:Drug", "label"),
    ("two", '"2004-06-01"^^xsd:date', '"June 2004"', "xsd:date"),
    ("two", "dcterms:isPartOf <filing/two> ; ", "", "part of one filing"),
    ("two", "bp:sequence 1", "bp:sequence 0", "sequence"),
    ("two", 'bp:sha256 "0', 'bp:sha256 "x', "sha256"),
    ("two", "oa:start 300", "oa:start 3000", "starts before"),
    ("two", 'oa:exact "LUMEN now aims at 60 patients."', 'oa:exact ""', "exact"),
    ("two", "bp:evidence <passage/two-3> ;", "", "passage"),
    ("two", "bp:polarity bp:affirmed", "bp:polarity bp:stated", "polarity"),
    ("two", "bp:confidence 0.9", "bp:confidence 1.9", "confidence"),
    ("three", 'bp:periodEnd "2004-09-30"^^xsd:date .', 'bp:periodEnd "2004-Q3" .', "periodEnd"),
    ("three", "<figure/cash> bp:metric bp:cashAndCashEquivalents .", "", "metric"),
    ("three", "<role/reyes-cfo> org:member <person/omar-reyes> .", "", "member"),
    ("three", '<listing/nvb> bp:ticker "NVB" .', "", "ticker"),
)


def findings(text: str) -> str:
    """What the fast engine says about a graph, "" where it conforms."""
    conforms, _, report = validate_fast(Graph().parse(data=text, format="turtle"), shacl_graph=shapes())
    return "" if conforms else str(report)


def shapes() -> Graph:
    """The shapes as rdflib reads them."""
    return Graph().parse(data=shapes_text(), format="turtle")


@pytest.mark.parametrize("name", ["one", "two", "three"])
def test_sound_releases_conform(name: str, release_texts: dict[str, str]) -> None:
    assert findings(release_texts[name]) == ""


@pytest.mark.parametrize(("name", "old", "new", "word"), DAMAGE)
def test_damage_is_found(name: str, old: str, new: str, word: str, release_texts: dict[str, str]) -> None:
    text = release_texts[name]
    assert old in text
    assert word in findings(text.replace(old, new, 1))


def test_reference_engine_agrees(release_texts: dict[str, str]) -> None:
    text = release_texts["two"]
    for damaged in (text, *(text.replace(old, new, 1) for name, old, new, _ in DAMAGE[:6] if name == "two")):
        conforms, _, _ = validate(Graph().parse(data=damaged, format="turtle"), shacl_graph=shapes())
        assert conforms == (findings(damaged) == "")


def test_royalty_rate_needs_no_currency(release_texts: dict[str, str]) -> None:
    text = release_texts["two"].replace("bp:paymentType bp:upfront .", "bp:paymentType bp:royaltyRate .")
    assert findings(text.replace('<payment/upfront> schema:currency "USD" .', "")) == ""


def test_every_class_has_a_shape() -> None:
    text = shapes_text()
    for iri in load_ontology().classes:
        if iri.rpartition("#")[2] not in ("FactKind", "Slot"):
            assert f"sh:targetClass {shorten(iri)} ;" in text


def test_no_shape_uses_an_undeclared_term() -> None:
    ontology = load_ontology()
    declared = {*ontology.classes, *ontology.properties, *ontology.concepts}
    named = {str(term) for triple in shapes() for term in triple if "biotech-pipeline#" in str(term)}
    assert not named - declared


def test_closed_lists_are_whole() -> None:
    """A list of allowed concepts in the shapes is all of a scheme."""
    ontology, graph = load_ontology(), shapes()
    schemes = {name: {c.iri for c in ontology.concepts.values() if name in c.schemes} for name in ontology.schemes}
    for head in graph.objects(None, SH["in"]):
        assert {str(item) for item in Collection(graph, head)} in schemes.values()
