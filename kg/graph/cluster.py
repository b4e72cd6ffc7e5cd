"""Work on a Ray cluster: the functions of the crew on this machine, on machines that share nothing with it.

Each processor of a node runs one task at a time, in a process of the same kind as `kg build --workers` has: what a
document does to its reader is dealt with there. Ray moves tasks and answers and tells when a node is lost; its tasks
go to others. Ray is imported when the first task is sent; it reports to nobody, and shows no dashboard.
"""

from __future__ import annotations

import importlib
import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Generic, TypeVar, cast

from kg.errors import ClusterError, KgError
from kg.graph import fingerprint
from kg.graph.crew import PATIENCE, TRIES, Lost, Processes
from kg.graph.parcel import Answer, Parcel, answer, pack, received, unpack

logger = logging.getLogger(__name__)
LOCAL = "local"
MOVES = 3  # nodes that may be lost with a task before it is given up
AHEAD = 2  # tasks that are sent for each processor
SILENCE = 3 * PATIENCE  # seconds without any answer after which the cluster is taken for gone; a task has two tries
REACH = 10.0  # seconds to wait for the other end to take a connection
SHARED_MEMORY = 256 << 20  # bytes, of a cluster that is started here
LOOPBACK = ("localhost", "127.0.0.1", "::1")

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Sent(Generic[T]):
    """A task; how many of the processes and of the nodes that were at it died."""

    task: T
    deaths: int = 0
    moves: int = 0


class Cluster:
    """Works on the cluster at HOST:PORT, or on one of `count` processes (0: one a core) that is started here for LOCAL.

    Use as a context manager. A connection to Ray that the program has is used and left as it is.
    """

    def __init__(self, address: str, count: int = 0, silence: float = SILENCE) -> None:
        self.address = address
        self.count = count
        self.silence = silence
        self._ray: Any = None
        self._ours = False

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ours:
            self._ray.shutdown()
        self._ray, self._ours = None, False

    def run(self, work: Callable[[T], Iterable[R]], tasks: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Crew` says; raises ClusterError where the cluster cannot be reached, or nothing is heard of it any more.

        Documents are read here where that says why they cannot be sent.
        """
        if not tasks:
            return
        ray = self._connected()
        send = ray.remote(num_cpus=1, max_retries=0)(serve).remote
        waiting = deque(Sent(task) for task in tasks)
        sent: dict[Any, Sent[T]] = {}
        try:
            while waiting or sent:
                while waiting and len(sent) < self._room():
                    one = waiting.popleft()
                    if parcel := pack(one.task):
                        sent[send(work, parcel, _version())] = one
                    else:
                        yield from ((one.task, result) for result in work(one.task))
                for ref in self._ready(list(sent)):
                    one = sent.pop(ref)
                    if made := self._answer(ref, one):
                        yield from ((one.task, result) for result in cast("Iterator[R]", received(one.task, made)))
                    elif reason := _given_up(one):
                        yield one.task, Lost(reason)
                    else:
                        waiting.append(one)
        finally:
            for ref in sent:
                with suppress(ray.exceptions.RayError):
                    ray.cancel(ref, force=True)

    def _connected(self) -> Any:
        if self._ray is None:
            ray = _load_ray(self.address)
            if not ray.is_initialized():
                try:
                    ray.init(**_options(self.address, self.count))
                except Exception as error:  # Ray has no error of its own for a node that comes up too late
                    ray.shutdown()
                    raise ClusterError(self.address, f"Ray cannot be used: {error}") from error
                self._ours = True
            self._ray = ray
        return self._ray

    def _room(self) -> int:
        """How many tasks may be on their way; the cluster may grow and shrink."""
        return AHEAD * max(1, int(self._ray.cluster_resources().get("CPU", 0)))

    def _ready(self, sent: list[Any]) -> list[Any]:
        """Those that were answered, at least one of them; none where none was sent."""
        if not sent:
            return []
        ready, _ = self._ray.wait(sent, num_returns=1, timeout=self.silence)
        if not ready:
            raise ClusterError(self.address, f"no node has answered for {self.silence:.0f} s; what was read stays")
        return list(ready)

    def _answer(self, ref: Any, one: Sent[T]) -> Answer | None:
        """What came of a task; None where a process or a node was lost with it, which is noted in `one`."""
        errors = self._ray.exceptions
        try:
            made: Answer = self._ray.get(ref)
        except errors.RayTaskError as error:
            reason = str(error).strip().rpartition("\n")[2]
            raise ClusterError(self.address, f"a node cannot run kg {_version()}: {reason}") from error
        except (errors.WorkerCrashedError, errors.OutOfMemoryError):
            logger.warning("a worker died at %s", one.task)
            one.deaths += 1
            return None
        except errors.RayError as error:  # the node is gone, or the answer that it held
            logger.warning("a node was lost (%s) with %s", type(error).__name__, one.task)
            one.moves += 1
            return None
        if made.error:
            raise made.error
        return made


def _given_up(one: Sent[Any]) -> str:
    """Why a task is not tried again, or ""."""
    if one.deaths >= TRIES:
        return "the process that read it died; expected a document that fits into memory"
    return f"{MOVES} machines that read it were lost" if one.moves >= MOVES else ""


def _load_ray(address: str) -> Any:
    """Ray, imported; on loopback alone where the address says so."""
    if address != LOCAL:
        _check_reach(address)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if address.rpartition(":")[0] in LOOPBACK or address == LOCAL:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # which on any system keeps Ray to 127.0.0.1
    try:
        return importlib.import_module("ray")  # its types are many and not needed here
    except ImportError as error:
        raise ClusterError(address, f"needs Ray ({error}); install it with: pip install 'kg[ray]'") from error


def _check_reach(address: str) -> None:
    """Refuses an address at which nothing listens: Ray would ask for minutes."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) < 1 << 16):
        raise ClusterError(address, f"expected {LOCAL!r} or HOST:PORT of a Ray cluster")
    try:
        socket.create_connection((host, int(port)), REACH).close()
    except OSError as error:
        raise ClusterError(address, f"no Ray cluster answers there: {error.strerror or error}") from error


def _options(address: str, count: int) -> dict[str, Any]:
    quiet = {"address": address, "log_to_driver": False, "logging_level": logging.ERROR}
    if address != LOCAL:
        return quiet
    here = {"num_cpus": count or os.cpu_count() or 1, "include_dashboard": False, "object_store_memory": SHARED_MEMORY}
    return quiet | here


# ---- on the nodes --------------------------------------------------------------------------------------------------


def serve(work: Callable[[T], Iterable[R]], parcel: Parcel[T], version: str) -> Answer:
    """The answer to a parcel, which a process beside this one works on; `version` is that of whoever asks."""
    if version != _version():
        told = f"has kg {_version()}, expected {version}, as where the build was started"
        return Answer((), {}, ClusterError("a node", told))
    with TemporaryDirectory(prefix="kg-") as name:
        folder = Path(name)
        try:
            results = tuple(result for _, result in _beside().run(work, [unpack(parcel, folder)]))
        except KgError as error:
            _beside().__exit__(None, None, None)
            _beside.cache_clear()
            return Answer((), {}, error)
        return answer(cast("tuple[object, ...]", results), folder)


@lru_cache(maxsize=1)
def _beside() -> Processes:
    """The one process that reads and writes for this one."""
    return Processes(1)


def _version() -> str:
    return f"{fingerprint.reading_version()} {fingerprint.writing_version()}"
