"""A real server on a free port of the loopback, in a thread, for as long as a test needs it."""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from kg.server.run import make_server
from kg.server.settings import Settings

ENDS = 240.0  # seconds that a server may take to end its workers and itself, on a machine with much else to do
STARTS = 240.0  # and to start


@dataclass(frozen=True)
class Served:
    """Where a server listens, and a client for it."""

    settings: Settings
    client: httpx.Client

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def ask(self, query: str, **headers: str) -> httpx.Response:
        """The response to a query sent in the body."""
        sent = {"Content-Type": "application/sparql-query"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.client.post("/sparql", content=query.encode("utf-8", "surrogatepass"), headers=sent)

    def raw(self, data: bytes, seconds: float = 10.0) -> bytes:
        """What comes back for bytes that are no proper request, until the server closes or time is up."""
        with socket.create_connection(("127.0.0.1", self.settings.port), timeout=seconds) as line:
            got = b""
            with contextlib.suppress(OSError):
                line.sendall(data)
            with contextlib.suppress(OSError):
                while piece := line.recv(65536):
                    got += piece
            return got


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """Serve until the block ends."""
    settings = replace(settings, port=free_port())
    server = make_server(settings)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), name="server", daemon=True)
    thread.start()
    try:
        until = time.monotonic() + STARTS
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.02)
        with httpx.Client(base_url=f"http://127.0.0.1:{settings.port}", timeout=240, trust_env=False) as client:
            yield Served(settings, client)
    finally:
        server.should_exit = True
        ended(thread)


def ended(thread: threading.Thread, seconds: float = ENDS) -> None:
    """Wait for the end of a server; where it does not come, fail, with the stack of every thread on stderr."""
    thread.join(seconds)
    if thread.is_alive():
        faulthandler.dump_traceback(file=2, all_threads=True)
        raise AssertionError(f"{thread.name} did not end within {seconds:g} s; stderr has the stack of every thread")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    """The processes that one has started, where the system tells; threads may end while they are looked at."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, task.read_text("ascii").split())
    return found
