from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kg.documents.edgar import rows_of
from kg.documents.web import LONGEST_PAUSE, Page, file_name, get, links_of, make_web, pause_after
from kg.errors import FetchError
from tests.documents.replay import Replay, replaying

CONTACT = "Ida Brandt ida@quillmark.example"


@pytest.fixture(scope="module")
def replay() -> Iterator[Replay]:
    with replaying() as found:
        yield found


@pytest.fixture(params=["edgartools", "by itself"])
def program(request: pytest.FixtureRequest) -> list[str]:
    """`kg` with the library and without it."""
    if request.param == "by itself":
        return ["-c", "import sys; sys.modules['edgar'] = None; from kg.cli import main; sys.exit(main(sys.argv[1:]))"]
    if importlib.util.find_spec("edgar") is None:
        pytest.skip("edgartools is not installed")
    return ["-m", "kg.cli"]


def fetch(
    replay: Replay, folder: Path, *args: str, contact: str = CONTACT, program: Sequence[str] = ("-m", "kg.cli")
) -> subprocess.CompletedProcess[str]:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    env = {
        **os.environ,
        "HOME": str(home),
        "EDGAR_BASE_URL": replay.url,
        "EDGAR_DATA_URL": replay.url,
        "EDGAR_IDENTITY": contact,
        "KG_STORE": "none",
    }
    command = [sys.executable, *program, "fetch", *args, "--into", str(folder)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert not list(home.iterdir())
    return done


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_filings_of_a_company_by_form_and_day(replay: Replay, tmp_path: Path, program: list[str]) -> None:
    done = fetch(replay, tmp_path / "all", "--ticker", "qmbx", "--form", "8-K", program=program)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "all") == ["9990001/0009990001-18-000030.txt", "9990001/0009990001-19-000012.txt"]
    assert all(agent == f"kg ({CONTACT})" for _, agent in replay.asked)
    days = ("--since", "2019-01-01", "--until", "2019-04-30")
    since = fetch(replay, tmp_path / "since", "--cik", "0009990001", *days, program=program)
    assert since.stdout.split() == [str(tmp_path / "since/9990001/0009990001-19-000007.txt")]


def test_a_company_that_edgar_does_not_know(replay: Replay, tmp_path: Path, program: list[str]) -> None:
    done = fetch(replay, tmp_path / "none", "--cik", "9990009", program=program)
    assert done.returncode == 2
    assert "9990009" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_busy_server_is_asked_again_for_a_list(replay: Replay, tmp_path: Path, program: list[str]) -> None:
    replay.busy = 2
    done = fetch(replay, tmp_path / "busy", "--cik", "9990001", "--limit", "1", program=program)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "busy") == ["9990001/0009990001-19-000012.txt"]


def test_lists_that_lead_elsewhere_are_not_followed() -> None:
    rows = [
        ("0009990001-19-000012", "8-K", "2019-05-09"),
        ("../../x", "8-K", "2019-05-09"),
        ("0009990001-19-000013", "8-K", "?"),
    ]
    assert [filing.accession for filing in rows_of("9990001", rows)] == ["0009990001-19-000012"]


def test_what_is_there_is_not_fetched_again(replay: Replay, tmp_path: Path) -> None:
    assert fetch(replay, tmp_path, "--company", "Quillmark Biosciences", "--limit", "1").returncode == 0
    assert len(names(tmp_path)) == 1
    assert fetch(replay, tmp_path, "--cik", "9990001").returncode == 0
    before = len(replay.asked)
    assert fetch(replay, tmp_path, "--cik", "9990001").stdout == ""
    assert not [path for path, _ in replay.asked[before:] if "Archives" in path]


