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
_HAS = r"(?:has\s|have\s|had\s|will\s|to\s|is\s|are\s|is\sset\sto\s)*"
_BEEN = r"(?:(?:has|have)\sbeen\s|was\s|were\s|is\s|will\sbe\s|is\sbeing\s)?"
_SOME = r"(?:[a-z-]+\s){0,3}?"
_GIVING = r"\b(?:appointments?|promotion|hiring|addition|election|nomination|arrival)\sof\s"
_GIVES = r"\b(?:appoint|nam|promot|elect|hir|tap|welcom|recruit|add)(?:s|es|ed|ing|e)?\s"
_LEAVES = r"(?:step(?:s|ped|ping)?\sdown|resign(?:s|ed|ing)?|retir(?:e|es|ed|ing)|depart(?:s|ed|ing)?)\s"
_SUCCEEDS = r"\b(?:succeed|replac)(?:s|es|ed|ing|e)?\s"
_HOUSE = rf"(?:\s(?:(?P<o>{ORG})|the\scompany|us|(?:our|its|the)\s(?:[a-z]+\s){{1,3}}team))?"

BEFORE_POSTS: tuple[Rule, ...] = (
    _rule("appointment", "appointed", _GIVING, _SOME, _PEOPLE, _ASIDE, r"\s(?:as|to)\s", _AS),
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
        *("becoming", "appointed", _WHO, r"(?:will\s(?:also\s)?(?:serve\sas|become|assume|take\son)|becomes|"),
        *(r"has\sbecome|assumes|to\sserve\sas|to\sbecome|takes\sover\sas)\s", _AS),
    ),
    _rule(
        *("serving", "current", _WHO, r"(?:will\scontinue\s(?:to\sserve\s)?as|will\sremain|"),
        *(r"continues\s(?:to\sserve\s)?as|remains)\s", _AS),
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
        *("current", "serving", re.compile(r",?\s(?:since\b|for\s(?:the\s(?:past|last)|more|over|nearly|almost)\b)")),
    ),
    _rule("succession", "appointed", _PEOPLE, _ASIDE, r"\s", _HAS, _SUCCEEDS, rf"{P}(?:,[^{ANY}]{{2,80}},)?\sas\s"),
    _rule(
        *("past", "former", rf"(?P<o>{ORG})(?:\s\([^()]*\))?,\swhere\s", _PEOPLE, r"\s", _ADVERB),
        *(rf"(?:was|served\s(?:[a-z\s]{{0,20}})?as|held\s{_OFFICE}|worked\sas)\s", _ADVERB, r"(?:the\s)?"),
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
        *("leaving", "former", _WHO, _HAS, r"(?:plans\sto\s|intends\sto\s)?", _ADVERB, _LEAVES),
        *(rf"(?:as|from\s(?:(?:his|her|the|its)\s)?(?:{_OFFICE}|(?:roles?|positions?|posts?)\sas\s)?)\s?",),
    ),
    _rule(
        *("leaving", "former", r"\b(?:resignation|retirement|departure)\sof\s", _PEOPLE, _ASIDE),
        *(r"\s(?:as|from\s(?:(?:his|her)\s)?(?:roles?|positions?)\s(?:as|of))\s",),
    ),
    _rule("leaving", "former", _PEOPLE, _ASIDE, r"\sis\sno\slonger\s(?:the\s)?"),
)

_OWNER = rf"(?:(?:the|its|our|their)\s|(?:the\s)?(?P<o>{ORG})(?:'s?)?\s(?:\([^()]*\)\s)?|company's\s)*"
_OF = (
    rf"(?P<of>\s(?:of|at|for)\s(?:(?:(?:[A-Za-z-]+|{ORG}-[a-z]+)\s){{0,7}}?(?:companies,?\s)?(?:including\s)?(?:the\s)?"
    rf"(?P<ol>{ORG}(?!-)(?:(?:,\sand\s|,\s|\sand\s)(?:the\s)?{ORG})*)|))?"
)
_BOARD = rf"{_OWNER}{B}(?:\sand\s(?:the\s)?[a-z]+\scommittees?)?{_OF}"
_OBSERVER = r"(?P<observer>(?:as\s)?(?:an?\s)?(?:board\s)?observer\s(?:on|to|of)\s)"

