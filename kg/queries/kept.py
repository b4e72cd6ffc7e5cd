"""What was said to come, by when, and what became of it: met, late, slipped, missed, still open, or no news.

Only what a release tells decides. A day that has passed without a word is "no news", not a broken promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from kg.graph.terms import Iri, Literal
from kg.ontology import BP
from kg.queries.case import UNKNOWN, Case, Cited, is_concept
from kg.queries.claims import local
from kg.queries.told import Place, Told

REACHED: dict[str, tuple[str, tuple[str, ...]]] = {  # matter -> class, and the statuses that mean it has come
    "trialStart": ("Trial", ("initiated", "ongoing", "suspended", "completed", "terminated")),
    "trialComplete": ("Trial", ("completed",)),
    "submission": ("RegulatoryAction", ("submitted", "granted", "refused")),
    "decision": ("RegulatoryAction", ("granted", "refused")),
    "trading": ("Listing", ("active",)),
    "closing": ("Financing", ("closed",)),
    "launch": ("RegulatoryAction", ()),
    "results": ("Outcome", ()),
    "enrollmentComplete": ("Trial", ("completed",)),
}
EVENTS = ("initiated", "submitted", "granted", "refused", "closed")  # what is told of the day on which it came
BROKEN = {"Trial": ("terminated",), "RegulatoryAction": ("refused",), "Financing": ("withdrawn",)}
# The expectations of one thing, each with what is told of its last day, and that day.
Alike = Mapping[tuple[tuple[Iri, ...], ...], Sequence[tuple[Iri, Told, str]]]
PLANS = ("Trial", "Agreement", "RegulatoryAction", "Financing", "Listing")


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One thing foretold. `earliest` and `latest` are "" where no time is given; `days` counts from the latest day
    to the first
    word of it, below 0 where that came before; `became` is what was told, with its quote.
    """

    promised: str
    matter: str
    about: str
    says: Cited
    earliest: str
    latest: str
    outcome: str
    days: int | None
    became: Cited
    on: str


def promises_of(case: Case) -> tuple[PromiseLine, ...]:
    """Each expectation with a time, and each plan without one, oldest first."""
    alike = _alike(case)
    dated = [line for node in case.nodes("Expectation") for line in _expected(case, node, alike)]
    taken = {p for line in dated for p in line.says.places}
    trading = case.label_of(Iri(BP + "trading"))
    traded = {p.source.graph for line in dated if line.matter == trading for p in line.says.places}
    plans = [
        line
        for type_ in PLANS
        for node in case.nodes(type_)
        for line in _planned(case, node, taken, traded if type_ == "Listing" else set())
    ]
    return tuple(sorted((*dated, *plans), key=lambda p: (p.promised, p.latest, p.matter, p.about)))


def _expected(case: Case, node: Iri, alike: Alike) -> Iterator[PromiseLine]:
    told = case.latest(node, "matter")
    earliest, latest = (_day(case.latest(node, name)) for name in ("earliest", "latest"))
    if told is None or not latest:
        return
    matter = told.object.value.rpartition("#")[2] if isinstance(told.object, Iri) else ""
    drug = case.cite_all(case.told(node, "drug"))
    phase, disease = (case.cite_all(case.told(node, name)).text for name in ("phase", "indication"))
    about = " ".join(filter(None, (phase, drug.text, f"in {disease}" if disease else "")))
    promise = PromiseLine(
        told.first,
        case.words(told),
        about or case.label,
        Cited(case.words(told), told.places),
        earliest,
        latest,
        "",
        None,
        UNKNOWN,
        "",
    )
    yield _judge(case, promise, _news(case, node, matter, told.first), _moved(case, node, latest, alike))


def _judge(case: Case, promise: PromiseLine, news: Told | None, moved: Told | None) -> PromiseLine:
    if news:
        place = next(p for p in news.places if p.source.date > promise.promised)
        days = (date.fromisoformat(place.source.date) - date.fromisoformat(promise.latest)).days
        late = f"late by {days} days" if _is_event(news) else f"came about, told {days} days after"
        met = "met" if days <= 0 else late
        broken = is_concept(news, "terminated", "refused", "withdrawn")
        became = Cited(case.words(news), (place,))
        return _with(promise, "missed" if broken else met, days, became, place.source.date)
    if moved:
        later = _day(moved)
        days = (date.fromisoformat(later) - date.fromisoformat(promise.latest)).days
        return _with(
            promise, f"slipped by {days} days", days, Cited(f"now expected by {later}", moved.places), moved.first
        )
    over = bool(case.last_day) and case.last_day > promise.latest
    return _with(promise, "no news" if over else "open", None, UNKNOWN, "")


def _is_event(told: Told) -> bool:
    """Whether the word is of the day itself ("started today"), rather than of a state that may have begun long
    before."""
    return local(told.predicate) != "status" or is_concept(told, *EVENTS)


def _with(promise: PromiseLine, outcome: str, days: int | None, became: Cited, on: str) -> PromiseLine:
    return PromiseLine(
        promise.promised,
        promise.matter,
        promise.about,
        promise.says,
        promise.earliest,
        promise.latest,
        outcome,
        days,
        became,
        on,
    )


