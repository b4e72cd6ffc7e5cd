"""Logs: one record is one line whatever it holds, secrets stand in none, and builds and servers say what they do."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import DONE, FINDINGS, WRONG_USE
from kg.cli.logs import BLOT, Json, Text, escaped, secrets_of
from tests.queries.norvik import make_store
from tests.server.serving import free_port

FORGED = '\n{"level": "info", "event": "forged"}\r\n\x1b[2J\u2028INFO forged'
RELEASE = """For Immediate Release

Quillmark Therapeutics Begins Phase 1 Trial of QMT-44

OSLO, Norway, March 3, 2009 - Quillmark Therapeutics Inc. today announced that it has initiated a Phase 1 clinical trial
of QMT-44 in patients with advanced melanoma.
"""


def record(message: str, *args: object, **carried: object) -> logging.LogRecord:
    made = logging.LogRecord("kg.test", logging.INFO, "a.py", 1, message, args, None)
    vars(made).update(carried)
    return made


@given(st.text(), st.text(), st.text(max_size=5))
def test_a_record_is_one_line_of_json(message: str, carried: str, name: str) -> None:
    line = Json().format(record("%s", message, about=carried, **{f"x{name}": 1}))
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert (told["level"], told["logger"], told[f"x{name}"]) == ("info", "kg.test", 1)


@given(st.text(), st.text())
def test_a_record_is_one_line_of_text(message: str, carried: str) -> None:
    line = Text().format(record("%s", message, about=carried))
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029\u202e" for c in line)


def test_what_json_says_is_what_was_said() -> None:
    told = json.loads(Json().format(record(f"{FORGED} %d", 3, path=Path("a/b"), none=None, half=0.5)))
    assert told["event"] == f"{FORGED} 3"
    assert (told["path"], told["none"], told["half"]) == ("a/b", None, 0.5)


def test_a_record_cannot_be_told_as_another() -> None:
    told = json.loads(Json().format(record("true", level="debug", event="other", logger="x", time="never")))
    assert (told["event"], told["level"], told["logger"]) == ("true", "info", "kg.test")


def test_an_error_has_its_stacks_behind_it() -> None:
    made = record("failed")
    try:
        raise ValueError(f"no number: {FORGED} hunter2secret")
    except ValueError:
        made.exc_info = sys.exc_info()
    first, *stacks = Text(("hunter2secret",)).format(made).splitlines()
    assert first == "INFO failed"
    assert len(stacks) > 3
    assert all(line.startswith("    ") for line in stacks)
    told = json.loads(Json(("hunter2secret",)).format(made))
    assert "ValueError: no number" in told["failure"]
    assert "hunter2" not in told["failure"] + "".join(stacks)


@given(st.text(st.characters(codec="ascii", exclude_characters="…"), min_size=4), st.text(), st.text())
def test_secrets_are_blotted_out(secret: str, before: str, after: str) -> None:
    made = record("%s", before + secret + after, about=f"{secret}{after}")
    told = json.loads(Json((secret,)).format(made))
    assert secret not in told["event"]
    assert secret not in told["about"]
    assert escaped(f"INFO {secret}") not in Text((secret,)).format(made)


def test_passwords_in_addresses_are_blotted_out() -> None:
    line = Json().format(record("cannot reach http://ann:hunter2@db.example/x", sent="Authorization: Bearer abc.def-1"))
    told = json.loads(line)
    assert told["event"] == f"cannot reach http://{BLOT}@db.example/x"
    assert told["sent"] == f"Authorization: Bearer {BLOT}"


def test_which_variables_are_secret() -> None:
    names = {
        "KG_TOKEN": "abcd1",
        "KG_STORE_PASSWORD": "abcd22",
        "X_API_KEY": "abcd333",
        "HOME": "/root",
        "A_TOKEN": "x",
    }
    assert secrets_of(names) == ("abcd333", "abcd22", "abcd1")


def test_escapes_can_be_read() -> None:
    assert escaped("a\nb\x1b[31m\u202ec") == "a\\nb\\x1b[31m\\u202ec"


# ---- commands ------------------------------------------------------------------------------------------------------


def run(root: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)} | environment
    command = [sys.executable, "-m", "kg.cli", *args]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=known, timeout=300)


def events(text: str) -> list[dict[str, Any]]:
    """Every line, each an object with its time and event."""
    made = [json.loads(line) for line in text.splitlines()]
    assert all(one["time"] and one["event"] for one in made)
    return made


def named(found: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    return [one for one in found if one["event"] == event]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_tells_its_steps_and_what_it_sets_aside(root: Path, tmp_path: Path, workers: int) -> None:
    filings = tmp_path / "filings"
    filings.mkdir()
    for number in range(16):
        (filings / f"{number}.txt").write_text(RELEASE.replace("44", f"{44 + number}"), encoding="utf-8")
    (filings / 'bad\n{"event": "forged"}.txt').write_bytes(b"\x00\x01\x02" * 400)
    made = run(
        root, *("build", str(filings), "--store", str(tmp_path / "store"), "--workers", str(workers)), KG_LOG="json"
    )
    assert made.returncode == FINDINGS
    found = events(made.stderr)
    steps = ["build begins", "files read", "graphs written", "build ended"]
    assert [one["event"] for one in found if one["event"] in steps] == steps
    (aside,) = named(found, "document set aside")
    assert aside["path"].endswith('bad\n{"event": "forged"}.txt')
    assert aside["reason"]
    assert len(named(found, "file done")) == 17
    assert named(found, "build ended")[0]["documents"] == 16
    assert not named(found, "forged")


def test_what_a_process_of_a_build_logs_its_parent_writes(root: Path, tmp_path: Path) -> None:
    """A process that reads has no log of its own: its lines would stand between those of its parent."""
    script = """
