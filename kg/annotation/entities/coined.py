"""Drugs whose names are words that somebody made up, known by what stands right beside them.

Finds "Kelvox" in "patients treated with Kelvox", "Kelvox, an oral inhibitor of Zed kinase, is", "Kelvox (KVX-301)";
leaves alone "Belu, an antibody company", "Surgery is a treatment", "the HARBOR trial showed a 40% response rate".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kg.annotation.entities.dealt_drugs import is_substance
from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import lookup

_WORD = r"(?P<name>(?:[A-Z][a-z]{4,14}|[A-Z]{5,13}|[A-Z][a-z]{1,9}[A-Z][A-Za-z]{1,9})(?:-(?:[A-Z]{1,2}|\d{1,2}))?)"
_END = r"(?![\w@]|-\w|\.\w)"
# Who makes or tests drugs is not one; nor is what they are found or made with.
_NOT = (
    r"(?:leader|pioneer|compan(?:y|ies)|firm|developer|manufacturer|maker|provider|expert|innovator|subsidiary|"
    r"division|"
    r"platform|technolog(?:y|ies)|process|trials?|stud(?:y|ies)|method|author|professor|scientist|physician|form|type|"
    r"kind|class|specialist|member|supplier|unit|affiliate|partner|condition|disease|disorder|target|protein|receptor|"
    r"gene|mutation|program|programme|biotech|pharma|group|organi[sz]ation|standard|common|mainstay|only|collaboration|"
    r"agreement|hospital|university|center|city|market|event|procedure|approach|strategy|range|variety|number|"
    r"may|can|will|could|is|was|were|has|have|had|are|who|said)"
)
_HEAD = (
    r"(?:inhibitor|agonist|antagonist|antibody|vaccine|(?:gene|cell|stem cell|CAR[- ]T|combination|replacement) "
    r"therapy|(?:drug|product|therapeutic|clinical|vaccine|development|treatment) candidate|small molecule|peptide|"
    r"modulator|"
    r"degrader|drug conjugate|ADC|prodrug|biologic|biosimilar|siRNA|oligonucleotide|immunotherapy|antiviral|antibiotic|"
    r"compound|molecule|drug|medicine|therapy|treatment|therapeutic|formulation|radioligand|radiopharmaceutical|"
    r"oncolytic virus|activator|blocker|stabili[sz]er|tablet|capsule|gel|cream|transdermal patch|nasal spray|eye drop)"
)
_IS = (
    rf"(?:(?!{_NOT}\b)[\w'/-]+,?\s){{0,9}}?{_HEAD}(?=[.,;)]|\s(?:for|that|which|designed|targeting|in|being|to|with|"
    r"against|under|currently|is|was|has|directed|developed|indicated|intended|approved|administered|given|as|of)\b|$)"
    rf"(?!\s(?:for|in|to|as)\s(?:[\w-]+\s){{0,3}}(?:compan|developer|platform))"
)
_BEHIND = re.compile(
    rf"(?<![\w/.@#$-]){_WORD}{_END}\s{{0,5}}(?:"
    rf",\s(?:an?|our|its|another|the\s[Cc]ompany's)\s{_IS}|\sis\s(?:an?|our|its|another|the\s[Cc]ompany's)\s{_IS}|"
    r"\s(?:is|was)\s(?:currently\s|also\s|now\s)?being\s(?:developed|evaluated|studied|investigated)\s(?:in|for|as)\b|"
    r"\sis\s(?:currently\s|now\s)?in\s(?:an?\s)?(?:ongoing\s)?(?:Phase|preclinical|pivotal)\b|"
    r"\s(?:is|was|has\sbeen)\s(?:\w+ly\s)?(?:indicated|approved\s(?:in\s[\w.\s]{2,20})?(?:for|to\streat|as))\b|"
    r"\s(?:demonstrated|showed|achieved|produced)\s(?:an?\s)?(?:[\w-]+\s){0,3}\d+(?:\.\d+)?\s?%\s(?:[\w-]+\s){0,3}"
    r"(?:response|remission|reduction|survival|efficacy)\b|"
    r"\s(?:was|is|has\sbeen)\s(?:(?:generally|safe|and)\s){0,3}well[- ]tolerated\b|"
    r"\s(?:tablets|capsules|monotherapy|nasal\sspray|ophthalmic\ssolution|oral\ssolution)\b)"
)
_BEFORE = re.compile(
    r"\b(?:(?i:treated|dosed|vaccinated|treatment|dosing)\swith|"
    r"(?i:administration|doses?|dosing|efficacy|tolerability|pharmacokinetics|sales|revenues?)\sof|"
    r"patients\s(?:who\s)?(?:received|receiving|receive|taking|on)|"
    r"(?:FDA|EMA|Agency|Administration|Commission|Canada)\s(?:has\s)?(?:approved|cleared)|"
    r"[Dd]esignations?\s(?:to|for)|[Mm]arketed\s(?:under\sthe\s(?:brand\s|trade\s)?name|as)|"
    r"(?:brand|trade|proprietary)\sname|candidate,?\s(?:is|called|named)|(?:therapy|drug|antibody|inhibitor|"
    r"compound),\s(?:called|named))\s"
    rf"(?:of\s)?{_WORD}{_END}(?=\s{{0,5}}[,.;()]|\s{{1,6}}(?:in|for|to|is|was|had|has|at|as|and|or|plus|versus|"
    rf"with|who|"
    r"showed|achieved|demonstrated|experienced|improved|were|compared|grew|increased|decreased|during|over|by|on)\b|$)"
)
_NUMBER = r"[A-Z]{2,5}-?\d{2,5}[A-Z]?"
_NUMBERED = re.compile(rf"(?<![\w/.@#$-]){_WORD}{_END}\s{{1,6}}\((?!NCT)(?P<code>{_NUMBER})\)")
_PLAIN_NUMBERED = re.compile(rf"(?<![\w-])(?P<name>[a-z]{{6,22}})\s{{1,4}}\((?!NCT)(?P<code>{_NUMBER})\)")
_PLAIN_SAID = re.compile(
    r"\b(?:candidate|drug|compound|molecule)(?:\sis|,?\scalled|,)\s(?P<name>[a-z]{6,22})(?=,\san?\s|\s\(|,\swhich\s)"
)
_CAPITALS_OF = re.compile(
    r"(?<![\w/.@#$-])(?P<name>[A-Z]{5,13})\s{1,6}\((?P<generic>[a-z]{7,22})(?:-[a-z]{4})?(?:\s[a-z]+){0,2}[),]"
)
_SHORT_CODE = re.compile(
    r"\b(?i:candidate|compound|drug)(?::|,|\sis|\scalled)?\s(?P<name>[A-Z]{2,5}-\d[A-Z]?)(?![\w-]|\.\d)"
    r"(?!\s(?:trial|study|protocol))"
)
_STUDIED = re.compile(
    r"\b(?i:trials?|study|studies|efficacy|safety|administration|doses?|treatment|treated)\s(?:of|with)\s"
    r"(?:(?:oral|intravenous|subcutaneous|inhaled|topical|intranasal|once-daily)\s){0,2}(?P<name>[a-z]{7,20})"
    r"\s(?:in|versus|plus)\s(?:(?:adult|pa?ediatric|healthy|older|elderly|treatment-na[iï]ve)\s)?"
    r"(?:patients|adults|subjects|volunteers|participants|children|people|placebo)\b"
)
# "the efficacy of kelvorine", "kelvorine tablets", "kelvorine, an oral inhibitor of"
_TAKEN = (
    re.compile(
        r"\b(?i:efficacy|safety|tolerability|pharmacokinetics|bioavailability|administration|doses?|dosing|"
        r"effects?|formulations?|"
        r"treatment|combination)\s(?:of|with)\s(?:(?:oral|intravenous|subcutaneous|inhaled|topical|intranasal|"
        r"once-daily)\s){0,2}"
        r"(?P<name>[a-z]{7,20})(?=\s(?:was|were|versus|plus|tablets|capsules|at\s\d|in\s(?:patients|adults|healthy|"
        r"combination|"
        r"mice|subjects|humans|animals))\b|[,.;])"
    ),
    re.compile(r"(?<![\w-])(?P<name>[a-z]{7,20})\s(?:tablets|capsules|monotherapy|nasal\sspray|\d+\s?mg)\b"),
    re.compile(rf"(?<![\w-])(?P<name>[a-z]{{7,20}}),\s(?:an|our|its|another)\s{_IS}"),
)
# As English nouns and names of peoples end, and hardly anything that is sold.
_ENGLISH = re.compile(
    r"(?:tion|sion|ment|ness|therapy|surgery|ology|ing|ity|ics|ers|ors|ists?|ance|ence|ship|hood|ants|ives|ism|"
    r"isms|cine|cines|ians?|icans?|ese|ally|ful|ous|able|ible|ed|ly|ies|als|ids|ines|ates)$",
    re.IGNORECASE,
)
_OTHER = frozenset(
    """
    these those there which their other under phase study trial placebo control standard drugs patient patients orphan
    track breakthrough priority accelerated emergency approval clinical vaccine vaccines product products company
    treatment program cohort group series class stage grade level table figure board europe japan china today three
    seven eight first second third since while after before where about above below every still until during among
    through however moreover furthermore meanwhile instead indeed nevertheless nonetheless therefore likewise
    otherwise overall medicare medicaid insulin opioids opioid aspirin steroids oxygen surgery
    chemo statins botox based because
    """.split()
)


def made_up_names(text: str) -> Iterator[Found]:
    """Made-up words that the words beside them make a drug's name, and those with a compound's number in brackets."""
    words = re.findall(r"[A-Za-z]{4,}", text)
    if text.isupper() or sum(w[0].isupper() for w in words) > 0.5 * len(words):
        return
    for pattern, weight in ((_BEHIND, 3), (_BEFORE, 3), (_NUMBERED, 3)):
        for match in pattern.finditer(text):
            if may_be_made_up(text, match.start("name"), match["name"]):
                yield Found(EntityType.DRUG, *match.span("name"), match["name"], "coined", weight)
                if pattern is _NUMBERED:
                    yield Found(EntityType.DRUG, *match.span("code"), match["code"], "code", 4)
    yield from _substances(text)


def _substances(text: str) -> Iterator[Found]:
    """Names of substances that no list holds, short codes, and brands in capitals of such a substance."""
    for match in _CAPITALS_OF.finditer(text):
        if is_substance(match["generic"]) and may_be_made_up(text, match.start(), match["name"]):
            yield Found(EntityType.DRUG, *match.span("name"), match["name"], "coined", 3)
            yield Found(EntityType.DRUG, *match.span("generic"), match["generic"], "generic", 4)
    for match in _SHORT_CODE.finditer(text):
        if not any(lookup(kind, match["name"]) for kind in ("target", "disease", "organization")):
            yield Found(EntityType.DRUG, *match.span("name"), match["name"], "code", 4)
    for match in (m for one in (_STUDIED, *_TAKEN) for m in one.finditer(text)):
        if is_substance(match["name"]) and not _ENGLISH.search(match["name"]) and not lookup("disease", match["name"]):
            yield Found(EntityType.DRUG, *match.span("name"), match["name"], "generic", 2)
    for pattern in (_PLAIN_NUMBERED, _PLAIN_SAID):
        for match in pattern.finditer(text):
            if is_substance(match["name"]) and not lookup("disease", match["name"]):
                yield Found(EntityType.DRUG, *match.span("name"), match["name"], "generic", 4)


def may_be_made_up(text: str, start: int, name: str) -> bool:
    """Whether a word is no common one, names nothing else that is known, and is not a part of a longer name."""
    bare = name.split("-")[0]
    if bare.lower() in _OTHER or _ENGLISH.search(bare) or re.search(r"(?<![\w'-])[A-Z][\w'-]*\s$", text[:start][-20:]):
        return False
    return not any(
        lookup(kind, bare) for kind in ("place", "disease", "target", "organization", "first_name", "exchange")
    )


def is_word_of(name: str, text: str, companies: Collection[str]) -> bool:
    """Whether a release uses a word otherwise than as a drug's name: uncapitalised, for a company, or for a trial."""
    lower = re.search(rf"(?<![\w-]){re.escape(name.lower())}s?(?![\w-])", text)
    trials = len(re.findall(rf"(?<![\w-]){re.escape(name)}(?:-\d+)?\s(?:clinical\s)?(?:[Tt]rial|[Ss]tudy)\b", text))
    here = len(re.findall(rf"(?<![\w-]){re.escape(name)}(?!\w)", text))
    firm = any(c == name or c.startswith(name + " ") for c in companies)
    return bool(lower) or firm or 4 * trials >= here > 0 or _made_with(name, text)


