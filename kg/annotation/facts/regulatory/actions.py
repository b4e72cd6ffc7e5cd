"""How releases name regulatory actions, and how they speak of one in general: patterns over masked text."""

from __future__ import annotations

import re

_DESIGNATION = r"(?:[- ](?:drug|therapy|product|medicinal product|medicine))?(?: (?:designations?|status))"
_TRIAL = r"(?:[\w/-]+ ){0,5}?(?:trials?|stud(?:y|ies)|protocol|investigation)\b"
_START = r"(?:conduct|initiat\w+|begin(?:ning)?|start(?:ing)?|proceed|commence|launch|run|enroll|move)\b"
_INITIALS = r"(?: \(\W?[A-Z]{2,5}s?\W?\))?"
_APPLIED = r"(?: applications?| submissions?| filings?| packages?| dossiers?)?"

_IND = (
    rf"investigational new drug{_INITIALS}{_APPLIED}"
    rf"|(?-i:\bINDs?\b)(?![- ]enabling|[- ](?:ready|stage|amendment|track|process|pathway)){_APPLIED}"
    rf"|clinical trial (?:applications?|authori[sz]ations?){_INITIALS}|(?-i:\bCTAs?\b){_APPLIED}"
    r"|no[- ]objection letters?|study may proceed letters?"
    r"|(?:approval|clearance|authori[sz]ation|permission|go-ahead|green light|all[- ]clear)"
    r"(?: (?:from|by) (?:the )?(?:[A-Z][\w.]*['’]s )?‹O\d+›(?: \(‹O\d+›\))?)?"
    rf"(?: (?:for ‹O\d+› )?to {_START}| (?:for|of) (?:the |a |its |‹O\d+›'s )?(?:‹D\d+› )?{_TRIAL})"
)
_APPLICATION = (
    rf"(?:abbreviated |supplemental |rolling )*new drug applications?{_INITIALS}(?: submissions?| filings?)?"
    rf"|biologics? licen[sc]e applications?{_INITIALS}|marketing authori[sz]ation applications?{_INITIALS}"
    r"|(?-i:\b(?:s|A|r)?(?:NDA|BLA|MAA)s?\b)(?: re-?submissions?| submissions?| filings?)?"
    r"|510\(k\)(?: premarket notification| submission| application)?|premarket approval application"
    r"|(?:prescription drug user fee act|PDUFA)(?: \(\W?PDUFA\W?\))?,? (?:\w+ ){0,3}?date"
    r"|target action date under the prescription drug user fee act"
)

# A name of an action, and what stands for it, the more special first.
ACTIONS = (
    (
        "orphan-drug",
        (
            rf"orphan{_DESIGNATION}|(?-i:\bODDs?\b)|orphan[- ]designat(?:ions?|ed)|orphan[- ](?:drug|medicinal "
            rf"product|medicine)s?\b(?!"
            r" exclusivity| act\b)"
        ),
    ),
    (
        "fast-track",
        r"fast[- ]track(?:[- ]designat(?:ions?|ed)| status)?\b(?! process| program| the | its | development| position)",
    ),
    ("breakthrough-therapy", r"breakthrough (?:therapy |device )?(?:designations?|status)|breakthrough[- ]therapy"),
    ("rmat", rf"regenerative medicine advanced therapy{_INITIALS}(?: designations?)?|\bRMAT\b(?: designations?)?"),
    (
        "rare-pediatric-disease",
        (
            rf"rare pa?ediatric diseases?{_INITIALS}(?= drug desig| desig| status| from (?:the )?‹)(?: designations?)?"
            r"|(?<!\ba )(?<!\bof )(?<!\bthe )rare pa?ediatric diseases?(?=,| and|/)"
        ),
    ),
    ("priority-review", r"priority review(?! vouchers?)(?: designation| status)?"),
    ("accelerated-approval", r"accelerated approval|conditional (?:marketing )?(?:approval|authori[sz]ation)"),
    (
        "complete-response",
        (
            r"complete response letters?|(?-i:\bCRLs?\b)|refus(?:al|ed)[- ]to[- ]file(?: letter)?|not[- "
            r"]approvable letters?"
        ),
    ),
    ("ind", _IND),
    (
        "approval",
        (
            rf"510\(k\) (?:marketing )?clearance|premarket approval|emergency[- ]use authori[sz]ations?{_INITIALS}"
            rf"|(?-i:\bEUAs?\b)|notices? of compliance{_INITIALS}|CE[- ]mark(?:ing|s)?\b(?! (?:of|for) conformity)"
        ),
    ),
    ("application", _APPLICATION),
    (
        "scientific-advice",
        (
            r"scientific advice|(?:pre-?IND|type[- ][abcd]|end[- ]of[- ]phase[- ][\w/]+|pre-?NDA|pre-?BLA|pre-?MAA|"
            r"pre-?NDS|"
            r"pre-?EUA|pre-?submission|pre-?new drug (?:submission|application)|pre-?investigational new drug(?: "
            r"application)?)"
            r"(?: \((?:EOP-?\d\w?|pre-?[A-Z]{3})\))? (?:meetings?|interactions?)|protocol assistance"
        ),
    ),
)
ACTION = re.compile("|".join(rf"(?P<a{i}>\b(?:{p}))" for i, (_, p) in enumerate(ACTIONS)), re.IGNORECASE)
DESIGNATIONS = frozenset(
    {
        "orphan-drug",
        "fast-track",
        "breakthrough-therapy",
        "rmat",
        "rare-pediatric-disease",
        "priority-review",
        "accelerated-approval",
    }
)

