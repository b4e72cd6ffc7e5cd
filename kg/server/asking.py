"""How a route asks the graph: a job by its name and parameters, run in a worker while the client stays."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from kg.server.pool import Lane
from kg.server.process import Reply, Task
from kg.server.settings import Settings

Json = Any  # parsed JSON, on its way to a template or a client


def settings_of(request: Request) -> Settings:
    """The instance's settings."""
    settings: Settings = request.app.state.settings
    return settings


async def ask(request: Request, job: str, **parameters: object) -> Json:
    """What a job of `kg.server.jobs.JOBS` gives, as parsed JSON.

    Raises `Problem`: 404 where the graph has no such thing, 400 for a parameter that makes no sense, 429, 503, 504.
    """
    return json.loads((await run(request, "api", {"do": "job", "job": job, "parameters": parameters})).body)


async def run(request: Request, lane: str, task: Task) -> Reply:
    """A worker's reply to a task; a client that leaves stops it."""
    lanes: dict[str, Lane] = request.app.state.lanes
    return await lanes[lane].run(task, request)