BOARDS: tuple[Rule, ...] = (
    _rule("board", "appointed", _GIVING, _SOME, _PEOPLE, _ASIDE, r"\sto\s", _BOARD),
    _rule("board", "appointed", _GIVES, _SOME, _PEOPLE, _ASIDE, r"\s(?:to(?:\sjoin)?|as\sa\smember\sof)\s", _BOARD),
    _rule(
        "board", "appointed", _PEOPLE, _ASIDE, r"\s", _BEEN, _ADVERB, r"(?:appointed|elected|named|added)\sto\s", _BOARD
    ),
    _rule("board", "appointed", _PEOPLE, _ASIDE, r"\s", _HAS, _ADVERB, rf"join(?:s|ed|ing)?\s{_OBSERVER}?", _BOARD),
    _rule("board", "appointed", _PEOPLE, _ASIDE, r"\s(?:was\s|has\sbeen\s|will\sbe\s)?appointed\s", _OBSERVER, _BOARD),
    _rule(
        *("board", "current", _WHO, _NOW, r"(?:serves|sits|is|holds\sa\sseat)\s(?:currently\s)?"),
        *(r"(?P<observer>as\s(?:an?\s)?(?:board\s)?observer\s)?on\s(?:both\s)?", _BOARD),
    ),
    _rule(
        *("board", "former", _WHO, r"(?:has\s)?(?:also\s)?(?:previously|formerly)\s(?:served|sat)\son\s", _BOARD),
    ),
    _rule("leaving", "former", _PEOPLE, _ASIDE, r"\s", _HAS, _LEAVES, r"from\s", _BOARD),
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
    r"is|was|who|and|presented|discussed|invited|at|on|in|during|by|for|from|announced)\b",
    re.IGNORECASE,
)
PREFIX = re.compile(
    rf"(?:(?:former|then|late|new|current)\s(?={ORG}))?(?:(?:{ORG}(?:'s?)?|our|its|their|company(?:'s)?|the\scompany's)\s(?:\([^()]*\)\s)?)?"
    rf"(?:(?:new|current|former|then|incoming|newly\sappointed|late)\s)*{T}",
    re.IGNORECASE,
)

BESIDE = Rule(APPOSED, "current", "apposition")
IN_FRONT = Rule(PREFIX, "current", "prefix")
IN_CONTACTS = Rule(re.compile(rf"(?P<before>{ORG}[\s,:-]{{1,3}})?(?P<p>{P})(?:[\s,|-]+)(?={T})"), "current", "contact")

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
    r"(?:^|[\s(])(?!Company\b)[A-Z][\w&.-]+\s(?:also\s|has\s|have\s|today\s|recently\s|just\s)*$"
)
SUCCEEDED_BY = re.compile(rf"\b(?:succeeded|replaced)\sby\s(?P<p>{P})", re.IGNORECASE)
AND_BOARD = re.compile(rf",?\sand\s(?:on\s)?(?:the\s)?{_BOARD}", re.IGNORECASE)
AND_ANOTHER = re.compile(rf",?\s(?:and\s)?(?P<p>{P}){_ASIDE}\sas\s(?:the\s)?", re.IGNORECASE)
FOUNDED_BY = re.compile(
    rf"(?P<o>{ORG})(?:\s\([^()]*\))?,?\s(?:(?:which\s)?(?:was|were)\s)?(?P<co>co-?)?founded\s"
    rf"(?:in\s[^{ANY}.;,]{{4,20}}\s)?by\s(?:[a-z][\w-]*\s){{0,3}}{_PEOPLE}",
    re.IGNORECASE,
)
SUCCEEDS = rule(
    r"(?P<new>{P})(?:, [^‹›;.]{1,60}?,)? (?:will |is |has )*(?:succeeds?|succeeded|succeeding|replaces"
    r"|replaced|replacing) (?:Dr\.? |Mr\.? |Ms\.? |Mrs\.? )?(?P<old>{P})"
)
