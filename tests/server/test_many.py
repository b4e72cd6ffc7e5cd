"""Many readers at once: each waits its turn, and none is sent away or loses its connection."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx

from kg.ontology import ID
from kg.server.settings import Limits, Settings
from tests.server.serving import Served, serving

READERS, EACH = 10, 12
# Far more wait than there are workers; the patience that queries from outside are held to is over at once.
CROWDED = replace(Limits(), deadline=60.0, patience=0.01, queue_seconds=120.0)


def addresses(served: Served) -> list[str]:
    """What readers of the store ask, cheap and dear."""
    rows = served.ask("SELECT ?x { VALUES ?t { bp:Drug bp:Organization bp:Indication } ?x a ?t }").json()["results"]
    names = sorted(row["x"]["value"].removeprefix(ID) for row in rows["bindings"])
    kinds = ("/entity/{}", "/graph?about={}", "/api/facts?iri={}", "/api/neighbourhood?iri={}", "/api/timeline?iri={}")
    return ["/", "/api/search?q=no", *(kind.format(name) for kind in kinds for name in names)]


def test_ten_readers_are_all_answered(folder: Path) -> None:
    with serving(Settings(folder, sparql_workers=1, api_workers=1, limits=CROWDED)) as served:
        asked = addresses(served)

        def read(number: int) -> list[int]:
            chosen = random.Random(number)
            with httpx.Client(base_url=served.url, timeout=300, trust_env=False) as client:
                return [client.get(chosen.choice(asked)).status_code for _ in range(EACH)]

        with ThreadPoolExecutor(READERS) as people:
            codes = [code for found in people.map(read, range(READERS)) for code in found]
        assert codes == [200] * READERS * EACH


def test_who_waits_too_long_is_told_to_come_back(folder: Path) -> None:
    limits = replace(CROWDED, deadline=3.0, patience=60.0, queue_seconds=0.1)
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
    with serving(Settings(folder, sparql_workers=1, api_workers=1, limits=limits)) as served:
        with ThreadPoolExecutor(3) as people:
            found = [each.result() for each in [people.submit(served.ask, runaway) for _ in range(3)]]
        assert sorted(each.status_code for each in found) == [503, 503, 504]
        assert all(each.headers["retry-after"] for each in found if each.status_code == 503)
