"""Whether an action was planned, asked for, granted or refused: the nearest word that says so."""

from __future__ import annotations

import re

from kg.annotation.facts.regulatory.actions import DESIGNATIONS, GENERAL, HEDGED

_GRANTS = (
    r"grant(?:s|ed|ing)?|re-?ceiv(?:e|es|ed|ing)|receipt of|award(?:s|ed|ing)?|obtain(?:s|ed|ing)?|secur(?:e|es|ed"
    r"|ing)|accept(?:s|ed|ance)?|clear(?:s|ed|ance)?|approv(?:e|es|ed|al of)"
    r"|g[ai]ve[sn]?|holds?|holding|has|have|having|carr(?:y|ies)|with|possesses|issu(?:e|es|ed)|designat(?:ed|es)"
    r"|in effect|open(?:s|ed)?|active|allow(?:s|ed)|earn(?:s|ed)?|gain(?:s|ed)?|w[io]ns?|garner(?:s|ed)|enjoys?|"
    r"achiev(?:es|ed)"
    r"|validat(?:es|ed)|assign(?:s|ed)|set|under (?:an?|the|its|‹O\d+›'s)|authori[sz](?:es|ed)|gets?|lands?|nabs?"
    r"|scores?|bags?|confirm(?:s|ed)|held|hosted|complet(?:es|ed|ion of)|conducted|had|attended|from (?:the|a|an"
    r"|its)"
    r"|following|after|positive|successful|recent|multiple|several|decision to grant|announce[sd]? (?:the"
    r" )?(?:‹O\d+› )?"
)
_ASKS = (
    r"(?:re-?)?submit(?:s|ted|ting)?|(?:re-?)?submission of|(?:re-?)?fil(?:e|es|ed|ing)(?: (?:of|for))?|applied"
    r" for|appl(?:y|ies|ying) for|appl(?:y|ies|ied|ying) to (?:the )?‹O\d+› for|request(?:s|ed|ing)?|"
    r"under review|pending|lodge[sd]?"
    r"|(?<!-)initiated (?:the |a |its |‹O\d+›'s )?(?:rolling )?(?:submission of )?|sought"
)
_PLANS = (
    r"plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|expect(?:s|ed|ing)?|anticipat\w+|will|prepar\w+|finali[sz]\w+|"
    r"on track|towards?"
    r"|seek(?:s|ing)?|pursu(?:e|es|ing)|support(?:s|ing)?|targeting|targets?|upcoming|aims?|aiming|ahead of|goal"
    r" of|ready for|advanc\w+ to|working on"
)
_REFUSES = r"refus(?:ed|es|al)|reject(?:ed|s|ion)|declin(?:ed|es)|denied|not approv\w+|did not grant|not granted"
_UNDONE = r"withdr[ae]w\w*|not|no|never|without|lost|rescinded|revoked|has not yet|hold on|opinion"
_CUE = re.compile(
    (
        rf"(?P<owned>‹[OD]\d+›'s)(?= (?:[\w-]+ ){{0,2}}$)|\b(?:(?P<refused>{_REFUSES})|(?P<undone>{_UNDONE})"
        rf"|(?P<planned>{_PLANS})|(?P<submitted>{_ASKS})|(?P<granted>{_GRANTS}))(?![\w'-])"
    ),
    re.IGNORECASE,
)
_AHEAD = re.compile(
    (
        rf"\b(?:{_PLANS}|to|toward|would|could|may|might|to be|be|for (?:the )?)(?: (?:also|soon|the|a|an|its|"
        rf"‹O\d+›'s"
        r"|formally|then|be|to|have|complete|\w+ly))*? ?$"
    ),
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:grant|receive|obtain|secure|accept|clear|approve|gain|win|earn|hold|have|get|land|complet(?:e|ing)|"
    r"\w+ing)\b",
    re.IGNORECASE,
)
_FAINT = re.compile(
    (
        r"(?:with|has|have|having|had|from|following|after|positive|successful|recent|multiple|several|set|under"
        r"|announce|completion|complet\w+|conducted|held|hosted|‹)"
    ),
    re.IGNORECASE,
)
_FINITE = re.compile(r"(?:ed|es|s|sought|held|had|won|has|have)$", re.IGNORECASE)
_BE = re.compile(r"\b(?:to be|will be|be|if|when|once) $", re.IGNORECASE)
# "accepted for filing its New Drug Application"
_TAKEN = re.compile(
    r"\baccept(?:s|ed|ance)? (?:[\w‹›'-]+ ){0,5}?for (?:substantive |priority |formal )?$", re.IGNORECASE
)
# A meeting that a regulator has granted is still to be held.
_MEETING_AHEAD = re.compile(
    r"\b(?:will|plans? to|scheduled to|expects? to|intends? to) (?:\w+ )?(?:meet|hold|discuss|have|participate|"
    r"request)\b[^;‹›]"
    r"{0,30}(?:‹O\d+›)?[^;‹›]{0,30}‹›|\bgranted (?:\S+ ){0,3}?‹›(?! (?:on|in) \w+ \d)|‹›,? (?:is |was |"
    r"which is )?scheduled\b|\binvited (?:[\w-]+ |‹O\d+› ){1,4}?to (?:an? |the |its )?‹›"
)
_BEHIND = (
    (
        "planned",
        re.compile(
            r"[^;]{0,40}\b(?:is|are|was|remains?)? ?(?:expected|planned|anticipated|targeted|on track|projected|to"
            r" be (?:submitted|filed))\b"
        ),
    ),
    ("refused", re.compile(r"[^;]{0,50}\b(?:was|were|has been) (?:refused|rejected|denied|declined)\b")),
    ("", re.compile(r"[^;]{0,50}\b(?:not (?:yet )?(?:been )?|withdrawn|rescinded|revoked|expired)\b")),
    (
        "granted",
        re.compile(
            r"[^;]{0,60}\b(?:(?:has|have) been|was|were|(?:is|are)(?! granted| awarded| received)) "
            r"(?:now |also |recently |previously |already"
            r" )?(?:granted|received|cleared|accepted|approved|awarded|active|open|in effect|in place|validated"
            r"|held|completed|obtained|secured)\b"
            r"|[^;]{0,40}\b(?:went into|in) effect\b|,? which (?:the )?‹O\d+› (?:has )?granted\b|[^;]{0,3}"
            r" (?:clearance|acceptance|approval)\b| in hand\b|[^;]{0,30}\b(?:granted|cleared|accepted|received"
            r"|approved|awarded) (?:by|in|from)\b|-designated"
        ),
    ),
    (
        "submitted",
        re.compile(
            r"[^;]{0,60}\b(?:(?:has|have) been|was|were|is|are|currently) (?:recently |previously )?(?:submitted"
            r"|filed|under (?:\w+ )?review|pending)\b|[^;‹›]{0,20} (?:in process|under review)\b"
        ),
    ),
)


