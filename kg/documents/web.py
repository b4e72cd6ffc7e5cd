"""Documents from the web: one request at a time, so many a second, from who says who they are; and news feeds.

Nothing here is called unless somebody names an address. `exchange` is also how an endpoint of SPARQL is spoken to.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from kg.disk import append_whole, write_whole
from kg.errors import FetchError

A_SECOND = 8.0  # requests; the SEC asks for no more than ten
MOST_BYTES = 128 * 2**20
WAIT = 30.0  # seconds for a piece of an answer
LONGEST = 600.0  # seconds for all of one
READ_BYTES = 2**16
MOST_OF_A_REFUSAL = 2000
PATIENT = (429, 500, 502, 503, 504)  # answers after which asking again makes sense
TRIES = 4
INDEX = "fetched.jsonl"
LONGEST_PAUSE = 60.0
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
CONTACT = re.compile(r"\S+@\S+\.\S+")
SUFFIX = {"text/html": ".htm", "application/xhtml+xml": ".htm", "application/pdf": ".pdf", "text/plain": ".txt",
          "application/zip": ".zip"}  # fmt: skip
PLAIN = re.compile(r"[!-~]+")
ENDING = re.compile(r"\.\w{1,5}(?:(?<!\.gz)\.gz)?$", re.I)
ITEM = re.compile(r"<(item|entry)\b.*?</\1>", re.S | re.I)
LINK = re.compile(r"<link\b[^>]*?href=[\"']([^\"']+)|<link\b[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", re.I)
FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.I)


class WithinTheWeb(HTTPRedirectHandler):
    """Follows redirects to web addresses and nowhere else."""

    def redirect_request(  # noqa: PLR0913 - the signature of the standard library
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request that follows; raises `FetchError` for "file:" and the like."""
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(slots=True)
class Web:
    """Who asks, how often, and when the last request was; how long and how often an answer is waited for.

    `wait` is for each piece of an answer, `longest` for all of it, in seconds; `most` bytes of it are read.
    """

    agent: str
    a_second: float = A_SECOND
    last: float = field(default=0.0)
    wait: float = WAIT
    longest: float = LONGEST
    most: int = MOST_BYTES
    patient: tuple[int, ...] = PATIENT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status ("404"), reason ("Not Found"), headers, bytes, and the address after redirects."""

    status: int
    reason: str
    headers: Message
    data: bytes
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: its bytes, their type ("text/html"), and the address after redirects."""

    data: bytes
    type: str
    address: str


def make_web(contact: str, a_second: float = A_SECOND) -> Web:
    """A client that says whom to write to; raises `FetchError` without an e-mail address."""
    if not CONTACT.search(contact):
        raise FetchError("--contact", "expected who asks, such as 'Name name@example.org' (or $EDGAR_IDENTITY)")
    return Web(f"kg ({contact})", a_second)


def is_address(name: Path | str) -> bool:
    """Whether that is no path but an address, be it one of the web or not."""
    return bool(ADDRESS.match(str(name)))


