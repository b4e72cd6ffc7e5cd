"""W3C's 34 Protocol tests, against an instance that takes updates and one that does not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.server.settings import Settings
from kg.store import open_store
from tests.server.conftest import STRICT
from tests.server.serving import serving

TOKEN = "conformance"


@pytest.fixture
def script(shared: Path) -> Path:
    return shared / "conformance" / "w3c_protocol.py"


def run(script: Path, *addresses: str) -> tuple[int, set[str]]:
    """How many tests passed, and the names of those that did not."""
    done = subprocess.run([sys.executable, str(script), *addresses], capture_output=True, text=True, check=False)
    passed = re.search(r"(\d+) passed, \d+ failed", done.stdout)
    assert passed, done.stdout + done.stderr
    return int(passed[1]), set(re.findall(r"^FAIL (\w+)", done.stdout, re.MULTILINE))


def instance(folder: Path, token: str = "") -> Settings:
    return Settings(folder, sparql_workers=2, api_workers=1, token=token, limits=STRICT)


def load(folder: Path, data: Path) -> None:
    """A store of the graphs that the tests' queries are about."""
    with open_store(folder, "write") as store:
        for number in (1, 2, 3):
            name = f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"
            triples = (data / f"data{number}.nt").read_text(encoding="utf-8")
            store.update(f"INSERT DATA {{ GRAPH <{name}> {{ {triples} }} }}")


def test_all_pass_where_updates_are_taken(script: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "store", "write").close()
    with serving(instance(tmp_path / "store", TOKEN)) as served:
        assert run(script, f"{served.url}/sparql", f"{served.url}/update/{TOKEN}") == (34, set())


def test_a_read_only_instance_refuses_updates_alone(script: Path, tmp_path: Path) -> None:
    load(tmp_path / "store", script.parent / "w3c" / "protocol")
    with serving(instance(tmp_path / "store")) as served:
        passed, failed = run(script, f"{served.url}/sparql")
    assert all(name.startswith("update_") for name in failed), failed
    assert passed == 34 - len(failed)
