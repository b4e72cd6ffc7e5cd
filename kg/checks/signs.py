"""What a sentence looks like that might state a fact of some kind: rough signs, for counting what was left unread.

They are wider than the rules and narrower than the language, so that a coverage figure compares kinds and versions with
each other; recall is what `kg evaluate` measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.annotation.model import EntityType

_D, _I, _T = EntityType.DRUG, EntityType.INDICATION, EntityType.TARGET
_O, _P, _E = EntityType.ORGANIZATION, EntityType.PERSON, EntityType.EVENT
_MONEY = r"(?:[$€£¥]|\b(?:US|C|A|CA)?\$|\b(?:USD|EUR|CAD|GBP)\b)\s?\d"
_METRIC = r"\bnet (?:loss|income)|\bloss per|\brevenues?\b|\bexpenses?\b|\bcash (?:used|and cash)|\bstock-based comp"


@dataclass(frozen=True, slots=True)
class Sign:
    """The types of entity that must be named (one for each place in the list), and words of which one must occur."""

    kind: str
    types: tuple[EntityType, ...]
    words: re.Pattern[str]

    def fits(self, text: str, types: Sequence[EntityType]) -> bool:
        """Whether a sentence that names entities of these types bears the sign."""
        return not Counter(self.types) - Counter(types) and bool(self.words.search(text))


def _sign(kind: str, types: tuple[EntityType, ...], words: str = "") -> Sign:
    return Sign(kind, types, re.compile(words, re.IGNORECASE))


SIGNS: tuple[Sign, ...] = (
    _sign("developer", (_D, _O), r"\bdevelop|\bcandidates?\b|\bpipeline\b|\bportfolio\b|\brights to\b|\bproducts?\b"),
    _sign(
        *("modality", (_D,)),
        r"\bantisense|\bsmall[- ]molecule|\bantibod|\b(?:gene|cell|immuno)[- ]?therap|\bvaccine|\bpeptide|\bsiRNA\b",
    ),
    _sign("target", (_D, _T)),
    _sign("indication", (_D, _I)),
    _sign("approved_for", (_D,), r"\bapprov(?:ed|al)\b|\bauthori[sz]ed\b|\bindicated for\b"),
    _sign("analogue_of", (_D, _D), r"\banalogu?e|\bderivative|\bprodrug|\bmetabolite|\bsalt of\b"),
    _sign("stage", (_D,), r"\bphase\b|\bpre-?clinical|\bclinical[- ]stage"),
    _sign(
        "trial", (_D,), r"\b(?:trial|study)\b.*\b(?:patients?|phase|enrol|dos(?:ed|ing)|initiat|complet|begin|began)"
    ),
    _sign("trial", (_D,), r"\bphase\b.*\b(?:trial|study)\b"),
    _sign("agreement", (_O, _O), r"\bagreement|\blicen[sc]|\bcollaborat|\bacqui(?:re|sition)|\bmerg|\bpartner"),
    _sign(
        *("regulatory", (_D,)),
        r"\bdesignation|\bdrug application|\bfast track|\borphan|\b(?:IND|NDA|BLA|MAA)\b|\bcomplete response",
    ),
    _sign("financing", (), rf"(?:\boffering|\bplacement|\bfinancing|\bproceeds)\b.*{_MONEY}"),
    _sign("financing", (), rf"{_MONEY}.*(?:\boffering|\bplacement|\bfinancing|\bproceeds)\b"),
    _sign("listing", (), r"\b(?:NASDAQ|TSX|NYSE|AMEX|AIM|HKEX|LSE|ASX|OTC\w*)[\w ]{0,12}:\s?[A-Z0-9.]{1,8}\b"),
    _sign("role", (_P,), r"\bofficer\b|\bpresident\b|\bchair|\bdirector\b|\bprofessor\b|\binvestigator\b|\bCEO\b"),
    _sign("publication", (), r"\bpublished (?:online )?in\b|\bpublication in\b|\bJournal of\b"),
    _sign("presentation", (_E,), r"\bpresent|\bposter\b|\boral\b|\babstract"),
    _sign("financial", (), rf"(?:{_METRIC})[^.]*?\d|\d[^.]*(?:{_METRIC})"),
    _sign("founded", (), r"\b(?:founded|established|incorporated) in (?:\w+ )?\d{4}\b"),
    _sign("risk", (), r"\bgoing concern\b|\bdelist|\bclinical hold\b|\brestate(?:d|ment)\b"),
    _sign("outcome", (_D,), r"\bendpoints?\b|\bp\s?[=<]|\bresponse rate|\bstatistically significant|\bhazard ratio"),
)


def kinds_signed(text: str, types: Sequence[EntityType]) -> frozenset[str]:
    """The kinds of fact that a sentence might state, by its words and the types of what it names.

    >>> sorted(kinds_signed("ZRX-1 is being tested in gout", [EntityType.DRUG, EntityType.INDICATION]))
    ['indication']
    """
    return frozenset(sign.kind for sign in SIGNS if sign.fits(text, types))
