"""What regulators were asked and what they granted, drug by drug.

Finds (ACM-12, orphan-drug, FDA, granted) in "the FDA has granted orphan drug designation to ACM-12"; leaves alone what
a designation is in general, approvals hoped for, approvals of other companies' drugs and of devices' facilities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.annotation.entities.drugs import CODE
from kg.annotation.facts.making import fact
from kg.annotation.facts.regulatory.actions import ACTION, ACTIONS, CAREER, CLAUSE, HEDGED, REGULATOR
from kg.annotation.facts.regulatory.approvals import approvals
from kg.annotation.facts.regulatory.status import status_of
from kg.annotation.facts.regulatory.ways import ways
from kg.annotation.facts.trial.topic import of_another
from kg.annotation.model import Concept, EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.model import BlockKind

_WORDS = r"(?:(?!{any})[\w,/().&'’®™-]+ ){0,7}?"
_FOR_DRUG = rule(
    rf"\b(?:for|to|of|on|regarding|covering) (?:both |the |its |our |{{O}}'s? )*(?:use of )?{_WORDS}(?P<drug>{{D*}})"
)
_GIVEN = rule(
    r"\b(?:grant(?:ed|s)|award(?:ed|s)|gave|given) (?:the |its |our |{O}'s? )*(?:[\w-]+ ){0,5}?(?P<drug>{D*})(?:"
    r" \([^()]{1,30}\))?(?: [\w-]+){0,6}?,? $"
)
_FOR_DISEASE = rule(
    r"\b(?:for|in|to treat|of) (?:the |a |an )?(?:treatment of |prevention of |use in |patients with |treating "
    r"|management of |potential treatment of )?"
    r"(?:[\w,/-]+ ){0,6}?(?P<disease>{I*}(?:(?:,? and|,) (?:(?!the |in |for )[a-z-]+ ){0,2}{I}(?: \({I}\))?){0,6})"
)
_ELSEWHERE = re.compile(r"\b(?:designation|in the U|in Europe|as well as)")
_SHARED = re.compile(r"(?:, (?!‹)[\w -]{3,40}){0,3},? and (?!‹)[\w -]{3,40}? designations\b", re.IGNORECASE)
# What is alleged is nobody's statement.
_LAWSUIT = re.compile(
    r"\b(?:complaint|lawsuits?|class action|plaintiffs?|defendants?) (?:\w+ ){0,4}?alleg\w+|\balleg(?:es?|edly) that\b",
    re.IGNORECASE,
)
_MEANWHILE = re.compile(r", (?:while|whereas|and the (?:second|other))\b")
_OTHERS = re.compile(r"\b(?:to|for) (?:\w+ ){0,2}(?:others|drugs|products|candidates|companies|firms|sponsors)\b")
_CODE_LIKE = re.compile(r"\b[A-Z]{2,5}-?\d{2,4}\b")
_ANSWERED = re.compile(r"complete response|\bCRL\b|refus\w+[- ]to[- ]file")
_APPROVED_BEFORE = re.compile(
    r"\bapprov(?:ed|es|al of) (?!for\b)(?:the |its |our |a |an |‹O\d+›'s |‹D\d+› |[a-z-]+ ){0,4}$", re.IGNORECASE
)
_APPROVED_BEHIND = re.compile(
    r"(?: \([^()]{1,12}\))?(?: (?:for|of) ‹D\d+›)?[^;‹›]{0,30} (?:was|were|has been|have been) (?:\w+ )?approved\b"
)
_SILENT = (BlockKind.CONTACTS, BlockKind.TICKERS)


@dataclass(frozen=True, slots=True)
class _Topic:
    """The drug that a release, or the heading over a block, is about."""

    release: Mention | None
    numbered: bool  # whether the release has drugs with code names
    drugs: tuple[Mention, ...]


def find_regulatory(reading: Reading) -> Iterator[Fact]:
    """Regulatory actions of the release, each once for drug, action, status, regulator and disease."""
    topic = _topic(reading)
    told: dict[tuple[str, ...], Fact] = {}
    last: Sentence | None = None
    for sentence in reading.sentences:
        if sentence.block.kind in _SILENT:
            continue
        before = last if last is not None and last.block is sentence.block else None
        for one in _actions(sentence, topic, before):
            key = tuple(_value(one, role) for role in ("drug", "action", "status", "agency", "indication"))
            told.setdefault(key, one)
        last = sentence
    for key, one in told.items():
        if not any(_more(other, key) for other in told):
            yield one


def _value(one: Fact, role: str) -> str:
    values = [f.value for f in one.fields if f.role == role]
    return next((v.name if isinstance(v, Mention) else getattr(v, "notation", "") for v in values), "")


def _more(other: tuple[str, ...], key: tuple[str, ...]) -> bool:
    """Whether another fact says the same and more: a regulator or a disease where this one has none."""
    same = all(a == b or not b for a, b in zip(other[3:], key[3:], strict=True))
    return other != key and other[:3] == key[:3] and same


def _topic(reading: Reading) -> _Topic:
    drugs = list(reading.mentions(EntityType.DRUG))
    numbered = any(CODE.fullmatch(m.name) for _, m in drugs)
    firsts = tuple({m.name: m for _, m in drugs}.values())
    named = [m for s, m in drugs if s.block.kind is BlockKind.HEADLINE]
    if len({m.name for m in named}) == 1:
        return _Topic(named[0], numbered, firsts)
    counts = Counter(m.name for _, m in drugs).most_common(2)
    if counts and (len(counts) == 1 or counts[0][1] >= 4 * counts[1][1]):
        first = next(m for _, m in drugs if m.name == counts[0][0])
        foreign = first.name.islower() or of_another(reading, first.name)
        return _Topic(None if foreign else first, numbered, firsts)
    return _Topic(None, numbered, firsts)


def _text(sentence: Sentence) -> str:
    """The masked text with "pediatric disease" as it is printed: it is a word of a designation, not a disease."""

    def plain(match: re.Match[str]) -> str:
        return sentence.mentions[int(match[1])].text

    return re.sub(
        r"(?<=rare )‹I(\d+)›",
        lambda m: plain(m) if "ediatric" in plain(m).lower() else m[0],
        sentence.masked,
        flags=re.IGNORECASE,
    )


def _actions(sentence: Sentence, topic: _Topic, before: Sentence | None) -> Iterator[Fact]:
    text = _text(sentence)
    if CAREER.search(text) and (sentence.of_type(EntityType.PERSON) or re.match(r"(?:She|He|Dr|Mr|Ms)\b", text)):
        return
    if _LAWSUIT.search(text):
        return
    for match, tokens, by in approvals(sentence, text):
        clause = text[match.end() : match.end() + 90]
        named = [m for m in sentence.named(by) if REGULATOR.search(m.name)]
        if by and not named:
            continue
        drugs = [d for d in sentence.named(tokens) if not (d.name.islower() and topic.numbered)]
        yield from _facts(sentence, drugs, ("approval", "granted"), (named, _diseases(sentence, clause)))
    for match, action, status in ways(sentence, text):
        by = match.groupdict().get("by") or match.groupdict().get("from")
        named = [m for m in sentence.named(by) if REGULATOR.search(m.name)]
        if by and not named:
            continue
        diseases = _diseases(sentence, text[match.end() : match.end() + 90])
        yield from _facts(sentence, sentence.named(match["drug"]), (action, status), (named, diseases))
    yield from _named_actions(sentence, text, topic, before)


def _named_actions(sentence: Sentence, text: str, topic: _Topic, before: Sentence | None) -> Iterator[Fact]:
    """The actions that a sentence calls by their names."""
    for match in ACTION.finditer(text):
        action = next(name for i, (name, _) in enumerate(ACTIONS) if match[f"a{i}"])
        start, end = _clause(text, match.start(), match.end())
        status = status_of(text[start : match.start()], match[0], _behind(text, match.end(), end), action)
        if action == "application" and _ANSWERED.search(text[start : match.start()]):
            continue  # "a complete response letter on the NDA"
        if action == "application" and status == "granted":
            approved = _APPROVED_BEFORE.search(text[start : match.start()]) or _APPROVED_BEHIND.match(
                text[match.end() : end]
            )
            action, status = (
                ("approved", "granted") if approved else ("application", "submitted")
            )  # accepted is not approved
        asked = action == "approval" and status == "submitted" and re.search(r"emergency|EUA", match[0], re.IGNORECASE)
        if asked:
            action = "application"
        agencies = _agencies(sentence, text, match, (start, end))
        if (
            status is None
            or action == "approval"
            and (status != "granted" or not (agencies or match[0].startswith("CE")))
        ):
            continue
        if (
            action == "ind"
            and re.match(r"approval|clearance|authori|permission|go-|green|all[- ]clear", match[0], re.IGNORECASE)
            and not agencies
        ):
            continue
        drugs = _drugs(sentence, text, match, (start, end))
        if not drugs and action not in ("approval", "approved") and not asked:
            unnamed = _unnamed(sentence, text, topic, before)
            drugs = [d for d in unnamed if not (d.name.islower() and topic.numbered)]
        if action == "approved":
            action = "approval"
            drugs = [
                d for d in drugs if not (d.name.islower() and topic.numbered)
            ]  # another's, beside the release's own
        yield from _facts(
            sentence, drugs, (action, status), (agencies, _diseases(sentence, text[match.end() : end + 40]))
        )


def _facts(
    sentence: Sentence,
    drugs: Sequence[Mention],
    said: tuple[str, str],
    named: tuple[Sequence[Mention], Sequence[Mention]],
) -> Iterator[Fact]:
    """One fact for each drug, regulator and disease; `said` is action and status, `named` regulators and diseases."""
    action, status = said
    for drug in drugs:
        for agency in named[0] or (None,):
            for disease in named[1] or (None,):
                yield fact(
                    "regulatory",
                    "regulatory/2",
                    sentence,
                    0.88,
                    drug=drug,
                    action=Concept("regulatory-action", action),
                    agency=agency,
                    indication=disease,
                    status=Concept("regulatory-status", status),
                )


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    borders = [m.end() for m in CLAUSE.finditer(text)]
    return max((b for b in borders if b <= start), default=0), min((b for b in borders if b > end), default=len(text))


def _behind(text: str, start: int, end: int) -> str:
    """The rest of the clause, and the whole of one that begins at once with "which"."""
    return text[start:end] if not text.startswith(", which", start) else text[start : start + 90]


def _agencies(sentence: Sentence, text: str, match: re.Match[str], clause: tuple[int, int]) -> list[Mention]:
    """The regulators of the clause next to the action, two where "and" joins them; else the sentence's only one."""
    found = [
        (m.start(), m.end(), one)
        for m in re.finditer(r"‹O\d+›", text)
        for one in sentence.named(m[0])
        if REGULATOR.search(one.name)
    ]
    inside = [f for f in found if clause[0] <= f[0] < clause[1]]
    names = {f[2].name for f in found}
    if not inside:
        return [found[0][2]] if len(names) == 1 else []
    shared = _SHARED.match(text, match.end())  # "Fast Track and Orphan Drug designations by the FDA"
    beyond = shared.end() if shared else match.end()
    inside = [f for f in inside if f[0] < match.start() or not _ELSEWHERE.search(text[beyond : f[0]])]
    if not inside:
        return []
    near = min(inside, key=lambda f: min(abs(f[0] - match.end()), abs(match.start() - f[1])))
    out = {near[2].name: near[2]}
    for start, end, one in inside:
        gap = text[end : near[0]] if end <= near[0] else text[near[1] : start]
        if re.fullmatch(r"(?: \(‹O\d+›\))?,? and (?:the |by the |from the )?", gap):
            out[one.name] = one
    return list(out.values())


