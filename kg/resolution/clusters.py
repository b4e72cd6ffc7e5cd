"""Judgements -> clusters: a pure function of the set of judgements, whatever their order.

"Same" joins, the surest judgement first; a person's comes before any rule's. A "different" of equal or higher rank
between any two members stops a "same", which is then reported with what stopped it. Where a rule finds one entity to
be the same as two that are different, it cannot tell which, and joins it to neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.resolution.judgement import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Clusters:
    """`canonical` gives for each member of a cluster the smallest of its members; an entity by itself is not in it.

    `joined` are the judgements that made the clusters, `stopped` those that might not, each with the "different" that
    stopped it; both sorted.
    """

    canonical: dict[str, str]
    joined: tuple[Judgement, ...] = ()
    stopped: tuple[tuple[Judgement, Judgement], ...] = ()

    def of(self, member: str) -> str:
        """The entity that a member is."""
        return self.canonical.get(member, member)


def clusters_of(judgements: Iterable[Judgement]) -> Clusters:
    """The clusters that judgements make; those that are neither "same" nor "different" say nothing."""
    known = sorted(set(judgements))
    same = [j for j in known if j.verdict is Verdict.SAME and j.left != j.right]
    different = [j for j in known if j.verdict is Verdict.DIFFERENT]
    stopped = list(_torn(same, different))
    told = {j for j, _ in stopped}
    forest = _Forest(different)
    joined = []
    for judgement in sorted((j for j in same if j not in told), key=lambda j: (j.is_by_rule, -j.score, j)):
        against = forest.join(judgement)
        if against is None:
            joined.append(judgement)
        else:
            stopped.append((judgement, against))
    return Clusters(forest.canonical(), tuple(sorted(joined)), tuple(sorted(stopped)))


def _torn(same: list[Judgement], different: list[Judgement]) -> Iterator[tuple[Judgement, Judgement]]:
    """Rules' judgements by which one entity would be two that are different, each once, with what keeps those apart."""
    near: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for judgement in same:
        if judgement.is_by_rule:
            near[judgement.left][judgement.right] = judgement
            near[judgement.right][judgement.left] = judgement
    found: dict[Judgement, Judgement] = {}
    for apart in different:
        one, other = near.get(apart.left, {}), near.get(apart.right, {})
        for shared in sorted(one.keys() & other.keys()):
            found.setdefault(one[shared], apart)
            found.setdefault(other[shared], apart)
    yield from found.items()


class _Forest:
    """Sets of entities that are one, and what may not join them."""

    def __init__(self, different: Iterable[Judgement]):
        self._above: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._enemies: dict[str, list[tuple[str, Judgement]]] = defaultdict(list)
        for judgement in different:
            self._enemies[judgement.left].append((judgement.right, judgement))
            self._enemies[judgement.right].append((judgement.left, judgement))

    def root(self, member: str) -> str:
        while (above := self._above.get(member, member)) != member:
            self._above[member] = self._above.get(above, above)
            member = above
        return member

    def join(self, same: Judgement) -> Judgement | None:
        """Join two sets; or the first judgement that forbids it."""
        one, other = self.root(same.left), self.root(same.right)
        if one == other:
            return None
        if len(self._enemies[one]) > len(self._enemies[other]):
            one, other = other, one
        against = sorted(
            j for enemy, j in self._enemies[one] if self.root(enemy) == other and (same.is_by_rule or not j.is_by_rule)
        )
        if against:
            return against[0]
        self._above[one] = other
        self._enemies[other] += self._enemies.pop(one)
        self._members[other] = self._members.get(other, [other]) + self._members.pop(one, [one])
        return None

    def canonical(self) -> dict[str, str]:
        return {member: min(members) for members in self._members.values() for member in members}
