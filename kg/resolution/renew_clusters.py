"""What hangs together by "same", and what each entity is then: the last steps of `resolve`, for what is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.resolution.clusters import clusters_of
from kg.resolution.counts import sealed, unsealed
from kg.resolution.judgement import Judgement, Verdict, dump_judgement, load_judgement
from kg.resolution.model import Entity
from kg.resolution.register import Dirty, Register, load_key
from kg.resolution.renew_entities import load_traits
from kg.resolution.resolve import merged_entity

Near = Mapping[str, Sequence[Judgement]]


def renew_clusters(register: Register, dirty: Dirty, persons: Sequence[Judgement]) -> None:
    """Find the clusters of the entities that changed or are judged otherwise."""
    near: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in persons:
        for end in judgement.pair:
            near[end].append(judgement)
    seeds = set(dirty.entities)
    for iri in dirty.entities:  # who was one with it may be no longer
        for canon in register.firsts("SELECT canon FROM entities WHERE iri=?", iri):
            seeds.update(register.firsts("SELECT iri FROM entities WHERE canon=?", canon))
    done: set[str] = set()
    seeds.update(one for one, other in dirty.apart if other in _component(register, one, near))
    for seed in sorted(seeds):
        if seed not in done:
            component = _component(register, seed, near)
            done |= component
            _cluster(register, dirty, component, near)


def _component(register: Register, seed: str, near: Near) -> set[str]:
    """All that hangs together with an entity by "same"."""
    found, todo = {seed}, [seed]
    while todo:
        iri = todo.pop()
        same = register.firsts("SELECT other FROM pairs WHERE one=? AND verdict='same'", iri)
        same += register.firsts("SELECT one FROM pairs WHERE other=? AND verdict='same'", iri)
        same += [end for j in near.get(iri, ()) if j.verdict is Verdict.SAME for end in j.pair]
        new = set(same) - found
        found |= new
        todo += new
    return found


def _cluster(register: Register, dirty: Dirty, component: set[str], near: Near) -> None:
    """Give each entity of a component the IRI under which it now stands."""
    told = {j for iri in component for j in near.get(iri, ()) if component.issuperset(j.pair)}
    found = clusters_of([*_judgements(register, component), *told])
    for iri in component:
        rows = register.rows("SELECT key, canon FROM entities WHERE iri=?", iri)
        now = found.of(iri)
        if not rows and iri in near:  # named by a person, and by no document
            register.run("INSERT INTO entities VALUES (?, '', ?, '')", iri, now)
        dirty.units.add(now)
        for key, before in rows:
            dirty.units.add(before)
            if before != now:
                register.run("UPDATE entities SET canon=? WHERE iri=?", now, iri)
                dirty.documents.update(register.firsts("SELECT DISTINCT sha FROM records WHERE key=?", key))
    register.run_all("DELETE FROM judged WHERE canon=?", ((iri,) for iri in component))
    joined = ((found.of(j.left), sealed(dump_judgement(j))) for j in found.joined if j.is_by_rule)
    register.run_all("INSERT INTO judged VALUES (?, ?)", joined)


def _judgements(register: Register, component: set[str]) -> Iterable[Judgement]:
    """The rules' judgements of two of a component that are the same or different."""
    if len(component) < 2:
        return
    for iri in sorted(component):
        for other, verdict, data in register.rows("SELECT other, verdict, data FROM pairs WHERE one=?", iri):
            if other in component and verdict != Verdict.OPEN:
                yield load_judgement(unsealed(data))


def entity_of(register: Register, canon: str) -> Entity | None:
    """The entity that stands under an IRI; None where none does."""
    asked = "SELECT iri, key, traits FROM entities WHERE canon=? AND traits<>'' ORDER BY iri"
    rows = register.rows(asked, canon)
    if not rows:
        return None
    parts = [(load_key(key), tally) for _, key, _ in rows if (tally := register.counts.tally(key))]
    groundings = {iri: t.grounding if (t := load_traits(traits)) else None for iri, _, traits in rows}
    return merged_entity(canon, parts, [iri for iri, _, _ in rows], groundings)


def judged_of(register: Register, canon: str) -> list[Judgement]:
    """The rules' judgements that made the entity under an IRI one."""
    return sorted(
        load_judgement(unsealed(data)) for data in register.firsts("SELECT data FROM judged WHERE canon=?", canon)
    )
