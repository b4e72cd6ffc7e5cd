"""An invented company's releases as a graph, built by hand as the vocabulary says, for questions and shapes alike."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from kg.ontology import ID, PREFIXES, VOCABULARY, load_ontology, ontology_folder

Statement = tuple[str, str, str, str]  # subject, predicate, object as Turtle; the sentence, marked as MARKS say

MARKS = {"!": ("bp:negated", "bp:stated"), "~": ("bp:affirmed", "bp:intended"), "?": ("bp:affirmed", "bp:possible")}

NAMES = """
<organization/norvane> a bp:Company ; rdfs:label "Norvane Biotech Inc." ; skos:altLabel "Norvane" .
<organization/helix> a bp:Company ; rdfs:label "Helix Pharma AG" .
<organization/mercy> a bp:HealthcareSite ; rdfs:label "Mercy Hospital" .
<organization/fda> a bp:GovernmentAgency ; rdfs:label "Food and Drug Administration" ; skos:altLabel "FDA" .
<organization/tsx> a bp:StockExchange ; rdfs:label "Toronto Stock Exchange" .
<person/tavia-lindqvist> a bp:Person ; rdfs:label "Tavia Lindqvist" .
<person/omar-reyes> a bp:Person ; rdfs:label "Omar Reyes" .
<drug/nvx-12> a bp:Drug ; rdfs:label "NVX-12" ; skos:altLabel "norvalimus" .
<drug/nvx-30> a bp:Drug ; rdfs:label "NVX-30" .
<drug/nvx-44> a bp:Drug ; rdfs:label "NVX-44" .
<indication/melanoma> a bp:Indication ; rdfs:label "melanoma" .
<trial/nvx-12-melanoma-2> a bp:Trial ; rdfs:label "LUMEN" .
<trial/nvx-30-melanoma-1> a bp:Trial .
<role/lindqvist-ceo> a org:Membership .
<role/reyes-cfo> a org:Membership .
<agreement/license> a bp:Agreement .
<payment/upfront> a bp:Payment .
<figure/cash> a bp:FinancialObservation .
<figure/burn> a bp:FinancialObservation .
<regulatory/orphan> a bp:RegulatoryAction .
<listing/nvb> a bp:Listing .
<expectation/data> a bp:Expectation .
<guidance/cash> a bp:CashGuidance .
"""

LUMEN, OTHER = "<trial/nvx-12-melanoma-2>", "<trial/nvx-30-melanoma-1>"
NVX12, NVX30, NVX44, NORVANE = "<drug/nvx-12>", "<drug/nvx-30>", "<drug/nvx-44>", "<organization/norvane>"

RELEASES: tuple[tuple[str, str, tuple[Statement, ...]], ...] = (
    (
        "one",
        "2004-02-10",
        (
            (NVX12, "bp:developer", NORVANE, "Norvane owns NVX-12."),
            (NVX30, "bp:developer", NORVANE, "Norvane also owns NVX-30."),
            (NVX44, "bp:developer", NORVANE, "NVX-44 is a third candidate of Norvane."),
            (NVX44, "bp:stage", "bp:preclinical", "NVX-44 is in preclinical tests."),
            (LUMEN, "bp:intervention", NVX12, "Norvane plans a Phase II trial of NVX-12, LUMEN."),
            (LUMEN, "bp:indication", "<indication/melanoma>", "LUMEN will enroll patients with melanoma."),
            (LUMEN, "bp:phase", "bp:phase2", "Norvane plans a Phase II trial of NVX-12, LUMEN."),
            (LUMEN, "bp:status", "bp:planned", "Norvane plans a Phase II trial of NVX-12, LUMEN."),
            (LUMEN, "bp:enrollment", "40", "LUMEN will enroll 40 patients."),
            ("<role/reyes-cfo>", "org:member", "<person/omar-reyes>", "Omar Reyes is our CFO."),
            ("<role/reyes-cfo>", "org:organization", NORVANE, "Omar Reyes is our CFO."),
            ("<role/reyes-cfo>", "org:role", "bp:chiefFinancialOfficer", "Omar Reyes is our CFO."),
            ("<role/reyes-cfo>", "bp:status", "bp:current", "Omar Reyes is our CFO."),
        ),
    ),
    (
        "two",
        "2004-06-01",
        (
            (NVX12, "bp:developer", NORVANE, "NVX-12 belongs to Norvane."),
            (LUMEN, "bp:intervention", NVX12, "LUMEN, of NVX-12, has dosed its first patient."),
            (LUMEN, "bp:status", "bp:initiated", "LUMEN, of NVX-12, has dosed its first patient."),
            (LUMEN, "bp:enrollment", "60", "LUMEN now aims at 60 patients."),
            (LUMEN, "bp:site", "<organization/mercy>", "Tavia Lindqvist of Mercy leads LUMEN."),
            (
                LUMEN,
                "bp:principalInvestigator",
                "<person/tavia-lindqvist>",
                "Tavia Lindqvist of Mercy leads LUMEN.",
            ),
            (OTHER, "bp:intervention", NVX30, "A Phase I trial of NVX-30 is over."),
            (OTHER, "bp:phase", "bp:phase1", "A Phase I trial of NVX-30 is over."),
            (OTHER, "bp:status", "bp:completed", "A Phase I trial of NVX-30 is over."),
            ("<agreement/license>", "bp:agreementType", "bp:license", "Helix licenses NVX-12 from Norvane."),
            ("<agreement/license>", "bp:party", NORVANE, "Helix licenses NVX-12 from Norvane."),
            ("<agreement/license>", "bp:party", "<organization/helix>", "Helix licenses NVX-12 from Norvane."),
            ("<agreement/license>", "bp:licensee", "<organization/helix>", "Helix licenses NVX-12 from Norvane."),
            ("<agreement/license>", "bp:subject", NVX12, "Helix licenses NVX-12 from Norvane."),
            ("<agreement/license>", "bp:payment", "<payment/upfront>", "Helix pays $5 million on signing."),
            ("<payment/upfront>", "bp:paymentType", "bp:upfront", "Helix pays $5 million on signing."),
            ("<payment/upfront>", "bp:amount", "5000000.0", "Helix pays $5 million on signing."),
            ("<payment/upfront>", "schema:currency", '"USD"', "Helix pays $5 million on signing."),
            ("<regulatory/orphan>", "bp:drug", NVX12, "The FDA granted NVX-12 orphan status."),
            ("<regulatory/orphan>", "bp:actionType", "bp:orphanDrug", "The FDA granted NVX-12 orphan status."),
            ("<regulatory/orphan>", "bp:agency", "<organization/fda>", "The FDA granted NVX-12 orphan status."),
            ("<regulatory/orphan>", "bp:status", "bp:granted", "The FDA granted NVX-12 orphan status."),
            (NVX30, "bp:indication", "<indication/melanoma>", "~We intend to take NVX-30 into melanoma."),
        ),
    ),
    (
        "three",
        "2004-11-15",
        (
            (OTHER, "bp:intervention", NVX30, "The Phase I trial of NVX-30 goes on."),
            (OTHER, "bp:status", "bp:ongoing", "The Phase I trial of NVX-30 goes on."),
            (NVX30, "bp:indication", "<indication/melanoma>", "!NVX-30 will not be tried in melanoma."),
            ("<role/reyes-cfo>", "org:member", "<person/omar-reyes>", "Omar Reyes has left as CFO."),
            ("<role/reyes-cfo>", "org:organization", NORVANE, "Omar Reyes has left as CFO."),
            ("<role/reyes-cfo>", "org:role", "bp:chiefFinancialOfficer", "Omar Reyes has left as CFO."),
            ("<role/reyes-cfo>", "bp:status", "bp:former", "Omar Reyes has left as CFO."),
            ("<role/lindqvist-ceo>", "org:member", "<person/tavia-lindqvist>", "Tavia Lindqvist becomes our CEO."),
            ("<role/lindqvist-ceo>", "org:organization", NORVANE, "Tavia Lindqvist becomes our CEO."),
            ("<role/lindqvist-ceo>", "org:role", "bp:chiefExecutiveOfficer", "Tavia Lindqvist becomes our CEO."),
            ("<role/lindqvist-ceo>", "bp:status", "bp:appointed", "Tavia Lindqvist becomes our CEO."),
            ("<figure/cash>", "bp:reportedBy", NORVANE, "Norvane held $12.0 million at September 30."),
            ("<figure/cash>", "bp:metric", "bp:cashAndCashEquivalents", "Norvane held $12.0 million at September 30."),
            ("<figure/cash>", "bp:periodEnd", '"2004-09-30"^^xsd:date', "Norvane held $12.0 million at September 30."),
            ("<figure/cash>", "bp:months", "0", "Norvane held $12.0 million at September 30."),
            ("<figure/cash>", "bp:value", "12000000.0", "Norvane held $12.0 million at September 30."),
            ("<figure/cash>", "schema:currency", '"USD"', "Norvane held $12.0 million at September 30."),
            ("<figure/burn>", "bp:reportedBy", NORVANE, "The quarter used $3.0 million."),
            (
                "<figure/burn>",
                "bp:metric",
                "bp:cashUsedInOperatingActivities",
                "The quarter used $3.0 million.",
            ),
            (
                "<figure/burn>",
                "bp:periodEnd",
                '"2004-09-30"^^xsd:date',
                "The quarter used $3.0 million.",
            ),
            ("<figure/burn>", "bp:months", "3", "The quarter used $3.0 million."),
            ("<figure/burn>", "bp:value", "-3000000.0", "The quarter used $3.0 million."),
            ("<figure/burn>", "schema:currency", '"USD"', "The quarter used $3.0 million."),
            ("<expectation/data>", "bp:expectedBy", NORVANE, "Data of NVX-30 are expected in 2005."),
            ("<expectation/data>", "bp:matter", "bp:results", "Data of NVX-30 are expected in 2005."),
            ("<expectation/data>", "bp:drug", NVX30, "Data of NVX-30 are expected in 2005."),
            ("<expectation/data>", "bp:dateText", '"2005"', "Data of NVX-30 are expected in 2005."),
            ("<expectation/data>", "bp:earliest", '"2005-01-01"^^xsd:date', "Data of NVX-30 are expected in 2005."),
            ("<expectation/data>", "bp:latest", '"2005-12-31"^^xsd:date', "Data of NVX-30 are expected in 2005."),
            ("<guidance/cash>", "bp:expectedBy", NORVANE, "Our cash lasts through 2005."),
            ("<guidance/cash>", "bp:sufficient", "true", "Our cash lasts through 2005."),
            ("<guidance/cash>", "bp:dateText", '"2005"', "Our cash lasts through 2005."),
            ("<guidance/cash>", "bp:earliest", '"2005-01-01"^^xsd:date', "Our cash lasts through 2005."),
            ("<guidance/cash>", "bp:latest", '"2005-12-31"^^xsd:date', "Our cash lasts through 2005."),
            (NORVANE, "bp:selfDescription", '"Norvane makes drugs."', "Norvane makes drugs."),
            ("<listing/nvb>", "bp:issuer", NORVANE, "Norvane (TSX: NVB)"),
            ("<listing/nvb>", "bp:exchange", "<organization/tsx>", "Norvane (TSX: NVB)"),
            ("<listing/nvb>", "bp:ticker", '"NVB"', "Norvane (TSX: NVB)"),
        ),
    ),
)


def prologue() -> str:
    """Prefixes and base of the dataset, as Turtle."""
    return f"@base <{ID}> .\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())


def claim(release: str, number: int, statement: Statement) -> str:
    """A statement's claim and passage, and, where it is asserted, its plain triple."""
    subject, predicate, value, said = statement
    polarity, certainty = MARKS.get(said[0], ("bp:affirmed", "bp:stated"))
    quote = said.lstrip("!~?")
    plain = "" if said[0] in MARKS else f"{subject} {predicate} {value} .\n"
    return plain + (
        f"<claim/{release}-{number}> a bp:Claim ; rdf:subject {subject} ; rdf:predicate {predicate} ;\n"
        f"  rdf:object {value} ;\n"
        f"  bp:evidence <passage/{release}-{number}> ; bp:polarity {polarity} ; bp:certainty {certainty} ;\n"
        f'  bp:voice bp:companyVoice ; bp:confidence 0.9 ; bp:extractor "test/1" .\n'
        f'<passage/{release}-{number}> a bp:Passage ; oa:hasSource <release/{release}> ; oa:exact "{quote}" ;\n'
        f"  oa:start {number * 100} ; oa:end {number * 100 + len(quote)} .\n"
    )


