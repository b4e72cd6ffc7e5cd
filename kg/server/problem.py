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


def problem_response(request: Request, error: Exception) -> Response:
    """A problem, or what the router says (404, 405), as application/problem+json."""
    if isinstance(error, HTTPException):
        error = Problem(error.status_code, error.detail, "", error.headers)
    assert isinstance(error, Problem)
    told = {"title": error.title, "status": error.status, "detail": error.detail}
    return JSONResponse(told, error.status, error.headers, "application/problem+json")
