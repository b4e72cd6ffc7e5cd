"""What a drug acts on.

Finds "Zed kinase" in "ACM-12 is an antisense drug that targets Zed kinase"; leaves alone "no drug that targets it is
approved" and "ACM-12 was given after a PD-1 inhibitor".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.making import fact, negated
from kg.annotation.model import Fact
from kg.annotation.reading import Sentence, rule

_MANNER = (
    r"(?:(?:specifically|selectively|potently|directly|simultaneously|dually|also|highly|covalently|irreversibly|"
    r"reversibly|"
    r"allosterically|preferentially|both|strongly|locally|partially|indirectly|uniquely|precisely) )*"
)
_ACTS = (
    r"(?:targets?|targeting|inhibits?|inhibiting|blocks?|blocking|binds?(?: (?:to|with))?|binding(?: (?:to|with))?|"
    r"activates?|"
    r"activating|modulates?|modulating|antagoni[sz]es?|antagoni[sz]ing|agoni[sz]es?|agoni[sz]ing|degrades?|"
    r"degrading|silences?|"
    r"silencing|suppress(?:es|ing)?|neutrali[sz]es?|neutrali[sz]ing|directed (?:against|at|to|toward)|acts? (?:on|"
    r"at|via|through)|"
    r"acting (?:on|at|via|through)|stimulates?|stimulating|engages?|engaging|disrupts?|disrupting|interacts? with|"
    r"down-?regulates?|"
    r"up-?regulates?|knocks? down|sequesters?|interferes? with|interfering with|sparing)"
)
_OF = (
    r"(?:agonist|antagonist|inhibitor|blocker|modulator|activator|degrader|potentiator|stabili[sz]er|antibody|"
    r"antibodies|"
    r"inhibition|activation|blockade|modulation|suppression|degradation|agonism|antagonism|stimulation|silencing|"
    r"targeting|"
    r"knockdown|expression|production|activity|signaling|signalling|levels|function|release|formation|aggregation|"
    r"synthesis|action)s?"
)
_WHAT = (
    rf"(?:the |an? |both |human |mutant |mutated |oncogenic |soluble |extracellular |cell surface |membrane |"
    rf"protein |proteins |"
    rf"tumou?r |tumou?r-associated |cancer |enzyme |enzymes |receptor |receptors |gene |genes |cytokine |cytokines "
    rf"|antigen |antigens |kinase |kinases |"
    rf"pathway |"
    rf"cells? (?:that express|expressing) |cells? |tumou?rs? expressing |{_OF} (?:of|at|to|against|on) |called |"
    rf"known as |key |multiple |two |three |such as |"
    rf"including |\(|[\w-]+-specific |immune checkpoints? |checkpoints? )*"
)
# The noun that a target makes into a kind of drug: "T inhibitor".
_HEAD = (
    r"(?: (?:receptors?|pathway|protein|proteins|kinases?|channels?|enzymes?|gene|"
    r"isoforms?))?(?: \([^()]{1,40}\))?[ -]?"
    r"(?:(?:selective|specific|targeted|targeting|directed|binding|positive allosteric|negative allosteric|partial|"
    r"inverse|dual|"
    r"reuptake|small[- ]molecule|neutrali[sz]ing|blocking|bispecific|monoclonal|"
    r"humani[sz]ed|chimeric|antisense|kinase|tyrosine kinase|checkpoint|signaling|pathway|receptor|super|co)[ -]?)*"
    r"(?:inhibitors?|agonists?|antagonists?|blockers?|antibod(?:y|ies)|degraders?|activators?|modulators?|"
    r"potentiators?|binders?|"
    r"superagonists?|co-agonists?|openers?|stabili[sz]ers?|inhibition|inhibiting|blocking|agonism|antagonism|"
    r"modulation|ADC|CAR|"
    r"CAR[- ]T|T[- ]cell|NK[- ]cell|engagers?|siRNA|antisense|oligonucleotide|"
    r"vaccine|therap(?:y|ies)|agents?|drugs?|compounds?|molecules?|candidates?|radioligand|radiopharmaceuticals?|"
    r"radiotherap\w+|"
    r"immunotherap\w+|conjugates?|targeted|targeting|targeter|directed|selective)\b"
)
_TOKENS = re.compile(r"‹[DT]\d+›")
_LIST_OF_TARGETS = rule(r"{T*}")
_LIST_OF_DRUGS = rule(r"{D*}")
# Between a drug and a target: the target is somebody else's, or only measured.
_ELSEWHERE = re.compile(
    r"\b(?:after|following|combin\w+|versus|compared?|unlike|than|plus|prior|previous\w*|resistan\w+|progress\w+|"
    r"refractory|"
    r"metaboli\w+|patients?|subjects|people|who|whose|mutations? in|expression of|levels|respon\w+|correlat\w+|"
    r"approved (?:drugs|therapies)|other (?:drugs?|therap\w+|agents?|inhibitors?|compounds?)|similar to|alternative|"
    r"deficien\w+|that has an?|which has an?|exceeds?|do not|does not|such as (?:the )?(?:drugs|inhibitors)|"
    r"(?:in|with|to|and) (?:an?|the|other|existing|standard|currently) (?:[\w-]+ ){0,2}$|competitors?|failed|"
    r"whereas|while|but)\b",
    re.IGNORECASE,
)
_ENDS_WITH_ACTION = rule(
    rf"(?:^|\W)(?:{_ACTS}|(?:inhibition|activation|blockade|modulation|suppression|degradation|agonism|antagonism|"
    rf"stimulation|"
    rf"silencing|inhibitors?|agonists?|antagonists?|blockers?|modulators?|activators?|degraders?|potentiators?|"
    rf"antibod(?:y|ies)|"
    rf"superagonists?|ligands?|analogs? of the hormone) (?:of|to|for|at|against|targeting|directed (?:against|"
    rf"at))) {_MANNER}{_WHAT}-?$"
)
_BRACKETED = re.compile(
    rf"\b{_ACTS}\b[^‹›.;]{{0,100}}?\b(?:proteins?|receptors?|antigens?|molecules?|enzymes?|kinases?|channels?|"
    rf"pathways?|ligands?) \($",
    re.IGNORECASE,
)
_REDUCES = rule(
    rf"\b(?:reduc(?:e|es|ing)|decreas(?:e|es|ing)|lower(?:s|ing)?|prevent(?:s|ing)?|increas(?:e|es|ing)|restor(?:e|"
    rf"es|ing)) "
    rf"{_MANNER}(?:the )?(?:production|expression|activity|synthesis|aggregation|signaling|formation|"
    rf"function) of {_WHAT}$"
)
# From a drug to what it is: "ACM-12, an oral, selective", "ACM-12 is a first-in-class".
_IS = re.compile(
    r"^(?:'s)?\)?(?: (?:IV|SC|PO|XR|ER|[A-Z0-9]{2,3}))?(?: \([^()]{1,60}\))?(?:,? (?:is|was|are|as|represents|"
    r"being|which is|which are|works as|acts as|functions as),?|,| -|:| \()"
    r"(?: (?:also|currently|believed to be|designed to be|designed as|thought to be|considered|essentially|"
    r"potentially|being developed as))*"
    r"(?: one of)? ?(?:an?|the|our|its|their|‹O\d+›(?:'s?)?|potentially|potential|first|oral|novel)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?:[\w-]+ ){0,3}?(?:candidates?|drugs?|programs?|programmes?|products?|compounds?|assets?|therap(?:y|ies)|"
    r"agents?|antibod(?:y|ies)|"
    r"ADCs?|(?:drug|product) candidates?)?,?(?: \()?(?: ?(?:called|known as|named|designated))?,? ?$",
    re.IGNORECASE,
)
_BY_DRUG = re.compile(
    r"^(?: (?:receptors?|pathway|signaling))?(?: (?:with|by|using|via) )(?:the |our |its )?(?:[\w-]+ ){0,3}?$",
    re.IGNORECASE,
)
_INHIBITION_OF = re.compile(
    r"\b(?:suppression|inhibition|blockade|activation|targeting|blocking|inhibiting|modulation|degradation|"
    r"silencing) (?:of )?(?:the )?$",
    re.IGNORECASE,
)
_TARGET_OF = rule(r"(?P<target>{T}),? (?:is )?(?:the|an?) (?:gene |protein |molecular )?target of (?P<drug>{D})")
_ITS_TARGET = rule(r"\btarget of (?P<drug>{D}),? is (?:the (?:enzyme |protein |receptor )?)?(?P<target>{T})")
# "ACM-12 (CD38-targeted antibody)", "ACM-12 (anti-TIGIT)"
_IN_BRACKET = rule(
    r"(?P<drug>{D}) \((?:(?:an?|the|our|oral|novel|selective|dual|humani[sz]ed|human) ){0,3}(?:(?P<target>{T*})[- ]"
    r"(?:targeted|targeting|directed|specific|inhibitor|agonist|antagonist|antibody|CAR|bispecific|degrader)\b"
    r"|anti-(?P<against>{T*})(?: (?:monoclonal |bispecific )?(?:antibody|mAb|ADC|CAR[- ]T))?\))"
)
_NOT_ACTION = re.compile(
    r"^[- ](?:positive|negative|mutant|mutated|expressing|driven|amplified|associated|resistant|low|high|deficient)\b"
)


def targets(sentence: Sentence) -> Iterator[Fact]:
    """What each drug of a sentence is said to act on."""
    text = sentence.masked
    seen: set[tuple[str, str]] = set()
    for drug, target in _pairs(text):
        for d in sentence.named(drug):
            for t in sentence.named(target):
                if (d.name, t.name) not in seen:
                    seen.add((d.name, t.name))
                    yield fact("target", "drug.target/2", sentence, 0.9, drug=d, target=t)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Each list of drugs with each list of targets that the words between them tie to it."""
    drugs = list(_LIST_OF_DRUGS.finditer(text))
    for target in _LIST_OF_TARGETS.finditer(text):
        before = [d for d in drugs if d.end() <= target.start()]
        behind = [d for d in drugs if d.start() >= target.end()]
        after = text[target.end() : target.end() + 90]
        if before and _acts_on(text[before[-1].end() : target.start()], after):
            yield before[-1][0], target[0]
        elif behind and _named_by(
            text[max(0, target.start() - 60) : target.start()], text[target.end() : behind[0].start()]
        ):
            yield behind[0][0], target[0]
    for match in (m for one in (_TARGET_OF, _ITS_TARGET) for m in one.finditer(text)):
        yield match["drug"], match["target"]
    for match in _IN_BRACKET.finditer(text):
        yield match["drug"], match["target"] or match["against"]


