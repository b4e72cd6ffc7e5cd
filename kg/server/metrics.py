"""Figures of a running server as Prometheus reads them: what is asked, what runs and waits, what is served.

Each app has a registry of its own. Labels are taken from closed sets (route templates, statuses, methods that HTTP
names, lanes, reasons), never from what a client sent, so a client cannot make their number grow.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import __version__
from kg.server.pool import Denied, Lane
from kg.server.process import End
from kg.server.snapshot import Snapshots

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
METHODS = frozenset("GET HEAD POST PUT DELETE OPTIONS PATCH TRACE CONNECT".split())
UNKNOWN = "(none)"  # the template of an address that no route has


class Metrics:
    """The figures of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "kg_http_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "kg_http_request_seconds",
            "From a request's head to the end of its answer.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._sent = Counter("kg_http_response_bytes", "Bytes of answers' bodies.", ("route",), registry=self.registry)
        ProcessCollector(registry=self.registry)

    def count(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Note one answered request; `route` is a template or UNKNOWN, `size` the bytes of the answer's body."""
        known = method if method in METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._sent.labels(route).inc(size)


class Served(Collector):
    """What the lanes and the snapshot say of themselves at the moment they are asked."""

    def __init__(self, lanes: Mapping[str, Lane], snapshots: Snapshots):
        self._lanes = lanes
        self._snapshots = snapshots

    def collect(self) -> Iterable[Metric]:
        """Every figure anew."""
        yield InfoMetricFamily("kg", "The program.", {"version": __version__})
        yield from self._of_lanes()
        yield from self._of_workers()
        yield from self._of_snapshot()

    def _of_lanes(self) -> Iterator[Metric]:
        running = GaugeMetricFamily("kg_queries_running", "Tasks that a worker is at.", labels=("lane",))
        waiting = GaugeMetricFamily("kg_queries_waiting", "Requests that wait for their turn.", labels=("lane",))
        killed = CounterMetricFamily(
            "kg_queries_killed",
            "Tasks whose worker was ended, or ended by itself.",
            labels=("lane", "reason"),
        )
        refused = CounterMetricFamily(
            "kg_queries_refused", "Requests that were given no worker.", labels=("lane", "reason")
        )
        for name, lane in self._lanes.items():
            running.add_metric((name,), lane.running)
            waiting.add_metric((name,), lane.waiting)
            for end in End:
                killed.add_metric((name, end.value), lane.ended[end])
            for denied in Denied:
                refused.add_metric((name, denied.value), lane.refused[denied])
        yield from (running, waiting, killed, refused)

    def _of_workers(self) -> Iterator[Metric]:
        workers = GaugeMetricFamily("kg_workers", "Worker processes that are alive.", labels=("lane",))
        memory = GaugeMetricFamily(
            "kg_workers_resident_memory_bytes", "Their memory, with what they share.", labels=("lane",)
        )
        for name, lane in self._lanes.items():
            workers.add_metric((name,), len(lane.pids))
            memory.add_metric((name,), sum(map(_resident, lane.pids)))
        yield from (workers, memory)

    def _of_snapshot(self) -> Iterator[Metric]:
        taken, counts = self._snapshots.taken, self._snapshots.counts
        yield GaugeMetricFamily("kg_snapshot_timestamp_seconds", "When the state that is served was taken.", taken)
        yield GaugeMetricFamily("kg_snapshot_age_seconds", "How long ago that was.", max(0.0, time.time() - taken))
        for name in ("documents", "releases", "entities", "facts", "quads"):
            yield GaugeMetricFamily(f"kg_{name}", f"Of the snapshot, {name}.", getattr(counts, name))


def _resident(pid: int) -> int:
    """Bytes of memory of a process, 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


async def metrics(request: Request) -> Response:
    """All figures in Prometheus' text format."""
    found: Metrics = request.app.state.metrics
    return Response(generate_latest(found.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


ROUTES: tuple[BaseRoute, ...] = (Route("/metrics", metrics, methods=["GET"]),)
