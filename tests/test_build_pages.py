from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import BuildReport, Plan, build
from kg.checks.repair import repair
from kg.checks.verify import verify
from kg.documents.web import Web, make_web
from kg.errors import FetchError
from kg.graph.sources import PAGES, Asking
from kg.store import open_store
from tests.documents.replay import RELEASE, Replay, replaying
from tests.test_build import Annotator

CONTACT = "Ida Brandt ida@quillmark.example"


@pytest.fixture
def replay() -> Iterator[Replay]:
    with replaying() as found:
        yield found


def run(store: Path, *paths: Path | str, again: bool = False, web: Web | None = None) -> tuple[BuildReport, str]:
    plan = Plan(asking=Asking(again=again, web=web or make_web(CONTACT, 1000)))
    with open_store(store, "write") as opened:
        report = build(paths, opened, Annotator(), None, plan)
        assert not verify(opened).problems
        return report, opened.dump()


def test_pages_are_read_and_their_address_is_their_source(replay: Replay, tmp_path: Path) -> None:
    addresses = [f"{replay.url}/news/{name}" for name in ("trial", "notes", "old.txt.gz", "all.zip", "notes#top")]
    report, dump = run(tmp_path / "store", *addresses)
    assert (report.documents, report.rejected) == (4, ())
    assert report.built == (f"{addresses[3]}#a/one.txt", addresses[1], addresses[2], addresses[0])
    for address in addresses[:3]:
        assert f'"{address}"' in dump
    assert all(agent == f"kg ({CONTACT})" for _, agent in replay.asked)
    assert len(replay.asked) == 4


def test_the_web_is_not_asked_again_until_somebody_asks(replay: Replay, tmp_path: Path) -> None:
    address = f"{replay.url}/news/trial"
    _, first = run(tmp_path / "store", address)
    report, second = run(tmp_path / "store", address)
    assert (report.skipped, second) == ((address,), first)
    assert len(replay.asked) == 1
    replay.other["/news/trial"] = ("text/plain", RELEASE.replace("gout", "lupus").encode())
    report, third = run(tmp_path / "store", address, again=True)
    assert (report.built, report.documents, len(report.removed)) == ((address,), 1, 1)
    assert third != first
    assert len(list((tmp_path / "store" / PAGES).glob("trial-*"))) == 1
    del replay.other["/news/trial"]
    assert run(tmp_path / "store", address, again=True)[1] == first


def test_what_gives_no_page_is_set_aside(replay: Replay, tmp_path: Path) -> None:
    wrong = ["/none", "/moved", "/round", "/silent", "/news/picture.png"]
    addresses = [*(replay.url + path for path in wrong), "ftp://quillmark.example/x", "http://[x/", "http://"]
    web = make_web(CONTACT, 1000)
    web.wait = 0.2
    report, _ = run(tmp_path / "store", f"{replay.url}/news/trial", *addresses, web=web)
    assert report.documents == 1
    reasons = {r.path: r.reason for r in report.rejected}
    assert sorted(reasons) == sorted(addresses)
    for address, reason in zip(addresses, ("404", "not allowed", "redirect", "no answer", ".png"), strict=False):
        assert reason in reasons[address]
    lines = (tmp_path / "store" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["path"] for line in lines) == sorted(addresses)
    known = f"{replay.url}/news/trial"
    replay.other["/news/trial"] = ("", b"")
    report, _ = run(tmp_path / "store", known, again=True)
    assert (report.documents, [r.path for r in report.rejected]) == (1, [known])


def test_a_store_that_was_moved_is_mended_without_the_web(replay: Replay, tmp_path: Path) -> None:
    addresses = [f"{replay.url}/news/trial", f"{replay.url}/news/all.zip"]
    _, whole = run(tmp_path / "store", *addresses)
    shutil.move(tmp_path / "store", tmp_path / "moved")
    for reading in (tmp_path / "moved" / "documents").glob("*.json"):
        reading.write_text("{}", encoding="utf-8")
    before = len(replay.asked)
    with open_store(tmp_path / "moved", "repair") as store:
        mended = repair(store)
        assert not mended.lost
        build(mended.paths, store, Annotator())
        assert store.dump() == whole
    assert len(replay.asked) == before


def test_a_copy_that_was_damaged_is_fetched_again(replay: Replay, tmp_path: Path) -> None:
    address = f"{replay.url}/news/trial"
    _, whole = run(tmp_path / "store", address)
    (page,) = (tmp_path / "store" / PAGES).glob("trial-*")
    page.write_bytes(page.read_bytes()[:-40])
    assert run(tmp_path / "store", address)[1] == whole
    assert len(replay.asked) == 2


def test_who_asks_must_be_said(replay: Replay, tmp_path: Path) -> None:
    env = {**os.environ, "EDGAR_IDENTITY": ""}
    command = [sys.executable, "-m", "kg.cli", "build", f"{replay.url}/news/trial", "--store", str(tmp_path / "store")]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--contact" in done.stderr
    assert not replay.asked
    done = subprocess.run([*command, "--contact", CONTACT], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "holds 1 documents (1 read" in done.stdout


def test_without_addresses_nobody_is_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RELEASE, encoding="utf-8")
    with open_store(tmp_path / "store", "write") as store:
        assert build([tmp_path / "a.txt"], store, Annotator()).documents == 1
        with pytest.raises(FetchError, match="contact"):
            build(["http://127.0.0.1:1/x"], store, Annotator(), None, Plan(asking=Asking("nobody")))
    assert not (tmp_path / "store" / PAGES).exists()