def _made_with(name: str, text: str) -> bool:
    """Whether a release calls the thing a platform, a device or a test."""
    return bool(
        re.search(
            rf"(?<![\w-]){re.escape(name)}\s{{1,5}}(?:[\w-]+\s)?(?:platform|technolog(?:y|ies)|software|algorithm|"
            rf"device|system|test|assay|"
            r"Inc|Ltd|LLC|Corp|Therapeutics|Pharma\w*|Bio(?!logics?\sLicen)\w*)\b",
            text,
        )
    )


_PLATFORM = re.compile(
    r"^\s{0,6}(?:\w+\s){0,2}(?:platform|technolog(?:y|ies)|software|database|algorithm|engine|system|process|"
    r"facility|website|app)\b",
    re.IGNORECASE,
)
_PLATFORM_CALLED = re.compile(
    (
        r"\b(?:platform|technolog(?:y|ies)|method|process|software|algorithm),?\s(?:which\sis\s|is\s)?(?:known\sas|"
        r"called|named)\s$"
    ),
    re.IGNORECASE,
)
_IS_METHOD = re.compile(
    r"^\s{1,6}is\s(?:(?!drug|therap|treat)[\w'-]+,?\s){1,6}?(?:platform|technology|method|process)\b"
)


def is_platform(text: str, start: int, end: int) -> bool:
    """Whether the words beside a name make it a technology or a service, not a product."""
    return bool(
        _PLATFORM.match(text[end : end + 50])
        or _IS_METHOD.match(text[end : end + 90])
        or _PLATFORM_CALLED.search(text[max(0, start - 45) : start])
    )
