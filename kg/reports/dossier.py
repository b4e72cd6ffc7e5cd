"""Everything about a company or a drug as of a day, every cell with the sentences that say so."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from kg.queries.case import Case, Cited, open_case
from kg.queries.partnership import ties_of
from kg.queries.wording import description_of
from kg.reports.charts import charts_of
from kg.reports.model import Cell, Dossier, Progress
from kg.reports.sections import REPORTS
from kg.reports.tables import few
from kg.store import Store


def make_dossier(store: Store, kind: str, name: str, as_of: str = "", progress: Progress | None = None) -> Dossier:
    """The dossier of a "company" or a "drug". Raises `UnknownName`, `AmbiguousName`."""
    with _no_search_for_cycles():
        return _made(store, kind, name, as_of, progress)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Nothing here refers to itself, and to look for what does among a million new things costs a fifth of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _made(store: Store, kind: str, name: str, as_of: str, progress: Progress | None) -> Dossier:
    say = progress or (lambda done, count, total: None)
    case = open_case(store, name, "Organization" if kind == "company" else "Drug", as_of)
    wanted = [r for r in REPORTS if case.type in r.types]
    total = len(wanted) + 2
    say("read", 1, total)
    sections = []
    for number, report in enumerate(wanted, 2):
        sections.append((report.key, report.title, report.make(case, store)))
        say(report.key, number, total)
    charts = charts_of(case, ties_of(case, store) if case.type == "Organization" else ())
    say("charts", total, total)
    facts = len({(t.subject, t.predicate, t.object) for said in case.of.values() for t in said})
    return Dossier(case.label, kind, as_of, day_note(case), facts, _glance(case), tuple(sections), charts)


def day_note(case: Case) -> str:
    """What is to be said of the day that was asked for: that nothing had been told by then."""
    if any(case.of.values()):
        return ""
    if case.as_of and case.first_day:
        first = f"the first release here that speaks of it is of {case.first_day}"
        return f"Nothing is told of {case.label} by {case.as_of}; {first}."
    return f"Nothing is told of {case.label} here."


def _glance(case: Case) -> tuple[tuple[str, Cell], ...]:
    said = [p.source for told in case.of.values() for t in told for p in t.places]
    days = sorted({s.date for s in said if s.date})
    rows: list[tuple[str, Cell]] = []
    if case.type == "Organization":
        rows += [
            ("Founded", _cell(case.cite(case.latest(case.iri, "foundingDate")))),
            ("Seat", _cell(case.cite(case.latest(case.iri, "headquarters")))),
            ("Listed", _cell(_listed(case))),
            ("Risks it names", _cell(case.cite_all(case.told(case.iri, "risk")), "none told")),
            ("In its own words", _cell(_description(case))),
        ]
    else:
        names = [
            ("Developer", "developer"),
            ("Modality", "modality"),
            ("Target", "target"),
            ("Analogue of", "analogueOf"),
        ]
        rows += [(title, _cell(case.cite_all(case.told(case.iri, name)))) for title, name in names]
    if days:
        rows.append(("Releases read", Cell(f"{len({s.graph for s in said}):,}, from {days[0]} to {days[-1]}")))
    return tuple(rows)


def _cell(cited: Cited, missing: str = "unknown") -> Cell:
    return Cell(cited.text, few(cited.places)) if cited.text else Cell(missing, (), told=False)


def _listed(case: Case) -> Cited:
    found = []
    for node in case.nodes("Listing"):
        status = case.latest(node, "status")
        if case.iri in case.objects(node, "issuer") and (status is None or case.words(status) == "Active"):
            ticker, exchange = case.latest(node, "ticker"), case.latest(node, "exchange")
            if ticker and exchange:
                found.append((f"{case.words(exchange)}: {case.words(ticker)}", ticker.places, ticker.last))
    newest = max((last for _, _, last in found), default="")
    shown = [f for f in found if f[2] == newest]
    return Cited(
        "; ".join(sorted({t for t, _, _ in shown})), tuple(sorted({p for _, places, _ in shown for p in places}))
    )


def _description(case: Case) -> Cited:
    text, graph = description_of(case)
    told = case.latest(case.iri, "selfDescription")
    return Cited(text, tuple(p for p in told.places if p.source.graph == graph)) if told else Cited("")
