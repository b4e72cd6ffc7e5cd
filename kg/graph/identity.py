"""What makes two facts with several arguments be about one thing: one table, a line for each kind of fact.

A kind without a line is told apart by the arguments that `ontology/kinds.ttl` marks as identifying.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.ontology import FactKind

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """When two facts of a release are about one node, and what its IRI is made of.

    They are if their `same` roles hold equal values and none of their `apart` roles holds values that exclude each
    other; also if a group of `unique` roles holds equal values, whatever the `same` roles hold. The IRI is made of the
    first group of `named` roles that is complete ("?" marks one that may be missing), then, where nodes of one release
    still coincide, of `further` roles one by one.
    """

    same: Group
    apart: Group
    named: tuple[Group, ...]
    further: Group = ()
    path: str = ""
    unique: tuple[Group, ...] = ()


IDENTITIES = {
    "trial": Identity(
        same=("drug", "indication"),
        apart=("registry_id", "name", "phase", "combined", "status", "enrollment"),
        named=(("registry_id",), ("drug", "name"), ("drug", "indication?", "phase?")),
        further=("phase", "combined", "status", "enrollment"),
        unique=(("registry_id",), ("drug", "name")),
    ),
    "role": Identity(
        same=("person", "organization", "title"),
        apart=("status",),
        named=(("person", "organization?", "title?"),),
        further=("status",),
    ),
    "agreement": Identity(
        same=("type", "party"),
        apart=("subject", "licensor", "licensee", "territory", "signed", "status"),
        named=(("type", "party?", "subject?"),),
        further=("licensor", "licensee", "territory", "signed", "status"),
    ),
    "regulatory": Identity(
        same=("drug", "action"),
        apart=("agency", "indication", "status"),
        named=(("drug", "action", "indication?", "agency?"),),
        further=("status",),
    ),
    "financing": Identity(
        same=("issuer", "type"),
        apart=("amount", "currency", "status"),
        named=(("issuer", "type", "amount", "currency"), ("issuer", "type", "year?")),
        further=("status",),
    ),
    "listing": Identity(
        same=("issuer", "exchange", "ticker"),
        apart=("status",),
        named=(("issuer", "exchange?", "ticker?"),),
        further=("status",),
    ),
    "publication": Identity(same=("title",), apart=("venue",), named=(("title",),), further=("venue",)),
    "presentation": Identity(
        same=("event", "drug"),
        apart=("date", "place"),
        named=(("event", "year?", "drug?"),),
        further=("date", "place"),
    ),
    "financial": Identity(
        same=("organization", "metric", "end", "months", "currency"),
        apart=("value",),
        named=(("organization", "metric", "end?", "months?", "currency?"),),
        further=("value",),
        path="observation",
    ),
    "outcome": Identity(
        same=("drug", "trial", "endpoint", "result"),
        apart=("met",),
        named=(("drug?", "trial?", "endpoint?", "result?"),),
        further=("met",),
    ),
}


def identity_of(kind: FactKind) -> Identity:
    """How nodes of a kind are told apart."""
    if kind.name in IDENTITIES:
        return IDENTITIES[kind.name]
    marked = tuple(slot.role for slot in kind.slots if slot.identifies)
    apart = tuple(slot.role for slot in kind.slots if not slot.identifies and not slot.repeats)
    return Identity(same=marked, apart=apart, named=(tuple(f"{role}?" for role in marked),), further=apart)
