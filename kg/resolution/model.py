"""What goes into resolution and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotation.model import EntityType

ENTITY_CLASSES = tuple(type_.value for type_ in EntityType)


@dataclass(frozen=True, slots=True, order=True)
class Local:
    """An entity inside one release: all that resolution needs in order to point at it. `release` is an IRI."""

    release: str
    type: EntityType
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """What one release says about how an entity is called.

    `issuer` is the folded name of the company whose release it is ("" where unknown); `forms` are the printed names
    with the number of times each is printed, sorted; `kinds` the subclasses that its mentions give, with their votes.
    One that is not `shown` is only named there: it helps to tell who is who, and stands in no graph.
    """

    local: Local
    issuer: str
    forms: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world: its IRI, the name to show, all other printed names (sorted), its subclass or ""."""

    iri: str
    type: EntityType
    label: str
    names: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which entity each release's entities are."""

    entities: dict[str, Entity]  # by IRI, those that some graph shows
    iris: dict[Local, str]

    def iri(self, local: Local) -> str:
        """The IRI of an entity of a release."""
        return self.iris[local]