def check_address(address: str) -> None:
    """Refuses what is no web address."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        known = False
    if not known or not PLAIN.fullmatch(address):
        raise FetchError(address, "expected a web address, http:// or https:// and printable ASCII")


def get(web: Web, address: str) -> Page:
    """What an address gives; asked again, later, where the server is busy. Raises `FetchError`."""
    check_address(address)
    answer = exchange(web, build_opener(WithinTheWeb()), Request(address, headers={"User-Agent": web.agent}))
    if answer.status >= 300:
        raise FetchError(address, f"the server answers {answer.status} {answer.reason}")
    return Page(answer.data, answer.headers.get_content_type(), answer.address)


def exchange(web: Web, opener: OpenerDirector, request: Request) -> Answer:
    """What a server says to a request, be it a refusal; asked again, later, where it is busy or silent.

    Raises `FetchError` where there is no answer, or too long a one.
    """
    for attempt in range(TRIES):
        pause = web.last + 1 / web.a_second - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        web.last = time.monotonic()
        try:
            with opener.open(request, timeout=web.wait) as answer:
                return Answer(answer.status, answer.reason, answer.headers, _read(web, answer, request), answer.url)
        except HTTPError as error:
            with error:
                if error.code not in web.patient or attempt == TRIES - 1:
                    return Answer(error.code, error.reason, error.headers, error.read(MOST_OF_A_REFUSAL), error.url)
            time.sleep(pause_after(error.headers.get("Retry-After") or "", attempt))
        except (URLError, HTTPException, TimeoutError, OSError) as error:
            if attempt == TRIES - 1:
                raise FetchError(request.full_url, f"no answer: {getattr(error, 'reason', error)}") from error
            time.sleep(pause_after("", attempt))
    raise FetchError(request.full_url, "no answer")


def _read(web: Web, answer: HTTPResponse, request: Request) -> bytes:
    """An answer's bytes; raises `FetchError` where they are too many, or do not end."""
    pieces, size, until = [], 0, time.monotonic() + web.longest
    while piece := answer.read1(READ_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > web.most:
            raise FetchError(request.full_url, f"expected at most {web.most} bytes, found more")
        if time.monotonic() > until:
            raise FetchError(request.full_url, f"no answer: it did not end within {web.longest:g} seconds")
    if answer.length:
        raise IncompleteRead(b"", answer.length)
    return b"".join(pieces)


def pause_after(said: str, attempt: int) -> float:
    """Seconds to wait: what the server said, else twice as long each time."""
    return min(float(said), LONGEST_PAUSE) if said.isdecimal() else 0.5 * 2**attempt


def keep_page(page: Page, address: str, folder: Path) -> Path:
    """The file in a folder that now holds a page; `fetched.jsonl` beside it says which came from where."""
    path = folder / file_name(page, address)
    write_whole(path, page.data)
    sha256 = hashlib.sha256(page.data).hexdigest()
    append_whole(folder / INDEX, json.dumps({"address": address, "file": path.name, "sha256": sha256}))
    return path


def fetched(folder: Path) -> dict[str, Path]:
    """The addresses that a folder holds, with their files."""
    return {address: folder / name for address, (name, _) in noted(folder).items() if (folder / name).is_file()}


def noted(folder: Path) -> dict[str, tuple[str, str]]:
    """What was fetched into a folder: by address the name and the SHA-256; lines that were cut off are passed over."""
    try:
        lines = (folder / INDEX).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return {}
    known = {}
    for line in lines:
        try:
            made = json.loads(line)
            known[str(made["address"])] = str(made["file"]), str(made["sha256"])
        except (ValueError, KeyError, TypeError):
            continue
    return known


def forget_pages(folder: Path, addresses: Collection[str]) -> None:
    """Remove what a folder keeps of some addresses. Raises OSError."""
    known = noted(folder)
    if rest := {address: held for address, held in known.items() if address not in addresses}:
        lines = (
            json.dumps({"address": a, "file": name, "sha256": sha256}) + "\n" for a, (name, sha256) in rest.items()
        )
        write_whole(folder / INDEX, "".join(lines).encode())
    elif known:
        (folder / INDEX).unlink()
    kept = {name for name, _ in rest.values()}
    for address in addresses:
        if address in known and known[address][0] not in kept:
            (folder / known[address][0]).unlink(missing_ok=True)


def file_name(page: Page, address: str) -> str:
    """A name for a page: what its address ends in, with a suffix by which it can be read, told apart by a digest."""
    parts = urlsplit(address)
    last = (
        re.sub(r"[^\w.-]+", "-", parts.path.rstrip("/").rpartition("/")[2] or parts.netloc)[-80:].strip(".-") or "page"
    )
    found = ENDING.search(last)
    known = found[0].lower() if found else ""
    wanted = SUFFIX.get(page.type, known or ".htm")
    name = last.removesuffix(found[0]) if found else last
    return f"{name}-{hashlib.sha256(address.encode()).hexdigest()[:8]}{wanted}"


def is_feed(page: Page) -> bool:
    """Whether a page is RSS or Atom."""
    head = page.data[:2000].decode("utf-8", "replace")
    return head.lstrip("\ufeff \r\n\t").startswith("<") and bool(FEED.search(head)) and "<html" not in head.lower()


def links_of(page: Page) -> Iterator[str]:
    """The addresses of a feed's items, each once; no parser of XML sees a stranger's entities."""
    text = page.data.decode("utf-8", "replace")
    seen: set[str] = set()
    for item in ITEM.finditer(text):
        found = LINK.search(item[0])
        address = urljoin(page.address, html.unescape((found[1] or found[2]).strip())) if found else ""
        if urlsplit(address).scheme in ("http", "https") and address not in seen:
            seen.add(address)
            yield address
