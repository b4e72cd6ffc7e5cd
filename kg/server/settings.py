"""What an instance serves and allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what one request may take; times in seconds, sizes in bytes."""

    deadline: float = 10.0  # of a query
    memory: int = 1024 * MIB  # of a worker's own data
    rows: int = 1_000_000  # of an answer
    answer: int = 128 * MIB
    body: int = 4 * MIB
    body_seconds: float = 20.0  # for a request's body to arrive
    head_seconds: float = 10.0  # for a request's head to arrive
    send_seconds: float = 120.0  # for an answer to be taken
    patience: float = 1.0  # how long others wait before the query that runs longest gives way
    waiting: int = 64  # requests that may wait for a worker
    queue_seconds: float = 30.0  # how long one waits, at most; its own deadline begins after that
    connections: int = 200
    memory_of_answers: int = 64 * MIB  # to the API, kept as long as the snapshot lasts


@dataclass(frozen=True, slots=True)
class Settings:
    """One instance: the store's folder, where it listens, how many workers it keeps for SPARQL and for the API.

    `token`: the secret that updates need; "" allows none. `origins`: other sites whose pages may read the answers.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    sparql_workers: int = 4
    api_workers: int = 2
    token: str = ""
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()  # other names under which it may be called
    limits: Limits = field(default_factory=Limits)

    @property
    def writable(self) -> bool:
        """Whether updates are possible at all."""
        return self.token != ""

    @property
    def known_hosts(self) -> frozenset[str]:
        """The names in a Host header that are this instance's own, without port."""
        return frozenset({"localhost", "127.0.0.1", "[::1]", self.host.lower(), *(h.lower() for h in self.hosts)})
