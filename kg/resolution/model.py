"""What goes into resolution and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.annotation.model import EntityType
from kg.resolution.grounding import Grounding
from kg.resolution.judgement import Judgement

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
    One that is not `shown` is only named there: it helps to tell who is who, and stands in no graph. `issued` is the
    release's day, "" where unknown; `context` is the text beside the mentions of an organization.
    `offices` are the folded names of the organizations at which the release gives a person an office, each with
    whether it is held and fills a working day; `tickers` say where a company's shares trade ("Nasdaq: QLN"), `former`
    are names that the release calls former ones.
    """

    local: Local
    issuer: str
    forms: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...] = ()
    shown: bool = True
    issued: str = ""
    context: str = ""
    offices: tuple[tuple[str, bool], ...] = ()
    tickers: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def circle(self) -> str:
        """Whose releases tell what the names stand for: the company's, or this one alone where that is unknown."""
        return self.issuer or self.local.release


@dataclass(frozen=True, slots=True, order=True)
class NameUse:
    """A name of an entity in time: the first and the last day on which a release uses it, and those releases.

    `kind` is a notation of the scheme "name-kind" ("code name", "brand name", …). Of a name
    that only undated releases use the days are "". `former_release` is the first that calls it a former name, else "".
    """

    name: str
    kind: str
    first: str
    first_release: str
    last: str
    last_release: str
    former_release: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world: its IRI, the name to show, all other printed names (sorted), its subclass or "".

    `members` are the IRIs that were found to be this one, its own among them, where there are several; `uses` its
    names in time.
    """

    iri: str
    type: EntityType
    label: str
    names: tuple[str, ...]
    kind: str = ""
    members: tuple[str, ...] = ()
    uses: tuple[NameUse, ...] = ()
    grounding: Grounding | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which entity each release's entities are.

    `judgements` are those that made entities one and those of persons; `open` those that no rule decides; `stopped`
    the "same" that a "different" stopped. `canonical` gives the entity for each IRI that was joined to another.
    """

    entities: dict[str, Entity]  # by IRI, those that some graph shows
    iris: dict[Local, str]
    judgements: tuple[Judgement, ...] = ()
    open: tuple[Judgement, ...] = ()
    stopped: tuple[tuple[Judgement, Judgement], ...] = ()
    canonical: dict[str, str] = field(default_factory=dict)

    def iri(self, local: Local) -> str:
        """The IRI of an entity of a release."""
        return self.iris[local]
