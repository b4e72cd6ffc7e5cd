"""Workers and the line in which requests wait for them.

Oxigraph has no timeout and recursion can end a process, so nothing from outside is evaluated in the server itself. A
request gets a worker to itself; when its time is up, its client leaves or others have waited too long, the worker is
killed and a fresh one, started ahead of need, takes the next request.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from starlette.requests import Request

from kg.server.memory import Memory
from kg.server.problem import Problem
from kg.server.process import RETRY, End, Nursery, Reply, Task, Worker, WorkerDied

LOG = logging.getLogger(__name__)
WATCH_SECONDS = 0.2
RETRY_SECONDS = 1.0  # until another worker is tried in the place of one that could not be had
PREPARE_SECONDS = 60.0  # longer than a query may take: nobody waits for it


class Denied(StrEnum):
    """Why a request got no worker."""

    TOO_MANY = "too_many_wait"
    TOO_LONG = "waited_too_long"
    NO_WORKER = "no_worker"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a lane works: `first` is what a worker does before it takes requests, so that none has to wait for that.

    A lane with a `memory` has the house's own tasks, not queries from outside. What was asked before is answered from
    it, and none of these tasks gives way to others: on a slow machine an honest one takes long too, and a worker that
    is killed for it makes all the others wait for a new one.
    """

    first: Task | None = None
    memory: Memory | None = None


