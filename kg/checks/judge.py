"""A graph laid beside gold facts: each release's rows, and whether each is right."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.checks.fold import Folding, fold
from kg.checks.gold import Argument, GoldDocument, GoldFact, GoldRelease, Names, Parties
from kg.checks.predicted import PATTERNS, FoundRelease, Predicted, ReleaseGraph, Row
from kg.graph.terms import Iri, Term
from kg.ontology import BP

TITLE_RATIO, VENUE_RATIO, EVENT_RATIO, HEADLINE_RATIO = 0.88, 0.85, 0.85, 0.6
AMOUNT_SHARE, FIGURE_SHARE = 0.01, 0.05
Wanted = TypeVar("Wanted")
Have = TypeVar("Have")


@dataclass(frozen=True, slots=True)
class Judged:
    """One relation of one release: the required facts with whether each was found, the rows with whether each is right.

    `node` is the release in the graph, None where the graph does not hold it.
    """

    document: GoldDocument
    release: GoldRelease
    node: Iri | None
    relation: str
    wanted: tuple[tuple[GoldFact, bool], ...]
    rows: tuple[tuple[Row, bool], ...]


def judge(graph: Predicted, documents: Iterable[GoldDocument]) -> Iterator[Judged]:
    """Every relation of every release of the gold documents."""
    for document in documents:
        blurred = _blurred(graph, document)
        for release in document.releases:
            node = _find(graph, document.source, release)
            comparison = _Comparison(graph, graph.graphs[node] if node else ReleaseGraph(), blurred)
            for relation in PATTERNS:
                facts = [f for f in release.facts if f.relation == relation]
                yield Judged(document, release, node, relation, *comparison.compare(relation, facts))


def _find(graph: Predicted, source: str, release: GoldRelease) -> Iri | None:
    """The release of that file and day, else the one of that file whose headline is nearest; a filing for its cover."""
    mine = [r for r in graph.releases if r.source == source]
    if release.cover:
        return mine[-1].filing if mine else None
    for found in mine:
        if found.date in release.dates:
            return found.node

    def likeness(found: FoundRelease) -> float:
        return difflib.SequenceMatcher(None, fold(release.headline), fold(found.title)).ratio()

    best = max(mine, key=likeness, default=None)
    return best.node if best and (len(mine) == 1 or likeness(best) >= HEADLINE_RATIO) else None


def _blurred(graph: Predicted, document: GoldDocument) -> frozenset[Term]:
    """Things whose labels name two different gold entities of one type: they stand for neither."""
    by_type: dict[str, list[Names]] = defaultdict(list)
    for kind, names in document.entities:
        by_type[kind].append(names)
    out = set()
    for term in graph.labels:
        for entities in by_type.values():
            hits = [n.names for n in entities if n.names & graph.folded_labels(term, n.folding)]
            if any(not a & b for i, a in enumerate(hits) for b in hits[i + 1 :]):
                out.add(term)
    return frozenset(out)


class _Comparison:
    """One release: its rows, and whether a row says what a gold fact says."""

    def __init__(self, graph: Predicted, release: ReleaseGraph, blurred: frozenset[Term]):
        self.graph = graph
        self.release = release
        self.blurred = blurred
        self.diseases = release.pairs(BP + "intervention", BP + "indication")
        self.parties = release.pairs("", BP + "party", BP + "licensor", BP + "licensee")

    def compare(
        self, relation: str, facts: list[GoldFact]
    ) -> tuple[tuple[tuple[GoldFact, bool], ...], tuple[tuple[Row, bool], ...]]:
        """The required facts of one relation with whether each was found, its rows with whether each is right."""
        rows = self.release.rows(relation)
        fit = MATCHERS.get(relation) or MATCHERS.get(relation.partition("_")[0]) or _Comparison.every

        def fits(fact: GoldFact, row: Row) -> bool:
            return self.blurred.isdisjoint(row) and fit(self, fact.args, row)

        needed = [f for f in facts if f.required]
        hits = one_to_one(needed, rows, fits)
        right = [any(fits(f, row) for f in facts) for row in rows]
        return tuple(zip(needed, hits, strict=True)), tuple(zip(rows, right, strict=True))

    def same(self, gold: Argument, term: Term | None) -> bool:
        """Whether a term goes by a name of a gold argument; one that gold leaves out is right whatever it is."""
        if gold is None:
            return True
        return isinstance(gold, Names) and not gold.names.isdisjoint(self.graph.names(term, gold.folding))

    def every(self, args: tuple[Argument, ...], row: Row) -> bool:
        """Every argument the same."""
        return all(self.same(g, t) for g, t in zip(args, row, strict=False))

    def trial(self, args: tuple[Argument, ...], row: Row) -> bool:
        """The drug the same, the disease among the trial's, the value the same."""
        drug, disease, value, *which = args
        if not (self.same(drug, row[1]) and self.same(value, row[2])):
            return False
        if which and _text(row[3]) != which[0]:
            return False
        trial = row[0]
        return disease is None or any(self.same(disease, d) for d in self.diseases.get(trial, set()))

    def agreement(self, args: tuple[Argument, ...], row: Row) -> bool:
        """The type (or the payment's kind) the same, the parties too, and the value where there is one."""
        kind, parties, *value = args
        if not (self.same(kind, row[1]) and isinstance(parties, Parties) and self._same_parties(parties, row[0])):
            return False
        if len(value) == 2:
            return _near(row[2], value[0], AMOUNT_SHARE) and _text(row[3]).upper() == str(value[1]).upper()
        return not value or self.same(value[0], row[2])

    def _same_parties(self, gold: Parties, agreement: Term | None) -> bool:
        """Each gold party is there, and at most one that is party to no agreement of the release."""
        terms = self.parties.get(agreement, set())
        strangers = [t for t in terms if not any(self.same(g, t) for g in gold.circle)]
        return len(strangers) <= 1 and all(any(self.same(g, t) for t in terms) for g in gold.parties)

    def publication(self, args: tuple[Argument, ...], row: Row) -> bool:
        """Title and venue nearly the same; a row without venue will do."""
        title, venue = args
        if not any(_alike(str(title), n, TITLE_RATIO) for n in self.graph.names(row[0], Folding.PLAIN)):
            return False
        venues = self.graph.names(row[1], Folding.PLAIN)
        return venue is None or row[1] is None or any(_alike(str(venue), n, VENUE_RATIO) for n in venues)

    def presentation(self, args: tuple[Argument, ...], row: Row) -> bool:
        """The event nearly the same or one name within the other, the drug the same."""
        event, drug = args
        ours = self.graph.names(row[0], Folding.PLAIN)
        named = isinstance(event, Names) and any(_same_event(a, b) for a in event.names for b in ours)
        return named and self.same(drug, row[1])

    def financial(self, args: tuple[Argument, ...], row: Row) -> bool:
        """Who, what and when the same; the value within 5 %: prose is rounded."""
        who, metric, end, months, value, currency = args
        return (
            self.same(who, row[0])
            and self.same(metric, row[1])
            and _text(row[2])[:10] == end
            and _near(row[3], months, 0)
            and _near(row[4], value, FIGURE_SHARE)
            and _text(row[5]).upper() == currency
        )

    def financing(self, args: tuple[Argument, ...], row: Row) -> bool:
        """Issuer and type the same, the amount within 1 % where gold has one."""
        issuer, kind, amount, currency = args
        if not (self.same(issuer, row[0]) and self.same(kind, row[1])):
            return False
        return amount is None or (_near(row[2], amount, AMOUNT_SHARE) and _text(row[3]).upper() == currency)

    def founded(self, args: tuple[Argument, ...], row: Row) -> bool:
        """The organisation and the year the same."""
        return self.same(args[0], row[0]) and _text(row[1])[:4] == args[1]

    def regulatory(self, args: tuple[Argument, ...], row: Row) -> bool:
        """Drug, action and status the same; agency and disease may be left out, but not be wrong."""
        firm = all(self.same(args[i], row[i]) for i in (0, 1, 4))
        return firm and all(row[i] is None or self.same(args[i], row[i]) for i in (2, 3))


