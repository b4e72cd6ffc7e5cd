"""A snapshot gets its register while it is served, and the next one its own."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path

import pytest

from kg.queries.register import NAME
from kg.server.process import Nursery
from kg.server.registering import register
from kg.server.settings import Settings
from kg.store import open_store
from tests.queries.norvik import make_store
from tests.server.conftest import STRICT
from tests.server.serving import Served, serving
from tests.server.test_snapshot import mark

PAGES = ("/entity/drug/nvk-101", "/api/facts?iri=organization/norvik-biosciences-inc", "/graph?about=drug/nvk-101")


def made(folder: Path, before: Path | None = None) -> Path:
    """A register other than the one before, once there is one."""
    until = time.monotonic() + 60
    while not (found := set(folder.glob(f"snapshots/*/{NAME}")) - {before}):
        assert time.monotonic() < until, "no register was made"
        time.sleep(0.05)
    return found.pop()


def pages(served: Served) -> list[str]:
    return [served.client.get(address).raise_for_status().text for address in PAGES]


def test_each_snapshot_gets_one_and_pages_stay_the_same(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    with serving(Settings(folder, sparql_workers=1, api_workers=1, limits=STRICT)) as served:
        first = made(folder)
        before = pages(served)
        with open_store(folder, "write") as store:
            mark(store, 1)
        made(folder, first)
        assert pages(served) == before
    assert not list(folder.glob("snapshots/*"))


def test_where_none_can_be_made_it_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = make_store(tmp_path / "store")
    (folder / NAME).with_suffix(".new").mkdir()

    async def attempt() -> None:
        nursery = Nursery(STRICT)
        try:
            await register(nursery, folder)
        finally:
            await nursery.close()

    with caplog.at_level(logging.WARNING):
        asyncio.run(attempt())
    assert "was not made, pages come slowly" in caplog.text
