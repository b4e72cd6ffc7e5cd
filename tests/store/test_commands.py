"""The commands with the address of an endpoint where a folder would stand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import kg
from tests.store.sparql_server import PASSWORD, USER, Server
from tests.store.test_mirror import send


def command(root: Path, folder: Path, *words: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    known = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": password, "KG_STORE_FOLDER": str(folder)}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root)} | known
    line = [sys.executable, "-W", "error", "-m", "kg.cli", *words]
    return subprocess.run(line, env=environment, cwd=folder.parent, capture_output=True, text=True, check=False)


def test_commands_ask_an_endpoint_as_they_ask_a_folder(
    root: Path, server: Server, letters: Path, tmp_path: Path
) -> None:
    server.login = "digest"
    send(server, tmp_path / "folder", letters)
    for words in (
        ("query", "history", "QB-77"),
        ("query", "-q", "SELECT ?n { ?d a bp:Drug ; rdfs:label ?n } ORDER BY ?n", "--format", "csv"),
        ("report", "pipeline", "Quillon Biosciences Inc."),
        ("view", "QB-77", "-o", "-"),
        ("export", "-", "--format", "nq"),
        ("export", "-", "--format", "graphml"),
        ("verify",),
    ):
        there = command(root, tmp_path / "folder", *words, "--store", server.query)
        here = command(root, tmp_path / "folder", *words, "--store", str(tmp_path / "folder"))
        assert (there.returncode, there.stderr) == (here.returncode, here.stderr) == (0, ""), words
        assert there.stdout == here.stdout != "", words
    told = json.loads(command(root, tmp_path / "folder", "status", "--json", "--store", server.query).stdout)
    assert told["folder"] == server.query
    assert told["counts"]["documents"] == 3


def test_what_is_wrong_is_one_line_and_no_secret(root: Path, server: Server, tmp_path: Path) -> None:
    server.login = "basic"
    for words in (("query", "pipeline", "Acme"), ("build", __file__), ("status", "--verbose"), ("fetch", "--cik", "1")):
        more = ("--contact", "a@example.org") if words[0] == "fetch" else ()
        done = command(root, tmp_path / "f", *words, *more, "--store", server.query, password="sesame-77")
        assert done.returncode == 2, words
        assert "KG_STORE_PASSWORD" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert "sesame-77" not in done.stderr + done.stdout
    assert not list(tmp_path.glob("f*"))
    served = command(root, tmp_path / "f", "serve", "--store", server.query)
    assert served.returncode == 2
    assert "needs a folder" in served.stderr
    told = command(root, tmp_path / "f", "status", "--store", "http://ada:sesame-77@127.0.0.1/query")
    assert told.returncode == 2
    assert "sesame-77" not in told.stderr


def test_in_python(server: Server, letters: Path, tmp_path: Path) -> None:
    send(server, tmp_path / "folder", letters)
    with kg.open(server.query) as graph:
        assert len(graph.dataset.query("SELECT ?d { ?d a bp:Drug }")) == 1
        assert graph.find("QB-77").label == "QB-77"
