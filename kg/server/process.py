"""One worker process as the server sees it: given a task, it replies or is killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.server.problem import Problem
from kg.server.settings import Limits

HEAD = struct.Struct(">I")  # before each JSON text, its length in bytes
RETRY = {"Retry-After": "2"}
LAST_WORDS = 4096  # bytes of stderr that are kept
Task = dict[str, Any]  # JSON on its way to a worker


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker gives: the bytes of an answer, and what they are."""

    media: str
    body: bytes


class WorkerDied(Exception):
    """A worker ended while it worked; `problem` says how, in words for the client."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True, eq=False)
class Worker:
    """A process and when it began what it is doing, in the loop's time."""

    process: asyncio.subprocess.Process
    ended: asyncio.Task[None]
    said: bytearray = field(default_factory=bytearray)
    since: float = 0.0
    gave_way: bool = False
    killed: bool = False

    @property
    def usable(self) -> bool:
        """Whether it can take another task."""
        return not self.killed and not self.ended.done()

    async def do(self, task: Task) -> Reply:
        """The reply to a task; raises Problem, or WorkerDied when the process ended instead."""
        assert self.process.stdin
        assert self.process.stdout
        sent = json.dumps(task).encode()
        try:
            self.process.stdin.write(HEAD.pack(len(sent)) + sent)
            await self.process.stdin.drain()
            (length,) = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
            head = json.loads(await self.process.stdout.readexactly(length))
            body = await self.process.stdout.readexactly(head["length"])
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self.killed = True
            await self.ended
            raise WorkerDied(self._cause()) from error
        if head["status"] != 200:
            raise Problem(head["status"], head["title"], head["detail"], head.get("headers"))
        return Reply(head["media"], body)

    def kill(self) -> None:
        """End it now."""
        self.killed = True
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    def _cause(self) -> Problem:
        if self.gave_way:
            return Problem(503, "Stopped", "Others were waiting, so the longest query was stopped; try again.", RETRY)
        if b"memory allocation" in self.said:
            return Problem(422, "Too large", "The query needs more memory than a query may take; narrow it.")
        if self.process.returncode in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
            return Problem(400, "Nested too deeply", "The query is nested too deeply, or too long, to be evaluated.")
        return Problem(422, "Not answered", "The query ended the process that evaluated it.")


async def start_worker(limits: Limits) -> Worker:
    """A fresh process, confined, that waits for its first task."""
    caps = {"memory": limits.memory, "rows": limits.rows, "answer": limits.answer}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "kg.server.worker", json.dumps(caps)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(),
        limit=2**20,
    )
    said = bytearray()
    return Worker(process, asyncio.create_task(_listen(process, said)), said)


def _environment() -> dict[str, str]:
    """Nothing of the server's own but what Python needs to start: no token, no proxy."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}


async def _listen(process: asyncio.subprocess.Process, said: bytearray) -> None:
    """Keep the end of what the process says on stderr, until it ends."""
    assert process.stderr
    while data := await process.stderr.read(LAST_WORDS):
        said += data
        del said[:-LAST_WORDS]
    await process.wait()
