"""The page in a real browser: it draws, it settles, it asks nobody for anything."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.views.layers import layered
from kg.views.page import page
from kg.views.picture import draw
from tests.views.invented import graph_of, norvik

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=8000"
).split()


def render(target: str, profile: Path) -> tuple[str, str]:
    """The page's DOM once it has run, and what the browser's console said."""
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", "--dump-dom", target]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A server of one folder, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, directory=str(tmp_path), **kwargs)  # type: ignore[arg-type]

        def log_message(self, *args: object) -> None:
            asked.append(self.path)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", asked
        httpd.shutdown()
        thread.join()


@pytest.mark.parametrize("placed", [False, True])
def test_page_draws_from_disk_and_settles(tmp_path: Path, placed: bool) -> None:
    picture = draw(norvik(), "Norvik", "o:norvik")
    (tmp_path / "page.html").write_text(page(layered(picture) if placed else picture), "utf-8")
    dom, console = render((tmp_path / "page.html").as_uri(), tmp_path / "profile")
    assert console == ""
    assert 'data-settled="yes"' in dom
    assert "<canvas" in dom
    panel = dom[dom.index('id="panel"') : dom.index('id="hover"')]
    assert "<blockquote>" in panel
    assert "norvik.txt" in panel


def test_page_asks_nothing_but_itself(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    address, asked = server
    (tmp_path / "page.html").write_text(page(draw(norvik(), "Norvik", "o:norvik")), "utf-8")
    dom, console = render(f"{address}/page.html", tmp_path / "profile")
    assert 'data-settled="yes"' in dom
    assert console == ""
    assert set(asked) <= {"/page.html", "/favicon.ico"}  # the browser's own wish, not the page's


def test_names_do_not_run(tmp_path: Path) -> None:
    bad = "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>"
    graph = graph_of({"d": (bad, "Drug"), "o": (bad, "Organization")}, [("d", "developer", "o")])
    (tmp_path / "page.html").write_text(page(draw(graph, bad, "d")), "utf-8")
    dom, console = render((tmp_path / "page.html").as_uri(), tmp_path / "profile")
    assert console == ""
    assert "<title>owned" not in dom
    assert "<img" not in dom


def test_search_click_and_hover_show_facts(tmp_path: Path) -> None:
    """A script of ours, let in for this test alone, types a name and then taps the canvas until a node answers."""
    act = """
      setTimeout(() => {
        const heading = () => document.querySelector("#panel h2").textContent;
        const search = document.getElementById("search");
        search.value = "astrid";
        search.dispatchEvent(new Event("input"));
        search.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
        document.body.dataset.searched = heading();
        const canvas = document.querySelector("canvas"), place = canvas.getBoundingClientRect(), tapped = new Set();
        for (let y = 10; y < place.height; y += 12) for (let x = 10; x < place.width; x += 12) {
          const at = { bubbles: true, clientX: place.x + x, clientY: place.y + y, pointerId: 1, pointerType: "mouse",
            button: 0, buttons: 1, isPrimary: true };
          canvas.dispatchEvent(new MouseEvent("mousemove", at));
          const card = document.getElementById("hover");
          if (!card.hidden && card.querySelector("blockquote")) document.body.dataset.hovered = card.textContent;
          canvas.dispatchEvent(new PointerEvent("pointerdown", at));
          canvas.dispatchEvent(new PointerEvent("pointerup", { ...at, buttons: 0 }));
          tapped.add(heading());
        }
        document.body.dataset.tapped = [...tapped].join("|");
      }, 3000);"""
    text = page(layered(draw(norvik(), "Norvik", "o:norvik")))
    text = text.replace("Content-Security-Policy", "x-no-policy").replace("</body>", f"<script>{act}</script></body>")
    (tmp_path / "page.html").write_text(text, "utf-8")
    dom, console = render((tmp_path / "page.html").as_uri(), tmp_path / "profile")
    assert console == ""
    assert 'data-searched="Astrid Lund"' in dom
    assert "2006-03-02" in dom.partition('data-hovered="')[2].partition('"')[0]
    tapped = dom.partition('data-tapped="')[2].partition('"')[0].split("|")
    assert {f"NVK-10{i}" for i in range(5)} & set(tapped)
    assert any("→" in heading for heading in tapped)
