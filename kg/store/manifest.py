"""What a store knows of its documents and files beside the graph, in rows of which a change writes only its own.

    head       one row: what is counted of all documents and files, so that nobody has to walk through them
    documents  `Entry` by SHA-256
    files      `File` by path; found by the SHA-256 of their bytes as well
    places     which file holds which document, under which name there
    moved      documents that came, went, or have another name or reader since the graphs were written
    unsettled  documents of which it is to be looked up which files hold them

Paths and names are kept as bytes, since they may be no Unicode. Mappings read row by row and hold nothing in memory.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.graph.manifest import MODULUS, Entry, File, standing_of
from kg.store.rows import (
    DOCUMENTS,
    FILES,
    Rows,
    decoded,
    dump_entry,
    dump_file,
    encoded,
    load_entry,
    load_file,
)
from kg.store.tables import AT_ONCE, JOURNAL, Tables, digest_of_row

NAME = "manifest.sqlite"
KEPT = "kept:"  # before the SHA-256 of a document: stands for the path of its file where nobody knows that any more
SUMMED = ("documents", "files", "places", "moved", "unsettled")
LAYOUT = """
CREATE TABLE head (data TEXT, sum BLOB);
CREATE TABLE documents (sha TEXT PRIMARY KEY, aside INTEGER, data TEXT, sum BLOB);
CREATE INDEX with_aside ON documents (sha) WHERE aside > 0;
CREATE TABLE files (path BLOB PRIMARY KEY, sha TEXT, rejected INTEGER, data TEXT, sum BLOB);
CREATE INDEX by_bytes ON files (sha, path);
CREATE INDEX with_rejected ON files (path) WHERE rejected > 0;
CREATE TABLE places (sha TEXT, path BLOB, name BLOB, sum BLOB, PRIMARY KEY (sha, path, name)) WITHOUT ROWID;
CREATE TABLE moved (sha TEXT PRIMARY KEY, sum BLOB) WITHOUT ROWID;
CREATE TABLE unsettled (sha TEXT PRIMARY KEY, sum BLOB) WITHOUT ROWID
"""


@dataclass(slots=True)
class Head:
    """What is known of all together: of the graph of entities its digest ("" before the first build) and number;

    `state` is the digest of all that the graphs were made of: while it holds there is nothing to write. `built` is when
    the last build ended, "" before the first; `told` the digest of what rejected.jsonl says. `pipelines` counts the
    documents by what read them, `standing` is the sum of `standing_of` all of them, `refusals` a sum that shows
    what was not read in the files.
    """

    entities: str = ""
    entity_count: int = 0
    state: str = ""
    built: str = ""
    told: str = ""
    documents: int = 0
    releases: int = 0
    facts: int = 0
    quads: int = 0
    set_aside: int = 0
    files: int = 0
    rejected: int = 0
    refusals: int = 0
    pipelines: dict[str, int] = field(default_factory=dict)
    standing: int = 0

    def count(self, entry: Entry, sign: int) -> None:
        """Count a document in, or out with -1."""
        self.documents += sign
        self.releases += sign * entry.releases
        self.facts += sign * entry.facts
        self.quads += sign * entry.quads
        self.set_aside += sign * len(entry.set_aside)
        self.pipelines[entry.pipeline] = self.pipelines.get(entry.pipeline, 0) + sign
        if not self.pipelines[entry.pipeline]:
            del self.pipelines[entry.pipeline]
        self.standing = (self.standing + sign * standing_of(entry.sha256, entry.pipeline, entry.source)) % MODULUS

    def count_file(self, file: File, sign: int) -> None:
        """Count a file in, or out with -1."""
        self.files += sign
        self.rejected += sign * len(file.rejected)
        digests = (digest_of_row("rejected", refusal) for refusal in file.rejected)
        self.refusals = (self.refusals + sign * sum(map(int.from_bytes, digests))) % MODULUS


class Manifest:
    """All documents by SHA-256, all files by path, and what is known of all together; in a file, or in memory.

    Changes hold for others once `commit` was called. Every method raises StoreError as `Tables` does.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.head = Head()
        self.found_damaged: tuple[str, ...] = ()  # what a repair had to mend in it
        self.documents = Rows(tables, DOCUMENTS, lambda: self.head.documents)
        self.files = Rows(tables, FILES, lambda: self.head.files)
        self._head_changed = False

    # ---- reading ---------------------------------------------------------------------------------------------------

    def starting(self, digits: str) -> list[Entry]:
        """The documents whose SHA-256 begins with some digits."""
        rows = self.tables.select("documents", "WHERE sha >= ? AND sha < ? ORDER BY sha", digits, digits + "g")
        return [load_entry(row)[1] for row in rows]

    def with_bytes(self, sha256: str) -> list[File]:
        """The files whose bytes have that SHA-256, by path."""
        return [load_file(row)[1] for row in self.tables.select("files", "WHERE sha=? ORDER BY path", sha256)]

    def below(self, folder: str, separator: str) -> list[str]:
        """The path itself and those below it, as far as files of them are known, sorted."""
        start, end = (encoded(folder.rstrip(separator) + sign) for sign in (separator, chr(ord(separator) + 1)))
        asked = "SELECT path FROM files WHERE path=? OR path >= ? AND path < ? ORDER BY path"
        return [decoded(path) for (path,) in self.tables.ask(asked, encoded(folder), start, end)]

    def places(self, sha256: str) -> list[tuple[str, str]]:
        """Paths of the files that hold a document, each with its name there."""
        return [(decoded(path), decoded(name)) for _, path, name in self.tables.select("places", "WHERE sha=?", sha256)]

    def refused(self) -> Iterator[Entry]:
        """The documents of which the shapes set something aside."""
        for row in self.tables.select("documents", "WHERE aside > 0 ORDER BY sha") if self.head.set_aside else ():
            yield load_entry(row)[1]

    def rejected(self) -> Iterator[tuple[str, str]]:
        """Paths of what was not read in any file, each with its reason."""
        for row in self.tables.select("files", "WHERE rejected > 0 ORDER BY path") if self.head.rejected else ():
            yield from load_file(row)[1].rejected

    def moved(self) -> Iterator[str]:
        """The documents that changed in a way that shows in `Head.standing` since `state` was noted, sorted."""
        return self._keys("moved")

    def unsettled(self) -> Iterator[str]:
        """The documents that came, or whose files did, since they were `settled`, sorted."""
        return self._keys("unsettled")

    def _keys(self, table: str) -> Iterator[str]:
        return (str(sha) for rows in self.tables.pages(table, "sha") for (sha,) in rows)

    # ---- writing ---------------------------------------------------------------------------------------------------

    def note(self, **known: str | int) -> None:
        """Put what is known of all together in the place of what was, by the names of `Head`."""
        with self._undone():
            if "state" in known:
                while some := list(islice(self.moved(), AT_ONCE)):
                    self.tables.delete("moved", "WHERE sha <= ?", some[-1])
            for name, value in known.items():
                setattr(self.head, name, value)
            self._head_changed = True

    def record(self, entry: Entry) -> None:
        """Put what is known of a document in the place of what was."""
        with self._undone():
            old = self._take(entry.sha256)
            self.tables.insert("documents", *dump_entry(entry))
            self.head.count(entry, 1)
            if old is None or (old.pipeline, old.source) != (entry.pipeline, entry.source):
                self._mark("moved", entry.sha256)
            if old is None:
                self._mark("unsettled", entry.sha256)

    def remove(self, sha256: str) -> None:
        """Take a document out."""
        with self._undone():
            if self._take(sha256):
                self._mark("moved", sha256)

    def record_file(self, path: str, file: File | None) -> None:
        """Put what came of a file in the place of what was, or take the file out."""
        key = encoded(path)
        with self._undone():
            touched: set[tuple[str, str]] = set()
            for row in self.tables.delete("files", "WHERE path=?", key):
                old = load_file(row)[1]
                self.head.count_file(old, -1)
                touched |= set(old.documents)
            for sha, name in touched:
                self.tables.delete("places", "WHERE sha=? AND path=? AND name=?", sha, key, encoded(name))
            if file:
                self.tables.insert("files", *dump_file(path, file))
                self.head.count_file(file, 1)
                for sha, name in set(file.documents):
                    self.tables.insert("places", sha, key, encoded(name))
                touched ^= set(file.documents)
                self._drop_stand_ins(path, file)
            for sha in {sha for sha, _ in touched}:
                self._mark("unsettled", sha)
            self._head_changed = True

    def settled(self, sha256s: Collection[str]) -> None:
        """Note that documents have the files for their origins that hold them."""
        with self._undone():
            for sha in sha256s:
                self.tables.delete("unsettled", "WHERE sha=?", sha)
            self._head_changed = True

    def commit(self) -> None:
        """Put all changes since the last time on the disk, all or none."""
        with self._undone():
            if self._head_changed:
                data = json.dumps({**asdict(self.head), "rows": self.tables.total})
                self.tables.run("DELETE FROM head")
                self.tables.run("INSERT INTO head VALUES (?, ?)", data, digest_of_row("head", (data,)))
            self.tables.commit()
            self._head_changed = False

    def close(self) -> None:
        """Let go of the file; what was not committed is undone. Closing twice is closing once."""
        self.tables.close()

    def copy_to(self, path: Path) -> None:
        """A copy of the file as it was last committed."""
        self.tables.copy_to(path)

    def begin(self) -> None:
        """Make the tables, with nothing in them, where nobody else just did."""
        with self._undone():
            if self.tables.make(LAYOUT):
                self._head_changed = True
                self.commit()

    def load_head(self) -> None:
        """Read what was committed of all together; raises StoreError where that is damaged."""
        rows = self.tables.ask("SELECT data, sum FROM head")
        if len(rows) != 1 or digest_of_row("head", rows[0][:1]) != rows[0][1]:
            raise self.tables.damaged("what it says of all documents together is not what was written")
        known: dict[str, Any] = json.loads(rows[0][0])
        self.tables.total = known.pop("rows")
        self.head, self._head_changed = Head(**known), False

    @contextlib.contextmanager
    def _undone(self) -> Iterator[None]:
        """Where a change cannot be made, what is known of all together is what was committed, as the rows are."""
        try:
            yield
        except StoreError:
            self.tables.rollback()
            with contextlib.suppress(StoreError):
                self.load_head()
            raise

    def _take(self, sha256: str) -> Entry | None:
        rows = self.tables.delete("documents", "WHERE sha=?", sha256)
        self._head_changed = True
        for row in rows:
            self.head.count(old := load_entry(row)[1], -1)
            return old
        return None

    def _drop_stand_ins(self, path: str, file: File) -> None:
        """A file that is known now needs none that stands for it."""
        for stand_in in {f"{KEPT}{sha}" for sha, _ in file.documents} - {path}:
            if stand_in in self.files:
                self.record_file(stand_in, None)

    def _mark(self, table: str, sha256: str) -> None:
        if not self.tables.ask(f"SELECT 1 FROM {table} WHERE sha=?", sha256):
            self.tables.insert(table, sha256)


def make_manifest(path: Path | None = None, where: Path | str = "") -> Manifest:
    """A new manifest, in a file or in memory, and in the place of what is there; raises StoreError."""
    if path:
        for end in ("", JOURNAL):
            path.with_name(path.name + end).unlink(missing_ok=True)
    made = Manifest(Tables(path, True, where, alone=True))
    made.begin()
    return made


def begin_manifest(folder: Path) -> None:
    """Make the manifest of a store that has no database yet, where it is not made already; raises StoreError."""
    made = Manifest(Tables(folder / NAME, True))
    try:
        if not made.tables.ask("SELECT 1 FROM sqlite_master"):
            made.begin()
    finally:
        made.close()


def open_manifest(folder: Path, writable: bool) -> Manifest:
    """The manifest of the store in a folder; raises StoreError where it is missing or damaged."""
    made = Manifest(Tables(folder / NAME, writable))
    try:
        if not (folder / NAME).is_file():
            raise made.tables.damaged("it is missing")
        made.load_head()
    except BaseException:
        made.close()
        raise
    return made
