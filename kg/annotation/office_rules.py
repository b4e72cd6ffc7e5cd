"""The words around offices, as rules over shapes (see `offices`): what stands before a list of titles or a board.

In each rule the group `p` is who, `o` and `ol` the organisations that it names, `observer` a seat without a vote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.offices import ANY, ORG, B, P, T
from kg.annotation.reading import rule


@dataclass(frozen=True, slots=True)
class Rule:
    """What stands before a list of titles or a board, the status that it gives, and what must follow the list."""

    pattern: re.Pattern[str]
    status: str
    name: str
    after: re.Pattern[str] | None = None


def _rule(name: str, status: str, *pieces: str) -> Rule:
    return Rule(re.compile("".join(pieces), re.IGNORECASE), status, name)


_PEOPLE = rf"(?P<p>{P}(?:(?:,\sand\s|,\s|\sand\s|\s&\s)(?:[a-z]+\s)?{P})*)"
_ASIDE = rf"(?:\s\([^()]*\))?(?:,\s[^;:\"{P}]{{1,240}}?,)?,?"
_WHO = rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?"
_ADVERB = (
    r"(?:(?:also|currently|now|presently|most\srecently|previously|formerly|recently|first|then|later|subsequently|"
    r"initially|concurrently|today|both)\s)*"
)
_NOW = r"(?:(?:also|currently|presently|now)\s)*"
_FILL = rf"(?:(?:(?:an?|the|our|one\sof)\s)?[a-z][^{ANY}.;:\"]{{2,90}}?(?:,\sand\s|,\s|\sand\s)){{0,3}}"
_OFFICE = r"(?:the\s)?(?:newly\screated\s)?(?:positions?|roles?|posts?|offices?|titles?)\sof\s"
_AS = rf"(?:{_OFFICE})?(?:the\s)?"
_HAS = r"(?:has\s|have\s|had\s|will\s|to\s|is\s|are\s|is\sset\sto\s|agreed\s)*"
_BEEN = r"(?:(?:has|have)\sbeen\s|was\s|were\s|is\s|will\sbe\s|is\sbeing\s)?"
_SOME = rf"(?:(?:[a-z-]+|{ORG}(?:'s)?)\s){{0,5}}?"
_GIVING = r"\b(?:appointments?|promotion|hir(?:e|ing)|addition|election|nomination|arrival)\sof\s"
_GIVES = r"\b(?:appoint|nam|promot|elect|hir|tap|welcom|recruit|add)(?:s|es|ed|ing|e)?\s"
_LEAVES = r"(?:step(?:s|ped|ping)?\sdown|resign(?:s|ed|ing)?|retir(?:e|es|ed|ing)|depart(?:s|ed|ing)?)\s"
_SUCCEEDS = r"\b(?:succeed|replac)(?:s|es|ed|ing|e)?\s"
_HOUSE = rf"(?:\s(?:(?P<o>{ORG})|the\scompany|us|(?:our|its|the)\s(?:[a-z]+\s){{1,3}}team))?"

_INTO_TEAM = rf"(?:\sto\s(?:the\s|its\s|our\s|{ORG}(?:'s?)?\s)+(?:[a-z-]+\s){{1,3}}team)?"
_FORMER_HOUSE = rf"(?:at|with|for)\s(?:the\s)?(?P<o>{ORG})(?:\s\([^()]*\))?,?\s"
_SEAT_TOO = rf"(?:,?\sand\s(?:as\s)?(?:an?\smember\sof|on)\s(?:{ORG}(?:'s)?|the|its|our)\s{B})?"

BEFORE_POSTS: tuple[Rule, ...] = (
    _rule("appointment", "appointed", _GIVING, _SOME, _PEOPLE, _ASIDE, _INTO_TEAM, r"\s(?:as|to)\s", _AS),
    _rule(
        *("appointment", "appointed", _PEOPLE, _ASIDE, r"\s", _BEEN, _ADVERB),
        *(rf"promoted\sfrom\s[^{P}{ORG};:]{{1,90}}?\sto\s", _AS),
    ),
    _rule(
        *("appointment", "appointed", rf"(?:(?P<o>{ORG})\s(?:has\s|have\s|today\s)*)?", _GIVES, _SOME, _PEOPLE),
        *(rf"(?:{_ASIDE}\s(?:as|to)(?:\sbe)?\s(?:{_OFFICE})?|\s)",),
    ),
    _rule(
        *("appointment", "appointed", _PEOPLE, _ASIDE, r"\s", _BEEN, _ADVERB),
        *(r"(?:appointed|named|promoted|elected|hired)(?:\s(?:as|to\sbe|to))?\s", _AS),
    ),
    _rule(
        *("joining", "appointed", _PEOPLE, _ASIDE, r"\s", _HAS, _ADVERB, r"join(?:s|ed|ing)?", _HOUSE),
        *(r"(?:'s?\s(?:[a-z]+\s){0,3}team)?(?:\son\s[A-Z][a-z]+\s\d{1,2},\s\d{4})?,?\sas\s", _AS),
    ),
    _rule(
        *(
            "becoming",
            "appointed",
            _WHO,
            r"(?:will\s(?:also\s)?(?:serve\sas|become|assume|take\son)(?:\s(?:full\s|the\s)?(?:responsibilit(?:y|ies)|",
        ),
        *(r"duties|role|position)\s(?:as|of))?|becomes|",),
        *(r"has\sbecome|assumes|to\sserve\sas|to\sbecome|takes\sover\sas)\s", _AS),
    ),
    _rule(
        *("continuing", "current", _WHO, r"(?:will\scontinue\s(?:to\sserve\s)?as|will\sremain(?:\sas)?|"),
        *(r"continues\s(?:to\sserve\s)?as|remains|returns\sto\s(?:his|her|the)\s(?:role|position)\sas)\s", _AS),
    ),
    _rule(
        *("serving", "current", _WHO, _NOW, r"(?:is|are|serves\sas|serve\sas|acts\sas|works\sas|"),
        *(rf"holds\s{_OFFICE}|holds\s)(?:\s?(?:also|currently|now|presently|the)\s|\s)?", _FILL),
    ),
    Rule(
        re.compile(
            rf"{_WHO}(?:has|have)\s(?:also\s)?(?:served|been|acted|worked)\s(?:serving\s)?(?:as\s)?{_FILL}",
            re.IGNORECASE,
        ),
        *("current", "serving"),
        re.compile(rf"{_SEAT_TOO},?\s(?:since\b|for\s(?:the\s(?:past|last)|more|over|nearly|almost)\b)"),
    ),
    _rule(
        *("serving", "current", _PEOPLE, rf"\s[^{ANY};:\".]{{3,160}}?\sand\s(?:is\s(?:currently|now|presently)\s|"),
        *(r"(?:currently|now|presently)\s(?:serves\sas|is)\s)(?:the\s|an?\s)?",),
    ),
    _rule(
        "succession",
        "appointed",
        _PEOPLE,
        _ASIDE,
        r"\s",
        _HAS,
        _SUCCEEDS,
        rf"(?P<old>{P})(?:,[^{ANY}]{{2,80}},)?\sas\s(?:the\s)?",
    ),
    _rule(
        *("past", "former", rf"\b(?:At|While\sat)\s(?P<o>{ORG})(?:\s\([^()]*\))?,\s", _PEOPLE, r"\s", _ADVERB),
        *(rf"(?:was|served\sas|held\s{_OFFICE}|worked\sas)\s", _ADVERB, r"(?:the\s)?"),
    ),
    _rule(
        *("past", "former", rf"(?P<o>{ORG})(?:\s\([^()]*\))?,\swhere\s", _PEOPLE, r"\s", _ADVERB),
        *(rf"(?:was|served\s(?:[a-z\s]{{0,20}})?as|held\s{_OFFICE}|worked\sas)\s", _ADVERB, r"(?:the\s)?"),
    ),
    _rule(
        *(
            "past",
            "former",
            _PEOPLE,
            _ASIDE,
            rf"\s(?:has\s|had\s)?(?:spent|worked)\s[^{ANY};:\"]{{0,60}}?\b",
            _FORMER_HOUSE,
        ),
        *(
            r"(?:most\srecently|lastly|ultimately|finally|latterly)\s(?:serving\s|working\s)?",
            rf"(?:as\s|in\s{_OFFICE})",
        ),
    ),
    _rule(
        *("past", "former", _PEOPLE, _ASIDE, r"\s(?:has\s)?(?:started|began|launched)\s(?:his|her|their)\s"),
        *(
            r"(?:[a-z-]+\s){0,3}career\s",
            _FORMER_HOUSE,
            rf"(?:as\s|where\s{P}\s(?:was|served\sas|worked\sas)\s)(?:an?\s)?",
        ),
    ),
    Rule(
        re.compile(rf"{_PEOPLE}{_ASIDE}\s{_BEEN}{_ADVERB}promoted\sfrom\s(?:{_OFFICE})?", re.IGNORECASE),
        *("former", "promotion", re.compile(r"\sto\b")),
    ),
    _rule(
        *("past", "former", _WHO, r"(?:has\s|had\s)?(?:most\srecently|previously|formerly)\s"),
        *(rf"(?:was|been|served|serving|worked|acted|held)\s(?:as\s|{_OFFICE})?", _FILL),
    ),
    _rule(
        *("past", "former", _WHO, _ADVERB, r"(?:was|had\sbeen|served\s(?:most\srecently\s)?as|worked\sas|acted\sas|"),
        *(rf"held\s(?:{_OFFICE}|(?:several\s|various\s)?(?:roles|positions)\s(?:as|including)\s)?)\s?", _ADVERB, _FILL),
    ),
    _rule(
        *("past", "former", _PEOPLE, _ASIDE, rf"[^{P};:\"]{{0,200}}?\b(?:most\srecently|previously|formerly)"),
        *(r"(?:,?\s(?:serving\s)?as|\swas|\sserved\sas)?\s(?:the\s)?",),
    ),
    _rule(
        *("past", "former", _PEOPLE, r"'s\s(?:prior|previous|past|earlier)\s(?:[a-z]+\s)?"),
        *(r"(?:roles|positions|experience|appointments)\s(?:also\s)?includ(?:es|ed|e)\s(?:serving\sas\s)?",),
    ),
    _rule(
        *("leaving", "former", _WHO, _HAS, r"(?:(?:plans|intends|decided|elected|chosen)\sto\s)?", _ADVERB, _LEAVES),
        *(rf"(?:as|from\s(?:(?:his|her|the|its)\s)?(?:{_OFFICE}|(?:roles?|positions?|posts?)\sas\s)?)\s?",),
    ),
    _rule(
        *("leaving", "former", r"\b(?:resignation|retirement|departure)\sof\s", _PEOPLE, _ASIDE),
        *(r"\s(?:as|from\s(?:(?:his|her)\s)?(?:roles?|positions?)\s(?:as|of))\s",),
    ),
    _rule("leaving", "former", _PEOPLE, _ASIDE, r"\sis\sno\slonger\s(?:the\s)?"),
    Rule(
        re.compile(rf"\b(?:resignation|retirement|departure)\sof\s(?P<p>{P}),\s(?:the\s|its\s|our\s)?", re.IGNORECASE),
        *("former", "leaving", re.compile(r"(?!,?\s(?:as|from)\s)")),
    ),
)

_OWNER = rf"(?:(?:the|its|our|their)\s|(?:the\s)?(?P<o>{ORG})(?:'s?)?\s(?:\([^()]*\)\s)?|company's\s)*"
_OF = (
    rf"(?P<of>\s(?:of|at|for)\s(?:(?:(?:[A-Za-z-]+|"
    rf"{ORG}-[a-z]+)\s){{0,7}}?(?:companies,?\s)?(?:including\s)?(?:the\s)?"
    rf"(?P<ol>{ORG}(?!-)(?:(?:,\sand\s|,\s|\sand\s)(?:the\s)?{ORG})*)|))?"
)
_BOARD = rf"{_OWNER}{B}(?:\sand\s(?:the\s)?[a-z]+\scommittees?)?{_OF}"
_NO_OF = r"(?P<of>(?!)(?P<ol>(?!)))?"
_MORE = rf"(?P<more>(?:[^;{P}]{{0,200}};\s(?:and\s)?{P}){{0,12}})"
_HEADS = rf"(?:(?:lead|head|{T})\sand\s)?(?P<chairs>chair|{T})\s"
_OBSERVER = r"(?P<observer>(?:as\s)?(?:an?\s)?(?:board\s)?observer\s(?:on|to|of)\s)"

BOARDS: tuple[Rule, ...] = (
    _rule("board", "appointed", _GIVING, _SOME, _PEOPLE, _ASIDE, r"\sto\s", _BOARD),
    _rule("board", "appointed", _GIVES, _SOME, _PEOPLE, _ASIDE, r"\s(?:to(?:\sjoin)?|as\sa\smember\sof)\s", _BOARD),
    _rule(
        "board", "appointed", _PEOPLE, _ASIDE, r"\s", _BEEN, _ADVERB, r"(?:appointed|elected|named|added)\sto\s", _BOARD
    ),
    _rule("board", "appointed", _PEOPLE, _ASIDE, r"\s", _HAS, _ADVERB, rf"join(?:s|ed|ing)?\s{_OBSERVER}?", _BOARD),
    _rule(
        *("board", "appointed", rf"(?P<p>{P}(?:,\s[^;:\"{P}]{{1,120}}?,\s(?:and\s)?{P}){{1,6}})", _ASIDE),
        *(r"\s(?:have|will)\s(?:all\s|each\s|also\s)?join(?:ed)?\s", _BOARD),
    ),
    _rule(
        *("board", "appointed", rf"(?P<p>{P})[^{P};.\"]{{1,160}}?\sand\s(?:has|was|will)\s(?:also\s)?(?:been\s|be\s)?"),
        *(r"(?:appointed|elected|named)\sto\s", _BOARD),
    ),
    _rule("board", "appointed", _PEOPLE, _ASIDE, r"\s(?:was\s|has\sbeen\s|will\sbe\s)?appointed\s", _OBSERVER, _BOARD),
    _rule(
        *("board", "current", _WHO, _NOW, r"(?:serves|sits|is|holds\sa\sseat)\s(?:currently\s)?"),
        *(r"(?P<observer>as\s(?:an?\s)?(?:board\s)?observer\s)?on\s(?:both\s)?", _BOARD),
    ),
    _rule(
        *("board", "former", _WHO, r"(?:has\s)?(?:also\s)?(?:previously|formerly)\s(?:served|sat)\son\s", _BOARD),
    ),
    _rule("board", "appointed", _OWNER, B, r"\swith\s(?:the\s)?", _GIVING, _SOME, _PEOPLE, _NO_OF),
    _rule(
        *("board", "appointed", r"\b(?:joining|(?:the\s|its\s|our\s)?new\s(?:members\sof|additions\sto))\s", _BOARD),
        *(r"\s(?:is|are|include|includes)(?::|\b)\s", _SOME, _PEOPLE, _MORE),
    ),
    _rule("board", "appointed", _PEOPLE, _ASIDE, r"\s(?:will|has\sagreed\sto|is\sto)\s", _HEADS, _BOARD),
    _rule("board", "appointed", _GIVING, _SOME, _PEOPLE, _ASIDE, r"\sto\s", _HEADS, _BOARD),
    _rule("board", "appointed", _GIVES, _SOME, _PEOPLE, _ASIDE, r"\sto\s", _HEADS, _BOARD),
    _rule("board", "current", _WHO, _NOW, r"(?P<chairs>chairs)\s", _BOARD),
    _rule(
        "board", "current", _BOARD, r"\s(?:also\s|currently\s)?(?:includes|comprises|consists\sof)\s", _SOME, _PEOPLE
    ),
    _rule("board", "current", _BOARD, r",?\s(?:which\s)?is\s(?P<chairs>chaired|headed|led)\sby\s", _SOME, _PEOPLE),
    _rule(
        "leaving",
        "former",
        _PEOPLE,
        _ASIDE,
        r"\s(?:has\s|have\s|is\s|are\s)?(?:left|leaving|departed|exited)\s",
        _BOARD,
        r"(?!\s(?:meeting|room|call|table|vote))",
    ),
    _rule("leaving", "former", _PEOPLE, _ASIDE, r"\s", _ADVERB, _HAS, _ADVERB, _LEAVES, r"from\s", _BOARD),
    _rule("leaving", "former", rf"{P}(?:,[^{ANY}]{{2,80}},)?\s", _HAS, _SUCCEEDS, _PEOPLE, r"\son\s", _BOARD),
    _rule("leaving", "former", r"\b(?:resignation|retirement|departure)\sof\s", _PEOPLE, _ASIDE, r"\sfrom\s", _BOARD),
)

# A name and its office: "Ana Roe, an oncologist and CEO"; an office and its name: "Acme's former CEO Ana Roe".
APPOSED = re.compile(
    rf"{P}(?:\s\([^()]*\))?(?:(?:,|\s-|\s\|)\s(?:who\s(?:is|serves\sas)\s{_NOW})?|\swho\s(?:is|"
    rf"serves\sas)\s{_NOW}){_FILL}"
)
AFTER_APPOSED = re.compile(
    r"\s?(?:[,.;:)\"\]]|$|-\s)|\s(?:said|says|stated|commented|added|noted|explained|remarked|continued|will|to|has|"
    r"have|"
    r"is|was|who|and|presented|discussed|invited|issued|at|on|in|during|by|for|from|announced)\b",
    re.IGNORECASE,
)
PREFIX = re.compile(
    rf"(?:(?:former|then|late|new|current)\s(?={ORG}))?(?:(?:{ORG}(?:'s?)?|our|its|their|company(?:'s)?|"
    rf"the\scompany's)\s(?:\([^()]*\)\s)?)?"
    rf"(?:(?:new|current|former|then|incoming|newly\sappointed|late)\s)*{T}",
    re.IGNORECASE,
)

BRACKETED = re.compile(rf"{P}\s\((?={T})")
# What stands before an office and its name: who is given it, who leaves it, whom it leads.
GIVEN = re.compile(
    rf"(?:{_GIVING}|{_GIVES})(?:(?:its|our|their|the|an?|{ORG}(?:'s)?|experienced|seasoned|veteran|industry)\s)*$",
    re.IGNORECASE,
)
LOST = re.compile(
    rf"(?:\b(?:departure|resignation|retirement|passing|death)\sof\s|{_SUCCEEDS})(?:(?:its|our|their|the|"
    rf"{ORG}(?:'s)?|long-?time)\s)*$",
    re.IGNORECASE,
)
# "Prior to joining Acme as CSO, Ana Roe was": it was her office then
THEN = re.compile(
    r"\b(?:joining|serving|working|starting|returning)\b[^.;]{0,60}\bas\s(?:the\s|an?\s|its\s|our\s)?$", re.IGNORECASE
)
LED_BY = re.compile(r"\b(?:led|headed|run|managed)\sby\s(?:the\s)?$", re.IGNORECASE)
ONWARD = re.compile(r",?\s(?:and|&|as\swell\sas)\s(?:the\s)?")
TO_BOARD = re.compile(rf"{_ASIDE}\s(?:to|as)\s", re.IGNORECASE)

BESIDE = Rule(APPOSED, "current", "apposition")
BESIDE_GONE = Rule(APPOSED, "former", "leaving")
GONE = re.compile(
    r",?\s(?:has|have|had|will|is|plans\sto|decided\sto|has\sdecided\sto|intends\sto)\s(?:also\s)?(?:be\s)?"
    rf"(?:terminated\s(?:his|her)\semployment|resign(?:ed|ing)?\b|passed\saway|died\b|(?:left|leave|leaving|depart"
    rf"(?:ed|ing)?(?:\sfrom)?)"
    rf"\s(?:the\scompany|{ORG}))",
    re.IGNORECASE,
)
IN_BRACKETS = Rule(BRACKETED, "current", "bracket")
IN_FRONT = Rule(PREFIX, "current", "prefix")
IN_FRONT_GIVEN = Rule(PREFIX, "appointed", "prefix")
IN_FRONT_LOST = Rule(PREFIX, "former", "prefix")
IN_CONTACTS = Rule(re.compile(rf"(?P<before>{ORG}[\s,:-]{{1,3}})?(?P<p>{P})(?:[\s,|-]*)(?={T})"), "current", "contact")

# What makes an appointment none, or not of today.
UNSURE = re.compile(
    r"\b(?:intend|plan|expect|propos|seek|hope|agree)[a-z]*\s(?:to\s)?(?:[a-z]+\s)?$|"
    r"\b(?:not|would|may|could|if|whether|should|might)\s(?:be\s)?$",
    re.IGNORECASE,
)
PAST_YEAR = re.compile(
    r"\s?,?\s?(?:in|since|on|effective|as\sof|from)\s(?:[A-Za-z]+\s)?(?:\d{1,2},?\s)?((?:19|20)\d\d)"
)
BIOGRAPHY = re.compile(
    r"^\W*(?:prior\sto|previously|before|earlier|after|following|subsequently|from|in\s(?:19|20)\d\d|during|while)\b",
    re.IGNORECASE,
)
SUCCEEDED = re.compile(rf"{_SUCCEEDS}(?P<p>{P})", re.IGNORECASE)
UNREAD_SUBJECT = re.compile(
    rf"(?:^|(?<!{ORG})[\s(])(?!(?:Company|With|The|And|Of|Also|Announces?)\b)[A-Z][\w&.-]+\s(?:also\s|has\s|"
    rf"have\s|today\s|recently\s|just\s)*$"
)
# "Ana Roe will be succeeded as CEO by Al Poe"
FOLLOWED = re.compile(
    rf"(?P<old>{P})(?:[^{P};.\"]{{0,160}}?\s)?(?:(?:will|to|is|has|was|been|being|be)\s){{1,3}}(?:succeeded"
    rf"|replaced)\sas\s(?:the\s)?",
    re.IGNORECASE,
)
FOLLOWED_BY = Rule(FOLLOWED, "former", "succession")
FOLLOWING = Rule(FOLLOWED, "appointed", "succession")
FOLLOWER = re.compile(rf"\sby\s(?:the\s|our\s|its\s)?(?P<p>{P})", re.IGNORECASE)
SUCCEEDED_BY = re.compile(rf"\b(?:succeeded|replaced)\sby\s(?P<p>{P})", re.IGNORECASE)
AND_BOARD = re.compile(rf",?\sand\s(?:on\s)?(?:the\s)?{_BOARD}", re.IGNORECASE)
AND_SEAT = re.compile(rf",?\sand\s(?:as\s)?(?:an?\smember\sof|on)\s(?:the\s)?{_BOARD}", re.IGNORECASE)
AND_ANOTHER = re.compile(rf",?\s(?:and\s)?(?P<p>{P}){_ASIDE}\sas\s(?:the\s)?", re.IGNORECASE)
FOUNDED_BY = re.compile(
    rf"(?P<o>{ORG})(?:\s\([^()]*\))?,?\s(?:(?:which\s)?(?:was|were)\s)?(?P<co>co-?)?founded\s"
    rf"(?:in\s[^{ANY}.;,]{{4,20}}\s)?by\s(?:[a-z][\w-]*\s){{0,3}}{_PEOPLE}",
    re.IGNORECASE,
)
_HOUSES = rf"(?P<o>{ORG}(?:(?:,\sand\s|,\s|\sand\s){ORG})*)"
FOUNDED = re.compile(
    rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:(?:also|has|previously|later|then)\s)*(?P<co>co-?)?founded\s"
    rf"(?:(?!with\b|by\b|at\b|of\b|and\b)[a-z][\w-]*,?\s){{0,6}}?{_HOUSES}(?!'s|(?-i:\s[A-Z]))",
    re.IGNORECASE,
)
FOUNDED_LATE = re.compile(
    rf"(?P<o>{ORG})(?:\s\([^()]*\))?,\s(?:an?|the)\s[^{ANY}.;]{{3,90}}?\s(?:that\s|"
    rf"which\s)?{_PEOPLE}\s(?P<co>co-?)?founded\b",
    re.IGNORECASE,
)
FOUNDED_FIRST = re.compile(
    rf"\b(?P<co>co-?)?founded\s(?:in\s\d{{4}}\s)?by\s(?:[a-z][\w-]*\s){{0,3}}{_PEOPLE}(?:\sin\s\d{{4}})?,\s"
    rf"(?:the\s)?(?P<o>{ORG})",
    re.IGNORECASE,
)
SUCCEEDS = rule(
    r"(?P<new>{P})(?:, [^‹›;.]{1,60}?,)? (?:will |is |has )*(?:succeeds?|succeeded|succeeding|replaces"
    r"|replaced|replacing) (?:Dr\.? |Mr\.? |Ms\.? |Mrs\.? )?(?P<old>{P})"
)
