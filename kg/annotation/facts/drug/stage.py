"""The stage that is stated for a drug as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.annotation.entities.drugs import CODE
from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.facts.making import fact, fields, negated
from kg.annotation.model import Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule

_NOW = r"(?: now| currently| presently)?"
_ASSET = r"(?:compound|drug|candidate|product|program|programme|asset|drug candidate|product candidate|agent)"
_PLAIN = 4  # rules at the beginning whose words stand right beside each other
_NOWADAYS = r"(?:now|currently|presently)"
_BRACKET = r"(?: \([^()]{1,40}\))?"
_WORK = (
    r"(?! (?:ready|enabling))(?:[ -](?:clinical |stage |human )*(?:trials?|stud(?:y|ies)|development|testing|"
    r"evaluation))?\b"
)
_THERE = (
    r"(?=[.,;)]|$| (?:clinical |human )?(?:development|testing|trials?|stud(?:y|ies)|evaluation)\b| (?:for|as|and|"
    r"with)\b)"
)
# What a drug is, in so many words: nothing that it or anybody did.
_WHAT = (
    r"(?:(?!(?:rival|competitor|compar|demonstrat|show|achiev|complet|success|met|meet|result|data|has|have|had|that|"
    r"which|was|were|test|stud)\w*)(?:[\w/()’'-]+,?|‹[ITO]\d+›(?:'s)?,?) ){0,16}?"
    r"(?!(?:results|data|success|shown|demonstrated|studied|tested|safe|completed))(?:[\w/-]+|‹I\d+›)"
)
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
    # "ACM-12, now in Phase 3 for gout"; "ACM-12 is an oral antibody for lupus, currently in Phase 1"
    rule(rf"(?P<drug>{{D*}}){_BRACKET},? {_NOWADAYS} in (?:an? |the )?(?:[\w-]+ ){{0,2}}?(?P<phase>{PHASE}){_WORK}"),
    rule(
        rf"(?P<drug>{{D}}){_BRACKET}(?:,? is|,|, which is) (?:an?|the|our|its|{{O}}'s) {_WHAT}(?:,? (?:which|that) is)?"
        rf"(?:,? {_NOWADAYS})? in (?:an? |the )?(?P<phase>{PHASE}){_WORK}"
    ),
    # "our Phase 2 candidate, ACM-12"; "the Phase 3-stage asset ACM-12"
    rule(
        rf"(?:\b(?:an?|the|our|its)|{{O}}'s) (?P<phase>{PHASE})(?:-stage| stage)? {_ASSET}s?,? (?P<drug>{{D*}})(?![-'])"
    ),
    rule(rf"(?P<drug>{{D}}) \((?P<phase>{PHASE}|pre-?clinical)(?: stage| development|-stage)?\)"),
    # "ACM-12 has entered Phase 3 development"; "Acme has moved ACM-12 into Phase 2"
    rule(
        rf"(?P<drug>{{D}}){_BRACKET} (?:has|have) (?:now |recently |successfully )?(?:entered|reached|(?:advanced|"
        rf"moved|"
        rf"progressed) (?:in)?to) (?P<phase>{PHASE}){_WORK}"
    ),
    rule(
        rf"(?<!to )\b(?:has|have) (?:now |recently |successfully )?(?:advanced|moved|progressed|taken) (?P<drug>{{D}})"
        rf"{_BRACKET} "
        rf"(?:in)?to (?P<phase>{PHASE}){_WORK}"
    ),
    rule(rf"(?<!by )\badvancing (?P<drug>{{D}}){_BRACKET} (?:through|in) (?P<phase>{PHASE}){_WORK}"),
    # "ACM-12 is only in Phase II."; "ACM-12 for the prevention of migraine is in Phase 3"
    rule(
        rf"(?P<drug>{{D*}}){_BRACKET}(?: for (?:the (?:treatment|prevention) of )?{{I}})?,? (?:is|are|remains?|"
        rf"which is) "
        rf"(?:(?:now|currently|presently|only|still|also|already) )*in (?P<phase>{PHASE}){_THERE}"
    ),
    # "the pipeline includes ACM-12, in Phase 2 for asthma"; "ACM-12 (Phase 2, asthma)"; "ACM-12 (gout; Phase 2)"
    rule(
        rf"(?P<drug>{{D}}){_BRACKET},? in (?P<phase>{PHASE}|pre-?clinical development)"
        rf"(?: (?:clinical )?(?:development|testing|trials?|stud(?:y|ies)))? for (?:the (?:treatment|prevention) of )?"
        rf"(?:[\w-]+ ){{0,4}}?‹I"
    ),
    rule(
        rf"(?P<drug>{{D}}) \((?:in )?(?P<phase>{PHASE}|pre-?clinical)(?: development| stage|-stage)?"
        rf"(?:[,;:/]| [-–—]| for| in) ?(?:[^()‹›]{{0,40}}‹I\d+›)(?:[^()‹›]|‹I\d+›){{0,60}}\)"
    ),
    rule(rf"(?P<drug>{{D}}) \([^()‹›]{{0,30}}‹I\d+›[^()‹›]{{0,30}}[,;:/] ?(?:in )?(?P<phase>{PHASE}|pre-?clinical)\)"),
    # "ACM-12, a Phase 2 drug candidate for gout"
    rule(
        rf"(?P<drug>{{D}}){_BRACKET}(?:,| is|, which is) (?:an?|our|its|the|{{O}}'s) (?P<phase>{PHASE})(?:-stage| "
        rf"stage)?,? "
        rf"(?:(?!trials?|stud)[\w-]+,? ){{0,4}}?{_ASSET}\b(?! (?:trial|study))"
    ),
    # "ACM-40, a preclinical probiotic"; "our two preclinical programs are ACM-40, …, and ACM-77"
    rule(
        r"(?P<drug>{D})[\"”]?(?:,| is) (?:an?|the|our|its) (?P<phase>pre-?clinical)(?:-stage)? (?!models?|data|"
        r"stud)[\w-]+"
    ),
    rule(
        rf"(?P<phase>pre-?clinical)(?:-stage| stage)? {_ASSET}s (?:are|include|:|consist of) (?P<drug>{{D}})(?:,? "
        rf"[^‹›.;]{{0,80}}?"
        r"(?:‹[IT]\d+›[^‹›.;]{0,80}?){0,2}(?:, and| and|,) (?P<more>{D}))?"
    ),
)
_BOTH = rule(
    rf"^(?:Both|Both (?:programs|candidates|drugs|products|assets|compounds))(?: are)?{_NOW} (?:in|at) "
    rf"(?P<phase>{PHASE}|pre-?clinical){_WORK}"
)
# Behind the words: it is somebody else's, or so only in time.
_RATHER = re.compile(
    r"\b(?:rivals?|competitors?|competing|differs?|unlike|compared|versus|will|would|could|may|might|soon|expect\w*|if|"
    r"until|once|plans?|planned|with)\b",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\bPhase\s(?:[1-4]|I{1,3}V?|IV)|\b(?:late-stage |early-stage )?clinical[- ](?:(?:stage|phase)(?! (?:[\w-]+,? "
    r"){0,5}(?:company|firm|biotech\w*|pharma\w*)\b)|candidate|program)|\bclinical (?:trial|stud)|first-in-human|"
    r"\bapproved\b|"
    r"\bhealthy (?:adults?|volunteers|subjects)|\b(?:in|to those in) humans\b|"
    r"\bpatients? (?:has been |have been |was |were )?(?:treated|dosed|enrolled|receiv\w+)|\bin patients\b",
    re.IGNORECASE,
)
_PRECLINICAL = re.compile(
    r"\b(?:pre-?clinical|non-?human primates?|macaques|animal (?:studies|data|models?)|(?:in|of) (?:mice|rats|"
    r"animals)|mouse models?|xenograft|in vivo|IND-enabling|toxicology studies)\b",
    re.IGNORECASE,
)


def stages(sentence: Sentence) -> Iterator[Fact]:
    """Stages: "ACM-12 is in Phase 2 development"."""
    for rank, pattern in enumerate(_RULES):
        for match in pattern.finditer(sentence.masked):
            phase = phase_notation(match["phase"])
            if not phase or negated(match[0]) or rank >= _PLAIN and _RATHER.search(match[0]):
                continue
            for drug in (*sentence.named(match["drug"]), *sentence.named(match.groupdict().get("more"))):
                yield fact("stage", "drug.stage/1", sentence, 0.9, drug=drug, stage=Concept("phase", phase))


def both_stages(reading: Reading) -> Iterator[Fact]:
    """The stage of the two drugs of a sentence where the next says "Both are in Phase 1"."""
    for last, sentence in pairwise(reading.sentences):
        match = _BOTH.match(sentence.masked)
        drugs = {m.name: m for m in last.of_type(EntityType.DRUG)}
        phase = phase_notation(match["phase"]) if match and last.block is sentence.block and len(drugs) == 2 else None
        for drug in drugs.values() if phase else ():
            evidence = (last, sentence)
            made = fields(evidence, drug=drug, stage=Concept("phase", str(phase)))
            yield Fact("stage", made, "drug.stage.both/1", 0.9, voice=sentence.voice)


def never_clinical(reading: Reading) -> Iterator[Fact]:
    """A numbered drug of which the release tells preclinical work and nothing clinical is preclinical."""
    told: dict[str, list[tuple[Sentence, Mention]]] = {}
    for sentence, drug in reading.mentions(EntityType.DRUG):
        told.setdefault(drug.name, []).append((sentence, drug))
    for name, places in told.items():
        alone = [s for s, _ in places if _alone(s)]
        numbered = CODE.fullmatch(name) or re.search(r"[A-Z]-?\d", name)
        if len(told) == 1:  # what is told without a name is told of it
            alone += [s for s in reading.sentences if not s.of_type(EntityType.DRUG)]
        if not numbered or any(_CLINICAL.search(s.masked) for s in alone):
            continue
        for sentence, drug in places:
            if _PRECLINICAL.search(sentence.masked) and _alone(sentence) and not negated(sentence.masked):
                preclinical = Concept("phase", "preclinical")
                yield fact("stage", "drug.stage.preclinical/1", sentence, 0.8, drug=drug, stage=preclinical)
                break


def _alone(sentence: Sentence) -> bool:
    return len({m.name for m in sentence.of_type(EntityType.DRUG)}) == 1
