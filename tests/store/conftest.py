"""What the tests of stores at endpoints share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.sparql_server import Server, sparql_server
from tests.test_build import write_letters


@pytest.fixture
def server() -> Iterator[Server]:
    with sparql_server() as made:
        yield made


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Three documents, of which one states facts."""
    return write_letters(tmp_path / "letters")
