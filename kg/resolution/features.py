"""The features: what speaks for or against two entities being one. Each is a pure function of two traits.

A feature gives a `Sign` or None. Signs are weights of evidence, natural logarithms of odds, and add up: +2 makes "one"
seven times as likely as before, -6 four hundred times less. The chance that they sum up to is `chance`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.lexicons.entries import Match
from kg.resolution.loose import DESCRIPTIVE, SALTS, event_number, event_words
from kg.resolution.traits import Traits

SURE = 8.0
YEARS_APART = 15
_CODE = re.compile(r"([a-z]+(?: [a-z]+)*)\s?(\d[\d.]*)\s?([a-z]*)")
_NUMBER = re.compile(r"\d+")
_PLACES = frozenset(
    "us usa uk america american canada canadian japan japanese china chinese europe european eu asia germany german"
    " france french italy italia india australia korea israel north south east west".split()
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence, in words."""

    weight: float
    reason: str


Feature = Callable[[Traits, Traits], Sign | None]


def signs_of(one: Traits, other: Traits) -> tuple[Sign, ...]:
    """All evidence on two entities, in the order of the table."""
    if one.type is not other.type:
        return (Sign(-SURE, f"one is of class {one.type}, the other of class {other.type}"),)
    found = (feature(one, other) for types, feature in FEATURES if one.type in types)
    return tuple(sign for sign in found if sign)


def chance(signs: Iterable[Sign]) -> float:
    """The chance, from 0 to 1, that two entities are one: even odds where nothing is known."""
    weight = sum(sign.weight for sign in signs)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, weight))))


def name_equal(one: Traits, other: Traits) -> Sign | None:
    """Names that fold alike, or the words of which are the same in another spelling."""
    if one.key == other.key:
        return Sign(SURE, f"both are written {one.name!r} but for case and punctuation")
    if one.words and one.words == other.words:
        return Sign(6.5, f"{one.name!r} and {other.name!r} differ in spelling alone")
    return None


def shared_id(one: Traits, other: Traits) -> Sign | None:
    """What public identifiers say: both the same, or each another."""
    a, b = one.grounding, other.grounding
    if not (a and b and a.is_exact and b.is_exact):
        return _product(one, other)
    if a.id == b.id:
        return Sign(6.0, f"{a.name!r} and {b.name!r} both stand for {a.id}")
    if one.type is EntityType.DRUG and _stem(a.label) == _stem(b.label):
        return None
    return Sign(-4.0, f"{a.name!r} stands for {a.id}, {b.name!r} for {b.id}")


def _same_id(one: Traits, other: Traits) -> bool:
    a, b = one.grounding, other.grounding
    return bool(a and b and a.is_exact and b.is_exact and a.id == b.id)


def _product(one: Traits, other: Traits) -> Sign | None:
    """A brand is of a substance, which other brands may hold as well."""
    a, b = one.grounding, other.grounding
    if not (a and b) or one.type is not EntityType.DRUG or _stem(a.label) != _stem(b.label):
        return None
    brands = [g.name for g in (a, b) if g.match is Match.BRAND]
    return Sign(0.5, f"{' and '.join(map(repr, brands)) or 'one'} is a product of {a.label}, as others may be")


def _stem(label: str) -> str:
    words = label.lower().split()
    return " ".join(w for i, w in enumerate(words) if i == 0 or w not in SALTS)


def called_so(one: Traits, other: Traits) -> Sign | None:
    """A release that calls one by the other's name."""
    for a, b in ((one, other), (other, one)):
        if b.key in a.called and a.key != b.key:
            return Sign(2.0, f"a release calls {a.name!r} {b.name!r} as well")
    return None


def same_issuer(one: Traits, other: Traits) -> Sign | None:
    """Whether releases of one company name both."""
    shared = sorted(one.issuers & other.issuers)
    if shared:
        return Sign(2.0, f"releases of {shared[0]} name both")
    if one.issuers and other.issuers:
        return Sign(-1.0, "no company names both")
    return None


