"""The drawn graph: around a thing, between two things, on a day, or on two days in green and red."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.server.asking import ask
from kg.server.pages.failing import number, told
from kg.server.pages.render import harmless, page

MOST = 300
USUAL = 80


@told
async def graph(request: Request) -> Response:
    """The page around the drawing; the script asks `/graph/data` for what is drawn."""
    query = request.query_params
    about = query.get("about", "")
    if not about:
        return page(request, "choose.html", title="Graph", to="/graph", name="about", types="")
    found = await ask(request, "page_named", name=about)
    other = await ask(request, "page_named", name=query["other"]) if query.get("other") else None
    drawn = await _data(request)
    return page(request, "graph.html", thing=found, other=other, days=found["days"], drawn=drawn)


async def data(request: Request) -> Response:
    """Nodes and edges as JSON."""
    return JSONResponse(harmless(await _data(request)))


async def _data(request: Request) -> dict[str, object]:
    query = request.query_params
    about, as_of = query.get("about", ""), query.get("as_of", "")
    limit = number(request, "limit", USUAL, MOST)
    found: dict[str, object]
    if query.get("other"):
        found = await ask(request, "page_path", about=about, other=query["other"], as_of=as_of)
    elif query.get("from") and query.get("to"):
        days = {"earlier": query["from"], "later": query["to"]}
        found = await ask(request, "page_compared", about=about, limit=limit, **days)
    else:
        depth = number(request, "depth", 1, 3)
        found = await ask(request, "page_graph", about=about, depth=depth, as_of=as_of, limit=limit)
    return found


ROUTES = (Route("/graph", graph, methods=["GET"]), Route("/graph/data", data, methods=["GET"]))
