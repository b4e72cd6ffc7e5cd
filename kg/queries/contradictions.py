"""Statements that cannot both hold, and dates that cannot be: each with its kind, the days on which both claim to
hold, and the
rule that says so. Flagged and ranked, never resolved.

What a later release says otherwise is news, not a contradiction; so are a reverse split's figures per share and a
number of
patients first planned, then reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kg.graph.terms import Iri, Literal
from kg.ontology import BP
from kg.queries.case import Case, Cited, is_concept
from kg.queries.claims import local
from kg.queries.told import Told

SAME = Decimal("0.01")  # values closer than this share are the same figure, rounded otherwise
RANK = {"identity": 1, "date": 2, "value": 3, "status": 4, "phase": 5, "denial": 6, "text": 7}
AHEAD = re.compile(
    r"\b(?:expect|plan|will|target|up to|approximately|intend|anticipat|aim|estimat|enrolling|about)\w*", re.I
)
ENROLLED = ("enrollment",)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values with their places. `kind` is "value", "status", "date", "identity", "phase", "denial" or "text";
    `first` and `last`
    are the days between which both are claimed; `rank` 1 is the gravest.
    """

    kind: str
    about: str
    what: str
    one: Cited
    other: Cited
    first: str
    last: str
    rule: str
    rank: int


def contradictions_of(case: Case) -> tuple[Contradiction, ...]:
    """What cannot both be right in what is told of a case, the gravest first."""
    found = [
        *_listings(case),
        *_figures(case),
        *_patients(case),
        *_same_day(case),
        *_backwards(case),
        *_phases(case),
        *_denied(case),
        *_impossible(case),
    ]
    once = {(c.kind, c.about, c.what, *sorted((c.one.text, c.other.text))): c for c in reversed(found)}
    return tuple(sorted(once.values(), key=lambda c: (c.rank, c.about, c.what, c.first, c.one.text, c.other.text)))


def _made(kind: str, about: str, what: str, pair: tuple[Cited, Cited], rule: str) -> Contradiction:
    days = sorted(p.source.date for c in pair for p in c.places)
    starts = [min((p.source.date for p in c.places), default="") for c in pair]
    return Contradiction(kind, about, what, *pair, max(starts), days[-1] if days else "", rule, RANK[kind])


def _listings(case: Case) -> Iterator[Contradiction]:
    """Two symbols on one exchange in one release, both in use."""
    nodes = [n for n in case.nodes("Listing") if case.type != "Organization" or case.iri in case.objects(n, "issuer")]
    for one, other in combinations(nodes, 2):
        if case.objects(one, "exchange") != case.objects(other, "exchange"):
            continue
        for a in case.told(one, "ticker"):
            for b in case.told(other, "ticker"):
                shared = {p.source.graph for p in a.places} & {p.source.graph for p in b.places}
                shared = {g for g in shared if not _not_active(case, one, g) and not _not_active(case, other, g)}
                if shared and not _one_series(case.words(a), case.words(b)):
                    exchange = case.cite_all(case.told(one, "exchange")).text
                    pair = _within(case, a, shared), _within(case, b, shared)
                    yield _made(
                        "identity",
                        case.label,
                        f"symbol on {exchange}",
                        pair,
                        "one release gives two symbols on one exchange",
                    )


def _not_active(case: Case, node: Iri, graph: Iri) -> bool:
    return any(
        not is_concept(t, "active") for t in case.told(node, "status") if any(p.source.graph == graph for p in t.places)
    )


def _one_series(one: str, other: str) -> bool:
    """Whether two symbols may be of several securities: ABC, ABCW and ABC.B."""
    a, b = sorted((re.split(r"[.:-]", one)[0], re.split(r"[.:-]", other)[0]), key=len)
    return b.startswith(a)


def _within(case: Case, told: Told, graphs: set[Iri]) -> Cited:
    return Cited(case.words(told), tuple(p for p in told.places if p.source.graph in graphs))


def _figures(case: Case) -> Iterator[Contradiction]:
    """Two values of one figure; a figure per share may be restated after a split, and is compared within a year."""
    for node in case.nodes("FinancialObservation"):
        per_share = any(
            "PerShare" in m.value or "share" in case.label_of(m).lower() for m in case.objects(node, "metric")
        )
        for a, b in combinations(case.told(node, "value"), 2):
            far = per_share and abs(_months(a.first, b.first)) >= 9
            if not far and _differ(a, b):
                yield _made(
                    "value", case.label_of(node), "value", (case.cite(a), case.cite(b)), "two values of one figure"
                )


def _differ(one: Told, other: Told) -> bool:
    a, b = (abs(Decimal(str(getattr(t.object, "value", "0")))) for t in (one, other))
    if _rounded(a, b) or _rounded(b, a):
        return False
    return abs(a - b) > SAME * max(a, b)


def _rounded(exact: Decimal, printed: Decimal) -> bool:
    """Whether one figure is the other as it would be printed with fewer digits."""
    digits = len(str(int(printed)).rstrip("0")) or 1
    unit = Decimal(10) ** max(0, len(str(int(printed))) - max(digits, 2))
    return printed >= 100 and abs(exact - printed) <= unit / 2


def _months(one: str, other: str) -> int:
    return (int(one[:4]) - int(other[:4])) * 12 + int(one[5:7]) - int(other[5:7]) if one and other else 0