def _drugs(sentence: Sentence, text: str, match: re.Match[str], clause: tuple[int, int]) -> list[Mention]:
    """The drugs that the action is for: behind "for" or "to", else what was granted it, else the nearest before."""
    behind = _FOR_DRUG.search(text, match.end(), min(len(text), match.end() + 170))
    before = [m for m in sentence.named(text[: match.start()]) if m.type is EntityType.DRUG]
    given = _GIVEN.search(text, 0, match.start())
    if given:
        return sentence.named(given["drug"])
    if behind and (behind.start() - match.end() < 60 or not before) and behind.start() < clause[1] + 40:
        subject = re.search(r"‹D\d+›(?:'s)?(?: \([^()]*\))?,? (?:[\w-]+ ){0,3}$", text[clause[0] : match.start()])
        if not (subject and behind.start() - match.end() > 12):
            return sentence.named(behind["drug"])
    everyone = [m for m in sentence.named(text) if m.type is EntityType.DRUG]
    if len({d.name for d in everyone}) == 1:
        between = text[match.end() : text.index("‹D", match.end())] if not before else ""
        far = not before and (len(between) > 110 or _MEANWHILE.search(between))
        return [] if far else everyone[:1]
    if re.search(r"\brespectively\b", text):
        number = sum(1 for _ in ACTION.finditer(text[: match.start()]))
        paired = list({d.name: d for d in everyone}.values())
        return paired[number : number + 1] if len(paired) == len(list(ACTION.finditer(text))) else []
    inside = [m for m in sentence.named(text[clause[0] : match.start()]) if m.type is EntityType.DRUG]
    return (inside or before or everyone)[-1:] if inside or before else everyone[:1]


