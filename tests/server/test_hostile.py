"""Neither a query nor a request can hurt the server, and what it is told to fetch it does not."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.routing import Route

from kg.server.api import ENDPOINTS
from kg.server.app import ROUTES
from kg.server.settings import Settings
from tests.server.attacks import CROSS, DEEP, GREEDY, RUNAWAY, TEN_MILLION, Listener, listening
from tests.server.conftest import STRICT
from tests.server.serving import Served, serving
from tests.server.test_scan import CALLS, LOADS

# Beyond a limit, on a machine that others use too; nothing here ends by itself within it, and `make bench` holds the
# server to half a second.
SLACK = 40.0
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "x> } ; DROP ALL ; #",
    "https://w3id.org/biotech-pipeline/id/drug/x> ?p ?o } ; DROP ALL ; SELECT * { <x:y",
    "drug/x\"'`{}|\\^<>",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "\u202edrug\u2066",
    "a\0b",
    "\ud800",
    "{{7*7}}{%raw%}${7*7}",
    "%00%ff%c0%ae",
    "A" * 3000,
    "𝕳𝖊𝖑𝖑𝖔 ﷽ Z͑ͫ̓ͪ̂ͫ",
    "-1",
    "99999999999999999999",
    "2004-02-30",
    "",
)


OWN = {endpoint.path: [p.name for p in endpoint.parameters] for endpoint in ENDPOINTS}


@pytest.fixture
def alive(served: Served) -> Iterator[Served]:
    """The server, which answers at once after the test as before it."""
    yield served
    start = time.perf_counter()
    assert served.ask("ASK { ?s ?p ?o }").json() == {"head": {}, "boolean": True}
    assert time.perf_counter() - start < SLACK


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as heard:
        yield heard
        time.sleep(0.2)
        assert heard.calls == []


@pytest.mark.parametrize("name", DEEP)
def test_depth_is_refused(alive: Served, name: str) -> None:
    assert alive.ask(DEEP[name]).status_code == 400


@pytest.mark.parametrize("name", GREEDY)
def test_what_takes_too_much_is_stopped(alive: Served, name: str) -> None:
    start = time.perf_counter()
    assert alive.ask(GREEDY[name]).status_code in (422, 504)
    assert time.perf_counter() - start < STRICT.deadline + SLACK


def test_a_runaway_ends_when_its_time_is_up(folder: Path) -> None:
    """Within half a second of the limit, in the best of some tries: the machine may be late, the server never early."""
    limits = replace(STRICT, deadline=1.0, patience=60.0)
    with serving(Settings(folder, sparql_workers=1, api_workers=1, limits=limits)) as served:
        assert served.ask("ASK {}").status_code == 200
        took: list[float] = []
        while len(took) < 8 and not (took and min(took) < limits.deadline + 0.5):
            start = time.perf_counter()
            assert served.ask(RUNAWAY).status_code == 504
            took.append(time.perf_counter() - start)
    assert limits.deadline <= min(took) < limits.deadline + 0.5


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "text/tab-separated-values", "application/xml"])
def test_ten_million_rows_are_refused(alive: Served, accept: str) -> None:
    found = alive.ask(TEN_MILLION, accept=accept)
    assert found.status_code == 422
    assert "20,000 rows" in found.json()["detail"]


def test_sixteen_runaways_and_one_honest_query(served: Served) -> None:
    with ThreadPoolExecutor(17) as people:
        runaways = [people.submit(served.ask, RUNAWAY) for _ in range(16)]
        time.sleep(0.3)
        start = time.perf_counter()
        honest = [served.ask("SELECT ?d { ?d a bp:Drug }")]
        while honest[-1].status_code in (429, 503) and time.perf_counter() - start < 120:
            time.sleep(0.5)
            honest.append(served.ask("SELECT ?d { ?d a bp:Drug }"))
        assert honest[-1].status_code == 200
        assert served.client.get("/api/about").status_code == 200
        assert {found.result().status_code for found in runaways} <= {429, 503, 504}


def test_too_many_at_once_are_told_to_come_back(folder: Path) -> None:
    limits = replace(STRICT, waiting=3, patience=60.0)
    settings = Settings(folder, sparql_workers=1, api_workers=1, limits=limits)
    with serving(settings) as served, ThreadPoolExecutor(9) as people:
        found = [each.result() for each in [people.submit(served.ask, RUNAWAY) for _ in range(8)]]
        codes = [each.status_code for each in found]
        assert codes.count(429) >= 4
        assert set(codes) <= {429, 503, 504}
        assert all(each.headers["retry-after"] for each in found if each.status_code != 504)
        assert served.ask("ASK {}").status_code == 200


def test_a_client_that_leaves_stops_its_query(folder: Path) -> None:
    settings = Settings(folder, sparql_workers=1, api_workers=1, limits=replace(STRICT, deadline=60.0, patience=60.0))
    with serving(settings) as served:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{served.url}/sparql", data={"query": RUNAWAY}, timeout=0.5, trust_env=False)
        start = time.perf_counter()
        assert served.ask("ASK {}").status_code == 200
        assert time.perf_counter() - start < SLACK


# ---- nothing goes out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", CALLS)
def test_service_calls_nobody(alive: Served, listener: Listener, text: str) -> None:
    if text.startswith("INSERT"):
        return
    assert alive.ask(text.replace("http://h/", f"http://127.0.0.1:{listener.port}/")).status_code == 403


def test_from_fetches_nothing(alive: Served, listener: Listener) -> None:
    for iri in (f"http://127.0.0.1:{listener.port}/x.ttl", "file:///etc/passwd", f"ftp://127.0.0.1:{listener.port}/"):
        for clause in ("FROM", "FROM NAMED"):
            assert alive.ask(f"SELECT * {clause} <{iri}> {{ ?s ?p ?o }}").json()["results"]["bindings"] == []
        found = alive.client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": iri})
        assert found.json()["results"]["bindings"] == []
        assert alive.client.get("/graphs", params={"graph": iri}).status_code == 404


def test_a_worker_reaches_nobody_even_where_a_call_gets_through(root: Path, listener: Listener) -> None:
    code = f"""
