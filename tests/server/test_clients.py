"""The README's examples for other tools, word for word, against a server of the example documents."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.server.settings import Settings
from kg.store import open_store
from tests.server.conftest import STRICT
from tests.server.serving import Served, serving

ADDRESS = "http://127.0.0.1:8000"
STORE = "demo/store"


def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


def python(root: Path, holding: str) -> str:
    """The example that names a tool."""
    (found,) = [text for text in re.findall(r"```python\n(.*?)```", readme(root), re.DOTALL) if holding in text]
    return str(found)


def curls(root: Path) -> list[str]:
    return re.findall(r"^    (curl (?:.*\\\n)*.*)$", readme(root), re.MULTILINE)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "store"
    documents = Path(__file__).resolve().parents[2] / "examples"
    with open_store(folder, "write") as store:
        build(sorted(p for p in documents.iterdir() if p.name.startswith("lorus")), store)
    return folder


@pytest.fixture(scope="module")
def shown(examples: Path) -> Iterator[Served]:
    with serving(Settings(examples, sparql_workers=1, api_workers=1, limits=STRICT)) as found:
        yield found


def said(code: str) -> str:
    """What an example prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    return out.getvalue()


@pytest.mark.parametrize(
    ("holding", "expected"),
    [("SPARQLWrapper", "Phase 2"), ("pandas", "Lorus Therapeutics"), ("SERVICE", "call the investigator")],
)
def test_clients(root: Path, shown: Served, holding: str, expected: str) -> None:
    printed = said(python(root, holding).replace(ADDRESS, shown.url))
    assert expected in printed
    assert "Lorus" in printed or "GTI-2040" in printed


def test_from_python(root: Path, examples: Path) -> None:
    code = python(root, "kg.open")
    assert STORE in code
    printed = said(code.replace(STORE, str(examples)))
    assert "GTI-2040 Phase 2" in printed
    edges, trials = printed.split()[-2:]
    assert int(edges) >= 1
    assert int(trials) > 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl(root: Path, shown: Served) -> None:
    commands = curls(root)
    assert len(commands) == 2
    for command, expected in zip(commands, ("GTI-2040,Lorus Therapeutics Inc.", '"label":"GTI-2040"'), strict=True):
        line = f"set -o pipefail; {command.replace(ADDRESS, shown.url)} -sS --noproxy '*'"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
        assert expected in done.stdout.replace('": "', '":"')
