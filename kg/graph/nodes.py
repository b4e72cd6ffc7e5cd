"""Facts with several arguments -> nodes: which facts of a release are about one thing, and what its IRI is.

The IRI is made of what tells the thing apart (drug, disease and phase of a trial), so that several releases that tell
of it speak of one node. Nothing here depends on the order of the facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg.annotation.model import Fact, Mention, Value
from kg.graph.identity import Identity, identity_of
from kg.graph.scene import Scene
from kg.graph.terms import Iri
from kg.ontology import ID
from kg.resolution.names import short_hash

LONGEST_TAIL = 160
Tails = dict[str, frozenset[str]]  # role -> the pieces of IRIs that its values become


@dataclass(frozen=True, slots=True)
class Cluster:
    """Facts of one release that are about one node; `said` is what they say, as pieces of IRIs by role.

    `asserted` where the release asserts any of it.
    """

    iri: Iri
    kind: str
    facts: tuple[Fact, ...]
    said: Tails = field(default_factory=dict)
    asserted: bool = True


@dataclass(frozen=True, slots=True)
class _Reading:
    fact: Fact
    tails: Tails
    asserted: bool

    def order(self) -> tuple[int, str]:
        said = sorted((role, sorted(values)) for role, values in self.tails.items())
        return -sum(map(len, self.tails.values())), repr((said, self.fact.extractor, self.fact.confidence))


def cluster_facts(facts: Iterable[Fact], scene: Scene) -> tuple[Cluster, ...]:
    """The nodes that a release's facts are about, by IRI. Facts that are one triple are left out."""
    nodes = {kind.name: identity_of(kind) for kind in scene.ontology.kinds.values() if kind.node_class}
    groups: dict[tuple[str, str], list[_Reading]] = defaultdict(list)
    for fact in facts:
        if fact.kind in nodes:
            tails = _tails(fact, scene)
            same = repr([sorted(tails.get(role, ())) for role in nodes[fact.kind].same])
            groups[fact.kind, same].append(_Reading(fact, tails, scene.asserts(fact)))
    made: dict[str, list[list[_Reading]]] = defaultdict(list)
    for (kind, _), readings in sorted(groups.items()):
        made[kind] += _part(readings, nodes[kind])
    return tuple(
        sorted(
            (c for kind, parts in made.items() for c in _name(kind, nodes[kind], _unite(parts, nodes[kind]))),
            key=lambda c: c.iri,
        )
    )


def _tails(fact: Fact, scene: Scene) -> Tails:
    found: dict[str, set[str]] = defaultdict(set)
    for argument in fact.fields:
        if tail := scene.tail(argument.value):
            found[argument.role].add(tail)
            if fact.kind == "agreement" and argument.role in ("licensor", "licensee"):
                found["party"].add(tail)
    if scene.issued and not _has_year(fact):
        found["year"].add(str(scene.issued.year))
    for argument in fact.fields:
        if isinstance(argument.value, date):
            found["year"] = {str(argument.value.year)}
    if fact.kind == "trial" and not found["registry_id"]:
        found["registry_id"] = _registered(fact, found["name"], scene)
    return {role: frozenset(values) for role, values in found.items()}


def _registered(fact: Fact, names: Iterable[str], scene: Scene) -> set[str]:
    """The registry id that other releases give for a trial of that name."""
    drugs = {scene.term(field.value) for field in fact.fields if field.role == "drug"}
    keys = [(drug.value, name) for drug in drugs if drug for name in names]
    ids = {scene.registered[key] for key in keys if key in scene.registered}
    return ids if len(ids) == 1 else set()


def _has_year(fact: Fact) -> bool:
    """Whether an event's own name says its year ("EHA 2004")."""
    names = [field.value.name for field in fact.fields if field.role == "event" and isinstance(field.value, Mention)]
    return any(word.isdigit() and len(word) == 4 for name in names for word in name.split())


