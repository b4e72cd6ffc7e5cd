"""What is compared of an entity: made once from what all records say of it, before any pair is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.lexicons.names import drop_article, fold_name, fold_organization
from kg.resolution.grounding import Grounding, legal_form
from kg.resolution.loose import PersonName, loose_words, person_name
from kg.resolution.names import fold
from kg.resolution.parts import whole
from kg.resolution.tally import Said, Tally


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


def traits_of(iri: str, key: str, tally: Tally, grounding: Grounding | None) -> Traits:
    """The traits of one entity, from what the records say that name it."""
    type_, plain = tally.type, whole(key)
    names = tally.of(Said.NAME)
    own = [name for name in names if fold(name, type_) == plain]
    name = min(own or names, key=lambda n: (-len(n), n))
    span = tally.span(Said.DAY, "")
    return Traits(
        iri=iri,
        type=type_,
        name=name,
        key=plain,
        words=loose_words(name, type_),
        called=frozenset(fold(form, type_) for form in tally.of(Said.FORM)) | {plain},
        grounding=grounding,
        issuers=frozenset(tally.of(Said.ISSUER)),
        legal=type_ is EntityType.ORGANIZATION and any(has_legal_form(n) for n in own),
        first=span[0][0] if span else "",
        last=span[1][0] if span else "",
        forms=frozenset(filter(None, map(legal_form, own))) if type_ is EntityType.ORGANIZATION else frozenset(),
        former=frozenset(fold(name, type_) for name in tally.of(Said.FORMER)),
    )


def has_legal_form(name: str) -> bool:
    """Whether a company is named in full: "Acme Inc." is, "Acme" is not."""
    return fold_organization(name) != drop_article(fold_name(name))
