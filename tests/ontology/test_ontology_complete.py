"""The vocabulary is whole: examples that hold, axioms without contradiction, sound SKOS, no term without a use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL
from rdflib.term import Node

from kg.ontology import BP, ID, PREFIXES, VOCABULARY, XSD, load_ontology, ontology_folder, shorten

ONTOLOGY = load_ontology()
FOLDER = ontology_folder()
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TERMS = {*ONTOLOGY.classes, *ONTOLOGY.properties}
CONTRADICTION = URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
BESIDE = ("shapes.ttl", "histories.ttl", "examples.ttl", "axioms.ttl")
INVENTED = frozenset({"bp:X"})  # names that docstrings and messages use
DECLARED_ELSEWHERE = ("rdf:", "rdfs:", "skos:")


def loaded(*names: str) -> Graph:
    """Some files of the vocabulary, as rdflib reads them."""
    graph = Graph()
    for name in names:
        graph.parse(FOLDER / name, format="turtle")
    return graph


@pytest.fixture(scope="module")
def examples() -> dict[str, str]:
    return {str(s): str(o) for s, o in loaded("examples.ttl").subject_objects(SKOS.example)}


@pytest.fixture(scope="module")
def instances(examples: dict[str, str]) -> Graph:
    """The examples of classes and properties as one graph."""
    text = "\n".join(example for term, example in examples.items() if term in TERMS)
    return Graph().parse(data=HEAD + text, format="turtle", publicID=ID)


def test_every_term_has_an_example_and_no_other(examples: dict[str, str]) -> None:
    wanted = TERMS | set(ONTOLOGY.concepts)
    missing = sorted(map(shorten, wanted - examples.keys()))
    assert not missing, "write an example of each in ontology/examples.ttl"
    assert not examples.keys() - wanted


def test_every_scheme_names_what_it_follows() -> None:
    cited = {str(s) for s in loaded("examples.ttl").subjects(URIRef(PREFIXES["schema"] + "citation"))}
    assert {scheme.iri for scheme in ONTOLOGY.schemes.values()} <= cited


def above(iri: str) -> set[str]:
    """A class and the classes above it."""
    term = ONTOLOGY.classes.get(iri)
    return {iri} | ({parent for up in term.parents for parent in above(up)} if term else set())


def kinds_of(node: Node, instances: Graph) -> set[str]:
    """The classes of a thing in the examples, or of a declared term."""
    iri = str(node)
    declared = {"skos:Concept": ONTOLOGY.concepts, "rdf:Property": ONTOLOGY.properties, "rdfs:Class": ONTOLOGY.classes}
    named = {PREFIXES[n.split(":")[0]] + n.split(":")[1] for n, terms in declared.items() if iri in terms}
    if iri in {scheme.iri for scheme in ONTOLOGY.schemes.values()}:
        named.add(str(SKOS.ConceptScheme))
    return named | {up for kind in instances.objects(node, RDF.type) for up in above(str(kind))}


@pytest.mark.parametrize("iri", sorted(ONTOLOGY.properties), ids=shorten)
def test_examples_of_properties_keep_domain_and_range(iri: str, examples: dict[str, str], instances: Graph) -> None:
    prop = ONTOLOGY.properties[iri]
    made = Graph().parse(data=HEAD + examples[iri], format="turtle", publicID=ID)
    ((subject, value),) = made.subject_objects(URIRef(iri))
    instances = instances + made
    if str(RDFS.Resource) not in prop.domains:
        assert kinds_of(subject, instances) & set(prop.domains), f"{subject} is in no class of {prop.domains}"
    if prop.range.startswith(XSD):
        assert isinstance(value, Literal)
        assert str(value.datatype or XSD + "string") == prop.range
    elif prop.range != str(RDFS.Resource):
        assert iri == BP + "relation" or prop.range in kinds_of(value, instances)
    if prop.scheme:
        assert prop.scheme in ONTOLOGY.concepts[str(value)].schemes


def test_owl_says_what_kind_of_property_each_is() -> None:
    axioms = loaded("axioms.ttl")
    for iri, prop in ONTOLOGY.properties.items():
        if shorten(iri).startswith(DECLARED_ELSEWHERE):
            continue
        wanted = OWL.DatatypeProperty if prop.range.startswith(XSD) else OWL.ObjectProperty
        kinds = set(axioms.objects(URIRef(iri), RDF.type)) - {OWL.FunctionalProperty}
        assert kinds == {wanted}, f"{shorten(iri)}: write its kind in ontology/axioms.ttl"
    assert {str(s) for s in axioms.subjects() if not isinstance(s, BNode)} <= TERMS | {str(SKOS.Concept)}


def contradictions(graph: Graph) -> list[str]:
    """What an OWL 2 RL reasoner finds wrong."""
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return [str(message) for node in graph.subjects(RDF.type, CONTRADICTION) for message in graph.objects(node)]


def test_the_closure_holds_no_contradiction(instances: Graph, release_texts: dict[str, str]) -> None:
    graph = loaded("classes.ttl", "facts.ttl", "identity.ttl", "axioms.ttl")
    for triple in instances:
        graph.add(triple)
    graph.parse(data=release_texts["two"], format="turtle")
    assert not contradictions(graph)
    drug = URIRef(ID + "drug/qb-77")
    assert (drug, RDF.type, URIRef(PREFIXES["schema"] + "Drug")) in graph


@pytest.mark.parametrize(
    "wrong",
    [
        "<drug/x> a bp:Drug , bp:Person .",
        "<trial/t> bp:intervention <organization/o> . <organization/o> a bp:Company .",
        "<role/r> org:member <drug/d> . <drug/d> a bp:Drug .",
        "<passage/p> oa:start 1 , 2 . <passage/p> a bp:Passage .",
    ],
)
def test_the_closure_finds_what_contradicts(wrong: str) -> None:
    graph = loaded("classes.ttl", "facts.ttl", "identity.ttl", "axioms.ttl")
    graph.parse(data=HEAD + wrong, format="turtle", publicID=ID)
    found = contradictions(graph)
    same = [s for s, o in graph.subject_objects(OWL.sameAs) if isinstance(s, Literal) and s != o]
    assert found or same


def violations(graph: Graph) -> Iterator[str]:
    """What breaks the integrity conditions of the SKOS Reference (S9, S13, S14, S27, S46)."""
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        if (concept, RDF.type, SKOS.ConceptScheme) in graph:
            yield f"S9 {concept}"
        preferred, other = set(graph.objects(concept, SKOS.prefLabel)), set(graph.objects(concept, SKOS.altLabel))
        if preferred & other:
            yield f"S13 {concept}"
        if len(preferred) != 1:
            yield f"S14 {concept}"
        wider = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        if wider & set(graph.objects(concept, SKOS.related)):
            yield f"S27 {concept}"
        if any((w, SKOS.broader, concept) in graph for w in wider):
            yield f"circle {concept}"
        exact = set(graph.objects(concept, SKOS.exactMatch))
        if exact & {*graph.objects(concept, SKOS.broadMatch), *graph.objects(concept, SKOS.relatedMatch)}:
            yield f"S46 {concept}"
        schemes = set(graph.objects(concept, SKOS.inScheme))
        if not set(graph.objects(concept, SKOS.topConceptOf)) <= schemes:
            yield f"top {concept}"


def test_skos_integrity_conditions() -> None:
    graph = loaded("concepts.ttl", "identity.ttl")
    assert not list(violations(graph))
    some = URIRef(BP + "phase2")
    graph.add((some, SKOS.altLabel, Literal("Phase 2")))
    graph.add((some, SKOS.prefLabel, Literal("Second phase")))
    graph.add((some, RDF.type, SKOS.ConceptScheme))
    assert {v.split()[0] for v in violations(graph)} == {"S9", "S13", "S14"}


def test_no_term_is_undeclared_or_unused(root: Path) -> None:
    code = [path.read_text(encoding="utf-8") for path in (root / "kg").rglob("*.py")]
    data = [path.read_text(encoding="utf-8") for path in (*FOLDER.glob("queries/*.rq"), FOLDER / "kinds.ttl")]
    data.append((FOLDER / "shapes.ttl").read_text(encoding="utf-8"))
    named = set(re.findall(r"\b[a-z]+:\w+", "\n".join(code + data)))
    schemes = {scheme.iri for scheme in ONTOLOGY.schemes.values()}
    known = {shorten(iri) for iri in (*TERMS, *ONTOLOGY.concepts, *schemes)}
    undeclared = sorted({name for name in named if name.startswith("bp:")} - known - INVENTED)
    assert not undeclared
    words = set(re.findall(r"[\"'/](\w+)[\"']", "\n".join(code)))
    unused = {name for name in map(shorten, TERMS) if name not in named and name.split(":")[1] not in words}
    assert not unused
    used_schemes = {prop.scheme for prop in ONTOLOGY.properties.values()}
    statuses = {slot.scheme for kind in ONTOLOGY.kinds.values() for slot in kind.slots}
    assert set(ONTOLOGY.schemes) <= used_schemes | statuses


def test_all_files_are_loaded_by_somebody() -> None:
    assert {path.name for path in FOLDER.glob("*.ttl")} == {*VOCABULARY, *BESIDE}
