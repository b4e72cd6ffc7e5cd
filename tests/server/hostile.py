"""A store whose every label, headline and quote is meant to break out of a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from kg.graph.manifest import Entry
from kg.graph.terms import Iri, Literal, Quad, literal
from kg.graph.vocabulary import ENTITIES_GRAPH, term
from kg.ontology import BP, ID
from kg.store import open_store

BAD = (
    "<script>document.title='owned';fetch('/owned')</script>",
    "<img src='/owned' onerror=\"document.title='owned'\">",
    "\"><svg onload=fetch('/owned')>",
    "' onmouseover=fetch('/owned') autofocus onfocus=fetch('/owned') x='",
    "javascript:fetch('/owned')//",
    "</title></style></textarea></script><script src=/owned></script>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "moc.elpmaxe\u202egnp.exe\u2066 turned \u200f",
    "line\u2028separator\u2029 nul-ish \u0001 bell \u0007",
    '=HYPERLINK("http://elsewhere.test/","click")',
    "http://elsewhere.test/\"><link rel=stylesheet href='http://elsewhere.test/a.css'>",
    "data:text/html,<script>alert(1)</script>",
)
DAY = "http://www.w3.org/2001/XMLSchema#date"
SENTENCE = " ".join(BAD)
TEXT = f"{BAD[0]}\n\n{SENTENCE}\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
FILING, RELEASE = Iri(f"{ID}filing/{SHA[:16]}"), Iri(f"{ID}release/{SHA[:16]}-1")
COMPANY, TRIAL = Iri(f"{ID}organization/bad"), Iri(f"{ID}trial/bad")
DRUGS = tuple(Iri(f"{ID}drug/bad-{n}") for n in range(len(BAD)))


def hostile_store(folder: Path, names: tuple[str, ...] = BAD) -> Path:
    """The store, closed; `names` are those of its drugs."""
    drugs = tuple(Iri(f"{ID}drug/bad-{n}") for n in range(len(names)))
    with open_store(folder, "write") as store:
        head = {"form": BAD[1], "filed": BAD[2], "releases": [{"sequence": 1, "start": 0, "end": len(TEXT)}]}
        store.save_reading(SHA, json.dumps({"filing": head}), TEXT)
        entry = Entry(BAD[1], SHA, origins=(BAD[1],), pipeline="by hand", releases=1, facts=1)
        store.replace_document(entry, _quads(drugs))
        store.replace_entities(_entities(drugs, names), len(drugs) + 1, "by hand")
    return folder


def _quads(drugs: tuple[Iri, ...]) -> Iterator[Quad]:
    def say(s: Iri, p: str, o: Iri | Literal) -> Quad:
        return Quad(s, term(p), o, RELEASE)

    yield say(RELEASE, "rdf:type", Iri(BP + "Release"))
    yield say(RELEASE, "dcterms:isPartOf", FILING)
    yield say(RELEASE, "dcterms:title", Literal(BAD[0]))
    yield say(RELEASE, "dcterms:issued", Literal("2009-01-02", DAY))
    yield say(RELEASE, "bp:dateNote", Literal(BAD[1]))
    yield say(RELEASE, "bp:sequence", literal(1))
    yield say(RELEASE, "dcterms:publisher", COMPANY)
    yield say(FILING, "dcterms:source", Literal(BAD[1]))
    yield say(TRIAL, "rdf:type", Iri(BP + "Trial"))
    yield say(TRIAL, "rdfs:label", Literal(BAD[0]))
    passage, start = Iri(f"{ID}passage/bad"), TEXT.rindex(SENTENCE)
    yield say(passage, "oa:exact", Literal(SENTENCE))
    yield say(passage, "oa:start", literal(start))
    yield say(passage, "oa:end", literal(start + len(SENTENCE)))
    told: list[tuple[Iri, str, Iri | Literal]] = [(drug, "bp:developer", COMPANY) for drug in drugs]
    told += [(TRIAL, "bp:intervention", drugs[0]), (TRIAL, "bp:phase", Iri(BP + "phase2"))]
    told += [(TRIAL, "bp:status", Iri(BP + "ongoing"))]
    told += [(TRIAL, "bp:registryId", Literal(BAD[3])), (COMPANY, "bp:headquarters", Literal(BAD[2]))]
    for n, (s, p, o) in enumerate(told):
        claim = Iri(f"{ID}claim/bad-{n}")
        yield say(s, p, o)
        yield say(claim, "rdf:subject", s)
        yield say(claim, "rdf:predicate", term(p))
        yield say(claim, "rdf:object", o)
        yield say(claim, "bp:evidence", passage)
        yield say(claim, "bp:extractor", Literal(BAD[3]))
        yield say(claim, "bp:confidence", literal(1))
        for name, value in (("polarity", "affirmed"), ("certainty", "stated"), ("voice", "companyVoice")):
            yield say(claim, f"bp:{name}", Iri(BP + value))
    yield say(passage, "oa:hasSource", RELEASE)
    for thing, cls in ((COMPANY, "Organization"), *((drug, "Drug") for drug in drugs)):
        yield say(thing, "rdf:type", Iri(BP + cls))


def _entities(drugs: tuple[Iri, ...], names: tuple[str, ...]) -> Iterator[Quad]:
    for thing, cls, label in (
        (COMPANY, "Organization", SENTENCE),
        *zip(drugs, ["Drug"] * len(drugs), names, strict=True),
    ):
        yield Quad(thing, term("rdf:type"), Iri(BP + cls), ENTITIES_GRAPH)
        yield Quad(thing, term("rdfs:label"), Literal(label), ENTITIES_GRAPH)
        yield Quad(thing, term("skos:altLabel"), Literal(label + " also"), ENTITIES_GRAPH)
        yield Quad(
            thing, term("skos:exactMatch"), Iri("javascript:fetch('/owned')".replace("'", "%27")), ENTITIES_GRAPH
        )
