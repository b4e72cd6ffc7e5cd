"""A server on this machine that replays EDGAR's layout, and a company's news pages, with invented filings."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.documents.printing import Filed, as_submission, as_webpage

CIK = "9990001"
RELEASE = (
    "QUILLMARK OPENS TRIAL OF QMB-17\n\nLEEDS, Maine, May 8, 2019 - Quillmark Biosciences, Inc. (Nasdaq: QMBX) today said "
    "that it has opened a trial of QMB-17 in gout.\n\nAbout Quillmark\n\nQuillmark makes medicines for the joints.\n"
)
FILINGS = (
    ("0009990001-19-000012", "8-K", "20190509"),
    ("0009990001-19-000007", "10-Q", "20190402"),
    ("0009990001-18-000030", "8-K", "20181101"),
)
FEED = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa">]><rss version="2.0"><channel><link>{base}/news</link>
<item><title>Trial</title><link>{base}/news/trial</link></item>
<item><title>Deal</title><link><![CDATA[{base}/news/deal.pdf?a=1]]></link></item>
<item><link>file:///etc/passwd</link></item></channel></rss>"""


@dataclass
class Replay:
    """The server's address, what was asked of it (path and user agent), and how often it is to be busy first."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    busy: int = 0


def answers(base: str) -> dict[str, tuple[str, bytes]]:
    """What is at each path: its type and bytes."""
    recent = dict(
        zip(("accessionNumber", "form", "filingDate"), (list(c) for c in zip(*FILINGS[:2], strict=True)), strict=True)
    )
    older = {"accessionNumber": [FILINGS[2][0]], "form": [FILINGS[2][1]], "filingDate": [FILINGS[2][2]]}
    for table in (recent, older):
        table["filingDate"] = [f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in table["filingDate"]]
    listed = {
        "cik": CIK,
        "filings": {"recent": recent, "files": [{"name": "CIK0009990001-submissions-001.json"}, {"name": "../x"}]},
    }
    tickers = {"0": {"cik_str": 9990001, "ticker": "QMBX", "title": "QUILLMARK BIOSCIENCES, INC."},
               "1": {"cik_str": 9990002, "ticker": "QMC", "title": "Quillmark Copper Corp"}}  # fmt: skip
    made = {
        "/files/company_tickers.json": ("application/json", json.dumps(tickers).encode()),
        f"/submissions/CIK{CIK.zfill(10)}.json": ("application/json", json.dumps(listed).encode()),
        "/submissions/CIK0009990001-submissions-001.json": ("application/json", json.dumps(older).encode()),
        "/news.rss": ("application/rss+xml", FEED.format(base=base).encode()),
        "/news/trial": ("text/html; charset=utf-8", as_webpage(RELEASE).encode()),
        "/news/deal.pdf": ("application/pdf", b"%PDF-1.4 deal"),
    }
    for accession, form, filed in FILINGS:
        cover = "FORM 8-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\nItem 8.01 Other Events."
        said = Filed(form=form, accession=accession, filed=filed, period=filed)
        body = as_submission([(form, as_webpage(cover)), ("EX-99.1", as_webpage(RELEASE))], said)
        made[f"/Archives/edgar/data/{CIK}/{accession.replace('-', '')}/{accession}.txt"] = ("text/plain", body.encode())
    return made


@contextmanager
def replaying() -> Iterator[Replay]:
    """The server, while it runs."""
    replay = Replay()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            replay.asked.append((path, self.headers.get("User-Agent", "")))
            if replay.busy:
                replay.busy -= 1
                self.send_response(503)
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if path == "/moved":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            type_, data = answers(replay.url).get(path, ("", b""))
            self.send_response(200 if type_ else 404)
            self.send_header("Content-Type", type_ or "text/plain")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the standard library has it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        replay.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield replay
        finally:
            server.shutdown()
            thread.join()
