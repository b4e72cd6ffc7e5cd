"""What a sentence adds to a trial named before: people, sites, sponsor, size, number, status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.annotation.facts.trial.arguments import combined, diseases
from kg.annotation.facts.trial.draft import Draft
from kg.annotation.facts.trial.phrases import COUNTED, NCT, Phrase, enrollment_of, find_phrases, name_of
from kg.annotation.facts.trial.status import status_of
from kg.annotation.model import EntityType
from kg.annotation.reading import Sentence, rule

_AT = rule(
    r"(?:\bat|conducted (?:at|by)|in collaboration with investigators at|located at|opened at|"
    r"site,?) (?:the )?(?:[\w-]+ ){0,2}?(?P<sites>{O*})"
)
_WHERE = rule(r"(?P<sites>{O})(?:,? (?:in|of) [A-Z][\w .]+)?,? where the (?:study|trial)")
_SPONSOR = rule(
    r"(?:(?:sponsored|funded and sponsored)(?: and \w+)? by (?:the )?(?:US |U\.S\. |United States )?(?P<a>{O})|"
    r"(?P<b>{O})[- ]sponsored|(?P<f>{O}),? [^.;‹›]{0,80}?\b(?:their|its|an?) (?:[\w/-]+ ){0,4}?"
    r"(?:investigator|physician|self)-(?:sponsored|initiated)|"
    r"with (?P<c>{O}) sponsorship|sponsor of the (?:study|trial),? (?:the )?(?P<d>{O})|(?P<e>{O}),? (?:is|"
    r"will be|as) the sponsor)"
)
_COLLABORATOR = rule(r"in collaboration with (?:the )?(?P<org>{O})")
_PRINCIPAL = rule(
    r"(?:\b(?:leading |lead )?(?:principal|lead|chief|coordinating) investigators?(?: (?:for|of|on|"
    r"in) [^.;‹›]{0,60}?)?,?(?: is| will be| are|,)? "
    r"(?:Drs?\.? |Professor |Prof\.? )?(?P<a>{P*})|"
    r"(?P<b>{P})(?:, [A-Z][\w.]+)*,? (?:is |will be |serves as |was )?(?:the |an? |our )?(?:[\w-]+ ){0,2}?"
    r"(?:principal|lead|chief|coordinating) investigator|"
    r"(?P<c>{P})(?:, (?:[^.;‹›]|‹O\d+›){0,240},)?(?:,? who)? (?:will lead|leads|is leading|led|will head|heads|"
    r"is heading|will direct|"
    r"directs) (?:the|this) (?:[\w-]+ ){0,3}(?:trial|study)\b|"
    r"\b(?:trials?|study|studies)(?: \([^()]{1,30}\))? (?:is|are|was|were|will be)(?: also|"
    r" being)? led by (?:Drs?\.? |Professor |Prof\.? )?"
    r"(?P<d>{P*}))"
)
# Where somebody works, not where a trial is held.
_TITLE = (
    r"\b(?:professor|director|chair\w*|chief|head|dean|physician|surgeon|scientist|fellow|president|officer|"
    r"instructor|faculty|lecturer|\w+ologist|M\.?D\.?|Ph\.?D\.?|department|division)\b"
)
_TITLES = re.compile(_TITLE, re.IGNORECASE)
_HELD_THERE = re.compile(r"[^.;]{0,60}\bwhere the (?:study|trial)\b")
_AFFILIATED = re.compile(rf"{_TITLE}[^.;]{{0,80}}$", re.IGNORECASE)
_CO = rule(
    r"\bco-?(?:principal )?investigators?(?: (?:for|of|on|in) [^.;‹›]{0,60}?)?,?(?: is| will be| are|"
    r",)? (?:Drs?\.? )?(?P<a>{P*})"
)
# "This trial was a single-arm pilot study of": one trial, not two.
_IS_A = re.compile(r"\s(?:is|was|will be) an? (?:[\w-]+,? ){0,6}")
_ANOTHER = re.compile(
    r"\b(?:an?|another) (?:[\w-]+ ){0,2}[\d,]+-(?:patient|person|subject|participant) (?:[\w-]+ ){0,4}(?:trial|"
    r"study)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:trial|study|investigator|patients|participants|enroll\w*|sponsor\w*)\b")


def follow_up(sentence: Sentence, trial: Draft, made: bool) -> None:
    """Take from a sentence what it adds to the trial in hand; `made` says that it names the trial itself."""
    text = sentence.masked
    if not made and not _SPEAKS.search(text):
        return
    for pattern, role in ((_CO, "co_investigator"), (_PRINCIPAL, "principal_investigator")):
        for match in pattern.finditer(text):
            for person in [p for g in match.groups() for p in sentence.named(g)]:
                if person.name not in trial.many["co_investigator"]:
                    trial.add(role, person, sentence)
    for pattern in (_AT, _WHERE):
        for match in pattern.finditer(text):
            if _works_there(text[: match.start()]) and not _HELD_THERE.match(text[match.end() :]):
                continue
            for site in sentence.named(match["sites"]):
                if site.kind in ("HealthcareSite", "ResearchInstitution") and (made or "where the" in match[0]):
                    trial.add("site", site, sentence)
    sponsored(sentence, trial)
    _numbers(sentence, trial, made)
    _arguments(sentence, trial)
    if trial.sentences[-1] is not sentence:
        _later_status(sentence, trial)


def _works_there(before: str) -> bool:
    """Whether the words before a place say that somebody works there, and not that a trial is held or led there."""
    titles = list(_TITLES.finditer(before[-110:]))
    if not titles or not _AFFILIATED.search(before):
        return False
    return not re.search(r"\b[Ii]nvestigators?\b", before[-110:][titles[-1].start() :])


def _arguments(sentence: Sentence, trial: Draft) -> None:
    """What "the trial" is of and what is given in it, where the sentence that named it did not say so."""
    phrases = find_phrases(sentence.masked)
    if len(phrases) == 2 and _IS_A.fullmatch(sentence.masked[phrases[0].end : phrases[1].start]):
        phrases = [replace(phrases[0], end=phrases[1].end)]
    if len(phrases) != 1 or trial.drug is None or trial.listed or not phrases[0].definite or phrases[0].plural:
        return
    drugs = {m.name for m in sentence.of_type(EntityType.DRUG)}
    if phrases[0].phase not in (None, trial.phase) or (drugs and trial.drug.name not in drugs):
        return
    after = sentence.masked[phrases[0].end :]
    if trial.status in ("completed", "terminated") and re.match(r" (?:will|is|aims)\b", after):
        return  # another trial is meant: that one is over
    if not trial.diseases():
        for disease in diseases(sentence, phrases[0], "", after):
            trial.add("indication", disease, sentence)
    for other in combined(sentence, trial.drug, after):
        trial.add("combined", other, sentence)


def sponsored(sentence: Sentence, trial: Draft) -> None:
    """Who sponsors a trial, and with whom."""
    for match in _SPONSOR.finditer(sentence.masked):
        for org in [o for g in match.groups() for o in sentence.named(g)]:
            trial.add("sponsor", org, sentence)
        partner = _COLLABORATOR.search(sentence.masked, match.end())
        if partner:
            trial.add("collaborator", sentence.named(partner["org"])[0], sentence)


def share_sponsor(sentence: Sentence, group: list[Draft]) -> None:
    """ "The three remaining trials … with Zed sponsorship": the ones told before have that sponsor too."""
    if re.search(r"\bremaining\b", sentence.masked):
        for draft in group:
            sponsored(sentence, draft)


def _numbers(sentence: Sentence, trial: Draft, made: bool) -> None:
    numbers = NCT.findall(sentence.text)
    if len(set(numbers)) == 1 and trial.registry is None and not trial.listed:
        trial.registry = numbers[0].replace(" ", "")
        trial.note("registry_id", trial.registry, sentence)
    size = enrollment_of(sentence.masked)
    phrases = find_phrases(sentence.masked)
    if phrases and all(p.plural for p in phrases):
        return  # people of several trials
    told = made or re.search(r"\b(?:trial|study)\b", sentence.masked) or (trial.name and trial.name in sentence.text)
    told = told or COUNTED.match(sentence.masked) and trial.sentences[-1].block is sentence.block
    counted = _ANOTHER.search(sentence.masked)
    if counted and (trial.sentences[-1] is not sentence or _apart(phrases, counted.span(), trial.phase)):
        return  # people of "a 200-person trial", another one
    named = name_of(sentence.masked) if phrases else None
    if named and trial.name and named != trial.name:
        return  # people of another trial
    if size and trial.enrollment is None and told:
        trial.enrollment = size
        trial.note("enrollment", str(size), sentence)


def _apart(phrases: Sequence[Phrase], place: tuple[int, int], phase: str | None) -> bool:
    """Whether a trial's phase is told of another phrase of a sentence than that at a half-open place."""
    there = [p for p in phrases if p.start < place[1] and place[0] < p.end]
    elsewhere = [p for p in phrases if p not in there]
    return phase is not None and all(p.phase != phase for p in there) and any(p.phase == phase for p in elsewhere)


_STANDS = re.compile(
    r"\s(?:is|was|has|remains|continues|(?:began|started|commenced) in)\b(?! designed| expected| planned| intended)"
)


def _later_status(sentence: Sentence, trial: Draft) -> None:
    """Status told of "the study" in a sentence of its own."""
    for match in re.finditer(r"\b(?:the|this|our) (?:[\w-]+ )?(?:trial|study)\b", sentence.masked, re.IGNORECASE):
        behind = sentence.masked[match.end() :]
        status = status_of("", behind) if _STANDS.match(behind) else None
        if status and status[0] != "planned":
            trial.vote(status[0], 1, sentence)
            return
