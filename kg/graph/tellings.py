"""One node for a trial, an agreement or a financing that several releases tell of, some with less than others.

A node's IRI is made of what a release says of it, so that releases that say as much speak of one node. One that says
less ("our trial of QB-77 in melanoma" of a phase 2 trial called LUMEN) would make another. It is the fuller one if all
that it says is said alike of that, if that is the only one that fits, if not too much time lies between, and if no
release tells of both as of two. What then still differs stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

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
    known: dict[str, frozenset[tuple[str, str]]] = defaultdict(frozenset)
    together: dict[str, set[str]] = defaultdict(set)
    for one in group:
        known[one.iri] |= one.said
        together[one.graph].add(one.iri)
    apart = {(a, b) for iris in together.values() if len(iris) > 1 for a in iris for b in iris if a != b}
    fuller: dict[Said, list[str]] = defaultdict(list)
    for iri, said in known.items():
        for part in vaguer(said):
            fuller[part].append(iri)
    homes = {
        iri: fullest_of({other: known[other] for other in fuller.get(said, ()) if (iri, other) not in apart})
        for iri, said in known.items()
    }
    found: dict[tuple[str, str], str] = {}
    for one in group:
        home = homes[one.iri]
        if home and is_vague(same, one.said) and any(_near(same, one, o) for o in group if o.iri == home):
            found[one.graph, one.iri] = home
    counts = Counter((graph, home) for (graph, _), home in found.items())
    return {at: home for at, home in found.items() if counts[at[0], home] == 1}  # two of one release are two


def is_vague(same: Sameness, said: Said) -> bool:
    """Whether a telling says enough to be found among fuller ones."""
    return bool(set(same.needed) & ({role for role, _ in said} | set(same.base)))


def vaguer(said: Said) -> Iterator[Said]:
    """What is said of a node by those that leave out some of its roles, and say all else alike."""
    roles = sorted({role for role, _ in said})
    for count in range(len(roles)):
        for kept in combinations(roles, count):
            yield frozenset(pair for pair in said if pair[0] in kept)


def fullest_of(known: Mapping[str, Said]) -> str:
    """The fullest of some nodes, if all that any of them says is said of it; "" where two would do."""
    if not known:
        return ""
    fullest = max(known, key=lambda iri: (len(known[iri]), iri))
    return fullest if all(said <= known[fullest] for said in known.values()) else ""


def days_near(same: Sameness, day: date) -> tuple[date, date]:
    """The first and the last day on which a fuller telling of the same is told."""
    least, most = date.min.toordinal(), date.max.toordinal()
    at = day.toordinal()
    return date.fromordinal(max(least, at - same.days)), date.fromordinal(min(most, at + same.days))


def _near(same: Sameness, one: Telling, other: Telling) -> bool:
    if one.issued is None or other.issued is None:
        return True
    since, until = days_near(same, one.issued)
    return since <= other.issued <= until
