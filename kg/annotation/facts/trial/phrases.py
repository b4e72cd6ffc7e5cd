"""Phrases that name a trial, its size, its number and its short name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.facts.drug import PHASE, phase_notation

_NOUN = (
    r"(?:clinical (?:trials?|stud(?:y|ies)|evaluations?|programs?|programmes?|development programs?|investigations?)|"
    r"registration(?:al)? (?:program|trial|study)|trials?|stud(?:y|ies)|programs?|programme|testing|"
    r"development program)"
)
_MID = (
    r"(?:(?!trial|stud(?:y|ies)\b|Phase|dose (?!escalat|finding|ranging|expansion|optimi|comparison)|ready |"
    r"enabling |stage |and |of |for |in |with |to |is |was )"
    r"[\w/().'\"‹›“”,-]+ ){0,9}?(?:\((?:[^()]){8,180}\) )?"
)
_PHASED = re.compile(
    rf"(?P<phase>(?:\b|(?<=\d)){PHASE})(?!-ready|-enabling)(?:[ -]|, )(?P<mid>{_MID})(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)
# "Phase 3 and Phase 2 trials": the first of two phases that share the noun.
_SHARING = re.compile(
    rf"(?P<phase>\b{PHASE})(?P<mid>)(?= and {PHASE} (?:[\w-]+ ){{0,2}}?(?P<noun>{_NOUN})\b)",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?P<mid>)(?P<noun>\b(?:clinical trials?|clinical stud(?:y|ies)|trials?|stud(?:y|ies)|clinical programs?))\b",
    re.IGNORECASE,
)
# "pivotal trials (Phase 3)"
_BRACKETED = re.compile(
    rf"(?P<mid>)(?P<noun>\b(?:clinical |pivotal |registrational )+(?:trials?|stud(?:y|"
    rf"ies))) \((?:an? )?(?P<phase>{PHASE})\)",
    re.IGNORECASE,
)
_FIRST_IN_HUMAN = re.compile(
    rf"(?P<phase>first-in-human) (?P<mid>(?:(?!{PHASE})[\w-]+ ){{0,4}}?)(?P<noun>{_NOUN})\b", re.IGNORECASE
)
_NOT_CLINICAL = re.compile(
    r"\b(?:pre-?clinical|non-?clinical|animal|mouse|mice|rodents?|murine|in vitro|in vivo|toxicology|toxicity|"
    r"laboratory|case|"
    r"feasibility|market|GLP|IND-enabling|xenograft|bioequivalence|genetic|epidemiolog\w+|observational|"
    r"retrospective|method|stability|"
    r"formulation|cell|modeling|computational|preformulation|natural history|research|pilot plant|validation|"
    r"proof-of-concept animal|"
    r"extension|expanded access|registry|primate|non-human primate|canine|compatibility|usability|survey|cohort|"
    r"these|such|other|previous|prior|earlier|many|multiple|several|any|all|our|future|additional|various|"
    r"successful)\s+(?:\w+ ){0,1}$",
    re.IGNORECASE,
)
# "Trial design", "trial costs": no trial is told of.
_ABOUT_TRIALS = re.compile(
    r"^\s(?:designs?|sites?|costs?|expenses?|experience|expertise|operations?|infrastructure|management|"
    r"services?|networks?|protocols?|suppl\w+|"
    r"materials?|conduct|timelines?|capabilit\w+|endpoints?|regulations?|process\w*|failures?|participation|"
    r"strateg\w+|readiness|software|data\b)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\b(?:extension|rollover|roll-over|follow-up|expanded access)\b", re.IGNORECASE)
_NOT_NAMES = (
    r"(?!NCT\d|(?:FDA|IND|GMP|BARDA|NIH|NCI|USA|COVID|RMAT|CRO|DSMB|FORM|PHASE|CLINICAL|CEO|NDA|BLA|EMA|NMPA|"
    r"AND|THE|FOR|WITH|OF|IN|TO|"
    r"ANNOUNCES|INITIATES|STUDY|TRIAL|US|UK|EU|II|III|IV|PIVOTAL|GLOBAL|POSITIVE|FIRST)\b)"
)
_SHORT = (
    rf"{_NOT_NAMES}(?:[A-Z][A-Z0-9]{{3,14}}|"
    rf"[A-Z]{{1,2}}[a-z]{{1,3}}[A-Z]{{2,}}[A-Za-z]{{0,10}}|"
    rf"[A-Z]{{2,3}}-[A-Z]{{4,12}})(?:[- ]?[A-Z0-9]{{1,4}})?(?:-\d+)?"
    r"(?:-[A-Z][a-z]{2,8})?"
)
_NAME = re.compile(
    rf"(?:\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Aa]|‹O\d+›'?s?)\s+|^|[\s(])(?P<name>{_SHORT})\s+"
    r"(?=(?:‹D\d+› )?(?:[Pp]hase|trial|study|clinical|open-label|pivotal|registrational|program))|"
    rf"(?:^|[\s(])(?P<called>{_SHORT}) is (?:an?|the|its|our|their|‹O\d+›'s) (?:[\w-]+,? ){{0,6}}?(?=[Pp]hase|"
    rf"trial\b|study\b)|"
    rf"(?:^|[\s(])(?P<told>{_SHORT})(?: \(NCT\d+\))?, (?:an?|the|its|our|their|‹O\d+›'s) (?:[\w-]+ ){{0,3}}?"
    r"(?=[Pp]hase|trial\b|study\b|clinical|pivotal)|"
    rf"[Pp]hase \S{{1,4}},? (?:[a-z-]+,? ){{0,3}}(?P<within>{_SHORT}) (?=(?:[Cc]linical )?(?:[Tt]rial|[Ss]tudy))"
)
_NAME_BEHIND = re.compile(rf"^(?:,? (?:called|named|known as))?\s?\(?[“\"‘]?(?P<name>{_SHORT})[”\"’]?(?=[);,])")
_NUMBER_WORDS = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen "
        "nineteen twenty".split()
    )
} | {w: 10 * i for i, w in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_N = r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5}|" + "|".join(list(_NUMBER_WORDS)[2:]) + ")"
_PEOPLE = (
    r"(?:(?:[\w-]+ ){0,4}?)(?:patients|participants|subjects|volunteers|individuals|adults|children|women|men|people)"
)
_ABOUT = r"(?:a total of |an estimated |approximately |up to |about |over |more than |at least )?"
_ENROLLED = [
    re.compile(
        rf"\b(?:enrolled|enrolling|enroll|randomi[sz]ed|recruited|treated|dosed|includ(?:es|ed|ing))\s+"
        rf"(?:a total of |approximately |up to |about |over |more than )?{_N}\s+{_PEOPLE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_N}\s+{_PEOPLE}\s+(?:(?:have|has|had)\s+been|were|was|are|will be)\s+(?:successfully\s+)?"
        r"(?:enrolled|randomi[sz]ed|treated|dosed|recruited|accrued)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:design|trial|study)\s+(?:in|of|with|involving)\s+(?:approximately |up to )?{_N}\s+{_PEOPLE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:enrol\w+(?: target)?|recruitment) of (?:a total of |approximately |up to |about |over |"
        rf"at least )?{_N}\s+{_PEOPLE}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:had|has|have)\s{_N}\s{_PEOPLE}\s(?:enrolled|randomi[sz]ed|recruited)\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:will|to|would)\s(?:recruit|include|randomi[sz]e|dose|treat)\s(?:a total of |approximately |"
        rf"up to |about |over |"
        rf"at least )?{_N}\s+{_PEOPLE}",
        re.IGNORECASE,
    ),
    re.compile(rf"\benrol\w+\b.*? complete\w* with (?:a total of )?{_N} {_PEOPLE}", re.IGNORECASE),
    re.compile(r"\b(?P<n>\d{1,3}(?:,\d{3})+|\d{2,5})-(?:patient|participant|subject|person)\b", re.IGNORECASE),
    # "the trial involved 1,410 infants", "the study is expected to involve 36 patients"
    re.compile(
        rf"\b(?:trials?|stud(?:y|ies))\b[^.;]{{0,80}}? (?:involv(?:es|ed|e|ing)|encompass(?:es|ed)|compris(?:es|ed)) "
        rf"{_ABOUT}{_N}\s+{_PEOPLE}",
        re.IGNORECASE,
    ),
    # "a trial evaluating ACM-12 in 300 adults", "will evaluate ACM-12 against placebo in up to 36 volunteers"
    re.compile(
        rf"\b(?:trial|study)\b[^.;]{{0,80}}? (?:of|evaluat(?:e|ed|es|ing)|test(?:ed|ing)|assess(?:ed|es|ing)?|"
        rf"compar(?:ed|es|ing)?) "
        rf"[^.;]{{0,20}}?‹D\d+›[^.;‹›]{{0,40}}? in {_ABOUT}{_N}\s+{_PEOPLE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^\W{{0,2}}{_ABOUT}{_N} (?:[\w-]+ ){{0,2}}(?:patients|participants|subjects|volunteers) will be (?:given|"
        rf"treated|"
        r"dosed|randomi[sz]ed|enrolled|recruited)\b",
        re.IGNORECASE,
    ),
]
# "Sixteen patients were treated.": of the trial told before.
COUNTED = re.compile(
    rf"^\W{{0,2}}(?:A total of |In total,? )?{_N} (?:[\w-]+ ){{0,2}}(?:patients|participants|subjects|volunteers|"
    rf"adults) "
    r"(?:have been |were )(?:enrolled|treated|dosed|randomi[sz]ed)\b",
    re.IGNORECASE,
)
# Part of the people of a trial, or a response among them.
_PART = re.compile(r"\b(?:cohort|arm|group|first|initial|of whom|of the)\b", re.IGNORECASE)
NCT = re.compile(r"\bNCT\s?0?\d{7,8}\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase that names a trial, with the half-open place of its words in the masked sentence."""

    start: int
    end: int
    phase: str | None
    plural: bool
    mid: str
    clinical: bool
    listed: bool  # "these trials", which only a list behind it takes apart
    definite: bool  # "the study", "this trial": of one named before