def _part(readings: list[_Reading], node: Identity) -> list[list[_Reading]]:
    """Readings that agree in `node.same`, parted where `node.apart` keeps them apart.

    One that fits two that exclude each other joins neither, unless it adds nothing to one of them. One that is not
    asserted (negated, possible) is about the only part, if there is but one.
    """
    asserted = sorted((r for r in readings if r.asserted), key=_Reading.order)
    fitting = [[other for other in asserted if _agree(one.tails, other.tails, node)] for one in asserted]
    clear = [all(_agree(a.tails, b.tails, node) for a in fits for b in fits) for fits in fitting]
    parts: list[list[_Reading]] = []
    for reading, is_clear in sorted(zip(asserted, clear, strict=True), key=lambda pair: not pair[1]):
        home = next((part for part in parts if _belongs(reading, part, is_clear, node)), None)
        if home is None:
            parts.append([reading])
        else:
            home.append(reading)
    rest = sorted((r for r in readings if not r.asserted), key=_Reading.order)
    if rest and len(parts) == 1:
        parts[0] += rest
    elif rest:
        parts.append(rest)
    return parts


def _unite(parts: list[list[_Reading]], node: Identity) -> list[list[_Reading]]:
    """Parts that agree in one of `node.unique` are one, unless `node.apart` keeps them apart."""
    united: list[list[_Reading]] = []
    for part in parts:
        said = _joined(part)
        home = next((other for other in united if _are_one(_joined(other), said, node)), None)
        if home is None or not part[0].asserted:
            united.append([*part])
        else:
            home += part
    return united


def _are_one(one: Tails, other: Tails, node: Identity) -> bool:
    alike = any(all(one.get(r) and one.get(r) == other.get(r) for r in group) for group in node.unique)
    return alike and _agree(one, other, node)


def _belongs(reading: _Reading, part: list[_Reading], is_clear: bool, node: Identity) -> bool:
    if is_clear:
        return all(_agree(reading.tails, other.tails, node) for other in part)
    said = _joined(part)
    return all(values <= said.get(role, frozenset()) for role, values in reading.tails.items())


def _agree(one: Tails, other: Tails, node: Identity) -> bool:
    return all(not one.get(role) or not other.get(role) or one[role] & other[role] for role in node.apart)


def _name(kind: str, node: Identity, parts: list[list[_Reading]]) -> list[Cluster]:
    """Clusters with IRIs that differ: of more and more roles, at last of a hash of all that is said."""
    path = ID + (node.path or kind) + "/"
    pending = [(part, _joined(part)) for part in parts]
    named: list[Cluster] = []
    for count in range(len(node.further) + 1):
        tails: dict[str, list[tuple[list[_Reading], Tails]]] = defaultdict(list)
        for part, said in pending:
            tails[_tail(said, node, count)].append((part, said))
        named += [_cluster(path + tail, kind, *of[0]) for tail, of in tails.items() if len(of) == 1]
        pending = [item for of in tails.values() if len(of) > 1 for item in of]
    for part, said in pending:
        tail = f"{_tail(said, node, len(node.further))}--{short_hash(*(r.order()[1] for r in part))}"
        named.append(_cluster(path + tail, kind, part, said))
    return named


def _cluster(iri: str, kind: str, part: list[_Reading], said: Tails) -> Cluster:
    return Cluster(Iri(iri), kind, tuple(reading.fact for reading in part), said, any(r.asserted for r in part))


def _joined(part: list[_Reading]) -> Tails:
    """What all asserted readings of a node say together; of a node that nobody asserts, what is said of it."""
    found: dict[str, frozenset[str]] = {}
    for reading in [r for r in part if r.asserted] or part:
        for role, values in reading.tails.items():
            found[role] = found.get(role, frozenset()) | values
    return found


def _tail(said: Tails, node: Identity, further: int) -> str:
    """Pieces joined by "--", several values of one role by "_": neither stands in a slug."""
    group = next((g for g in node.named if all(role.endswith("?") or said.get(role) for role in g)), node.named[-1])
    roles = [role.removesuffix("?") for role in group]
    roles += [role for role in node.further[:further] if role not in roles]
    tail = "--".join("_".join(sorted(said[role])) for role in roles if said.get(role))
    return tail if 0 < len(tail) <= LONGEST_TAIL else f"{tail[:100].strip('-_')}--{short_hash(tail)}"


def values(facts: Iterable[Fact], role: str) -> list[Value]:
    """The values of a role in some facts, each once, in order."""
    return list(dict.fromkeys(field.value for fact in facts for field in fact.fields if field.role == role))
