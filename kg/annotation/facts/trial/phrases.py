"""Phrases that name a trial, and what the words around them say of its status, size and name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.facts.drug import PHASE, phase_notation

_NOUN = r"(?:clinical (?:trials?|stud(?:y|ies)|programs?|programmes?|development programs?|investigations?)|registration(?:al)? (?:program|trial|study)|trials?|stud(?:y|ies)|programs?|programme|testing|development program)"
_MID = r"(?:(?!trial|stud(?:y|ies)\b|Phase|and |of |for |in |with |to |is |was )[\w/().'\"‹›,-]+ ){0,9}?"
_PHASED = re.compile(rf"(?P<before>(?:[\w'-]+ ){{0,4}})(?P<phase>\b{PHASE})(?:[ -]|, )(?P<mid>{_MID})(?P<noun>{_NOUN})\b", re.IGNORECASE)
_PLAIN = re.compile(r"(?P<before>(?:[\w'-]+ ){0,4})(?P<mid>)(?P<noun>\b(?:clinical trials?|clinical stud(?:y|ies)|trials?|stud(?:y|ies)|clinical programs?))\b", re.IGNORECASE)
_FIRST_IN_HUMAN = re.compile(rf"(?P<before>)(?P<phase>first-in-human) (?P<mid>(?:(?!{PHASE})[\w-]+ ){{0,4}}?)(?P<noun>{_NOUN})\b", re.IGNORECASE)
_NOT_CLINICAL = re.compile(
    r"\b(?:pre-?clinical|non-?clinical|animal|mouse|mice|rodents?|murine|in vitro|in vivo|toxicology|toxicity|laboratory|case|feasibility|market|GLP|IND-enabling|xenograft|bioequivalence|genetic|epidemiolog\w+|observational|retrospective|"
    r"method|stability|formulation|cell|modeling|computational|preformulation|natural history|research|pilot plant|validation|proof-of-concept animal|these|such|other|previous|prior|earlier|many|multiple|several|any|all|our|future|additional|various|successful)\s+(?:\w+ ){0,1}$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Aa]|‹O\d+›'?s?)\s+|^|[\s(])(?P<name>(?!(?:FDA|IND|GMP|BARDA|NIH|NCI|USA|COVID|RMAT|CRO|DSMB|FORM|PHASE|CLINICAL|CEO|NDA|BLA|EMA|NMPA|AND|THE|FOR|WITH|OF|IN|TO|ANNOUNCES|INITIATES|STUDY|TRIAL|US|UK|EU|II|III|IV)\b)[A-Z][A-Z0-9]{3,14}(?:[- ]?[A-Z0-9]{1,4})?(?:-\d+)?)\s+(?=(?:‹D\d+› )?(?:Phase|trial|study|clinical|open-label|pivotal))"
)
_NUMBER_WORDS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split())}
_N = r"(?P<n>\d{1,3}(?:,\d{3})+|\d{1,5}|" + "|".join(list(_NUMBER_WORDS)[2:]) + ")"
_PEOPLE = r"(?:(?:[\w-]+ ){0,4}?)(?:patients|participants|subjects|volunteers|individuals|adults|children|women|men|people)"
_ENROLLED = [
    re.compile(rf"\b(?:enrolled|enrolling|enroll|randomi[sz]ed|recruited|treated|dosed|includ(?:es|ed|ing))\s+(?:a total of |approximately |up to |about |over |more than )?{_N}\s+{_PEOPLE}", re.IGNORECASE),
    re.compile(rf"\b{_N}\s+{_PEOPLE}\s+(?:(?:have|has|had)\s+been|were|was|are|will be)\s+(?:successfully\s+)?(?:enrolled|randomi[sz]ed|treated|dosed|recruited|accrued)", re.IGNORECASE),
    re.compile(rf"\b(?:design|trial|study)\s+(?:in|of|with|involving)\s+(?:approximately |up to )?{_N}\s+{_PEOPLE}", re.IGNORECASE),
    re.compile(r"\b(?P<n>\d{2,3}(?:,\d{3})*)-(?:patient|participant|subject|person)\b", re.IGNORECASE),
]
_CLAUSE = re.compile(r"\bas well as\b|;|, while\b|, whereas\b|, with (?!the first)")
NCT = re.compile(r"\bNCT\s?0?\d{7,8}\b")

# Words of status, surest first, each with its weight; the first that fits the words around a phrase decides.
_STATUS = [
    ("completed", 7, re.compile(r"\b(?:is now complete|now completed|has been completed|have been completed|was completed|has now completed|recently completed|successfully completed)\b", re.IGNORECASE)),
    ("terminated", 6, re.compile(r"\b(?:terminat(?:ed|ion|ing)|discontinu(?:ed|ation|ing)|halted|stopped early|suspended|paused|on hold|withdrawn|prematurely closed)\b", re.IGNORECASE)),
    ("planned", 5, re.compile(
        r"\b(?:allows? [^.;]{0,30}to initiate|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|expect(?:s|ed|ing)?|anticipat(?:e|es|ed|ing)|will(?! enable)|upcoming|forthcoming|proposed|prepar(?:e|es|ing|ation|ations)|on track|potential|to be (?:initiated|conducted|started)|to (?:initiate|begin|commence|start|conduct|launch|advance|move|progress|support|enable)(?! enrol)|"
        r"future|next(?!-generation)|looks? forward|aims?|towards?|in support of|slated|scheduled|advanc(?:e|es|ing) (?:\S+ )?into|proceed(?:ing)? (?:\S+ )?(?:in)?to|ready for|could|may|would|progressing (?:[\w-]+ ){0,4}into|design of)\b", re.IGNORECASE)),
    ("initiated", 4, re.compile(
        r"\b(?:initiat(?:ion|ed|es)|commence(?:d|ment|s)?|has (?:begun|started)|started|began|begun|launch(?:ed|es)?|first (?:patient|subject|participant|volunteer|cohort)s?(?: has been| have been| was| were| in| is)?(?: successfully)? (?:dosed|enrolled|treated|randomi[sz]ed|[‹\w])|"
        r"dos(?:ed|es|ing)(?: of)? (?:the )?first|enroll(?:ed|s|ment of)? (?:the )?first|opened|cleared|allowed to proceed|announced today the initiation)\b", re.IGNORECASE)),
    ("ongoing", 4, re.compile(
        r"\b(?:on-?going|under-?way|under way|currently|enrolling|recruiting|in progress|continu(?:es|ing)|is (?:being|conducting|evaluating|studying)|are (?:being|ongoing)|being (?:conducted|evaluated|studied|tested|investigated)|interim|actively|still receiving|approaches completion|"
        r"enrollment (?:in|continues|is)|to date|preliminary|is a (?:randomi[sz]ed|double|open|multi|single|Phase)|now in|has enrolled|undergoing)\b", re.IGNORECASE)),
    ("completed", 3, re.compile(
        r"\b(?:complet(?:ed|ion|es|e)|conclu(?:ded|sion)|met (?:its|the|both|all)|achiev(?:ed|e) (?:its|the)|top-?line|final (?:results|data|analysis)|results? (?:from|of)|data (?:from|of)|was (?:an? )?(?:conducted|randomi[sz]ed|double|open|multi|single|Phase)|were conducted|demonstrated|showed|shown|evaluated|recently conducted|successful|enrolled|findings|studied in)\b", re.IGNORECASE)),
]


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
    for pattern in (_PHASED, _FIRST_IN_HUMAN, _PLAIN):
        for match in pattern.finditer(masked):
            start, end = match.start("phase") if "phase" in match.groupdict() and match["phase"] else match.start("noun"), match.end("noun")
            if any(p.start < end and start < p.end for p in found):
                continue
            phase = phase_notation(match["phase"]) if "phase" in match.groupdict() else None
            before = masked[max(0, start - 40) : start]
            listed = bool(re.search(r"\bthese $", before))
            if phase is None and _NOT_CLINICAL.search(before) and not listed:
                continue
            noun = match["noun"].lower()
            plural = bool(re.search(r"(?:trials|studies|programs)$", noun))
            definite = bool(re.search(r"\b(?:the|this|that|these|those|both)\s+(?:[\w-]+\s){0,2}$", before, re.IGNORECASE))
            found.append(Phrase(start, end, phase, plural, match["mid"], "clinical" in noun or phase is not None, listed, definite))
    return sorted(found, key=lambda p: p.start)


def status_of(before: str, after: str, inside: str = "") -> tuple[str, int] | None:
    """The status that the words around a phrase give, with its weight; None where they give none."""
    near, far = _CLAUSE.split(before)[-1][-70:], _CLAUSE.split(after)[0][:90]
    if re.search(r"\bpart of (?:the |this |a )?$", near):
        return None
    for status, weight, pattern in _STATUS:
        if pattern.search(inside):
            return status, weight
    ahead = [(m.end(), weight, status, m.start()) for status, weight, pattern in _STATUS for m in pattern.finditer(near)]
    if ahead:
        end, weight, status, start = max(ahead)
        hoped = any(s == "planned" and 0 <= start - e <= 30 for e, _, s, _ in ahead)
        return ("planned", 5) if hoped and status in ("initiated", "completed", "ongoing") else (status, weight)
    behind = [(m.start(), -weight, status) for status, weight, pattern in _STATUS for m in pattern.finditer(far)]
    if behind:
        _, weight, status = min(behind)
        return status, -weight - 1
    return None


def enrollment_of(text: str) -> int | None:
    """How many people a sentence says a trial has or had."""
    for pattern in _ENROLLED:
        match = pattern.search(text)
        if match:
            word = match["n"].lower().replace(",", "")
            number = int(word) if word.isdigit() else _NUMBER_WORDS[word]
            return number if 3 <= number <= 100_000 and number not in range(1990, 2035) else None
    return None


def name_of(masked: str) -> str | None:
    """The short name of a trial: "DONATELLO" in "the DONATELLO Phase 1b clinical trial"."""
    match = _NAME.search(masked)
    return match["name"] if match and not masked.isupper() else None
