"""The invented company's graph, served; strict limits, so that tests are quick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.server.settings import MIB, Limits, Settings
from tests.queries.norvik import make_store
from tests.server.serving import Served, serving

STRICT = Limits(
    deadline=4.0, memory=384 * MIB, rows=20_000, answer=16 * MIB, body=MIB, body_seconds=1.5, head_seconds=1.5
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("served") / "store")


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[Served]:
    with serving(Settings(folder, sparql_workers=2, api_workers=1, limits=STRICT)) as found:
        yield found
