"""Which releases are one and which filings amend which, kept in the register: brought up to date for what is touched.

Reprints are looked for among the releases of one day, amendments among the filings of one filer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.graph.reprints import Print, Ties, find_amended, find_reprints, find_superseded
from kg.resolution.counts import escaped
from kg.resolution.register import Register

TABLES = """
CREATE TABLE IF NOT EXISTS prints (release TEXT PRIMARY KEY, sha TEXT, filing TEXT, issued TEXT, amends INTEGER)
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS prints_by_sha ON prints (sha);
CREATE INDEX IF NOT EXISTS prints_by_filing ON prints (filing);
CREATE INDEX IF NOT EXISTS prints_by_day ON prints (issued);
CREATE TABLE IF NOT EXISTS filers (name TEXT, release TEXT, PRIMARY KEY (name, release)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS filers_by_release ON filers (release);
CREATE TABLE IF NOT EXISTS ties (part INTEGER, iri TEXT, other TEXT, PRIMARY KEY (part, iri)) WITHOUT ROWID;
"""
REPRINTS, SUPERSEDED, AMENDS = range(3)
PrintsOf = Callable[[str], Sequence[Print]]  # the prints of a document


def add_prints(register: Register, sha256: str, prints: Iterable[Print]) -> tuple[set[str], set[str]]:
    """Let the register know a document's prints; gives the days and the filers that they touch."""
    days, filers = set(), set()
    for one in prints:
        day, names = one.issued.isoformat() if one.issued else "", {escaped(name) for name in one.filer}
        values = (one.release, sha256, one.filing, day, one.form.endswith("/A"))
        register.run("INSERT OR REPLACE INTO prints VALUES (?, ?, ?, ?, ?)", *values)
        register.run_all("INSERT OR REPLACE INTO filers VALUES (?, ?)", ((name, one.release) for name in names))
        days.add(day)
        filers |= names
    return days, filers


def drop_prints(register: Register, sha256: str) -> tuple[set[str], set[str]]:
    """Let the register forget a document's prints; gives the days and the filers that they touched."""
    days, filers = set(), set()
    for release, filing, day in register.rows("SELECT release, filing, issued FROM prints WHERE sha=?", sha256):
        days.add(day)
        filers.update(register.firsts("SELECT name FROM filers WHERE release=?", release))
        register.run("DELETE FROM filers WHERE release=?", release)
        register.run_all("DELETE FROM ties WHERE iri=?", [(release,), (filing,)])
    register.run("DELETE FROM prints WHERE sha=?", sha256)
    return days, filers


def renew_ties(register: Register, days: set[str], filers: set[str], prints_of: PrintsOf) -> set[str]:
    """Find what hangs together where releases came or went; gives the documents for which that is new."""
    moved: set[str] = set()  # releases and filings
    todo = set(filers)
    while todo:
        releases, names = _filed(register, todo.pop())
        todo -= names
        rows = [row for r in sorted(releases) for row in register.rows("SELECT * FROM prints WHERE release=?", r)]
        filings = {row[2] for row in rows}
        prints: list[Print] = []
        if any(row[4] for row in rows):
            prints = _load(rows, prints_of)
        amends = dict(find_amended(prints))
        moved |= _write(register, AMENDS, filings, amends)
        again = _write(register, SUPERSEDED, releases, dict(find_superseded(prints, amends)))
        moved |= again
        days = days | {row[3] for row in rows if row[0] in again}
    for day in sorted(days - {""}):
        rows = register.rows("SELECT * FROM prints WHERE issued=? ORDER BY release", day)
        standing = [row for row in rows if not _is_superseded(register, row[0])]
        found = find_reprints(_load(standing, prints_of)) if len(standing) > 1 else {}
        moved |= _write(register, REPRINTS, {row[0] for row in rows}, found)
    asked = "SELECT sha FROM prints WHERE release=? UNION SELECT sha FROM prints WHERE filing=?"
    return {sha for iri in moved for sha in register.firsts(asked, iri, iri)}


def ties_of(register: Register, sha256: str) -> Ties:
    """What is said of the releases and the filing of one document."""
    parts: tuple[dict[str, str], ...] = ({}, {}, {})
    own = {iri for row in register.rows("SELECT release, filing FROM prints WHERE sha=?", sha256) for iri in row}
    for iri in sorted(own):
        for part, other in register.rows("SELECT part, other FROM ties WHERE iri=?", iri):
            parts[part][iri] = other
    return Ties(*parts)


def _filed(register: Register, name: str) -> tuple[set[str], set[str]]:
    """The releases of a filer under any of its names, and those names."""
    releases: set[str] = set()
    names, todo = {name}, [name]
    while todo:
        for release in register.firsts("SELECT release FROM filers WHERE name=?", todo.pop()):
            if release not in releases:
                releases.add(release)
                new = set(register.firsts("SELECT name FROM filers WHERE release=?", release)) - names
                names |= new
                todo += new
    return releases, names


def _load(rows: Sequence[tuple[str, ...]], prints_of: PrintsOf) -> list[Print]:
    """The prints of some rows, sorted by release."""
    wanted = {row[0] for row in rows}
    found = (one for sha in sorted({row[1] for row in rows}) for one in prints_of(sha))
    return sorted((one for one in found if one.release in wanted), key=lambda p: p.release)


def _is_superseded(register: Register, release: str) -> bool:
    return bool(register.firsts("SELECT 1 FROM ties WHERE part=? AND iri=?", SUPERSEDED, release))


def _write(register: Register, part: int, iris: Iterable[str], found: dict[str, str]) -> set[str]:
    """Write down what was found of some releases or filings; gives those of which it is new."""
    moved = set()
    for iri in iris:
        before = next(iter(register.firsts("SELECT other FROM ties WHERE part=? AND iri=?", part, iri)), "")
        now = found.get(iri, "")
        if before == now:
            continue
        moved.add(iri)
        if now:
            register.run("INSERT OR REPLACE INTO ties VALUES (?, ?, ?)", part, iri, now)
        else:
            register.run("DELETE FROM ties WHERE part=? AND iri=?", part, iri)
    return moved
