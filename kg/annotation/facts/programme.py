"""Rows of a pipeline: a drug, for a disease, in a part of the world, in somebody's hands, and how far it has come.

Finds (ACM-12, North America, Acme) and (ACM-12, rest of the world, Beta) in "Acme holds rights to ACM-12 in North
America; Beta in the rest of the world", (ACM-12, lupus, Japan, phase-2) in "ACM-12 is in Phase 2 for lupus in Japan",
(ACM-12, gout, terminated) in "Acme has discontinued development of ACM-12 in gout"; leaves alone options, hopes, and
patients who discontinued ACM-12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotation.facts.drug.phase import PHASE, phase_notation
from kg.annotation.facts.making import fact, negated, possible
from kg.annotation.facts.territory import WHERE, WHOSE, territory
from kg.annotation.model import Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule

_PAREN = r"(?:®|™)?(?: ?\([^()]{0,80}\)){0,2}"
_W = r"(?:(?!(?:option|no|not|agreement|may|could|would|if|patent|patents)\b)[\w/,&'.-]{1,30} )"
_FOR = (
    r"(?:(?:designed |intended )?(?:for|in|to treat|against)|as (?:an? )?(?:[\w-]{1,20} ){0,3}?(?:treatment|"
    r"therapy|monotherapy|vaccine) "
    r"(?:for|of|in|against)|(?:designed |intended )?for the (?:[\w-]{1,20} )?(?:treatment|prevention|management) "
    r"of|for use in|"
    r"as an? (?:[\w-]{1,20},? (?:‹T\d+› )?){0,4}?(?:inhibitor|antibody|agonist|antagonist|agent) (?:for|to treat))"
    r"(?: (?!(?:and|or|with (?:or|the)|in|from|by|than|to|an?|the (?!treatment)|versus|combination|due|not)\b)"
    r"[\w/-]{1,30}){0,6}?"
)
_ILL = rf"{_FOR} (?P<ind>{{I*}})"

# ---- who holds rights where ----------------------------------------------------------------------------------------

_HOLDS = (
    r"(?:(?:currently|now|also|already|still|has|have|itself) ){0,3}(?:holds?|owns?|retains?|retained|controls?|"
    r"maintains?|possesses|"
    r"acquired|obtained|secured|regained|reacquired|in-licensed|licensed|received?|receives|gains|gained|was "
    r"granted|were granted|has|have|holding|retaining)"
)
_TO = rf"(?:to|for|of) (?:the )?(?:{_W}|‹O\d+›'s ){{0,8}}?"
_HELD = rule(
    rf"(?P<holder>{{O}}){_PAREN},? {_HOLDS} (?P<before>{_W}{{0,10}}?(?:rights?|licen[sc]es?) (?:{_W}|[A-Z][\w.]+ )"
    rf"{{0,8}}?)"
    rf"{_TO}(?P<drug>{{D*}})"
)
_GRANTED = rule(
    rf"\b(?:grants?|granted|granting|awarded|gave|gives|giving)(?: to)? (?P<holder>{{O}}){_PAREN} "
    rf"(?P<before>{_W}{{0,8}}?"
    rf"(?:rights?|licen[sc]es?) (?:{_W}|[A-Z][\w.]+ ){{0,8}}?){_TO}(?P<drug>{{D*}})"
)
_LICENSED = rule(
    rf"(?P<drug>{{D*}}){_PAREN},? (?:which )?(?:is|are|was|were|has been|have been) (?P<before>(?:out-?|"
    rf"exclusively )*licensed )to "
    rf"(?P<holder>{{O}}){_PAREN}"
)
_HELD_BY = rule(
    rf"(?P<before>(?:[\w.-]{{1,20}} ){{0,4}}rights? ){_TO}(?P<drug>{{D*}})(?P<between>[^.;‹›]{{0,80}}?) (?:are|is|"
    rf"were|have been|has been) "
    r"(?:currently |now |exclusively )?(?:held|owned|controlled|retained|licensed|acquired) (?:by|to) (?P<holder>{O})"
)
_RIGHTS = (_HELD, _GRANTED, _LICENSED, _HELD_BY)
_BEFORE = re.compile(
    rf"{WHOSE} (?:[\w/,-]{{1,20}} ){{0,6}}?(?:rights?|licen[sc]es?)\b|\b(?:rights?|licen[sc]es?) {WHERE}", re.IGNORECASE
)
_AFTER = rule(
    rf"^{_PAREN}(?: (?:tests?|tablets?|capsules?|injections?|cream|vaccine|products?))?(?:,? {_ILL})?,? "
    rf"{WHERE}(?!\w)(?:,? {_ILL.replace('<ind>', '<late>')})?"
)
_OTHER = rule(
    rf"^[,;]?(?: and| while| with| whereas)? (?P<holder>{{O}}){_PAREN}(?: {_HOLDS.replace('licensed|', '')})?"
    rf"(?: (?:the |all |exclusive |full |such |those |commercial |development |remaining ){{0,4}}(?:rights|them|it)"
    rf"(?: to (?:it|‹D\d+›))?)?,? {WHERE}(?!\w)"
)
_DOUBT = re.compile(
    r"\b(?:options?|may|might|could|would|should|if|whether|seek\w*|potential(?:ly)?|negotiat\w*|intends?|plans?|"
    r"expects?|will|hopes?|"
    r"until|previously|formerly|former|return\w*|relinquish\w*|terminat\w*|expir\w*|sold|discussions?|"
    r"opportunit\w+|proposed|first refusal|royalt\w*|milestones?|payments?|revenues?|sales|co-promot\w*)\b",
    re.IGNORECASE,
)

# ---- how far it has come -------------------------------------------------------------------------------------------

_LATER = (
    r"(?:(?!(?:ready|for|to|into|enter|entering|expected|planned|completed|completing|poised|after|from|preparing|"
    r"a|potential)\b)[\w,/-]{1,20} )"
)
_STAGE = (
    rf"(?P<phase>{PHASE}|pre-?clinical)(?:[ -](?:stage|clinical|development|trials?|stud(?:y|ies)|testing|"
    rf"evaluation|program|proof-of-concept)){{0,4}}"
)
_STUDIED = (
    r"being (?:evaluated|studied|tested|investigated|developed|assessed)|under (?:evaluation|investigation|"
    r"development)|in development"
)
_IN = (
    rf"(?:(?:\s?,)?(?: is| are| remains)(?: (?:now|currently|also|presently|{_STUDIED})){{0,3}},? in"
    rf"|,?(?: which)?(?: is)?(?: now| currently)? (?:being (?:evaluated|studied|tested|investigated|assessed) in|"
    rf"undergoing)"
    r"|\s?,? (?:now |currently )?(?:has |have )?(?:recently )?(?:entered|advanced (?:in)?to|moved into|progressed "
    r"(?:in)?to)"
    r"|\s?, (?:which is )?(?:(?:an?|the|our|‹O\d+›'s) (?:[\w-]{1,20} ){1,5}?)?(?:now |currently )?in)"
)
_STAGES = (
    rule(rf"(?P<drug>{{D}}){_PAREN}{_IN} (?:an? |the )?{_LATER}{{0,4}}?{_STAGE}(?: {WHERE})? {_ILL}"),
    # "Acme is conducting a Phase 3 trial of ACM-12 in lupus"; "Phase 2 candidate ACM-12 for lupus"
    rule(
        rf"\b(?:is|are) (?:currently |now |also )?(?:conducting|running|enrolling)(?: patients in)? (?:an? |the |"
        rf"‹O\d+›'s )?{_LATER}{{0,3}}?"
        rf"{_STAGE} (?:of|evaluating|testing) (?P<drug>{{D}}){_PAREN} {_ILL}"
    ),
    rule(
        rf"\b{_STAGE} (?:lead )?(?:drug |product )?(?:candidate|programs?|programme|asset|compound|drug|product)"
        rf"s?,? (?P<drug>{{D}}){_PAREN}"
        rf",?(?: which)?(?: is)?(?: being developed)?(?: an?(?: [\w-]{{1,20}}){{1,5}}?)? {_ILL}"
    ),
    rule(rf"(?P<drug>{{D}}) \((?:an? )?{_STAGE}(?:,| for| in|;|:) (?P<ind>{{I*}})\)"),
    rule(rf"(?P<drug>{{D}}) \((?:for )?(?P<ind>{{I*}})(?:,|;|:| in|-| -) ?{_STAGE}\)"),
)
_ROWS = (
    rule(
        rf"^\W{{0,3}}(?P<drug>{{D}}){_PAREN} ?(?:[:|,]|-{{1,2}}) ?{_STAGE}(?: ?(?:[:|,]|-{{1,2}})| {_FOR}) "
        rf"?(?P<ind>{{I*}})"
    ),
    rule(
        rf"^\W{{0,3}}(?P<drug>{{D}}){_PAREN} ?(?:[:|,]|-{{1,2}}| for) ?(?P<ind>{{I*}}) ?(?:[:|,]|-{{1,2}}|\() "
        rf"?{_STAGE}\W{{0,3}}$"
    ),
)
_AND = rule(rf"^(?:,| and|, and)(?: is)?(?: also)? (?:in )?(?:an? )?{_LATER}{{0,2}}?{_STAGE} {_ILL}")
_THERE = rule(rf"^,? {WHERE}(?!\w)")
_ALLOWED = (
    rule(
        rf"(?P<drug>{{D}}){_PAREN},? (?:which )?(?:is|are|has been|was|were) (?:currently |already |now |also |"
        rf"first )?(?P<step>approved|marketed|"
        rf"authori[sz]ed|under (?:regulatory )?review)(?: by (?:the )?{{O}}{_PAREN})?(?: {_ILL})? {WHERE}(?!\w)"
        rf"(?:,? {_ILL.replace('<ind>', '<late>')})?"
    ),
)

# ---- what was given up ---------------------------------------------------------------------------------------------

_WORK = (
    r"(?:(?:clinical |further |active |internal |all |pre-?clinical |ongoing )*(?:development|program(?:me)?s?|"
    r"clinical programs?))"
)
_END = (
    r"(?:discontinu(?:e|ed|ing|es)|terminat(?:e|ed|ing|es)|halt(?:ed|ing|s)?|stop(?:ped|ping|s)?|ceas(?:e|ed|ing|"
    r"es)|end(?:ed|ing|s)?|abandon(?:ed|ing|s)?|shelv(?:e|ed|ing))"
)
_PAUSE = r"(?:suspend(?:ed|ing|s)?|paus(?:e|ed|ing|es))"
_ENDED = (
    rule(
        rf"\b(?:(?P<end>{_END})|(?P<pause>{_PAUSE})|(?P<stop>discontinuation|termination|cessation) of) "
        rf"(?:the |its |our |‹O\d+›'s |all |further |any further )*{_WORK} (?:of|for|with|on) (?P<drug>{{D*}})"
        rf"{_PAREN}(?: {_ILL})?"
    ),
    rule(
        rf"\b(?:(?P<end>{_END})|(?P<pause>{_PAUSE})) (?:the |its |our |‹O\d+›'s )*(?P<drug>{{D}}) (?:clinical |"
        rf"development )*"
        rf"(?:program|programme|development)\b(?: {_ILL})?"
    ),
    rule(
        rf"\b{_WORK} (?:of|for) (?P<drug>{{D*}}){_PAREN}(?: {_ILL})? (?:has been|have been|was|were|is being) "
        rf"(?:(?P<end>{_END})|(?P<pause>{_PAUSE}|put on hold|placed on hold))\b"
    ),
    rule(
        rf"(?P<drug>{{D}}){_PAREN} (?:clinical |development )*(?:program|programme)(?: {_ILL})? (?:has been|was|"
        rf"is being) (?:(?P<end>{_END})|(?P<pause>{_PAUSE}|put on hold|placed on hold))\b"
    ),
    rule(
        rf"(?P<drug>{{D}}){_PAREN},? (?:which )?(?:has been|was) (?P<end>dropped|removed|discontinued) from "
        r"(?:‹O\d+›'s |the |its |clinical )*(?:pipeline|development)\b"
    ),
    # with the year alone: a patient's treatment ends "because of" or "in three patients"
    rule(
        rf"^(?:However, |Development of )?(?P<drug>{{D}}){_PAREN} (?:has been|was) "
        r"(?P<end>discontinued|abandoned|shelved) in (?:(?:early|mid|late)-? ?)?(?:[A-Z][a-z]+ )?(?:19|20)\d\d"
        r"(?=[.,;]|$)"
    ),
)
_NO_FURTHER = rule(
    r"\b(?:do|does|did|will|would) not (?:(?:plan|intend|expect) to |be )?(?:conduct|pursue|continue|advance|advancing|"
    rf"continuing|pursuing|conducting|proceed with) (?:any |the |its |‹O\d+›'s )*(?:further )?{_WORK} (?:of|for|with) "
    rf"(?P<drug>{{D*}}){_PAREN}(?: {_ILL})?"
)
_IF = re.compile(r"^[^.;]{0,40}\b(?:if|unless|should|in case)\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:may|might|could|would|should|if|whether|unless|not|never|no|can|delay\w*|suspended or|risk\w*|"
    r"before|until|plans?|"
    r"agreement|resum\w+|restart\w*|trial|study)\b[^;]{0,60}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """What one sentence says of one drug."""

    rule: str
    drugs: list[Mention]
    indications: list[Mention]
    territory: str | None = None
    holder: Mention | None = None
    stage: str | None = None
    status: str | None = None


def find_programmes(reading: Reading) -> Iterator[Fact]:
    """One fact for each drug, disease, territory and holder that a sentence brings together."""
    for sentence in reading.sentences:
        if not sentence.of_type(EntityType.DRUG):
            continue
        for row in (*_rights(sentence), *_stages(sentence), *_ended(sentence), *_not_pursued(sentence)):
            yield from _facts(sentence, row)


def _facts(sentence: Sentence, row: _Row) -> Iterator[Fact]:
    several: list[Mention | None] = list({i.name: i for i in row.indications}.values())
    for drug in {d.name: d for d in row.drugs}.values():
        for indication in several or [None]:
            yield fact(
                "programme", f"programme.{row.rule}/1", sentence, 0.9,
                drug=drug, indication=indication, territory=row.territory, holder=row.holder,
                stage=Concept("phase", row.stage) if row.stage else None,
                status=Concept("trial-status", row.status) if row.status else None,
            )  # fmt: skip


def _rights(sentence: Sentence) -> Iterator[_Row]:
    """Holders of rights with the territory that is said for each; without a territory there is no row."""
    text = sentence.masked
    for pattern in _RIGHTS:
        for match in pattern.finditer(text):
            if negated(match[0]) or _DOUBT.search(match[0]) or _DOUBT.search(_clause(text, match.start())):
                continue
            end = match.end()
            behind = _AFTER.match(text[end : end + 300])
            where, ill = territory(_where(_BEFORE.search(f"{match['before']}"))), []
            if not where and "between" in match.groupdict():
                where = territory(_where(_THERE.match(match["between"])))
            if behind:
                where = where or territory(_where(behind))
                ill = sentence.named(behind["ind"] or behind["late"])
                end += behind.end()
            (holder,) = sentence.named(match["holder"])
            drugs = sentence.named(match["drug"])
            if where and _could_hold(holder):
                yield _Row("rights", drugs, ill, where, holder)
                other = _OTHER.match(text[end : end + 300])
                if other and not _DOUBT.search(other[0]):
                    (second,) = sentence.named(other["holder"])
                    if _could_hold(second) and second.name != holder.name:
                        yield _Row("rights", drugs, ill, territory(_where(other)), second)


def _where(match: re.Match[str] | None) -> str | None:
    """The territory in whichever group of the pattern it stands."""
    if match is None:
        return None
    groups = match.groupdict()
    return groups.get("whose") or groups.get("where") or groups.get("area")


def _clause(text: str, at: int) -> str:
    """The words before a place, back to the last stop of its clause, at most 80 characters."""
    return re.split(r"[.;]", text[max(0, at - 80) : at])[-1]


def _could_hold(org: Mention) -> bool:
    return org.kind not in ("StockExchange", "GovernmentAgency")


def _stages(sentence: Sentence) -> Iterator[_Row]:
    """Stages that are said of a drug in a disease, or in a territory."""
    text = sentence.masked
    for pattern in (*_STAGES, *_ROWS):
        for match in pattern.finditer(text):
            if negated(match[0]) or possible(match[0]) or _DOUBT.search(_clause(text, match.start())):
                continue
            drugs, at, step = sentence.named(match["drug"]), match.end(), match
            while True:
                phase = phase_notation(step["phase"])
                there = _THERE.match(text[at : at + 200])
                if phase:
                    where = territory(_where(there) or _where(step))
                    yield _Row("stage", drugs, sentence.named(step["ind"]), where, stage=phase)
                at += there.end() if there else 0
                more = _AND.match(text[at : at + 200])
                if not more:
                    break
                step, at = more, at + more.end()
    for pattern in _ALLOWED:
        for match in pattern.finditer(text):
            if negated(match[0]) or possible(match[0]) or _DOUBT.search(_clause(text, match.start())):
                continue
            stage = "registration" if "review" in match["step"].lower() else "approved"
            ill = sentence.named(match["ind"] or match["late"])
            yield _Row("market", sentence.named(match["drug"]), ill, territory(_where(match)), stage=stage)


def _ended(sentence: Sentence) -> Iterator[_Row]:
    """Programmes that were given up or put on hold."""
    text = sentence.masked
    for pattern in _ENDED:
        for match in pattern.finditer(text):
            before = _clause(text, match.start())
            if negated(match[0]) or possible(match[0]) or _UNREAL.search(before) or _IF.match(text[match.end() :]):
                continue
            status = "suspended" if match.groupdict().get("pause") else "terminated"
            ill = sentence.named(match.groupdict().get("ind"))
            yield _Row("ended", sentence.named(match["drug"]), ill, holder=_owner(sentence, before), status=status)


def _not_pursued(sentence: Sentence) -> Iterator[_Row]:
    """Programmes with which nobody means to go on."""
    text = sentence.masked
    for match in _NO_FURTHER.finditer(text):
        before = _clause(text, match.start())
        if not possible(before) and not _IF.match(text[match.end() :]):
            ill = sentence.named(match["ind"])
            yield _Row(
                "ended", sentence.named(match["drug"]), ill, holder=_owner(sentence, before), status="terminated"
            )


def _owner(sentence: Sentence, before: str) -> Mention | None:
    """The company that gives it up: the only one named before in the clause."""
    named = [m for m in sentence.named(before) if m.type is EntityType.ORGANIZATION and m.kind in ("Company", "")]
    return named[0] if len({m.name for m in named}) == 1 else None
