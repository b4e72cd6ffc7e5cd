"""What regulators were asked and what they granted, drug by drug.

Finds (ACM-12, orphan-drug, FDA, granted) in "the FDA has granted orphan drug designation to ACM-12"; leaves alone what a designation
is in general, approvals hoped for, approvals of other companies' drugs and of devices' facilities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.annotation.entities.drugs import CODE
from kg.annotation.facts.making import fact
from kg.annotation.model import Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

ACTIONS = (
    ("orphan-drug", r"orphan(?:[- ]drug| medicinal product| medicine)? (?:designation|status|exclusivity)s?|orphan designations?|orphan drug"),
    ("fast-track", r"fast[- ]track(?: designations?| status| review)?"),
    ("breakthrough-therapy", r"breakthrough (?:therapy |device )?(?:designations?|status)|breakthrough therapy"),
    ("rmat", r"regenerative medicine advanced therapy(?: \(RMAT\))?(?: designations?)?|RMAT(?: designations?)?"),
    ("rare-pediatric-disease", r"rare pa?ediatric disease(?: designations?)?"),
    ("priority-review", r"priority review(?: voucher)?(?: designation| status)?"),
    ("accelerated-approval", r"accelerated approval|conditional (?:marketing )?(?:approval|authori[sz]ation)"),
    ("complete-response", r"complete response letters?|CRLs?\b|refus(?:al|ed)[- ]to[- ]file(?: letter)?"),
    ("ind", r"investigational new drug(?: \((?:IND|\"IND\")\))?(?: applications?| submissions?)?|INDs?\b(?! enabling|-enabling)(?: applications?| submissions?)?|clinical trial applications?(?: \(CTA\))?|\bCTA\b"),
    ("application", r"(?:abbreviated |supplemental )?new drug applications?(?: \((?:s|A)?NDA\))?|biologics licen[sc]e applications?(?: \(BLA\))?|marketing authori[sz]ation applications?(?: \(MAA\))?|\b(?:s|A)?(?:NDA|BLA)s?\b|\bMAA\b|510\(k\)(?: premarket notification| submission| application)?|premarket approval application"),
    ("scientific-advice", r"scientific advice|(?:pre-?IND|type [abc]|end[- ]of[- ]phase[- ]\w+|pre-?NDA|pre-?BLA) meeting|protocol assistance"),
    ("approval", r"(?:regulatory |marketing |FDA |full )?(?:approval|authori[sz]ation|clearance)|approved|emergency use authori[sz]ation"),
)
_ACTION = re.compile("|".join(rf"(?P<a{i}>\b(?:{p}))" for i, (_, p) in enumerate(ACTIONS)), re.IGNORECASE)
_GRANTED = re.compile(r"\b(?:grant(?:s|ed|ing)?|receiv(?:e|es|ed)|receipt of|award(?:s|ed)?|obtain(?:s|ed)?|secur(?:e|es|ed)|accept(?:s|ed|ance)|clear(?:s|ed|ance)|approv(?:es|ed|al of)|has (?:orphan|fast|breakthrough)|was given|holds?|issued|designated|with (?:orphan|fast)|in effect|opened|active|allowed|carries|been given|earned|provided)\b", re.IGNORECASE)
_SUBMITTED = re.compile(r"\b(?:submit(?:s|ted)?|submission of|fil(?:ed|ing of)|files|applied for|appli(?:es|cation) (?:for|to)|requested|under review|pending|lodged)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|expect(?:s|ed|ing)?|anticipat\w+|will (?:submit|file|apply|seek|request)|to (?:submit|file|seek|pursue|apply|support|enable|request|obtain)|prepar\w+|on track|toward(?:s)?|seek(?:s|ing)?|pursu(?:e|ing)|potential|future|targeting|upcoming|enabling|well-positioned|aims?|ahead of|goal)\b", re.IGNORECASE)
_REFUSED = re.compile(r"\b(?:refus(?:ed|al)|reject(?:ed|s|ion)|declin(?:ed|es)|denied|complete response|not approv\w+|clinical hold|withdr\w+)\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"\b(?:is (?:a|an|the) (?:special |process|program|designation|FDA)|are (?:granted|designed|intended) to|program (?:is|was) (?:designed|intended)|designed to (?:facilitate|expedite|speed|encourage)|intended to (?:facilitate|expedite)|"
    r"offers? (?:sponsor|all|developers)|provides? (?:accelerated|incentives|benefits|orphan|for|sponsors|eligib)|eligib(?:le|ility)|benefits? of|qualif(?:y|ies)|may (?:be )?(?:grant|be granted|provide)|the (?:FDA|EMA) grants|‹O\d+› grants (?!‹)|possibility of|entitles|would (?:provide|be)|if (?:approved|granted)|"
    r"subject to|prior to|until|upon (?:approval|receipt)|following (?:approval|potential)|there can be no|no assurance|unable|failure|risk)\b",
    re.IGNORECASE,
)
_REGULATOR = re.compile(r"Food and Drug|Medicines|Medical Products|Medical Devices|Health Canada|European Commission|Swissmedic|MHRA|EMA\b|Therapeutic Goods|ANVISA|Drug Safety")
_APPROVAL = [
    rule(r"(?:received|receives|granted|grants|obtained|announced|announces|issued)[^.;]{0,80}?(?:approval|clearance|authori[sz]ation) (?:of|for|to market|to) (?:the |its |{O}'s )?(?:[\w-]+ ){0,5}?{D}"),
    rule(r"{O}(?: \(‹O\d+›\))? (?:has )?approve[sd] (?:[\w-]+ ){0,5}?{D}"),
    rule(r"{D}(?: \([^()]{1,30}\))?[^.;‹›]{0,60} (?:was|has been|is|were) approved"),
    rule(r"{D}(?: \([^()]{1,30}\))?[^.;‹›]{0,40},? (?:is )?(?:an?|the) (?:[\w-]+ ){0,5}?(?:{O} (?:\(‹O\d+›\) )?|{O}-)?approved (?!by)"),
    rule(r"{D} is (?:the )?(?:[\w-]+ ){0,6}?approved by (?:the )?{O}"),
]
_FOR_DRUG = rule(r"(?:for|to|of|on) (?:the |its |our |{O}'s? )?(?:use of )?(?:[\w,/-]+ ){0,6}?(?P<drug>{D*})")
_FOR_DISEASE = rule(r"(?:for|in|to treat|of) (?:the )?(?:treatment of |prevention of |use in |patients with |treating |management of |potential treatment of )?(?:[\w,/-]+ ){0,6}?(?P<disease>{I*})")


def find_regulatory(reading: Reading) -> Iterator[Fact]:
    """Regulatory actions of the release, each once for drug, action and status."""
    topic = _topic(reading)
    numbered = any(CODE.fullmatch(m.name) for _, m in reading.mentions(EntityType.DRUG))
    told: dict[tuple[str, str, str], Fact] = {}
    for sentence in reading.sentences:
        if sentence.block.kind in (BlockKind.CONTACTS, BlockKind.TICKERS) or _GENERAL.search(sentence.masked):
            continue
        for one in _actions(sentence, topic, numbered):
            key = tuple(f.value.name if isinstance(f.value, Mention) else getattr(f.value, "notation", "") for f in one.fields if f.role in ("drug", "action", "status"))
            old = told.get(key)  # type: ignore[arg-type]
            if old is None or len(one.fields) > len(old.fields):
                told[key] = one  # type: ignore[index]
    yield from told.values()


def _topic(reading: Reading) -> Mention | None:
    named = [m for s, m in reading.mentions(EntityType.DRUG) if s.block.kind is BlockKind.HEADLINE]
    if len({m.name for m in named}) == 1:
        return named[0]
    counts = Counter(m.name for _, m in reading.mentions(EntityType.DRUG)).most_common(2)
    if counts and (len(counts) == 1 or counts[0][1] >= 4 * counts[1][1]):
        return next(m for _, m in reading.mentions(EntityType.DRUG) if m.name == counts[0][0])
    return None


def _actions(sentence: Sentence, topic: Mention | None, numbered: bool) -> Iterator[Fact]:
    text = sentence.masked
    for match in _ACTION.finditer(text):
        action = next(name for i, (name, _) in enumerate(ACTIONS) if match[f"a{i}"])
        status = _status(text, match, action)
        agency = _agency(sentence)
        drug = _drug(sentence, match, topic)
        if action == "application" and status == "granted":
            status = "submitted"  # accepted for review: the approval is another action
        if drug is not None and drug.name.islower() and numbered:
            continue  # a generic drug beside the one that the release is about
        if status is None or drug is None or (action in ("approval", "ind", "application") and not _sure(sentence, match, action, status, agency)):
            continue
        disease = next((sentence.named(m["disease"])[0] for m in _FOR_DISEASE.finditer(text, match.start()) if m.start() - match.end() < 70), None)
        yield fact(
            "regulatory", "regulatory/1", sentence, 0.88, drug=drug, action=Concept("regulatory-action", action), agency=agency,
            indication=disease, status=Concept("regulatory-status", status),
        )


def _status(text: str, match: re.Match[str], action: str) -> str | None:
    before, after = text[max(0, match.start() - 110) : match.start()], text[match.end() : match.end() + 80]
    near = before[-60:]
    if action == "complete-response":
        return "refused" if re.search(r"\b(?:receiv|issued|sent|refus)", before + after) else None
    if _REFUSED.search(near):
        return "refused"
    if _PLANNED.search(near):
        return "planned"
    if _SUBMITTED.search(near) and not re.search(r"\b(?:accept|clear|approv|grant)\w*\b", near):
        return "submitted"
    if _GRANTED.search(before[-90:]) or _GRANTED.search(match[0]):
        return "granted"
    if re.match(r"[^.;]{0,50}\b(?:has been|was|were|have been|is) (?:granted|received|cleared|accepted|approved|awarded)", after):
        return "granted"
    if re.match(r"[^.;]{0,50}\b(?:has been|was|were|have been|is) (?:submitted|filed|under review)", after):
        return "submitted"
    if re.match(r"[^.;]{0,40}\b(?:expected|planned|anticipated|targeted)\b", after):
        return "planned"
    return None


def _agency(sentence: Sentence) -> Mention | None:
    return next((m for m in sentence.of_type(EntityType.ORGANIZATION) if _REGULATOR.search(m.name)), None)


def _drug(sentence: Sentence, match: re.Match[str], topic: Mention | None) -> Mention | None:
    """The drug that the action is for: behind "for" or "to", else the nearest before, else the release's own."""
    behind = next((d for m in _FOR_DRUG.finditer(sentence.masked, match.start()) for d in sentence.named(m["drug"])), None)
    if behind is not None:
        return behind
    drugs = [m for m in sentence.named(sentence.masked) if m.type is EntityType.DRUG]
    names = {d.name for d in drugs}
    if len(names) == 1:
        return drugs[0]
    before = [m for m in sentence.named(sentence.masked[: match.start()]) if m.type is EntityType.DRUG]
    if before:
        return before[-1]
    return topic if not names else None


def _sure(sentence: Sentence, match: re.Match[str], action: str, status: str, agency: Mention | None) -> bool:
    """"Approval" and the like are common words: they need an agency, or an application's own verb."""
    if action == "approval":
        return status == "granted" and agency is not None and any(p.search(sentence.masked) for p in _APPROVAL)
    return bool([m for m in sentence.of_type(EntityType.DRUG)]) or status in ("granted", "submitted", "planned")
