"""Whether the register of who is who can be believed: it must hold what all documents, worked out anew, give.

A build looks only at the rows that a change touches, each of which has a seal; here every row of every table counts.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from kg.annotation.cache import Cache
from kg.build import RECENT, readings
from kg.errors import KgError
from kg.graph.called import Called, called_version, keep_called, load_called
from kg.graph.catch_up import Wanted, catch_up, judged_of, open_register
from kg.resolution.ledger import NAME as LEDGER
from kg.resolution.ledger import load_ledger
from kg.resolution.register import LAYOUT, NAME
from kg.store import Store

CHECKED = {
    "docs": "sha, pipeline, source",
    "records": "sha, local, type, circle, issued, raw, mark, joined, key, data",
    "said": "about, kind, value, number, weight",
    "aliases": "circle, type, raw, joined",
    "parted": "joined, mark, key",
    "blocks": "block, iri",
    "members": "block, issuer, iri",
    "pairs": "one, other, verdict, data",
    "judged": "canon, data",
    "units": "iri, quads",
    "mentioned": "concept, iri",
    "trials": "sha, name, id, local, key",
    "registered": "name, iri, id",
    "tellings": "sha, kind, base, iri, graph, issued, said, home",
    "nodes": "kind, base, iri, known, home",
    "vaguer": "kind, base, known, iri",
    "prints": "release, sha, filing, form, amends, filed, issued, rank, filer, prefix",
    "filers": "name, form, amends, filed, release",
    "same": "one, other",
    "ties": "part, iri, other",
}  # the columns of each table that are the same whatever came first
ASKED = {table: f"SELECT {columns} FROM {table}" for table, columns in CHECKED.items()} | {
    "entities": "SELECT iri, key, canon, traits FROM entities WHERE key<>''",
    "meta": "SELECT name, value FROM meta WHERE name IN ('version', 'state', 'standing', 'digest', 'count', 'judged')"
    " AND value NOT IN ('0', '[]')",  # which nothing is noted for where nothing ever came
    "dated": "SELECT about, kind, value, d.issued, release, local FROM dated d LEFT JOIN records r USING (id)",
    "hashes": "SELECT h.issued, h.hash, p.release FROM hashes h JOIN prints p USING (id)",
}
MENDS = "kg build --repair works it out again"
MODULUS = 1 << 128


def check_register(store: Store) -> Iterator[str]:
    """What is wrong with the register of a store, one line each; nothing where the next build begins it anew."""
    path = store.folder / NAME
    if not path.is_file() or not store.has_texts:
        return
    try:
        with closing(_opened(path)) as register:
            if not _is_in_use(register, store):
                return
            found = next(iter(register.execute("PRAGMA integrity_check(1)")), ("",))[0]
            if found != "ok":
                yield f"it is damaged ({str(found).splitlines()[-1]}); {MENDS}"
                return
            held = sums(register)
    except (sqlite3.Error, ValueError, TypeError) as error:
        yield f"it is damaged ({error}); {MENDS}"
        return
    try:
        wanted = _sums_anew(store)
    except KgError:  # a reading is damaged, which is told of the document
        return
    for table in sorted(wanted):
        if held[table] != wanted[table]:
            yield f"its table {table!r} differs from what the documents give; {MENDS}"


def sums(register: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """For each table the number of its rows and the sum of their digests, whatever their order."""
    found = {}
    for table, asked in ASKED.items():
        number = total = 0
        for row in register.execute(asked):
            number += 1
            total += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=16).digest())
        found[table] = number, total % MODULUS
    return found


def _opened(path: Path) -> sqlite3.Connection:
    """A database, to be read alone; without a file beside it where no build is at work."""
    busy = path.with_name(f"{path.name}-wal").exists()
    return sqlite3.connect(f"{path.resolve().as_uri()}?{'mode=ro' if busy else 'immutable=1'}", uri=True)


def _is_in_use(register: sqlite3.Connection, store: Store) -> bool:
    """Whether the next build would go on from it: it is of this version, and of the state that the store is in."""
    meta = dict(register.execute("SELECT name, value FROM meta"))
    return meta.get("version") == f"{LAYOUT} {called_version()}" and meta.get("base") == store.manifest.head.state != ""


def _sums_anew(store: Store) -> dict[str, tuple[int, int]]:
    """The sums of a register of all documents, worked out anew."""
    ledger = load_ledger(store.folder / LEDGER)
    wanted = Wanted(store.manifest.documents, store.manifest.head.state, judged_of(ledger), "", called_version(), False)
    with tempfile.TemporaryDirectory(prefix="kg-") as place:
        cache = Cache(Path(place) / "cache.sqlite")
        for _, reading in readings(store):
            keep_called(cache, reading)

        @lru_cache(maxsize=RECENT)
        def called_of(sha256: str) -> Called:
            return load_called(cache, [sha256])[sha256]

        try:
            with open_register(Path(place)) as register:
                catch_up(register, wanted, called_of)
                return sums(register.opened)
        finally:
            cache.close()