def find_phrases(masked: str) -> list[Phrase]:
    """The trials that a masked sentence names, in order."""
    found: list[Phrase] = []
    for pattern in (_PHASED, _BRACKETED, _FIRST_IN_HUMAN, _SHARING, _PLAIN):
        for match in pattern.finditer(masked):
            phrase = _phrase(masked, match)
            if phrase is not None and not any(p.start < phrase.end and phrase.start < p.end for p in found):
                found.append(phrase)
    return sorted(found, key=lambda p: p.start)


def _phrase(masked: str, match: re.Match[str]) -> Phrase | None:
    groups = match.groupdict()
    start = min(match.start("phase"), match.start("noun")) if groups.get("phase") else match.start("noun")
    if match.re is _SHARING:
        start = match.start("phase")
    end = match.end() if match.re in (_SHARING, _BRACKETED) else match.end("noun")
    phase = phase_notation(groups["phase"]) if groups.get("phase") else None
    before, after = masked[max(0, start - 40) : start], masked[match.end("noun") :]
    listed = bool(re.search(r"\bthese $", before))
    if phase is None and not listed and (_NOT_CLINICAL.search(before) or _ABOUT_TRIALS.search(after)):
        return None
    if _EXTENSION.search(masked[start:end]) or re.search(
        r"\b(?:extension|end[- ]of[- ]|recommended )$", before, re.IGNORECASE
    ):
        return None
    noun = match["noun"].lower()
    plural = bool(re.search(r"(?:trials|studies|programs)$", noun)) and match.re is not _SHARING
    definite = bool(re.search(r"\b(?:the|this|that|these|those|both)\s+(?:[\w-]+\s){0,2}$", before, re.IGNORECASE))
    return Phrase(start, end, phase, plural, match["mid"], "clinical" in noun or phase is not None, listed, definite)


def enrollment_of(text: str) -> int | None:
    """How many people a sentence says a trial has or had."""
    for pattern in _ENROLLED:
        match = pattern.search(text)
        if match:
            if _PART.search(match[0]) or re.search(r"\b(?:cohort|arm|first)\s(?:\w+\s)?$", text[: match.start()]):
                return None
            word = match["n"].lower().replace(",", "")
            number = int(word) if word.isdigit() else _NUMBER_WORDS[word]
            return number if 3 <= number <= 100_000 and number not in range(1990, 2035) else None
    return None


def name_of(masked: str, after: str = "") -> str | None:
    """The short name of a trial: "HARBOR" in "the HARBOR Phase 1b trial", "FLORA" in "Phase 2 trial (FLORA)"."""
    if masked.removesuffix(" trial").isupper():  # in capitals every word looks like a short name
        return None
    match = _NAME_BEHIND.search(after) or _NAME.search(masked)
    return next((n for n in match.groupdict().values() if n), None) if match else None