def _news(case: Case, node: Iri, matter: str, since: str) -> Told | None:
    """The first later word that the thing has come about, or that it never will."""
    type_, statuses = REACHED.get(matter, ("", ()))
    found = []
    for other in _candidates(case, node, type_):
        if not _fits(case, node, other, matter):
            continue
        if type_ == "Outcome":
            found += [t for t in case.told(other, "resultText") if t.last > since]
        wanted = (*statuses, *BROKEN.get(type_, ())) if statuses else ()
        found += [
            t for t in case.told(other, "status") if t.last > since and t.first >= since and is_concept(t, *wanted)
        ]
    return min(
        found,
        key=lambda t: (next(p.source.date for p in t.places if p.source.date > since), str(t.subject)),
        default=None,
    )


def _candidates(case: Case, node: Iri, type_: str) -> list[Iri]:
    """The nodes of a class that are about the drugs of an expectation, or all of it where it names none."""
    drugs = case.objects(node, "drug")
    if not drugs:
        return list(case.nodes(type_))
    key = _candidates, tuple(drugs), type_
    if key not in case.answers:
        case.answers[key] = _about(case, drugs, type_)
    return cast("list[Iri]", case.answers[key])


def _about(case: Case, drugs: Sequence[Iri], type_: str) -> list[Iri]:
    found = {n for drug in drugs for n in case.at(drug, "intervention", "drug")}
    found |= {n for trial in found for n in case.at(trial, "trial")}
    return sorted(n for n in found if case.names[n].type == type_)


def _fits(case: Case, node: Iri, other: Iri, matter: str) -> bool:
    """Whether a node is what was expected: the same drug, and no other phase or disease than the ones that were
    named."""
    drugs = set(case.objects(node, "drug"))
    if matter in ("trading", "closing"):
        return other in _told_with(case, node)
    if not drugs & set(case.objects(other, "intervention", "drug")):
        trials = case.objects(other, "trial")
        if not any(drugs & set(case.objects(t, "intervention")) for t in trials):
            return False
    for name in ("phase", "indication"):
        asked, has = set(case.objects(node, name)), set(case.objects(other, name))
        if asked and has and not asked & has or (name == "phase" and asked and not has and matter == "trialStart"):
            return False
    if matter in ("submission", "decision"):
        return not any(
            is_concept(
                t, "orphanDrug", "fastTrack", "breakthroughTherapy", "rmat", "rarePediatricDisease", "scientificAdvice"
            )
            for t in case.told(other, "actionType")
        )
    if matter in ("trialStart", "trialComplete", "enrollmentComplete"):
        return any(t.first >= min(s.first for s in case.of[node]) for t in case.told(other, "status"))
    return True


def _told_with(case: Case, node: Iri) -> set[Iri]:
    """The listings and financings that the release of an expectation tells of as planned or announced."""
    graphs = {p.source.graph for t in case.of[node] for p in t.places}
    return {
        other
        for type_ in ("Listing", "Financing")
        for other in case.nodes(type_)
        for t in case.told(other, "status")
        if is_concept(t, "planned", "announced") and any(p.source.graph in graphs for p in t.places)
    }


def _alike(case: Case) -> Alike:
    """The expectations of the same thing of a drug, in the order in which they were told."""
    found: dict[tuple[tuple[Iri, ...], ...], list[tuple[Iri, Told, str]]] = defaultdict(list)
    for node in sorted(case.nodes("Expectation"), key=lambda n: min(t.first for t in case.of[n])):
        if told := case.latest(node, "latest"):
            found[_subject(case, node)].append((node, told, _day(told)))
    return found


def _subject(case: Case, node: Iri) -> tuple[tuple[Iri, ...], ...]:
    """What an expectation is of: its matter, drugs, phases and diseases."""
    return tuple(tuple(case.objects(node, name)) for name in ("matter", "drug", "phase", "indication"))


def _moved(case: Case, node: Iri, latest: str, alike: Alike) -> Told | None:
    """A later word that the same thing is expected on a later day."""
    mine, matter = _subject(case, node), case.latest(node, "matter")
    if not mine[1] or matter is None:
        return None
    for other, told, day in alike[mine]:
        if told.first > matter.first and day > latest and other != node:
            return told
    return None


def _planned(case: Case, node: Iri, taken: Collection[Place], graphs: Collection[Iri]) -> Iterator[PromiseLine]:
    """A trial, agreement, listing… that is told as planned, where no expectation says when: in the same words, or
    (a listing)
    in one of the releases that say when trading begins.
    """
    for told in case.told(node, "status"):
        dated = any(p in taken or p.source.graph in graphs for p in told.places)
        if not is_concept(told, "planned") or dated:
            continue
        later = [t for t in case.told(node, "status") if t.last > told.first and not is_concept(t, "planned")]
        news = min(later, key=lambda t: (t.first, str(t.object)), default=None)
        promise = PromiseLine(
            told.first, case.names[node].type, case.label_of(node), case.cite(told), "", "", "", None, UNKNOWN, ""
        )
        if news is None:
            yield _with(promise, "no news" if case.last_day > told.last else "open", None, UNKNOWN, "")
        else:
            place = next(p for p in news.places if p.source.date > told.first)
            missed = is_concept(news, "terminated", "refused", "withdrawn")
            yield _with(
                promise,
                "missed" if missed else "came about",
                None,
                Cited(case.words(news), (place,)),
                place.source.date,
            )


def _day(told: Told | None) -> str:
    return told.object.value if told and isinstance(told.object, Literal) else ""
