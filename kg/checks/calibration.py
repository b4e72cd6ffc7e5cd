"""Whether `bp:confidence` means what it says: among the rows claimed with 0.8, four of five should be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.checks.gold import read_gold
from kg.checks.judge import Judged, judge
from kg.checks.predicted import TYPE, Predicted, ReleaseGraph, Triple
from kg.graph.statements import CONFIDENCE, EXTRACTOR, OBJECT, PREDICATE, SUBJECT
from kg.graph.terms import Iri, Quad
from kg.graph.vocabulary import CLAIM

GROUPS = 10
Claims = dict[Triple, tuple[float, str]]  # confidence and extractor of each triple
NODE_PARTS = ("trial_", "agreement_")  # relations that are parts of one kind of fact


@dataclass(frozen=True, slots=True)
class Judgement:
    """A predicted row: the kind of fact it belongs to, the claim that it rests on, and whether gold has it."""

    document: str
    kind: str
    extractor: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of like confidence: the lowest and highest one, the mean, the share that is right, how many there are."""

    low: float
    high: float
    mean: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Deciles of confidence, and the expected calibration error: the mean distance of confidence from truth in them
    (Naeini, Cooper and Hauskrecht 2015, with bins of equal size).
    """

    bins: tuple[Bin, ...]
    error: float
    count: int


def calibrate(quads: Iterable[Quad], gold: Path) -> Calibration:
    """The reliability of a graph's confidences against every gold file below a folder. Raises `NoDocuments`."""
    return reliability([(j.confidence, j.right) for j in judgements(quads, gold)])


def reliability(pairs: Sequence[tuple[float, bool]]) -> Calibration:
    """Deciles of (confidence, right); equal confidences stay in one group, so that there may be fewer than ten.

    >>> reliability([(0.5, True), (0.5, False), (0.9, True), (0.9, True)]).error
    0.05
    """
    groups = [group for group in _deciles(sorted(pairs)) if group]
    bins = tuple(_bin(group) for group in groups)
    error = sum(b.count * abs(b.mean - b.right) for b in bins) / len(pairs) if pairs else 0.0
    return Calibration(bins, round(error, 6), len(pairs))


def _deciles(pairs: Sequence[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(GROUPS)]
    places: dict[float, list[int]] = defaultdict(list)
    for place, (confidence, _) in enumerate(pairs):
        places[confidence].append(place)
    for confidence, right in pairs:
        same = places[confidence]
        groups[(same[0] + same[-1]) * GROUPS // (2 * len(pairs))].append((confidence, right))
    return groups


def _bin(group: Sequence[tuple[float, bool]]) -> Bin:
    confidences = [confidence for confidence, _ in group]
    right = sum(right for _, right in group) / len(group)
    return Bin(min(confidences), max(confidences), sum(confidences) / len(group), right, len(group))


def judgements(quads: Iterable[Quad], gold: Path) -> Iterator[Judgement]:
    """Every predicted row of every release with gold facts, judged. Raises `NoDocuments`."""
    graph = Predicted(quads)
    claims: dict[Iri, Claims] = {}
    for judged in judge(graph, read_gold(gold)):
        if judged.node is not None:
            release = graph.graphs[judged.node]
            yield from _judgements(judged, release, claims.setdefault(judged.node, _claims(release)))


def _judgements(judged: Judged, release: ReleaseGraph, claims: Claims) -> Iterator[Judgement]:
    kind = next((part[:-1] for part in NODE_PARTS if judged.relation.startswith(part)), judged.relation)
    grounds = release.grounds(judged.relation)
    for row, right in judged.rows:
        found = [claims[triple] for triple in grounds[row] if triple in claims]
        if found:
            confidence, extractor = max(found)
            yield Judgement(judged.document.stem, kind, extractor, confidence, right)


def _claims(release: ReleaseGraph) -> Claims:
    """For each triple of a release that is claimed, its highest confidence and the extractor that gave it."""
    best: Claims = {}
    for node, have in release.values.items():
        if CLAIM in have.get(TYPE, []):
            subject, predicate, object_, confidence, extractor = (
                release.get(node, p.value)[0] for p in (SUBJECT, PREDICATE, OBJECT, CONFIDENCE, EXTRACTOR)
            )
            if isinstance(subject, Iri):
                triple = subject, predicate.value, object_
                best[triple] = max(best.get(triple, (0.0, "")), (float(confidence.value), extractor.value))
    return best
