"""While the store is built anew, everyone sees the old state, then the new one."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from kg.server.settings import Settings
from kg.store import open_store
from tests.queries.norvik import make_store
from tests.server.conftest import STRICT
from tests.server.serving import serving
from tests.server.test_snapshot import mark

BOTH = "SELECT ?one ?two { GRAPH <urn:one> { ?x <urn:is> ?one } GRAPH <urn:two> { ?x <urn:is> ?two } }"


def test_old_then_new_and_never_half(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    with open_store(folder, "write") as store:
        mark(store, 0)
    seen: list[tuple[str, str]] = []
    with serving(Settings(folder, sparql_workers=2, api_workers=1, limits=STRICT)) as served:

        def build() -> None:
            with open_store(folder, "write") as store:
                for number in range(1, 40):
                    mark(store, number)
                    time.sleep(0.01)

        builder = threading.Thread(target=build)
        builder.start()
        until = time.monotonic() + 20
        while time.monotonic() < until and (not seen or seen[-1][0] != "39"):
            (row,) = served.ask(BOTH).json()["results"]["bindings"]
            seen.append((row["one"]["value"], row["two"]["value"]))
        builder.join()
        assert served.client.get("/api/about").json()["documents"] == 1
    assert list(dict.fromkeys(seen)) == [("0", "0"), ("39", "39")]
