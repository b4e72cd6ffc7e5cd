"""Grounding of all entities together: what other names and releases say helps with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from kg.annotation.model import EntityType
from kg.lexicons.entries import Kind
from kg.lexicons.names import fold_name
from kg.lexicons.search import lookup
from kg.resolution.grounding import Grounding, ground_entity
from kg.resolution.model import Record
from kg.resolution.names import Key, fold
from kg.resolution.parts import whole

Groups = Mapping[str, tuple[Key, list[Record]]]


def ground_all(groups: Groups) -> dict[str, Grounding | None]:
    """The public identifier of each entity, by IRI; None for those that stay ungrounded."""
    drugs: dict[str, set[str]] = defaultdict(set)  # what the releases of each company name
    for key, group in groups.values():
        if key[0] is EntityType.DRUG:
            for record in group:
                drugs[record.circle] |= {fold_name(form) for form, _ in record.forms}
    return {iri: ground_group(key, group, drugs) for iri, (key, group) in groups.items()}


def ground_group(key: Key, group: list[Record], drugs: Mapping[str, Collection[str]]) -> Grounding | None:
    """The public identifier of what one key's records name; `drugs` are what each company's releases name, folded."""
    type_, full = key[0], whole(key[1])
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for record in group:
        counts.update(dict(record.forms))
        kinds.update(dict(record.kinds))
    names = sorted(counts, key=lambda form: (fold(form, type_) != full, -counts[form], form))
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else ""
    near = [r.context for r in group] if type_ is not EntityType.DRUG else _named_too(names, group, drugs)
    return ground_entity(type_, names, kind, " ; ".join(dict.fromkeys(filter(None, near))))


def _named_too(names: list[str], group: list[Record], drugs: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The proper names that a drug's codes have in the lexicon, where releases of the same company say them."""
    for name in names:
        for entry in lookup(Kind.DRUG, name):
            if any(fold_name(entry.label) in drugs[record.circle] for record in group):
                yield entry.label
