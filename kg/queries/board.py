"""The pipeline as a board: each drug of a company, what it is for, and how far it has come by a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.graph.terms import Iri
from kg.ontology import ConceptTerm, load_ontology
from kg.queries.claims import local, things
from kg.queries.told import Place, Told, standing, told_about
from kg.store import Store

MOST_DRUGS = 150
DEVELOPED = "SELECT DISTINCT ?drug { ?drug bp:developer %s } ORDER BY ?drug"
DEVELOPED_THEN = """SELECT DISTINCT ?drug {
  GRAPH ?g { ?claim rdf:object %s ; rdf:predicate bp:developer ; rdf:subject ?drug .
  ?g dcterms:issued ?day } FILTER(STR(?day) <= "%s") } ORDER BY ?drug"""
TRIALS_OF = "SELECT DISTINCT ?row { VALUES ?drug { %s } ?row bp:intervention ?drug }"
COUNTS = """SELECT ?company ?label ?phase (COUNT(DISTINCT ?drug) AS ?n) {
  ?drug bp:developer ?company . ?company rdfs:label ?label .
  OPTIONAL { { ?drug bp:stage ?phase } UNION { ?trial bp:intervention ?drug ; bp:phase ?phase } }
} GROUP BY ?company ?label ?phase"""


@dataclass(frozen=True, slots=True)
class Chip:
    """A trial of a drug, or the stage stated for the drug itself, in its column; `day` is when it was last told."""

    iri: str
    phase: str  # notation, "" where none is stated
    label: str
    status: str
    indications: tuple[str, ...]
    day: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One drug with its chips; `reached` is the rank of the farthest."""

    iri: str
    drug: str
    notes: tuple[str, ...]
    chips: tuple[Chip, ...]
    reached: int


@dataclass(frozen=True, slots=True)
class CompanyCount:
    """How many drugs a company has in each phase (notation -> number; "" where no phase is told), and in all."""

    iri: str
    label: str
    phases: dict[str, int]
    drugs: int


def phases() -> tuple[ConceptTerm, ...]:
    """The columns: the listed phases, earliest first."""
    listed = [c for c in load_ontology().concepts.values() if "phase" in c.schemes and c.rank]
    return tuple(sorted(listed, key=lambda c: c.rank))


def board(store: Store, company: Iri, as_of: str = "") -> tuple[BoardRow, ...]:
    """A company's drugs by a day, the farthest first."""
    text = DEVELOPED_THEN % (company, as_of) if as_of else DEVELOPED % company
    drugs = [row[0] for row in store.select(text).rows if isinstance(row[0], Iri)][:MOST_DRUGS]
    if not drugs:
        return ()
    rows = store.select(TRIALS_OF % " ".join(map(str, drugs))).rows
    trials = {row[0] for row in rows if isinstance(row[0], Iri)}
    told = told_about(store, {*drugs, *trials}, as_of=as_of, newest=1)
    names = things(store, {t.object for t in told if isinstance(t.object, Iri)} | {*drugs, *trials})
    labels = {iri: thing.label for iri, thing in names.items()}
    own: dict[Iri, list[Told]] = defaultdict(list)
    for one in standing(told):
        own[one.subject].append(one)
    made = [_row(drug, own, trials, labels) for drug in drugs]
    return tuple(sorted(made, key=lambda r: (-r.reached, r.drug.casefold())))


def companies(store: Store, limit: int = 200) -> tuple[CompanyCount, ...]:
    """Every developer with the number of its drugs by phase, most drugs first."""
    by: dict[str, CompanyCount] = {}
    notation = {c.iri: c.notation for c in phases()}
    for company, label, phase, n in store.select(COUNTS).rows:
        if company and label and n:
            row = by.setdefault(company.value, CompanyCount(company.value, label.value, {}, 0))
            row.phases[notation.get(phase.value, "") if phase else ""] = int(n.value)
    totals = {
        row[0].value: int(row[1].value)
        for row in store.select("SELECT ?c (COUNT(DISTINCT ?d) AS ?n) { ?d bp:developer ?c } GROUP BY ?c").rows
        if row[0] and row[1]
    }
    counted = [CompanyCount(r.iri, r.label, r.phases, totals.get(r.iri, 0)) for r in by.values()]
    return tuple(sorted(counted, key=lambda r: (-r.drugs, r.label.casefold()))[:limit])


def _row(drug: Iri, own: dict[Iri, list[Told]], trials: Collection[Iri], labels: dict[Iri, str]) -> BoardRow:
    mine = [t for t in trials if any(local(c.predicate) == "intervention" and c.object == drug for c in own[t])]
    chips = [_chip(node, own[node], labels, node == drug) for node in [*sorted(mine), drug]]
    shown = [c for c in chips if c.iri != drug.value or c.phase]
    rank = {c.notation: c.rank for c in phases()}
    notes = tuple(_values(own[drug], ("modality", "target"), labels))
    if not shown:
        shown = [_chip(drug, own[drug], labels, True)] if own[drug] else []
    reached = max((rank.get(c.phase, 0) for c in shown), default=0)
    return BoardRow(drug.value, labels.get(drug, local(drug)), notes, tuple(shown), reached)


def _chip(node: Iri, told: list[Told], labels: dict[Iri, str], is_drug: bool) -> Chip:
    by = {c.iri: c for c in phases()}
    found = [by[t.object.value] for t in told if isinstance(t.object, Iri) and t.object.value in by
             and local(t.predicate) in ("phase", "stage")]  # fmt: skip
    phase = max(found, key=lambda c: c.rank, default=None)
    weight = {"status": 2, "stage": 2, "phase": 1}
    said = max(told, key=lambda t: (weight.get(local(t.predicate), 0), t.last), default=None)
    return Chip(
        node.value,
        phase.notation if phase else "",
        (f"{phase.label}, as stated" if phase else "no trial told") if is_drug else labels.get(node, "trial"),
        next(iter(_values(told, ("status",), labels)), ""),
        tuple(_values(told, ("indication",), labels)),
        max((t.last for t in told), default=""),
        said.places[-1] if said else None,
    )


def _values(told: Iterable[Told], names: tuple[str, ...], labels: dict[Iri, str]) -> list[str]:
    ontology = load_ontology()
    found = [t.object for t in told if local(t.predicate) in names]
    return sorted({labels.get(o) or ontology.label(o.value) for o in found if isinstance(o, Iri)}, key=str.casefold)
