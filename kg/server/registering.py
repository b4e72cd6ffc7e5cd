"""Has the register of a snapshot made (`kg/queries/register.py`), while readers are answered without it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from kg.server.problem import Problem
from kg.server.process import Nursery, WorkerDied

LOG = logging.getLogger(__name__)


async def keep_register(nursery: Nursery, place: Callable[[], Path], turned: asyncio.Event) -> None:
    """Make the register of each snapshot that is turned to; at most half of the time, however often that happens."""
    while await turned.wait():
        turned.clear()
        start = time.monotonic()
        await register(nursery, place())
        await asyncio.sleep(time.monotonic() - start)


async def register(nursery: Nursery, place: Path) -> None:
    """Make a snapshot's register in a worker of its own; without one, answers are the same and come later."""
    start = time.monotonic()
    try:
        worker = await nursery.fork()
        try:
            reply = await worker.do({"do": "register", "store": str(place)})
        finally:
            worker.kill()
            await worker.bury()
    except (Problem, WorkerDied, OSError) as error:
        LOG.warning("the register of %s was not made, pages come slowly: %s", place.name, error)
    else:
        LOG.info("register of %s claims made in %.1f s", reply.body.decode(), time.monotonic() - start)
