"""The figures of a server: what happened is counted, and nobody can make the number of labels grow."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from starlette.routing import Route

from kg.server.app import ROUTES, make_app
from kg.server.metrics import METHODS, UNKNOWN, Metrics
from kg.server.settings import Settings
from kg.store import open_store
from tests.server.attacks import RUNAWAY
from tests.server.conftest import STRICT
from tests.server.serving import Served, children, serving
from tests.server.test_hostile import NASTY

TEMPLATES = {route.path for route in ROUTES if isinstance(route, Route)} | {UNKNOWN}
Series = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def series(served: Served) -> Series:
    """Every value by its name and labels."""
    found = served.client.get("/metrics")
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(found.text)
        for sample in family.samples
    }


def value(found: Series, name: str, **labels: str) -> float:
    return found.get((name, tuple(sorted(labels.items()))), 0.0)


def requests(found: Series, method: str, route: str, status: int) -> float:
    return value(found, "kg_http_requests_total", method=method, route=route, status=str(status))


def killed(found: Series, reason: str) -> float:
    return value(found, "kg_queries_killed_total", lane="sparql", reason=reason)


def test_requests_are_counted_by_template_and_status(served: Served) -> None:
    before = series(served)
    for path in ("/api/about", "/api/about", "/api/entity?iri=drug/none", "/entity/drug/none", "/nowhere/at/all"):
        served.client.get(path)
    served.client.delete("/sparql")
    after = series(served)

    def more(method: str, route: str, status: int) -> float:
        return requests(after, method, route, status) - requests(before, method, route, status)

    assert more("GET", "/api/about", 200) == 2
    assert more("GET", "/api/entity", 404) == 1
    assert more("GET", UNKNOWN, 404) == 1
    assert more("DELETE", "/sparql", 405) == 1
    assert more("GET", "/metrics", 200) == 1
    at = "kg_http_request_seconds"
    spent = [value(found, f"{at}_count", route="/api/about") for found in (before, after)]
    assert spent[1] - spent[0] == 2
    assert value(after, f"{at}_bucket", route="/api/about", le="+Inf") == spent[1]
    assert value(after, "kg_http_response_bytes_total", route="/api/about") > 100
    names = {dict(labels)["route"] for name, labels in after if name == "kg_http_requests_total"}
    assert names <= TEMPLATES


def test_queries_that_were_ended_are_counted_by_reason(served: Served) -> None:
    before = series(served)
    assert served.ask(RUNAWAY).status_code == 504
    with pytest.raises(httpx.ReadTimeout):
        served.client.post("/sparql", data={"query": RUNAWAY}, timeout=0.5)
    until = time.monotonic() + 10
    while killed(after := series(served), "client_left") == killed(before, "client_left") or value(
        after, "kg_queries_running", lane="sparql"
    ):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert killed(after, "deadline") == killed(before, "deadline") + 1
    assert killed(after, "client_left") == killed(before, "client_left") + 1
    assert value(after, "kg_workers", lane="api") >= 1
    assert value(after, "kg_workers_resident_memory_bytes", lane="api") > 2**20 or not Path("/proc/self/statm").exists()


def test_what_runs_and_what_waits(folder: Path) -> None:
    with serving(Settings(folder, sparql_workers=1, api_workers=1, limits=STRICT)) as served:

        async def crowd() -> tuple[float, float]:
            async with httpx.AsyncClient(base_url=served.url, timeout=240, trust_env=False) as client:
                asked = [asyncio.create_task(client.post("/sparql", data={"query": RUNAWAY})) for _ in range(3)]
                until = time.monotonic() + 10
                while True:
                    found = await asyncio.to_thread(series, served)
                    running = value(found, "kg_queries_running", lane="sparql")
                    waiting = value(found, "kg_queries_waiting", lane="sparql")
                    if waiting == 2 or time.monotonic() > until:
                        for task in asked:
                            task.cancel()
                        await asyncio.gather(*asked, return_exceptions=True)
                        return running, waiting

        assert asyncio.run(crowd()) == (1, 2)


def test_the_snapshot_is_told(served: Served) -> None:
    found = series(served)
    with open_store(served.settings.folder) as store:
        entries = store.manifest.documents.values()
        assert value(found, "kg_documents") == len(entries) == 1
        assert value(found, "kg_facts") == sum(entry.facts for entry in entries)
        assert value(found, "kg_quads") == sum(entry.quads for entry in entries) > 100
    assert 0 <= value(found, "kg_snapshot_age_seconds") < 3600
    assert value(found, "kg_snapshot_timestamp_seconds") == pytest.approx(time.time(), abs=3600)
    assert value(found, "process_resident_memory_bytes") > 2**20 or not Path("/proc/self/stat").exists()


@pytest.mark.parametrize("nasty", [text for text in NASTY if "\ud800" not in text])
def test_a_hostile_address_makes_no_label(served: Served, nasty: str) -> None:
    for path in ("/{}", "/entity/{}", "/api/{}", "/document/{}", "/update/{}", "/static/{}", "/metrics/{}"):
        sent = path.format("".join(f"%{byte:02x}" for byte in nasty.encode()))
        served.client.get(sent)
    assert {dict(labels)["route"] for _, labels in series(served) if "route" in dict(labels)} <= TEMPLATES


@pytest.mark.parametrize("method", ["BREW", "get", "X" * 3000])
def test_an_invented_method_makes_no_label(served: Served, method: str) -> None:
    served.raw(f"{method} / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    methods = {dict(labels)["method"] for _, labels in series(served) if "method" in dict(labels)}
    assert methods <= METHODS | {"other"}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.integers(100, 599))
def test_whatever_the_method_the_text_can_be_read(method: str, status: int) -> None:
    figures = Metrics()
    figures.count(method, UNKNOWN, status, 0.1, 7)
    sample = figures.registry.get_sample_value("kg_http_response_bytes_total", {"route": UNKNOWN})
    assert sample == 7


def test_two_servers_share_no_figure(folder: Path) -> None:
    one, two = make_app(Settings(folder)), make_app(Settings(folder))
    one.state.metrics.count("GET", "/", 200, 0.1, 10)
    labels = {"method": "GET", "route": "/", "status": "200"}
    assert one.state.metrics.registry.get_sample_value("kg_http_requests_total", labels) == 1
    assert two.state.metrics.registry.get_sample_value("kg_http_requests_total", labels) is None


def test_strangers_are_told_nothing(served: Served) -> None:
    assert served.client.get("/metrics", headers={"Host": "elsewhere.example"}).status_code == 421
    assert served.client.get("/health/live", headers={"Origin": "http://elsewhere.example"}).status_code == 403


# ---- health --------------------------------------------------------------------------------------------------------


def test_health(served: Served) -> None:
    assert served.client.get("/health/live").json() == {"live": True}
    assert served.client.get("/health/ready").json() == {"ready": True}
    assert served.client.get("/health/ready").headers["cache-control"] == "no-store"


def test_health_and_figures_are_answered_while_all_workers_are_busy(folder: Path) -> None:
    settings = Settings(folder, sparql_workers=1, api_workers=1, limits=STRICT)
    with serving(settings) as served:

        async def crowd() -> list[int]:
            limits = httpx.Limits(max_connections=None)
            async with httpx.AsyncClient(base_url=served.url, timeout=60, trust_env=False, limits=limits) as client:
                asked = [
                    asyncio.create_task(client.post("/sparql", data={"query": RUNAWAY}))
                    for _ in range(STRICT.waiting + 10)
                ]
                until = time.monotonic() + 20
                while not any(task.done() and task.result().status_code == 429 for task in asked):
                    assert time.monotonic() < until
                    await asyncio.sleep(0.02)
                found = [
                    (await client.get(path)).status_code for path in ("/health/live", "/health/ready", "/metrics") * 3
                ]
                for task in asked:
                    task.cancel()
                await asyncio.gather(*asked, return_exceptions=True)
                return found

        assert set(asyncio.run(crowd())) == {200}
        assert series(served)["kg_queries_refused_total", (("lane", "sparql"), ("reason", "too_many_wait"))] >= 1


def test_more_connections_than_allowed_are_turned_away_but_for_health(folder: Path) -> None:
    settings = Settings(folder, sparql_workers=1, api_workers=1, limits=replace(STRICT, connections=3, head_seconds=30))
    with serving(settings) as served:

        async def crowd() -> dict[str, int]:
            lines = [await asyncio.open_connection("127.0.0.1", served.settings.port) for _ in range(4)]
            async with httpx.AsyncClient(base_url=served.url, timeout=240, trust_env=False) as client:
                asked = ("/api/about", "/health/live", "/health/ready", "/metrics")
                found = {path: (await client.get(path)).status_code for path in asked}
            for _, writer in lines:
                writer.close()
                await writer.wait_closed()
            return found

        found = asyncio.run(crowd())
        assert found == {"/api/about": 503, "/health/live": 200, "/health/ready": 200, "/metrics": 200}
        assert served.client.get("/api/about").status_code == 200


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the server's processes where Linux lists them")
def test_not_ready_while_no_worker_lives_and_ready_again(folder: Path) -> None:
    others = set(children(os.getpid()))
    with serving(Settings(folder, sparql_workers=1, api_workers=1, limits=STRICT)) as served:
        assert served.client.get("/health/ready").status_code == 200
        (nursery,) = [pid for pid in children(os.getpid()) if pid not in others and "kg.server.nursery" in command(pid)]
        os.kill(nursery, signal.SIGSTOP)  # alive, and nothing that it forks or reaps comes through
        for pid in children(nursery):
            os.kill(pid, signal.SIGSTOP)
        time.sleep(1.1)  # what was found holds for a second
        found = served.client.get("/health/ready")
        assert (found.status_code, found.json()["title"]) == (503, "Not ready")
        assert found.headers["retry-after"]
        assert served.client.get("/health/live").status_code == 200
        os.kill(nursery, signal.SIGCONT)
        for pid in children(nursery):
            os.kill(pid, signal.SIGCONT)
        until = time.monotonic() + 30
        while served.client.get("/health/ready").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.2)


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text("utf-8").replace("\0", " ")


def test_a_request_is_named_by_the_server(served: Served) -> None:
    """The name of a request is the server's own, whatever a client calls it."""
    found = served.client.get("/health/live", headers={"X-Request-ID": "forged\tname"})
    assert re.fullmatch(r"[0-9a-f]{16}", found.headers["x-request-id"])
