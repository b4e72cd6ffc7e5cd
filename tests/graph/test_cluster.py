from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.build import build
from kg.checks.verify import verify
from kg.store import open_store
from tests.graph.nodes import NOT_STARTED, WORDS
from tests.test_build_processes import write_letters

LONGEST = 1500.0  # seconds that a program may take on a machine with much else to do; a fiftieth is usual
STARTS = 4  # tries to start a cluster
needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")


@pytest.fixture(scope="module")
def around() -> Iterator[dict[str, str]]:
    """What Ray finds around it: loopback, no reports, a folder of its own with a name short enough for its sockets."""
    folder = tempfile.mkdtemp(prefix="kgray")
    yield {
        **os.environ,
        "RAY_TMPDIR": folder,
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
        "RAY_worker_register_timeout_seconds": "600",  # a machine with much else to do is slow, and not broken
        "RAY_gcs_server_request_timeout_seconds": "300",
        "RAY_memory_monitor_refresh_ms": "0",  # what others take of the memory is not for the nodes to end for
    }
    shutil.rmtree(folder, ignore_errors=True)


def run(around: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """A program of Python, ended with what it started where it takes too long."""
    started = subprocess.Popen(
        [sys.executable, *command],
        env=around,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = started.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        raise
    return subprocess.CompletedProcess(command, started.returncode, out, err)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a program told before it failed, without what Ray tells of itself."""
    lines = [line for line in done.stderr.splitlines() if "raylet" not in line and "state-dump" not in line]
    return f"exit {done.returncode}\n" + "\n".join(lines)[-6000:]


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources") / "letters"
    write_letters(folder)
    (folder / "empty.txt").write_text("", encoding="utf-8")
    return folder


@needs_ray
@pytest.mark.timeout(STARTS * LONGEST)
def test_two_nodes_of_which_one_is_killed(around: dict[str, str], letters: Path, tmp_path: Path) -> None:
    store = tmp_path / "cluster" / "store"
    store.parent.mkdir()
    for _ in range(STARTS):
        done = run(around, "-m", "tests.graph.nodes", str(letters), str(store))
        if done.returncode != NOT_STARTED:
            break
    assert done.returncode == 0, said(done)
    told: dict[str, Any] = json.loads(done.stdout)
    check_words(told)
    with open_store(tmp_path / "alone", "write") as opened:
        report = build([letters], opened)
        alone = opened.dump()
        files = {path: (file.documents, file.rejected) for path, file in opened.manifest.files.items()}
    with open_store(store) as opened:
        assert opened.dump() == alone
        assert {path: (file.documents, file.rejected) for path, file in opened.manifest.files.items()} == files
        assert not verify(opened).problems
    assert told["rejected"] == [r.reason for r in report.rejected]
    assert told["cut"] > 0
    assert told["skipped"] >= told["cut"]
    assert told["read"] <= len(report.built) - told["cut"] + 1


def check_words(told: dict[str, Any]) -> None:
    """What a task does to its process is its own affair, and tasks of a node that is lost go to others."""
    words = told["words"]
    assert "died" in words.pop("die")[-1]
    assert {word: words[word] for word in WORDS} == {word: list(word) for word in WORDS}
    ((once, spelled),) = [(word, got) for word, got in words.items() if word not in WORDS]
    assert spelled[-len(once) :] == list(once)
    assert "damaged" in told["failed"]
    assert told["moved"] >= 1, told
    assert all(spelled == list(word) for word, spelled in told["slow"].items())


@needs_ray
@pytest.mark.timeout(2 * LONGEST)
def test_the_command_starts_a_cluster_of_its_own(around: dict[str, str], letters: Path, tmp_path: Path) -> None:
    files = [str(file) for file in sorted(letters.glob("0[01]*"))]
    command = ["build", *files, "--store", str(tmp_path / "store"), "--json"]
    done = run(around, "-m", "kg.cli", *command, "--engine", "ray", "--workers", "1")
    assert done.returncode == 0, said(done)
    assert json.loads(done.stdout)["documents"] == len(files)


NO_RAY = "import sys; sys.modules['ray'] = None; from kg.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--engine", "ray"], "kg[ray]"),
        (["--engine", "ray", "--address", "somewhere"], "HOST:PORT"),
        (["--engine", "ray", "--address", "127.0.0.1:1"], "no Ray cluster answers there"),
        (["--address", "127.0.0.1:6379"], "--engine ray"),
        (["--engine", "ray", "--address", "127.0.0.1:6379", "--workers", "2"], "--workers"),
    ],
)
def test_a_cluster_that_cannot_be_had(more: list[str], said: str, letters: Path, tmp_path: Path) -> None:
    command = ["build", str(letters / "00.txt"), "--store", str(tmp_path / "store"), *more]
    done = subprocess.run([sys.executable, "-c", NO_RAY, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


LATE_RAY = """
import sys
from types import SimpleNamespace
from kg.cli import main

def late(**options):
    raise Exception("The node came up too late.")

sys.modules["ray"] = SimpleNamespace(is_initialized=lambda: False, init=late, shutdown=lambda: print("shut down"))
sys.exit(main(sys.argv[1:]))
"""


def test_a_cluster_that_does_not_start_is_told(letters: Path, tmp_path: Path) -> None:
    command = ["build", str(letters / "00.txt"), "--store", str(tmp_path / "store"), "--engine", "ray"]
    done = subprocess.run([sys.executable, "-c", LATE_RAY, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Ray cannot be used: The node came up too late." in done.stderr.splitlines()[-1]
    assert "shut down" in done.stderr
    assert "Traceback" not in done.stderr
