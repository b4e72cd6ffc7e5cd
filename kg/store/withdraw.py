"""Withdraws documents whose files are still there: pages, files, folders, what lies in archives, single documents.

The build that follows drops what no file holds any more, with all that hung on it. Documents are read again only where
somebody names their file, folder or address for a build once more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urldefrag

from kg.disk import reason_of
from kg.documents.web import forget_pages, is_address
from kg.errors import AmbiguousName, StoreError, UnknownName
from kg.graph.manifest import Entry, File
from kg.graph.sources import PAGES
from kg.store.embedded import Store
from kg.store.manifest import Manifest

SHA256 = re.compile(r"[0-9a-f]{8,64}")
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is to be said of files from now on, None where they are forgotten; the documents that they held, by SHA-256

    with their names.
    """

    files: dict[str, File | None]
    documents: dict[str, str]


def find_leaving(names: Iterable[str], manifest: Manifest) -> Leaving:
    """What goes when these are withdrawn: an address, the path of a file or folder, an archive or a place in one, as

    the store knows them; or the name, SHA-256 or the first digits of that of a document, wherever it was found.
    Raises UnknownName where the store knows nothing of that name, AmbiguousName where it is that of several documents.
    """
    leaving: dict[str, File | None] = {}
    gone: set[str] = set()
    for name in names:
        if places := _places(name, manifest):
            leaving.update(dict.fromkeys(places))
            gone.update(sha for place in places for sha, _ in manifest.files[place].documents)
            continue
        entry = _document(name, manifest)
        gone.add(entry.sha256)
        for place in entry.origins:
            if held := leaving.get(place, manifest.files.get(place)):
                rest = tuple(one for one in held.documents if one[0] != entry.sha256)
                leaving[place] = replace(held, documents=rest) if rest else None
    found = ((sha, manifest.documents.get(sha)) for sha in sorted(gone))
    return Leaving(leaving, {sha: entry.source for sha, entry in found if entry})


def withdraw(store: Store, names: Iterable[str]) -> Leaving:
    """Forget these files, and the pages that were kept of addresses; the build that follows drops what they held.

    Raises as `find_leaving` does, StoreError where the disk refuses.
    """
    manifest = store.manifest
    leaving = find_leaving(names, manifest)
    for place, file in leaving.files.items():
        store.record_file(place, file)
    store.flush()  # before a page goes, nothing is there that would have to be read from it
    pages = {urldefrag(place).url for place in leaving.files if is_address(place)}
    needed = {urldefrag(place).url for place in manifest.files if is_address(place)}
    try:
        forget_pages(store.folder / PAGES, pages - needed)
    except OSError as error:
        raise StoreError(store.folder, f"a page cannot be removed: {reason_of(error)}, and withdraw again") from error
    return leaving


def _places(name: str, manifest: Manifest) -> list[str]:
    """The files of the store that a name means."""
    if not is_address(name):
        return manifest.below(str(Path(name).resolve()), os.sep)
    page = urldefrag(name).url
    if name in manifest.files:
        return [name]
    if page in manifest.files:  # the rest names a place on the page
        return [page]
    return manifest.below(page, "#") if name == page else []


def _document(name: str, manifest: Manifest) -> Entry:
    """The document that a name means."""
    found = manifest.starting(name.lower()) if SHA256.fullmatch(name.lower()) else []
    found = found or [entry for entry in manifest.documents.values() if name == entry.source]
    if len(found) > 1:
        raise AmbiguousName(name, tuple(f"{entry.sha256[:12]} ({entry.origins[0]})" for entry in found))
    if not found:
        known = {entry.source for entry in manifest.documents.values()} | set(manifest.files)
        raise UnknownName(name, tuple(get_close_matches(name, sorted(known), NEAREST)))
    return found[0]
