"""The words around offices, as rules over shapes (see `offices`): what stands before a list of titles or a board, and what it makes of them.

In each rule the group `p` is who, `o`, `ol` the organisations that it names itself.
"""

from __future__ import annotations

import re

from kg.annotation.offices import ANY, B, O, P, T

_PEOPLE = rf"(?P<p>{P}(?:(?:,\sand\s|,\s|\sand\s|\s&\s)(?:[a-z]+\s)?{P})*)"
_ASIDE = rf"(?:\s\([^()]*\))?(?:,\s[^;:\"{P}]{{1,240}}?,)?,?"
_FILL = rf"(?:(?:(?:an?|the|our|one\sof)\s)?[a-z][^{ANY}.;:\"]{{2,90}}?(?:,\sand\s|,\s|\sand\s)){{0,3}}"
_ADVERB = r"(?:(?:also|currently|now|presently|most\srecently|previously|formerly|recently|first|then|later|subsequently|initially|concurrently|today|both)\s)*"
_OFFICE = r"(?:the\s)?(?:newly\screated\s)?(?:positions?|roles?|posts?|offices?|titles?)\sof\s"

# Each: what stands before a list of titles, the status it gives, the name of the rule. `p` is who; `o` where, if it is named there.
BEFORE_POSTS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), status, name)
    for pattern, status, name in (
        (rf"\b(?:appointment|promotion|hiring|addition|election|nomination|arrival)\sof\s(?:[a-z-]+\s){{0,3}}?{_PEOPLE}{_ASIDE}\s(?:as|to)\s(?:{_OFFICE})?(?:the\s)?", "appointed", "appointment"),
        (rf"(?:(?P<o>{O})\s(?:has\s|have\s|today\s)*)?\b(?:appoint|nam|promot|elect|hir|tap|welcom|recruit|add)(?:s|es|ed|ing|e)?\s(?:[a-z-]+\s){{0,3}}?{_PEOPLE}(?:{_ASIDE}\s(?:as|to)(?:\sbe)?\s(?:{_OFFICE})?|\s)", "appointed", "appointment"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:(?:has|have)\sbeen\s|was\s|were\s|is\s|will\sbe\s|is\sbeing\s)?{_ADVERB}(?:appointed|named|promoted|elected|hired)(?:\s(?:as|to\sbe|to))?\s(?:{_OFFICE})?(?:the\s)?", "appointed", "appointment"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:has\s|have\s|will\s|to\s|is\sset\sto\s|is\s)?{_ADVERB}join(?:s|ed|ing)?(?:\s(?:(?P<o>{O})|the\scompany|us|(?:our|its|the)\s(?:[a-z]+\s){{1,3}}team))?(?:'s?\s(?:[a-z]+\s){{0,3}}team)?(?:\son\s[A-Z][a-z]+\s\d{{1,2}},\s\d{{4}})?,?\sas\s(?:{_OFFICE})?(?:the\s)?", "appointed", "joining"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:will\s(?:also\s)?(?:serve\sas|become|assume|take\son)|becomes|has\sbecome|assumes|to\sserve\sas|to\sbecome|takes\sover\sas)\s(?:{_OFFICE})?(?:the\s)?", "appointed", "becoming"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:will\scontinue\s(?:to\sserve\s)?as|will\sremain|continues\s(?:to\sserve\s)?as|remains)\s(?:{_OFFICE})?(?:the\s)?", "current", "serving"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:also\s|currently\s|presently\s|now\s)*(?:is|are|serves\sas|serve\sas|acts\sas|works\sas|holds\s{_OFFICE}|holds\s)(?:\s?(?:also|currently|now|presently|the)\s|\s)?{_FILL}", "current", "serving"),
        (rf"(?P<o>{O})(?:\s\([^()]*\))?,\swhere\s{_PEOPLE}\s{_ADVERB}(?:was|served\s(?:[a-z\s]{{0,20}})?as|held\s{_OFFICE}|worked\sas)\s{_ADVERB}(?:the\s)?", "former", "past"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:has\s|had\s)?(?:most\srecently|previously|formerly)\s(?:was|been|served|serving|worked|acted|held)\s(?:as\s|{_OFFICE})?{_FILL}", "former", "past"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?{_ADVERB}(?:was|had\sbeen|served\s(?:most\srecently\s)?as|worked\sas|acted\sas|held\s(?:{_OFFICE}|(?:several\s|various\s)?(?:roles|positions)\s(?:as|including)\s)?)\s?{_ADVERB}{_FILL}", "former", "past"),
        (rf"{_PEOPLE}{_ASIDE}[^{P};:\"]{{0,200}}?\b(?:most\srecently|previously|formerly)(?:,?\s(?:serving\s)?as|\swas|\sserved\sas)?\s(?:the\s)?", "former", "past"),
        (rf"{_PEOPLE}'s\s(?:prior|previous|past|earlier)\s(?:[a-z]+\s)?(?:roles|positions|experience|appointments)\s(?:also\s)?includ(?:es|ed|e)\s(?:serving\sas\s)?", "former", "past"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:will\s|is\s|has\s|have\s|had\s|plans\sto\s|intends\sto\s|to\s)*{_ADVERB}(?:step(?:s|ped|ping)?\sdown|resign(?:s|ed|ing)?|retir(?:e|es|ed|ing)|depart(?:s|ed|ing)?)\s(?:as|from\s(?:(?:his|her|the|its)\s)?(?:{_OFFICE}|(?:roles?|positions?|posts?)\sas\s)?)\s?", "former", "leaving"),
        (rf"\b(?:resignation|retirement|departure)\sof\s{_PEOPLE}{_ASIDE}\s(?:as|from\s(?:(?:his|her)\s)?(?:roles?|positions?)\s(?:as|of))\s", "former", "leaving"),
        (rf"{_PEOPLE}{_ASIDE}\sis\sno\slonger\s(?:the\s)?", "former", "leaving"),
    )
)

