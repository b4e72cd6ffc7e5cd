"""Measure a dossier of a company of which 10,000 facts are told: seconds for each step, and the most memory that
was held.

    python tools/bench_report.py [--facts 10000] [--out dossier.html]

The company, its drugs, trials, deals, people and figures are made up, forty facts a release; a fact is a node with
about five
statements, each with its quote.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.graph.manifest import Entry  # noqa: E402  the checkout, wherever this is called from
from kg.graph.terms import XSD, Iri, Literal, Quad, Term, literal  # noqa: E402
from kg.graph.vocabulary import ENTITIES_GRAPH, term  # noqa: E402
from kg.ontology import BP, ID  # noqa: E402
from kg.reports.dossier import make_dossier  # noqa: E402
from kg.reports.html import as_html  # noqa: E402
from kg.reports.notes import make_notes  # noqa: E402
from kg.store import Store, open_store  # noqa: E402

COMPANY = Iri(f"{ID}organization/quillmark")
PER_RELEASE = 40
Triple = tuple[Iri, str, Term]


def fact(number: int) -> tuple[str, list[Triple]]:
    """The class and the statements of one fact, of five kinds in turn."""
    node, drug = Iri(f"{ID}node/{number}"), Iri(f"{ID}drug/qm-{number % 200}")
    turn = number % 5
    if turn == 0:
        status = ("planned", "initiated", "ongoing", "completed")[number // 5 % 4]
        disease = Iri(f"{ID}indication/d-{number % 60}")
        return "Trial", [
            (node, "bp:intervention", drug),
            (node, "bp:status", Iri(BP + status)),
            (drug, "bp:developer", COMPANY),
            (node, "bp:phase", Iri(BP + f"phase{number // 20 % 3 + 1}")),
            (node, "bp:indication", disease),
        ]
    if turn == 1:
        other = Iri(f"{ID}organization/partner-{number % 90}")
        return "Agreement", [
            (node, "bp:agreementType", Iri(BP + "license")),
            (node, "bp:party", COMPANY),
            (node, "bp:party", other),
            (node, "bp:subject", drug),
            (node, "bp:status", Iri(BP + "active")),
        ]
    if turn == 2:
        person = Iri(f"{ID}person/p-{number % 150}")
        return "Membership", [
            (node, "org:member", person),
            (node, "org:organization", COMPANY),
            (node, "org:role", Iri(BP + "director")),
            (node, "bp:status", Iri(BP + "current")),
        ]
    if turn == 3:
        return "Expectation", [
            (node, "bp:expectedBy", COMPANY),
            (node, "bp:matter", Iri(BP + "results")),
            (node, "bp:drug", drug),
            (node, "bp:earliest", Literal("2012-01-01", XSD + "date")),
            (node, "bp:latest", Literal(f"2012-{number % 12 + 1:02}-28", XSD + "date")),
        ]
    metric = ("netLoss", "revenue", "cashAndCashEquivalents", "cashUsedInOperatingActivities")[number // 5 % 4]
    months = 0 if metric.startswith("cashAnd") else 3
    return "FinancialObservation", [
        (node, "bp:reportedBy", COMPANY),
        (node, "bp:metric", Iri(BP + metric)),
        (node, "bp:months", literal(months)),
        (node, "bp:periodEnd", Literal(f"{2000 + number // 20 % 12}-{number % 4 * 3 + 3:02}-28", XSD + "date")),
        (node, "bp:value", Literal(str(1000000 + number), XSD + "decimal")),
        (node, "schema:currency", Literal("USD")),
    ]


def release(number: int, count: int) -> tuple[str, str, list[Quad]]:
    """The digest, the text and the quads of one release with some facts."""
    lines = [f"This is sentence {number * PER_RELEASE + i} of what Quillmark tells." for i in range(count)]
    text = "\n".join(lines)
    sha = hashlib.sha256(text.encode()).hexdigest()
    graph, filing = Iri(f"{ID}release/{sha[:16]}-1"), Iri(f"{ID}filing/{sha[:16]}")
    day = (date(2001, 1, 1) + timedelta(days=16 * number)).isoformat()
    head: list[Triple] = [
        (graph, "rdf:type", Iri(BP + "Release")),
        (graph, "dcterms:isPartOf", filing),
        (graph, "dcterms:publisher", COMPANY),
        (graph, "dcterms:issued", Literal(day, XSD + "date")),
        (graph, "dcterms:title", Literal(f"RELEASE {number}")),
        (filing, "dcterms:source", Literal(f"{number}.txt")),
    ]
    made = [Quad(s, term(p), o, graph) for s, p, o in head]
    at = 0
    for i, line in enumerate(lines):
        made += _claims(number * PER_RELEASE + i, (graph, at, line))
        at += len(line) + 1
    return sha, text, made


def _claims(number: int, where: tuple[Iri, int, str]) -> Iterator[Quad]:
    graph, start, line = where
    type_, triples = fact(number)
    node, passage = Iri(f"{ID}node/{number}"), Iri(f"{ID}passage/{number}")
    org = "org:Membership" if type_ == "Membership" else f"bp:{type_}"
    said: list[Triple] = [
        (node, "rdf:type", term(org)),
        (node, "rdfs:label", Literal(f"{type_} {number}")),
        (passage, "oa:hasSource", graph),
        (passage, "oa:exact", Literal(line)),
        (passage, "oa:start", literal(start)),
        (passage, "oa:end", literal(start + len(line))),
    ]
    for i, (s, p, o) in enumerate(triples):
        claim = Iri(f"{ID}claim/{number}-{i}")
        said += [
            (s, p, o),
            (claim, "rdf:subject", s),
            (claim, "rdf:predicate", term(p)),
            (claim, "rdf:object", o),
            (claim, "bp:evidence", passage),
            (claim, "bp:polarity", Iri(BP + "affirmed")),
            (claim, "bp:certainty", Iri(BP + "stated")),
            (claim, "bp:voice", Iri(BP + "companyVoice")),
        ]
    yield from (Quad(s, term(p), o, graph) for s, p, o in said)


def fill(store: Store, facts: int) -> None:
    """The made-up company in an open store."""
    for number in range((facts + PER_RELEASE - 1) // PER_RELEASE):
        sha, text, quads = release(number, min(PER_RELEASE, facts - number * PER_RELEASE))
        store.save_reading(sha, "{}", text)
        store.replace_document(Entry(f"{number}.txt", sha, (f"{number}.txt",), "made up", 1, PER_RELEASE), quads)
    kinds = {"drug": "Drug", "indication": "Indication", "person": "Person", "organization": "Organization"}
    used = {t for number in range(facts) for s, _, o in fact(number)[1] for t in (s, o) if isinstance(t, Iri)} | {
        COMPANY
    }
    named = [
        (t, kinds[t.value.removeprefix(ID).split("/")[0]])
        for t in used
        if t.value.removeprefix(ID).split("/")[0] in kinds
    ]
    quads = [Quad(t, term("rdf:type"), Iri(BP + kind), ENTITIES_GRAPH) for t, kind in named]
    quads += [
        Quad(t, term("rdfs:label"), Literal(t.value.rpartition("/")[2].upper()), ENTITIES_GRAPH) for t, _ in named
    ]
    store.replace_entities(quads, len(named), "made up")
    store.flush()


def main() -> int:
    """Builds, reports, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder) / "store", "write") as store:
            fill(store, args.facts)
        with open_store(Path(folder) / "store") as store:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            times, steps, spent = [time.perf_counter()], [""], time.process_time()

            def note(done: str, count: int, total: int) -> None:
                times.append(time.perf_counter())
                steps.append(done)

            dossier = make_dossier(store, "company", "Quillmark", "", note)
            notes = make_notes(dossier, store)
            note("footnotes", 0, 0)
            page = as_html(dossier, notes)
            note("page", 0, 0)
            spent = time.process_time() - spent
    for i in range(1, len(times)):
        print(f"{steps[i]:<16} {times[i] - times[i - 1]:6.2f} s")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{args.facts:,} facts, {dossier.facts:,} statements: {times[-1] - times[0]:.2f} s", end="")
    print(f" ({spent:.2f} s of one core), {len(page) / 1e6:.1f} MB of page")
    print(f"memory: {most / 1024:,.0f} MiB at most, {before / 1024:,.0f} MiB before the report")
    if args.out:
        args.out.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
