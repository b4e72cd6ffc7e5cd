"""The process that workers are forked from, and what it must outlive."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kg.server.pool import Lane, Manner
from kg.server.process import Nursery
from tests.server.conftest import STRICT

SLACK = 300.0


def play(what: Callable[[Nursery], Awaitable[None]]) -> None:
    async def played() -> None:
        nursery = Nursery(STRICT)
        try:
            await what(nursery)
        finally:
            await nursery.close()

    asyncio.run(asyncio.wait_for(played(), SLACK))


async def fork_and_bury(nursery: Nursery) -> None:
    worker = await nursery.fork()
    worker.kill()
    await worker.bury()


def test_who_gives_up_waiting_for_an_end_leaves_it_to_the_others() -> None:
    async def give_up(nursery: Nursery) -> None:
        worker = await nursery.fork()
        waiting = asyncio.create_task(worker.over())
        await asyncio.sleep(0)
        waiting.cancel()
        worker.kill()
        await worker.bury()
        assert worker.ended.result() == -signal.SIGKILL
        await fork_and_bury(nursery)

    play(give_up)


def test_who_gives_up_waiting_for_a_worker_leaves_the_others_theirs() -> None:
    async def give_up(nursery: Nursery) -> None:
        await fork_and_bury(nursery)
        forking = asyncio.create_task(nursery.fork())
        await asyncio.sleep(0)
        forking.cancel()
        await fork_and_bury(nursery)

    play(give_up)


def test_a_nursery_that_was_killed_is_started_again() -> None:
    async def kill(nursery: Nursery) -> None:
        worker = await nursery.fork()
        assert nursery._process is not None
        os.kill(nursery._process.pid, signal.SIGKILL)
        assert await worker.over() == -signal.SIGKILL
        await worker.bury()
        await fork_and_bury(nursery)

    play(kill)


def test_who_gives_up_burying_leaves_nothing_open() -> None:
    async def give_up(nursery: Nursery) -> None:
        worker = await nursery.fork()
        burying = asyncio.create_task(worker.bury())
        await asyncio.sleep(0)
        burying.cancel()
        await asyncio.gather(burying, return_exceptions=True)
        assert worker.writer.is_closing()
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(worker.errors)
        worker.kill()
        await worker.over()

    play(give_up)


def test_a_lane_that_closes_while_workers_are_replaced_leaves_none() -> None:
    """Of what was to be done later nothing is begun after the end."""

    async def close(nursery: Nursery) -> None:
        lane = Lane(1, nursery, Path, Manner({"do": "nothing that there is"}))
        opening = asyncio.create_task(lane.open())
        while not lane._all:
            await asyncio.sleep(0.01)
        for worker in lane._all:
            worker.kill()
        await opening  # which left a worker to be replaced in a second
        began = set(lane._all)
        await lane.close()
        assert lane._all == began
        assert not lane._chores
        assert all(worker.ended.done() and worker.writer.is_closing() for worker in began)

    play(close)
