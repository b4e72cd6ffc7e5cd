"""Entities -> public identifiers, with the name that matched and how sure it is.

A name that is also an English word, a code that another company may use, or a hospital's name that many towns have, is
grounded only where the context says more: the other names of the entity, what the same company's releases name, or
the city and country beside it. Where the names of one entity stand for different things it stays ungrounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.annotation.model import EntityType
from kg.lexicons.entries import Entry, Kind, Match
from kg.lexicons.ground import ground
from kg.lexicons.names import fold_name, fold_organization
from kg.lexicons.search import lookup
from kg.resolution.loose import loose_words
from kg.resolution.names import fold

KINDS: Mapping[EntityType, Kind] = {
    EntityType.DRUG: Kind.DRUG,
    EntityType.INDICATION: Kind.DISEASE,
    EntityType.TARGET: Kind.TARGET,
    EntityType.ORGANIZATION: Kind.ORGANIZATION,
}
SCORES: Mapping[Match, float] = {Match.LABEL: 0.98, Match.SYNONYM: 0.95, Match.BRAND: 0.93, Match.CODE: 0.95}
BROAD = 0.8  # the nearest of several senses
AGES = frozenset("adult child childhood pediatric juvenile infantile elderly".split())
LEGAL_FORMS = {"incorporated": "inc", "corporation": "corp", "limited": "ltd", "company": "co"}
ROOT = 5  # letters that "epilepsy" and "epileptic" share
_HEADS = frozenset("disease disorder syndrome condition acute chronic type of the and in due to with".split())
_ONE_WORD = (
    ("liver", "hepatic"), ("kidney", "renal"), ("heart", "cardiac"), ("lung", "pulmonary"), ("brain", "cerebral"),
    ("stomach", "gastric"), ("bowel", "intestinal"), ("skin", "cutaneous"), ("bladder", "vesical"),
    ("blood", "hematologic"), ("eye", "ocular"), ("pancreas", "pancreatic"), ("womb", "uterine"),
    ("pediatric", "childhood"),
)  # fmt: skip
_OTHER_WORD: dict[str, tuple[str, ...]] = {
    word: tuple(o for o in organ if o != word) for organ in _ONE_WORD for word in organ
}
UNFIT = {
    "Company": frozenset({"hospital", "university", "agency", "institute"}),
    "HealthcareSite": frozenset({"company", "agency"}),
    "ResearchInstitution": frozenset({"company"}),
    "GovernmentAgency": frozenset({"company", "hospital"}),
    "Nonprofit": frozenset({"company", "hospital"}),
}


@dataclass(frozen=True, slots=True)
class Grounding:
    """What an entity is in public vocabularies.

    `id` is the CURIE that was matched, `ids` all CURIEs of the same entry, `label` its name there, `name` the name that
    matched, as printed. Not `is_exact`: the entity is near to it (a product of that substance, one of several senses).
    """

    id: str
    ids: tuple[str, ...]
    label: str
    name: str
    match: Match
    score: float
    is_exact: bool
    reason: str


def ground_entity(type_: EntityType, names: Iterable[str], kind: str = "", context: str = "") -> Grounding | None:
    """The public identifier of what bears the names, the surest name first; None where that is unsure.

    `kind` is the subclass ("Company"), `context` what stands near the names and what the same company also names.
    """
    printed = list(dict.fromkeys(names))
    if type_ is EntityType.ORGANIZATION and kind != "StockExchange":  # its short name may be its parent's
        printed = [name for name in printed if loose_words(name, type_) == loose_words(printed[0], type_)]
    around = " ; ".join([*printed, context])
    found = [made for name in printed for made in _ground_name(type_, name, kind, around)]
    if type_ is EntityType.DRUG and printed:
        found = [_kept_apart(made, printed[0]) for made in found]
    exact = {g.id for g in found if g.is_exact}
    if len(exact) > 1:
        own = next((g for g in found if g.is_exact and g.match is Match.LABEL), None)
        return own if own and sum(g.is_exact and g.match is Match.LABEL for g in found) == 1 else None
    if not found:
        return None
    return max(found, key=lambda g: (g.is_exact, g.score, -printed.index(g.name)))


def _kept_apart(found: Grounding, own: str) -> Grounding:
    """A drug's grounding by another of its names, near only where its own name is listed for other substances alone:

    a salt or a prodrug is called by the name of the substance that it sets free.
    """
    listed = {loose_words(entry.label, EntityType.DRUG) for entry in lookup(Kind.DRUG, own)}
    if found.name == own or not listed or loose_words(found.label, EntityType.DRUG) in listed:
        return found
    return replace(found, is_exact=False, score=BROAD, reason=f"{found.reason}, but {own!r} is another substance there")


def _ground_name(type_: EntityType, name: str, kind: str, context: str) -> Iterator[Grounding]:
    if type_ not in KINDS:
        return
    if kind == "StockExchange":
        for market in lookup(Kind.EXCHANGE, name)[:1]:
            if not market.short:
                yield _made(market, name, f"{name!r} is that market's name")
        return
    entry = ground(KINDS[type_], name, context)
    if entry is not None and type_ is EntityType.INDICATION and entry.match is Match.SYNONYM:
        entry = _plain_sense(name, entry)
        if entry is None:
            return
    if entry is None:
        entry = _nearest(type_, name)
        if entry is not None:
            yield _near(entry, name)
    elif entry.ids and not _is_unfit(entry, name, kind):
        yield _made(entry, name, _reason(entry, name))


def _made(entry: Entry, name: str, reason: str) -> Grounding:
    brand = entry.match is Match.BRAND
    return Grounding(entry.id, entry.ids, entry.label, name, entry.match, SCORES[entry.match], not brand, reason)


def _reason(entry: Entry, name: str) -> str:
    if entry.match is Match.LABEL:
        return f"{name!r} is its name there"
    place = f" of {entry.place}" if entry.place else ""
    return f"{name!r} is a {entry.match} of {entry.label}{place}"


def _is_unfit(entry: Entry, name: str, kind: str) -> bool:
    """An entry of another sort, with another legal form, or an organization's acronym that is no name of its own."""
    if entry.kind in UNFIT.get(kind, ()):
        return True
    forms = legal_form(name), legal_form(entry.label)
    if all(forms) and forms[0] != forms[1] and entry.id.startswith("CIK:"):
        return True
    return entry.match is Match.CODE and " " not in name and entry.kind not in ("", "agency", "exchange")


