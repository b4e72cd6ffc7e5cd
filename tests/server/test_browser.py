"""Every page in a real Chromium, at the width of a desk and of a phone: it works, is quiet, and asks nobody else.

Playwright drives the Chromium that the system has; nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from starlette.routing import Route

from kg.server.pages.routes import ROUTES
from tests.queries.norvik import TEXT
from tests.server.browser import CHROMIUM
from tests.server.hostile import hostile_store
from tests.server.in_process import listening, pages_app
from tests.server.test_pages import COMPANY, DOC, DRUG, with_reading

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page
driver = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
FLAGS = [
    *"--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(),
    *"--disable-component-update --disable-sync".split(),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
DESK, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
PAGES = {  # address -> what its script has done when it is ready, as a selector
    "/": "main",
    "/search?q=norvik": ".hits",
    f"/entity/{COMPANY}": "input[type=range]",
    f"/entity/{DRUG}?as_of=2006-03-02": "input[type=range]",
    f"/entity/{DRUG}?all=own": "#own",
    "/documents": "table",
    f"/document/{DOC}-2#p{TEXT.index('The Phase 2 trial')}": "mark.on",
    "/pipeline": "table",
    f"/pipeline?company={COMPANY}": ".board",
    "/timeline": "main form",
    f"/timeline?about={DRUG}": ".moment",
    f"/changes?about={DRUG}&from=2006-03-02&to=2006-09-12": ".added",
    f"/graph?about={DRUG}": "[data-settled] canvas",
    f"/graph?about={DRUG}&from=2006-03-02&to=2006-09-12": "[data-settled] canvas",
    f"/graph?about={DRUG}&other=organization/halden-pharma-ag": "[data-settled]",
    "/graph?question=pipeline&company=Norvik": "[data-settled] canvas",
    "/report": "main form",
    "/report?about=" + COMPANY: "main table",
    "/query": "#editor",
    "/query?name=pipeline&company=Norvik": "table.rows",
    "/query?query=SELECT+?d+?c+{?d+bp:developer+?c}": "[data-answered] table",
}
UNLABELLED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button")]
  .filter((e) => !e.hidden && !(e.labels && e.labels.length) && !e.getAttribute("aria-label") && !e.textContent.trim())
  .map((e) => e.outerHTML)"""


@dataclass
class Heard:
    """What a page let out: to the console, to other addresses, to the person."""

    address: str
    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        def note(kind: str, text: str) -> None:
            if kind in LOUD:
                self.console.append(f"{kind}: {text}")

        def dismiss(dialog: Dialog) -> None:
            self.console.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("console", lambda said: note(said.type, said.text))
        page.on("pageerror", lambda error: note("error", str(error)))
        page.on("dialog", dismiss)
        page.on("request", lambda request: self.asked.append(request.url))

    def nothing(self) -> bool:
        strangers = [url for url in self.asked if not url.startswith((f"{self.address}/", "data:", "blob:", "file:"))]
        assert (self.console, strangers, [u for u in self.asked if "/owned" in u]) == ([], [], [])
        return True


LOUD = ("error", "warning", "assert")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with driver.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with listening(pages_app(with_reading(tmp_path_factory.mktemp("browsed") / "store"))) as found:
        yield found


@pytest.fixture
def heard(address: str) -> Heard:
    return Heard(address)


@contextmanager
def opened(chromium: Browser, heard: Heard, path: str, **how: Any) -> Iterator[Page]:
    """A page in a window of its own."""
    context = chromium.new_context(**({"viewport": DESK} | how))
    page = context.new_page()
    heard.follow(page)
    page.goto(heard.address + path)
    try:
        yield page
    finally:
        context.close()


def test_every_kind_of_page_is_visited() -> None:
    kinds = {r.path.split("{")[0].rstrip("/") or "/" for r in ROUTES if isinstance(r, Route)}
    data = {"/graph/data", "/suggest", "/query.csv", "/static", "/favicon.ico"}
    assert {"/" + path.split("?")[0].strip("/").split("/")[0] for path in PAGES} == kinds - data


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_quiet_and_alone(chromium: Browser, heard: Heard, path: str, size: dict[str, int]) -> None:
    with opened(chromium, heard, path, viewport=size) as page:
        page.wait_for_selector(PAGES[path], state="attached")
        assert page.locator("h1").count() == 1
        assert page.locator("main").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
        assert page.evaluate(UNLABELLED) == []
    assert heard.nothing()


def test_light_and_dark(chromium: Browser, heard: Heard) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened(chromium, heard, "/", color_scheme="light") as page:
        assert page.evaluate(ground) == "rgb(253, 253, 252)"
        page.click("#theme")
        assert page.evaluate(ground) == "rgb(21, 23, 27)"
        page.goto(f"{heard.address}/documents")
        assert page.evaluate(ground) == "rgb(21, 23, 27)", "the choice is kept"
    with opened(chromium, heard, f"/graph?about={DRUG}", color_scheme="dark") as page:
        page.wait_for_selector("[data-settled]", state="attached")
        assert page.evaluate(ground) == "rgb(21, 23, 27)"
    assert heard.nothing()


