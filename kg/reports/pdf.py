"""A dossier as PDF: the HTML page, printed by an installed Chromium or Chrome."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import KgError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 180
QUIET = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-pdf-header-footer",
)  # fmt: skip
STAMP = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")


class NoBrowser(KgError):
    """There is no browser that could print a page."""


def as_pdf(page: str, browser: str = "") -> bytes:
    """The bytes of a page's PDF, without the time of printing. Raises `NoBrowser`."""
    program = browser or next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not program:
        raise NoBrowser(
            f"PDF needs one of {', '.join(BROWSERS)} on the path; write .html and print it from any browser"
        )
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        source, out = Path(folder) / "dossier.html", Path(folder) / "dossier.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            program,
            *QUIET,
            "--no-sandbox",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={out}",
            source.as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoBrowser(f"{program} did not print the page: {error}") from error
        if not out.is_file():
            raise NoBrowser(f"{program} did not print the page: {done.stderr.decode(errors='replace').strip()[-300:]}")
        return STAMP.sub(lambda m: m[0][: m[0].index(b"(")] + b"(D:19800101000000+00'00')", out.read_bytes())
