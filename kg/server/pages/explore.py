"""Search, things and documents."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.server.asking import ask
from kg.server.pages.failing import number, told
from kg.server.pages.marking import marked
from kg.server.pages.render import harmless, page, to

SUGGESTED = 9
FOUND = 60
FILTERS = ("Drug", "Organization", "Person", "Indication", "Target", "Trial", "Event", "Release")


@told
async def home(request: Request) -> Response:
    """The first page: search, and what there is."""
    return page(request, "home.html", **await ask(request, "page_home"))


@told
async def search(request: Request) -> Response:
    """What fits a few letters; a single exact fit is gone to at once when `go` asks for it."""
    text, type_ = request.query_params.get("q", ""), request.query_params.get("type", "")
    types = [type_] if type_ in FILTERS else []
    hits = await ask(request, "page_find", text=text, limit=FOUND, types=types) if text else []
    exact = [h for h in hits if text.casefold() in (h["label"].casefold(), h["name"].casefold())]
    if "go" in request.query_params and len(exact) == 1 and exact[0]["type"] != "Release":
        return RedirectResponse(to(exact[0]["path"]), 303)
    return page(request, "search.html", text=text, type=type_, hits=hits, filters=FILTERS, most=FOUND)


async def suggest(request: Request) -> Response:
    """The best few fits as JSON, for the search box."""
    types = [t for t in request.query_params.get("type", "").split(",") if t in FILTERS]
    hits = await ask(request, "page_find", text=request.query_params.get("q", ""), limit=SUGGESTED, types=types)
    return JSONResponse([harmless(h) | {"href": href(h)} for h in hits])


@told
async def entity(request: Request) -> Response:
    """A thing: its facts by group, its names, its sources, who else."""
    query = request.query_params
    found = await ask(
        request,
        "page_entity",
        name=request.path_params["path"],
        as_of=query.get("as_of", ""),
        whole=query.get("all", ""),
    )
    return page(request, "entity.html", thing=found, as_of=query.get("as_of", ""), days=found["days"])


@told
async def documents(request: Request) -> Response:
    """All releases, the newest first."""
    skip = number(request, "skip", 0, 10**8)
    return page(request, "documents.html", **await ask(request, "page_documents", skip=skip))


@told
async def document(request: Request) -> Response:
    """A release with every passage that a fact rests on marked in its text."""
    found = await ask(request, "page_document", name=request.path_params["name"])
    return page(request, "document.html", document=found, **marked(found))


def href(hit: Any) -> str:
    """Where a hit leads."""
    path: str = hit["path"]
    return f"/document/{path.removeprefix('release/')}" if hit["type"] == "Release" else to(path)


ROUTES = (
    Route("/", home, methods=["GET"]),
    Route("/search", search, methods=["GET"]),
    Route("/suggest", suggest, methods=["GET"]),
    Route("/entity/{path:path}", entity, methods=["GET"]),
    Route("/documents", documents, methods=["GET"]),
    Route("/document/{name}", document, methods=["GET"]),
)
