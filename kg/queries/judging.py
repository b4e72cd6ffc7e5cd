"""What a person needs in order to judge: open pairs with the quotes of both, and facts with their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.annotation.model import Fact, Mention
from kg.build import readings, resolve_store
from kg.errors import LedgerError
from kg.graph.document import document_records, release_iri
from kg.graph.terms import Iri
from kg.ontology import ID
from kg.queries.claims import claims_about
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.ledger import NAME, append, in_force, load_ledger
from kg.resolution.model import Entity, Resolution
from kg.resolution.names import fold, slug
from kg.resolution.parts import MARK
from kg.resolution.resolve import entity_iri
from kg.resolution.verdicts import Verdicts, fact_key, verdict_on
from kg.store import Store

QUOTES = 3  # of each entity


@dataclass(frozen=True, slots=True)
class Side:
    """One of two entities: its IRI, all its names, and what releases say of it."""

    iri: str
    names: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Two entities that no rule can tell to be one or two, with the reasons for and against."""

    judgement: Judgement
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as it was read, with the key by which it is judged; `verdict` is "" where nobody judged it."""

    key: str
    kind: str
    said: tuple[tuple[str, str], ...]
    quotes: tuple[str, ...]
    confidence: float
    verdict: str


def ledger_of(store: Store) -> Path:
    """The file that holds a store's judgements."""
    return store.folder / NAME


def open_pairs(store: Store, resolution: Resolution | None = None) -> Iterator[OpenPair]:
    """The pairs that are open, the likeliest first."""
    found = resolution or resolve_store(store, load_ledger(ledger_of(store)))[0]
    for judgement in sorted(found.open, key=lambda j: (-j.score, j.pair)):
        sides = [_side(store, found.entities[found.canonical.get(iri, iri)]) for iri in judgement.pair]
        if sides[0].iri != sides[1].iri:  # others made them one
            yield OpenPair(judgement, sides[0], sides[1])


def _side(store: Store, entity: Entity) -> Side:
    claims = [c for way in ("subject", "object") for c in claims_about(store, [Iri(entity.iri)], way)]
    quotes = dict.fromkeys(" ".join(e.quote.split()) for claim in claims for e in claim.evidence)
    return Side(entity.iri, (entity.label, *entity.names), tuple(quotes)[:QUOTES])


def full_iri(name: str) -> str:
    """The IRI of an entity: as it is, or from its tail ("drug/qb-77")."""
    return name if "://" in name else ID + name


def known_iris(store: Store) -> frozenset[str]:
    """The IRIs of all entities of a store, those that were joined to others among them.

    So are those by which a person can part what companies name alike: "…/person/jona-whitt~harbour-pharma".
    """
    found = resolve_store(store, load_ledger(ledger_of(store)))[0]
    parts = {f"{iri}{MARK}{slug(issuer)}" for iri, issuer in _issuers(store, found) if MARK not in iri}
    return frozenset({*found.entities, *found.canonical, *parts})


def _issuers(store: Store, found: Resolution) -> Iterator[tuple[str, str]]:
    """The entities with the companies whose releases name them."""
    for _, reading in readings(store):
        for record in document_records(reading):
            if record.issuer and record.local in found.iris:
                yield entity_iri((record.local.type, fold(record.local.name, record.local.type))), record.issuer


def undo_last(store: Store, by: str, at: str) -> Judgement:
    """Takes back the last judgement in force that a person gave; gives it. Raises LedgerError where there is none."""
    lines = load_ledger(ledger_of(store))
    held = set(in_force(lines))
    last = next((j for j in reversed(lines) if j in held and not j.is_by_rule), None)
    if last is None:
        raise LedgerError(f"{ledger_of(store)}: there is no judgement to undo")
    append(ledger_of(store), Judgement(last.left, last.right, Verdict.UNDONE, 1.0, (), by, at))
    return last


def known_facts(store: Store, name: str, verdicts: Verdicts) -> Iterator[KnownFact]:
    """The facts that name something so called, the least sure first."""
    wanted = name.casefold()
    found: list[KnownFact] = []
    for _, reading in readings(store):
        for annotation in reading.annotations:
            release = release_iri(reading.filing.sha256, annotation.sequence).value
            for fact in annotation.facts:
                if not wanted or any(wanted in names for names in _names(fact)):
                    found.append(_known(fact, release, reading.filing.text, verdicts))
    yield from sorted(found, key=lambda fact: (fact.confidence, fact.key))


def _names(fact: Fact) -> Iterator[Collection[str]]:
    for field in fact.fields:
        if isinstance(field.value, Mention):
            yield {field.value.name.casefold(), field.value.text.casefold()}


def _known(fact: Fact, release: str, text: str, verdicts: Verdicts) -> KnownFact:
    spans = sorted({span for field in fact.fields for span in field.evidence})
    judged = verdict_on(verdicts, release, fact)
    return KnownFact(
        fact_key(release, fact).removeprefix(ID),
        fact.kind,
        tuple((f.role, f.value.name if isinstance(f.value, Mention) else _plain(f.value)) for f in fact.fields),
        tuple(" ".join(text[span.start : span.end].split()) for span in spans),
        fact.confidence,
        judged.verdict.value if judged else "",
    )


def _plain(value: object) -> str:
    return str(getattr(value, "notation", value))
