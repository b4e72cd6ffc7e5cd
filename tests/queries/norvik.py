"""A store about an invented company: three releases in one file, every fact with its sentence at its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.graph.manifest import Entry
from kg.graph.terms import Iri, Literal, Quad, Term, literal
from kg.graph.vocabulary import ENTITIES_GRAPH, term
from kg.ontology import BP, ID
from kg.store import Store, open_store

SOURCE = "norvik.txt"


def thing(kind: str, name: str) -> Iri:
    return Iri(f"{ID}{kind}/{name.lower().replace(' ', '-').replace('.', '')}")


@dataclass(frozen=True)
class Say:
    """A sentence, and the triples that it states: (subject, predicate, object)."""

    text: str
    triples: tuple[tuple[Iri, str, Term], ...]
    polarity: str = "affirmed"
    certainty: str = "stated"
    voice: str = "companyVoice"


ENTITIES = {
    "norvik": ("organization", "Norvik Biosciences Inc.", ("Norvik",), "Organization"),
    "halden": ("organization", "Halden Pharma AG", (), "Organization"),
    "mercy": ("organization", "Mercy Lake Hospital", (), "Organization"),
    "lund": ("person", "Astrid Lund", ("Dr. Astrid Lund",), "Person"),
    "nvk101": ("drug", "NVK-101", ("NVK 101", "norvimab"), "Drug"),
    "nvk202": ("drug", "NVK-202", (), "Drug"),
    "melanoma": ("indication", "melanoma", (), "Indication"),
    "psoriasis": ("indication", "psoriasis", (), "Indication"),
}
E = {key: thing(kind, name) for key, (kind, name, _, _) in ENTITIES.items()}
TRIAL, ROLE, DEAL, UPFRONT = (
    thing(kind, name)
    for kind, name in (
        ("trial", "nvk-101-melanoma"),
        ("role", "lund-ceo"),
        ("agreement", "halden"),
        ("payment", "halden-1"),
    )
)
CEO = Iri(BP + "chiefExecutiveOfficer")
NODES: dict[Iri, tuple[str, str]] = {
    TRIAL: ("bp:Trial", "Phase 2 trial of NVK-101 in melanoma"),
    ROLE: ("org:Membership", "Astrid Lund: Chief Executive Officer, Norvik Biosciences Inc."),
    DEAL: ("bp:Agreement", "License agreement: Halden Pharma AG / Norvik Biosciences Inc. on NVK-202"),
    UPFRONT: ("bp:Payment", "Upfront payment"),
}


def bp(name: str) -> Iri:
    return Iri(BP + name)


RELEASES: tuple[tuple[str, str, tuple[Say, ...]], ...] = (
    (
        "2006-03-02",
        "NORVIK PLANS TRIAL OF NVK-101",
        (
            Say(
                "Norvik Biosciences Inc. plans a Phase 2 study of its drug NVK-101 in melanoma.",
                (
                    (E["nvk101"], "bp:developer", E["norvik"]),
                    (E["nvk101"], "bp:indication", E["melanoma"]),
                    (TRIAL, "bp:intervention", E["nvk101"]),
                    (TRIAL, "bp:indication", E["melanoma"]),
                    (TRIAL, "bp:phase", bp("phase2")),
                    (TRIAL, "bp:status", bp("planned")),
                ),
                certainty="intended",
            ),
            Say(
                "Astrid Lund is Chief Executive Officer of Norvik.",
                (
                    (ROLE, "org:member", E["lund"]),
                    (ROLE, "org:organization", E["norvik"]),
                    (ROLE, "org:role", CEO),
                    (ROLE, "bp:status", bp("current")),
                ),
            ),
        ),
    ),
    (
        "2006-09-12",
        "NORVIK TREATS FIRST PATIENT",
        (
            Say(
                "The Phase 2 trial of NVK-101 in melanoma has begun at Mercy Lake Hospital.",
                (
                    (E["nvk101"], "bp:developer", E["norvik"]),
                    (TRIAL, "bp:intervention", E["nvk101"]),
                    (TRIAL, "bp:indication", E["melanoma"]),
                    (TRIAL, "bp:phase", bp("phase2")),
                    (TRIAL, "bp:status", bp("initiated")),
                    (TRIAL, "bp:site", E["mercy"]),
                    (TRIAL, "bp:enrollment", literal(60)),
                ),
            ),
            Say(
                "NVK-101 may one day help in psoriasis.",
                ((E["nvk101"], "bp:indication", E["psoriasis"]),),
                certainty="possible",
            ),
        ),
    ),
    (
        "2007-05-20",
        "NORVIK AND HALDEN AGREE",
        (
            Say(
                "Norvik licensed its drug NVK-202 to Halden Pharma AG for 5 million euros upfront.",
                (
                    (E["nvk202"], "bp:developer", E["norvik"]),
                    (DEAL, "bp:agreementType", bp("license")),
                    (DEAL, "bp:party", E["norvik"]),
                    (DEAL, "bp:party", E["halden"]),
                    (DEAL, "bp:licensor", E["norvik"]),
                    (DEAL, "bp:licensee", E["halden"]),
                    (DEAL, "bp:subject", E["nvk202"]),
                    (DEAL, "bp:payment", UPFRONT),
                    (UPFRONT, "bp:paymentType", bp("upfront")),
                    (UPFRONT, "bp:amount", Literal("5000000", "http://www.w3.org/2001/XMLSchema#decimal")),
                    (UPFRONT, "schema:currency", Literal("EUR")),
                ),
            ),
        ),
    ),
)  # fmt: skip
TEXT = "\n\n".join("\n\n".join([title, *(s.text for s in said)]) for _, title, said in RELEASES) + "\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
FILING = Iri(f"{ID}filing/{SHA[:16]}")


def quads() -> Iterator[Quad]:
    """Every quad of the document."""
    for number, (day, title, said) in enumerate(RELEASES, 1):
        release = Iri(f"{ID}release/{SHA[:16]}-{number}")
        for s, p, o in _release(release, day, title, said):
            yield Quad(s, term(p), o, release)


def _release(release: Iri, day: str, title: str, said: tuple[Say, ...]) -> Iterator[tuple[Iri, str, Term]]:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    yield release, "rdf:type", bp("Release")
    yield release, "dcterms:isPartOf", FILING
    yield release, "dcterms:title", Literal(title)
    yield release, "dcterms:issued", Literal(day, xsd + "date")
    yield release, "bp:sequence", literal(int(release.value[-1]))
    yield release, "dcterms:publisher", E["norvik"]
    yield FILING, "rdf:type", bp("Filing")
    yield FILING, "dcterms:source", Literal(SOURCE)
    yield FILING, "bp:sha256", Literal(SHA)
    yield FILING, "bp:form", Literal("press-release")
    used: set[Term] = {E["norvik"]}
    for sentence in said:
        start = TEXT.index(sentence.text)
        passage = Iri(f"{ID}passage/{release.value[-18:]}-{start}")
        yield passage, "rdf:type", bp("Passage")
        yield passage, "oa:hasSource", release
        yield passage, "oa:exact", Literal(sentence.text)
        yield passage, "oa:start", literal(start)
        yield passage, "oa:end", literal(start + len(sentence.text))
        for i, (s, p, o) in enumerate(sentence.triples):
            used |= {s, o}
            if sentence.certainty != "possible":
                yield s, p, o
            yield from _claim(Iri(f"{passage.value.replace('passage', 'claim')}-{i}"), (s, p, o), sentence, passage)
    for node in used & NODES.keys():
        if isinstance(node, Iri):
            yield node, "rdf:type", term(NODES[node][0])
            yield node, "rdfs:label", Literal(NODES[node][1])
    for key in ENTITIES:
        if E[key] in used:
            yield E[key], "rdf:type", bp(ENTITIES[key][3])
            yield E[key], "rdfs:label", Literal(ENTITIES[key][1])
    for concept in used:
        if isinstance(concept, Iri) and concept.value.startswith(BP):
            yield concept, "rdf:type", term("skos:Concept")
            yield concept, "rdfs:label", Literal(concept.value.removeprefix(BP))


def _claim(claim: Iri, triple: tuple[Iri, str, Term], said: Say, passage: Iri) -> Iterator[tuple[Iri, str, Term]]:
    yield claim, "rdf:type", bp("Claim")
    yield claim, "rdf:subject", triple[0]
    yield claim, "rdf:predicate", term(triple[1])
    yield claim, "rdf:object", triple[2]
    yield claim, "bp:evidence", passage
    yield claim, "bp:polarity", bp(said.polarity)
    yield claim, "bp:certainty", bp(said.certainty)
    yield claim, "bp:voice", bp(said.voice)
    yield claim, "bp:confidence", Literal("0.9", "http://www.w3.org/2001/XMLSchema#decimal")
    yield claim, "bp:extractor", Literal("by.hand/1")


def entity_quads() -> Iterator[Quad]:
    """The graph of entities."""
    for key, (_, label, others, cls) in ENTITIES.items():
        yield Quad(E[key], term("rdf:type"), bp(cls), ENTITIES_GRAPH)
        yield Quad(E[key], term("rdfs:label"), Literal(label), ENTITIES_GRAPH)
        for name in (label, *others):
            yield Quad(E[key], term("skos:altLabel"), Literal(name), ENTITIES_GRAPH)


def make_store(folder: Path) -> Path:
    """A store in a folder, closed."""
    with open_store(folder, "write") as store:
        fill(store)
    return folder


def fill(store: Store) -> None:
    """Put the document into an open store."""
    store.save_reading(SHA, "{}", TEXT)
    store.replace_document(
        Entry(SOURCE, SHA, origins=(SOURCE,), pipeline="by hand", releases=len(RELEASES), facts=9), quads()
    )
    store.replace_entities(entity_quads(), len(ENTITIES), "by hand")