def release_turtle(name: str, issued: str, statements: tuple[Statement, ...]) -> str:
    """One release's graph, as Turtle: itself, its filing, the names it uses, its claims."""
    used = {term for statement in statements for term in statement[:3] if term.startswith("<")} | {NORVANE}
    about = (
        f'<release/{name}> a bp:Release ; dcterms:title "Release {name}" ; bp:sequence 1 ;\n'
        f'  dcterms:issued "{issued}"^^xsd:date ; dcterms:isPartOf <filing/{name}> ; dcterms:publisher {NORVANE} .\n'
        f'<filing/{name}> a bp:Filing ; dcterms:source "{name}.txt" ; bp:form "press-release" ;\n'
        f'  bp:sha256 "{"0" * 64}" ;\n'
        f'  dcterms:issued "{issued}"^^xsd:date .\n'
    )
    named = "".join(line + "\n" for line in NAMES.strip().splitlines() if line.split(" ")[0] in used)
    return about + named + "".join(claim(name, i, statement) for i, statement in enumerate(statements))


def present() -> str:
    """The default graph, as Turtle: what any release asserts, the latest alone where a subject has one value."""
    latest_only = load_ontology().latest_only
    latest: dict[tuple[str, str], str] = {}
    triples: list[str] = []
    for _, _, statements in RELEASES:  # oldest first
        for subject, predicate, value, said in statements:
            prefix, _, local = predicate.partition(":")
            if said[0] in MARKS:
                continue
            if PREFIXES[prefix] + local in latest_only:
                latest[subject, predicate] = value
            else:
                triples.append(f"{subject} {predicate} {value} .\n")
    return NAMES + "".join(triples) + "".join(f"{s} {p} {o} .\n" for (s, p), o in latest.items())


@pytest.fixture(scope="session")
def store() -> Store:
    """The releases in their graphs, the present and the vocabulary in the default graph."""
    made = Store()
    graphs = "".join(f"<release/{n}> {{\n{release_turtle(n, day, said)}}}\n" for n, day, said in RELEASES)
    made.load(f"{prologue()}{graphs}{{\n{present()}}}\n".encode(), format=RdfFormat.TRIG)
    for name in VOCABULARY:
        made.load(path=str(ontology_folder() / name), format=RdfFormat.TURTLE)
    return made


@pytest.fixture(scope="session")
def release_texts() -> dict[str, str]:
    """Each release's graph as a Turtle text of its own."""
    return {name: prologue() + release_turtle(name, day, said) for name, day, said in RELEASES}
