"""A page in a real browser: its DOM once its scripts ran, what the console said, every address that was asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --disable-extensions --hide-scrollbars "
    "--enable-logging=stderr --virtual-time-budget=5000 --disable-features=AutofillServerCommunication"
).split()
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
PHONE, DESK = "390,844", "1400,900"
OWN = re.compile(r"(https?|wss?|ftp)://")


@dataclass(frozen=True)
class Seen:
    """What a browser made of a page."""

    dom: str
    console: str
    asked: frozenset[str]

    def strangers(self, address: str) -> set[str]:
        """Addresses elsewhere that were asked for."""
        return {url for url in self.asked if OWN.match(url) and not url.startswith(f"{address}/")}


def see(url: str, profile: Path, size: str = DESK) -> Seen:
    """Open a page with a profile of its own."""
    profile.mkdir(parents=True, exist_ok=True)
    log = profile / "net.json"
    command = [str(CHROMIUM), *QUIET, OFFLINE, f"--window-size={size}", f"--user-data-dir={profile / 'data'}"]
    done = subprocess.run(
        [*command, f"--log-net-log={log}", "--dump-dom", url], capture_output=True, text=True, timeout=120, check=False
    )
    console = "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)
    return Seen(done.stdout, console, _asked(log))


def _asked(log: Path) -> frozenset[str]:
    """The addresses that the page asked for, in Chromium's own log, and its own address.

    What the browser does for itself (the time, its models) has no page as initiator. Read line by line: a log that was
    cut short still lists the requests.
    """
    text = log.read_text("utf-8", "replace")
    number = re.findall(r'"URL_REQUEST_START_JOB":(\d+)', text)[0]
    lines = [line for line in text.splitlines() if f'"type":{number}' in line and '"url":"' in line]
    by_page = [line for line in lines if '"initiator":"not an origin"' not in line or "127.0.0.1" in line]
    return frozenset(match[1] for line in by_page if (match := re.search(r'"url":"([^"]+)"', line)))
