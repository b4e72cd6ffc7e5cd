"""The key that all spellings of one entity's name share, and the slugs and hashes that IRIs are made of."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kg.annotation.model import EntityType
from kg.lexicons.names import fold_disease, fold_name, fold_organization, fold_person

FOLDS = {
    EntityType.ORGANIZATION: fold_organization,
    EntityType.PERSON: fold_person,
    EntityType.INDICATION: fold_disease,
}
LONGEST_SLUG = 80
Key = tuple[EntityType, str]  # two names of a type with equal folded forms are one entity's


@lru_cache(maxsize=16384)
def fold(name: str, type_: EntityType) -> str:
    """`name` folded as its type asks: organisations lose legal forms, people honorifics, diseases the plural.

    >>> fold("Acme Therapeutics, Inc.", EntityType.ORGANIZATION), fold("ACM 12", EntityType.DRUG)
    ('acme therapeutics', 'acm12')
    """
    return FOLDS.get(type_, fold_name)(name) or fold_name(name)


def slug(key: str) -> str:
    """The tail of an IRI for a folded name: a function of that alone, and different for different ones.

    A name that plain words and hyphens cannot give back ends in a piece of its hash.

    >>> slug("acm12"), slug("acme therapeutics"), slug("5% gel")
    ('acm-12', 'acme-therapeutics', '5-gel-d7af1b1862')
    """
    plain = re.sub(r"(?<=[a-z]{2})(?=\d)", "-", re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-"))
    if len(plain) <= LONGEST_SLUG and re.sub(r"(?<=[a-z]) (?=\d)", "", plain.replace("-", " ")) == key:
        return plain
    return "-".join(filter(None, (plain[:60].strip("-"), short_hash(key))))


def short_hash(*parts: str, length: int = 10) -> str:
    """The first hex digits of the SHA-256 of the parts, which are kept apart."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]