def status_of(before: str, named: str, behind: str, action: str) -> str | None:
    """The status of the action that `named` names, by its clause before and behind it; None where none is told."""
    cue = _last_cue(before[-120:])
    told = _told(cue, before[-120:]) if cue else None
    if cue is not None and cue.lastgroup == "undone":
        return None
    if told == "granted" and cue is not None and _too_faint(cue, before, action):
        told = None
    if (
        told == "planned"
        and action in DESIGNATIONS
        and cue is not None
        and re.match(r"support|toward|advanc|prepar|target", cue[0], re.IGNORECASE)
    ):
        told = None
    if named.endswith("designated"):
        told = "granted"
    if action == "complete-response":
        return (
            "refused"
            if told in ("granted", "refused", "submitted")
            or re.match(r"[^;]{0,40}\b(?:was|were) (?:received|issued)", behind)
            or re.search(r"\b[Ii]n (?:a|the|its) $", before)
            else None
        )
    if re.search(r"PDUFA|user fee|no[- ]objection|may proceed", named, re.IGNORECASE) and not HEDGED.search(before):
        return "submitted" if re.search(r"PDUFA|user fee", named, re.IGNORECASE) else "granted"
    if action == "scientific-advice" and _MEETING_AHEAD.search(f"{before}‹›{behind}"):
        return "planned"
    near = cue is not None and len(before[-120:]) - cue.end() < 45
    if told and near and not (told == "granted" and _weak(cue) and _after(behind)):
        status: str | None = told
    else:
        after = _after(behind)
        status = after if after is not None else told
    if status == "granted" and GENERAL.match(behind) and not (cue and _strong(cue)):
        return None
    if status == "planned" and HEDGED.search(before) and action in DESIGNATIONS:
        return None
    return None if not status or status == "granted" and HEDGED.search(before) else status