_TO_BOARD = (
    rf"(?:(?:the|its|our|their)\s|(?:the\s)?(?P<o>{O})(?:'s?)?\s(?:\([^()]*\)\s)?|company's\s)*{B}"
    rf"(?:\sand\s(?:the\s)?[a-z]+\scommittees?)?(?P<of>\s(?:of|at|for)\s(?:(?:[A-Za-z-]+|{O}-[a-z]+)\s){{0,7}}?(?:companies,?\s)?(?:including\s)?(?:the\s)?(?P<ol>{O}(?:(?:,\sand\s|,\s|\sand\s)(?:the\s)?{O})*)?)?"
)
BOARDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), status)
    for pattern, status in (
        (rf"\b(?:appointment|election|addition|nomination)\sof\s(?:[a-z-]+\s){{0,3}}?{_PEOPLE}{_ASIDE}\sto\s{_TO_BOARD}", "appointed"),
        (rf"\b(?:appoint|elect|welcom|add|nam|announc)(?:s|es|ed|ing|e)?\s(?:[a-z-]+\s){{0,3}}?{_PEOPLE}{_ASIDE}\s(?:to(?:\sjoin)?|as\sa\smember\sof)\s{_TO_BOARD}", "appointed"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:(?:has|have)\sbeen\s|was\s|were\s|will\sbe\s)?{_ADVERB}(?:appointed|elected|named|added)\sto\s{_TO_BOARD}", "appointed"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:has\s|have\s|will\s|to\s|is\s|are\s)?{_ADVERB}join(?:s|ed|ing)?\s(?P<observer>as\s(?:an?\s)?(?:board\s)?observer\s(?:on|to|of)\s)?{_TO_BOARD}", "appointed"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:was\s|has\sbeen\s|will\sbe\s)?appointed\s(?P<observer>(?:as\s)?(?:an?\s)?(?:board\s)?observer\s(?:on|to|of)\s){_TO_BOARD}", "appointed"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:also\s|currently\s|presently\s)*(?:serves|sits|is)\s(?:currently\s)?(?P<observer>as\s(?:an?\s)?(?:board\s)?observer\s)?on\s(?:both\s)?{_TO_BOARD}", "current"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:who\s)?(?:has\s)?(?:also\s)?(?:previously|formerly)\s(?:served|sat)\son\s{_TO_BOARD}", "former"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:will\s|is\s|has\s|have\s)*(?:step(?:s|ped|ping)?\sdown|resign(?:s|ed|ing)?|retir(?:e|es|ed|ing))\sfrom\s{_TO_BOARD}", "former"),
    )
)

PREFIX = re.compile(rf"(?:(?:{O}(?:'s?)?|our|its|their|company(?:'s)?|the\scompany's)\s(?:\([^()]*\)\s)?)?(?:(?:new|current|former|then|incoming|newly\sappointed|late)\s)*{T}", re.IGNORECASE)
APPOSED = re.compile(rf"{P}(?:\s\([^()]*\))?(?:,|\s-|\s\||\sas)?\s(?:who\s(?:is|serves\sas|was)\s(?:also\s|currently\s)?)?{_FILL}")
AFTER_APPOSED = re.compile(rf"\s?(?:[,.;:)\"\]]|$|-\s)|\s(?:said|says|stated|commented|added|noted|explained|remarked|continued|will|to|has|have|is|was|who|and|presented|discussed|invited|at|on|in|during|by|for|from|announced)\b", re.IGNORECASE)
UNSURE = re.compile(r"\b(?:intend|plan|expect|propos|seek|hope|agree)[a-z]*\s(?:to\s)?(?:[a-z]+\s)?$|\b(?:not|would|may|could|if|whether|should|might)\s(?:be\s)?$", re.IGNORECASE)
PAST_YEAR = re.compile(r"\s?,?\s?(?:in|since|on|effective|as\sof|from)\s(?:[A-Za-z]+\s)?(?:\d{1,2},?\s)?((?:19|20)\d\d)")
BIOGRAPHY = re.compile(r"^\W*(?:prior\sto|previously|before|earlier|after|following|subsequently|from|in\s(?:19|20)\d\d|during|while)\b", re.IGNORECASE)
SUCCEEDED = re.compile(rf"\b(?:succeed|replac)(?:s|es|ed|ing)\s(?P<p>{P})", re.IGNORECASE)
