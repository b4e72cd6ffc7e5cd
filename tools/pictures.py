"""The pictures of the explorer in the README, made anew.

python tools/pictures.py demo/store docs/
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.server.settings import Settings  # noqa: E402  the checkout, wherever this is called from
from tests.server.browser import CHROMIUM  # noqa: E402
from tests.server.serving import serving  # noqa: E402
from tests.server.test_browser import FLAGS  # noqa: E402

DESK, PHONE = (1160, 760), (390, 760)
DRUG, COMPANY = "drug/velcastinib", "organization/tarnwick-pharmaceuticals"
QUERY = """SELECT ?drug ?name ?company {
  ?drug a bp:Drug ; rdfs:label ?name ; bp:developer ?company }"""
FROM, TO = "2019-05-09", "2020-06-30"
PAGES = {  # file -> address, window, theme, what must be there before the picture is taken
    "home": ("/", DESK, "light", "main"),
    "entity": (f"/entity/{DRUG}", DESK, "light", "input[type=range]"),
    "document": ("/document/{document}", DESK, "light", "mark"),
    "pipeline": (f"/pipeline?company={COMPANY}", DESK, "light", ".board"),
    "timeline": (f"/timeline?about={DRUG}", DESK, "dark", ".moment"),
    "changes": (f"/changes?about={DRUG}&from={FROM}&to={TO}", DESK, "light", ".added"),
    "walk": (f"/graph?about={DRUG}", DESK, "dark", "[data-settled] canvas"),
    "compare": (f"/graph?about={DRUG}&from={FROM}&to={TO}", DESK, "light", "[data-settled] canvas"),
    "ask": ("/query?name=pipeline&company=Tarnwick+Pharmaceuticals", DESK, "light", "table.rows"),
    "sparql": (f"/query?query={quote(QUERY)}", DESK, "dark", "[data-answered] table"),
    "phone-entity": (f"/entity/{DRUG}", PHONE, "light", "input[type=range]"),
    "phone-graph": (f"/graph?about={DRUG}", PHONE, "dark", "[data-settled] canvas"),
}  # fmt: skip


def take(browser: Browser, address: str, name: str, out: Path, document: str) -> None:
    """One picture, at half the size of the window on a desk."""
    path, (width, height), theme, ready = PAGES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        device_scale_factor=0.62 if width > 600 else 0.8,
    )
    page = context.new_page()
    page.goto(address + path.format(document=document))
    page.wait_for_selector(ready, state="attached")
    page.wait_for_timeout(600)
    page.screenshot(path=str(out / f"{name}.png"))
    context.close()


def main() -> None:
    """Take them all, or those that are named."""
    store, out, *names = sys.argv[1:]
    with serving(Settings(Path(store))) as served, sync_playwright() as driver:
        listed = served.client.get("/api/documents").json()["releases"]
        document = next(
            r["iri"].rpartition("/")[2] for r in listed if "HARBOR" in r["title"] or "topline" in r["source"]
        )
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names or PAGES:
            take(browser, served.url, name, Path(out), document)
        browser.close()


if __name__ == "__main__":
    main()