# Where a clause ends and another begins; the word that opens it belongs to it.
CLAUSE = re.compile(
    r"; |\. |: | - | – | — |, (?=(?:which|while|but|whereas|although|though|who|where|with|if|making|allowing"
    r"|enabling|providing|following)\b)"
    r"| and (?=(?:is|are|was|were|will|plans?|expects?|intends?|may|could|would|anticipates?|aims?)\b)|,? (?=if"
    r" (?:approved|granted)\b)| (?=that (?:has|have|had|holds?|received) )|, (?=would\b)"
)
# Before an action: it is hoped for, conditional, or another's.
HEDGED = re.compile(
    r"\b(?:[Ii]f(?! that(?:'s| is) not (?:enough|all)\b)|may|might|could|would|should|[Ee]ligib\w+|[Qq]ualif\w+|"
    r"criteria for|[Pp]otential(?:ly)?|possib\w+"
    r"|prior to|[Uu]ntil|[Uu]pon|[Ss]ubject to|unless|whether"
    r"|unable|[Ff]ail\w*|risk|hopes?|assurance|[Ww]ithout|lack of|benefits? of|(?:firms|companies|biotechs"
    r"|products|drugs|candidates|competitors|sponsors|others) "
    r"(?:that|which|with|who)|competitor|waiver|fee|opportunity|designed to|intended to|cannot|look(?:s|ing)?"
    r" forward|[Oo]nce|as (?:a|the) requirement|[Nn]o)\b"
)
# Behind it: what such an action is in general.
GENERAL = re.compile(
    r"[^‹›;.]{0,18}? (?:is (?:an?|the|designed|intended|granted (?:to|by)|given|available|reserved"
    r"|required|expected to)"
    r"|are (?:granted|designed|intended|given|awarded)|was (?:created|established|designed)"
    r"|provides?|offers?|entitles?|qualifies|gives|confers|shortens|would|could|may|might|can|requires?|fee"
    r"|regulations?|pathway|process|voucher)\b"
)
# An action that someone took part in, as a life tells it.
CAREER = re.compile(
    r"\b(?:led|leading|oversaw|contributed|involved in|responsible for|instrumental|played|career|helped"
    r"|experience|took part|participated|holds an? (?:MBA|PhD|degree|B\.?S)|track record)\b"
)
REGULATOR = re.compile(
    r"Food and Drug|Food & Drug|Medicines|Medical Products|Medical Devices|Health Canada|European Commission"
    r"|Swissmedic|MHRA|EMA\b|Therapeutic Goods|ANVISA"
    r"|Drug Safety|Drugs Standard|Drug Controller|Therapeutic Products Directorate|Ministry of (?:Health|Food)|"
    r"Paul[- ]Eh?rlich|Drug Administration"
)