import pyoxigraph
from kg.confine import confine
confine(2**30, True)
store = pyoxigraph.Store()
for ask in (lambda: list(store.query("SELECT * {{ SERVICE <http://localhost:{listener.port}/> {{ ?s ?p ?o }} }}")),
            lambda: store.update("LOAD <http://127.0.0.1:{listener.port}/>")):
    try:
        ask()
        print("went through")
    except OSError:
        pass
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_updates_that_load_are_refused(folder: Path, tmp_path: Path, listener: Listener) -> None:
    from kg.store import open_store

    open_store(tmp_path / "store", "write").close()
    with serving(Settings(tmp_path / "store", sparql_workers=1, api_workers=1, token="t", limits=STRICT)) as served:
        for text in (*LOADS, CALLS[-1]):
            text = text.replace("http://h/", f"http://127.0.0.1:{listener.port}/")
            assert served.client.post("/update/t", data={"update": text}).status_code in (400, 403)


# ---- requests that are none ----------------------------------------------------------------------------------------


def head(served: Served, *lines: str) -> bytes:
    return "\r\n".join([lines[0], f"Host: 127.0.0.1:{served.settings.port}", *lines[1:], "", ""]).encode()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def test_a_body_that_says_it_is_huge(alive: Served) -> None:
    size = 129 * 2**20
    sent = head(alive, "POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", f"Content-Length: {size}")
    start = time.perf_counter()
    assert status(alive.raw(sent + b"ASK {}")) == 413
    assert time.perf_counter() - start < SLACK


def test_a_body_that_is_huge(alive: Served) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(129):
            yield b" " * 2**20

    with contextlib.suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):  # it may hang up first
        found = alive.client.post("/sparql", content=endless(), headers={"Content-Type": "application/sparql-query"})
        assert found.status_code == 413


