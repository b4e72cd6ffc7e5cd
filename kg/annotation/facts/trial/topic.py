"""The drug that a release is about."""

from __future__ import annotations

from collections import Counter

from kg.annotation.facts.trial.arguments import compared
from kg.annotation.model import EntityType, Mention
from kg.annotation.reading import Reading
from kg.documents.model import BlockKind


def topic_of(reading: Reading) -> Mention | None:
    """The drug that the release is about: in its headline, or the one named most by far."""
    named = [(s, m) for s, m in reading.mentions(EntityType.DRUG)]
    headline = [m for s, m in named if s.block.kind is BlockKind.HEADLINE]
    if len({m.name for m in headline}) == 1:
        return headline[0]
    measured = {id(s): compared(s) for s, _ in named}  # what is only given with it, or measured against it
    own = [m.name for s, m in named if not m.coreferent and m.name not in measured[id(s)]]
    ranked = Counter(own).most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]):
        return next(m for _, m in named if m.name == ranked[0][0])
    return None
