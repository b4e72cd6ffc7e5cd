"""The graph against a gold standard: precision, recall and F1 of every relation, and what was missed or too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.checks.fold import Folding, fold
from kg.checks.gold import read_gold
from kg.checks.judge import Judged, judge
from kg.checks.predicted import PATTERNS, Predicted
from kg.graph.terms import Quad


@dataclass(frozen=True, slots=True)
class Score:
    """How well one relation (or "all") was read; `predicted` counts rows, `gold` required facts."""

    relation: str
    gold: int
    predicted: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A required fact that was missed ("miss") or a row that no gold fact fits ("extra")."""

    outcome: str
    document: str
    date: str
    relation: str
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole comparison: a score for each relation and for each filer, whose name stands in `relation` then.

    `missing` names releases that the graph does not hold, as (file, date).
    """

    scores: tuple[Score, ...]
    micro: Score
    macro_f1: float
    releases: int
    missing: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    companies: tuple[Score, ...] = ()


def evaluate(quads: Iterable[Quad], gold: Path) -> Evaluation:
    """Compares a graph with every gold file below a folder. Raises `NoDocuments` where there is none."""
    graph, documents = Predicted(quads), read_gold(gold)
    judged = list(judge(graph, documents))
    scores = tuple(_score(relation, [j for j in judged if j.relation == relation]) for relation in PATTERNS)
    asked = [s.f1 for s in scores if s.gold]
    first = next(iter(PATTERNS))
    return Evaluation(
        scores,
        _score("all", judged),
        sum(asked) / len(asked) if asked else 0.0,
        sum(not r.cover for d in documents for r in d.releases),
        tuple((j.document.source, j.release.date) for j in judged if j.node is None and j.relation == first),
        tuple(finding for j in judged for finding in _findings(j, graph)),
        tuple(_score(name, group) for name, group in _by_filer(judged)),
    )


def _score(what: str, judged: Sequence[Judged]) -> Score:
    hits = [hit for j in judged for _, hit in j.wanted]
    right = [good for j in judged for _, good in j.rows]
    return Score(
        what,
        len(hits),
        len(right),
        sum(right) / len(right) if right else 0.0,
        sum(hits) / len(hits) if hits else 0.0,
    )


def _findings(judged: Judged, graph: Predicted) -> Iterator[Finding]:
    """What was missed, in the order of the gold file, then what is too much, sorted."""
    where = judged.document.stem, judged.release.date, judged.relation
    for fact, hit in judged.wanted:
        if not hit:
            yield Finding("miss", *where, tuple("-" if a is None else str(a) for a in fact.args))
    for args in sorted(tuple(map(graph.text, row)) for row, good in judged.rows if not good):
        yield Finding("extra", *where, args)


def _by_filer(judged: Iterable[Judged]) -> list[tuple[str, list[Judged]]]:
    """The judged by filer, under the first name that a gold file gives it; files with a name in common are one's."""
    groups: list[tuple[str, set[str], list[Judged]]] = []
    for one in judged:
        names = {fold(name, Folding.ORGANIZATION) for name in one.document.filer}
        group = next((g for g in groups if g[1] & names or not g[1] | names), None)
        if group is None:
            groups.append(group := (next(iter(one.document.filer), "(no filer)"), set(), []))
        group[1].update(names)
        group[2].append(one)
    return sorted(((name, group) for name, _, group in groups), key=lambda g: g[0].lower())
