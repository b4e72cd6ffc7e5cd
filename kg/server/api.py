"""The JSON API: what the pages show, for programs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.server.asking import ask


async def about(request: Request) -> Response:
    """How much the graph holds."""
    return JSONResponse(await ask(request, "about"))


ROUTES: tuple[BaseRoute, ...] = (Route("/api/about", about, methods=["GET"]),)
