"""How things came along: the pipeline board, the timeline, what changed between two days."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server.asking import ask
from kg.server.pages.failing import told
from kg.server.pages.render import page

Json = Any


@told
async def pipeline(request: Request) -> Response:
    """A company's drugs by phase on a day; without a company, all companies with their numbers."""
    company, as_of = request.query_params.get("company", ""), request.query_params.get("as_of", "")
    found = await ask(request, "page_board", company=company, as_of=as_of)
    if company:
        return page(request, "board.html", as_of=as_of, **found)
    return page(request, "companies.html", **found)


@told
async def timeline(request: Request) -> Response:
    """What was new of a thing, day by day."""
    about, as_of = request.query_params.get("about", ""), request.query_params.get("as_of", "")
    if not about:
        return page(request, "choose.html", title="Timeline", to="/timeline", name="about", types="")
    found = await ask(request, "page_timeline", about=about, as_of=as_of)
    types = sorted({m["type"] for m in found["moments"]})
    return page(request, "timeline.html", as_of=as_of, by_year=_by_year(found["moments"]), types=types, **found)


@told
async def changes(request: Request) -> Response:
    """What of a thing's facts came and went between two days."""
    query = request.query_params
    about = query.get("about", "")
    if not about:
        return page(request, "choose.html", title="What changed", to="/changes", name="about", types="")
    found = await ask(request, "page_changes", about=about, earlier=query.get("from", ""), later=query.get("to", ""))
    for part in ("added", "removed"):
        found[part] = _by_subject(found[part])
    return page(request, "changes.html", **found)


def _by_year(moments: list[Json]) -> list[Json]:
    """Years, in them days, in them things, in these the moments; the order stays."""
    return [
        {"year": year or "Undated", "days": [
            {"day": day, "things": [_thing(list(said)) for _, said in groupby(group, lambda m: m["path"])]}
            for day, group in groupby(list(days), lambda m: m["day"])
        ]}
        for year, days in groupby(moments, lambda m: m["day"][:4])
    ]  # fmt: skip


def _thing(said: list[Json]) -> Json:
    first = said[0]
    return {"path": first["path"], "about": first["about"], "type": first["type"], "moments": said}


def _by_subject(facts: list[Json]) -> list[Json]:
    ordered = sorted(facts, key=lambda f: (f["type"], f["about"], f["path"]))
    return [
        {"path": path, "about": group[0]["about"], "type": group[0]["type"], "facts": group}
        for path, found in groupby(ordered, lambda f: f["path"])
        if (group := list(found))
    ]


ROUTES = (
    Route("/pipeline", pipeline, methods=["GET"]),
    Route("/timeline", timeline, methods=["GET"]),
    Route("/changes", changes, methods=["GET"]),
)
