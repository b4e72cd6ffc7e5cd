"""What is left of a name when what people vary is taken away: the words that names of one thing share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.annotation.model import EntityType
from kg.lexicons.entries import Kind
from kg.lexicons.names import fold_disease, fold_name, fold_organization, fold_person
from kg.lexicons.search import lookup

DESCRIPTIVE = frozenset(
    "pharmaceutical therapeutic bioscience biopharmaceutical biotechnology biotherapeutic biologic science technology"
    " laboratory holding group oncology medicine medical health healthcare diagnostic genetic life research"
    " immunotherapeutic neuroscience".split()
)
_SHORTENED = {
    "pharma": "pharmaceutical", "biopharma": "biopharmaceutical", "biotech": "biotechnology", "tech": "technology",
    "labs": "laboratory", "lab": "laboratory", "intl": "international", "univ": "university", "inst": "institute",
    "hosp": "hospital", "natl": "national", "st": "saint", "ctr": "center", "dept": "department",
    "sciences": "science", "technologies": "technology", "laboratories": "laboratory", "genetics": "genetic",
    "diagnostics": "diagnostic",
}  # fmt: skip
_ORGANIZATION_TAIL = re.compile(r"(?:\s(?:s\sr\sl|sr\sl|s\sp\sa|n\sv|b\sv|l\sp|k\sk|s\sa|p\sl\sc|lllp))+$")
SALTS = frozenset(
    "hydrochloride hcl dihydrochloride hydrobromide mesylate tosylate maleate fumarate succinate tartrate citrate"
    " acetate phosphate sulfate besylate sodium potassium calcium anhydrous monohydrate dihydrate hydrate".split()
)
_NOT_TARGET = frozenset({"protein", "gene", "human", "kinase", "receptors", "proteins"})
_MEETING = frozenset(
    "annual meeting meetings congress conference hybrid scientific sessions session the of s on for virtual".split()
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|[ivxl]+(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset("van von de der den del della di da dos du la le el al bin ben ter ten st".split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a folded name; `given` are its first and middle names, some of them initials."""

    given: tuple[str, ...]
    surname: str
    suffix: str


@lru_cache(maxsize=16384)
def person_name(name: str) -> PersonName:
    """The parts of a person's name.

    >>> person_name("Dr. Jona P. van Whitt, Jr.")
    PersonName(given=('jona', 'p'), surname='van whitt', suffix='jr')
    """
    words = [w for w in fold_person(re.sub(r",?\s+(?=(?:Jr|Sr|II|III|IV)\b)", " ", name)).split() if w]
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return PersonName(tuple(words[:at]), " ".join(words[at:]), suffix)


@lru_cache(maxsize=16384)
def loose_words(name: str, type_: EntityType) -> tuple[str, ...]:
    """The words of a name in one spelling, without those that names of one thing may lack.

    >>> loose_words("Citrine Pharma S.r.l.", EntityType.ORGANIZATION)
    ('citrine', 'pharmaceutical')
    >>> loose_words("serafinib mesylate", EntityType.DRUG), loose_words("Whitt's disease", EntityType.INDICATION)
    (('serafinib',), ('whitt', 'disease'))
    """
    match type_:
        case EntityType.ORGANIZATION:
            return _organization(name)
        case EntityType.DRUG:
            words = fold_disease(name).split()
            return tuple(w for i, w in enumerate(words) if i == 0 or w not in SALTS)
        case EntityType.INDICATION:
            return tuple(w for w in fold_disease(name).split() if w != "s")
        case EntityType.TARGET:
            words = fold_name(name).split()
            return tuple(w for i, w in enumerate(words) if i == 0 or w not in _NOT_TARGET)
        case EntityType.PERSON:
            parts = person_name(name)
            return (*parts.given[:1], parts.surname)
    return tuple(sorted(event_words(name)[0]))


def _organization(name: str) -> tuple[str, ...]:
    words = _ORGANIZATION_TAIL.sub("", fold_organization(name)).split()
    return tuple(_stem(word) for word in words if word not in ("of", "the", "for"))


def _stem(word: str) -> str:
    word = _SHORTENED.get(word, word)
    single = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return single if single in DESCRIPTIVE else word


@lru_cache(maxsize=16384)
def event_words(name: str) -> tuple[frozenset[str], frozenset[str], str]:
    """The words that tell a conference apart, the acronym in brackets of all of them, and its year; "" where not given.

    Acronyms that are known are spelt out. One in brackets counts where it has a letter for each word before it.

    >>> event_words("61st Annual Meeting of the European Association for the Study of Diabetes 2025")[2]
    '2025'
    """
    year = _YEAR.search(name)
    brackets = " ".join(_IN_BRACKETS.findall(name))
    plain = _words(_IN_BRACKETS.sub(" ", name))
    short = _words(brackets) if len(brackets) == len(plain) else frozenset[str]()
    return plain, short, year[0] if year else ""


def event_number(name: str) -> str:
    """Which of a series of meetings it is: "61st" is 61; "" where the name does not say."""
    found = re.search(r"\b(\d+)(?:st|nd|rd|th)\b|\b([IVXL]+)\b", name)
    return (found[1] or found[2]) if found else ""


def _words(text: str) -> frozenset[str]:
    found: set[str] = set()
    for word in text.split():
        known = lookup(Kind.SOCIETY_OR_CONFERENCE, word.strip(",.")) if word.isupper() else ()
        found |= set(fold_name(known[0].label if known else word).split())
    kept = {w for w in found if w not in _MEETING and not _ORDINAL.fullmatch(w) and not _YEAR.fullmatch(w)}
    return frozenset(kept)