def _acts_on(between: str, after: str) -> bool:
    """Whether the words from a drug to a target, and those behind the target, say that the one acts on the other."""
    if len(between) > 260 or re.search(r"[;]|\.\s", between) or negated(between) or _NOT_ACTION.match(after):
        return False
    plain = _TOKENS.sub("T", between)
    action = _ENDS_WITH_ACTION.search(between) or _REDUCES.search(between) or _BRACKETED.search(between)
    if action:
        return not _ELSEWHERE.search(plain)
    return bool(_IS.match(between)) and not _ELSEWHERE.search(plain) and bool(re.match(_HEAD, after, re.IGNORECASE))


def _named_by(lead: str, between: str) -> bool:
    """Whether a target before a drug is said to be acted on by it: "the EGFR inhibitor ACM-12"."""
    if len(between) > 90 or negated(between):
        return False
    if _BY_DRUG.match(between) and _INHIBITION_OF.search(lead):
        return True
    head = re.match(_HEAD, between, re.IGNORECASE)
    if head and _CALLED.match(between[head.end() :].lstrip()):
        return True
    of = re.search(
        r"\b(?:inhibitor|agonist|antagonist|blocker|degrader|activator|modulator|antibody|siRNA|antisense|"
        r"oligonucleotide|drug|"
        r"vaccine|therapy|agent|candidate|conjugate|ADC|CAR-T) (?:of|to|against|targeting|for|directed against|"
        r"directed at|that targets|that inhibits) (?:the )?$",
        lead,
        re.IGNORECASE,
    )
    return bool(of) and bool(re.fullmatch(r"(?: receptors?)?,? ?\(?(?:called |known as |named )?", between))
