"""Drugs whose names stand right behind the word for what they are, or right before their application.

Finds "Kelvox" in "its developmental gout vaccine, Kelvox,", "kelvorine-8" in "the drug kelvorine-8 (K8)", "Kelvox" in
"its Kelvox NDA"; leaves alone "its vaccine, Belu said", "the study of PharmaBelu".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.entities.coined import may_be_made_up
from kg.annotation.entities.dealt_drugs import is_substance
from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import lookup

_COINED = r"(?P<name>(?:[A-Z][a-z]{4,14}|[A-Z]{5,13}|[A-Z][a-z]{1,9}[A-Z][A-Za-z]{1,9})(?:-(?:[A-Z]{1,3}|\d{1,2}))?)"
_CAMEL = r"(?P<name>[A-Z][a-z]{1,9}[A-Z][A-Za-z]{1,9}(?:-(?:[A-Z]{1,3}|\d{1,2}))?)"
_KIND = (
    r"(?:inhibitor|agonist|antagonist|antibody|vaccine|therapy|candidate|small\smolecule|peptide|modulator|degrader|"
    r"prodrug|biologic|biosimilar|siRNA|oligonucleotide|immunotherapy|antiviral|antibiotic|compound|drug|medicine|"
    r"treatment|therapeutic|product|formulation|radiopharmaceutical|implant|cream|gel|nasal\sspray|tablet|injection)"
)
_WHOSE = r"(?:\b(?:[Ii]ts|[Oo]ur|[Tt]heir|[Tt]he\s[Cc]ompany['’]s)|(?<=[a-z])['’]s)"
_NEXT = r"(?![\w@]|-\w|\.\w)"
_GOES_ON = (
    r"(?=\s{0,5}[,.;()]|\s{1,6}(?:in|for|to|is|was|has|had|as|and|or|against|with|at|on|which|that|from|by)\b|\s*$)"
)
# "its developmental gout vaccine, Kelvox, is"; "its gout vaccine KelVax"
_APPOSED = re.compile(rf"{_WHOSE}\s(?:[\w/()'-]+,?\s){{0,8}}?{_KIND},\s{_COINED}{_NEXT}{_GOES_ON}")
_BESIDE = re.compile(rf"{_WHOSE}\s(?:[\w/()'-]+,?\s){{0,8}}?{_KIND}\s{_CAMEL}{_NEXT}{_GOES_ON}")
# "a Phase 2 trial of KelVax"; "our KelVax program"
_OF_CAMEL = re.compile(
    rf"\b(?i:trials?|stud(?:y|ies)|testing|development|IND\sfilings?)\s(?:of|for)\s"
    rf"(?:(?:its|our|the)\s)?(?:[a-z-]+\s){{0,2}}{_CAMEL}{_NEXT}"
)
_PROGRAM = re.compile(rf"\b(?:[Oo]ur|[Ii]ts)\s{_CAMEL}\s(?:program(?:me)?|vaccine|candidate)\b")
_APPLICATION = (
    r"(?:(?i:new\sdrug\sapplications?|biologics?\slicen[sc]e\sapplications?|marketing\sauthori[sz]ation\sapplications?|"
    r"pre-?market\sapproval)|(?:s|A|r)?(?:NDA|BLA|MAA)s?)"
)
# "its Kelvox New Drug Application"; "the supplemental biologics license application (sBLA) for KELVOX"
_BEFORE_APPLICATION = re.compile(
    rf"{_WHOSE}\s(?!Investigational|Supplemental|Abbreviated|Original|Rolling|Initial|Planned|Pending|Approved|Full)"
    rf"{_COINED}\s{_APPLICATION}\b"
)
_APPLIED_FOR = re.compile(rf"\b{_APPLICATION}(?:\s\(\W?\w{{2,5}}\W?\))?\s(?:for|of)\s{_COINED}{_NEXT}{_GOES_ON}")
_DRUG = r"(?i:drug|compound|candidate|molecule|agent|inhibitor|antibody|peptide|vaccine|therapy)"
# "the drug kelvorine-8 (K8)"
_PLAIN = re.compile(
    rf"\b{_DRUG},?\s(?P<name>[a-z]{{6,22}}(?:-\d{{1,2}})?)\s\([\"“]?(?P<code>[A-Z]{{1,4}}-?\d{{1,5}}[A-Z]?)[\"”]?\)"
)
# "product candidate kelAV-2 (A002)", "designation for A002", "a trial of A002"
_THREE = re.compile(
    r"\b(?i:candidates?|compounds?|drugs?|therapy|designations?\s(?:for|to)|trials?\sof|dos(?:es?|ing)\sof|application\sfor)"
    r",?\s(?:[\w./-]{3,24}\s\()?(?P<name>[A-Z]\d{3})(?![\w-]|\.\d)(?!\s(?:trial|study|protocol|mutation|substitution))"
)
# "which now has the generic name kelvomab"
_GENERIC = re.compile(
    r"(?:(?P<code>(?<![\w-])[A-Z]{2,5}-?\d{2,5}[A-Z]?),?\s(?:which\s)?(?:now\s)?(?:has|bears)\sthe\s)?"
    r"\b(?:generic|nonproprietary|non-proprietary|INN)\sname(?:\sis|\sof|,)?\s(?P<name>[a-z]{6,22})\b"
)


def drugs_by_kind(text: str) -> Iterator[Found]:
    """Every name that the words right beside it make a drug's."""
    words = re.findall(r"[A-Za-z]{4,}", text)
    if text.isupper() or sum(w[0].isupper() for w in words) > 0.5 * len(words):
        return
    for pattern in (_APPOSED, _BESIDE, _OF_CAMEL, _PROGRAM, _BEFORE_APPLICATION, _APPLIED_FOR):
        for match in pattern.finditer(text):
            if may_be_made_up(text, match.start("name"), match["name"]):
                yield Found(EntityType.DRUG, *match.span("name"), match["name"], "coined", 3)
    for match in _PLAIN.finditer(text):
        if not any(lookup(kind, match["name"]) for kind in ("target", "disease")):
            yield Found(EntityType.DRUG, *match.span("name"), match["name"], "generic", 4)
            yield Found(EntityType.DRUG, *match.span("code"), match["code"], "code", 4)
    for match in _THREE.finditer(text):
        if not any(lookup(kind, match["name"]) for kind in ("target", "disease", "organization")):
            yield Found(EntityType.DRUG, *match.span("name"), match["name"], "code", 4)
    for match in _GENERIC.finditer(text):
        if is_substance(match["name"]):
            yield Found(EntityType.DRUG, *match.span("name"), match["name"], "generic", 4)
            if match["code"]:
                yield Found(EntityType.DRUG, *match.span("code"), match["code"], "code", 4)
