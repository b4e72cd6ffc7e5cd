"""The server as one ASGI app: its routes, and what lives as long as it does."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.confine import keeps_from_network
from kg.errors import KgError
from kg.server import api, health, metrics, openapi, sparql
from kg.server.guard import Guard
from kg.server.health import Readiness
from kg.server.memory import Memory
from kg.server.metrics import Metrics, Served
from kg.server.observed import NAMED, Observed
from kg.server.pages import routes as pages
from kg.server.pages.failing import in_kind
from kg.server.pages.render import compile_templates
from kg.server.pool import Lane, Manner
from kg.server.problem import Problem
from kg.server.process import Nursery, Task
from kg.server.registering import keep_register
from kg.server.settings import Settings
from kg.server.snapshot import Snapshots

LOG = logging.getLogger(__name__)
REFRESH_SECONDS = 1.0
WARM: Task = {"do": "job", "job": "warm", "parameters": {}}
OPEN: Task = {"do": "open"}
ROUTES: tuple[BaseRoute, ...] = (
    *sparql.ROUTES,
    *api.ROUTES,
    *openapi.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
    *pages.ROUTES,
)


def make_app(settings: Settings) -> Starlette:
    """The app of one instance; it starts its workers when it is started itself."""
    figures = Metrics()
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Observed, metrics=figures), Middleware(Guard, settings=settings)],
        exception_handlers={Problem: in_kind, HTTPException: in_kind, Exception: _failed},
        lifespan=_living,
    )
    app.state.settings = settings
    app.state.metrics = figures
    return app


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of ours, told without what is inside; uvicorn logs the rest."""
    name = request.scope.get(NAMED, "")
    told = f"That should not have happened; the log says more, under {name}."
    return in_kind(request, Problem(500, "Failed", told, {"X-Request-ID": name}))


@contextlib.asynccontextmanager
async def _living(app: Starlette) -> AsyncIterator[None]:
    """Snapshots and workers, from start to end."""
    settings: Settings = app.state.settings
    if not keeps_from_network():
        LOG.warning("this system cannot keep workers from the network; SERVICE and LOAD are refused all the same")
    snapshots = Snapshots(settings.folder)
    await asyncio.to_thread(snapshots.refresh)

    def place() -> Path:
        return snapshots.place

    nursery = Nursery(settings.limits)
    lanes = {"sparql": Lane(settings.sparql_workers, nursery, place, Manner(OPEN))}
    own = Manner(WARM, Memory(settings.limits.memory_of_answers))
    lanes["api"] = Lane(settings.api_workers, nursery, place, own)
    if settings.writable:
        lanes["update"] = Lane(1, nursery, place, Manner())
    app.state.lanes = lanes
    probe = Lane(1, nursery, place, Manner(OPEN))
    app.state.readiness = Readiness(probe, lanes)
    everyone = lanes | {"health": probe}
    served = Served(everyone, snapshots)
    turning, turned = asyncio.Lock(), asyncio.Event()
    late: set[asyncio.Task[None]] = set()

    async def refresh() -> None:
        async with turning:
            old = await asyncio.to_thread(snapshots.refresh)
        if old:
            turned.set()
            chore = asyncio.create_task(_turn([lanes["sparql"], lanes["api"]], old))
            late.add(chore)
            chore.add_done_callback(late.discard)

    app.state.refresh = refresh
    turned.set()
    watch = [asyncio.create_task(_watch(app)), asyncio.create_task(keep_register(nursery, place, turned))]
    try:
        await asyncio.gather(asyncio.to_thread(compile_templates), *(lane.open() for lane in everyone.values()))
        app.state.metrics.registry.register(served)
        yield
        app.state.metrics.registry.unregister(served)
    finally:
        for task in (*watch, *late):
            task.cancel()
        await asyncio.gather(*watch, *late, return_exceptions=True)
        await asyncio.gather(*(lane.close() for lane in everyone.values()))
        await nursery.close()
        snapshots.close()


async def _watch(app: Starlette) -> None:
    """Turn to a newer state of the store whenever there is one."""
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        try:
            await app.state.refresh()
        except KgError as error:
            LOG.warning("the newest state of the store cannot be read, the one before it is served: %s", error)


async def _turn(lanes: list[Lane], old: Path) -> None:
    """Prepare workers for a new snapshot, and remove the old one when the last query that may read it is over."""
    await asyncio.gather(*(lane.turn_to_new() for lane in lanes))
    await asyncio.sleep(lanes[0].limits.deadline + 1)
    await asyncio.to_thread(shutil.rmtree, old, True)