def legal_form(name: str) -> str:
    """The legal form of a company's name in one spelling: "Acme Limited" and "Acme Ltd." give "ltd"; "" for none.

    >>> legal_form("Acme Corporation"), legal_form("Acme")
    ('corp', '')
    """
    whole, stem = fold_name(name), fold_organization(name)
    tail = whole.removeprefix(stem).strip() if whole.startswith(stem) else ""
    return " ".join(LEGAL_FORMS.get(word, word) for word in tail.replace("a s", "as").split() if word != "and")


def _nearest(type_: EntityType, name: str) -> Entry | None:
    """Of several diseases with that synonym the one without an age, if there is one; else nothing."""
    if type_ is not EntityType.INDICATION or len(fold(name, type_)) < 5:
        return None
    entries = [e for e in lookup(Kind.DISEASE, name) if e.ids and not e.short]
    plain = [e for e in entries if not AGES & set(fold_name(e.label).split())]
    listed = [e for e in plain if e.id.startswith("DOID:")] or plain
    return listed[0] if len(listed) == 1 else None


def _plain_sense(name: str, entry: Entry) -> Entry | None:
    """What a disease's synonym stands for; None where it is doubtful.

    Lists of synonyms hold what is nearly meant: a symptom for a form of the disease that shows it, a disease for its
    next stage. A name that is listed for itself with the organ's other word ("liver", "hepatic") means that; one of
    several words that shares none with a listed name, where that is a form of another listed disease, is unsure.
    """
    words = fold(name, EntityType.INDICATION).split()
    for at, word in enumerate(words):
        for other in _OTHER_WORD.get(word, ()):
            turned = lookup(Kind.DISEASE, " ".join([*words[:at], other, *words[at + 1 :]]))
            if turned and turned[0].match is Match.LABEL:
                return turned[0]
    label = fold_name(entry.label).split()
    if len(words) < 2 or "'s" in name.replace("’", "'") or _roots(words) & _roots(label):
        return entry
    narrower = any(lookup(Kind.DISEASE, " ".join(label[at:])) for at in range(1, len(label)))
    return None if narrower else entry


def _roots(words: Iterable[str]) -> set[str]:
    """The beginnings of words, an organ's in one spelling: "renal" and "kidney" are one."""
    spelt = (min((word, *_OTHER_WORD.get(word, ()))) for word in words)
    return {word[:ROOT] for word in spelt if word not in _HEADS}


def _near(entry: Entry, name: str) -> Grounding:
    reason = f"{name!r} is a synonym of {entry.label} and of others"
    return Grounding(entry.id, entry.ids, entry.label, name, entry.match, BROAD, False, reason)
