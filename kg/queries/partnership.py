"""How a company's partners hang together: deals and trials that join two of them, and drugs that both work on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.graph.terms import Iri
from kg.ontology import BP
from kg.queries.case import Case, Cited
from kg.queries.claims import local, things
from kg.queries.gather import gather
from kg.queries.rows import pointing
from kg.queries.told import Told, until
from kg.store import Store

PARTS = ("party", "licensor", "licensee", "sponsor", "collaborator")
PARTY = Iri(BP + "party")
KINDS = ("agreement", "trial", "drug")
MOST = 6  # partners of a drug: where many work on one, that joins no two of them


@dataclass(frozen=True, slots=True)
class PartnerTie:
    """What joins two partners of a company: `kind` is one of `KINDS`, `over` the deal, trial or drug they share."""

    one: str
    other: str
    kind: str
    over: Cited


def ties_of(case: Case, store: Store) -> tuple[PartnerTie, ...]:
    """Each tie between two partners of a company, their deals first."""
    partners = {t.object for t in _parts(case) if isinstance(t.object, Iri)} - {case.iri}
    found = [*_joint(case, partners), *_between(case, store, partners), *_over_drugs(case)]
    near = {(t.one, t.other) for t in found if t.kind != "drug"}  # whom more than a drug joins
    once = {(t.one, t.other, t.kind, t.over.text): t for t in found if t.kind != "drug" or (t.one, t.other) not in near}
    return tuple(
        sorted(once.values(), key=lambda t: (KINDS.index(t.kind), t.one.casefold(), t.other.casefold(), t.over.text))
    )


def _parts(case: Case) -> Iterator[Told]:
    for kind in ("Agreement", "Trial"):
        for node in case.nodes(kind):
            yield from case.told(node, *PARTS)


def _joint(case: Case, partners: Collection[Iri]) -> Iterator[PartnerTie]:
    """Deals and trials of the company in which two of its partners have a part."""
    for kind in ("Agreement", "Trial"):
        for node in case.nodes(kind):
            said = [t for t in case.told(node, *PARTS) if t.object in partners]
            yield from _pairs(case, kind.lower(), case.label_of(node), said)


def _between(case: Case, store: Store, partners: Collection[Iri]) -> Iterator[PartnerTie]:
    """Deals of two partners in which the company has no part, by the day of the case."""
    met: dict[Iri, set[Iri]] = defaultdict(set)
    for partner in sorted(partners):
        for node, _ in pointing(store, [partner], [PARTY]):
            if isinstance(node, Iri) and node not in case.of:
                met[node].add(partner)
    nodes = {node for node, who in met.items() if len(who) > 1}
    told = [t for t in gather(store, nodes) if t.asserted and local(t.predicate) in PARTS and t.object in partners]
    told = until(told, case.as_of) if case.as_of else told
    for node, thing in sorted(things(store, nodes).items()):
        yield from _pairs(case, "agreement", thing.label, [t for t in told if t.subject == node])


def _over_drugs(case: Case) -> Iterator[PartnerTie]:
    """Drugs of the company that a few partners work on under different deals or trials."""
    for drug in case.drugs:
        nodes = case.at(drug, "subject", "intervention")
        said = [t for node in nodes for t in case.told(node, *PARTS) if t.object != case.iri]
        if len({t.object for t in said}) <= MOST:
            yield from _pairs(case, "drug", case.label_of(drug), said)


def _pairs(case: Case, kind: str, over: str, said: Collection[Told]) -> Iterator[PartnerTie]:
    """A tie for every two of those who have a part in one thing."""
    by: dict[str, set[Told]] = defaultdict(set)
    for told in said:
        by[case.words(told)].add(told)
    for one, other in combinations(sorted(by, key=str.casefold), 2):
        places = {p for t in (*by[one], *by[other]) for p in t.places}
        yield PartnerTie(one, other, kind, Cited(over, tuple(sorted(places))))
