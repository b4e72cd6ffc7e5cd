"""Worker processes as the server sees them: given a task, one replies or is killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import sys
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.forks import BORN, ENDED, FORK, KILL, MESSAGE
from kg.server.messages import HEAD
from kg.server.problem import Problem
from kg.server.settings import Limits

LOG = logging.getLogger(__name__)
RETRY = {"Retry-After": "2"}
LAST_WORDS = 4096  # bytes of stderr that are kept
Task = dict[str, Any]  # JSON on its way to a worker


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker gives: the bytes of an answer, and what they are."""

    media: str
    body: bytes


class End(StrEnum):
    """Why a worker ended while it worked."""

    DEADLINE = "deadline"
    CLIENT_LEFT = "client_left"
    GAVE_WAY = "gave_way"  # others waited for longer than they should
    MEMORY = "memory"
    DEPTH = "depth"
    DIED = "died"


class WorkerDied(Exception):
    """A worker ended while it worked; `problem` says how, in words for the client."""

    def __init__(self, end: End, problem: Problem):
        super().__init__(str(problem))
        self.end = end
        self.problem = problem


@dataclass(slots=True, eq=False)
class Worker:
    """A process and when it began what it is doing, in the loop's time; `ended` holds its exit code when it is over."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[int]
    nursery: Nursery
    errors: int  # the reading end of its stderr
    since: float = 0.0
    gave_way: bool = False
    killed: bool = False

    @property
    def usable(self) -> bool:
        """Whether it can take another task."""
        return not self.killed and not self.ended.done()

    async def do(self, task: Task) -> Reply:
        """The reply to a task; raises Problem, or WorkerDied when the process ended instead."""
        sent = json.dumps(task).encode()
        try:
            self.writer.write(HEAD.pack(len(sent)) + sent)
            await self.writer.drain()
            (length,) = HEAD.unpack(await self.reader.readexactly(HEAD.size))
            head = json.loads(await self.reader.readexactly(length))
            body = await self.reader.readexactly(head["length"])
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self.killed = True
            raise WorkerDied(*self._cause(await self.over())) from error
        if head["status"] != 200:
            raise Problem(head["status"], head["title"], head["detail"])
        return Reply(head["media"], body)

    def kill(self) -> None:
        """End it now."""
        self.killed = True
        self.nursery.kill(self.pid)

    async def over(self) -> int:
        """Its exit code, once it has ended; whoever gives up waiting does not cancel the end itself."""
        return await asyncio.shield(self.ended)

    async def bury(self) -> None:
        """Wait until it is over, and let go of what belonged to it; that also where nobody waits any more."""
        try:
            await self.over()
        finally:
            os.close(self.errors)
            self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()

    def _cause(self, code: int) -> tuple[End, Problem]:
        if self.gave_way:
            told = "Others were waiting, so the longest query was stopped; try again."
            return End.GAVE_WAY, Problem(503, "Stopped", told, RETRY)
        said = b""
        with contextlib.suppress(BlockingIOError):
            said = os.read(self.errors, LAST_WORDS)
        if b"memory allocation" in said or b"MemoryError" in said:
            told = "The query needs more memory than a query may take; narrow it."
            return End.MEMORY, Problem(422, "Too large", told)
        if code in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
            told = "The query is nested too deeply, or too long, to be evaluated."
            return End.DEPTH, Problem(400, "Nested too deeply", told)
        LOG.error("a worker ended with %s: %s", code, said.decode(errors="replace"))
        return End.DIED, Problem(422, "Not answered", "The query ended the process that evaluated it.")


class Nursery:
    """The process that forks workers, started when the first is wanted, and again should it end."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self._starting = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._listening: asyncio.Task[None] | None = None
        self._births: deque[asyncio.Future[tuple[int, asyncio.Future[int]]]] = deque()  # process id and end, in order
        self._alive: dict[int, asyncio.Future[int]] = {}

    async def fork(self) -> Worker:
        """A fresh worker; raises OSError where none can be made."""
        ours, theirs = socket.socketpair()
        errors, their_errors = os.pipe()
        os.set_blocking(errors, False)
        try:
            born = await self._send(theirs.fileno(), their_errors)
            pid, ended = await born
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:  # a worker that nobody waits for any more ends with its line
            ours.close()
            os.close(errors)
            raise
        finally:
            theirs.close()
            os.close(their_errors)
        return Worker(pid, reader, writer, ended, self, errors)

    async def _send(self, *descriptors: int) -> asyncio.Future[tuple[int, asyncio.Future[int]]]:
        """Ask for a worker that has these descriptors; what it will be."""
        async with self._starting:
            if self._listening is None or self._listening.done():  # whose process has ended, or is about to
                await self._start()
        assert self._control
        socket.send_fds(self._control, [MESSAGE.pack(FORK, 0, 0)], descriptors)
        born = asyncio.get_running_loop().create_future()
        self._births.append(born)
        return born

    def kill(self, pid: int) -> None:
        """End a worker."""
        if self._control and pid in self._alive and not self._alive[pid].done():
            with contextlib.suppress(OSError):
                self._control.send(MESSAGE.pack(KILL, pid, 0))

    async def close(self) -> None:
        """End the process and with it all workers."""
        if self._control and self._process and self._listening:
            self._control.shutdown(socket.SHUT_WR)
            await self._process.wait()
            await self._listening
            self._control.close()

    async def _start(self) -> None:
        caps = {"memory": self.limits.memory, "rows": self.limits.rows, "answer": self.limits.answer}
        if self._control and self._process:  # which lets go of its socket as it ends
            self._control.close()
            await self._process.wait()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "kg.server.nursery", json.dumps(caps)),
                stdin=theirs.fileno(),
                env=_environment(),
            )
        self._listening = asyncio.create_task(self._listen(self._control.dup()))

    async def _listen(self, control: socket.socket) -> None:
        """Note births and ends, until the process is gone; then all its workers are too."""
        reader, writer = await asyncio.open_connection(sock=control)
        try:
            while True:
                what, pid, code = MESSAGE.unpack(await reader.readexactly(MESSAGE.size))
                if what == BORN:
                    ended = self._alive[pid] = asyncio.get_running_loop().create_future()
                    if not (born := self._births.popleft()).done():
                        born.set_result((pid, ended))
                elif what == ENDED:
                    self._alive.pop(pid).set_result(code)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            for ended in self._alive.values():
                ended.set_result(-signal.SIGKILL)
            self._alive.clear()
            for born in self._births:
                if not born.done():
                    born.set_exception(OSError("the process that workers are forked from has ended"))
            self._births.clear()
            writer.close()


def _environment() -> dict[str, str]:
    """Nothing of the server's own but what Python needs to start: no token, no proxy."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
