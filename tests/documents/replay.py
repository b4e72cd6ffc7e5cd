"""A server on this machine that replays EDGAR's layout, and a company's news pages, with invented filings."""

from __future__ import annotations

import gzip
import io
import json
import threading
import time
import zipfile
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


ADDRESS = {
    "street1": "1 MAIN STREET",
    "street2": None,
    "city": "LEEDS",
    "stateOrCountry": "ME",
    "zipCode": "04263",
    "stateOrCountryDescription": "ME",
}
COMPANY = {
    **dict.fromkeys(("ein", "lei", "description", "website", "investorWebsite", "category", "flags", "phone"), ""),
    "cik": CIK.zfill(10),
    "entityType": "operating",
    "sic": "2834",
    "sicDescription": "Pharmaceutical Preparations",
    "ownerOrg": "03 Life Sciences",
    "insiderTransactionForOwnerExists": 0,
    "insiderTransactionForIssuerExists": 0,
    "name": "QUILLMARK BIOSCIENCES, INC.",
    "tickers": ["QMBX"],
    "exchanges": ["Nasdaq"],
    "fiscalYearEnd": "1231",
    "stateOfIncorporation": "DE",
    "stateOfIncorporationDescription": "DE",
    "addresses": {"mailing": ADDRESS, "business": ADDRESS},
    "formerNames": [],
}
"""What EDGAR tells of a company beside its filings."""


def columns(filings: tuple[tuple[str, str, str], ...]) -> dict[str, list[object]]:
    """Filings as EDGAR lists them, column by column."""
    days = [f"{day[:4]}-{day[4:6]}-{day[6:]}" for _, _, day in filings]
    plain: dict[str, list[object]] = {
        "accessionNumber": [accession for accession, _, _ in filings],
        "filingDate": list(days),
        "reportDate": list(days),
        "acceptanceDateTime": [f"{day}T17:05:09.000Z" for day in days],
        "form": [form for _, form, _ in filings],
        "size": [4096 for _ in filings],
        "isXBRL": [0 for _ in filings],
        "isInlineXBRL": [0 for _ in filings],
        "primaryDocument": ["cover.htm" for _ in filings],
    }
    rest = ("act", "fileNumber", "filmNumber", "items", "core_type", "primaryDocDescription")
    return plain | {name: ["" for _ in filings] for name in rest}


@dataclass
class Replay:
    """The server's address, what was asked of it (path and user agent), how often it is to be busy first, and what

    it answers otherwise than `answers` says.
    """

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    busy: int = 0
    other: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def answers(base: str) -> dict[str, tuple[str, bytes]]:
    """What is at each path: its type and bytes."""
    listed = COMPANY | {
        "filings": {"recent": columns(FILINGS[:2]), "files": [{"name": f"CIK{CIK.zfill(10)}-submissions-001.json"}]},
    }
    tickers = {"0": {"cik_str": 9990001, "ticker": "QMBX", "title": "QUILLMARK BIOSCIENCES, INC."},
               "1": {"cik_str": 9990002, "ticker": "QMC", "title": "Quillmark Copper Corp"}}  # fmt: skip
    made = {
        "/files/company_tickers.json": ("application/json", json.dumps(tickers).encode()),
        f"/submissions/CIK{CIK.zfill(10)}.json": ("application/json", json.dumps(listed).encode()),
        "/submissions/CIK0009990001-submissions-001.json": (
            "application/json",
            json.dumps(columns(FILINGS[2:])).encode(),
        ),
        "/news.rss": ("application/rss+xml", FEED.format(base=base).encode()),
        "/news/trial": ("text/html; charset=utf-8", as_webpage(RELEASE).encode()),
        "/news/notes": ("text/plain; charset=utf-8", RELEASE.replace("QMB-17", "QMB-18").encode()),
        "/news/old.txt.gz": ("application/gzip", gzip.compress(RELEASE.replace("QMB-17", "QMB-19").encode())),
        "/news/all.zip": ("application/zip", packed({"a/one.txt": RELEASE.replace("QMB-17", "QMB-20")})),
        "/news/picture.png": ("image/png", b"\x89PNG\r\n\x1a\n\x00"),
        "/news/deal.pdf": ("application/pdf", b"%PDF-1.4 deal"),
    }
    for accession, form, filed in FILINGS:
        cover = "FORM 8-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\nItem 8.01 Other Events."
        said = Filed(form=form, accession=accession, filed=filed, period=filed)
        body = as_submission([(form, as_webpage(cover)), ("EX-99.1", as_webpage(RELEASE))], said)
        made[f"/Archives/edgar/data/{CIK}/{accession.replace('-', '')}/{accession}.txt"] = ("text/plain", body.encode())
    return made


def packed(files: dict[str, str]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2019, 5, 8, 0, 0, 0)), text)
    return made.getvalue()


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
            if path == "/silent":
                time.sleep(1)
                return
            if path == "/round":
                self.send_response(302)
                self.send_header("Location", "/round")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if path == "/moved":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            type_, data = (answers(replay.url) | replay.other).get(path, ("", b""))
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
