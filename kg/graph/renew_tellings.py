"""What releases tell of nodes, kept in the register, and which nodes are fuller ones of others.

The result is that of `join_tellings` over all tellings. Kept are each node with all that is said of it, the vaguer
nodes that it could be, and the fuller one that it is, so that a change looks at the nodes near it only.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations

from kg.graph.tellings import SAMENESS, Said, Telling, days_near, fullest_of, is_vague, vaguer
from kg.resolution.register import Register

TABLES = """
CREATE TABLE IF NOT EXISTS tellings (
  sha TEXT, kind TEXT, base TEXT, iri TEXT, graph TEXT, issued TEXT, said TEXT, home TEXT);
CREATE INDEX IF NOT EXISTS tellings_by_sha ON tellings (sha);
CREATE INDEX IF NOT EXISTS tellings_by_node ON tellings (kind, base, iri, issued);
CREATE INDEX IF NOT EXISTS tellings_by_graph ON tellings (graph, kind, base);
CREATE TABLE IF NOT EXISTS nodes (kind TEXT, base TEXT, iri TEXT, known TEXT, home TEXT, PRIMARY KEY (kind, base, iri))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nodes_by_known ON nodes (kind, base, known);
CREATE INDEX IF NOT EXISTS nodes_by_home ON nodes (kind, base, home);
CREATE TABLE IF NOT EXISTS vaguer (kind TEXT, base TEXT, known TEXT, iri TEXT, PRIMARY KEY (kind, base, known, iri))
  WITHOUT ROWID;
"""
SAID, BESIDE = "said", "beside"  # what is counted of a node: what is said of it, and the nodes told of in one graph
Group = tuple[str, str]  # kind and base of tellings
Row = tuple[str, str, str, str, str, str]  # kind, base, IRI, graph, day, what is said


@dataclass(slots=True)
class Moved:
    """Tellings that came and went: their nodes by group, and the graphs of those that came."""

    came: dict[Group, set[str]] = field(default_factory=lambda: defaultdict(set))
    gone: dict[Group, set[str]] = field(default_factory=lambda: defaultdict(set))
    graphs: dict[Group, set[str]] = field(default_factory=lambda: defaultdict(set))


def renew_tellings(register: Register, tellings: Mapping[str, Iterable[Telling]], moved: Moved) -> set[str]:
    """Find which nodes are fuller ones of other graphs, where some documents tell of other nodes than before;

    `moved` are the tellings of documents that went. Gives the documents of which some node is another than before.
    """
    for sha256, told in tellings.items():
        _retell(register, moved, sha256, sorted({_row(one) for one in told}))
    changed: set[str] = set()
    for group in sorted(moved.came.keys() | moved.gone.keys()):
        changed |= _join(register, moved, group)
    return changed


def forget_told(register: Register, moved: Moved, sha256: str) -> None:
    """Drop what a document told."""
    _retell(register, moved, sha256, [])


def joined_of(register: Register, sha256: str) -> dict[tuple[str, str], str]:
    """The nodes of a document's graphs that are fuller ones of others."""
    rows = register.rows("SELECT graph, iri, home FROM tellings WHERE sha=? AND home<>''", sha256)
    return {(graph, iri): home for graph, iri, home in rows}


def _retell(register: Register, moved: Moved, sha256: str, now: list[Row]) -> None:
    """Put what a document tells in the place of what it told."""
    asked = "SELECT kind, base, iri, graph, issued, said FROM tellings WHERE sha=?"
    before: list[Row] = sorted((row[0], row[1], row[2], row[3], row[4], row[5]) for row in register.rows(asked, sha256))
    if now == before:
        return
    register.run("DELETE FROM tellings WHERE sha=?", sha256)
    register.run_all("INSERT INTO tellings VALUES (?, ?, ?, ?, ?, ?, ?, '')", ((sha256, *row) for row in now))
    for rows, places, number in ((before, moved.gone, -1), (now, moved.came, 1)):
        _count(register, rows, number)
        for kind, base, iri, *_ in rows:
            places[kind, base].add(iri)
    for kind, base, _, graph, *_ in now:
        moved.graphs[kind, base].add(graph)


def _count(register: Register, rows: list[Row], number: int) -> None:
    beside: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for kind, base, iri, graph, _, said in rows:
        beside[kind, base, graph].add(iri)
        about = _about((kind, base), iri)
        for pair in ("", *map(json.dumps, json.loads(said))):
            register.counts.add(about, SAID, pair, number)
    for (kind, base, _), iris in beside.items():
        for one, other in permutations(iris, 2):
            register.counts.add(_about((kind, base), one), BESIDE, other, number)


def _about(group: Group, iri: str) -> str:
    return f"node:{group[0]}/{group[1]}/{iri}"


# ---- nodes ---------------------------------------------------------------------------------------------------------