def _unnamed(sentence: Sentence, text: str, topic: _Topic, before: Sentence | None) -> list[Mention]:
    """Where a sentence names no drug: the one under whose heading it stands, the one before, or the release's own."""
    others = [
        m
        for m in sentence.of_type(EntityType.ORGANIZATION)
        if not REGULATOR.search(m.name) and m.kind in ("Company", "") and not m.coreferent
    ]
    if (
        sentence.of_type(EntityType.PERSON)
        or len({m.name for m in others}) > 1
        or HEDGED.search(text)
        or _CODE_LIKE.search(text)
        or _OTHERS.search(text)
    ):
        return []
    headed = [d for d in topic.drugs if re.search(rf"(?<![\w-]){re.escape(d.name)}(?![\w-])", sentence.block.heading)]
    if len(headed) == 1:
        return headed
    last = {m.name: m for m in before.of_type(EntityType.DRUG)} if before is not None else {}
    if len(last) == 1:
        return list(last.values())
    return [topic.release] if topic.release is not None and not last else []


def _diseases(sentence: Sentence, behind: str) -> list[Mention]:
    found = _FOR_DISEASE.search(behind, 0)
    return (
        list({m.name: m for m in sentence.named(found["disease"])}.values())
        if found and found.start() < 75 and not _CODE_LIKE.search(behind[: found.start()])
        else []
    )
