"""Every request seen from outside: a name for it, a line in the log, and its share of the figures.

The line holds no query text: neither the address after its "?" nor a body. Of an address that no route has, only the
first part is written, and of one that holds a secret only the route's template.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.metrics import UNKNOWN, Metrics

LOG = logging.getLogger(__name__)
LONGEST = 200  # characters of a path that are written
SECRET = "token"  # the parameter of a route that is never written
NAMED = "kg.request"  # where a request's name stands in its scope
LEFT = 499  # a client that did not wait for the answer


@dataclass(slots=True)
class Answer:
    """What has been sent so far: a status, 0 before the first byte, and bytes of the body."""

    status: int = 0
    size: int = 0


class Observed:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, metrics: Metrics):
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the app answer, and notes how it did."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope[NAMED] = secrets.token_hex(8)
        began, answer = time.perf_counter(), Answer()
        failed = ""
        try:
            await self.app(scope, receive, _noting(send, answer, scope[NAMED]))
        except Exception as error:
            failed = type(error).__name__
            raise
        finally:
            answer.status = answer.status or (500 if failed else LEFT)
            self._note(scope, answer, time.perf_counter() - began, failed)

    def _note(self, scope: Scope, answer: Answer, seconds: float, failed: str) -> None:
        route = _template(scope)
        size = 0 if scope["method"] == "HEAD" else answer.size
        self.metrics.count(scope["method"], route, answer.status, seconds, size)
        told = {
            "id": scope[NAMED],
            "method": scope["method"][:20],
            "route": route,
            "path": _path(scope, route),
            "status": answer.status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
        }
        level = logging.ERROR if failed else logging.INFO
        LOG.log(level, "request", extra=told | ({"error": failed} if failed else {}))


def _noting(send: Send, answer: Answer, name: str) -> Send:
    """Answers with the request's name, noted while they are sent."""

    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            MutableHeaders(scope=message)["X-Request-ID"] = name
        elif message["type"] == "http.response.body":
            answer.size += len(message.get("body", b""))
        await send(message)

    return noting


def _template(scope: Scope) -> str:
    """The template of the route that took a request, as it was written in ROUTES."""
    return str(getattr(scope.get("route"), "path", UNKNOWN))


def _path(scope: Scope, route: str) -> str:
    """As much of a path as may be known to others."""
    path: str = scope["path"]
    if route == UNKNOWN:
        first, slash, _ = path.lstrip("/").partition("/")
        return f"/{first[:40]}{slash and '/…'}"
    return route if f"{{{SECRET}" in route else path[:LONGEST]
