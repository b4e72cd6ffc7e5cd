"""The drug that a release is about."""

from __future__ import annotations

from collections import Counter

from kg.annotation.facts.trial.arguments import compared
from kg.annotation.model import EntityType, Mention
from kg.annotation.reading import Reading, rule
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
        most = next(m for _, m in named if m.name == ranked[0][0])
        return None if of_another(reading, most.name) else most
    return None


_DEVELOPS = rule(
    r"(?P<org>{O})(?: \([^()]{1,60}\))?[^.;‹›]{0,80}? (?:is |are )?(?:developing|develops|advancing|markets|sells) "
    r"(?:the |its )?(?P<drug>{D})"
)


def of_another(reading: Reading, name: str) -> bool:
    """Whether a drug is told of only as another company's: that of a target or a rival of whoever speaks."""
    if reading.issuer is None:
        return False
    makers: set[str] = set()
    nearest: set[str] = set()
    for sentence in reading.sentences:
        for match in _DEVELOPS.finditer(sentence.masked):
            org, drug = sentence.named(match["org"])[0], sentence.named(match["drug"])[0]
            if drug.name == name and org.kind in ("Company", ""):
                makers.add(org.name)
        for i, m in enumerate(sentence.mentions):
            if m.type is EntityType.DRUG and m.name == name and not m.coreferent:
                before = [
                    o for o in sentence.mentions[:i] if o.type is EntityType.ORGANIZATION and o.kind in ("Company", "")
                ]
                nearest.update(o.name for o in before[-1:])
    return bool(makers) and reading.issuer.name not in nearest
