"""What a person reads when a page cannot be shown."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from kg.server.pages.render import page
from kg.server.problem import Problem

Page = Callable[[Request], Awaitable[Response]]


def told(shown: Page) -> Page:
    """The page, or, where it meets a problem, a page that says which and what to do."""

    @functools.wraps(shown)
    async def guarded(request: Request) -> Response:
        try:
            return await shown(request)
        except Problem as problem:
            response = page(request, "problem.html", problem.status, title=problem.title, detail=problem.detail)
            response.headers.update(problem.headers)
            return response

    return guarded


def number(request: Request, name: str, usual: int, most: int) -> int:
    """A number from the address, within 0 and `most`; what is no number counts as the usual one."""
    given = request.query_params.get(name, "")
    return min(int(given), most) if given.isascii() and given.isdigit() and len(given) < 10 else usual
