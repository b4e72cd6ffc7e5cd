"""What the words around a phrase that names a trial say of its status.

Finds "initiated" in "has dosed the first patient in its …"; leaves alone "results of … are expected" and "will present
data from …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Status = tuple[str, int]  # a status, and how much a sentence that says so weighs

# What is announced, shown or awaited is the news, not the trial: it says nothing of planning.
_NEWS = re.compile(
    r"\b(?:will|to|expects?|plans?|anticipates?|intends?|scheduled|may|could|on track|"
    r"looks? forward to)\s(?:to\s)?(?:\w+\s){0,2}?"
    r"(?:be\s)?(?:present(?:ed|ing)?|report(?:ed|ing)?|announc(?:e|ed|ing)|shar(?:e|ed|ing)|discuss(?:ed)?|"
    r"publish(?:ed)?|provid(?:e|ed)|"
    r"releas(?:e|ed)|disclos(?:e|ed)|host|featur(?:e|ed)|showcas(?:e|ed)|highlight(?:ed)?|read\s?out)\b",
    re.IGNORECASE,
)
_AWAITED = re.compile(
    r"\b(?:data|results?|read-?outs?|updates?|findings|analys[ie]s|top-?line|completion|milestones?|"
    r"catalysts?)\s[^.,;]{0,60}?"
    r"(?:expected|anticipated|due|planned|projected|upcoming|forthcoming)\b(?:\s(?:to be\s)?(?:reported|"
    r"presented|announced|available|in|by))?|"
    r"\b(?:expect(?:s|ed)?|anticipat(?:es?|ed|ing)|awaits?|awaiting|upcoming|forthcoming)\s(?:\w+[\s-]){0,4}?"
    r"(?:data|results?|read-?outs?|updates?|findings|analys[ie]s|top-?line)\b|"
    r"\bif successful\b|\ban? successful (?:\w+ ){0,2}(?:read-?out|outcome|result)\b|\bnext-generation\b|\bfuture "
    r"(?:treatment|therap)\w*|\b(?:complete|partial|overall|"
    r"successful) (?:\w+ )?(?:responses?|remissions?)\b",
    re.IGNORECASE,
)
_RUNNING_DATA = re.compile(
    r"\b(?:interim|preliminary|initial|early|updated|emerging|additional|new|"
    r"further)\s(?:[\w-]+\s){0,3}?(?:data|results|findings|analysis|update)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:may|might|could|would|should|if|whether|can)\s(?:\w+\s){0,3}?"
    r"(?:initiat\w*|start\w*|beg[iu]n\w*|conduct\w*|enter\w*|advanc\w*|requir\w*|need\w*|commenc\w*|launch\w*|"
    r"run|support|complete\w*)\b|\bopportunity to (?:conduct|run|initiate|start)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no longer|no|neither|nor|without)\b(?! only)", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:terminat(?:ed|ing|ion of)|discontinu(?:ed|ing|ation of)|halt(?:ed|ing)|stopped|end(?:ed|"
    r"ing) (?:\w+ )?early|clos(?:ed|ing) (?:\w+ )?early|"
    r"withdr(?:awn|ew)|abandoned)\s(?:early\s|enrolment in\s|enrollment in\s)?(?:(?:the|its|our|a|an|their|this|"
    r"that|all|both|‹O\d+›'s)\s)?"
    r"(?:‹D\d+›(?:\s\([^()]{1,40}\))?\s)?(?:[\w/-]+\s){0,4}$",
    re.IGNORECASE,
)
_WAS_ENDED = re.compile(
    r"^[^.;]{0,60}?\b(?:was|were|has been|have been|is being|will be|to be)\s(?:\w+\s)?"
    r"(?:terminated|discontinued|halted|stopped|withdrawn|abandoned|closed early|ended early)\b",
    re.IGNORECASE,
)
_PAUSED = re.compile(
    r"\b(?:paus(?:ed|ing|e)|suspend(?:ed|ing)|suspension of)\s(?:\w+\s){0,3}(?:the|its|our|a|an|their|this|"
    r"dosing in|enrollment in)\s(?:[\w/-]+\s){0,4}$",
    re.IGNORECASE,
)
_WAS_PAUSED = re.compile(
    r"^[^.;]{0,60}?\b(?:(?:was|were|has been|have been|is|are)\s(?:\w+\s)?(?:paused|suspended)|on (?:full |"
    r"partial )?(?:clinical )?hold)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:allows? [^.;]{0,30}to initiate|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|expect(?:s|ed|ing)?|"
    r"anticipat(?:e|es|ed|ing)|will(?! enable| complete| continue)|upcoming|forthcoming|proposed|prepar(?:e|es|"
    r"ed|ing|ation|ations)|"
    r"on track|potential|"
    r"to be (?:initiated|conducted|started)|to (?:initiate|begin|commence|start|conduct|launch|advance|move|"
    r"sponsor|run|"
    r"progress|support|enable)(?! enrol)|"
    r"future|next|looks? forward|aims?|towards?|in support of|slated|scheduled|advanc(?:e|es|ing) (?:\S+ )?into|"
    r"(?:transition|advancement|progression|entry)(?: of)? (?:\S+ )?(?:in)?to|"
    r"targeting (?:the )?(?:initiat|start|commenc|launch)\w+|"
    r"proceed(?:ing)? (?:\S+ )?(?:in)?to|ready for|position(?:s|ed|ing) (?:it|them|‹D\d+›) for|progressing (?:[\w-]+ "
    r"){0,4}into|being (?:planned|designed|"
    r"prepared)|design of)\b",
    re.IGNORECASE,
)
_INITIATED = re.compile(
    r"\b(?:(?<!targeting the )(?<!targeting )initiat(?:ion|ed|es)|"
    r"kick(?:ed|s) off|commence(?:d|ment|s)?|has (?:begun|started)|started|began|begun|launch(?:ed|es)?|"
    r"first (?:patient|subject|participant|volunteer|cohort)s?(?: has been| have been| was| were| in|"
    r" is)?(?: successfully)?"
    r" (?:dosed|enrolled|treated|randomi[sz]ed|screened|[‹\w])|"
    r"dos(?:ed|es|ing)(?: of)? (?:the |its )?first|enroll(?:ed|s|ment of)? (?:the |its )?first|treat(?:ed|s|"
    r"ment of) (?:the |its )?first|"
    r"opened|cleared|allowed to proceed|(?:first|initial) (?:clinical )?sites? (?:activated|opened|initiated)|"
    r"activat(?:ed|ion of) (?:the )?first|to begin enroll\w+|announced today the initiation|"
    r"announc\w+ (?:today )?the start of)\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:(?:expects?|anticipates?|plans?|remains? on track|is on track|scheduled) to (?:complete|conclude|finish) "
    r"(?:the|its|our|this|‹O\d+›'s)|(?:will|to) (?:complete|finish) (?:patient |target )?(?:follow-?up|enrol\w+|"
    r"dosing|recruitment|"
    r"accrual|treatment)|"
    r"engaged in|seeking (?:patients|participants|volunteers)|on-?going|under-?way|under way|currently|"
    r"(?<!begin )(?<!start )(?<!beginning )(?<!starting )(?:enrolling|recruiting)|in progress|continu(?:es|ing)|"
    r"(?:(?:is|are|now) )?being (?:\w+ly )?(?:conducted|evaluated|studied|tested|investigated|assessed|examined|"
    r"explored)(?: in| for)?|"
    r"(?:is|are) being(?! planned| designed| prepared)|is (?:conducting|evaluating|studying)|are ongoing|"
    r"actively|still receiving|approaches completion|"
    r"enrollment (?:in|continues|is)|(?:complet\w+|finish\w+) (?:the |target\w* )?(?:patient )?(?:enrol\w+|"
    r"recruit\w+|dosing|accrual)|fully enrolled|"
    r"(?:second|third|fourth|fifth|sixth|next|last|final) (?:patient|subject|participant|cohort)|"
    r"(?:is|are) (?:now |currently )?in(?= (?:an? |the )?(?:[\w-]+ ){0,2}$)|"
    r"(?:patients|subjects|participants) (?:dosed|treated|enrolled|remain) (?:in|on)|to date|interim|"
    r"preliminary|is a (?:randomi[sz]ed|double|open|multi|single|global|Phase)|now in|"
    r"has enrolled|has (?:now )?(?:dosed|treated) (?:more than |over |about )?(?!the\b|its\b|first\b)[\w,]+ "
    r"(?:patients|"
    r"subjects|participants|volunteers) in|undergoing|"
    r"advancing (?:its|the|our)|in the midst of|resumed)\b",
    re.IGNORECASE,
)
_SURELY_OVER = re.compile(
    r"\b(?:is now complete|now completed|has been completed|have been completed|was completed|has now completed|"
    r"recently completed|"
    r"successfully completed|previously completed)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:complet(?:ed|ion|es)|conclu(?:ded|sion)|met (?:its|the|both|all)|achiev(?:ed|e) (?:its|the)|top-?line|"
    r"final (?:results|data|analysis)|results? (?:from|of)|data (?:from|of)|was (?:an? )?(?:conducted|"
    r"randomi[sz]ed|double|open|multi|single|Phase)|"
    r"were conducted|demonstrated|showed|shown|evaluated|recently conducted|successful|enrolled|findings|"
    r"studied in)\b",
    re.IGNORECASE,
)
# "The Phase 2 trial tests ACM-12": right behind the phrase.
_IN_PRESENT = re.compile(r"^ (?:also )?(?:tests|evaluates|compares|assesses|investigates|examines)\b")
# Surest first, each with its weight; where two stand equally near, the first decides.
_WORDS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("completed", 7, _SURELY_OVER),
    ("planned", 5, _PLANNED),
    ("initiated", 4, _INITIATED),
    ("ongoing", 4, _ONGOING),
    ("completed", 3, _OVER),
    ("ongoing", 2, _IN_PRESENT),
)
# The adjective of the phrase itself decides before all else.
_OWN = re.compile(
    r"\b(?:(?P<ongoing>ongoing|on-going|current(?:ly enrolling)?)|(?P<planned>planned|upcoming|forthcoming|"
    r"proposed|future|potential)|"
    r"(?P<completed>completed|concluded))\s(?:(?!a |an |the |its |and )[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(
    r"^[^.;,]{0,60}?\b(?:is|are|was|were|could|would|may|might|can|will)\s(?:"
    r"(?:be\s)?(?:omitted|waived|skipped|bypassed|unnecessary)|not\s(?:be\s)?(?:required|needed|warranted|necessary)|"
    r"(?:be\s)?(?:required|needed|sufficient))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\bas well as\b|;|, while\b|, whereas\b|, with (?!the first)")


def hypothetical(before: str, after: str) -> bool:
    """Whether the words around a phrase say only that there may be such a trial, or that it is not needed."""
    near = _NEWS.sub(" ", _CLAUSE.split(before)[-1])[-70:]
    return bool(_HYPOTHETICAL.search(near) or _NOT_HELD.search(after))


def status_of(before: str, after: str, inside: str = "") -> Status | None:
    """The status that the words around a phrase give, with its weight; None where they give none."""
    near, far = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
    if re.match(r"\s(?:preparations?|start-up|planning)\b", after):
        return "planned", 5
    if re.search(r"\bpart of (?:the |this |a )?$", near):
        return None
    if _GIVEN.search(near):
        far = _HOW_LARGE.sub(" ", far)
    near, far = _plain(near)[-80:], _plain(far)[:110]
    ended = _ended(near, far)
    if ended is not None or _DENIED.search(near[-50:]):
        return ended
    own = _OWN.search(near)
    if own is not None and own.lastgroup is not None:
        return own.lastgroup, 5
    for status, weight, pattern in _WORDS:
        if pattern.search(inside):
            return status, weight
    ahead = [(end, weight, status, start) for status, weight, start, end in _words(near)]
    if ahead:
        _, weight, status, start = max(ahead)
        hoped = any(s == "planned" and 0 <= start - e <= 30 for e, _, s, _ in ahead)
        return ("planned", 5) if hoped and status in ("initiated", "completed", "ongoing") else (status, weight)
    if _SURELY_OVER.search(_until_denial(far)):
        return "completed", 8
    behind = [(start, -weight, status) for status, weight, start, _ in _words(_until_denial(far))]
    if behind:
        _, weight, status = min(behind)
        return status, -weight - 1
    return None


# "The Phase 1 trial is expected to enroll 30 patients": that trial may well have begun.
_GIVEN = re.compile(r"\b(?:the|this) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_HOW_LARGE = re.compile(r"^ (?:is|are) expected to (?:enrol\w*|involve|include|recruit|last|run)\b")
_ITS = re.compile(r"‹O\d+›'s\b")


def _plain(text: str) -> str:
    """The words without those that speak of news; data so far are of a trial that runs."""
    text = _AWAITED.sub(" ", _NEWS.sub(" ", _ITS.sub("its", text)))
    return _RUNNING_DATA.sub("interim", text)


def _until_denial(text: str) -> str:
    denied = _DENIED.search(text)
    return text[: denied.start()] if denied else text


def _ended(near: str, far: str) -> Status | None:
    if _ENDED.search(near) or _WAS_ENDED.search(far):
        return "terminated", 6
    if _PAUSED.search(near) or _WAS_PAUSED.search(far):
        return "suspended", 6
    return None


def _words(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Every word of status in a text: status, weight, start, end."""
    for status, weight, pattern in _WORDS:
        for match in pattern.finditer(text):
            yield status, weight, match.start(), match.end()
