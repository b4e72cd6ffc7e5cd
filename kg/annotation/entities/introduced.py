"""Companies whose names say nothing of their kind, where the words around them do.

Finds "Zorvida" in "Zorvida (Nasdaq: ZRV)", "Zorvida, a clinical-stage biotech company", "Jane Roe, CEO of Zorvida",
"an agreement with
Zorvida"; leaves alone "Phase 2 (NCT: 01)", "Boston, a city", "CEO of the year".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.annotation.entities.drugs import CODE
from kg.annotation.entities.organizations import NOT_A_NAME
from kg.annotation.entities.short_forms import without_legal_form
from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import lookup

_NAME = (
    r"(?P<name>(?:[A-Z][\w&-]*[a-z\d][\w&-]*|[a-z]{1,3}[A-Z]\w+|[A-Z]{2,8}|\d{1,2}[A-Z][\w-]*)"
    r"(?:\s(?:&\s)?(?:[A-Z][\w&-]*|[a-z]{1,2}[A-Z]\w+)){0,3})"
)
_ONE = r"(?:[A-Z0-9][\w&'-]*(?:\s(?:(?:of|&)\s)?[A-Z0-9][\w&'-]*){0,4})"
# "(Nasdaq: ZRV)", "(TSX-V: ZRV; OTCQB: ZRVDF)", "(2511.HK)"
_LISTED = re.compile(
    rf"(?<![\w@./-]){_NAME}\s{{0,3}}\((?:the\s\"Company\",\s)?"
    r"(?:(?:[A-Z][A-Za-z]{2,10}\s(?:and|&)\s)?(?P<market>[A-Z][A-Za-z][\w .-]{0,24}?)"
    r"\s?(?:[:;]|\s-)\s?[\"']?[A-Z0-9]{1,6}(?:[.-][A-Z]{1,2})?\b|\d{3,6}\.(?:HK|TW|T|KS|KQ|"
    r"SS|SZ)\b)"
)
_FIELD = (
    r"(?:bio-?tech(?:nology)?|bio-?pharma(?:ceutical)?s?|pharma(?:ceutical)?s?|life[- ]sciences?|med(?:ical)?[- "
    r"]?(?:device|technology|tech)s?|"
    r"diagnostics?|therapeutics?|biologics?|oncology|immunotherapy|vaccine|gene therapy|cell therapy|drug|drug[- "
    r"]development|drug[- ]discovery|"
    r"health ?care|medicines?|neuroscience|radiopharmaceutical|genomics?|antibody|RNA|clinical[- ]stage|"
    r"commercial[- ]stage|preclinical[- ]stage|specialty|biomedical|contract|CRO|CDMO)"
)
_KIND = (
    r"(?:company|firm|developer|corporation|manufacturer|start-?up|business|organi[sz]ation|group|subsidiary|division|"
    r"innovator|leader)"
)
_APPOSED = re.compile(
    rf"(?<![\w@./-]){_NAME}\s{{0,3}}(?:\([^()]{{2,60}}\)\s{{0,3}})?(?:,\s(?:an?|the)\s|\sis\s(?:an?|the)\s)"
    rf"(?:[\w'-]+[ ,/]+){{0,8}}?{_FIELD}(?:[ ,/-]+[\w'-]+){{0,3}}?\s{_KIND}\b"
)
_OFFICE = re.compile(
    rf"\b(?:CEO|CFO|COO|CSO|CMO|(?<!Vice\s)(?<!Vice-)President|Chairman|Chief\s\w+(?:\s\w+)?\sOfficer"
    rf"|[Cc]o-?[Ff]ounder|[Ff]ounder)"
    rf"(?:\s(?:and|&)\s(?:CEO|President|Chairman|Chief\sExecutive\sOfficer))?\s(?:of|at)\s{_NAME}(?=[.,;\"']|"
    rf"\s(?:and|said|stated|who|where|commented|added)|$)"
)
# "was vice president of medical affairs at Zorvida, and"
_POST_AT = re.compile(
    rf"\b(?:president|head|director|officer|manager|counsel|positions?|roles?|CEO|CFO)\b[^.;:()]{{0,60}}?\s(?:at"
    rf"|with)\s{_NAME}"
    r"(?=[.,;]|\s(?:and|where|for|from|in|until|before|prior)\b|$)"
)
_DEALT = re.compile(
    rf"\b(?:agreements?|collaborations?|partnerships?|alliance|contract|joint venture|merger|licen[sc]e[sd]?|"
    rf"collaborat\w+|partner(?:ed|ing)?|acquired|licensed|in-licensed|developed)\s(?:with|by|from|between)"
    rf"\s{_NAME}"
)
_OF_ACQUISITION = re.compile(
    rf"\b(?:acquisition|acquire|acquired|purchase)\s(?:of\s)?{_NAME}(?=[.,;'\"(]|\s(?:for|in|from|to|and|by|on|,)"
    rf"\b)"
)
# "an agreement with Danish biotech Zorvida to", "drugmaker Zorvida said"
_DESCRIBED = re.compile(
    r"\b(?:bio-?tech|bio-?pharma|drug-?maker|(?:bio-?tech(?:nology)?|(?:bio)?pharmaceuticals?|"
    r"pharma|biopharma|life[- ]sciences?|drug|"
    rf"vaccine|diagnostics)\s(?:company|firm|group|giant|developer|maker|start-?up))\s{_NAME}(?='s\b|\s(?:and|to"
    rf"|for|has|have|"
    r"will|is|said|in|on|regarding|over|today|announced|signed|entered|,)|\s\(|[.,;]|$)"
)
# "The round was led by Belu Ventures, with participation from Tarn and Halden Invest."
_INVESTING = re.compile(
    r"\b(?i:round|financing|placement|offering|investments?|syndicate)\b[^.;]{0,120}?\b(?i:led\sby|participation\s"
    r"(?:from|by|of)|"
    r"investors?,?\sincluding|joined\sby|investors?)\s(?:(?:new|existing|current|returning|the|and|investors?"
    r"|including)\s){0,4}"
    rf"(?P<names>{_ONE}(?:(?:,\sand\s|,\s|\sand\s|,?\swith\sparticipation\s(?:from|by|of)\s)"
    rf"(?:(?:new|existing|current|returning|the|investors?|including),?\s){{0,4}}{_ONE}){{0,20}})"
)
_INVESTOR = re.compile(_ONE)
_ANYONE = re.compile(r"\b(?:Existing|New|Current|Certain|Investors?|Institutional|Shareholders?|Company)\b")
_NOT_COMPANY = re.compile(
    r"^(?:The|This|That|These|It|In|At|For|With|As|On|By|Our|We|He|She|They|Its|Their|Company|Phase|Fast|Orphan|"
    r"Breakthrough|Investor|Media|About|Stage|Class|Type|Part|Form|Common|Series|Board|FDA|EMA|NDA|BLA|IND|CEO|CFO|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Dr|Mr|Ms|Prof|Professor|U\.?S\.?|US|UK|EU|USA|European|American|National|"
    r"Study|Trial|Agreement|License|Inc|Ltd|LLC|Corp|Today|New|First|Health|Clinical|Medical|Research|Market|NYSE|"
    r"NASDAQ|Nasdaq|TSX|OTC\w*|AMEX|Both|Each|All|Such|No|Not|Nature|Science|Cell)$"
)
_PART = re.compile(r"\b[A-Z][\w&]+\s(?:of|for)\s$")  # "Laboratory Group of Norway Holdings (NYSE: LGN)"
_ADJECTIVE = re.compile(r"(?:American|European|National|First|New|Medical|Health|Clinical|Research)$")
_HEADLINE_VERB = re.compile(
    r"\b(?:Announces?|Reports?|Receives?|Presents?|Initiates?|Completes?|Appoints?|Names?|Signs?|Enters?|To|With|"
    r"And|For|Of|From|Data|Results|Trial|Study|Phase|Developing|Stock|News|Update|By|In|On|At)\b"
)


def filing_companies(texts: Sequence[str], filer: str) -> list[list[Found]]:
    """Where each clean text of a release names who files it, by a name that nothing else makes a company's.

    The name has to be used as one: with an "'s" or a verb behind it, or at least twice.
    """
    bare = without_legal_form(" ".join(filer.split()))
    words = bare.split()
    if not 1 <= len(words) <= 4 or len(bare) < 4 or not all(re.fullmatch(r"[A-Z0-9][\w&-]*", w) for w in words):
        return [[] for _ in texts]
    known = any(lookup(kind, bare) for kind in ("place", "first_name", "disease", "drug"))
    if known or NOT_A_NAME.match(bare) or _NOT_COMPANY.match(words[0]) or CODE.fullmatch(bare):
        return [[] for _ in texts]
    name = re.compile(rf"(?<![\w@./-]){re.escape(bare)}(?![\w@]|-\d|\s[A-Z])")
    found = [
        [Found(EntityType.ORGANIZATION, m.start(), m.end(), m[0], "Company", 1) for m in name.finditer(text)]
        for text in texts
    ]
    acts = re.compile(rf"{name.pattern}(?:'s\b|,?\s(?:today|has|is|will|announced|said|which|announces|reported)\b)")
    return found if sum(map(len, found)) > 1 and any(acts.search(t) for t in texts) else [[] for _ in texts]


def introduced_companies(text: str, guesses: Sequence[tuple[int, int]], titled: bool) -> Iterator[Found]:
    """Companies by ticker, apposition or office; partners of deals where the model too takes them for organisations."""
    for match in _LISTED.finditer(text):
        part = _PART.search(text, max(0, match.start("name") - 40), match.start("name"))
        if not part and (match["market"] is None or lookup("exchange", match["market"].strip())):
            yield from _checked(text, match, titled, 3)
    if titled:
        return
    for pattern in (_APPOSED, _OFFICE, _DESCRIBED):
        for match in pattern.finditer(text):
            yield from _checked(text, match, titled, 2)
    for listed in _INVESTING.finditer(text):
        for one in _INVESTOR.finditer(text, *listed.span("names")):
            if not (
                _ANYONE.search(one[0])
                or _NOT_COMPANY.match(one[0].split()[0])
                or lookup("place", one[0])
                or lookup("first_name", one[0].split()[0])
            ):
                yield Found(EntityType.ORGANIZATION, one.start(), one.end(), one[0], "Company", 1)
    for pattern in (_DEALT, _OF_ACQUISITION, _POST_AT):
        for match in pattern.finditer(text):
            known = pattern is _POST_AT and any(e.kind == "company" for e in lookup("organization", match["name"]))
            guessed = known or any(a <= match.start("name") and match.end("name") <= b + 2 for a, b in guesses)
            if guessed or pattern is _DEALT and _signed_with(text, match):
                yield from _checked(text, match, titled, 1)


def _signed_with(text: str, match: re.Match[str]) -> bool:
    """Whether several words that name no person or place are the other side of an agreement, and nothing else."""
    words = match["name"].split()
    if len(words) == 1 and re.fullmatch(r"\w{1,6}?[a-z][A-Z]\w{3,}", words[0]) and not lookup("drug", words[0]):
        words = ["Camel", "Case"]  # "an agreement with bioTarn" names a company by its spelling
    return (
        len(words) in (2, 3)
        and bool(re.match(r"(?:agreement|licen[sc]|collaboration|partnership|alliance|contract|merger)", match[0]))
        and bool(re.match(r"[,.]?$|,?\s(?:for|to|under|in|covering|on|that|which)\b", text[match.end() :][:12]))
        and not lookup("first_name", words[0])
        and not any(lookup(kind, match["name"]) for kind in ("place", "disease", "drug"))
        and all(re.fullmatch(r"[A-Z][a-z]{3,}", word) for word in words)
    )


def _checked(text: str, match: re.Match[str], titled: bool, weight: int) -> Iterator[Found]:
    """The name without words that cannot begin one, unless nothing that could be a company's name is left."""
    start, end = match.span("name")
    words = re.split(r"\s", text[start:end])
    kept = weight == 3 and len(words) > 2 and _ADJECTIVE.match(words[0])  # "American Bell Products (NYSE: ABP)"
    while words and not kept and _NOT_COMPANY.match(words[0].rstrip(".,")):
        start += len(words[0]) + 1
        words.pop(0)
    name = text[start:end]
    if (
        not words
        or len(name) < 3
        or CODE.fullmatch(name)
        or re.search(r"[a-z]\d{2,}|-\d", name)
        or NOT_A_NAME.match(name)
        or (titled and _HEADLINE_VERB.search(name))
        or (len(words) == 1 and _other_thing(name))
    ):
        return
    yield Found(EntityType.ORGANIZATION, start, end, name, "Company", weight)


def _other_thing(word: str) -> bool:
    """Whether a single word names a place, a disease or a drug."""
    return bool(lookup("place", word) or lookup("disease", word) or lookup("drug", word)) and not any(
        c.isupper() for c in word[1:]
    )
