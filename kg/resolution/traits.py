"""What is compared of an entity: made once from all records of it, before any pair is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.lexicons.names import drop_article, fold_name, fold_organization
from kg.resolution.grounding import Grounding, legal_form
from kg.resolution.loose import PersonName, loose_words, person_name
from kg.resolution.model import Record
from kg.resolution.names import fold
from kg.resolution.parts import whole


@dataclass(frozen=True, slots=True)
class Traits:
    """An entity as it is compared.

    `name` is the name that its key is made of, `words` those of `loose_words`; `called` are all names, folded;
    `issuers` whose releases name it; `legal` whether it is ever named with its legal form; `first` and
    `last` the days of the first and last release that name it ("" where none is dated). `forms` are the legal forms
    that it is named with, `former` its former names, folded.
    """

    iri: str
    type: EntityType
    name: str
    key: str
    words: tuple[str, ...]
    called: frozenset[str]
    grounding: Grounding | None = None
    issuers: frozenset[str] = frozenset()
    legal: bool = False
    first: str = ""
    last: str = ""
    forms: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()

    @property
    def person(self) -> PersonName:
        """The parts of a person's name."""
        return person_name(self.name)


def traits_of(iri: str, key: str, records: Iterable[Record], grounding: Grounding | None) -> Traits:
    """The traits of one entity, from the records that name it."""
    known = list(records)
    type_ = known[0].local.type
    plain = whole(key)
    own = [r.local.name for r in known if fold(r.local.name, type_) == plain]
    name = min(own or [r.local.name for r in known], key=lambda n: (-len(n), n))
    days = sorted(r.issued for r in known if r.issued)
    return Traits(
        iri=iri,
        type=type_,
        name=name,
        key=plain,
        words=loose_words(name, type_),
        called=frozenset(fold(form, type_) for r in known for form, _ in r.forms) | {plain},
        grounding=grounding,
        issuers=frozenset(r.issuer for r in known if r.issuer),
        legal=type_ is EntityType.ORGANIZATION and any(has_legal_form(n) for n in own),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        forms=frozenset(filter(None, map(legal_form, own))) if type_ is EntityType.ORGANIZATION else frozenset(),
        former=frozenset(fold(name, type_) for r in known for name in r.former),
    )


def has_legal_form(name: str) -> bool:
    """Whether a company is named in full: "Acme Inc." is, "Acme" is not."""
    return fold_organization(name) != drop_article(fold_name(name))
