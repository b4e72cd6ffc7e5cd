"""Importing defines and does nothing else; the command line starts fast."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = {"spacy", "thinc", "pandas", "numpy", "rdflib", "pyvis", "networkx", "pyshacl", "fastapi", "matplotlib", "yaml"}
HELP_SECONDS = 1.5  # `make bench` prints the real figure; this only catches a heavy import

PROBE = """
import json, logging, sys, threading
before = len(logging.root.handlers)
import kg
print(json.dumps({
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    "handlers": len(logging.root.handlers) - before,
    "threads": threading.active_count(),
    "missing": [name for name in getattr(kg, "__all__", ()) if not hasattr(kg, name)],
}))
"""


def test_importing_has_no_side_effects(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["handlers"] == 0
    assert found["threads"] == 1
    assert found["missing"] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("modules", "heavy"),
    [
        ("kg, kg.cli", HEAVY),
        ("kg.store, kg.queries.ask, kg.queries.format", HEAVY - {"yaml", "rdflib"}),  # a question needs no model
    ],
)
def test_importing_loads_nothing_heavy(modules: str, heavy: set[str], root: Path, tmp_path: Path) -> None:
    probe = f"import sys, {modules}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not heavy & set(done.stdout.split())


@pytest.mark.skipif(importlib.util.find_spec("kg.cli") is None, reason="no command line yet")
def test_help_starts_fast() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg.cli", "--help"], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < HELP_SECONDS
