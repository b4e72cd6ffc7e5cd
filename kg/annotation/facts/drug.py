"""What a release says of a drug itself: kind of treatment, target, disease, approval, parent compound, stage.

Finds (modality, target) in "ACM-12 is an antisense drug that targets the R9 component of Zed kinase."; leaves alone "ACM-12 was given
with an antibody" and "no drug that targets R9 is approved".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.annotation.entities.drugs import CODE
from kg.annotation.facts.making import fact, negated
from kg.annotation.model import Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.lexicons import find_longest, lookup

_BE = r"(?:is|was|are|were|as|remains|represents|,|,? which is|,? which are|-|:|\()"
_LINK = rule(r"(?P<drug>{D*})(?:\s?\))?\s?(?:is|was|are|were|,? which is|,? which are|,|-|, is)\s(?P<text>(?:also |currently |essentially )?(?:an?|the|our|its|their|{O}'s|two|both|novel|first)\s[^.;]{3,260})")
_BEFORE = rule(r"(?P<text>(?:\b[\w/-]+ ){0,6}\b[\w/-]+),?\s?(?:called |known as |named |namely |, |candidates?,? |drugs?,? |products?,? )?(?P<drug>{D*})")
_BEHIND = rule(r"(?P<drug>{D*}),? (?P<text>(?:[\w/-]+ ){0,3}[\w/-]+)")
_STOP_TEXT = re.compile(
    r"\b(?:combin\w+|versus|vs|compared|plus|with|against|to (?:treat|target|inhibit|evaluate)|for (?:the|use|patients)|following|after|than|when|while|similar|like|such as|including|unlike|who|whose|where|used|delivering|deliver|encoding|expressing|carrying|derived|based on|developed)\b|[:;]|‹D\d+›",
    re.IGNORECASE,
)


def find_drug_facts(reading: Reading) -> Iterator[Fact]:
    """Modality, target, indication, approval, parent and stage, sentence by sentence."""
    for sentence in reading.sentences:
        if any(m.type is EntityType.DRUG for m in sentence.mentions):
            yield from modalities(sentence)
            yield from targets(sentence)
            yield from analogues(sentence)
            yield from approvals(sentence)
            yield from stages(sentence)
            yield from indications(sentence)
    yield from _never_clinical(reading)


_CLINICAL = re.compile(r"\bPhase\s(?:[1-4]|I{1,3}V?|IV)|\bclinical (?:trial|stud)|first-in-human|\bapproved\b|\bpatients (?:treated|dosed|enrolled|receiv\w+)|\bin patients\b", re.IGNORECASE)
_PRECLINICAL = re.compile(r"\b(?:pre-?clinical|animal models?|mouse models?|xenograft|in vivo|IND-enabling|toxicology studies)\b", re.IGNORECASE)


def _never_clinical(reading: Reading) -> Iterator[Fact]:
    """A numbered drug of which the release tells preclinical work and nothing clinical is preclinical."""
    told: dict[str, list[tuple[Sentence, Mention]]] = {}
    for sentence, drug in reading.mentions(EntityType.DRUG):
        told.setdefault(drug.name, []).append((sentence, drug))
    for name, places in told.items():
        alone = [s for s, _ in places if len({m.name for m in s.of_type(EntityType.DRUG)}) == 1]
        if not CODE.fullmatch(name) and not re.search(r"[A-Z]-?\d", name) or any(_CLINICAL.search(s.masked) for s in alone):
            continue
        for sentence, drug in places:
            if _PRECLINICAL.search(sentence.masked) and len({m.name for m in sentence.of_type(EntityType.DRUG)}) == 1 and not negated(sentence.masked):
                yield fact("stage", "drug.stage.preclinical/1", sentence, 0.8, drug=drug, stage=Concept("phase", "preclinical"))
                break


# ---- modality ----------------------------------------------------------------------------------------------------


def modalities(sentence: Sentence) -> Iterator[Fact]:
    """"ACM-12 is an antisense drug", "its antisense drug, ACM-12", "the ACM-12 vaccine"."""
    for match in _LINK.finditer(sentence.masked):
        found = _modality(_head(match["text"]))
        if found and not negated(match[0][:80]):
            for drug in sentence.named(match["drug"]):
                yield fact("modality", "drug.modality.is/1", sentence, 0.95, drug=drug, modality=Concept("modality", found))
    for match in _BEFORE.finditer(sentence.masked):
        found = _modality_at_end(match["text"])
        if found:
            for drug in sentence.named(match["drug"]):
                yield fact("modality", "drug.modality.apposition/1", sentence, 0.9, drug=drug, modality=Concept("modality", found))
    for match in _BEHIND.finditer(sentence.masked):
        found = _modality_at_start(match["text"])
        if found:
            for drug in sentence.named(match["drug"]):
                yield fact("modality", "drug.modality.behind/1", sentence, 0.85, drug=drug, modality=Concept("modality", found))


def _head(text: str) -> str:
    """The noun phrase that says what a drug is, cut where another thing begins."""
    stop = _STOP_TEXT.search(text)
    text = text[: stop.start()] if stop else text
    return re.split(r",\s(?:which|that|and|is|in|for|at)\b|\bthat\b|\bwhich\b|\bdesigned\b|\bintended\b|\bbeing\b|\bin (?:a|the|patients|development|Phase)\b", text)[0]


def _terms(text: str) -> list[tuple[int, int, str]]:
    """Modality terms of a stretch, left to right, with their notation."""
    return [(h.start, h.end, h.entries[0].label) for h in find_longest("modality", text)]


def _modality(text: str) -> str | None:
    found = [t for t in _terms(text) if t[2] not in _TOO_WIDE]
    return found[-1][2] if found else None


def _modality_at_end(text: str) -> str | None:
    for _, end, notation in reversed(_terms(text)):
        rest = text[end:].strip(" ,")
        if re.fullmatch(r"(?:drugs?|candidates?|product|products|therapy|therapeutics?|programs?|compounds?|agents?|product candidates?|drug candidates?|treatments?|lead|molecules?|vaccines?)?(?: (?:drugs?|candidates?|called|known as))?", rest) and notation not in _TOO_WIDE:
            return notation
        return None
    return None


def _modality_at_start(text: str) -> str | None:
    for start, end, notation in _terms(text):
        if start == 0 and notation not in _TOO_WIDE and not re.match(r"\s+(?:and|or|arm|group|response|platform|delivery|trials?)\b", text[end:]):
            return notation
        return None
    return None


_TOO_WIDE = frozenset({"diagnostic", "drug delivery system", "conjugate", "nanoparticle", "liposomal formulation", "reformulation", "enzyme", "cytokine", "oligonucleotide", "prodrug", "combination product", "steroid"})


# ---- target ------------------------------------------------------------------------------------------------------

_ACTS = (
    r"(?:(?:specifically|selectively|potently|directly|simultaneously|dually|also|highly|covalently|irreversibly) )*(?:targets?|targeting|inhibits?|inhibiting|blocks?|blocking|binds?(?: to)?|binding(?: to)?|activates?|activating|"
    r"modulates?|antagoni[sz]es?|agoni[sz]es?|degrades?|silences?|suppress(?:es)?|neutrali[sz]es?|directed (?:against|at)|acts on|stimulates?)"
)
_WHAT = r"(?:the |an? |both |human |specifically |a cell surface (?:membrane )?protein \(|expression of (?:the )?|activity of (?:the )?|production of (?:the )?|signaling of (?:the )?|activation of (?:the )?)*"
_TARGETS = [
    rule(rf"(?P<drug>{{D*}})(?:,? (?:is|was|are) [^.;]{{0,120}}?(?:that|which|and)|,? which| that|,)? (?:also |has been shown to |is designed to |works by |acts by |designed to )?{_ACTS} {_WHAT}(?P<target>{{T*}})"),
    rule(r"(?P<drug>{D*})(?:'s)?,? (?:is|was|are|as|an?|the) (?:an?|the)? ?(?:[\w/,-]+ ){0,10}?(?P<target>{T*})(?:[ -]\w+)? ?-?(?:inhibitor|agonist|antagonist|blocker|antibod|degrader|activator|modulator|targeted|targeting|directed|receptor)"),
    rule(r"(?:inhibitor|agonist|antagonist|blocker|degrader|activator|modulator|antibody|inhibition|suppression|activation) (?:of|to|against|targeting) (?:the )?(?P<target>{T*})(?:,| called| by)? ?(?P<drug>{D})"),
    rule(r"(?P<drug>{D})[^.;‹›]{0,80}?(?:inhibitor|agonist|antagonist|blocker|degrader|activator|modulator|antibody|antibodies) (?:of|to|against|targeting|directed against|directed at) (?:the )?(?P<target>{T*})"),
    rule(r"(?P<target>{T*})[ -](?:inhibitor|agonist|antagonist|blocker|antibody|degrader|activator|modulator|vaccine|targeted \w+)s?,? (?P<drug>{D})"),
    rule(r"(?P<target>{T}),? (?:the|an?) (?:gene |protein |molecular )?target of (?P<drug>{D})"),
    rule(r"(?:suppression|inhibition|blockade|activation) of (?P<target>{T}) by (?P<drug>{D})"),
    rule(r"(?P<drug>{D})[^.;‹›]{0,100}? (?:through|via|by) (?:the )?(?:dual |selective )?(?P<target>{T}) (?:activation|inhibition|blockade|agonism|antagonism)(?: and (?P<more>{T}) (?:activation|inhibition|blockade))?"),
    rule(r"(?P<drug>{D})[^.;‹›]{0,160}?\btargeting\b[^.;‹›]{0,90}?(?P<target>{T*})"),
    rule(r"(?P<drug>{D*})(?:'s)?,? (?:is|was|are|as|an?|the) [^.;‹›]{0,80}?(?:inhibitor|agonist|antagonist|blocker|degrader|activator|modulator) \((?P<target>{T})\)"),
    rule(rf"(?P<drug>{{D}})[^.;‹›]{{0,120}}?\b{_ACTS} {_WHAT}(?P<target>{{T*}})(?: and {_ACTS} {_WHAT}(?P<more>{{T*}}))"),
]
_HINDERED = re.compile(r"\b(?:does not|did not|not|without|unlike|no)\b[^.;]{0,30}$", re.IGNORECASE)


def targets(sentence: Sentence) -> Iterator[Fact]:
    """What a drug is said to act on."""
    seen = set()
    for pattern in _TARGETS:
        for match in pattern.finditer(sentence.masked):
            if negated(match[0]):
                continue
            groups = match.groupdict()
            for drug in sentence.named(match["drug"]):
                for target in [*sentence.named(match["target"]), *sentence.named(groups.get("more"))]:
                    if (drug.name, target.name) not in seen:
                        seen.add((drug.name, target.name))
                        yield fact("target", "drug.target/1", sentence, 0.9, drug=drug, target=target)


# ---- parent compound ---------------------------------------------------------------------------------------------

_ANALOGUES = [
    rule(r"(?P<parent>{D})(?: \(‹D\d+›\))? (?:analog(?:ue)?|derivative),? (?P<drug>{D})"),
    rule(r"(?P<drug>{D}),? (?:is |was )?(?:an?|the) (?:[\w-]+ ){0,3}?(?P<parent>{D})(?: \(‹D\d+›\))? (?:analog(?:ue)?|derivative)"),
    rule(r"(?P<drug>{D}),? (?:is |was )?(?:an?|the) (?:[\w-]+ ){0,4}?(?:analog(?:ue)?|derivative|prodrug|metabolite) of (?P<parent>{D})"),
]


def analogues(sentence: Sentence) -> Iterator[Fact]:
    """"the zorvatine analogue ACM-12", "ACM-12, a derivative of zorvatine"."""
    for pattern in _ANALOGUES:
        for match in pattern.finditer(sentence.masked):
            drug, parent = sentence.named(match["drug"])[0], sentence.named(match["parent"])[0]
            if drug.name != parent.name and not negated(match[0]):
                yield fact("analogue_of", "drug.analogue/1", sentence, 0.92, drug=drug, parent=parent)


# ---- approval ----------------------------------------------------------------------------------------------------

_APPROVED = [
    rule(r"(?P<drug>{D*})(?: \([^()]{1,30}\))?,? (?:is|was|are|were|has been|have been|which is|which was)? ?(?:currently |already |also |recently |first )?(?:approved|indicated|authori[sz]ed|licensed)(?: by {O*})?(?: in [^‹.;]{0,60})?(?: as [^‹.;]{0,60})? (?:for|to (?:treat|prevent|mitigate))(?: the| use in the| use in)? ?(?:treatment|management|prevention|therapy|mitigation)? ?(?:of )?(?:[\w-]+ ){0,8}?(?P<disease>{I*})"),
    rule(r"(?P<drug>{D*})[^.;‹›]{0,60}?\b(?:medication|drug|treatment|therapy|vaccine|product) (?:is )?approved(?: by {O*})? (?:for|to (?:treat|prevent|mitigate)) (?:the )?(?:[\w-]+ ){0,6}?(?P<disease>{I*})"),
    rule(r"(?P<drug>{D*})(?: \([^()]{1,30}\))?,? (?:is )?(?:an?|the) (?:(?:first|only|and|new|prescription) ){0,5}(?:{O} (?:\(‹O\d+›\) )?|{O}-)?[- ]?approved (?:[\w-]+ ){0,3}?(?:medication|drug|treatment|therapy|product|vaccine) (?:for|to treat) (?:the )?(?:treatment of )?(?P<disease>{I*})"),
    rule(r"(?P<drug>{D*})(?: \([^()]{1,30}\))?,? (?:is )?an? {O}-approved (?P<disease>{I}) (?:medication|drug|treatment|therapy|product|vaccine)"),
    rule(r"(?P<drug>{D*}) is (?:the )?(?:[\w-]+ ){0,6}?(?:medication|drug|treatment|therapy|product|vaccine) approved by (?:the )?{O} (?:for|to (?:treat|mitigate|prevent)) (?:the )?(?:[\w-]+ ){0,3}?(?P<disease>{I*})"),
    rule(r"{O}[- ]approved (?:[\w-]+ ){0,4}?(?P<drug>{D*}) for (?:the )?(?:[\w-]+ ){0,5}?(?P<disease>{I*})"),
]
_NOT_APPROVED = re.compile(r"\b(?:not|if|once|until|expected|seek\w*|pending|future|potential|yet|when|before|designed|submitted|application|intends?|plans?)\b", re.IGNORECASE)


def approvals(sentence: Sentence) -> Iterator[Fact]:
    """Diseases for which a regulator has approved a drug; approval hoped for is not approval."""
    for pattern in _APPROVED:
        for match in pattern.finditer(sentence.masked):
            if _NOT_APPROVED.search(match[0]) or re.search(r"\b(?:if|until|once|before)\b[^.;]{0,30}$", sentence.masked[: match.start()], re.IGNORECASE):
                continue
            for drug in sentence.named(match["drug"]):
                for disease in sentence.named(match["disease"]):
                    yield fact("approved_for", "drug.approved/1", sentence, 0.9, drug=drug, indication=disease)
                    if not drug.name.islower():
                        yield fact("stage", "drug.stage.approved/1", sentence, 0.85, drug=drug, stage=Concept("phase", "approved"))


# ---- stage -------------------------------------------------------------------------------------------------------

PHASE = r"(?:Phase\s?(?:(?:[1-4]|I{1,3}|IV)[abAB]?(?:\s?/\s?(?:[1-4]|I{1,3}|IV)[abAB]?)?))"
_STAGES = [
    rule(rf"(?P<drug>{{D*}}),? (?:is|are|which is|was)?(?: now| currently| presently)? ?in (?:an? )?(?:[\w-]+ ){{0,2}}?(?P<phase>{PHASE}) (?:clinical )?(?:trials?|stud(?:y|ies)|development|testing)"),
    rule(r"(?P<phase>pre-?clinical)(?:-stage| stage)? (?:compound|drug|candidate|product|program|programme|asset|drug candidate|product candidate|agent),? (?P<drug>{D})"),
    rule(r"(?P<drug>{D*}),? (?:is|are|which is|was|remains?)(?: now| currently| presently)? ?(?:in |at (?:the )?)?(?P<phase>pre-?clinical)(?: development| stage| testing| studies)?"),
]


def stages(sentence: Sentence) -> Iterator[Fact]:
    """The stage stated for a drug as a whole."""
    for pattern in _STAGES:
        for match in pattern.finditer(sentence.masked):
            phase = phase_notation(match["phase"])
            if phase and not negated(match[0]):
                for drug in sentence.named(match["drug"]):
                    yield fact("stage", "drug.stage/1", sentence, 0.9, drug=drug, stage=Concept("phase", phase))


@lru_cache(maxsize=256)
def phase_notation(text: str) -> str | None:
    """"Phase IIa" as "phase-2", "Phase 1b/2a" as "phase-1-2", "pre-clinical" as "preclinical"; None for anything else."""
    if re.match(r"(?:pre-?clinical|non-?clinical)", text, re.IGNORECASE):
        return "preclinical"
    if re.match(r"first-in-human", text, re.IGNORECASE):
        return "phase-1"
    numbers = re.findall(r"(?:IV|I{1,3}|[1-4])", re.sub(r"(?i)^phases?\s?", "", text))
    digits = [{"I": "1", "II": "2", "III": "3", "IV": "4"}.get(n, n) for n in numbers]
    if not digits:
        return None
    distinct = list(dict.fromkeys(digits))
    return "phase-" + "-".join(distinct[:2]) if distinct in (["1"], ["2"], ["3"], ["4"], ["1", "2"], ["2", "3"]) else None


# ---- indication --------------------------------------------------------------------------------------------------

_FOR = r"(?:for(?: use in)?|in|to treat|against|treating|treats?|as (?:an? )?(?:[\w-]+ ){0,3}?(?:treatment|therapy|vaccine|booster|option) (?:for|of|against|in)|to prevent|to mitigate)"
_OF = r"(?:(?:the )?(?:potential )?(?:treatment|management|prevention|therapy|mitigation|symptoms?|protection)(?: and [\w]+)? (?:of|against|for) )?"
_WHO = r"(?:(?:the |an? )?(?:[\w-]+ ){0,4}?(?:patients?|people|adults?|children|individuals|participants|subjects|men|women|those|persons|volunteers) (?:with|suffering from|who have|having|diagnosed with|affected by|living with) )?"
_MOD = r"(?:(?!and |or |that |which |who |using |combination )[\w/,-]+ ){0,5}?"
_INDICATIONS = [
    rule(rf"(?P<drug>{{D*}})(?:'s)?(?:[^.;:‹›]{{0,80}}?)\b{_FOR} {_OF}{_WHO}{_MOD}(?P<disease>{{I*}})"),
    rule(rf"\b(?:trials?|stud(?:y|ies|ied)|evaluat\w+|development|efficacy|results|data|program|test\w*|safety|effects?|activity|treatment|use)\b[^.;:‹›]{{0,60}}? (?:of|for|with|evaluating|studying|testing|investigating) (?:the )?(?:[\w-]+ ){{0,3}}?(?P<drug>{{D*}})[^.;:‹›]{{0,80}}?(?:in|for|against) {_OF}{_WHO}{_MOD}(?P<disease>{{I*}})"),
    rule(r"(?P<disease>{I}) (?:drug|treatment|therapy|vaccine|candidate|program|vaccine candidate|drug candidate|product candidate|agent|medication|medicine|anti-tumor agent|booster|product)s?,? (?:candidate,? )?(?:called |known as )?(?P<drug>{D})"),
    rule(r"(?P<drug>{D*}),? (?:is |was |as )?(?:an?|our|its|the|{O}'s)? ?(?:[\w/-]+ ){0,6}?(?P<disease>{I*}) (?:drug|treatment|therapy|vaccine|candidate|medication|product|booster|anti-tumor agent|immunotherapy|program)"),
    rule(rf"(?P<drug>{{D*}}) (?:[\w-]+ ){{0,6}}?(?:inhibits?|inhibited|reduced|suppressed|prevented|slowed) (?:the )?(?:growth|progression|development|proliferation) of (?:[\w-]+ ){{0,3}}?(?P<disease>{{I*}})"),
    rule(r"(?P<drug>{D*}) (?:has |have )?(?:demonstrated|shown?|showed|exhibited) (?:[\w-]+ ){0,6}?(?:activity|efficacy|effects?|benefits?|responses?) (?:against|in) (?:a (?:wide )?(?:variety|range) of (?:tumors|cancers|‹I\d+›),? including )?(?:[\w-]+ ){0,4}?(?P<disease>{I*})"),
    rule(r"(?P<drug>{D*}) (?:is |are |was )?(?:being |currently |also )?(?:indicated|developed|evaluated|studied|tested|investigated|intended|designed|used) [^.;:‹›]{0,60}?(?:for|in|against|to treat) (?:the )?(?:[\w-]+ ){0,8}?(?P<disease>{I*})"),
]
_NO_INDICATION = re.compile(r"\b(?:not|no|without|unlike|excluding|except|placebo|history of|caused by|due to|adverse|side effects?|risk of|rate of|incidence|mortality|deaths?|toxicit\w+)\b", re.IGNORECASE)


def indications(sentence: Sentence) -> Iterator[Fact]:
    """Diseases that a drug is studied, used or active in."""
    seen = set()
    for pattern in _INDICATIONS:
        for match in pattern.finditer(sentence.masked):
            if _NO_INDICATION.search(match[0]):
                continue
            for drug in sentence.named(match["drug"]):
                for disease in sentence.named(match["disease"]):
                    if (drug.name, disease.name) not in seen:
                        seen.add((drug.name, disease.name))
                        yield fact("indication", "drug.indication/1", sentence, 0.9, drug=drug, indication=disease)


__all__ = ["PHASE", "find_drug_facts", "lookup", "phase_notation"]