def code_number(one: Traits, other: Traits) -> Sign | None:
    """Code names: the same letters with another number are another thing, the same number after others may be one."""
    if _same_id(one, other):
        return None
    a, b = _CODE.fullmatch(one.key), _CODE.fullmatch(other.key)
    if not a or not b:
        return _numbers(one, other)
    if a[2] != b[2]:
        return Sign(-SURE, f"the numbers {a[2]} and {b[2]} differ")
    if a[3] != b[3]:
        return Sign(-4.0, f"{one.name!r} and {other.name!r} end differently")
    return Sign(-2.5, f"{a[1]!r} and {b[1]!r} stand before the number {a[2]}") if a[1] != b[1] else None


def _numbers(one: Traits, other: Traits) -> Sign | None:
    a, b = _NUMBER.findall(one.key), _NUMBER.findall(other.key)
    if a != b and (a and b or one.type is EntityType.TARGET) and one.grounding is None and other.grounding is None:
        return Sign(-SURE, f"{one.name!r} and {other.name!r} have different numbers")
    return None


def part_of_name(one: Traits, other: Traits) -> Sign | None:
    """One name that begins or ends with the other."""
    a, b = sorted((one.words, other.words), key=len)
    if not a or len(a) == len(b):
        return None
    if b[-len(a) :] == a or b[: len(a)] == a:
        return Sign(0.5, f"{' '.join(b)!r} holds {' '.join(a)!r}")
    return None


def one_letter(one: Traits, other: Traits) -> Sign | None:
    """Long names without numbers that are one letter apart: a slip of the pen, or not."""
    a, b = sorted((one.key, other.key), key=len)
    if len(a) < 7 or len(b) - len(a) > 1 or _NUMBER.search(a + b) or a == b:
        return None
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    apart = a[head + (len(a) == len(b)) :] != b[head + 1 :]
    return None if apart else Sign(0.8, "the names are one letter apart")


def legal_names(one: Traits, other: Traits) -> Sign | None:
    """Two companies that are each named in full, by different names: often a parent and its subsidiary."""
    if _renamed(one, other):
        return None
    if _excluded(one, other):
        forms = " against ".join(repr(" ".join(sorted(side.forms))) for side in (one, other))
        return Sign(-4 * SURE, f"the legal forms differ: {forms}")
    if one.legal and other.legal and one.words != other.words:
        return Sign(-2 * SURE, f"{one.name!r} and {other.name!r} are each named in full")
    return None


def _excluded(one: Traits, other: Traits) -> bool:
    """Whether names of the same words are told apart by their legal forms."""
    return one.words == other.words and bool(one.forms and other.forms) and _clash(one, other)


def _clash(one: Traits, other: Traits) -> bool:
    a, b = ({word for form in side.forms for word in form.split()} for side in (one, other))
    return not (a <= b or b <= a)


def renamed(one: Traits, other: Traits) -> Sign | None:
    """A release that calls one's name a former name of the other."""
    if _renamed(one, other):
        old, new = (one, other) if one.key in other.former else (other, one)
        return Sign(6.0, f"a release calls {old.name!r} a former name of {new.name!r}")
    return None


def _renamed(one: Traits, other: Traits) -> bool:
    return one.key != other.key and (one.key in other.former or other.key in one.former)


def organization_words(one: Traits, other: Traits) -> Sign | None:
    """What one organization's name has and the other's lacks."""
    if acronym(one, other) or _renamed(one, other):
        return None
    more, less = set(one.words) - set(other.words), set(other.words) - set(one.words)
    if not more and not less:
        return None
    if (more | less) & _PLACES:
        return Sign(-SURE, f"one is of {' '.join(sorted((more | less) & _PLACES))}")
    if more and less:
        return Sign(-5.0, f"{' '.join(sorted(more))!r} stands against {' '.join(sorted(less))!r}")
    short = one if less else other
    long = other if less else one
    if (more | less) <= DESCRIPTIVE and not short.legal and long.key in short.issuers:
        return Sign(2.0, f"{short.name!r} is short for the company whose release it is")
    if (more | less) <= DESCRIPTIVE and not short.legal:
        return Sign(0.5, f"only {' '.join(sorted(more | less))!r} is left out")
    return Sign(-3.0, f"only one is called {' '.join(sorted(more | less))!r}")


