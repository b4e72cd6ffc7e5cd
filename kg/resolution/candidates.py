"""Which pairs of entities are worth comparing: those that share a block, so that the work grows with the entities.

A block is a set of entities with one key: an identifier, the words of the name, a surname with an initial. One that
would hold more than `CROWDED` entities is parted by the issuers of the releases that name them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.annotation.model import EntityType
from kg.resolution.loose import DESCRIPTIVE, event_words
from kg.resolution.traits import Traits

CROWDED = 24
LETTERS = 7  # names of so many letters may be one letter apart by a slip
Pair = tuple[Traits, Traits]


def candidate_pairs(traits: Iterable[Traits]) -> Iterator[Pair]:
    """Each pair of entities that shares a block, once, in order of their IRIs."""
    blocks: dict[tuple[str, ...], list[Traits]] = defaultdict(list)
    for one in sorted(traits, key=lambda t: t.iri):
        for key in set(block_keys(one)):
            blocks[one.type.value, *key].append(one)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for group in _parts(block):
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    if (one.iri, other.iri) not in seen:
                        seen.add((one.iri, other.iri))
                        yield one, other


def _parts(block: list[Traits]) -> Iterator[list[Traits]]:
    if len(block) <= CROWDED:
        yield block
        return
    by_issuer: dict[str, list[Traits]] = defaultdict(list)
    for one in block:
        for issuer in one.issuers:
            by_issuer[issuer].append(one)
    yield from (group[:CROWDED] for _, group in sorted(by_issuer.items()))


def block_keys(one: Traits) -> Iterator[tuple[str, ...]]:
    """The blocks that an entity stands in."""
    if one.grounding:
        yield "id", one.grounding.id
    if one.type is EntityType.PERSON:
        given = one.person.given
        yield "surname", one.person.surname, given[0][:1] if given else ""
        return
    if one.type is EntityType.EVENT:
        words, short, _ = event_words(one.name)
        yield from (("meeting", *sorted(form)) for form in (words, short) if form)
        return
    if one.type is EntityType.ORGANIZATION:
        yield from (("former", name) for name in (one.key, *one.former))
    if one.words:
        yield "words", *one.words
    if one.type is EntityType.ORGANIZATION and (stem := _distinguishing(one.words)):
        yield "stem", *stem
    if one.type is EntityType.ORGANIZATION and one.words:
        yield "initials", one.key if len(one.words) == 1 else "".join(word[0] for word in one.words)
    if one.type is EntityType.DRUG:
        if len(one.words) > 1:
            yield "tail", one.words[-1]
        elif any(c.isdigit() for c in one.key):
            yield "tail", one.key
        yield from _code_number(one.key)
    if one.type in (EntityType.DRUG, EntityType.INDICATION) and len(one.key) >= LETTERS and one.key.isalpha():
        yield "slip", one.key
        yield from (("slip", one.key[:i] + one.key[i + 1 :]) for i in range(len(one.key)))


def _distinguishing(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words without the last ones that only say what kind of company it is."""
    end = len(words)
    while end > 1 and words[end - 1] in DESCRIPTIVE:
        end -= 1
    return words[:end]


def _code_number(key: str) -> Iterator[tuple[str, ...]]:
    digits = key[len(key.rstrip("0123456789")) :]
    if len(digits) >= 3 and key[: -len(digits)].isalpha():
        yield "number", digits
