"""Fetches filings of a company from EDGAR, press releases from their pages, and what a news feed lists."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.command import DONE, FINDINGS, Command, Misuse, day, store_asked
from kg.disk import reason_of
from kg.errors import NOTHING_YET, EndpointError, FetchError

if TYPE_CHECKING:
    from kg.documents.web import Web

HELP = """Fetch filings of a company from the SEC's EDGAR (--cik, --ticker or --company), or the pages and news feeds at
the addresses given, into a folder that `kg build` reads. What is there already, or in the graph, is not fetched again.
Servers are told who asks: --contact, or $EDGAR_IDENTITY."""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("addresses", nargs="*", metavar="URL", help="pages, PDFs, RSS or Atom feeds")
    for name, help_ in (("cik", "central index key"), ("ticker", "its ticker"), ("company", "its name")):
        parser.add_argument(f"--{name}", default="", help=f"the company by {help_}")
    parser.add_argument("--form", action="append", default=[], help="6-K, 8-K, 8-K/A …; may be given several times")
    parser.add_argument("--since", default="", metavar="DAY", help="filed on that day or later")
    parser.add_argument("--until", default="", metavar="DAY", help="filed on that day or before")
    parser.add_argument("--limit", type=int, default=1000, metavar="N", help="fetch at most so many (1000)")
    parser.add_argument("--into", type=Path, default=Path("filings"), metavar="DIR", help="where to (filings/)")
    parser.add_argument("--contact", default="", help="who asks: 'Name name@example.org'")


def _run(args: argparse.Namespace) -> int:
    from kg.documents.web import make_web

    company = args.cik or args.ticker or args.company
    if sum(map(bool, (args.cik, args.ticker, args.company))) > 1:
        raise Misuse("name the company once: --cik, --ticker or --company")
    if not company and not args.addresses:
        raise Misuse("name a company (--cik, --ticker, --company) or an address")
    if args.cik and not args.cik.upper().removeprefix("CIK").isdecimal():
        raise Misuse(f"--cik {args.cik!r} is not a number")
    if args.limit < 1:
        raise Misuse(f"--limit {args.limit}: expected 1 or more")
    web = make_web(args.contact or os.environ.get("EDGAR_IDENTITY", ""))
    known = _known(args) if company else frozenset[str]()
    try:
        args.into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"--into {args.into}: cannot be written to: {reason_of(error)}") from None
    failed = 0
    for outcome in _kept(chain(_filings(web, company, known, args) if company else (), _pages(web, args)), args.into):
        if isinstance(outcome, FetchError):
            failed += 1
            print(f"kg: {outcome}", file=sys.stderr)
        else:
            print(outcome)
    return FINDINGS if failed else DONE


def _kept(outcomes: Iterable[Path | FetchError], into: Path) -> Iterator[Path | FetchError]:
    """What came of fetching; raises Misuse where the folder cannot be written to, which ends it."""
    try:
        yield from outcomes
    except OSError as error:
        raise Misuse(f"{into}: cannot be written: {reason_of(error)}") from error


def _filings(web: Web, company: str, known: frozenset[str], args: argparse.Namespace) -> Iterator[Path | FetchError]:
    """The files of the filings asked for that were not there yet, one after the other."""
    from kg.documents.edgar import fetch_filing, filings_of, find_cik, place_of

    since, until = day(args.since, "--since") or "1900-01-01", day(args.until, "--until") or "9999-12-31"
    if since > until:
        raise Misuse(f"--since {since} is later than --until {until}")
    forms = frozenset(map(_form, args.form))
    new, there = 0, 0
    filed: set[str] = set()
    for filing in filings_of(web, find_cik(web, company), (), (date.fromisoformat(since), date.fromisoformat(until))):
        filed.add(filing.form)
        if forms and filing.form not in forms:
            continue
        there += 1
        if filing.accession in known or place_of(filing, args.into).is_file():
            continue
        if new == args.limit:
            print(f"kg: stopped after {new} filings; --limit allows more", file=sys.stderr)
            return
        new += 1
        try:
            yield fetch_filing(web, filing, args.into)
        except FetchError as error:
            yield error
    if not new:
        told = f"all {there} filings asked for are there" if there else f"no such filing; filed are {_listed(filed)}"
        print(f"kg: nothing new: {told}", file=sys.stderr)


def _form(typed: str) -> str:
    """A form as EDGAR writes it: "8k/a" is "8-K/A"."""
    return re.sub(r"^(\d{1,2})-?([KQF])(?=\W|$)", r"\1-\2", typed.strip().upper())


def _listed(forms: set[str]) -> str:
    return ", ".join(sorted(forms)) or "none at all"


def _pages(web: Web, args: argparse.Namespace) -> Iterator[Path | FetchError]:
    """The files of the addresses given that were not there yet; of a feed those of its items."""
    from kg.documents.web import fetched, get, is_feed, keep_page, links_of

    for address in args.addresses:
        if address in fetched(args.into):
            continue
        try:
            page = get(web, address)
            if is_feed(page):
                yield from _items(web, list(links_of(page))[: args.limit], args.into)
            else:
                yield keep_page(page, address, args.into)
        except FetchError as error:
            yield error


def _items(web: Web, addresses: list[str], into: Path) -> Iterator[Path | FetchError]:
    from kg.documents.web import fetched, get, keep_page

    for address in addresses:
        if address in fetched(into):
            continue
        try:
            yield keep_page(get(web, address), address, into)
        except FetchError as error:
            yield error


def _known(args: argparse.Namespace) -> frozenset[str]:
    """The accession numbers that the graph holds, where there is one."""
    from kg.store import is_address, open_store

    place = store_asked(args)
    if not is_address(place) and not (Path(place) / "version").is_file():
        return frozenset()
    try:
        store = open_store(place)
    except EndpointError as error:
        if error.status == NOTHING_YET:
            return frozenset()
        raise
    with store:
        rows = store.select("SELECT DISTINCT ?n { ?f bp:accessionNumber ?n }").rows
    return frozenset(term.value for row in rows for term in row if term)


COMMAND = Command("fetch", "fetch filings from EDGAR, press releases and news feeds", _add, _run, HELP)
