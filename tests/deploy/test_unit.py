"""The systemd unit: systemd finds no fault in it and thinks it tight, and what it starts, starts."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 15  # tenths, as `systemd-analyze security` counts; 100 is a service without any limit


@pytest.fixture(scope="module")
def unit(root: Path) -> str:
    return (root / "deploy" / "kg.service").read_text("utf-8")


def read(text: str) -> dict[str, dict[str, list[str]]]:
    """Values by section and name, in their order; raises ValueError for what is neither."""
    made: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line.strip() and not line.startswith("#"):
            name, equals, value = line.partition("=")
            if not (section and equals and name.isalnum()):
                raise ValueError(line)
            made[section][name].append(value)
    return made


def test_what_it_allows(unit: str) -> None:
    service = read(unit)["Service"]
    for name in "DynamicUser NoNewPrivileges ProtectHome PrivateTmp PrivateDevices RestrictNamespaces".split():
        assert service[name] == ["yes"], name
    assert service["ProtectSystem"] == ["strict"]
    assert service["Restart"] == ["on-failure"]
    assert service["MemoryMax"][0].endswith("G")
    assert service["CapabilityBoundingSet"] == [""]
    assert (service["IPAddressDeny"], service["IPAddressAllow"]) == (["any"], ["localhost"])
    refused = [word for line in service["SystemCallFilter"] if line.startswith("~") for word in line[1:].split()]
    assert "@resources" not in refused, "workers limit their memory with setrlimit"


def test_the_store_lies_in_the_only_place_that_may_be_written(unit: str) -> None:
    service = read(unit)["Service"]
    environment = dict(word.split("=", 1) for line in service["Environment"] for word in shlex.split(line))
    (state,) = service["StateDirectory"]
    assert environment["KG_STORE"].startswith(f"%S/{state}/")
    assert environment["KG_LOG"] == "json"


def test_what_it_starts_takes_its_arguments(unit: str, root: Path, tmp_path: Path) -> None:
    """Started with the unit's own words and no store, the program says so: it has understood them."""
    (command,) = read(unit)["Service"]["ExecStart"]
    program, *words = shlex.split(command)
    assert program.endswith("/kg")
    environment = {"PYTHONPATH": str(root), "KG_STORE": str(tmp_path / "none"), "KG_LOG": "json"}
    made = subprocess.run(
        [sys.executable, "-m", "kg.cli", *words],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 2
    assert "holds no graph store" in made.stderr


@pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
def test_systemd_finds_no_fault_and_thinks_it_tight(unit: str, tmp_path: Path) -> None:
    (command,) = read(unit)["Service"]["ExecStart"]
    program = tmp_path / "kg"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    there = tmp_path / "kg.service"
    there.write_text(unit.replace(shlex.split(command)[0], str(program)), encoding="utf-8")
    assert ANALYZE
    found = subprocess.run([ANALYZE, "verify", str(there)], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
    asked = ["security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}", str(there)]
    found = subprocess.run([ANALYZE, *asked], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-2000:]
    worse = there.read_text("utf-8").replace("ProtectSystem=strict", "ProtectSystm=strict")
    there.write_text(worse, encoding="utf-8")
    found = subprocess.run([ANALYZE, "verify", str(there)], capture_output=True, text=True, check=False)
    assert "ProtectSystm" in found.stderr
