"""Whether the server lives, and whether it can answer: for what starts, watches and replaces servers.

Both are asked beside the line in which queries wait: a worker of their own reads the snapshot, and however many ask,
it is asked once a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.server.pool import Lane
from kg.server.problem import Problem
from kg.server.process import Task

PROBE: Task = {"do": "query", "query": "ASK { ?s ?p ?o }", "default": (), "named": (), "base": "urn:probe"}
FORMATS: Task = {"results": "json", "graph": ""}
PATIENCE = 5.0  # seconds that the answer to a probe may take
FRESH = 1.0  # seconds that an answer holds for all who ask
OUTSIDE = ("/health/live", "/health/ready", "/metrics")  # addresses that are answered however many ask others
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(slots=True)
class Readiness:
    """Whether a worker answers from the snapshot, and the lanes have workers; "" says yes, else what is missing."""

    probe: Lane
    lanes: Mapping[str, Lane]
    _told: str = ""
    _at: float = float("-inf")
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def why_not(self) -> str:
        """What is missing, as it was found within the last second."""
        async with self._asking:
            if time.monotonic() - self._at > FRESH:
                self._told = await self._ask()
                self._at = time.monotonic()
        return self._told

    async def _ask(self) -> str:
        empty = sorted(name for name, lane in self.lanes.items() if not lane.pids)
        if empty:
            return f"No worker is alive for {', '.join(empty)}."
        try:
            async with asyncio.timeout(PATIENCE):
                await self.probe.run(PROBE | FORMATS)
        except TimeoutError:
            return f"No worker answered within {PATIENCE:g} seconds."
        except Problem as problem:
            return f"A worker could not read the snapshot: {problem.title}."
        return ""


async def live(request: Request) -> Response:
    """That the server takes requests."""
    return JSONResponse({"live": True}, headers=NO_STORE)


async def ready(request: Request) -> Response:
    """That the snapshot can be read and workers answer; raises Problem (503) where not."""
    readiness: Readiness = request.app.state.readiness
    if why := await readiness.why_not():
        raise Problem(503, "Not ready", why, {"Retry-After": "2"} | NO_STORE)
    return JSONResponse({"ready": True}, headers=NO_STORE)


ROUTES: tuple[BaseRoute, ...] = (
    Route("/health/live", live, methods=["GET"]),
    Route("/health/ready", ready, methods=["GET"]),
)
