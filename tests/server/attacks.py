"""Queries that mean harm, and a listener that must hear nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

MANY = 20_000
DEEP = {
    "brackets": f"SELECT * {{ FILTER{'(' * MANY}1{')' * MANY} }}",
    "braces": f"SELECT * {'{' * MANY}{'}' * MANY}",
    "negations": f"SELECT * {{ FILTER({'!' * MANY}true) }}",
    "unions": f"SELECT * {{ {{}} {'UNION {} ' * MANY} }}",
    "sums": f"SELECT * {{ FILTER({'1+' * MANY}1) }}",
    "alternatives": f"SELECT * {{ FILTER({'?a||' * MANY}?b) }}",
    "steps": f"SELECT * {{ ?s {'<p:p>/' * MANY}<p:p> ?o }}",
    "differences": f"SELECT * {{ ?s ?p ?o {'MINUS { ?s ?p ?o } ' * MANY} }}",
    "options": f"SELECT * {{ ?s ?p ?o {'OPTIONAL { ?s ?p ?o } ' * MANY} }}",
    "lists": f"SELECT * {{ ?s ?p {'( ' * MANY}{')' * MANY} }}",
    "open": "SELECT * { " + "[ " * MANY,
}
CROSS = "GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } GRAPH ?w { ?j ?k ?l }"
GREEDY = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "order": f"SELECT * {{ {CROSS} }} ORDER BY ?a ?f ?i",
    "concat": f"SELECT (GROUP_CONCAT(?a) AS ?n) {{ {CROSS} }}",
    "distinct": f"SELECT DISTINCT * {{ {CROSS} }}",
    "construct": f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} }}",
    "silent": f"SELECT ?s {{ {CROSS} FILTER(CONCAT(?a, ?d, ?g, ?j) = '') }}",
    "growing": "SELECT ?v20 { BIND('aaaaaaaaaaaaaaaa' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{i}, ?v{i}, ?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(20))
    + " }",
}
RUNAWAY = GREEDY["count"]
TEN_MILLION = f"SELECT * {{ VALUES ?a {{ {'1 ' * 3200} }} VALUES ?b {{ {'2 ' * 3200} }} }}"


@dataclass
class Listener:
    """A port on the loopback, and who has called."""

    port: int
    calls: list[str] = field(default_factory=list)


@contextlib.contextmanager
def listening() -> Iterator[Listener]:
    """Accept whoever calls, note it, and hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        heard = Listener(server.getsockname()[1])
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    line, address = server.accept()
                    heard.calls.append(str(address))
                    line.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield heard
        finally:
            done.set()
            thread.join()
