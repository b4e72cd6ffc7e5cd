"""A role as one place of a release states it, and what the words around an appointment say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.annotation import office_rules as rules
from kg.annotation.model import Mention
from kg.annotation.offices import ORG, P, Shape


@dataclass(frozen=True, slots=True)
class Role:
    """A role as read in one place: of the form of `rule`, a name for whoever looks for its origin."""

    person: Mention
    organization: Mention
    title: str
    status: str
    rule: str
    assumed: bool = False  # the organisation is nowhere named with the office


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence inherits: whose release it is, the year of issue (0 unknown), mentions before it in its block."""

    issuer: Mention | None
    year: int
    before: tuple[Mention, ...]


def appointer_is_unread(shape: Shape, match: re.Match[str]) -> bool:
    """Whether a name that is no mention appoints: "Beltar also appointed Ana Roe" says nothing of the issuer."""
    begins_with_name = shape.text[match.start()] in (P, ORG)
    return not begins_with_name and bool(rules.UNREAD_SUBJECT.search(shape.text, 0, match.start()))


def is_biography(shape: Shape, match: re.Match[str], roles: Sequence[Role], context: Context) -> bool:
    """Whether an appointment belongs to somebody's past: in the past tense, and elsewhere or told after "Prior to"."""
    past = re.search(r"\b(?:joined|was|were|became)\b", match[0], re.IGNORECASE)
    if not past:
        return False
    opening = shape.text[: match.start()].rsplit(". ", 1)[-1] + match[0][:1]
    elsewhere = any(context.issuer is None or r.organization.name != context.issuer.name for r in roles)
    return elsewhere or bool(rules.BIOGRAPHY.match(opening))


def former(role: Role, person: Mention) -> Role:
    """The same office as somebody held it before: who follows may only hold it for the time being."""
    title = re.sub(r"^(?:Interim|Acting) ", "", role.title)
    return replace(role, person=person, title=title, status="former")


def succeeded(shape: Shape, roles: Sequence[Role]) -> Iterator[Role]:
    """The predecessor of somebody who is given exactly one office."""
    match = rules.SUCCEEDED.search(shape.text)
    if not match or len({(r.organization.name, r.title) for r in roles}) != 1:
        return
    for person in shape.mentions(*match.span("p"), P):
        if all(person.name != r.person.name for r in roles):
            yield former(replace(roles[0], rule="succession", assumed=False), person)
