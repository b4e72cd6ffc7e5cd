"""Oxigraph's own server as a store, where it is installed (`pip install oxigraph`): its addresses are known."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.build import build
from kg.checks.verify import verify
from kg.queries.ask import ask
from kg.store import open_store
from kg.store.held import Present
from kg.store.mirror import open_mirror
from kg.store.remote import open_remote
from kg.store.withdraw import withdraw
from tests.server.serving import free_port
from tests.test_build import Annotator, run

SERVER = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
PATIENCE = 240.0
pytestmark = pytest.mark.skipif(not SERVER, reason="needs oxigraph, e.g. `pip install oxigraph`")


@contextlib.contextmanager
def serving(folder: Path, *more: str) -> Iterator[str]:
    """The address at which it answers queries, over a database in a folder."""
    port = free_port()
    command = [str(SERVER), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *more]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < until:
                with contextlib.suppress(httpx.TransportError):
                    httpx.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=PATIENCE)
                    break
                assert process.poll() is None, "it did not start"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.kill()


@pytest.mark.parametrize("more", [(), ("--union-default-graph",)], ids=["apart", "union"])
def test_a_graph_there_and_back(more: tuple[str, ...], letters: Path, tmp_path: Path) -> None:
    known = {"KG_STORE_FOLDER": str(tmp_path / "folder"), "KG_STORE_TIMEOUT": str(PATIENCE)}
    here = known | {"KG_STORE_FOLDER": str(tmp_path / "nowhere")}
    with serving(tmp_path / "server", *more) as address:
        with open_mirror(address, "write", known) as store:
            build([letters], store, Annotator())
            count = store.state.held.count
        with open_mirror(address, "write", known) as store:
            build([letters], store, Annotator())
            assert store.state.held.count == count, "the second build sends nothing"
        expected = run(tmp_path / "whole", letters)[1]
        with open_remote(address, here) as store, open_store(tmp_path / "whole") as disk:
            assert (store.present is Present.DEFAULT) == (not more)
            assert store.exact
            assert store.dump() == expected
            assert not verify(store).problems
            asked = {"company": "Quillon Biosciences Inc."}
            assert ask(store, "pipeline", asked).rows == ask(disk, "pipeline", asked).rows != ()
    with serving(tmp_path / "server", *more) as address, open_mirror(address, "write", known) as store:
        withdraw(store, ["quillon.txt"])
        assert len(build([], store, Annotator()).removed) == 1
        (letters / "quillon.txt").unlink()
        assert store.dump() == run(tmp_path / "rest", letters)[1]