MATCHERS: dict[str, Callable[[_Comparison, tuple[Argument, ...], Row], bool]] = {
    "trial": _Comparison.trial,
    "agreement": _Comparison.agreement,
    "publication": _Comparison.publication,
    "presentation": _Comparison.presentation,
    "financial": _Comparison.financial,
    "financing": _Comparison.financing,
    "founded": _Comparison.founded,
    "regulatory": _Comparison.regulatory,
}


def one_to_one(wanted: Sequence[Wanted], have: Sequence[Have], fits: Callable[[Wanted, Have], bool]) -> list[bool]:
    """Which of `wanted` get one of `have` of their own in a largest matching (Kuhn 1955, augmenting paths)."""
    choices = [[j for j, h in enumerate(have) if fits(w, h)] for w in wanted]
    owner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in choices[i]:
            if j in tried:
                continue
            tried.add(j)
            if j not in owner or place(owner[j], tried):
                owner[j] = i
                return True
        return False

    for i in range(len(wanted)):
        place(i, set())
    placed = set(owner.values())
    return [i in placed for i in range(len(wanted))]


def _same_event(gold: str, ours: str) -> bool:
    return _alike(gold, ours, EVENT_RATIO) or gold in ours or (len(ours) > 0.6 * len(gold) and ours in gold)


def _alike(a: str, b: str, ratio: float) -> bool:
    return a == b or difflib.SequenceMatcher(None, a, b).ratio() >= ratio


def _near(term: Term | None, wanted: Argument, share: float) -> bool:
    """Whether a literal is that number within a share of it; the sign of a loss does not count."""
    try:
        return isinstance(wanted, int | float) and abs(abs(float(_text(term))) - wanted) <= share * abs(wanted)
    except ValueError:
        return False


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
