"""A confined process reaches nothing and starts nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")


def outcome(root: Path, what: str, memory: int = 512 * 2**20, may_write: bool = False) -> str:
    """The error's name, or "done", of a statement in a confined process."""
    code = f"""
import os, socket, subprocess, sys
from kg.confine import confine
confine({memory}, {may_write})
try:
    {what}
    print("done", flush=True)
except BaseException as error:
    print(type(error).__name__, flush=True)
"""
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PYTHONPATH": str(root)},
    )
    return run.stdout.strip() or f"killed by {-run.returncode}"


@linux
@pytest.mark.parametrize(
    "what",
    [
        "socket.socket()",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.socketpair()",
        "socket.create_connection(('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "os.execv('/bin/true', ['true'])",
    ],
)
def test_neither_network_nor_programs(root: Path, what: str) -> None:
    assert outcome(root, what) in ("PermissionError", "gaierror")


def test_files_only_where_they_are_to_be_written(root: Path, tmp_path: Path) -> None:
    write = f"os.write(os.open({str(tmp_path / 'file')!r}, os.O_CREAT | os.O_WRONLY), b'x')"
    assert outcome(root, write) == "OSError"
    assert outcome(root, write, may_write=True) == "done"


@linux
def test_memory_has_an_end(root: Path) -> None:
    assert outcome(root, "bytearray(2**30)") == "MemoryError"
    assert outcome(root, "bytearray(2**20)") == "done"
