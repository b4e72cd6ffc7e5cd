"""What can go wrong with a request, as RFC 9457 tells it: a status, a short title, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Problem(Exception):
    """A request that is not answered; raise it anywhere below the app."""

    def __init__(self, status: int, title: str, detail: str = "", headers: Mapping[str, str] | None = None):
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.headers = dict(headers or {})


# What the router says by itself, and what to do about it.
ADVICE = {
    404: "There is no such address here: / begins the pages, /api/openapi.json lists what programs may ask.",
    405: "This address is not asked in that way; the header Allow tells how.",
}


def as_problem(error: Exception) -> Problem:
    """What the router says (404, 405) as a problem; others as they are."""
    if isinstance(error, HTTPException):
        return Problem(error.status_code, error.detail, ADVICE.get(error.status_code, ""), error.headers)
    assert isinstance(error, Problem)
    return error


def problem_response(request: Request, error: Exception) -> Response:
    """A problem as application/problem+json."""
    error = as_problem(error)
    told = {"title": error.title, "status": error.status, "detail": error.detail}
    return JSONResponse(told, error.status, error.headers, "application/problem+json")
