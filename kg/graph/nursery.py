"""Where the members of a crew come from: each forked from one process that has loaded what all need, or each by itself.

The first build starts with one process that loads model and lexicons, not with as many as there are members; they share
its memory, and one that takes the place of a dead one is there at once. The process that builds cannot be forked from
itself: the database's threads do not survive it.
"""

from __future__ import annotations

import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Protocol

from kg.forks import BORN, ENDED, FORK, KILL, MESSAGE, can_fork, fork_on_demand

SPAWN = get_context("spawn")
SECONDS = 10.0  # in which an end that was asked for is told; after that all that were forked are ended

Serve = Callable[[Connection], None]  # a member's whole life, given its end of the line to the crew
Prepare = Callable[[], object]


class Life(Protocol):
    """A member's process."""

    def kill(self) -> None:
        """End it now."""

    def over(self) -> int | None:
        """End it and wait until it is over; its exit code, None where that is not known."""


class Source(Protocol):
    """What makes processes."""

    def start(self) -> tuple[Connection, Life]:
        """A new process, and the line to it; raises OSError where none can be made."""

    def close(self) -> None:
        """End every process that it made and wait until they are over."""


def source(serve: Serve, prepare: Prepare | None) -> Source:
    """Forks of a process that has prepared, where there is something to share and the system has forks."""
    return Nursery(serve, prepare) if prepare and can_fork() else Spawning(serve)


class Spawning:
    """Makes processes that share nothing and load what they need."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._made: list[Spawned] = []

    def start(self) -> tuple[Connection, Life]:
        """As `Source` says."""
        here, there = SPAWN.Pipe()
        process = SPAWN.Process(target=self._serve, args=(there,), daemon=True)
        process.start()
        there.close()
        self._made.append(life := Spawned(process))
        return here, life

    def close(self) -> None:
        """As `Source` says."""
        for life in self._made:
            life.over()
        self._made = []


@dataclass(slots=True, eq=False)
class Spawned:
    """A process that was started by itself."""

    process: SpawnProcess

    def kill(self) -> None:
        """As `Life` says."""
        self.process.kill()

    def over(self) -> int | None:
        """As `Life` says."""
        self.process.kill()
        self.process.join()
        return self.process.exitcode


class Nursery:
    """Has processes forked from one that has prepared; it is started with the first, and again should it end."""

    def __init__(self, serve: Serve, prepare: Prepare) -> None:
        self._serve = serve
        self._prepare = prepare
        self._running: tuple[SpawnProcess, socket.socket] | None = None
        self._unborn: deque[Forked] = deque()  # in the order in which they were asked for
        self._alive: dict[int, Forked] = {}

    def start(self) -> tuple[Connection, Life]:
        """As `Source` says; it is not waited for."""
        here, there = SPAWN.Pipe()
        with there:
            self.listen(0.0)
            try:
                self._ask_for(there)
            except OSError:  # the process has just ended
                self.end()
                self._ask_for(there)
        self._unborn.append(life := Forked(self))
        return here, life

    def _ask_for(self, line: Connection) -> None:
        if self._running is None:
            ours, theirs = socket.socketpair()
            with theirs:
                process = SPAWN.Process(target=_breed, args=(theirs, self._serve, self._prepare), daemon=True)
                process.start()
            self._running = process, ours
        socket.send_fds(self._running[1], [MESSAGE.pack(FORK, 0, 0)], [line.fileno()])

    def listen(self, seconds: float) -> None:
        """Note births and ends, the first of which comes within so long; where the process is gone, all have ended."""
        while self._running and connection.wait([self._running[1]], seconds):
            seconds, told = 0.0, b""
            with suppress(ConnectionError):
                told = self._running[1].recv(MESSAGE.size, socket.MSG_WAITALL)
            if len(told) < MESSAGE.size:
                self.end()
                return
            what, pid, code = MESSAGE.unpack(told)
            if what == BORN:
                life = self._alive[pid] = self._unborn.popleft()
                life.pid = pid
            elif what == ENDED:
                self._alive.pop(pid).code = code

    def kill(self, pid: int) -> None:
        """End one, if it has not ended; one that is not born yet (0) with all others and the process they wait for."""
        if self._running and pid in self._alive:
            with suppress(OSError):
                self._running[1].send(MESSAGE.pack(KILL, pid, 0))
        elif not pid:
            self.end()

    def end(self) -> None:
        """End the process, and all that were forked with it; the next that is asked for starts another."""
        if self._running:
            process, control = self._running
            control.close()
            process.join(0.0 if self._unborn else SECONDS)  # while it loads it does not listen
            process.kill()
            process.join()
            self._running = None
        for life in (*self._unborn, *self._alive.values()):
            life.code = -signal.SIGKILL
        self._unborn.clear()
        self._alive.clear()

    def close(self) -> None:
        """As `Source` says."""
        self.listen(0.0)
        self.end()


@dataclass(slots=True, eq=False)
class Forked:
    """A process that was forked; its id and exit code as soon as they are told."""

    nursery: Nursery
    pid: int = 0
    code: int | None = None

    def kill(self) -> None:
        """As `Life` says."""
        if self.code is None:
            self.nursery.listen(0.0)
            self.nursery.kill(self.pid)

    def over(self) -> int | None:
        """As `Life` says."""
        self.kill()
        until = time.monotonic() + SECONDS
        while self.code is None and (left := until - time.monotonic()) > 0:
            self.nursery.listen(left)
        if self.code is None:
            self.nursery.end()
        return self.code


def _breed(control: socket.socket, serve: Serve, prepare: Prepare) -> None:
    """Be the process that is forked from."""

    def tried() -> None:
        with suppress(Exception):  # a member meets the same again, and tells whose fault it is
            prepare()

    fork_on_demand(control, lambda descriptors: serve(Connection(descriptors[0])), tried)
