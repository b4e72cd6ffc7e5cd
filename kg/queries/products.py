"""Each drug of a company with all that is told of it: other names, what it is, what it acts on, what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.graph.terms import Iri
from kg.queries.case import Case, Cited
from kg.queries.stages import partners_of


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One drug; `names` are its other names in the passages that speak of it, `first` and `last` days of telling."""

    drug: Cited
    names: Cited
    modality: Cited
    target: Cited
    analogue: Cited
    indications: Cited
    approved: Cited
    partner: Cited
    first: str
    last: str


def products_of(case: Case) -> tuple[ProductLine, ...]:
    """Every drug of a case, by name."""
    return tuple(sorted((_line(case, drug) for drug in case.drugs), key=lambda p: p.drug.text.casefold()))


def _line(case: Case, drug: Iri) -> ProductLine:
    def every(*names: str) -> Cited:
        return case.cite_all(case.told(drug, *names))

    said = [t for t in case.of.get(drug, ()) if t.asserted]
    developer = case.told(drug, "developer") or said
    return ProductLine(
        Cited(case.label_of(drug), tuple(sorted({p for t in developer for p in t.places}))),
        _other_names(case, drug),
        every("modality"),
        every("target"),
        every("analogueOf"),
        every("indication"),
        every("approvedFor"),
        partners_of(case, drug),
        min((t.first for t in said), default=""),
        max((t.last for t in said), default=""),
    )


def _other_names(case: Case, drug: Iri) -> Cited:
    """The names beside its label that stand in a passage about it, each with the first such passage."""
    places = sorted({p for t in case.of.get(drug, ()) for p in t.places})
    label = case.label_of(drug)
    found = {}
    for name in case.aliases.get(drug, ()):
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        where = next((p for p in places if whole.search(" ".join(p.quote.split()))), None)
        if name != label and where:
            found[name] = where
    return Cited(", ".join(sorted(found)), tuple(sorted(set(found.values()))))