def _patients(case: Case) -> Iterator[Contradiction]:
    """Two numbers of patients of a trial that has a name or a registry id, both told as reached, the later one
    smaller."""
    for trial in case.nodes("Trial"):
        if not _named(case, trial):
            continue
        told = [t for t in case.told(trial, *ENROLLED) if not all(AHEAD.search(p.quote) for p in t.places)]
        for a, b in combinations(sorted(told, key=lambda t: t.first), 2):
            before, after = _number(a), _number(b)
            if after < before and a.first <= b.last or (a.first == b.first and before != after):
                yield _made(
                    "value",
                    case.label_of(trial),
                    "patients enrolled",
                    (case.cite(a), case.cite(b)),
                    "fewer patients later than before" if a.first != b.first else "two numbers on one day",
                )


def _number(told: Told) -> int:
    return int(Decimal(getattr(told.object, "value", "0") or "0"))


def _named(case: Case, trial: Iri) -> bool:
    """Whether a trial is one for sure: by a registry id or a name of its own."""
    label = case.label_of(trial).lower()
    return bool(case.told(trial, "registryId")) or not re.search(r"\b(?:trial|study) of\b", label)


def _same_day(case: Case) -> Iterator[Contradiction]:
    """Two values on one day, in two releases, of what has one at a time."""
    for node in sorted(case.of):
        if node in case.names and case.names[node].type == "Trial" and not _named(case, node):
            continue
        for name in ("status", "stage"):
            for a, b in combinations(case.told(node, name), 2):
                days = {p.source.date for p in a.places} & {p.source.date for p in b.places} - {""}
                graphs = {p.source.graph for p in a.places} & {p.source.graph for p in b.places}
                if days and not graphs and local(a.predicate) == name:
                    pair = _on(case, a, days), _on(case, b, days)
                    yield _made("status", case.label_of(node), name, pair, "two values on one day")


def _on(case: Case, told: Told, days: set[str]) -> Cited:
    return Cited(case.words(told), tuple(p for p in told.places if p.source.date in days))


ORDER = ("planned", "initiated", "ongoing", "completed", "terminated")
OVER = ORDER.index("completed")


def _backwards(case: Case) -> Iterator[Contradiction]:
    """A trial that was over before it is told to be planned or to begin; only of one that surely is the same."""
    for trial in case.nodes("Trial"):
        if not _named(case, trial):
            continue
        for a in case.told(trial, "status"):
            for b in case.told(trial, "status"):
                before, after = _place(a), _place(b)
                if (
                    before >= 0
                    and 0 <= after < before
                    and a.first
                    and a.first < b.last
                    and (before >= OVER or after == 0)
                ):
                    later = Cited(case.words(b), tuple(p for p in b.places if p.source.date > a.first))
                    pair = Cited(case.words(a), a.places[:1]), later
                    yield _made("status", case.label_of(trial), "status", pair, "further on before than later")


def _place(told: Told) -> int:
    name = told.object.value.removeprefix(BP) if isinstance(told.object, Iri) else ""
    return ORDER.index(name) if name in ORDER else -1


def _phases(case: Case) -> Iterator[Contradiction]:
    """Two phases of a trial with a registry id or a name, unless one contains the other (2 and 2/3)."""
    for trial in case.nodes("Trial"):
        if _named(case, trial):
            for a, b in combinations(case.told(trial, "phase"), 2):
                one, other = set(re.findall(r"\d", case.words(a))), set(re.findall(r"\d", case.words(b)))
                if one and other and not (one <= other or other <= one):
                    yield _made(
                        "phase", case.label_of(trial), "phase", (case.cite(a), case.cite(b)), "two phases of one trial"
                    )


def _denied(case: Case) -> Iterator[Contradiction]:
    """A thing that is denied and, on that day or later, said."""
    for node in sorted(case.of):
        denied = [t for t in case.of[node] if t.stance == "negated"]
        for no in denied:
            for yes in case.told(node, local(no.predicate)):
                if yes.object == no.object and no.first and yes.last >= no.first:
                    pair = (
                        Cited(case.words(yes), tuple(p for p in yes.places if p.source.date >= no.first)),
                        Cited(f"not {case.words(no)}", no.places),
                    )
                    yield _made(
                        "denial",
                        case.label_of(node),
                        local(no.predicate),
                        pair,
                        "denied, and said on that day or later",
                    )


def _impossible(case: Case) -> Iterator[Contradiction]:
    """What is told as done on a day after that of the release that tells it."""
    for node in sorted(case.of):
        type_ = case.names[node].type if node in case.names else ""
        names = {"FinancialObservation": ("periodEnd",), "Agreement": ("signedOn", "endedOn")}.get(type_, ())
        for told in case.told(node, *names):
            day = told.object.value if isinstance(told.object, Literal) else ""
            early = [p for p in told.places if "" < p.source.date < day]
            if early and len(day) == 10 and not all(AHEAD.search(p.quote) for p in early):
                pair = Cited(day, tuple(early)), Cited(f"told on {early[0].source.date}", tuple(early[:1]))
                yield _made("date", case.label_of(node), local(told.predicate), pair, "told as past before it came")
    for a, b in combinations(case.told(case.iri, "foundingDate"), 2):
        if a.object != b.object:
            yield _made("value", case.label, "founded", (case.cite(a), case.cite(b)), "two years of foundation")
