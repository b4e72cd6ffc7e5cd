"""Virtuoso, where it is installed, with the quads of a store: a second SPARQL engine to be measured beside.

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
from pathlib import Path

import httpx
import pyoxigraph as ox

PRESENT = "urn:present"  # Virtuoso keeps triples in named graphs alone, so the default graph gets a name
SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt")
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
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerThreads = 20
[SPARQL]
DefaultGraph = {present}
ResultSetMaxRows = 1000000
"""


@contextlib.contextmanager
def virtuoso(store: Path, folder: Path) -> Iterator[str]:
    """The address of its endpoint, with all that the store holds."""
    folder.mkdir()
    write_quads(store, folder / "quads.nq")
    port, web = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(folder=folder, port=port, web=web, present=PRESENT))
    command = [str(SERVER), "+foreground", "+configfile", str(folder / "virtuoso.ini"), "+wait"]
    with (folder / "out").open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as server:
        try:
            _wait(web, server)
            load = f"ld_dir('{folder}', 'quads.nq', '{PRESENT}'); rdf_loader_run(); checkpoint;"
            grant = 'grant select on DB.DBA.RDF_QUAD to "SPARQL";'
            subprocess.run(
                [str(CLIENT), f"127.0.0.1:{port}", "dba", "dba", f"exec={load} {grant}"],
                check=True,
                capture_output=True,
            )
            yield f"http://127.0.0.1:{web}/sparql"
        finally:
            server.terminate()
            server.wait(60)


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
        time.sleep(0.5)
    raise RuntimeError("Virtuoso did not start")
