"""Diseases that a drug is studied, used or active in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.annotation.facts.making import companion, comparator, fact
from kg.annotation.model import Fact, Mention
from kg.annotation.reading import Sentence, rule

_FOR = (
    r"(?:for(?: use in)?|in|to treat|against|treating|treats?|targeting|"
    r"(?:to (?:\w+ly )?)?address(?:ing)?(?: the needs of)?|alleviat(?:e|ing)|to address|"
    r"as (?:an? )?(?:[\w-]+ ){0,3}?(?:treatment|therapy|vaccine|booster|option) (?:for|of|against|in)|"
    r"to (?:help )?prevent|"
    r"to mitigate|to manage|to (?:fight|combat|cure|relieve|slow|control|delay)|fighting|combat(?:ing|ting)|"
    r"expan(?:sion|ding|ded) (?:of [^.;‹›]{0,40}?)?into|applicable (?:in|to)|designations? (?:for|in))"
)
_PURPOSE = (
    r"(?:(?:the )?(?:[\w-]+ ){0,2}?"
    r"(?:treatment|management|prevention|therapy|mitigation|symptoms?|protection|relief|reduction)"
    r"(?: and [\w]+)? (?:of|against|for) )?(?:treating |preventing )?"
)
_PEOPLE = (
    r"(?:patients?|people|adults?|children|individuals|participants|subjects|men|women|those|persons|volunteers|"
    r"adolescents|infants)"
)
_WHO = (
    rf"(?:(?:the |an? )?(?:[\w-]+ ){{0,5}}?{_PEOPLE} "
    r"(?:with|suffering from|who have|having|diagnosed with|affected by|living with|at risk of|hospitali[sz]ed with) )?"
)
_QUALIFIED = (
    r"(?:(?:stage|grade)s? [\dIV]{1,3}[A-D]?(?:(?:,|/| and| or| to|, and|, or) ?(?:stage )?[\dIV]{1,3}[A-D]?)* )?"
    r"(?:(?:the |an? (?:wide |broad )?)?(?:number|range|variety|spectrum) of (?:[^.;:‹›]|‹O\d+›){0,60}?(?:including|"
    r"such as|like) )?"
    r"(?:(?!and |or |that |which |who |using |combination |other )(?:[\w/,-]+|‹D\d+›-(?:resistant|refractory|na[iï]ve|"
    r"treated|pretreated|experienced|ineligible|intolerant)) ){0,5}?"
)
_STAGES = (
    r"(?:(?:[\w-]+ ){0,3}?(?:advanced|inoperable|unresectable|metastatic|recurrent|relapsed|refractory|"
    r"persistent|moderate|severe|"
    r"mild|acute|chronic|early|late|diagnosed)(?: or| and| and/or|,) (?=[\w-]+ |‹I))?"
)
_INCLUDING = (
    r"(?:,? \(?(?:including|such as|like|particularly|especially|primarily|namely|specifically|mainly|i\.e\.,?|"
    r"e\.g\.,?)"
    r"(?: but not limited to)?,? (?:[\w-]+ ){0,3}?{I*})?"
)
_ILL = rf"(?P<disease>{{I*}}{_INCLUDING})"
_GAP = r"(?:[^.;:‹›]|‹[OEPT]\d+›){0,100}?"
_WITH = (
    r"(?:,? (?:(?:is|was|are|were|when) )?(?:administered |given |used )?(?:in combination with|combined with|"
    r"plus|with or without|alone or with|"
    r"and) (?:[\w-]+ ){0,4}?{D*})?"
)
_MORE = (
    r"(?:,? (?:and|as well as|or) (?:an? |the )?(?:[^‹›.;,:]{0,50}? )?"
    rf"(?:for|in|of) {_PURPOSE}{_WHO}{_QUALIFIED}(?P<more>{{I*}})(?! (?:\([^()]{{1,20}}\) )?with (?:[\w-]+ "
    rf"){{0,2}}‹D))?"
)
_PRODUCT = (
    r"(?:drug|treatment|therapy|vaccine|candidate|program|vaccine candidate|drug candidate|product candidate|agent|"
    r"medication|"
    r"medicine|anti-tumor agent|booster|product|asset|immunotherapy|antibody|franchise)s?"
)
_RULES = (
    rule(
        rf"(?P<drug>{{D*}})(?:'s)?{_WITH}{_GAP}\b{_FOR} {_PURPOSE}{_WHO}{_STAGES}{_QUALIFIED}{_ILL}"
        rf"(?! (?:study|trial|program) of){_MORE}"
    ),
    rule(
        r"\b(?:trials?|stud(?:y|ies|ied)|evaluat\w+|development|efficacy|results|data|program|test\w*|safety|"
        r"effects?|activity|"
        r"treatment|use)\b[^.;:‹›]{0,60}? (?:of|for|with|evaluating|studying|testing|"
        r"investigating) (?:the )?(?:[\w-]+ ){0,3}?"
        rf"(?P<drug>{{D*}})[^.;:‹›]{{0,80}}?(?:in|for|against) {_PURPOSE}{_WHO}{_QUALIFIED}{_ILL}"
    ),
    rule(rf"(?P<disease>{{I}}) {_PRODUCT},? (?:candidate,? )?(?:called |known as )?(?P<drug>{{D}})"),
    rule(
        rf"\b(?:treatment|therapy|vaccine|drug|{_PRODUCT}) (?:for|against|"
        rf"targeting) {_PURPOSE}{_QUALIFIED}(?P<disease>{{I*}}),? "
        r"(?:called |known as |named )?(?P<drug>{D})"
    ),
    rule(
        r"(?P<drug>{D*}),? (?:is |was |as )?(?:an?|our|its|the|{O}'s)? ?(?:[\w/-]+ ){0,6}?(?P<disease>{I*}) "
        rf"{_PRODUCT}\b"
    ),
    rule(
        r"(?P<drug>{D*}) (?:[\w-]+ ){0,6}?(?:inhibits?|inhibited|reduced|suppressed|prevented|slowed) (?:the )?"
        r"(?:growth|progression|development|proliferation) of (?:[\w-]+ ){0,3}?(?P<disease>{I*})"
    ),
    rule(
        r"(?P<drug>{D*}) (?:has |have )?(?:demonstrated|shown?|showed|exhibited) (?:[\w-]+ ){0,6}?"
        r"(?:activity|efficacy|effects?|benefits?|responses?) (?:against|in) "
        r"(?:a (?:wide )?(?:variety|range) of (?:tumors|cancers|"
        r"‹I\d+›),? including )?(?:[\w-]+ ){0,4}?(?P<disease>{I*})"
    ),
    rule(
        r"(?P<drug>{D*}) (?:is |are |was )?(?:being |currently |also )?"
        r"(?:indicated|developed|evaluated|studied|tested|investigated|intended|designed|used) "
        rf"{_GAP}(?:for|in|against|to treat) (?:the )?(?:[\w-]+ ){{0,8}}?{_ILL}"
    ),
    rule(
        rf"{_PEOPLE} (?:with|suffering from|who have|diagnosed with) (?:[\w-]+ ){{0,4}}?(?P<disease>{{I*}}),? "
        r"(?:who (?:were |are |had |have |)?)?(?:being )?(?:received|receiving|receive|to receive|treated with|"
        r"given|dosed with|"
        r"took|taking|treatment with) (?:[\w-]+ ){0,3}?(?P<drug>{D*})"
    ),
    rule(
        r"\bexpan(?:sion|ding|ds|ded?) (?:of )?(?:the |its |our )?(?:[\w-]+ ){0,3}?\(?\"?(?P<drug>{D})\"?\)?(?: "
        r"\([^()]{1,30}\))? "
        rf"(?:in|into|to) {_PURPOSE}{_QUALIFIED}{_ILL}"
    ),
    # "ACM-12 (Phase 2, asthma)", "ACM-12 (asthma; Phase 2)"
    rule(r"(?P<drug>{D}) \((?:in )?(?:Phase |pre-?clinical)[^()‹›]{0,40}?(?P<disease>{I*})[^()]{0,40}\)"),
    rule(r"(?P<drug>{D}) \((?P<disease>{I*})[,;:/] ?(?:in )?(?:Phase |pre-?clinical)[^()‹›]{0,40}\)"),
    # "In patients with lupus, ACM-12 lowered"
    rule(
        rf"\b(?:in|among) (?:[\w-]+ ){{0,3}}?{_PEOPLE} with (?:[\w/-]+ ){{0,4}}?(?P<disease>{{I*}}), (?P<drug>{{D}}) "
        r"(?:has |also |significantly |rapidly |markedly )*(?:lowered|reduced|improved|increased|demonstrated|"
        r"showed|shown|"
        r"achieved|produced|prolonged|slowed|led to|provided|met)\b"
    ),
    rule(r"(?P<drug>{D*}) (?:also |currently )?targets (?:[\w-]+ ){0,4}?(?P<disease>{I}(?:(?: ?[—–:-] ?|, ){I*})?)"),
    rule(
        rf"(?P<disease>{{I*}}) {_PEOPLE},? (?:who (?:were |are |had |have |)?)?(?:being )?(?:received|receiving|"
        rf"receive|to receive|"
        r"treated with|given|dosed with|took|taking) (?:[\w-]+ ){0,3}?(?P<drug>{D*})"
    ),
)
_OTHERWISE = re.compile(
    r"\b(?:not|no|without|unlike|excluding|except|placebo|history of|caused by|due to|adverse|side effects?|"
    r"risk of|rate of|"
    r"incidence|mortality|deaths?|toxicit\w+|(?:other|separate) (?:programs?|candidates?|products?|drugs?|therap\w+)|"
    r"and (?:our|its|their) (?!use|treatment)|resulted in|associated with|leading to|result in|experts? in|"
    r"leader in|specializ\w+|"
    r"standard of care|clinical disease|previously proposed|(?:patients|people|individuals|adults) (?:such as|like|"
    r"including) (?:those|"
    r"people)|"
    r"immuno-?(?:compromised|suppressed)|because of|stopped|discontinued|withdrawn|withdrew)\b",
    re.IGNORECASE,
)


def indications(sentence: Sentence) -> Iterator[Fact]:
    """Diseases that each drug of a sentence is studied, used or active in."""
    seen: set[tuple[str, str]] = set()
    for pattern in _RULES:
        for match in pattern.finditer(sentence.masked):
            if _OTHERWISE.search(match[0]) or comparator(sentence.masked[: match.start("drug")]):
                continue
            diseases = [*sentence.named(match["disease"]), *sentence.named(match.groupdict().get("more"))]
            for drug, disease in pairs(sentence, sentence.named(match["drug"]), diseases):
                with_another = drug.name.islower() and companion(sentence.masked[: match.start("drug")])
                if (drug.name, disease.name) not in seen and not with_another:
                    seen.add((drug.name, disease.name))
                    yield fact("indication", "drug.indication/1", sentence, 0.9, drug=drug, indication=disease)


def pairs(sentence: Sentence, drugs: Sequence[Mention], others: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Each drug with each of the other mentions; with "respectively", only those of the same place."""
    if len(drugs) > 1 and re.search(r"\brespectively\b", sentence.masked):
        return list(zip(drugs, others, strict=True)) if len(drugs) == len(others) else []
    return [(drug, other) for drug in drugs for other in others]
