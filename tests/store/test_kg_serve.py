"""The server of this package as the store of another process."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build
from kg.checks.verify import verify
from kg.errors import EndpointError
from kg.server.settings import Settings
from kg.store import open_store
from kg.store.held import Present
from kg.store.mirror import open_mirror
from kg.store.remote import open_remote
from tests.server.serving import serving
from tests.test_build import Annotator, run


def test_a_served_store_takes_a_graph(letters: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "served", "write").close()
    known = {"KG_STORE_TOKEN": "a secret", "KG_STORE_FOLDER": str(tmp_path / "folder")}
    with serving(Settings(folder=tmp_path / "served", token="a secret")) as served:
        address = f"{served.url}/sparql"
        with pytest.raises(EndpointError, match="does not know this user, password or token"):
            open_mirror(address, "write", known | {"KG_STORE_TOKEN": "another"})
        with open_mirror(address, "write", known) as store:
            build([letters], store, Annotator())
        with open_remote(address, known) as store:
            assert store.present is Present.DEFAULT
            assert store.exact
            assert store.dump() == run(tmp_path / "whole", letters)[1]
            assert not verify(store).problems


def test_a_graph_that_is_only_served_can_be_read(letters: Path, tmp_path: Path) -> None:
    _, expected = run(tmp_path / "served", letters)
    with serving(Settings(folder=tmp_path / "served")) as served:
        with open_remote(f"{served.url}/sparql", {}) as store:
            assert store.dump() == expected
        with pytest.raises(EndpointError, match="did not send"):
            open_mirror(f"{served.url}/sparql", "write", {"KG_STORE_FOLDER": str(tmp_path / "folder")})
