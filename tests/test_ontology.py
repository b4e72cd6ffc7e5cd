"""Every term is declared once, labelled, explained and tied in; the reader agrees with rdflib; the mapping is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from kg.annotation.model import Certainty, EntityType, Payment, Polarity, Voice
from kg.errors import OntologyError
from kg.ontology import (
    BP,
    RDFS,
    SKOS,
    VOCABULARY,
    XSD,
    fold,
    load_ontology,
    ontology_folder,
    questions,
    read_turtle,
    shorten,
    slug,
    vocabulary_triples,
)

ONTOLOGY = load_ontology()
# The values that the gold facts are written in.
LISTED = {
    "trial-status": "planned initiated ongoing completed terminated",
    "phase": "preclinical phase-1 phase-1-2 phase-2 phase-2-3 phase-3 registration approved phase-4",
    "role-status": "current former appointed",
    "agreement-type": "license option collaboration co-development clinical-trial acquisition merger supply "
    "manufacturing distribution grant royalty",
    "agreement-status": "planned active ended",
    "payment-type": "upfront milestone equity total royalty-rate",
    "regulatory-action": "orphan-drug fast-track breakthrough-therapy rmat priority-review accelerated-approval "
    "rare-pediatric-disease ind approval complete-response application scientific-advice",
    "regulatory-status": "granted submitted refused planned",
    "financing-type": "public-offering private-placement registered-direct series-a series-b loan at-the-market grant",
    "listing-status": "planned active ended",
    "risk": "going_concern delisting clinical_hold restatement",
    "metric": "net_loss net_income net_loss_per_share revenue research_and_development_expense "
    "general_and_administrative_expense operating_expenses cash_used_in_operating_activities cash_and_cash_equivalents "
    "stock-based_compensation",
    "modality": "antisense small_molecule monoclonal_antibody antibody-drug_conjugate gene_therapy cell_therapy "
    "vaccine peptide immunotherapy radiopharmaceutical",
    "title": "Chairman President Chief_Executive_Officer Chief_Financial_Officer Chief_Medical_Officer Director "
    "Vice_President Corporate_Secretary",
}


@pytest.mark.parametrize("name", VOCABULARY)
def test_reader_agrees_with_rdflib(name: str) -> None:
    graph = Graph().parse(ontology_folder() / name, format="turtle")
    wanted = {
        (
            str(s),
            str(p),
            str(o) if isinstance(o, URIRef) else (str(o), str(getattr(o, "datatype", "") or XSD + "string")),
        )
        for s, p, o in graph
    }
    assert set(vocabulary_triples(name)) == wanted


def test_no_triple_is_written_twice() -> None:
    triples = [triple for name in VOCABULARY for triple in vocabulary_triples(name)]
    assert len(triples) == len(set(triples))


def test_every_term_is_labelled_explained_and_owned() -> None:
    about: dict[str, set[str]] = {}
    for name in VOCABULARY:
        for s, p, _ in vocabulary_triples(name):
            about.setdefault(s, set()).add(p)
    for iri, predicates in about.items():
        if BP + "role" in predicates:  # a slot speaks through its kind and its property
            continue
        assert RDFS + "label" in predicates, iri
        assert predicates & {RDFS + "comment", SKOS + "definition"}, iri
        assert RDFS + "isDefinedBy" in predicates or iri.endswith("biotech-pipeline"), iri


def test_labels_are_plain_english() -> None:
    terms = [(c.iri, c.label, c.comment) for c in ONTOLOGY.classes.values()]
    for iri, label, comment in terms + [(p.iri, p.label, p.comment) for p in ONTOLOGY.properties.values()]:
        assert not re.search(r"[a-z][A-Z]|_", label), iri
        assert comment.endswith("."), iri


def test_every_property_has_domain_and_range() -> None:
    for prop in ONTOLOGY.properties.values():
        assert prop.domains, prop.iri
        assert prop.range, prop.iri
        if prop.range == SKOS + "Concept" and prop.iri != BP + "status":
            assert prop.scheme, prop.iri


def test_domains_and_ranges_are_declared() -> None:
    for prop in ONTOLOGY.properties.values():
        for iri in (*prop.domains, prop.range):
            assert iri in ONTOLOGY.classes or not iri.startswith(BP), (prop.iri, iri)


@pytest.mark.parametrize(("scheme", "values"), LISTED.items())
def test_every_listed_value_has_a_concept(scheme: str, values: str) -> None:
    for value in values.split():
        notation = value.replace("_", " ")
        iri = ONTOLOGY.concept(scheme, notation)
        assert iri is not None, notation
        assert ONTOLOGY.concepts[iri].notation == notation


def test_every_value_in_the_gold_list_has_a_concept(shared: Path) -> None:
    """Whatever the list of values names in backquotes and hyphens, some scheme holds."""
    text = (shared / "eval/gold/README.md").read_text(encoding="utf-8")
    text = text[text.index("Trial statuses:") : text.index("A kind or argument")]
    for value in re.findall(r"`([a-z0-9-]+)`", text.replace("`with`", "")):
        assert any(ONTOLOGY.concept(scheme, value) for scheme in ONTOLOGY.schemes), value
    metrics = text[text.index("Metrics:") + 8 :].rstrip(". \n").replace("\n", " ")
    for metric in metrics.split(", "):
        assert ONTOLOGY.concept("metric", metric.strip(" .")), metric


def test_names_that_the_vocabulary_fixes() -> None:
    for iri in "phase2 initiated planned current former appointed active ended granted submitted refused".split():
        assert BP + iri in ONTOLOGY.concepts
    for scheme, values in (("polarity", Polarity), ("certainty", Certainty), ("voice", Voice)):
        for value in values:
            assert ONTOLOGY.concept(scheme, value.value) == BP + value.value
    for entity in EntityType:
        assert BP + entity.value in ONTOLOGY.classes


def test_skos_integrity() -> None:
    notations = [(scheme, c.notation) for c in ONTOLOGY.concepts.values() for scheme in c.schemes]
    assert len(notations) == len(set(notations))
    for concept in ONTOLOGY.concepts.values():
        assert concept.schemes
        assert concept.definition
        assert concept.label not in concept.alt_labels
        seen, above = {concept.iri}, concept.broader
        while above:
            assert above in ONTOLOGY.concepts
            assert above not in seen, f"{concept.iri} is above itself"
            assert set(ONTOLOGY.concepts[above].schemes) & set(concept.schemes)
            seen.add(above)
            above = ONTOLOGY.concepts[above].broader


def test_a_local_name_folds_to_no_other_concept() -> None:
    for concept in ONTOLOGY.concepts.values():
        local = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", concept.iri.removeprefix(BP))
        for scheme in concept.schemes:
            assert ONTOLOGY.concept(scheme, local) in (None, concept.iri)


def test_no_iri_is_class_property_and_concept_at_once() -> None:
    kinds = [set(ONTOLOGY.classes), set(ONTOLOGY.properties), set(ONTOLOGY.concepts)]
    assert not kinds[0] & kinds[1]
    assert not kinds[2] & (kinds[0] | kinds[1])


def test_phases_are_in_order() -> None:
    ranked = sorted((c for c in ONTOLOGY.concepts.values() if "phase" in c.schemes), key=lambda c: c.rank)
    assert [c.notation for c in ranked] == LISTED["phase"].split()


def test_fact_kinds_are_whole() -> None:
    for kind in ONTOLOGY.kinds.values():
        assert bool(kind.node_class) != bool(kind.subject_role), kind.name
        assert kind.node_class == "" or kind.node_class in ONTOLOGY.classes
        assert kind.node_class or len(kind.slots) == 1
        assert any(slot.required for slot in kind.slots)
        assert len({slot.role for slot in kind.slots}) == len(kind.slots)
        for slot in kind.slots:
            prop = ONTOLOGY.properties[slot.predicate]
            assert not kind.node_class or kind.node_class in prop.domains or prop.iri == RDFS + "label"
            assert bool(slot.scheme) == (slot.range == SKOS + "Concept")
            assert prop.scheme in ("", slot.scheme)


def test_a_payment_has_a_slot_for_each_field() -> None:
    assert {slot.role for slot in ONTOLOGY.kind("payment").slots} == set(Payment.__dataclass_fields__)


def test_a_licensor_is_also_a_party() -> None:
    slot = ONTOLOGY.kind("agreement").slot("licensor")
    assert slot is not None
    assert slot.predicates == (BP + "licensor", BP + "party")
    assert ONTOLOGY.classes[BP + "Company"].supers == (BP + "Organization",)


def test_questions_use_declared_terms_alone() -> None:
    declared = {*ONTOLOGY.classes, *ONTOLOGY.properties, *ONTOLOGY.concepts}
    for asked in questions():
        text = re.sub(r"#.*|\"[^\"]*\"", "", asked.text)
        assert not {BP + name for name in re.findall(r"\bbp:(\w+)", text)} - declared, asked.name


@pytest.mark.parametrize(
    ("scheme", "name", "broader"),
    [
        ("title", "Vice President, Clinical Affairs", "vicePresident"),
        ("title", "Director of Facilities", None),
        ("modality", "oral small molecule", "smallMolecule"),
        ("modality", "inhaled gene therapy", "geneTherapy"),
        ("metric", "net rental revenue", "revenue"),
        ("phase", "late phase 2", None),
    ],
)
def test_broader(scheme: str, name: str, broader: str | None) -> None:
    assert ONTOLOGY.broader(scheme, name) == (BP + broader if broader else None)


def test_open_schemes_mint_and_closed_ones_refuse() -> None:
    assert ONTOLOGY.concept_iri("title", "CEO") == BP + "chiefExecutiveOfficer"
    assert ONTOLOGY.concept_iri("title", "Director, R&D", "urn:x/") == "urn:x/concept/title/director-r-d"
    assert slug("董事") == slug("董事") != slug("監事")
    with pytest.raises(OntologyError, match="closed"):
        ONTOLOGY.concept_iri("phase", "phase-9")
    with pytest.raises(OntologyError, match="no scheme"):
        ONTOLOGY.concept("phases", "phase-1")
    with pytest.raises(OntologyError, match="no fact kind"):
        ONTOLOGY.kind("trail")


@given(st.text(max_size=40))
def test_folding_twice_is_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_reader_says_where_it_stops() -> None:
    with pytest.raises(OntologyError, match=r"x.ttl, line 2: cannot read '\[ \]"):
        list(read_turtle("# blank nodes are not for this reader\n[ ] a <urn:x> .", "x.ttl"))
    with pytest.raises(OntologyError, match="'no' of 'no:such' is not declared"):
        list(read_turtle("no:such a <urn:x> ."))


def test_labels_and_short_names() -> None:
    assert ONTOLOGY.label(BP + "phase1_2") == "Phase 1/2"
    assert ONTOLOGY.label("urn:x/unknown") == "unknown"
    assert shorten(BP + "phase2") == "bp:phase2"
    assert shorten("urn:x") == "urn:x"
