"""What a build is asked to read: files, and pages by their addresses, each under the name that the store knows it by.

A page is fetched once and kept in the store's folder with its address and its hash: it is built again, mended, backed
up and moved with the store, and the web is not asked until somebody asks for it again. The store knows it by its
address, a document in an archive by that of the archive with its place behind a "#".
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from kg.disk import reason_of
from kg.documents.read import Rejected, files_at, is_there
from kg.documents.web import Web, get, is_address, keep_page, make_web, noted
from kg.errors import FetchError, StoreError

PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks the web ("Name name@example.org"), also for what it gave `again`; where there is a `web`, that asks."""

    contact: str = ""
    again: bool = False
    web: Web | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Files to read, in their order, by the names that the store knows them by: a path, or the address of a page.

    `roots` are the files and folders that were named, `failed` addresses that gave nothing.
    """

    files: dict[str, Path]
    roots: tuple[Path, ...]
    failed: tuple[Rejected, ...] = ()


def find_sources(paths: Iterable[Path | str], folder: Path, asking: Asking) -> Sources:
    """What there is at some paths and addresses, for the store in a folder.

    Raises NoDocuments where a path does not exist or a folder holds nothing to read; FetchError where a page must be
    fetched and nobody says who asks; StoreError where it cannot be kept.
    """
    named = list(map(str, paths))
    roots = tuple(Path(path).resolve() for path in named if not is_address(path))
    files = {file.resolve() for root in roots for file in files_at(root)}
    pages, failed = (folder / PAGES).resolve(), []
    for address in dict.fromkeys(urldefrag(path).url for path in named if is_address(path)):
        page = _kept(address, pages)
        try:
            page = _fetch(address, pages, asking, page)
        except OSError as error:
            raise StoreError(folder, f"a page cannot be kept: {reason_of(error)}, and build again") from error
        except NoPage as error:
            failed.append(Rejected(address, error.reason))
        files.update(files_at(page) if page else ())
    addresses = {pages / name: address for address, (name, _) in noted(pages).items()}
    return Sources({_name(file, addresses): file for file in sorted(files)}, roots, tuple(failed))


def _name(file: Path, addresses: dict[Path, str]) -> str:
    for place in (file, *file.parents) if addresses else ():
        if address := addresses.get(place):
            return address if place == file else f"{address}#{file.relative_to(place).as_posix()}"
    return str(file)


def label(name: str) -> str:
    """What a document in a file of that name is called in the graph: as the file is, or by its whole address."""
    return name if is_address(name) else Path(name).name


def is_source(name: str, folder: Path) -> bool:
    """Whether what the store in a folder knows by a name can be read again without asking the web."""
    return _kept(urldefrag(name).url, folder / PAGES) is not None if is_address(name) else is_there(Path(name))


class NoPage(FetchError):
    """An address that gives nothing now; the others may."""


def _fetch(address: str, pages: Path, asking: Asking, kept: Path | None) -> Path:
    """The file of a page: fetched where it is not kept, or asked for again."""
    if kept and not asking.again:
        return kept
    web = asking.web or make_web(asking.contact or os.environ.get("EDGAR_IDENTITY", ""))
    try:
        made = keep_page(get(web, address), address, pages)
    except FetchError as error:
        raise NoPage(address, error.reason) from error
    if kept and kept != made:  # it is of another type now
        kept.unlink(missing_ok=True)
    return made


def _kept(address: str, pages: Path) -> Path | None:
    """The file of a page, where it holds what was fetched."""
    name, sha256 = noted(pages).get(address, ("", ""))
    path = pages / name
    try:
        with path.open("rb") as file:
            return path if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else None
    except OSError:
        return None
