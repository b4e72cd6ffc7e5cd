"""The stage that is stated for a drug as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.entities.drugs import CODE
from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.facts.making import fact, negated
from kg.annotation.model import Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule

_NOW = r"(?: now| currently| presently)?"
_ASSET = r"(?:compound|drug|candidate|product|program|programme|asset|drug candidate|product candidate|agent)"
_RULES = (
    rule(
        rf"(?P<drug>{{D*}}),? (?:is|are|which is|was)?{_NOW} ?in (?:an? )?(?:[\w-]+ ){{0,2}}?(?P<phase>{PHASE}) "
        r"(?:clinical )?(?:trials?|stud(?:y|ies)|development|testing)"
    ),
    rule(rf"(?P<phase>pre-?clinical)(?:-stage| stage)? {_ASSET},? (?P<drug>{{D}})"),
    rule(
        rf"(?P<drug>{{D*}}),? (?:is|are|which is|was|remains?){_NOW} ?(?:in |at (?:the )?)?(?P<phase>pre-?clinical)"
        r"(?: development| stage| testing| studies)?"
    ),
    rule(rf"(?P<drug>{{D*}}),? {_NOW.strip('?')}? ?in (?P<phase>pre-?clinical) (?:development|stage|testing)"),
)
_CLINICAL = re.compile(
    r"\bPhase\s(?:[1-4]|I{1,3}V?|IV)|\bclinical (?:trial|stud)|first-in-human|\bapproved\b|"
    r"\bhealthy (?:adults?|volunteers|subjects)|\b(?:in|to those in) humans\b|"
    r"\bpatients (?:treated|dosed|enrolled|receiv\w+)|\bin patients\b",
    re.IGNORECASE,
)
_PRECLINICAL = re.compile(
    r"\b(?:pre-?clinical|non-?human primates?|macaques|animal (?:studies|data|models?)|(?:in|of) (?:mice|rats|"
    r"animals)|mouse models?|xenograft|in vivo|IND-enabling|toxicology studies)\b",
    re.IGNORECASE,
)


def stages(sentence: Sentence) -> Iterator[Fact]:
    """Stages: "ACM-12 is in Phase 2 development"."""
    for pattern in _RULES:
        for match in pattern.finditer(sentence.masked):
            phase = phase_notation(match["phase"])
            if phase and not negated(match[0]):
                for drug in sentence.named(match["drug"]):
                    yield fact("stage", "drug.stage/1", sentence, 0.9, drug=drug, stage=Concept("phase", phase))


def never_clinical(reading: Reading) -> Iterator[Fact]:
    """A numbered drug of which the release tells preclinical work and nothing clinical is preclinical."""
    told: dict[str, list[tuple[Sentence, Mention]]] = {}
    for sentence, drug in reading.mentions(EntityType.DRUG):
        told.setdefault(drug.name, []).append((sentence, drug))
    for name, places in told.items():
        alone = [s for s, _ in places if _alone(s)]
        numbered = CODE.fullmatch(name) or re.search(r"[A-Z]-?\d", name)
        if not numbered or any(_CLINICAL.search(s.masked) for s in alone):
            continue
        for sentence, drug in places:
            if _PRECLINICAL.search(sentence.masked) and _alone(sentence) and not negated(sentence.masked):
                preclinical = Concept("phase", "preclinical")
                yield fact("stage", "drug.stage.preclinical/1", sentence, 0.8, drug=drug, stage=preclinical)
                break


def _alone(sentence: Sentence) -> bool:
    return len({m.name for m in sentence.of_type(EntityType.DRUG)}) == 1