def test_search_by_keyboard_alone(chromium: Browser, heard: Heard) -> None:
    with opened(chromium, heard, "/documents") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Tab")  # the first page
        page.keyboard.press("Tab")  # the search
        page.keyboard.type("norvi")
        page.wait_for_selector("[role=listbox] [role=option]")
        field_ = page.locator("input[name=q]").first
        assert field_.get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        assert chosen.get_attribute("id") == field_.get_attribute("aria-activedescendant")
        page.keyboard.press("Enter")
        page.wait_for_url("**/entity/**")
    assert heard.nothing()


def test_the_slider_shows_another_day(chromium: Browser, heard: Heard) -> None:
    with opened(chromium, heard, f"/entity/{DRUG}") as page:
        assert "Mercy Lake" in page.inner_text("main")
        slider = page.locator("input[type=range]")
        assert slider.get_attribute("aria-valuetext") == "20 May 2007"
        slider.focus()
        page.keyboard.press("Home")
        page.wait_for_url("**as_of=2006-03-02")
        driver.expect(page.locator("main")).not_to_contain_text("Mercy Lake")
        assert "lanned" in page.inner_text("main")
        page.reload()
        assert "Mercy Lake" not in page.inner_text("main"), "the address can be shared"
    with opened(chromium, heard, f"/graph?about={DRUG}") as page:
        page.wait_for_selector("[data-settled]", state="attached")
        page.locator("form:not(.pair) input[type=range]").first.focus()
        page.keyboard.press("Home")
        driver.expect(page.locator("#note")).to_contain_text("nodes")
        assert "Mercy Lake" not in page.inner_text("#names") + page.inner_text("#shown")
    assert heard.nothing()


def test_new_is_green_and_gone_is_red(chromium: Browser, heard: Heard) -> None:
    colour = "(s) => getComputedStyle(document.querySelector(s)).color"
    with opened(chromium, heard, f"/changes?about={DRUG}&from=2006-03-02&to=2006-09-12", color_scheme="light") as page:
        assert page.evaluate(colour, ".added .sign") == "rgb(26, 127, 55)"
        assert page.evaluate(colour, ".removed .sign") == "rgb(196, 39, 44)"
        page.click("text=As a graph")
        page.wait_for_selector("[data-settled]", state="attached")
        legend = page.inner_text("#legend")
        assert all(mark in legend for mark in ("added", "removed", "changed"))
        assert "added" in page.locator("#shown .badge").all_inner_texts()
    assert heard.nothing()


def test_facts_of_the_graph_without_a_mouse(chromium: Browser, heard: Heard) -> None:
    with opened(chromium, heard, f"/graph?about={DRUG}") as page:
        page.wait_for_selector("[data-settled]", state="attached")
        page.locator("#names summary").focus()
        page.keyboard.press("Enter")
        page.locator("#names button", has_text="melanoma").first.focus()
        page.keyboard.press("Enter")
        panel = page.locator("#shown")
        assert "melanoma" in panel.locator("h2").inner_text()
        quote = panel.locator("blockquote").first.inner_text()
        assert quote in TEXT
        panel.locator("cite a").first.click()
        page.wait_for_selector("mark.on")
        assert quote in page.inner_text("main")
    assert heard.nothing()


def test_a_query_as_table_graph_and_file(chromium: Browser, heard: Heard) -> None:
    with opened(chromium, heard, "/query") as page:
        page.fill("#editor", "SELECT ?d ?name ?c { ?d bp:developer ?c ; rdfs:label ?name }")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("[data-answered] table")
        assert "2 rows" in page.inner_text("#status")
        page.click("#as-graph")
        page.wait_for_selector("[data-drawn]", state="attached")
        with page.expect_download() as kept:
            page.click("#csv")
        text = Path(kept.value.path()).read_text("utf-8")
        assert text.startswith("d,name,c\n")
        assert "NVK-101" in text
        assert (page.locator("#link").get_attribute("href") or "").startswith("/query?query=SELECT")
    assert heard.nothing()


def test_naughty_strings_do_nothing(chromium: Browser, shared: Path, tmp_path: Path) -> None:
    strings = json.loads((shared / "conformance" / "naughty" / "blns.json").read_text("utf-8"))
    names = tuple(s for s in strings if s.strip() and "\x00" not in s and not any("\ud800" <= c <= "\udfff" for c in s))
    active = [s for s in names if "<" in s or "javascript" in s.lower()]
    assert len(active) > 50
    with listening(pages_app(hostile_store(tmp_path / "store", names))) as found:
        heard = Heard(found)
        with opened(chromium, heard, "/entity/organization/bad?all=drugs") as page:
            assert page.locator("#drugs .item").count() > 300
            for path in ("/pipeline?company=organization/bad", "/timeline?about=organization/bad", "/documents"):
                page.goto(found + path)
            page.goto(f"{found}/graph?about=organization/bad&limit=300")
            page.wait_for_selector("[data-settled]", state="attached", timeout=120_000)
            for n, text in enumerate(active):
                page.goto(f"{found}/entity/drug/bad-{names.index(text)}")
                if n % 10 == 0:
                    page.goto(f"{found}/search?{urlencode({'q': text})}")
                    page.locator("main a").first.hover()
            field_ = page.locator("input[name=q]").first
            for text in active[::5]:
                field_.fill(text)
            page.wait_for_timeout(400)
        assert heard.nothing()
