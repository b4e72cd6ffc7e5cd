"""Which releases are one and which filings amend which, kept in the register: brought up to date for what is touched.

Two releases of one day are compared where they share one of their smallest hashes, as like ones must; an amendment is
compared with what its filer filed on the same form within the days in which one may amend another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.graph.reprints import (
    LATEST,
    PREFIX,
    Print,
    Ties,
    find_amended,
    find_superseded,
    first_sources,
    is_same,
    rank_of,
)
from kg.resolution.counts import escaped
from kg.resolution.register import Register

TABLES = """
CREATE TABLE IF NOT EXISTS prints (
  id INTEGER PRIMARY KEY, release TEXT UNIQUE, sha TEXT, filing TEXT, form TEXT, amends INTEGER, filed TEXT,
  issued TEXT, rank INTEGER, filer TEXT, prefix TEXT);
CREATE INDEX IF NOT EXISTS prints_by_sha ON prints (sha);
CREATE INDEX IF NOT EXISTS prints_by_filing ON prints (filing);
CREATE TABLE IF NOT EXISTS filers (
  name TEXT, form TEXT, amends INTEGER, filed TEXT, release TEXT, PRIMARY KEY (name, form, amends, filed, release))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hashes (issued TEXT, hash INTEGER, id INTEGER, PRIMARY KEY (issued, hash, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS same (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ties (part INTEGER, iri TEXT, other TEXT, PRIMARY KEY (part, iri)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ties_by_other ON ties (part, other);
"""
REPRINTS, SUPERSEDED, AMENDS = range(3)
SIGNED = 1 << 63  # SQLite's whole numbers have a sign
PrintsOf = Callable[[str], Sequence[Print]]  # the prints of a document


@dataclass(slots=True)
class Loose:
    """What of ties is to be worked out anew: releases that came, releases that were one with others, filings that say

    they amend another, filings that may be amended by others now.
    """

    came: set[str] = field(default_factory=set)
    releases: set[str] = field(default_factory=set)
    amending: set[str] = field(default_factory=set)
    amended: set[str] = field(default_factory=set)


def add_prints(register: Register, loose: Loose, sha256: str, prints: Iterable[Print]) -> None:
    """Let the register know a document's prints."""
    for one in prints:
        filed, issued = (day.isoformat() if day else "" for day in (one.filed, one.issued))
        form, amends = one.form.removesuffix("/A"), int(one.form.endswith("/A"))
        names = sorted(map(escaped, one.filer))
        prefix = [number - SIGNED for number in sorted(one.sketch)[:PREFIX]] if issued else []
        told = (one.release, sha256, one.filing, form, amends, filed, issued, rank_of(one)[0])
        asked = (
            "INSERT INTO prints (release, sha, filing, form, amends, filed, issued, rank, filer, prefix)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
        )
        ((id_,),) = register.rows(asked, *told, json.dumps(names), json.dumps(prefix))
        rows = ((name, form, amends, filed, one.release) for name in names)
        register.run_all("INSERT INTO filers VALUES (?, ?, ?, ?, ?)", rows)
        register.run_all("INSERT INTO hashes VALUES (?, ?, ?)", ((issued, number, id_) for number in prefix))
        loose.came.add(one.release)
        _loosen(register, loose, one.release)


def drop_prints(register: Register, loose: Loose, sha256: str) -> None:
    """Let the register forget a document's prints."""
    asked = "SELECT id, release, filing, form, amends, filed, issued, filer, prefix FROM prints WHERE sha=?"
    for id_, release, filing, form, amends, filed, issued, names, prefix in register.rows(asked, sha256):
        _loosen(register, loose, release)
        loose.releases.update(_alike(register, release))
        loose.amended.update(register.firsts("SELECT other FROM ties WHERE part=? AND iri=?", AMENDS, filing))
        pairs = [(release, other) for other in _alike(register, release)]
        register.run_all("DELETE FROM same WHERE one=? AND other=?", [*pairs, *((b, a) for a, b in pairs)])
        register.run_all("DELETE FROM ties WHERE iri=?", [(release,), (filing,)])
        rows = ((name, form, amends, filed, release) for name in json.loads(names))
        register.run_all("DELETE FROM filers WHERE name=? AND form=? AND amends=? AND filed=? AND release=?", rows)
        hashes = ((issued, number, id_) for number in json.loads(prefix))
        register.run_all("DELETE FROM hashes WHERE issued=? AND hash=? AND id=?", hashes)
    register.run("DELETE FROM prints WHERE sha=?", sha256)


def _loosen(register: Register, loose: Loose, release: str) -> None:
    """Note the filings that may amend another than before because a release came or goes."""
    asked = "SELECT filing, amends, form, filed, filer FROM prints WHERE release=?"
    for filing, amends, form, filed, names in register.rows(asked, release):
        loose.amended.add(filing)
        if amends:
            loose.amending.add(filing)
        if filed:
            until = _shifted(filed, 1)
            for name in json.loads(names):
                releases = _filed(register, (name, form), (filed, until), "amends=1")
                loose.amending.update(f for r in releases for f in _filings(register, r))


def _filed(register: Register, by: tuple[str, str], days: tuple[str, str], also: str = "1") -> list[str]:
    """The releases that a filer filed on a form (without "/A") in some days."""
    asked = f"SELECT release FROM filers WHERE name=? AND form=? AND {also} AND filed>=? AND filed<=?"
    return register.firsts(asked, *by, *days)


def _filings(register: Register, release: str) -> list[str]:
    return register.firsts("SELECT filing FROM prints WHERE release=?", release)


def _shifted(day: str, by: int) -> str:
    """The last day on which what is filed on a day can be amended (1), or the first of what can amend it (-1)."""
    number = date.fromisoformat(day).toordinal() + by * LATEST.days
    return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal())).isoformat()


def renew_ties(register: Register, loose: Loose, prints_of: PrintsOf) -> set[str]:
    """Find what hangs together where releases came or went; gives the documents for which that is new."""
    moved: set[str] = set()  # releases and filings
    for filing in sorted(loose.amending):
        own = _rows(register, "filing", [filing])
        if not own:
            continue
        near = {release for row in own for release in _amendable(register, row)}
        prints = _load([*own, *_rows(register, "release", near)], prints_of)
        before = register.firsts("SELECT other FROM ties WHERE part=? AND iri=?", AMENDS, filing)
        now = {iri: other for iri, other in find_amended(prints) if iri == filing}
        moved |= _write(register, AMENDS, [filing], now)
        loose.amended.update(before, now.values())
    for filing in sorted(loose.amended):
        if own := _rows(register, "filing", [filing]):
            amends = register.firsts("SELECT iri FROM ties WHERE part=? AND other=?", AMENDS, filing)
            prints = _load([*own, *_rows(register, "filing", amends)], prints_of) if amends else []
            found = dict(find_superseded(prints, dict.fromkeys(amends, filing)))
            again = _write(register, SUPERSEDED, [row[0] for row in own], found)
            loose.releases |= again
            moved |= again
    for release in sorted(loose.came):
        _compare(register, release, prints_of)
    done: set[str] = set()
    for release in sorted(loose.came | loose.releases):
        if release not in done:
            circle = _circle(register, release)
            done |= circle
            moved |= _write(register, REPRINTS, sorted(circle), _sources(register, circle))
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


# ---- amendments ----------------------------------------------------------------------------------------------------

Row = tuple[str, str, str, str, str]  # release, document, form without "/A", day of filing, names of the filer as JSON


def _rows(register: Register, column: str, values: Iterable[str]) -> list[Row]:
    asked = f"SELECT release, sha, form, filed, filer FROM prints WHERE {column}=?"
    return [(row[0], row[1], row[2], row[3], row[4]) for value in values for row in register.rows(asked, value)]


def _amendable(register: Register, row: Row) -> Iterator[str]:
    """The releases in filings that a release in an amendment may amend."""
    _, _, form, filed, names = row
    if filed:
        for name in json.loads(names):
            yield from _filed(register, (name, form), (_shifted(filed, -1), filed))


def _load(rows: Iterable[Row], prints_of: PrintsOf) -> list[Print]:
    """The prints of some rows, sorted by release."""
    wanted = {row[0]: row[1] for row in rows}
    found = {one.release: one for sha in sorted({*wanted.values()}) for one in prints_of(sha)}
    return [found[release] for release in sorted(wanted)]


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


# ---- reprints ------------------------------------------------------------------------------------------------------


def _compare(register: Register, release: str, prints_of: PrintsOf) -> None:
    """Find the releases that are one with one that came."""
    near: set[str] = set()
    for issued, prefix in register.rows("SELECT issued, prefix FROM prints WHERE release=?", release):
        asked = "SELECT p.release FROM hashes h JOIN prints p ON p.id = h.id WHERE h.issued=? AND h.hash=?"
        near.update(r for number in json.loads(prefix) for r in register.firsts(asked, issued, number))
    if not near - {release}:
        return
    prints = {one.release: one for one in _load(_rows(register, "release", near), prints_of)}
    for other in sorted(near - {release}):
        if is_same(prints[release], prints[other]):
            register.run_all("INSERT OR IGNORE INTO same VALUES (?, ?)", [(release, other), (other, release)])


def _alike(register: Register, release: str) -> list[str]:
    return register.firsts("SELECT other FROM same WHERE one=?", release)


def _circle(register: Register, release: str) -> set[str]:
    """All releases that hang together with one as the same."""
    found, todo = {release}, [release]
    while todo:
        new = {*_alike(register, todo.pop())} - found
        found |= new
        todo += new
    return found


def _sources(register: Register, circle: set[str]) -> dict[str, str]:
    """The first source of each further one, among those that nothing supersedes."""
    if len(circle) < 2:
        return {}
    gone = "SELECT 1 FROM ties WHERE part=? AND iri=?"
    standing = [release for release in sorted(circle) if not register.firsts(gone, SUPERSEDED, release)]
    rows = [row for one in standing for row in register.rows("SELECT rank, release FROM prints WHERE release=?", one)]
    ranked = [release for _, release in sorted(rows)]
    return first_sources(ranked, {release: set(_alike(register, release)) for release in ranked})
