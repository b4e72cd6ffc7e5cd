"""The sections of a dossier as pages: what a report says of a company or a drug, each value beside its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.annotation.model import EntityType
from kg.errors import QueryError
from kg.queries.case import make_case
from kg.queries.claims import things
from kg.queries.names import Named
from kg.reports.dossier import day_note
from kg.reports.model import Cell, Sheet
from kg.reports.sections import REPORTS
from kg.server.asking import ask
from kg.server.pages.failing import told
from kg.server.pages.jobs import Opened, day_of, named, place_of, thing_of
from kg.server.pages.render import page

Json = Any
SUBJECTS = {"Organization": EntityType.ORGANIZATION, "Drug": EntityType.DRUG}
MOST_ROWS = 300
MOST_PLACES = 3


def section(session: Opened, about: str, key: str, as_of: str = "") -> Json:
    """One section about a company or a drug, its tables with the places of every cell."""
    iri = thing_of(session.store, about)
    thing = things(session.store, [iri])[iri]
    if thing.type not in SUBJECTS:
        raise QueryError(f"{thing.label} is neither a company nor a drug; a report is about one of these")
    known = [r for r in REPORTS if thing.type in r.types]
    report = next((r for r in known if r.key == key), known[0])
    case = make_case(session.store, Named(thing.label, SUBJECTS[thing.type], iri), day_of(as_of))
    sheets = [_sheet(sheet) for sheet in report.make(case, session.store)]
    return {
        "about": named(session, about),
        "key": report.key,
        "title": report.title,
        "sections": [{"key": r.key, "title": r.title} for r in known],
        "note": day_note(case),
        "sheets": sheets,
    }


def _sheet(sheet: Sheet) -> Json:
    return {
        "title": sheet.title,
        "says": sheet.says,
        "columns": [c.title for c in sheet.columns],
        "rows": [[_cell(cell) for cell in row] for row in sheet.rows[:MOST_ROWS]],
        "more": max(0, len(sheet.rows) - MOST_ROWS),
    }


def _cell(cell: Cell) -> Json:
    places = [place_of(p) for p in cell.places[:MOST_PLACES] if p.quote]
    return {"text": cell.text, "told": cell.told, "places": places}


@told
async def report(request: Request) -> Response:
    """A section of what is told of a company or a drug."""
    query = request.query_params
    about, as_of = query.get("about", ""), query.get("as_of", "")
    if not about:
        return page(request, "choose.html", title="Report", to="/report", name="about", types="Organization,Drug")
    found = await ask(request, "page_report", about=about, key=query.get("section", ""), as_of=as_of)
    return page(request, "report.html", as_of=as_of, days=found["about"]["days"], **found)


JOBS: Mapping[str, Callable[..., Json]] = {"page_report": section}
ROUTES = (Route("/report", report, methods=["GET"]),)
