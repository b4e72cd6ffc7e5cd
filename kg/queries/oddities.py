"""Contradictions within the words of one document, which no single fact shows.

A list that names one thing twice ("one Phase 1 and one Phase 1 trial"), a cover whose fiscal year ends after the
day it was signed,
and a change that the figures beside it do not give ("lower overhead of $442 thousand" where the table has 500).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.documents.dates import find_dates
from kg.errors import StoreError
from kg.graph.document import filing_iri
from kg.graph.terms import Iri
from kg.queries.case import Case, Cited, Issue
from kg.queries.contradictions import Contradiction, contradictions_of
from kg.queries.money import Figure, figures_of
from kg.queries.told import Place, Source
from kg.store import Store

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(\"“])|\n\s*\n")
TWICE = re.compile(
    r"\b(?P<n>one|two|three|four|five|a|an|\d{1,2})\s(?P<what>[Pp]hase\s[\dIVab/]{1,6})\s(?:and|,)\s(?P=n)\s(?P=what)\b(?!\s?/)"
)
YEAR_ENDED = re.compile(
    r"\b[Ff]or\s+the\s+(?:financial|fiscal)\s+year\s+ended\s+(?P<day>[A-Z][a-z]+\s+\d{1,2},\s+\d{4})"
)
SUM = r"(?:U\.?S\.?|C(?:AD)?|CDN)?\s?\\?\$\s?(?P<{0}>\d[\d,.]*\d|\d)\s(?P<{0}u>thousand|million)"
METRICS = {
    "researchAndDevelopmentExpense": r"research\s+and\s+development\s+(?:expens\w+|expenditures|costs)",
    "generalAndAdministrativeExpense": r"general\s+and\s+administrative\s+(?:expens\w+|expenditures|costs)",
}
CHANGES = re.compile(r"\b(?:decreas|reduc|increas|lower|higher)\w*", re.I)
LEVEL = re.compile(r"\b(?:compared|versus|were|was|totall?ed|from)\b", re.I)
UNITS = {"thousand": 1000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class Text:
    """A document's own text, with its releases: (graph, first offset, past the last)."""

    source: str
    filed: str
    filing: Iri
    text: str
    parts: tuple[tuple[Iri, int, int], ...]


def all_contradictions(case: Case, store: Store) -> tuple[Contradiction, ...]:
    """What cannot both hold in what is told of a case, facts and documents together, the gravest first."""
    found = (*contradictions_of(case), *oddities_of(case, store))
    return tuple(sorted(found, key=lambda c: (c.rank, c.about, c.what)))


def oddities_of(case: Case, store: Store) -> tuple[Contradiction, ...]:
    """What the documents of a case's company say against themselves."""
    where = {i.source.graph: i.source for i in case.issues}
    found: list[Contradiction] = []
    figures = figures_of(case)
    issues = {i.source.graph: i for i in case.issues}
    unread = set(issues)
    for document in _texts(store, set(where)):
        found += _cover(case, document, [where[g] for g, _, _ in document.parts if g in where])
        for graph, start, end in document.parts:
            if graph in where:
                unread.discard(graph)
                found += _dateline(issues[graph], document, (start, end))
                found += _twice(case, document.text, where[graph], (start, end))
                mine = [f for f in figures if any(p.source.graph == graph for p in f.cited.places)]
                found += _changes(case, document.text, where[graph], (start, end), mine)
    found += [c for graph in sorted(unread) for c in _dateline(issues[graph], None, (0, 0))]
    once = {(c.kind, c.about, c.what, c.one.text): c for c in reversed(found)}
    return tuple(sorted(once.values(), key=lambda c: (c.rank, c.about, c.first, c.what)))


def _texts(store: Store, graphs: set[Iri]) -> Iterator[Text]:
    for sha, entry in sorted(store.manifest.documents.items()):
        filing = filing_iri(sha)
        mine = [g for g in graphs if g.value.startswith(filing.value.replace("/filing/", "/release/") + "-")]
        if not mine:
            continue
        try:
            reading, text = store.load_reading(sha)
        except StoreError:
            continue  # a store that was loaded from a dump has no texts
        head = json.loads(reading).get("filing", {})
        stem = filing.value.replace("/filing/", "/release/")
        parts = [(Iri(f"{stem}-{r['sequence']}"), int(r["start"]), int(r["end"])) for r in head.get("releases", [])]
        yield Text(entry.source, str(head.get("filed") or ""), filing, text, tuple(parts))


def _dateline(issue: Issue, document: Text | None, span: tuple[int, int]) -> Iterator[Contradiction]:
    """A release whose own date cannot be the day of its issue."""
    if not issue.stated or issue.stated == issue.source.date:
        return
    stated, other = Place(issue.source, 0, 0, ""), Place(issue.source, 0, 0, "")
    if document:
        stated = _dated(document.text, issue, issue.stated, span) or stated
        signed = _signed(document, Source(document.filed, document.source, "Cover", document.filing))
        other = _dated(document.text, issue, issue.source.date, span) or (signed or (other,))[0]
    yield Contradiction(
        "date", issue.source.title or "release", "day of issue", Cited(issue.stated, (stated,)),
        Cited(issue.source.date, (other,)), issue.source.date, issue.source.date,
        issue.note or "the text gives another day", 2,
    )  # fmt: skip


