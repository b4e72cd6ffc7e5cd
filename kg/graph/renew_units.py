"""The graph of entities, kept in the register in pieces: one for each entity, brought up to date for what is touched.

A piece's subjects stand in no other piece. What the store still holds of a piece that has changed stands beside it
until the change is written there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from kg.graph.entities import concepts_in, quads_of_concept, quads_of_entity, quads_of_judgement
from kg.graph.manifest import MODULUS, sum_of
from kg.graph.present import ENTITY_PATHS
from kg.graph.terms import Iri, Literal, Quad, Term
from kg.graph.vocabulary import ENTITIES_GRAPH
from kg.resolution.counts import sealed, unsealed
from kg.resolution.judgement import Judgement
from kg.resolution.register import Register
from kg.resolution.renew_clusters import entity_of, judged_of

TABLES = """
CREATE TABLE IF NOT EXISTS units (iri TEXT PRIMARY KEY, quads TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mentioned (concept TEXT, iri TEXT, PRIMARY KEY (concept, iri)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale (iri TEXT PRIMARY KEY, quads TEXT) WITHOUT ROWID;
"""
PERSONS = "persons"  # the piece that holds what persons judged
NOTHING = sealed("[]")
PIECES = 100  # that are written in one transaction


def renew_units(register: Register, canons: Iterable[str], persons: Sequence[Judgement]) -> None:
    """Bring up to date what the graph says of some entities, of what persons judged, and of the concepts in it."""
    concepts: set[str] = set()
    for canon in sorted(canons):
        quads: list[Quad] = []
        if entity := entity_of(register, canon):
            quads += quads_of_entity(entity)
            quads += (quad for judgement in judged_of(register, canon) for quad in quads_of_judgement(judgement))
        concepts |= _write(register, canon, quads)
    shown = [j for j in persons if any(_is_shown(register, end) for end in j.pair)]
    concepts |= _write(register, PERSONS, [quad for j in shown for quad in quads_of_judgement(j)])
    for concept in sorted(concepts):
        used = register.firsts("SELECT 1 FROM mentioned WHERE concept=? LIMIT 1", concept)
        _write(register, concept, quads_of_concept(concept) if used else ())


def changes(register: Register) -> Iterator[tuple[list[str], set[Quad], set[Quad]]]:
    """What the store is to be told of the graph of entities, some pieces at a time: their names, their quads before

    and now. The next ones come once these are `told`.
    """
    while rows := register.rows("SELECT iri, quads FROM stale ORDER BY iri LIMIT ?", PIECES):
        before = {quad for _, text in rows for quad in load_quads(text)}
        now = {quad for iri, _ in rows for quad in load_quads(_piece(register, iri))}
        yield [iri for iri, _ in rows], before, now


def told(register: Register, iris: Iterable[str]) -> None:
    """Note that the store knows the present state of some pieces."""
    register.run_all("DELETE FROM stale WHERE iri=?", ((iri,) for iri in iris))


def all_quads(register: Register) -> Iterator[Quad]:
    """The whole graph of entities."""
    for text in register.firsts("SELECT quads FROM units"):
        yield from load_quads(text)


def _piece(register: Register, iri: str) -> str:
    return next(iter(register.firsts("SELECT quads FROM units WHERE iri=?", iri)), NOTHING)


def _is_shown(register: Register, iri: str) -> bool:
    """Whether some graph shows the entity that an IRI stands for."""
    asked = "SELECT 1 FROM entities e JOIN entities m ON m.canon = e.canon WHERE e.iri=? AND m.traits<>'' LIMIT 1"
    return bool(register.firsts(asked, iri))


def _write(register: Register, iri: str, quads: Iterable[Quad]) -> set[str]:
    """Write down a piece; gives the concepts that it now names and did not, or the other way round."""
    made = sorted(set(quads), key=Quad.line)
    now, before = dump_quads(made), _piece(register, iri)
    if now == before:
        return set()
    register.run("INSERT OR IGNORE INTO stale VALUES (?, ?)", iri, before)
    old = list(load_quads(before))
    total = int(register.meta("digest") or "0", 16) - sum_of(old) + sum_of(made)
    count = int(register.meta("count") or "0")
    if iri.startswith(ENTITY_PATHS):
        count += bool(made) - bool(old)
    register.note(digest=f"{total % MODULUS:x}", count=str(count))
    if made:
        register.run("INSERT OR REPLACE INTO units VALUES (?, ?)", iri, now)
    else:
        register.run("DELETE FROM units WHERE iri=?", iri)
    named, was = concepts_in(made), concepts_in(old)
    register.run_all("DELETE FROM mentioned WHERE concept=? AND iri=?", ((c, iri) for c in was - named))
    register.run_all("INSERT OR IGNORE INTO mentioned VALUES (?, ?)", ((c, iri) for c in named - was))
    return named ^ was


def dump_quads(quads: Iterable[Quad]) -> str:
    """Quads of the graph of entities as JSON, sealed."""
    return sealed(json.dumps([[s.value, p.value, *_parts(o)] for s, p, o, _ in quads]))


def load_quads(text: str) -> Iterator[Quad]:
    """What `dump_quads` gave."""
    for subject, predicate, value, *kind in json.loads(unsealed(text)):
        yield Quad(Iri(subject), Iri(predicate), Literal(value, *kind) if kind else Iri(value), ENTITIES_GRAPH)


def _parts(term: Term) -> list[str]:
    return [term.value] if isinstance(term, Iri) else [term.value, term.datatype, term.lang]
