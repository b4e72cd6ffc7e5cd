"""What a person reads when a page cannot be shown."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from kg.server.pages.render import page
from kg.server.problem import Problem, as_problem, problem_response

Page = Callable[[Request], Awaitable[Response]]
FOR_PROGRAMS = ("/api", "/sparql", "/update", "/graphs", "/health", "/metrics")


def told(shown: Page) -> Page:
    """The page, or, where it meets a problem, a page that says which and what to do."""

    @functools.wraps(shown)
    async def guarded(request: Request) -> Response:
        try:
            return await shown(request)
        except Problem as problem:
            return problem_page(request, problem)

    return guarded


def problem_page(request: Request, problem: Problem) -> Response:
    """The page that says what is wrong."""
    response = page(request, "problem.html", problem.status, title=problem.title, detail=problem.detail)
    response.headers.update(problem.headers)
    return response


def in_kind(request: Request, error: Exception) -> Response:
    """What went wrong: a page for a person with a browser, JSON for a program."""
    person = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(FOR_PROGRAMS)
    return problem_page(request, as_problem(error)) if person else problem_response(request, error)


def number(request: Request, name: str, usual: int, most: int) -> int:
    """A number from the address, within 0 and `most`; what is no number counts as the usual one."""
    given = request.query_params.get(name, "")
    return min(int(given), most) if given.isascii() and given.isdigit() and len(given) < 10 else usual
