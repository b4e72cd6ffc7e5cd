"""What a lexicon says of a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The lexicons, one file of data each."""

    DRUG = "drug"
    DISEASE = "disease"
    TARGET = "target"
    ORGANIZATION = "organization"
    EXCHANGE = "exchange"
    PLACE = "place"
    FIRST_NAME = "first_name"
    SURNAME = "surname"
    JOURNAL = "journal"
    SOCIETY_OR_CONFERENCE = "society_or_conference"
    MODALITY = "modality"
    TITLE = "title"


class Match(StrEnum):
    """What a name is to the entry that it names; earlier ones are surer."""

    LABEL = "label"
    SYNONYM = "synonym"
    BRAND = "brand"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a lexicon, as reached by one name.

    `ids` are CURIEs, the first the one to prefer ("UNII:…", "DOID:…", "ROR:…"). `id` is that first one, or the label
    where the lexicon has no ids. `kind` narrows the lexicon ("company", "hospital", "city", "family"), else "". `place`
    is "City, CC" or "CC" (ISO 3166) where the thing has one. `short` marks a name that is too short or too common to be
    believed without its long form or other evidence near it.
    """

    id: str
    label: str
    match: Match
    ids: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text (half-open code points) and the entries that it names."""

    start: int
    end: int
    entries: tuple[Entry, ...]