def test_chunks_without_end(alive: Served) -> None:
    sent = head(alive, "POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    assert status(drip(alive, sent, b"10000\r\n" + b" " * 65536 + b"\r\n", 0.0)) in (0, 413)
    assert status(drip(alive, sent, b"1\r\n \r\n", 0.1)) == 408


def test_slow_loris(alive: Served) -> None:
    start = time.perf_counter()
    assert drip(alive, b"GET / HTTP/1.1\r\n", b"X-A: b\r\n", 0.1) == b""
    assert time.perf_counter() - start < STRICT.head_seconds + SLACK
    late = head(alive, "GET /api/questions HTTP/1.1") + b"GET / HTTP/1.1\r\n"
    start = time.perf_counter()
    assert drip(alive, late, b"X-A: b\r\n", 0.1).count(b"HTTP/1.1 200") == 1
    assert time.perf_counter() - start < 2 * STRICT.head_seconds + SLACK


def drip(served: Served, first: bytes, then: bytes, pause: float) -> bytes:
    """What comes back while the same piece is sent again and again, until the server hangs up."""
    with socket.create_connection(("127.0.0.1", served.settings.port), timeout=60) as line:
        got = b""
        hung_up = threading.Event()

        def send() -> None:
            with contextlib.suppress(OSError):
                line.sendall(first)
                while not hung_up.wait(pause):
                    line.sendall(then)

        sender = threading.Thread(target=send)
        sender.start()
        with contextlib.suppress(OSError):
            while piece := line.recv(65536):
                got += piece
        hung_up.set()
        line.close()
        sender.join()
        return got


def test_bytes_that_are_no_text(alive: Served) -> None:
    media = {"Content-Type": "application/sparql-query"}
    for body in (b"\xff\xfe", b"ASK { ?s ?p '\xed\xa0\x80' }", "ASK {}".encode("utf-16")):
        assert alive.client.post("/sparql", content=body, headers=media).status_code == 400
    assert alive.client.post("/sparql", content=b"ASK {\0}", headers=media).status_code == 400
    assert alive.ask("SELECT (STRLEN('\0') AS ?n) {}").status_code in (200, 400)
    assert alive.ask("SELECT ('\\uD800' AS ?n) {}").status_code == 400
    assert status(alive.raw(head(alive, "GET /sparql?query=\xff HTTP/1.1"))) == 400
    assert status(alive.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20)) == 400
    assert status(alive.raw(head(alive, f"GET /{'a' * 2**17} HTTP/1.1"))) in (0, 400)
    assert status(alive.raw(head(alive, "GET / HTTP/1.1", *(f"X-{i}: {'a' * 200}" for i in range(2000))))) in (0, 400)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "a@localhost"]
)
def test_other_names_are_not_answered(alive: Served, host: str) -> None:
    assert alive.client.get("/api/about", headers={"Host": host}).status_code in (400, 421)


def test_other_sites_may_not_ask(alive: Served, folder: Path) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", f"https://127.0.0.1:{alive.settings.port}"):
        found = alive.client.post("/sparql", data={"query": "ASK {}"}, headers={"Origin": origin})
        assert found.status_code == 403
        assert "access-control-allow-origin" not in found.headers
    own = alive.client.post("/sparql", data={"query": "ASK {}"}, headers={"Origin": alive.url})
    assert own.status_code == 200
    limits = Settings(folder, sparql_workers=1, api_workers=1, limits=STRICT, origins=("http://lab.example",))
    with serving(limits) as open_to_one:
        found = open_to_one.ask("ASK {}", origin="http://lab.example")
        assert found.headers["access-control-allow-origin"] == "http://lab.example"
        asked = open_to_one.client.options("/sparql", headers={"Origin": "http://lab.example"})
        assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "http://lab.example")
        assert open_to_one.ask("ASK {}", origin="http://other.example").status_code == 403


def test_answers_carry_the_headers_of_the_house(alive: Served) -> None:
    for found in (alive.client.get("/"), alive.ask("ASK {}"), alive.ask("nonsense"), alive.client.get("/nowhere")):
        policy = found.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        assert "unsafe-eval" not in policy
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "server" not in found.headers


# ---- strings that are none of the server's business ------------------------------------------------------------------


def addresses(text: str) -> Iterator[str]:
    """Every address of the app with a text in each of its places."""
    held = quote(text.encode("utf-8", "surrogatepass"), safe="")
    names = ("q", "as_of", "name", "from", "to", "about", "other", "limit", "graph", "query", "company", "type", "all")
    for route in ROUTES:
        assert isinstance(route, Route)
        path = route.path
        while "{" in path:
            path = f"{path[: path.index('{')]}{held}{path[path.index('}') + 1 :]}"
        if route.methods and "GET" in route.methods:
            own = OWN.get(route.path, names)
            yield f"{path}?" + "&".join(f"{name}={held}" for name in own)
            yield from (f"{path}?{name}={held}" for name in own)
            if path != route.path:
                yield path


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_every_route_bears_every_text(alive: Served, text: str) -> None:
    before = alive.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text
    for address in addresses(text):
        found = alive.client.get(address)
        assert found.status_code < 500, address[:200]
        if "html" in found.headers.get("content-type", ""):
            assert "<script>alert" not in found.text
            assert "<img src=x" not in found.text
    assert alive.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text == before


def test_naughty_strings_are_searched_for_and_found_in_queries(alive: Served, shared: Path) -> None:
    naughty = json.loads((shared / "conformance" / "naughty" / "blns.json").read_text(encoding="utf-8"))
    for text in naughty:
        assert alive.client.get("/api/search", params={"q": text}).status_code in (200, 400)
        if text and "\0" not in text:
            literal = json.dumps(text, ensure_ascii=False)
            row = alive.ask(f"SELECT ({literal} AS ?x) {{}}").json()["results"]["bindings"]
            assert row == [{"x": {"type": "literal", "value": text}}]


def test_the_cross_product_is_one(alive: Served) -> None:
    """That what the tests above call a runaway does not end by itself."""
    assert alive.ask(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}").status_code == 504
