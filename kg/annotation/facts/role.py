"""Roles: a person, an organisation, a title, and whether it is held, was held or is newly given.

Finds (Ana Roe, Acme Bio, Chief Executive Officer, current) in "said Ana Roe, CEO of Acme Bio"; leaves "the CEO of Acme Bio met Ana Roe"
alone. Organisations are read by grammar ("of X", "X's CEO"); an office with none named is the issuer's only where no other can be
meant. A principal investigator is an office of a trial, not of an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.annotation.clean import clean
from kg.annotation.entities.people import find_people, ordinary
from kg.annotation.model import Concept, EntityType, Fact, Field, Mention, Span, Voice
from kg.annotation.offices import ANY, B, O, P, Post, Shape, T, read_posts, shape_of
from kg.annotation.reading import Reading, Sentence
from kg.annotation.titles import board_member, find_titles
from kg.documents.model import Block, BlockKind


@dataclass(frozen=True, slots=True)
class _Role:
    """A role as read in one sentence."""

    person: Mention
    organization: Mention
    title: str
    status: str
    rule: str


# --- the words around offices -----------------------------------------------------------------------------------------

_PEOPLE = rf"(?P<p>{P}(?:(?:,\sand\s|,\s|\sand\s|\s&\s)(?:[a-z]+\s)?{P})*)"
_ASIDE = rf"(?:\s\([^()]*\))?(?:,\s[^;:\"{P}]{{1,240}}?,)?,?"
_FILL = rf"(?:(?:(?:an?|the|our|one\sof)\s)?[a-z][^{ANY}.;:\"]{{2,90}}?(?:,\sand\s|,\s|\sand\s)){{0,3}}"
_ADVERB = r"(?:(?:also|currently|now|presently|most\srecently|previously|formerly|recently|first|then|later|subsequently|initially|concurrently|today|both)\s)*"
_OFFICE = r"(?:the\s)?(?:newly\screated\s)?(?:positions?|roles?|posts?|offices?|titles?)\sof\s"

# Each: what stands before a list of titles, the status it gives, the name of the rule. `p` is who; `o` where, if it is named there.
_BEFORE_POSTS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), status, name)
    for pattern, status, name in (
        (rf"\b(?:appointment|promotion|hiring|addition|election|nomination|arrival)\sof\s(?:[a-z-]+\s){{0,3}}?{_PEOPLE}{_ASIDE}\s(?:as|to)\s(?:{_OFFICE})?(?:the\s)?", "appointed", "appointment"),
        (rf"(?:(?P<o>{O})\s(?:has\s|have\s|today\s)*)?\b(?:appoint|nam|promot|elect|hir|tap|welcom|recruit|add)(?:s|es|ed|ing|e)?\s(?:[a-z-]+\s){{0,3}}?{_PEOPLE}(?:{_ASIDE}\s(?:as|to)(?:\sbe)?\s(?:{_OFFICE})?|\s)", "appointed", "appointment"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:(?:has|have)\sbeen\s|was\s|were\s|is\s|will\sbe\s|is\sbeing\s)?{_ADVERB}(?:appointed|named|promoted|elected|hired)(?:\s(?:as|to\sbe|to))?\s(?:{_OFFICE})?(?:the\s)?", "appointed", "appointment"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:has\s|have\s|will\s|to\s|is\sset\sto\s|is\s)?{_ADVERB}join(?:s|ed|ing)?(?:\s(?:(?P<o>{O})|the\scompany|us|(?:our|its|the)\s(?:[a-z]+\s){{1,3}}team))?(?:'s?\s(?:[a-z]+\s){{0,3}}team)?,?\sas\s(?:{_OFFICE})?(?:the\s)?", "appointed", "joining"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:will\s(?:also\s)?(?:serve\sas|become|assume|take\son)|becomes|has\sbecome|assumes|to\sserve\sas|to\sbecome|takes\sover\sas)\s(?:{_OFFICE})?(?:the\s)?", "appointed", "becoming"),
        (rf"{_PEOPLE}{_ASIDE}\s(?:will\scontinue\s(?:to\sserve\s)?as|will\sremain|continues\s(?:to\sserve\s)?as|remains)\s(?:{_OFFICE})?(?:the\s)?", "current", "serving"),
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
    rf"(?:\sand\s(?:the\s)?[a-z]+\scommittees?)?(?P<of>\s(?:of|at|for)\s(?:[A-Za-z-]+\s){{0,7}}?(?:companies,?\s)?(?:including\s)?(?:the\s)?(?P<ol>{O}(?:(?:,\sand\s|,\s|\sand\s)(?:the\s)?{O})*)?)?"
)
_BOARDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
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

_APPOSED = re.compile(rf"{P}(?:\s\([^()]*\))?(?:,|\s-|\s\||\sas)?\s(?:who\s(?:is|serves\sas|was)\s(?:also\s|currently\s)?)?{_FILL}")
_AFTER_APPOSED = re.compile(rf"\s?(?:[,.;:)\"\]]|$|-\s)|\s(?:said|says|stated|commented|added|noted|explained|remarked|continued|will|to|has|have|is|was|who|and|presented|discussed|invited|at|on|in|during|by|for|from|announced)\b", re.IGNORECASE)
_UNSURE = re.compile(r"\b(?:intend|plan|expect|propos|seek|hope|agree)[a-z]*\s(?:to\s)?(?:[a-z]+\s)?$|\b(?:not|would|may|could|if|whether|should|might)\s(?:be\s)?$", re.IGNORECASE)
_PAST_YEAR = re.compile(r"\s?,?\s?(?:in|since|on|effective|as\sof|from)\s(?:[A-Za-z]+\s)?(?:\d{1,2},?\s)?((?:19|20)\d\d)")
_BIOGRAPHY = re.compile(r"^\W*(?:prior\sto|previously|before|earlier|after|following|subsequently|from|in\s(?:19|20)\d\d|during|while)\b", re.IGNORECASE)
_SUCCEEDED = re.compile(rf"\b(?:succeed|replac)(?:s|es|ed|ing)\s(?P<p>{P})", re.IGNORECASE)


# --- a release ----------------------------------------------------------------------------------------------------------


def find_roles(reading: Reading) -> Iterator[Fact]:
    """The roles that a release states, each once, with every sentence that states it."""
    found: dict[tuple[str, str, str, str], list[tuple[_Role, Sentence]]] = {}
    previous: list[Sentence] = []
    for sentence in reading.sentences:
        previous = [s for s in previous if s.block is sentence.block or s.block.end >= sentence.block.start - 400]
        if _may_hold_role(sentence):
            shape = shape_of(sentence.text, sentence.start, sentence.mentions, _antecedents(sentence, previous))
            for role in _read(shape, reading, sentence, previous):
                key = (role.person.name, role.organization.name, role.title, role.status)
                found.setdefault(key, []).append((role, sentence))
        previous.append(sentence)
    for key, told in found.items():
        if key[3] == "current" and (*key[:3], "appointed") in found:
            continue
        yield _fact(told[0][0], tuple(dict.fromkeys(s.span for _, s in told)), told[0][1].voice)


_OFFICE_WORD = re.compile(
    r"\b(?:C[A-Z]O|[SEA]?VP|GM|CHRO|chief|president|chair\w*|director|founder|co-founder|cofounder|professor|head|officer|counsel|secretary|treasurer|comptroller|controller|partner|"
    r"principal|board|boards|dean|manager|advisor|adviser|fellow|residence|trustee|provost|chancellor|scientist|consultant)\b",
    re.IGNORECASE,
)


def _may_hold_role(sentence: Sentence) -> bool:
    return bool(_OFFICE_WORD.search(sentence.text))


def _read(shape: Shape, reading: Reading, sentence: Sentence, previous: Sequence[Sentence]) -> Iterator[_Role]:
    if P not in shape.text:
        return
    if sentence.block.kind is BlockKind.CONTACTS:
        yield from _contact_roles(shape, reading.issuer, [m for s in previous if s.block is sentence.block for m in s.mentions])
        return
    year = reading.release.issued.year if reading.release.issued else 0
    used: set[int] = set()
    yield from _stated_roles(shape, reading.issuer, year, used)
    yield from _board_roles(shape, reading.issuer)
    yield from _apposed_roles(shape, reading.issuer, used)
    yield from _prefixed_roles(shape, reading.issuer, used)


def _fact(role: _Role, evidence: tuple[Span, ...], voice: Voice) -> Fact:
    return Fact(
        kind="role",
        fields=(
            Field("person", role.person, evidence),
            Field("organization", role.organization, evidence),
            Field("title", Concept("title", role.title), evidence),
            Field("status", Concept("role-status", role.status), evidence),
        ),
        extractor=f"role.{role.rule}/1",
        confidence=0.95 if role.rule in ("apposition", "signature") else 0.9,
        voice=voice if voice is Voice.BOILERPLATE else Voice.COMPANY,
    )


# --- whom "she" stands for ----------------------------------------------------------------------------------------------


def _antecedents(sentence: Sentence, previous: Sequence[Sentence]):  # type: ignore[no-untyped-def]
    raise NotImplementedError
