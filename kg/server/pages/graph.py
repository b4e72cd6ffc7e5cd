"""The drawn graph: around a thing, between two things, on a day, or on two days in green and red."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.server.asking import ask
from kg.server.pages.failing import number, told
from kg.server.pages.render import harmless, link, page

MOST = 300
USUAL = 80


@told
async def graph(request: Request) -> Response:
    """The page around the drawing; the script asks `/graph/data` for what is drawn."""
    query = request.query_params
    about = query.get("about", "")
    if query.get("question"):
        return await _answer(request)
    if not about:
        return page(request, "choose.html", title="Graph", to="/graph", name="about", types="")
    found = await ask(request, "page_named", name=about)
    other = await ask(request, "page_named", name=query["other"]) if query.get("other") else None
    drawn = await _data(request)
    return page(request, "graph.html", thing=found, other=other, days=found["days"], drawn=drawn)


async def _answer(request: Request) -> Response:
    """The answer to a named question, drawn."""
    name = request.query_params["question"]
    known = {asked["name"]: asked["title"] for asked in await ask(request, "page_questions")}
    drawn = await _data(request)
    given = ", ".join(_parameters(request).values())
    title = f"{known[name]}: {given}" if given else known[name]
    table = link("/query", name=name, **_parameters(request))
    return page(request, "drawn.html", thing={"label": title}, other=None, drawn=drawn, table=table)


def _parameters(request: Request) -> dict[str, str]:
    """What of the address belongs to the question."""
    return {key: value for key, value in request.query_params.items() if value and key not in ("question", "limit")}


async def data(request: Request) -> Response:
    """Nodes and edges as JSON."""
    return JSONResponse(harmless(await _data(request)))


async def _data(request: Request) -> dict[str, object]:
    query = request.query_params
    about, as_of = query.get("about", ""), query.get("as_of", "")
    limit = number(request, "limit", USUAL, MOST)
    found: dict[str, object]
    if query.get("question"):
        asked = {"name": query["question"], "parameters": _parameters(request), "limit": limit}
        found = await ask(request, "page_answered", **asked)
    elif query.get("other"):
        found = await ask(request, "page_path", about=about, other=query["other"], as_of=as_of)
    elif query.get("from") and query.get("to"):
        days = {"earlier": query["from"], "later": query["to"]}
        found = await ask(request, "page_compared", about=about, limit=limit, **days)
    else:
        depth = number(request, "depth", 1, 3)
        found = await ask(request, "page_graph", about=about, depth=depth, as_of=as_of, limit=limit)
    return found


ROUTES = (Route("/graph", graph, methods=["GET"]), Route("/graph/data", data, methods=["GET"]))
