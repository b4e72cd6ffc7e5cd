"""Filings of a company from the SEC's EDGAR: who it is, what it filed, and each filing whole.

`$EDGAR_BASE_URL` and `$EDGAR_DATA_URL` stand in for the SEC's two hosts. A filing is one file, the full-submission
text, named by its accession number: what is there is not fetched again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.disk import write_whole
from kg.documents.edgartools import has_library, library_rows
from kg.documents.web import Web, get
from kg.errors import FetchError

BASE, DATA = "https://www.sec.gov", "https://data.sec.gov"
ENDINGS = frozenset({"inc", "corp", "ltd", "co", "plc", "sa", "ag", "nv", "se"})
ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
Json = Any  # parsed JSON: turned into dataclasses here and nowhere else


@dataclass(frozen=True, slots=True)
class Listed:
    """A filing as EDGAR lists it: its filer's CIK without leading zeros, accession number, form and day."""

    cik: str
    accession: str
    form: str
    filed: date


def base_url() -> str:
    """Where documents lie."""
    return (os.environ.get("EDGAR_BASE_URL") or BASE).rstrip("/")


def data_url() -> str:
    """Where lists of filings lie."""
    return (os.environ.get("EDGAR_DATA_URL") or os.environ.get("EDGAR_BASE_URL") or DATA).rstrip("/")


def find_cik(web: Web, company: str) -> str:
    """The CIK of a company by number, ticker or name; raises `FetchError` where none or several are called so."""
    number = company.strip().upper().removeprefix("CIK").lstrip("0")
    if number.isdecimal():
        return number
    address = f"{base_url()}/files/company_tickers.json"
    listed = [row for row in read_json(web, address).values() if isinstance(row, dict)]
    wanted = fold(company)
    for matches in (
        [row for row in listed if fold(str(row.get("ticker"))) == wanted],
        [row for row in listed if fold(str(row.get("title"))) == wanted],
        [row for row in listed if f" {fold(str(row.get('title')))} ".startswith(f" {wanted} ")],
    ):
        found = {str(row.get("cik_str")): str(row.get("title")) for row in matches}
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = ", ".join(f"{title} ({cik})" for cik, title in sorted(found.items())[:6])
            raise FetchError(address, f"{company!r} may be {names}; name one by its CIK")
    raise FetchError(address, f"no company has the ticker or name {company!r}")


def fold(name: str) -> str:
    """A name without case, marks and what only says that it is a company."""
    words = re.sub(r"[^\w\s]+", "", name).casefold().split()
    return " ".join(word for word in words if word not in ENDINGS)


def filings_of(
    web: Web, cik: str, forms: Collection[str] = (), days: tuple[date, date] | None = None
) -> Iterator[Listed]:
    """What a company filed, the newest first: of some forms ("8-K/A" is one of its own), in a range of days.

    The list is that of edgartools where it is installed, else it is read here; raises `FetchError`.
    """
    rows = rows_of(cik, library_rows(web, cik)) if has_library() else own_rows(web, cik)
    for filing in rows:
        if (not forms or filing.form in forms) and (not days or days[0] <= filing.filed <= days[1]):
            yield filing


def own_rows(web: Web, cik: str) -> Iterator[Listed]:
    """All that a company filed, as EDGAR lists it."""
    address = f"{data_url()}/submissions/CIK{cik.zfill(10)}.json"
    filings = read_json(web, address).get("filings")
    if not isinstance(filings, dict):
        raise FetchError(address, "expected a list of filings, found none")
    tables = [filings.get("recent")]
    for older in filings.get("files") or ():
        name = str(older.get("name", ""))
        if re.fullmatch(r"[\w-]+\.json", name):
            tables.append(read_json(web, f"{data_url()}/submissions/{name}"))
    for table in tables:
        if isinstance(table, dict):  # column by column
            columns = (table.get("accessionNumber") or (), table.get("form") or (), table.get("filingDate") or ())
            yield from rows_of(cik, zip(*columns, strict=False))


def rows_of(cik: str, rows: Iterable[tuple[object, ...]]) -> Iterator[Listed]:
    """The filings of rows of accession number, form and day; what is no filing is passed over."""
    for accession, form, filed in rows:
        try:
            day = date.fromisoformat(str(filed))
        except ValueError:
            continue
        if ACCESSION.fullmatch(str(accession)):
            yield Listed(cik, str(accession), str(form), day)


def fetch_filing(web: Web, filing: Listed, folder: Path) -> Path:
    """The file of a filing, fetched where it is not there yet."""
    path = place_of(filing, folder)
    if not path.is_file():
        plain = filing.accession.replace("-", "")
        page = get(web, f"{base_url()}/Archives/edgar/data/{filing.cik}/{plain}/{filing.accession}.txt")
        if filing.accession.encode() not in page.data[:4096]:
            raise FetchError(page.address, f"expected the submission {filing.accession}, found something else")
        write_whole(path, page.data)
    return path


def place_of(filing: Listed, folder: Path) -> Path:
    """Where a filing is kept."""
    return folder / filing.cik / f"{filing.accession}.txt"


def read_json(web: Web, address: str) -> dict[str, Json]:
    """A JSON object; raises `FetchError` where there is something else."""
    page = get(web, address)
    try:
        made = json.loads(page.data)
    except ValueError as error:
        raise FetchError(address, "expected JSON, found something else") from error
    if not isinstance(made, dict):
        raise FetchError(address, "expected a JSON object, found something else")
    return made
