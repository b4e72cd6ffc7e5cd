"""Diseases for which a regulator has approved a drug."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.making import fact
from kg.annotation.model import Concept, Fact
from kg.annotation.reading import Sentence, rule

_DRUG = r"(?P<drug>{D*})(?: \([^()]{1,30}\))?,?"
_KIND = r"(?:medication|medicine|drug|treatment|therapy|product|vaccine|antibody|inhibitor)"
_PURPOSE = r"(?:for|to (?:treat|prevent|mitigate))"
_TREATMENT = r"(?: the| use in the| use in)? ?(?:treatment|management|prevention|therapy|mitigation)? ?(?:of )?"
_DISEASE = r"(?P<disease>{I*})"
_RULES = (
    rule(
        rf"{_DRUG} (?:is|was|are|were|has been|have been|which is|which was)? ?"
        r"(?:currently |already |also |recently |first )?(?:approved|indicated|authori[sz]ed|"
        r"licensed)(?: by (?:the )?{O*})?"
        rf"(?: in [^‹.;]{{0,60}})?(?: as [^‹.;]{{0,60}})? {_PURPOSE}{_TREATMENT}(?:[\w-]+ ){{0,8}}?{_DISEASE}"
    ),
    rule(
        rf"(?P<drug>{{D*}})[^.;‹›]{{0,60}}?\b{_KIND} (?:is )?approved(?: by {{O*}})? {_PURPOSE} (?:the )?"
        rf"(?:[\w-]+ ){{0,6}}?{_DISEASE}"
    ),
    rule(
        rf"{_DRUG} (?:is )?(?:an?|the) (?:(?:first|only|and|new|prescription) ){{0,5}}(?:{{O}} (?:\(‹O\d+›\) )?|"
        rf"{{O}}-)?[- ]?"
        rf"approved (?:[\w-]+ ){{0,3}}?{_KIND} (?:for|to treat) (?:the )?(?:treatment of )?{_DISEASE}"
    ),
    rule(
        rf"^(?:[^‹›.;]{{0,30}} )?approved (?:by {{O}} )?{_PURPOSE} (?:the treatment of )?"
        rf"(?:[\w-]+ ){{0,4}}?{_DISEASE}, (?P<drug>{{D}})"
    ),
    rule(rf"{_DRUG} (?:is )?an? {{O}}-approved (?P<disease>{{I}}) {_KIND}"),
    rule(
        rf"(?P<drug>{{D*}}) is (?:the )?(?:[\w-]+ ){{0,6}}?{_KIND} approved by (?:the )?{{O}} {_PURPOSE} (?:the )?"
        rf"(?:[\w-]+ ){{0,3}}?{_DISEASE}"
    ),
    rule(rf"{{O}}[- ]approved (?:[\w-]+ ){{0,4}}?(?P<drug>{{D*}}) for (?:the )?(?:[\w-]+ ){{0,5}}?{_DISEASE}"),
    rule(
        r"{O}(?: \([^()]{0,30}\))? (?:has |have )?(?:recently |today )?(?:approved|granted (?:marketing |full |"
        r"accelerated |"
        r"traditional |regular )?approval (?:to|of|for)) (?:the )?(?:[\w-]+ ){0,4}?"
        rf"(?P<drug>{{D*}})(?: \([^()]{{1,40}}\))?(?:,? (?:an?|"
        rf"the) [^.;‹›]{{0,80}}?,)?(?: as [^‹.;]{{0,60}})? {_PURPOSE}"
        rf"{_TREATMENT}(?:[\w-]+ ){{0,8}}?{_DISEASE}"
    ),
    rule(
        r"\b(?:received|receives?|announced?|announces|granted|gained|won|obtained|secured|following|after|"
        r"since) (?:the )?(?:{O} )?(?:\(‹O\d+›\) )?"
        r"(?:marketing |full |accelerated |regulatory |recent )?approval of (?:[\w-]+ ){0,3}?"
        rf"(?P<drug>{{D*}})(?: \([^()]{{1,40}}\))?(?: by (?:the )?{{O}})?(?: as [^‹.;]{{0,60}})? {_PURPOSE}{_TREATMENT}"
        rf"(?:[\w-]+ ){{0,8}}?{_DISEASE}"
    ),
)
_HOPED = re.compile(
    r"\b(?:not|if|once|until|expected|seek\w*|pending|future|potential|yet|when|before|designed|submitted|"
    r"application|intends?|"
    r"plans?|ahead|toward|towards|anticipated|possible|support\w*|would|could|may|path|target\w*)\b",
    re.IGNORECASE,
)
_HOPED_BEFORE = re.compile(
    r"\b(?:if|until|once|before|seek\w*|pending|potential|possible|ahead of|toward|towards|for|expects?|"
    r"anticipat\w+|hop\w+|"
    r"support\w*|await\w*|plans?|intends?|not|could|may|would)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_HOPED_LAST = 2  # rules at the end whose approval stands before the drug, and so may be one hoped for further ahead


def approvals(sentence: Sentence) -> Iterator[Fact]:
    """Diseases for which a regulator has approved a drug; approval hoped for is not approval."""
    for rank, pattern in enumerate(_RULES):
        for match in pattern.finditer(sentence.masked):
            before = sentence.masked[: match.start()]
            if _HOPED.search(match[0]) or re.search(r"\b(?:if|until|once|before)\b[^.;]{0,30}$", before, re.IGNORECASE):
                continue
            if rank >= len(_RULES) - _HOPED_LAST and _HOPED_BEFORE.search(before[-80:]):
                continue
            for drug in sentence.named(match["drug"]):
                for disease in sentence.named(match["disease"]):
                    yield fact("approved_for", "drug.approved/1", sentence, 0.9, drug=drug, indication=disease)
                    if not drug.name.islower():
                        approved = Concept("phase", "approved")
                        yield fact("stage", "drug.stage.approved/1", sentence, 0.85, drug=drug, stage=approved)