def given_names(one: Traits, other: Traits) -> Sign | None:
    """First and middle names: equal, an initial of the other, missing, or different."""
    a, b = one.person, other.person
    if a.surname != b.surname:
        return Sign(-SURE, "the surnames differ")
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return Sign(-SURE, f"one is {a.suffix}, the other {b.suffix}")
    if not a.given or not b.given:
        return Sign(-3.0, f"one is known by the surname {a.surname!r} alone")
    if not _agree(a.given[0], b.given[0]):
        return Sign(-SURE, f"{a.given[0]!r} is not {b.given[0]!r}")
    middles = list(zip(a.given[1:], b.given[1:], strict=False))
    if any(not _agree(x, y) for x, y in middles):
        return Sign(-SURE, f"the middle names {middles[0][0]!r} and {middles[0][1]!r} differ")
    if len(a.given[0]) == 1 or len(b.given[0]) == 1:
        return Sign(0.8 + len(middles), f"{one.name!r} and {other.name!r} agree in their initials")
    return Sign(2.5 + len(middles), f"{one.name!r} and {other.name!r} have one first name and no other middle name")


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def same_meeting(one: Traits, other: Traits) -> Sign | None:
    """Conferences: the society, what the meeting is about, and the year."""
    (words, short, year), (words2, short2, year2) = event_words(one.name), event_words(other.name)
    if year and year2 and year != year2:
        return Sign(-SURE, f"one is of {year}, the other of {year2}")
    a, b = event_number(one.name), event_number(other.name)
    if a and b and a != b:
        return Sign(-SURE, f"one is the {a}, the other the {b}")
    if not {words, short} & {words2, short2} - {frozenset()}:
        return Sign(-4.0, "the meetings are called differently")
    if year and year2:
        return Sign(5.0, f"both are the meeting of {year}")
    return Sign(0.5, "one of the two names says no year")


def acronym(one: Traits, other: Traits) -> Sign | None:
    """One name that is the initials of the other's words."""
    a, b = sorted((one, other), key=lambda t: len(t.words))
    if len(a.words) == 1 and len(b.words) > 2 and a.key == "".join(word[0] for word in b.words) and a.name.isupper():
        return Sign(1.5, f"{a.name!r} is the initials of {b.name!r}")
    return None


def same_topic(one: Traits, other: Traits) -> Sign | None:
    """Diseases and targets with a word that only one of the names has."""
    more, less = set(one.words) - set(other.words), set(other.words) - set(one.words)
    if (one.grounding and other.grounding) or not (more or less):
        return None
    if more and less and {*more, *less} <= {"disease", "disorder", "condition"}:
        return Sign(1.0, "one says disease, the other disorder")
    return Sign(-3.0, f"only one is called {' '.join(sorted(more or less))!r}")


def far_apart(one: Traits, other: Traits) -> Sign | None:
    """Names that are used in periods many years apart."""
    gap = max(_year(one.first) - _year(other.last), _year(other.first) - _year(one.last))
    if one.first and other.first and gap > YEARS_APART:
        return Sign(-1.0, f"{gap} years lie between the last use of one and the first of the other")
    return None


def _year(day: str) -> int:
    return int(day[:4] or 0)


ALL = frozenset(EntityType)
NAMED = ALL - {EntityType.PERSON, EntityType.EVENT}
FEATURES: tuple[tuple[frozenset[EntityType], Feature], ...] = (
    (NAMED, name_equal),
    (NAMED, shared_id),
    (NAMED - {EntityType.ORGANIZATION}, code_number),
    (frozenset({EntityType.DRUG, EntityType.INDICATION}), one_letter),
    (frozenset({EntityType.DRUG}), part_of_name),
    (frozenset({EntityType.ORGANIZATION}), legal_names),
    (frozenset({EntityType.ORGANIZATION}), organization_words),
    (frozenset({EntityType.ORGANIZATION}), renamed),
    (frozenset({EntityType.ORGANIZATION}), acronym),
    (frozenset({EntityType.INDICATION, EntityType.TARGET}), same_topic),
    (frozenset({EntityType.PERSON}), given_names),
    (frozenset({EntityType.EVENT}), same_meeting),
    (ALL, called_so),
    (ALL, same_issuer),
    (ALL, far_apart),
)