def test_what_the_graph_holds_is_not_fetched_again(replay: Replay, tmp_path: Path) -> None:
    assert fetch(replay, tmp_path / "a", "--cik", "9990001", "--form", "8-K", "--limit", "1").returncode == 0
    store = str(tmp_path / "store")
    built = subprocess.run(
        [sys.executable, "-m", "kg.cli", "build", str(tmp_path / "a"), "--store", store],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    again = fetch(replay, tmp_path / "b", "--cik", "9990001", "--form", "8-K", "--store", store)
    assert again.stdout.split() == [str(tmp_path / "b/9990001/0009990001-18-000030.txt")]


def test_pages_and_feeds(replay: Replay, tmp_path: Path) -> None:
    done = fetch(replay, tmp_path, f"{replay.url}/news.rss")
    assert done.returncode == 0, done.stderr
    found = names(tmp_path)
    assert [name.rpartition(".")[2] for name in found] == ["pdf", "jsonl", "htm"]
    assert fetch(replay, tmp_path, f"{replay.url}/news.rss", f"{replay.url}/news/trial").stdout == ""
    missing = fetch(replay, tmp_path, f"{replay.url}/none")
    assert missing.returncode == 1
    assert "the server answers 404" in missing.stderr


def test_who_asks_must_be_said(replay: Replay, tmp_path: Path) -> None:
    done = fetch(replay, tmp_path, "--cik", "9990001", contact="")
    assert done.returncode == 2
    assert "--contact" in done.stderr
    assert fetch(replay, tmp_path).returncode == 2
    assert fetch(replay, tmp_path, "--cik", "x1").returncode == 2


def test_what_is_asked_for_wrongly_is_told(replay: Replay, tmp_path: Path) -> None:
    turned = fetch(replay, tmp_path, "--cik", "9990001", "--since", "2019-06-01", "--until", "2019-01-01")
    assert (turned.returncode, "--until 2019-01-01" in turned.stderr) == (2, True)
    assert "--since '2019-13-01'" in fetch(replay, tmp_path, "--cik", "9990001", "--since", "2019-13-01").stderr
    assert fetch(replay, tmp_path, "--cik", "9990001", "--ticker", "QMBX").returncode == 2
    (tmp_path / "file").write_text("x")
    before = len([path for path, _ in replay.asked if "Archives" in path])
    failed = fetch(replay, tmp_path / "file", "--cik", "9990001", "--limit", "1")
    assert (failed.returncode, "cannot be written" in failed.stderr) == (2, True)
    assert not [path for path, _ in replay.asked if "Archives" in path][before:]
    assert "Traceback" not in failed.stderr


def test_nothing_new_is_told(replay: Replay, tmp_path: Path) -> None:
    none = fetch(replay, tmp_path, "--cik", "9990001", "--form", "6-K")
    assert (none.returncode, none.stdout) == (0, "")
    assert none.stderr == "kg: nothing new: no such filing; filed are 10-Q, 8-K\n"
    assert len(fetch(replay, tmp_path, "--cik", "9990001", "--form", "8k", "--form", "10q").stdout.split()) == 3
    assert "all 2 filings asked for are there" in fetch(replay, tmp_path, "--cik", "9990001", "--form", "8-k").stderr


def test_names_that_fit_several_companies(replay: Replay, tmp_path: Path) -> None:
    done = fetch(replay, tmp_path, "--company", "quillmark")
    assert done.returncode == 2
    assert "QUILLMARK BIOSCIENCES, INC. (9990001), Quillmark Copper Corp (9990002)" in done.stderr
    assert "no company" in fetch(replay, tmp_path, "--ticker", "NONE").stderr


def test_busy_server_is_asked_again(replay: Replay) -> None:
    replay.busy = 2
    assert get(make_web(CONTACT, 1000), f"{replay.url}/news/trial").type == "text/html"
    assert pause_after("9999", 0) == LONGEST_PAUSE
    assert pause_after("soon", 2) == 2.0


def test_rate_is_kept(replay: Replay) -> None:
    web = make_web(CONTACT, 20)
    get(web, f"{replay.url}/news/trial")
    first = web.last
    for _ in range(3):
        get(web, f"{replay.url}/news/trial")
    assert web.last - first >= 3 / 20


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "/etc/passwd"])
def test_only_web_addresses(address: str) -> None:
    with pytest.raises(FetchError, match="http"):
        get(make_web(CONTACT), address)


def test_redirect_to_a_file_is_refused(replay: Replay) -> None:
    with pytest.raises(FetchError, match="http"):
        get(make_web(CONTACT), f"{replay.url}/moved")


def test_links_of_feeds() -> None:
    atom = b'<feed><entry><link rel="alternate" href="/a?x=1&amp;y=2"/></entry><entry><link href="/a?x=1&amp;y=2"/></entry></feed>'
    assert list(links_of(Page(atom, "", "https://q.example/news"))) == ["https://q.example/a?x=1&y=2"]


def test_file_names_are_plain() -> None:
    for address in (
        "https://q.example/../../etc/passwd",
        "https://q.example/",
        "https://q.example/a%2F..%2Fb.html?c=/d",
    ):
        name = file_name(Page(b"", "text/html", address), address)
        assert "/" not in name
        assert name.endswith(".htm")
        assert not name.startswith(".")
