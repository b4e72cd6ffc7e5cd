"""What every request passes on its way in and every answer on its way out.

Only the instance's own names are answered (a page elsewhere cannot reach it by a name of its own: DNS rebinding), only
its own pages and the origins that were named may ask by script, a body has a size and a time to arrive in, and answers
carry the headers that keep a browser from running what a document says.
"""

from __future__ import annotations

import asyncio
import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.health import OUTSIDE
from kg.server.problem import Problem
from kg.server.process import RETRY
from kg.server.settings import Settings

LOG = logging.getLogger(__name__)
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
ASKABLE = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or lets the app do so."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        send = self._dressed(send, headers.get("origin", ""))
        try:
            problem = self._crowded(scope) or self._stranger(headers, scope)
            if scope["method"] == "OPTIONS" and not problem:
                await Response(status_code=204, headers=ASKABLE)(scope, receive, send)
            elif problem:
                told = {"title": problem.title, "status": problem.status, "detail": problem.detail}
                closing = problem.headers | {"Connection": "close"}
                refusal = JSONResponse(told, problem.status, closing, "application/problem+json")
                await refusal(scope, receive, send)
            else:
                await self.app(scope, self._measured(receive), send)
        except TimeoutError:
            LOG.info("a client took its answer too slowly")

    def _crowded(self, scope: Scope) -> Problem | None:
        """Too many connections, for all but those who ask how the server is."""
        open_ones = getattr(scope["app"].state, "connections", ())
        if len(open_ones) <= self.settings.limits.connections or scope["path"] in OUTSIDE:
            return None
        return Problem(503, "Too many connections", "Too many connections are open; ask again in a moment.", RETRY)

    def _stranger(self, headers: Headers, scope: Scope) -> Problem | None:
        """What is wrong with where a request comes from, where it thinks it goes, or its size."""
        host = headers.get("host", "").lower()
        name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        if name not in self.settings.known_hosts:
            return Problem(421, "Unknown host", "This instance is not known by that name.")
        origin = headers.get("origin")
        if origin is not None and origin not in (f"{scope['scheme']}://{host}", *self.settings.origins):
            return Problem(
                403, "Unknown origin", "Pages of that origin may not ask here; `kg serve --origin` allows one."
            )
        if int(headers.get("content-length", "0")) > self.settings.limits.body:
            return self._too_large()
        return None

    def _too_large(self) -> Problem:
        most = self.settings.limits.body // 2**20
        return Problem(413, "Too large", f"A request may have {most} MiB.", {"Connection": "close"})

    def _measured(self, receive: Receive) -> Receive:
        """The body's pieces, as long as they come in time and are not too many."""
        limits = self.settings.limits
        size, until, complete = 0, time.monotonic() + limits.body_seconds, False

        async def measured() -> Message:
            nonlocal size, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout(until - time.monotonic()):
                    message = await receive()
            except TimeoutError:
                raise Problem(408, "Too slow", "The request did not arrive in time.", {"Connection": "close"}) from None
            size += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if size > limits.body:
                raise self._too_large()
            return message

        return measured

    def _dressed(self, send: Send, origin: str) -> Send:
        """Answers with the headers of the house, to clients that take them."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if origin in self.settings.origins:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers.add_vary_header("Origin")
            async with asyncio.timeout(self.settings.limits.send_seconds):
                await send(message)

        return dressed
