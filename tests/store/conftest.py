"""What the tests of stores at endpoints share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.sample import TEXT
from tests.store.sparql_server import Server, sparql_server
from tests.test_build import RELEASE


@pytest.fixture
def server() -> Iterator[Server]:
    with sparql_server() as made:
        yield made


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Three documents, of which one states facts."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "orlo.txt").write_text(RELEASE, encoding="utf-8")
    (folder / "bern.txt").write_text(RELEASE.replace("Bern", "Brig").replace("2008", "2009"), encoding="utf-8")
    (folder / "quillon.txt").write_text(RELEASE.replace("laboratory in Bern", "office") + TEXT, encoding="utf-8")
    return folder
