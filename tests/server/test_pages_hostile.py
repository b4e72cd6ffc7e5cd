"""Names, headlines and quotes that try to run, to turn or to call home: on no page does any of them get anywhere."""

from __future__ import annotations

import html.parser
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.server.browser import CHROMIUM, see
from tests.server.hostile import BAD, SHA, hostile_store
from tests.server.in_process import listening, pages_app

PAGES = (
    "/",
    "/search?q=script",
    "/entity/organization/bad",
    "/entity/trial/bad",
    "/documents",
    f"/document/{SHA[:16]}-1",
    "/pipeline",
    "/pipeline?company=organization/bad",
    "/timeline?about=organization/bad",
    "/changes?about=organization/bad",
    "/graph?about=organization/bad",
    f"/query?name=silence&company={quote('organization/bad')}",
)
ADDRESSES = tuple(f"/{page}{quote(bad, safe='')}" for bad in BAD for page in (
    "entity/", "entity/drug/", "document/", "search?q=", "pipeline?company=", "timeline?about=", "graph?about=",
    "graph?about=drug/bad-1&other=", "changes?about=organization/bad&from=", "query?query=", "query?name=",
    "entity/trial/bad?as_of=",
))  # fmt: skip


class Elements(html.parser.HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_tame(text: str) -> None:
    """Scripts and styles from here alone, no handlers, links to here or by http, nothing that turns text."""
    for tag, attributes in Elements(text).found:
        assert tag not in {"iframe", "object", "embed", "base", "style", "img", "meta-refresh"}
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        for name in ("href", "src", "action", "formaction"):
            value = attributes.get(name) or "/"
            assert value.startswith(("/", "#", "https://", "http://")), (tag, value)
            assert not value.startswith("//"), (tag, value)
        if tag in {"script", "link"}:
            assert (attributes.get("src") or attributes.get("href") or "").startswith("/static/")
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200f\u200e\x01\x07\x00")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_store(tmp_path_factory.mktemp("hostile") / "store")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with listening(pages_app(folder)) as found:
        yield found


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=240) as found:
        yield found


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_tame(client: httpx.Client, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200
    assert response.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert_tame(response.text)


def test_addresses_are_tame(client: httpx.Client) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code in {200, 303, 400, 404}, address
        assert_tame(response.text)


def test_every_naughty_string_is_shown_as_what_it_is(shared: Path, tmp_path: Path) -> None:
    strings = json.loads((shared / "conformance" / "naughty" / "blns.json").read_text("utf-8"))
    names = tuple(s for s in strings if s.strip() and "\x00" not in s and not any("\ud800" <= c <= "\udfff" for c in s))
    app = pages_app(hostile_store(tmp_path / "store", names))
    with listening(app) as found, httpx.Client(base_url=found, trust_env=False, timeout=240) as client:
        for page in (
            "entity/organization/bad?all=drugs",
            "pipeline?company=organization/bad",
            "/graph?about=organization/bad",
        ):
            response = client.get(page)
            assert response.status_code == 200
            assert_tame(response.text)
        for name in names:
            assert client.get("/suggest", params={"q": name}).status_code == 200


def test_csv_cells_are_defused(client: httpx.Client) -> None:
    text = client.get("/query.csv", params={"name": "mentions", "company": "organization/bad"}).text
    assert "'=HYPERLINK" in text
    assert "\n=HYPERLINK" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.startswith(("/entity/org", "/document/", "/graph", "/timeline", "/search"))]
)
def test_nothing_runs_in_a_browser(address: str, tmp_path: Path, page: str) -> None:
    seen = see(address + page, tmp_path)
    assert "owned</title>" not in seen.dom
    assert "<title>owned" not in seen.dom
    assert not seen.strangers(address)
    assert not any("/owned" in url for url in seen.asked)
    assert seen.console == ""
    assert any(url.startswith(address) for url in seen.asked)
