"""Short names of trials, kept in the register: which registry id each stands for, renewed for what is touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from kg.annotation.model import EntityType
from kg.graph.registered import Naming, Registered, registered
from kg.resolution.model import Local
from kg.resolution.register import Register, dump_local, load_local

TABLES = """
CREATE TABLE IF NOT EXISTS trials (sha TEXT, name TEXT, id TEXT, local TEXT, key TEXT);
CREATE INDEX IF NOT EXISTS trials_by_sha ON trials (sha);
CREATE INDEX IF NOT EXISTS trials_by_name ON trials (name, key);
CREATE TABLE IF NOT EXISTS registered (name TEXT, iri TEXT, id TEXT, PRIMARY KEY (name, iri)) WITHOUT ROWID;
"""
REGISTERED = "registered"  # what is counted of a short name: the keys of drugs with the registry ids given
Iris = Mapping[Local, str]


def iris_of(register: Register, sha256: str) -> dict[Local, str]:
    """Which entity each of a document's entities is."""
    asked = "SELECT r.local, e.canon FROM records r JOIN entities e ON e.key = r.key WHERE r.sha=?"
    return {load_local(local): canon for local, canon in register.rows(asked, sha256)}


def add_trials(register: Register, sha256: str, trials: Iterable[Naming]) -> None:
    """Let the register know the short names of a document's trials."""
    rows = ((sha256, n.name, n.registry_id, dump_local(n.drug)) for n in trials)
    register.run_all("INSERT INTO trials VALUES (?, ?, ?, ?, '')", rows)


def drop_trials(register: Register, sha256: str) -> set[str]:
    """Let the register forget the short names of a document's trials, which it gives."""
    rows = register.rows("SELECT name, id, key FROM trials WHERE sha=?", sha256)
    for name, id_, key in rows:
        _count(register, name, (key, id_), -1)
    register.run("DELETE FROM trials WHERE sha=?", sha256)
    return {name for name, _, _ in rows}


def rekey_trials(register: Register, documents: Iterable[str]) -> set[str]:
    """Let short names stand with the keys that their drugs now have; gives all short names in those documents."""
    names: set[str] = set()
    asked = (
        "SELECT t.rowid, t.name, t.id, t.key, coalesce(r.key, '') FROM trials t"
        " LEFT JOIN records r ON r.sha = t.sha AND r.local = t.local WHERE t.sha=?"
    )
    for sha256 in documents:
        for rowid, name, id_, before, now in register.rows(asked, sha256):
            names.add(name)
            if now != before:
                _count(register, name, (before, id_), -1)
                _count(register, name, (now, id_), 1)
                register.run("UPDATE trials SET key=? WHERE rowid=?", now, rowid)
    return names


def _count(register: Register, name: str, given: tuple[str, str], number: int) -> None:
    if all(given):
        register.counts.add(_about(name), REGISTERED, json.dumps(given), number)


def _about(name: str) -> str:
    return f"trial:{name}"


def renew_trials(register: Register, names: Iterable[str]) -> set[str]:
    """Find which registry id each short name stands for; gives the documents for which that is another than before."""
    changed: set[str] = set()
    for name in sorted(names):
        given = map(json.loads, register.counts.values(_about(name), REGISTERED))
        found = [(Local("", EntityType.DRUG, key), id_) for key, id_ in given]
        iris = {
            at: iri for at, _ in found for iri in register.firsts("SELECT canon FROM entities WHERE key=?", at.name)
        }
        now = {iri: id_ for (iri, _), id_ in registered((Naming(at, name, id_) for at, id_ in found), iris).items()}
        before = dict(register.rows("SELECT iri, id FROM registered WHERE name=?", name))
        moved = {iri for iri in now.keys() | before.keys() if now.get(iri) != before.get(iri)}
        asked = "SELECT DISTINCT t.sha FROM entities e JOIN trials t ON t.key = e.key WHERE e.canon=? AND t.name=?"
        for iri in moved:
            changed.update(register.firsts(asked, iri, name))
            register.run("DELETE FROM registered WHERE name=? AND iri=?", name, iri)
            if iri in now:
                register.run("INSERT INTO registered VALUES (?, ?, ?)", name, iri, now[iri])
    return changed


def trials_of(register: Register, sha256: str, iris: Iris) -> Registered:
    """The registry ids that a document's short names of trials stand for."""
    found: dict[tuple[str, str], str] = {}
    for name, local in register.rows("SELECT name, local FROM trials WHERE sha=?", sha256):
        iri = iris.get(load_local(local), "")
        for id_ in register.firsts("SELECT id FROM registered WHERE name=? AND iri=?", name, iri):
            found[iri, name] = id_
    return found
