"""What all documents together make of each, kept in the register and brought up to date for what a change touches.

The result is that of `resolve`, `registered`, `tie` and `join_tellings` over everything: a function of the set of
documents and of the ledger, whatever came first. What is still to be written into the store stands in the register as
well, so that a build that is cut off is taken up by the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.graph import renew_tellings, renew_ties, renew_trials, renew_units
from kg.graph.called import Called
from kg.graph.document import Known, document_tellings
from kg.graph.renew_tellings import Moved, forget_told, joined_of
from kg.graph.renew_ties import Loose, add_prints, drop_prints, ties_of
from kg.graph.renew_trials import add_trials, drop_trials, iris_of, rekey_trials, trials_of
from kg.graph.tellings import Telling
from kg.resolution.judgement import Judgement
from kg.resolution.model import Local
from kg.resolution.register import Dirty, Register
from kg.resolution.renew_clusters import renew_clusters
from kg.resolution.renew_entities import renew_entities, renew_pairs
from kg.resolution.renew_keys import add_records, drop_records, renew_keys, touch_judged
from kg.resolution.verdicts import Verdicts

TABLES = f"""
{renew_trials.TABLES}
{renew_tellings.TABLES}
{renew_ties.TABLES}
{renew_units.TABLES}
CREATE TABLE IF NOT EXISTS docs (sha TEXT PRIMARY KEY, pipeline TEXT, source TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unwritten (sha TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """What persons judged: of entities, and of facts by the graph that these stand in."""

    entities: tuple[Judgement, ...] = ()
    facts: Mapping[str, Verdicts] = field(default_factory=dict)

    def other_than(self, before: Judged) -> Judged:
        """What is judged now and was not, or the other way round."""
        graphs = self.facts.keys() | before.facts.keys()
        moved = {graph: self.facts.get(graph, before.facts.get(graph, {})) for graph in graphs}
        changed = {graph: of for graph, of in moved.items() if self.facts.get(graph) != before.facts.get(graph)}
        return Judged(tuple(sorted({*self.entities} ^ {*before.entities})), changed)


@dataclass(slots=True)
class _Touched:
    """What a change of the set of documents touches beyond entities."""

    names: set[str] = field(default_factory=set)  # of trials
    ties: Loose = field(default_factory=Loose)
    tellings: Moved = field(default_factory=Moved)


@dataclass(frozen=True, slots=True)
class Change:
    """Documents that went and that came, by SHA-256, and what persons judge now and did not, or the other way round."""

    gone: Sequence[str] = ()
    came: Sequence[str] = ()
    judged: Judged = field(default_factory=Judged)


def renew(register: Register, change: Change, called_of: Callable[[str], Called], judged: Judged) -> None:
    """Follow a change; `judged` is all that persons judge. Nothing holds before the register's `commit`."""
    dirty, touched = Dirty(), _Touched()
    gone, came = change.gone, change.came
    touch_judged(register, dirty, change.judged.entities)
    for sha256 in gone:
        _forget(register, dirty, touched, sha256)
    for sha256 in came:
        _learn(register, dirty, touched, sha256, called_of(sha256))
    renew_keys(register, dirty, judged.entities)
    renew_entities(register, dirty)
    renew_pairs(register, dirty)
    renew_clusters(register, dirty, judged.entities)
    spoken_of = {sha for graph in change.judged.facts for sha in _documents_of(register, graph)}
    documents = {*dirty.documents, *spoken_of, *came} - (set(gone) - set(came))
    touched.names |= rekey_trials(register, documents)
    documents |= renew_trials.renew_trials(register, touched.names)
    retold = {sha: _tellings(register, sha, called_of(sha), judged) for sha in sorted(documents)}
    documents |= renew_tellings.renew_tellings(register, retold, touched.tellings)
    documents |= renew_ties.renew_ties(register, touched.ties, lambda sha: called_of(sha).prints)
    register.run_all("INSERT OR IGNORE INTO unwritten VALUES (?)", ((sha,) for sha in documents))
    renew_units.renew_units(register, dirty.units, judged.entities)


def _documents_of(register: Register, graph: str) -> list[str]:
    """The document that a graph is of."""
    digits = graph.rsplit("/", 1)[-1].split("-")[0]
    return register.firsts("SELECT sha FROM docs WHERE sha >= ? AND sha < ?", digits, digits + "g")


def _forget(register: Register, dirty: Dirty, touched: _Touched, sha256: str) -> None:
    touched.names |= drop_trials(register, sha256)
    forget_told(register, touched.tellings, sha256)
    drop_prints(register, touched.ties, sha256)
    drop_records(register, dirty, sha256)
    register.run("DELETE FROM unwritten WHERE sha=?", sha256)


def _learn(register: Register, dirty: Dirty, touched: _Touched, sha256: str, called: Called) -> None:
    add_records(register, dirty, sha256, called.records)
    add_trials(register, sha256, called.trials)
    add_prints(register, touched.ties, sha256, called.prints)


def _tellings(register: Register, sha256: str, called: Called, judged: Judged) -> list[Telling]:
    reading = called.reading()
    if not reading.annotations:
        return []
    iris = iris_of(register, sha256)
    known = Known(trials_of(register, sha256, iris), _said(iris, judged))
    return list(document_tellings(reading, iris, known))


def share_of(register: Register, sha256: str, judged: Judged) -> tuple[dict[Local, str], Known]:
    """What one document needs of who is who and of what is known beyond it."""
    iris = iris_of(register, sha256)
    trials = trials_of(register, sha256, iris)
    return iris, Known(trials, _said(iris, judged), joined_of(register, sha256), ties_of(register, sha256))


def _said(iris: Iterable[Local], judged: Judged) -> Verdicts:
    graphs = {local.release for local in iris} if judged.facts else set()
    return {key: of for graph in graphs for key, of in judged.facts.get(graph, {}).items()}
