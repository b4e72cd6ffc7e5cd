"""Why a passage gave no fact: the first cause that applies."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations

from kg.annotation.facts.making import negated, possible
from kg.annotation.model import Fact, Mention, Voice
from kg.checks.passages import WHOLE, Key, Passage
from kg.documents.model import BlockKind


class Cause(StrEnum):
    """Causes in the order in which they are looked for; the last ones are where rules can be won."""

    TABLE = "table"  # rows of which no cell is quoted
    SILENT = "silent block"  # furniture, legal warnings, safety information: not read
    BOILERPLATE = "boilerplate"  # "About" paragraphs and contacts
    HEADLINE = "headline"  # what it says, the text says again
    OUTSIDER = "quoted outsider"
    TOLD = "told elsewhere"  # each pair that it names stands in a fact of the same release
    DENIED = "denied or hedged"
    ALONE = "named alone"  # one thing, nothing beside it that it could relate to
    NO_RULE = "no rule fired"


def cause_of(passage: Passage, facts: Sequence[Fact]) -> Cause:
    """Why a passage that names something known gave none of a release's `facts`."""
    entities = passage.entities
    if passage.block.kind is BlockKind.TABLE:
        return Cause.TABLE
    if passage.silent:
        return Cause.SILENT
    if passage.block.kind in (BlockKind.ABOUT, BlockKind.CONTACTS):
        return Cause.BOILERPLATE
    if passage.block.kind in WHOLE:
        return Cause.HEADLINE
    if passage.voice is Voice.QUOTED:
        return Cause.OUTSIDER
    if len(entities) > 1 and _is_told(entities, facts):
        return Cause.TOLD
    if negated(passage.text) or possible(passage.text):
        return Cause.DENIED
    return Cause.NO_RULE if len(entities) > 1 else Cause.ALONE


def _is_told(entities: set[Key], facts: Sequence[Fact]) -> bool:
    """Whether any two of the entities stand together in a fact."""
    together = [{(f.value.type, f.value.name) for f in fact.fields if isinstance(f.value, Mention)} for fact in facts]
    return all(any({a, b} <= names for names in together) for a, b in combinations(entities, 2))
