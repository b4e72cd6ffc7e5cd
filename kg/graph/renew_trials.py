"""Short names of trials and what releases tell of nodes: kept in the register, and renewed for what is touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from kg.graph.registered import Naming, Registered, registered
from kg.graph.tellings import Telling, join_tellings
from kg.resolution.model import Local
from kg.resolution.register import Register, dump_local, load_local

TABLES = """
CREATE TABLE IF NOT EXISTS trials (sha TEXT, name TEXT, id TEXT, data TEXT);
CREATE INDEX IF NOT EXISTS trials_by_sha ON trials (sha);
CREATE INDEX IF NOT EXISTS trials_by_name ON trials (name);
CREATE TABLE IF NOT EXISTS registered (name TEXT, iri TEXT, id TEXT, PRIMARY KEY (name, iri)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tellings (sha TEXT, kind TEXT, base TEXT, iri TEXT, graph TEXT, data TEXT, home TEXT);
CREATE INDEX IF NOT EXISTS tellings_by_sha ON tellings (sha);
CREATE INDEX IF NOT EXISTS tellings_by_base ON tellings (kind, base);
"""
Iris = Mapping[Local, str]
Group = tuple[str, str]  # kind and base of tellings


def iris_of(register: Register, sha256: str) -> dict[Local, str]:
    """Which entity each of a document's entities is."""
    asked = "SELECT r.local, e.canon FROM records r JOIN entities e ON e.key = r.key WHERE r.sha=?"
    return {load_local(local): canon for local, canon in register.rows(asked, sha256)}


# ---- short names of trials -----------------------------------------------------------------------------------------


def add_trials(register: Register, sha256: str, trials: Iterable[Naming]) -> None:
    """Let the register know the short names of a document's trials."""
    rows = ((sha256, n.name, n.registry_id, dump_local(n.drug)) for n in trials)
    register.run_all("INSERT INTO trials VALUES (?, ?, ?, ?)", rows)


def names_of(register: Register, documents: Iterable[str]) -> set[str]:
    """The short names of trials in some documents."""
    return {n for sha in documents for n in register.firsts("SELECT DISTINCT name FROM trials WHERE sha=?", sha)}


def renew_trials(register: Register, names: Iterable[str]) -> set[str]:
    """Find which registry id each short name stands for; gives the documents for which that is another than before."""
    changed: set[str] = set()
    for name in sorted(names):
        rows = register.rows("SELECT sha, id, data FROM trials WHERE name=?", name)
        iris = {load_local(data): _iri(register, sha, data) for sha, _, data in rows}
        found = [(sha, Naming(load_local(data), name, id_)) for sha, id_, data in rows]
        now = {iri: id_ for (iri, _), id_ in registered((n for _, n in found), iris).items()}
        before = dict(register.rows("SELECT iri, id FROM registered WHERE name=?", name))
        moved = {iri for iri in now.keys() | before.keys() if now.get(iri) != before.get(iri)}
        if moved:
            changed |= {sha for sha, n in found if iris.get(n.drug) in moved}
            register.run("DELETE FROM registered WHERE name=?", name)
            register.run_all("INSERT INTO registered VALUES (?, ?, ?)", ((name, iri, id_) for iri, id_ in now.items()))
    return changed


def trials_of(register: Register, sha256: str, iris: Iris) -> Registered:
    """The registry ids that a document's short names of trials stand for."""
    found: dict[tuple[str, str], str] = {}
    for name, data in register.rows("SELECT name, data FROM trials WHERE sha=?", sha256):
        iri = iris.get(load_local(data), "")
        for id_ in register.firsts("SELECT id FROM registered WHERE name=? AND iri=?", name, iri):
            found[iri, name] = id_
    return found


def _iri(register: Register, sha256: str, local: str) -> str:
    """Which entity one of a document's entities is."""
    asked = "SELECT e.canon FROM records r JOIN entities e ON e.key = r.key WHERE r.sha=? AND r.local=?"
    return next(iter(register.firsts(asked, sha256, local)), "")


# ---- what is told of nodes -----------------------------------------------------------------------------------------


def renew_tellings(register: Register, tellings: Mapping[str, Iterable[Telling]], groups: set[Group]) -> set[str]:
    """Find which nodes are fuller ones of other graphs, where some documents tell of other nodes than before;

    `groups` are those of documents that went. Gives the documents of which some node is another than before.
    """
    touched = set(groups)
    for sha256, told in tellings.items():
        touched |= forget_told(register, sha256)
        made = [(sha256, t.kind, json.dumps(t.base), t.iri, t.graph, _dump(t)) for t in told]
        touched.update((kind, base) for _, kind, base, *_ in made)
        register.run_all("INSERT INTO tellings VALUES (?, ?, ?, ?, ?, ?, '')", made)
    changed: set[str] = set()
    for kind, base in sorted(touched):
        changed |= _join(register, kind, base)
    return changed


def _join(register: Register, kind: str, base: str) -> set[str]:
    asked = "SELECT rowid, sha, iri, graph, data, home FROM tellings WHERE kind=? AND base=?"
    rows = register.rows(asked, kind, base)
    tellings = [_load(kind, base, iri, graph, data) for _, _, iri, graph, data, _ in rows]
    joined = join_tellings(tellings)
    changed, homes = set(), []
    for rowid, sha, iri, graph, _, before in rows:
        home = joined.get((graph, iri), "")
        if home != before:
            changed.add(sha)
            homes.append((home, rowid))
    register.run_all("UPDATE tellings SET home=? WHERE rowid=?", homes)
    return changed


def forget_told(register: Register, sha256: str) -> set[Group]:
    """Drop what a document told; gives the groups that it was in."""
    groups = set(register.rows("SELECT kind, base FROM tellings WHERE sha=?", sha256))
    register.run("DELETE FROM tellings WHERE sha=?", sha256)
    return {(kind, base) for kind, base in groups}


def joined_of(register: Register, sha256: str) -> dict[tuple[str, str], str]:
    """The nodes of a document's graphs that are fuller ones of others."""
    rows = register.rows("SELECT graph, iri, home FROM tellings WHERE sha=? AND home<>''", sha256)
    return {(graph, iri): home for graph, iri, home in rows}


def _dump(one: Telling) -> str:
    return json.dumps([one.issued.isoformat() if one.issued else None, sorted(one.said)])


def _load(kind: str, base: str, iri: str, graph: str, data: str) -> Telling:
    issued, said = json.loads(data)
    day = date.fromisoformat(issued) if issued else None
    pairs = frozenset((role, value) for role, value in said)
    return Telling(kind, tuple(json.loads(base)), iri, graph, day, pairs)
