"""Processes that work through tasks, and outlive what a task does to one of them.

A process that dies, or is silent for too long, is replaced; the task that it was at is tried once more by itself and
then given up; the tasks that waited behind it go to others. What one function gives is the same with any number.
"""

from __future__ import annotations

import copy
import logging
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from kg.confine import limit_address_space
from kg.errors import KgError
from kg.graph.nursery import Life, Prepare, source

logger = logging.getLogger(__name__)
PATIENCE = 300.0  # seconds of silence after which a process is taken for stuck
AHEAD = 8  # tasks that a process is given at a time, at most
TRIES = 2
MEMORY = 4 << 30  # bytes of address space: a process that asks for more gets an error that names its document

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], Iterable[R]]


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes of a task that ends each process that works on it."""

    reason: str


class Crew(Protocol):
    """Who works: this process, or several others."""

    def run(self, work: Callable[[T], Iterable[R]], tasks: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """Each task with each thing that `work` gives for it, in the order in which they are done.

        A task that was tried again may give the same thing twice. Raises the KgError that `work` raises.
        """


class Alone:
    """Works in this process."""

    def run(self, work: Callable[[T], Iterable[R]], tasks: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Crew` says; nothing is lost, for what ends this process ends all."""
        for task in tasks:
            for result in work(task):
                yield task, result


@dataclass(slots=True)
class Member(Generic[T]):
    """A process, and the tasks that it has been given and has not done."""

    process: Life
    pipe: Connection
    given: deque[tuple[int, T]] = field(default_factory=deque)
    heard: float = 0.0
    late: bool = False
    gone: bool = False


class Telling(logging.Handler):
    """A member's line to its parent, which is told what is made and what is logged: it knows how to write logs."""

    def __init__(self, pipe: Connection):
        super().__init__()
        self._pipe = pipe
        self._sending = threading.Lock()  # logs come from any thread

    def send(self, kind: str, value: object) -> None:
        """Tell one thing."""
        with self._sending:
            self._pipe.send((kind, value))

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of a record, made of text so that it crosses; what cannot be sent any more is lost with the member."""
        told = copy.copy(record)
        if record.exc_info:
            told.exc_text = logging.Formatter().formatException(record.exc_info)
        told.msg, told.args, told.exc_info = record.getMessage(), None, None
        with suppress(OSError, ValueError):
            self.send("log", told)


class Processes:
    """Works in `count` other processes, which start with the first tasks; use as a context manager.

    What `prepare` loads they share, where the system can do that.
    """

    def __init__(self, count: int, patience: float = PATIENCE, prepare: Prepare | None = None) -> None:
        self.count = count
        self.patience = patience
        self._source = source(_serve, prepare)
        self._members: list[Member[Any]] = []

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self._members:
            member.pipe.close()
        self._members = []
        self._source.close()

    def run(self, work: Callable[[T], Iterable[R]], tasks: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Crew` says."""
        waiting = deque(enumerate(tasks))
        tried: dict[int, int] = {}
        while waiting or any(member.given for member in self._members):
            self._give(work, waiting)
            for member in self._heard():
                yield from self._hear(member)
                if member.gone:
                    yield from self._replace(member, waiting, tried)

    def _give(self, work: Callable[[T], Iterable[R]], waiting: deque[tuple[int, T]]) -> None:
        """Give tasks to those that have none; fewer at a time towards the end, so that all end together."""
        wanted = min(self.count, len(waiting) + sum(bool(m.given) for m in self._members))
        while len(self._members) < wanted:
            pipe, process = self._source.start()
            self._members.append(Member(process, pipe, heard=time.monotonic()))
        for member in self._members:
            if waiting and not member.given:
                number = max(1, min(AHEAD, len(waiting) // (4 * self.count)))
                member.given.extend(waiting.popleft() for _ in range(number))
                member.heard = time.monotonic()
                with suppress(OSError):  # it died while it waited: seen by `_heard`
                    member.pipe.send((work, [task for _, task in member.given]))

    def _heard(self) -> list[Member[Any]]:
        """Those that sent something or died; those that were silent for too long are ended."""
        busy = {member.pipe: member for member in self._members if member.given}
        ready = connection.wait(list(busy), timeout=self.patience / 4)
        for pipe, member in busy.items():
            if pipe not in ready and time.monotonic() - member.heard > self.patience:
                member.late = True
                member.process.kill()  # which closes its pipe
        return [member for pipe, member in busy.items() if pipe in ready]

    def _hear(self, member: Member[T]) -> Iterator[tuple[T, Any]]:
        """What a process has sent so far."""
        try:
            while member.given and member.pipe.poll():
                kind, value = member.pipe.recv()
                member.heard = time.monotonic()
                if kind == "error":
                    raise value
                if kind == "log":
                    logging.getLogger(value.name).handle(value)
                    continue
                if kind == "done":
                    member.given.popleft()
                else:
                    yield member.given[0][1], value
        except (EOFError, OSError):
            member.gone = True

    def _replace(
        self, member: Member[T], waiting: deque[tuple[int, T]], tried: dict[int, int]
    ) -> Iterator[tuple[T, Lost]]:
        """Take the tasks of a dead process back; the first of them is what it was at."""
        member.pipe.close()
        code = member.process.over()
        self._members.remove(member)
        if not member.given:
            return
        number, task = member.given.popleft()
        waiting.extendleft(reversed(member.given))
        tried[number] = tried.get(number, 0) + 1
        logger.warning("a process died (exit code %s) at %s", code, task)
        if member.late:
            yield task, Lost(f"took longer than {self.patience:.0f} s")
        elif tried[number] < TRIES:
            waiting.append((number, task))
        else:
            yield task, Lost("the process that read it died; expected a document that fits into memory")


def _serve(pipe: Connection) -> None:
    """Be a member: work through lists of tasks until the other end closes, which the parent's death does too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its members
    limit_address_space(MEMORY)
    parent = Telling(pipe)
    logging.getLogger().addHandler(parent)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            work, tasks = pipe.recv()
            for task in tasks:
                try:
                    for result in work(task):
                        parent.send("result", result)
                except KgError as error:
                    parent.send("error", error)
                parent.send("done", None)
