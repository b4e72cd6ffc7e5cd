"""The invented company's store, open for reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Store, open_store
from tests.queries.norvik import make_store


@pytest.fixture(scope="session")
def norvik_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("norvik") / "store")


@pytest.fixture
def norvik(norvik_folder: Path) -> Iterator[Store]:
    with open_store(norvik_folder) as store:
        yield store
