"""One node for a trial, an agreement or a financing that several releases tell of, some with less than others.

A node's IRI is made of what a release says of it, so that releases that say as much speak of one node. One that says
less ("our trial of QB-77 in melanoma" of a phase 2 trial called LUMEN) would make another. It is the fuller one if all
that it says is said alike of that, if that is the only one that fits, if not too much time lies between, and if no
release tells of both as of two. What then still differs stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Said = frozenset[tuple[str, str]]  # (role, piece of an IRI)
Joined = Mapping[tuple[str, str], str]  # (graph, IRI of a node there) -> IRI of the node that it is


@dataclass(frozen=True, slots=True)
class Sameness:
    """By what the tellings of one thing are known: roles that must be equal, roles of which some may be left out, the

    roles of which a vague telling must give one at least, and the days that may lie between two tellings.
    """

    base: tuple[str, ...]
    extra: tuple[str, ...]
    needed: tuple[str, ...]
    days: int


SAMENESS = {
    "trial": Sameness(
        ("drug",), ("registry_id", "name", "indication", "phase", "combined"), ("indication", "name"), 1100
    ),
    "agreement": Sameness(("type", "party"), ("subject", "territory"), ("party",), 1100),
    "financing": Sameness(("issuer", "type"), ("amount", "currency"), ("issuer",), 120),
}


@dataclass(frozen=True, slots=True, order=True)
class Telling:
    """A node as one release tells of it; `issued` is the release's day or None, `base` and `said` as in `Sameness`."""

    kind: str
    base: tuple[str, ...]
    iri: str
    graph: str
    issued: date | None
    said: Said


Place = tuple[str, date | None]  # a release, which is a graph, and its day


def telling(kind: str, iri: str, place: Place, tails: Mapping[str, frozenset[str]]) -> Telling | None:
    """What a release tells of a node; None for kinds that are known by their IRI alone, and without its base."""
    same = SAMENESS.get(kind)
    if same is None or not all(tails.get(role) for role in same.base):
        return None
    base = tuple("_".join(sorted(tails[role])) for role in same.base)
    said = frozenset((role, value) for role in same.extra for value in tails.get(role, ()))
    return Telling(kind, base, iri, *place, said)


def join_tellings(tellings: Iterable[Telling]) -> dict[tuple[str, str], str]:
    """Which nodes of which graphs are fuller nodes of other graphs; a function of the set of tellings."""
    groups: dict[tuple[str, tuple[str, ...]], list[Telling]] = defaultdict(list)
    for one in set(tellings):
        groups[one.kind, one.base].append(one)
    joined: dict[tuple[str, str], str] = {}
    for (kind, _), group in groups.items():
        if len({one.iri for one in group}) > 1:
            joined |= _join(SAMENESS[kind], group)
    return joined


def _join(same: Sameness, group: list[Telling]) -> dict[tuple[str, str], str]:
    known: dict[str, set[tuple[str, str]]] = defaultdict(set)
    together: dict[str, set[str]] = defaultdict(set)
    for one in group:
        known[one.iri] |= one.said
        together[one.graph].add(one.iri)
    apart = {(a, b) for iris in together.values() if len(iris) > 1 for a in iris for b in iris if a != b}
    roles = {iri: {role for role, _ in said} for iri, said in known.items()}
    found: dict[tuple[str, str], str] = {}
    for one in group:
        if not set(same.needed) & ({role for role, _ in one.said} | set(same.base)):
            continue
        fuller = [
            iri
            for iri, said in known.items()
            if roles[one.iri] < roles[iri] and (one.iri, iri) not in apart
            if {(role, value) for role, value in said if role in roles[one.iri]} == known[one.iri]
        ]
        home = _only(fuller, known)
        if home and any(_near(one, other, same.days) for other in group if other.iri == home):
            found[one.graph, one.iri] = home
    homes = Counter((graph, home) for (graph, _), home in found.items())
    return {at: home for at, home in found.items() if homes[at[0], home] == 1}  # two of one release are two


def _only(iris: list[str], known: Mapping[str, set[tuple[str, str]]]) -> str:
    """The fullest of some nodes, if all that any of them says is said of it; "" where two would do."""
    if not iris:
        return ""
    fullest = max(iris, key=lambda iri: (len(known[iri]), iri))
    return fullest if all(known[iri] <= known[fullest] for iri in iris if iri != fullest) else ""


def _near(one: Telling, other: Telling, days: int) -> bool:
    return one.issued is None or other.issued is None or abs((one.issued - other.issued).days) <= days
