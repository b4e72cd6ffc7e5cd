"""Virtuoso, where it is installed: a second SPARQL engine to be measured beside, and to send graphs to.

Debian has it as `virtuoso-opensource-7-bin`. It runs in a folder of its own, on ports of the loopback, until the block
ends.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox

PRESENT = "urn:present"  # Virtuoso keeps triples in named graphs alone, so the default graph gets a name
SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt")
USER = PASSWORD = "dba"  # those of a database that nobody has set up yet
SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 20
[SPARQL]
{default}
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True)
class Running:
    """A server: its process, and where it answers."""

    process: subprocess.Popen[bytes]
    port: int
    web: int

    @property
    def endpoint(self) -> str:
        """The address that asks for a user; what that one may do, it takes."""
        return f"http://127.0.0.1:{self.web}/sparql-auth"

    def order(self, statements: str) -> None:
        """Have it carry out SQL."""
        command = [str(CLIENT), f"127.0.0.1:{self.port}", USER, PASSWORD, f"exec={statements}"]
        subprocess.run(command, check=True, capture_output=True)


@contextlib.contextmanager
def running(folder: Path, default: str = "", buffers: int = 170_000) -> Iterator[Running]:
    """A server over a folder, which is made or taken up again; `default` names a graph to be its default graph."""
    folder.mkdir(exist_ok=True)
    port, web = _free_port(), _free_port()
    names = f"DefaultGraph = {default}" if default else ""
    settings = SETTINGS.format(
        folder=folder, port=port, web=web, default=names, buffers=buffers, dirty=buffers * 3 // 4
    )
    (folder / "virtuoso.ini").write_text(settings)
    (folder / "virtuoso.lck").unlink(missing_ok=True)  # one that was killed leaves it
    command = [str(SERVER), "+foreground", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
    with (folder / "out").open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as server:
        try:
            _wait(web, server)
            yield Running(server, port, web)
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(60)
            server.kill()


@contextlib.contextmanager
def virtuoso(store: Path, folder: Path) -> Iterator[str]:
    """The address of its endpoint, with all that the store holds."""
    with running(folder, PRESENT) as server:
        write_quads(store, folder / "quads.nq")
        load = f"ld_dir('{folder}', 'quads.nq', '{PRESENT}'); rdf_loader_run(); checkpoint;"
        server.order(f'{load} grant select on DB.DBA.RDF_QUAD to "SPARQL";')
        yield f"http://127.0.0.1:{server.web}/sparql"


def write_quads(store: Path, out: Path) -> None:
    """The store's quads as N-Quads, those of the default graph in `PRESENT`."""
    present = ox.NamedNode(PRESENT)
    quads = (
        ox.Quad(q.subject, q.predicate, q.object, present) if isinstance(q.graph_name, ox.DefaultGraph) else q
        for q in ox.Store.read_only(str(store / "rdf"))
    )
    ox.serialize(quads, str(out), format=ox.RdfFormat.N_QUADS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(web: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"Virtuoso ended with {server.returncode}")
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{web}/", trust_env=False)
            return
        time.sleep(0.2)
    raise RuntimeError("Virtuoso did not start")
