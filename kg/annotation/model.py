"""What annotation hands on: mentions and facts, every one with its place in the source.

Offsets are half-open code points in `Filing.text`. No spaCy object appears here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class EntityType(StrEnum):
    """The six types of entity; the values are the local names of their classes."""

    ORGANIZATION = "Organization"
    PERSON = "Person"
    DRUG = "Drug"
    INDICATION = "Indication"
    TARGET = "Target"
    EVENT = "Event"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named.

    `text` is as printed; `name` is what it stands for in this release, the fullest form ("the Company" stands for
    "Acme Therapeutics Inc."). Two mentions of a release with equal type and name are one entity. `kind` narrows the
    type: the local name of a subclass ("Company", "StockExchange"), else "". `coreferent` marks a mention whose text is
    not a name ("the drug", "we").
    """

    type: EntityType
    start: int
    end: int
    text: str
    name: str
    kind: str = ""
    coreferent: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """A value from a closed or open scheme: scheme "phase", notation "phase-2"; "title", "Director of Finance"."""

    scheme: str
    notation: str


@dataclass(frozen=True, slots=True)
class Payment:
    """Money of an agreement, in full units; kind "upfront", "milestone", "equity", "total" or "royalty-rate"."""

    kind: str
    amount: Decimal
    currency: str  # ISO 4217
    up_to: bool = False


Value = Mention | Concept | Payment | Decimal | int | bool | date | str


class Polarity(StrEnum):
    """Whether a statement is made or denied."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Certainty(StrEnum):
    """Whether a statement is of fact, of intent or of possibility."""

    STATED = "stated"
    INTENDED = "intended"
    POSSIBLE = "possible"


class Voice(StrEnum):
    """Who speaks."""

    COMPANY = "companyVoice"
    QUOTED = "quotedPerson"
    BOILERPLATE = "boilerplate"
    REGULATOR = "regulatorVoice"


@dataclass(frozen=True, slots=True)
class Field:
    """One argument of a fact, in the role that it plays, with the passages that say so (at least one).

    Each passage is a whole sentence, or a cell of a table.
    """

    role: str
    value: Value
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a release says: a kind ("developer", "trial", "role"), and its arguments.

    A negated or merely possible fact, or one that a quoted outsider states, becomes a claim without a plain triple.
    """

    kind: str
    fields: tuple[Field, ...]
    extractor: str  # rule id with version: "trial.initiation/1"
    confidence: float = 0.9  # the share of such facts that are right
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.STATED
    voice: Voice = Voice.COMPANY


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was read in one release, or, where `sequence` is 0, on a filing's cover and signature page."""

    sequence: int
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