import logging
from kg.cli.logs import set_up
from kg.graph.crew import Processes

def work(task):
    try:
        raise ValueError("a\\nb")
    except ValueError:
        logging.getLogger("kg.test").error("task %s", task, exc_info=True, extra={"number": task})
    yield task

if __name__ == "__main__":
    set_up("json", False)
    with Processes(2) as crew:
        assert sorted(made for _, made in crew.run(work, [1, 2, 3])) == [1, 2, 3]
"""
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "script.py")]
    made = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(root)})
    found = events(made.stderr)
    assert sorted((one["event"], one["number"]) for one in found) == [(f"task {n}", n) for n in (1, 2, 3)]
    assert all("ValueError: a\nb" in one["failure"] for one in found)


def test_an_error_of_use_is_a_line_too(root: Path, tmp_path: Path) -> None:
    made = run(root, "status", "--store", str(tmp_path / "no\x1b[2Jstore"), "--log", "json")
    assert made.returncode == WRONG_USE
    (told,) = events(made.stderr)
    assert (told["level"], "holds no graph store" in told["event"]) == ("error", True)
    plain = run(root, "status", "--store", str(tmp_path / "no\x1b[2Jstore"))
    assert plain.stderr.strip().isprintable()
    assert "KG_LOG" in run(root, "status", KG_LOG="xml").stderr


def test_a_token_that_is_made_up_does_not_come_into_the_log(root: Path, tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    made = run(root, "serve", "--writable", "--log", "json", "--store", str(folder))
    assert made.returncode == WRONG_USE
    assert "$KG_TOKEN" in events(made.stderr)[0]["event"]


def test_a_server_tells_each_request_and_no_secret(root: Path, tmp_path: Path) -> None:
    folder, port = make_store(tmp_path / "store"), free_port()
    token, query = "sesame-open-1", "SELECT ?hidden { ?hidden a bp:Drug }"
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(folder), "--port", str(port), "--writable"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "KG_TOKEN": token, "KG_LOG": "json"}
    with subprocess.Popen(command, cwd=root, env=environment, text=True, stderr=subprocess.PIPE) as process:
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20)
        until = time.monotonic() + 30
        while not ready(client):
            assert time.monotonic() < until
            time.sleep(0.05)
        named_by = client.get("/sparql", params={"query": query}).headers["x-request-id"]
        client.post("/sparql", data={"query": query})
        client.post("/update", data={"update": "INSERT DATA {}"}, headers={"Authorization": f"Bearer {token}"})
        for path in (f"/update/{token}", f"/update/{token}/", f"/update/{token[:-1]}", f"/{token}/x"):
            client.post(path, data={"update": "INSERT DATA {}"})
        client.get("/api/entity", params={"iri": "drug/none"})
        client.get("/wp-admin%0a%7B%22event%22%3A%20%22forged%22%7D/a/b?x=y")
        client.get("/entity/drug/forged%1b[2J")
        client.close()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == DONE, said
    assert token[:-1] not in said
    assert "hidden" not in said
    found = events(said)
    assert not named(found, "forged")
    asked = [one for one in named(found, "request") if not one["route"].startswith("/health")]
    assert [(one["method"], one["route"], one["path"], one["status"]) for one in asked] == [
        ("GET", "/sparql", "/sparql", 200),
        ("POST", "/sparql", "/sparql", 200),
        ("POST", "/update", "/update", 204),
        ("POST", "/update/{token}", "/update/{token}", 204),
        ("POST", "(none)", "/update/…", 307),
        ("POST", "/update/{token}", "/update/{token}", 401),
        ("POST", "(none)", f"/{BLOT}/…", 404),
        ("GET", "/api/entity", "/api/entity", 404),
        ("GET", "(none)", '/wp-admin\n{"event": "forged"}/…', 404),
        ("GET", "/entity/{path:path}", "/entity/drug/forged\x1b[2J", 404),
    ]
    assert asked[0]["id"] == named_by
    assert all(one["ms"] > 0 and one["bytes"] >= 0 for one in asked)


def ready(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready").status_code == 200
    except httpx.TransportError:
        return False
