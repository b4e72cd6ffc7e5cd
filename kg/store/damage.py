"""What is wrong with a manifest, and a new one out of what is whole: its rows, and what was read in documents."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from kg.annotation.serialize import load_reading, reading_version
from kg.errors import StoreError
from kg.graph.folder import DOCUMENTS, load_checked
from kg.graph.manifest import MODULUS, Entry, File, digest_of
from kg.graph.sources import label
from kg.graph.terms import Quad
from kg.store.manifest import KEPT, LAYOUT, NAME, SUMMED, Head, Manifest, make_manifest
from kg.store.rows import load_entry, load_file
from kg.store.tables import AT_ONCE, JOURNAL, Row, Tables, digest_of_row, is_whole

COUNTS = "documents releases facts quads set_aside files rejected refusals pipelines standing".split()
Held = Callable[[str], set[Quad]]  # SHA-256 -> the quads that the database holds of the document


def problems_of(manifest: Manifest) -> Iterator[str]:
    """What is wrong with a manifest, row by row and as a whole; reads all of it."""
    tables = manifest.tables
    try:
        told = [str(told) for (told,) in tables.ask("PRAGMA integrity_check") if told != "ok"]
        yield from told
        if told:  # who walks through such rows may never come to an end
            return
        made = {sql.strip() for (sql,) in tables.ask("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
        if made != set(map(str.strip, LAYOUT.strip().split(";"))):
            yield "its tables are not those of this layout"
            return
        yield from _problems_of_rows(manifest)
    except StoreError as error:
        yield error.reason


def _problems_of_rows(manifest: Manifest) -> Iterator[str]:
    total, counted, places = 0, Head(), 0
    for table in SUMMED:
        for row in _all_rows(manifest.tables, table):
            if not is_whole(table, row):
                yield f"a row of {table} is not what was written: {ascii(row[0])[:80]}"
                continue
            total += int.from_bytes(digest_of_row(table, row[:-1]))
            if table == "documents":
                counted.count(load_entry(row[:-1])[1], 1)
            elif table == "files":
                counted.count_file(file := load_file(row[:-1])[1], 1)
                places += len(set(file.documents))
            elif table == "places":
                places -= 1
    manifest.load_head()  # raises where it is damaged
    if total % MODULUS != manifest.tables.total:
        yield "its rows are not those that were written"
    known, found = asdict(manifest.head), asdict(counted)
    if any(known[name] != found[name] for name in COUNTS) or places:
        yield "its counts are not those of its rows"


def _all_rows(tables: Tables, table: str) -> Iterator[Row]:
    key = ", ".join(row[1] for row in tables.ask(f"PRAGMA table_info({table})")[:-1] if row[5])
    rest: str = ""
    values: Row = ()
    while rows := tables.ask(f"SELECT * FROM {table} {rest} ORDER BY {key} LIMIT {AT_ONCE}", *values):
        yield from rows
        count = key.count(",") + 1
        rest, values = f"WHERE ({key}) > ({', '.join('?' * count)})", rows[-1][:count]


def salvage(folder: Path, held: Held) -> Manifest:
    """A new manifest in the place of a damaged one, which is set aside as manifest.damaged.

    It has what is whole in that one; what it has lost of a document that was read is taken from the reading and from
    the database, and of files from the documents. What is to be written is found out by the next build.
    """
    beside = folder / f"{NAME}.new"
    made = make_manifest(beside, folder)
    try:
        told = _take_whole(folder, made)
        for path in sorted((folder / DOCUMENTS).glob("*.json")):
            if path.stem not in made.documents and (entry := _found_again(folder, path.stem, held(path.stem))):
                made.record(entry)
        for sha256, entry in made.documents.items():
            for path_, file in _files_of(entry, bool(made.places(sha256))):
                if path_ not in made.files:
                    made.record_file(path_, file)
        made.note(**told | {"state": "", "told": ""})
        made.commit()
    finally:
        made.close()
    for end in ("", JOURNAL):
        with contextlib.suppress(FileNotFoundError):
            (folder / f"{NAME}{end}").replace(folder / f"manifest.damaged{end}")
    beside.replace(folder / NAME)
    return Manifest(Tables(folder / NAME, True))


def _take_whole(folder: Path, made: Manifest) -> dict[str, str | int]:
    """Take over the documents and files whose rows are whole; gives what is known of the graph of entities."""
    if not (folder / NAME).is_file():
        return {}
    old = Tables(folder / NAME, False, folder)
    try:
        for row in _readable(old, "documents"):
            made.record(load_entry(row)[1])
        for row in _readable(old, "files"):
            made.record_file(*load_file(row))
        with contextlib.suppress(StoreError):
            known = Manifest(old)
            known.load_head()
            head = known.head
            return {"entities": head.entities, "entity_count": head.entity_count, "built": head.built}
    finally:
        old.close()
    return {}


def _readable(tables: Tables, table: str) -> Iterator[Row]:
    """The whole rows that can be read of a table, from both ends up to where it is damaged."""
    seen: set[object] = set()
    for order, sign in (("", ">"), ("DESC", "<")):
        last: int | None = None
        with contextlib.suppress(StoreError):
            while True:
                rest = "" if last is None else f"WHERE rowid {sign} {last}"
                rows = tables.ask(f"SELECT rowid, * FROM {table} NOT INDEXED {rest} ORDER BY rowid {order} LIMIT 1")
                if not rows:
                    return
                ((last, *row),) = rows
                if row[0] not in seen and is_whole(table, tuple(row)):
                    seen.add(row[0])
                    yield tuple(row[:-1])


def _found_again(folder: Path, sha256: str, quads: set[Quad]) -> Entry | None:
    """A document as its reading and the database know it; None where nothing is whole or nothing was written of it."""
    try:
        reading, text = load_checked(folder / DOCUMENTS, sha256)
        filing, annotations = load_reading(reading, text)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not quads:
        return None
    facts = sum(len(annotation.facts) for annotation in annotations)
    entry = Entry(filing.source, sha256, (), reading_version(reading), len(filing.releases), facts)
    graphs = tuple(sorted({quad.graph.value for quad in quads if quad.graph}))
    return replace(entry, graphs=graphs, quads=len(quads), digest=digest_of(quads))


def _files_of(entry: Entry, has_places: bool) -> Iterator[tuple[str, File]]:
    """The files that a document names, as far as it tells of them; where nobody does, one that stands for them."""
    for origin in entry.origins:
        name = label(origin)
        yield origin, File(entry.sha256, entry.pipeline, ((entry.sha256, name),))
    if not entry.origins and not has_places:
        yield f"{KEPT}{entry.sha256}", File(entry.sha256, entry.pipeline, ((entry.sha256, entry.source),))