def _too_faint(cue: re.Match[str], before: str, action: str) -> bool:
    """Whether a word such as "with" or "after" stands too far from an action to say that it was granted."""
    if not _FAINT.match(cue[0]):
        return False
    if action not in ("ind", "application"):
        return len(before[-120:]) - cue.end() > 34
    held = re.search(r"\b(?:active|open|effective|approved|cleared|accepted|existing) $", before)
    return not held or not re.match(r"under|with|has|have|following|after", cue[0], re.IGNORECASE)


def _last_cue(before: str) -> re.Match[str] | None:
    found = list(_CUE.finditer(before))
    if len(found) > 1 and found[-1].lastgroup == "owned" and found[-1].start() - found[-2].end() < 45:
        found.pop()
    return found[-1] if found else None


def _told(cue: re.Match[str], before: str) -> str | None:
    """What a word says, where words of intent before it may turn "to submit" into a plan."""
    kind = "granted" if cue.lastgroup == "owned" else cue.lastgroup
    if kind not in ("submitted", "granted"):
        return None if kind == "undone" else kind
    lead = before[: cue.start()]
    if re.match(r"fil|review", cue[0], re.IGNORECASE) and _TAKEN.search(lead):
        return "submitted"
    if re.search(rf"\b(?:{_REFUSES}) to $", lead, re.IGNORECASE):
        return "refused"
    if _BE.search(lead) and not re.search(r"\b(?:has|have|had) (?:been )?$", lead):
        return "planned" if re.search(rf"\b(?:{_PLANS})\b", lead[-60:], re.IGNORECASE) else None
    if re.search(r"ed$", cue[0].split()[0]) and not re.search(r"\bto $", lead):
        return kind
    reach = 40 if not cue[0].endswith("ing") else 18
    bare = kind == "submitted" or bool(_BARE.match(cue[0]))
    if bare and (
        _AHEAD.search(lead)
        or re.search(rf"\b(?:{_PLANS})\b[^;]{{0,{reach}}}$", lead, re.IGNORECASE)
        and not _FINITE.search(cue[0])
    ):
        return (
            "planned" if kind == "submitted" or re.search(rf"\b(?:{_PLANS}|to)\b", lead[-60:], re.IGNORECASE) else None
        )
    if kind == "submitted" and re.match(
        r"(?:re-?)?(?:submission|filing|submitting|file$|submit$|applying|requesting)", cue[0], re.IGNORECASE
    ):
        done = re.search(
            (
                r"\b(?:announce[sd]?|complet\w+|[Ff]ollowing|[Aa]fter|with|reported|initiated|began|begun"
                r"|recent)\b[^;]{0,30}$"
            ),
            lead,
            re.IGNORECASE,
        )
        return "submitted" if done else None
    return kind


def _weak(cue: re.Match[str] | None) -> bool:
    return cue is None or bool(
        re.match(r"with|has|have|had|from|following|after|recent|set|under", cue[0], re.IGNORECASE)
    )


def _strong(cue: re.Match[str]) -> bool:
    return bool(re.match(r"grant|receiv|award|obtain|secur|accept|clear|has|have|hold", cue[0], re.IGNORECASE))


def _after(behind: str) -> str | None:
    for status, pattern in _BEHIND:
        if pattern.match(behind):
            return status
    return None
