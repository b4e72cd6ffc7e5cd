"""`kg serve` as a person starts and ends it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from kg.store import open_store
from tests.server.serving import children, free_port


@contextlib.contextmanager
def start(root: Path, folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The command as a process of its own, which does not outlive the block."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(folder), *options]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "KG_TOKEN": "a secret"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, env=environment, text=True, stderr=pipe, stdout=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def answer(port: int, seconds: float = 240) -> bool:
    """Whether the server answers, within a time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/api/about", trust_env=False, timeout=10).status_code == 200
        except httpx.TransportError:
            time.sleep(0.05)
    return False


def descendants(pid: int) -> list[int]:
    """The processes below one, where the system tells."""
    return [found for child in children(pid) for found in (child, *descendants(child))]


def test_it_serves_until_it_is_interrupted(root: Path, folder: Path) -> None:
    port = free_port()
    with start(root, folder, "--port", str(port), "--writable") as process:
        assert answer(port)
        below = descendants(process.pid)
        command = Path(f"/proc/{below[0]}/environ") if below else None
        assert command is None or b"a secret" not in command.read_bytes()
        update = {"update": "INSERT DATA {}"}
        assert httpx.post(f"http://127.0.0.1:{port}/update", data=update, trust_env=False).status_code == 401
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert out == ""
    assert f"http://127.0.0.1:{port}/" in errors
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]
    assert not (folder / "snapshots").exists() or not list((folder / "snapshots").glob(f"{process.pid}-*"))


def test_nothing_is_left_when_it_is_killed(root: Path, folder: Path) -> None:
    port = free_port()
    with start(root, folder, "--port", str(port)) as process:
        assert answer(port)
        below = descendants(process.pid)
        process.kill()
        process.communicate(timeout=240)
    until = time.monotonic() + 120
    while (left := [pid for pid in below if Path(f"/proc/{pid}").exists()]) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def test_it_recovers_when_its_processes_are_killed(root: Path, folder: Path) -> None:
    port = free_port()
    with start(root, folder, "--port", str(port)) as process:
        assert answer(port)
        for pid in reversed(descendants(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 10
        while not answer(port, 1) and time.monotonic() < until:
            time.sleep(0.1)
        asked = {"query": "ASK { ?s ?p ?o }"}
        assert httpx.get(f"http://127.0.0.1:{port}/sparql", params=asked, trust_env=False).json()["boolean"]
        process.terminate()
        process.communicate(timeout=240)


def refused(root: Path, folder: Path, *options: str) -> str:
    """What is said where it cannot be served."""
    with start(root, folder, *options) as process:
        _, errors = process.communicate(timeout=240)
    assert process.returncode == 2, errors
    assert "Traceback" not in errors
    return errors


def test_what_cannot_be_served_is_said(root: Path, folder: Path, tmp_path: Path) -> None:
    assert "no graph store" in refused(root, tmp_path / "none")
    assert "--port" in refused(root, folder, "--port", "99999")
    assert "positive" in refused(root, folder, "--timeout", "0")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "already in use" in refused(root, folder, "--port", str(taken.getsockname()[1]))
    with open_store(tmp_path / "store", "write"):
        assert "writing" in refused(root, tmp_path / "store")