def _dated(text: str, issue: Issue, day: str, span: tuple[int, int]) -> Place | None:
    """The sentence of a release that prints a day, alone or as the first of several."""
    found = next((d for d in find_dates(text[slice(*span)]) if d.earliest.isoformat() == day), None)
    if found is None:
        return None
    return Place(issue.source, *_sentence(text, span[0] + found.start, span[0] + found.end, span))


def _cover(case: Case, document: Text, sources: list[Source]) -> Iterator[Contradiction]:
    """A fiscal year that is said to have ended after the day on which the filing was signed."""
    first = min((start for _, start, _ in document.parts), default=len(document.text))
    for m in YEAR_ENDED.finditer(document.text, 0, first):
        dates = find_dates(m["day"])
        if dates and document.filed and dates[0].earliest.isoformat() > document.filed and sources:
            cover = Source(document.filed, document.source, "Cover", document.filing)
            one = Cited(dates[0].edtf, (Place(cover, *m.span(), m[0]),))
            signed = _signed(document, cover)
            yield Contradiction(
                "date",
                case.label,
                "fiscal year on the cover",
                one,
                Cited(document.filed, signed),
                document.filed,
                document.filed,
                "a year that ended after the filing was signed",
                2,
            )


def _signed(document: Text, cover: Source) -> tuple[Place, ...]:
    m = re.search(r"\bDate[d]?:\s*(?P<day>[A-Z][a-z]+\s+\d{1,2},\s+\d{4})", document.text)
    return (Place(cover, *m.span(), m[0]),) if m else ()


def _twice(case: Case, text: str, source: Source, span: tuple[int, int]) -> Iterator[Contradiction]:
    for m in TWICE.finditer(text, *span):
        place = Place(source, *_sentence(text, m.start(), m.end(), span))
        place = Place(source, place.start, place.end, text[place.start : place.end])
        said = Cited(" ".join(m[0].split()), (place,))
        yield Contradiction(
            "text",
            case.label,
            "list",
            said,
            Cited(m["what"], (place,)),
            source.date,
            source.date,
            "a list names one thing twice",
            7,
        )


def _sentence(text: str, start: int, end: int, span: tuple[int, int]) -> tuple[int, int, str]:
    """The sentence around a stretch of a text, within a part of it."""
    first = max((m.end() for m in SENTENCE.finditer(text, span[0], start)), default=span[0])
    after = SENTENCE.search(text, end, span[1])
    last = after.start() if after else span[1]
    return first, last, text[first:last]


def _changes(
    case: Case, text: str, source: Source, span: tuple[int, int], figures: list[Figure]
) -> Iterator[Contradiction]:
    """A change of an expense that none of the release's own periods gives."""
    for metric, words in METRICS.items():
        known = {(f.end, f.months, f.currency): f for f in figures if f.metric == metric and f.months}
        pattern = re.compile(rf"{words}\s+of\s+{SUM.format('a')}|{SUM.format('b')}\s+in\s+{words}", re.I)
        pairs = _pairs(known)
        for m in pattern.finditer(text, *span):
            first, last, sentence = _sentence(text, m.start(), m.end(), span)
            unit = UNITS[(m["au"] or m["bu"]).lower()]
            printed = (m["a"] or m["b"]).replace(",", "")
            said = Decimal(printed.rstrip(".")) * unit
            near = unit if "." not in printed else Decimal(unit) / 10 ** len(printed.partition(".")[2])
            levels = {f.value for f in known.values()}
            fits = any(abs(abs(a.value - b.value) - said) <= near for a, b in pairs)
            level = any(abs(v - said) <= near for v in levels)
            if (
                pairs
                and CHANGES.search(sentence)
                and not LEVEL.search(text[m.end() : m.end() + 14])
                and not fits
                and not level
            ):
                yield _against(case, source, (first, last, sentence), said, pairs)


def _against(
    case: Case, source: Source, said: tuple[int, int, str], amount: Decimal, pairs: list[tuple[Figure, Figure]]
) -> Contradiction:
    told = Cited(f"a change of {amount.normalize():,f}", (Place(source, *said),))
    words = "; ".join(f"{abs(a.value - b.value).normalize():,f} in {a.months} months to {a.end}" for a, b in pairs)
    places = tuple(sorted({p for pair in pairs for f in pair for p in f.cited.places if p.source == source}))
    what = f"change of {pairs[0][0].label.lower()}"
    return Contradiction(
        "value",
        case.label,
        what,
        told,
        Cited(words, places),
        source.date,
        source.date,
        "a stated change that the stated figures do not give",
        3,
    )


def _pairs(known: dict[tuple[str, int, str], Figure]) -> list[tuple[Figure, Figure]]:
    """Each figure with that of the same months a year before."""
    found = []
    for (end, months, currency), figure in sorted(known.items()):
        before = known.get((f"{int(end[:4]) - 1}{end[4:]}", months, currency))
        if before:
            found.append((figure, before))
    return found