class Lane:
    """Some workers and the requests that wait for one of them, first come, first served.

    `place` says where the snapshot lies that is asked.
    """

    def __init__(self, size: int, nursery: Nursery, place: Callable[[], Path], manner: Manner):
        self.size = size
        self.limits = nursery.limits
        self._nursery = nursery
        self._place = place
        self._first = manner.first
        self._memory = manner.memory
        self._turns = asyncio.Semaphore(size)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._busy: set[Worker] = set()
        self._waiting: dict[object, float] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()
        self.ended: Counter[End] = Counter()  # workers, while they worked
        self.refused: Counter[Denied] = Counter()

    @property
    def running(self) -> int:
        """How many tasks are being done."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return len(self._waiting)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes of its workers that are alive."""
        return tuple(worker.pid for worker in self._all if worker.usable)

    async def open(self) -> None:
        """Start the workers, and half as many to stand ready for those that are killed; returns when one is there."""
        await self._add()
        for _ in range(self.size + self.size // 2 - 1):
            self._later(self._add())
        if self._memory is None:
            self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """End the workers, whatever they are doing."""
        self._closed.set()
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        while self._chores:  # of which one may leave another to be done
            await asyncio.gather(*self._chores, return_exceptions=True)
        for worker in self._all:
            worker.kill()
        await asyncio.gather(*(worker.bury() for worker in self._all))

    async def run(self, task: Task, request: Request | None = None) -> Reply:
        """The reply to a task; raises Problem. A client that leaves ends it, where there is one."""
        task |= {"store": str(self._place())}
        if known := self._recall(task):
            return known
        async with self._turn():
            if known := self._recall(task):  # somebody else asked the same meanwhile
                return known
            worker = await self._take()
            worker.since = time.monotonic()
            self._busy.add(worker)
            try:
                reply = await self._work(worker, task, request)
                if self._memory is not None:
                    self._memory.keep(task, reply)
                return reply
            except WorkerDied as error:
                self.ended[error.end] += 1
                raise error.problem from None
            except asyncio.CancelledError:
                worker.kill()
                raise
            finally:
                self._busy.discard(worker)
                self._put_back(worker)

    def _recall(self, task: Task) -> Reply | None:
        return None if self._memory is None else self._memory.recall(task)

    async def _work(self, worker: Worker, task: Task, request: Request | None) -> Reply:
        """The reply, unless time is up or the client leaves first; then the worker is killed."""
        answer, gone = asyncio.create_task(worker.do(task)), asyncio.create_task(_left(request))
        try:
            await asyncio.wait({answer, gone}, timeout=self.limits.deadline, return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return answer.result()
            worker.kill()
            self.ended[End.CLIENT_LEFT if gone.done() else End.DEADLINE] += 1
            if gone.done():
                raise Problem(499, "Client left")
            seconds = f"{self.limits.deadline:g}"
            raise Problem(504, "Too slow", f"The query was stopped after {seconds} seconds; narrow it or add a LIMIT.")
        finally:
            answer.cancel()
            gone.cancel()
            await asyncio.gather(answer, gone, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """A place among those that are being answered; raises Problem when too many wait, or for too long."""
        if len(self._waiting) >= self.limits.waiting:
            self.refused[Denied.TOO_MANY] += 1
            raise Problem(429, "Too many requests", "Too many requests are waiting; ask again in a moment.", RETRY)
        me = object()
        self._waiting[me] = time.monotonic()
        try:
            async with asyncio.timeout(self.limits.queue_seconds):
                await self._turns.acquire()
        except TimeoutError:
            self.refused[Denied.TOO_LONG] += 1
            raise Problem(503, "Busy", "No worker became free in time; ask again in a moment.", RETRY) from None
        finally:
            del self._waiting[me]
        try:
            yield
        finally:
            self._turns.release()

    async def _take(self) -> Worker:
        """A worker that stands ready; raises Problem where none does in time."""
        try:
            async with asyncio.timeout(self.limits.queue_seconds):
                while not (worker := await self._idle.get()).usable:  # something else has ended it
                    self._put_back(worker)
                return worker
        except TimeoutError:
            self.refused[Denied.NO_WORKER] += 1
            raise Problem(503, "Busy", "No worker could be started in time; ask again in a moment.", RETRY) from None

    def _put_back(self, worker: Worker) -> None:
        """Let a worker stand ready again, or put another in the place of one that is killed."""
        if worker.usable:
            self._idle.put_nowait(worker)
        else:
            self._later(self._replace(worker))

    async def _add(self) -> None:
        try:
            worker = await self._nursery.fork()
        except OSError as error:
            LOG.error("no worker could be started: %s", error)
            self._later(self._add(), RETRY_SECONDS)
            return
        self._all.add(worker)
        await self._prepare(worker)

    async def turn_to_new(self) -> None:
        """Let the workers that stand idle prepare for a new snapshot, one after the other."""
        for _ in range(self._idle.qsize()):
            if not self._idle.empty():
                await self._prepare(self._idle.get_nowait())

    async def _prepare(self, worker: Worker) -> None:
        """Have a worker do what comes first; then it stands ready."""
        if self._first:
            try:
                async with asyncio.timeout(max(PREPARE_SECONDS, self.limits.deadline)):
                    await worker.do(self._first | {"store": str(self._place())})
            except (Problem, WorkerDied, TimeoutError) as error:
                LOG.warning("a worker could not prepare: %s", f"{type(error).__name__} {error}")
                worker.kill()
        if worker.usable:
            self._idle.put_nowait(worker)
        else:
            self._later(self._replace(worker), RETRY_SECONDS)

    async def _replace(self, worker: Worker) -> None:
        self._all.discard(worker)
        await asyncio.gather(worker.bury(), self._add())

    async def _watch(self) -> None:
        """While others have waited too long, stop the query that has run longest, if it too ran that long."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            late = time.monotonic() - self.limits.patience
            running = [worker for worker in self._busy if worker.since < late and not worker.killed]
            if running and min(self._waiting.values(), default=late) < late:
                longest = min(running, key=lambda worker: worker.since)
                longest.gave_way = True
                longest.kill()

    def _later(self, chore: Coroutine[None, None, None], pause: float = 0.0) -> None:
        """Do something in the background after some seconds; not where the end has come, which buries all workers."""
        task = asyncio.create_task(self._unless_closed(chore, pause))
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    async def _unless_closed(self, chore: Coroutine[None, None, None], pause: float) -> None:
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._closed.wait()
            if not self._closed.is_set():
                await chore
        finally:
            chore.close()


async def _left(request: Request | None) -> None:
    """Returns when the client has gone; the request's body must have been read. Nobody never goes."""
    if request is None:
        await asyncio.Event().wait()
    while request and (await request.receive())["type"] != "http.disconnect":
        pass
