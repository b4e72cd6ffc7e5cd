"""Grounding of all entities together: what other names and releases say helps with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from kg.annotation.model import EntityType
from kg.lexicons.entries import Kind
from kg.lexicons.names import fold_name
from kg.lexicons.search import lookup
from kg.resolution.grounding import Grounding, ground_entity
from kg.resolution.model import Record
from kg.resolution.names import Key, fold
from kg.resolution.parts import whole
from kg.resolution.tally import Said, Tally

Counted = Mapping[str, tuple[Key, Tally]]  # by IRI
Names = Callable[[str], bool]  # whether releases of a drug's companies name a drug so, folded


def ground_all(groups: Counted, records: Iterable[Record]) -> dict[str, Grounding | None]:
    """The public identifier of each entity, by IRI; None for those that stay ungrounded."""
    drugs: dict[str, set[str]] = defaultdict(set)  # whose releases name each
    for record in records:
        if record.local.type is EntityType.DRUG:
            for form, _ in record.forms:
                drugs[fold_name(form)].add(record.circle)

    def named(tally: Tally, drug: str) -> bool:
        return not drugs.get(drug, set()).isdisjoint(tally.of(Said.CIRCLE))

    return {iri: ground_group(key, tally, partial(named, tally)) for iri, (key, tally) in groups.items()}


def ground_group(key: Key, tally: Tally, named: Names) -> Grounding | None:
    """The public identifier of what one key's records name."""
    type_, full = key[0], whole(key[1])
    counts, kinds = tally.of(Said.FORM), tally.of(Said.KIND)
    names = sorted(counts, key=lambda form: (fold(form, type_) != full, -counts[form], form))
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else ""
    near = sorted(tally.of(Said.SITE)) if type_ is not EntityType.DRUG else _named_too(names, named)
    return ground_entity(type_, names, kind, " ; ".join(dict.fromkeys(near)))


def _named_too(names: list[str], named: Names) -> Iterator[str]:
    """The proper names that a drug's codes have in the lexicon, where releases of the same company say them."""
    for name in names:
        for entry in lookup(Kind.DRUG, name):
            if named(fold_name(entry.label)):
                yield entry.label