def _join(register: Register, moved: Moved, group: Group) -> set[str]:
    """The documents of which some node of a group is now another."""
    touched = moved.came[group] | moved.gone[group]
    doubtful = {iri for one in sorted(touched) for iri in (one, *_renew_node(register, group, one))}
    graphs = set(moved.graphs[group])
    asked = "SELECT DISTINCT graph FROM tellings WHERE kind=? AND base=? AND iri=?"
    for iri in sorted(doubtful):
        if _renew_home(register, group, iri):
            graphs.update(register.firsts(asked, *group, iri))
    for iris, joined in ((moved.came[group], "t.home=''"), (moved.gone[group], "t.home<>''")):
        for iri in iris:  # whether it is told of on days near enough
            graphs.update(
                register.firsts(
                    "SELECT DISTINCT t.graph FROM nodes n JOIN tellings t USING (kind, base, iri)"
                    f" WHERE n.kind=? AND n.base=? AND n.home=? AND {joined}",
                    *(*group, iri),
                )
            )
    return {sha for graph in sorted(graphs) for sha in _renew_graph(register, group, graph)}


def _renew_node(register: Register, group: Group, iri: str) -> set[str]:
    """Bring up to date what is said of a node; gives the vaguer ones that it may now be, or no longer."""
    pairs = register.counts.values(_about(group, iri), SAID)
    now = _dump(json.loads(pair) for pair in pairs if pair) if pairs else ""
    before = _known(register, group, iri)
    if now == before:
        return set()
    vague: set[str] = set()
    if now:
        asked = "INSERT INTO nodes VALUES (?, ?, ?, ?, '') ON CONFLICT DO UPDATE SET known = excluded.known"
        register.run(asked, *group, iri, now)
    else:
        register.run("DELETE FROM nodes WHERE kind=? AND base=? AND iri=?", *group, iri)
    for known, change in (
        (before, "DELETE FROM vaguer WHERE kind=? AND base=? AND known=? AND iri=?"),
        (now, "INSERT INTO vaguer VALUES (?, ?, ?, ?)"),
    ):
        for part in map(_dump, vaguer(_load(known)) if known else ()):
            register.run(change, *group, part, iri)
            vague.update(register.firsts("SELECT iri FROM nodes WHERE kind=? AND base=? AND known=?", *group, part))
    return vague


def _renew_home(register: Register, group: Group, iri: str) -> bool:
    """Find the fuller node that a node is; whether it is another than before."""
    found = register.firsts("SELECT home FROM nodes WHERE kind=? AND base=? AND iri=?", *group, iri)
    if not found:
        return True
    asked = "SELECT iri FROM vaguer WHERE kind=? AND base=? AND known=?"
    fuller = register.firsts(asked, *group, _known(register, group, iri))
    if fuller:
        beside = set(register.counts.values(_about(group, iri), BESIDE))
        fuller = [other for other in fuller if other not in beside]
    home = fullest_of({other: _load(_known(register, group, other)) for other in fuller})
    register.run("UPDATE nodes SET home=? WHERE kind=? AND base=? AND iri=?", home, *group, iri)
    return [home] != found


def _known(register: Register, group: Group, iri: str) -> str:
    found = register.firsts("SELECT known FROM nodes WHERE kind=? AND base=? AND iri=?", *group, iri)
    return found[0] if found else ""


# ---- graphs --------------------------------------------------------------------------------------------------------


def _renew_graph(register: Register, group: Group, graph: str) -> set[str]:
    """Find which nodes of a graph are fuller ones; gives its document where some is another than before."""
    asked = (
        "SELECT t.rowid, t.sha, t.iri, t.issued, t.said, t.home, n.home FROM tellings t"
        " JOIN nodes n USING (kind, base, iri) WHERE t.graph=? AND t.kind=? AND t.base=?"
    )
    rows = register.rows(asked, graph, *group)
    same = SAMENESS[group[0]]
    found = {
        iri: home
        for _, _, iri, issued, said, _, home in rows
        if home and is_vague(same, _load(said)) and _is_near(register, group, home, issued)
    }
    homes = Counter(found.values())
    changed = set()
    for rowid, sha256, iri, _, _, before, _ in rows:
        home = found.get(iri, "")
        home = home if homes[home] == 1 else ""
        if home != before:
            changed.add(sha256)
            register.run("UPDATE tellings SET home=? WHERE rowid=?", home, rowid)
    return changed


def _is_near(register: Register, group: Group, home: str, issued: str) -> bool:
    """Whether some release tells of a node on a day near enough, or on one that is unknown."""
    if not issued:
        return True
    since, until = days_near(SAMENESS[group[0]], date.fromisoformat(issued))
    asked = "SELECT 1 FROM tellings WHERE kind=? AND base=? AND iri=? AND"
    node = *group, home
    return bool(
        register.firsts(f"{asked} issued='' LIMIT 1", *node)
        or register.firsts(f"{asked} issued>=? AND issued<=? LIMIT 1", *node, since.isoformat(), until.isoformat())
    )


def _row(one: Telling) -> Row:
    day = one.issued.isoformat() if one.issued else ""
    return one.kind, json.dumps(one.base), one.iri, one.graph, day, _dump(one.said)


def _dump(said: Iterable[Iterable[str]]) -> str:
    return json.dumps(sorted(map(list, said)))


def _load(text: str) -> Said:
    return frozenset((role, value) for role, value in json.loads(text))
