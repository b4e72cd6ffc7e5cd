"""Results of trials: an endpoint, whether it was met, and the figures as printed.

Finds (ACM-12, primary endpoint, met) in "The trial of ACM-12 met its primary endpoint" and (overall response rate,
"44%") in "ACM-12 showed an overall response rate of 44%"; leaves alone "the primary endpoint is survival", work in
animals, and what is only hoped for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotation.facts.making import fact, possible
from kg.annotation.facts.trial.arguments import compared, unknown_drug
from kg.annotation.facts.trial.finder import LONGEST, SKIPPED
from kg.annotation.facts.trial.phrases import NCT, find_phrases, name_of
from kg.annotation.facts.trial.topic import topic_of
from kg.annotation.model import EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence

_RANK = r"(?:(?:pre-?specified|co-|key|both|all|main|first) ?)*(?:co-)?(?:primary|secondary|safety|efficacy)"
_ENDPOINT = (
    rf"(?P<endpoint>{_RANK} (?:(?:and|or|key|secondary|efficacy|safety|immunogenicity|clinical|composite|"
    rf"study) ){{0,3}}"
    r"(?:endpoints?|objectives?)(?: of [^.;,]{3,80}?(?: and (?:tolerability|efficacy|safety|effectiveness|"
    r"pharmacokinetics))?)?)"
)
_WHOSE = r"(?:‹O\d+›'s|its|the|all|both|their|each|the study's|the trial's)"
_SUBJECT = re.compile(
    r"(?:\b(?:trial|study|trials|studies)\b(?: [A-Z]{0,3}-?\d{1,4}[A-Z]?)?(?: \([^()]{1,40}\))?(?: (?:of|in|with|for|"
    r"evaluating) [^.;:,]{3,90})?|‹D\d+›)"
    r"(?:, [^,;.]{1,60},)?(?: (?:has|have|had|successfully|also|both|each|that))*\s?$",
    re.IGNORECASE,
)
_END = r"(?=[.;,)]|\s(?:with|at|in|and|while|showing|demonstrating|by|after|for)\s|$)"
_MET = re.compile(
    rf"\b(?:met|meets|achieved|achieves|hit|reached|satisfied|meeting|achieving)\s(?:{_WHOSE}\s){{0,2}}{_ENDPOINT}{_END}",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"\b(?:(?:did not|does not|failed to|fails to)\s(?:meet|achieve|reach|hit)|missed|misses)\s"
    rf"(?:{_WHOSE}\s){{0,2}}{_ENDPOINT}{_END}",
    re.IGNORECASE,
)
# "did not demonstrate a significant difference in the primary endpoint"
_NOT_SHOWN = re.compile(
    r"\b(?:(?:did|does) not|failed to|fails to) (?:demonstrate|show|achieve|reach|meet)\b(?:[^.;‹›]|‹[IT]\d+›){0,160}?"
    r"\b(?:significan\w+|superiority|difference|improvement|reduction|benefit)\b(?:[^.;‹›]|‹[IT]\d+›){0,120}? "
    rf"(?:on|in|for|of|by) {_WHOSE} {_ENDPOINT}{_END}",
    re.IGNORECASE,
)
_WAS_MET = re.compile(
    rf"\b{_ENDPOINT}\s(?:was|were|has been|have been)\s(?P<denied>not\s)?(?:\w+ly\s)?(?:met|achieved|reached|missed)\b",
    re.IGNORECASE,
)
_AMOUNT = r"\d{1,4}(?:\.\d{1,4})?"
_FIGURE = (
    rf"(?:[-−–+]?{_AMOUNT}\s?%|"
    rf"[-−–+]?{_AMOUNT} (?:months|weeks|days|years|points|percent|mmHg|mg/dL)\b|0?\.\d{{1,4}}\b)"
)
_MEASURE = (
    r"(?P<endpoint>(?:(?:(?:confirmed|median|mean|overall|objective|complete|partial|progression-free|"
    r"event-free|disease-free|relapse-free|"
    r"metastasis-free|durable|clinical|best) ){1,4}(?:response rate|response|survival|remission rate|remission|"
    r"control rate|benefit rate|"
    r"duration of response|time to progression)|(?:disease control|response|remission|clinical benefit|"
    r"cure) rate|median duration of response|"
    r"hazard ratio|m?PFS|m?OS|ORR|DCR|EFS)(?: \([A-Za-z]{2,6}\))?)"
)
_MEASURED = re.compile(
    rf"\b{_MEASURE}(?: rate)?(?: (?:at|of) (?:{_AMOUNT}|\w+) (?:weeks|months|years))?"
    rf"(?:\s?(?:was|were|is|of|reached|=|:|at)| (?:for|with|in|among) [^.;,]{{1,60}}? (?:was|were|reached))\s"
    rf"(?P<figure>(?:approximately |about |more than |over |less than |at least )?{_FIGURE})",
    re.IGNORECASE,
)
_RATED = re.compile(rf"(?<![\d.-])(?P<figure>{_AMOUNT}\s?%) {_MEASURE}\b", re.IGNORECASE)
_PLACEBO = re.compile(
    rf"^[^.;]{{0,60}}?\b(?:versus|vs\.?|compared (?:to|with)|"
    rf"against) [^.;]{{0,60}}?{_FIGURE}(?:[^.;,()‹]{{0,40}}?(?:group|arm|placebo|control)\b)?"
    r"|^(?: [\w-]+){0,6}?",
    re.IGNORECASE,
)
_CHANCE = re.compile(
    r"^[^.;]{0,60}?\(?\b(?:p(?:-value)?\s?(?:[<=≤]|of)\s?(?:less than\s)?0?\.\d{1,6})\)?",
    re.IGNORECASE,
)
_SAFE = re.compile(
    r"(?P<drug>‹D\d+›) (?:was|were|has been|is|proved)\s(?P<result>(?:generally |"
    r"overall )?(?:safe and )?well[- ]tolerated\b(?:(?! and | but )[^.;,]){0,80}|"
    r"(?:generally )?safe and (?:well )?tolerable)",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|Phase|patients|participants|subjects|volunteers|placebo|randomi[sz]ed|cohorts?|interim|topline|top-line)\b",
    re.IGNORECASE,
)
_NOT_CLINICAL = re.compile(
    r"\b(?:pre-?clinical|animals?|mouse|mice|rats?|murine|rodents?|primates?|"
    r"minipigs?|xenografts?|in vitro|in vivo|models?|cell lines?)\b",
    re.IGNORECASE,
)
_NOT_SEEN = re.compile(
    r"\b(?:historical(?:ly)?|expected|expects?|target(?:ed|s)?|designed|powered|assum\w+|threshold|would|if|"
    r"whether|goal|hypothes\w+|literature|"
    r"standard of care (?:is|has)|approved (?:drugs?|therap\w+))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Result:
    """One result: its half-open place in the sentence, what was measured, whether it was met, and whose it is."""

    start: int
    end: int
    endpoint: str
    met: bool | None = None
    drug: str | None = None  # the token of the drug that is the subject


def find_outcomes(reading: Reading) -> Iterator[Fact]:
    """The results that a release reports, each with its drug and, where named, its trial."""
    topic = topic_of(reading)
    trial = ""
    for sentence in reading.sentences:
        if sentence.block.kind in SKIPPED or len(sentence.masked) > LONGEST:
            continue
        trial = _trial(sentence) or (trial if re.search(r"\b[Tt]he (?:trial|study)\b", sentence.masked) else "")
        if _NOT_CLINICAL.search(sentence.masked):
            continue
        for result in _results(sentence.masked):
            drug = _drug(sentence, result, topic)
            if drug is not None:
                yield fact(
                    "outcome",
                    "outcome/1",
                    sentence,
                    0.85,
                    drug=drug,
                    trial=trial or None,
                    endpoint=_printed(sentence, result.endpoint),
                    met=result.met,
                    result=_printed(sentence, sentence.masked[result.start : result.end]),
                )


def _results(text: str) -> Iterator[Result]:
    yield from _endpoints(text)
    if _CLINICAL.search(text):
        yield from _figures(text)
        for match in _SAFE.finditer(text):
            before = text[max(0, match.start() - 40) : match.start()]
            if not possible(before) and "suggest" not in before:
                yield Result(match.start("result"), match.end("result"), "safety", None, match["drug"])


def _endpoints(text: str) -> Iterator[Result]:
    """Endpoints that a trial or drug met or missed; what somebody else met is none of its."""
    for pattern, met in ((_MET, True), (_MISSED, False), (_NOT_SHOWN, False)):
        for match in pattern.finditer(text):
            before = text[: match.start()]
            participle = match[0].lower().startswith(("meeting", "achieving")) and before.endswith(", ")
            if (not participle and not _SUBJECT.search(before)) or _hoped(before):
                continue
            subject = re.search(r"(‹D\d+›)(?: (?:has|have|had|successfully|also))*\s?$", before)
            yield Result(
                match.start(), _end(text, match.end()), match["endpoint"], met, subject[1] if subject else None
            )
    for match in _WAS_MET.finditer(text):
        if not _hoped(text[: match.start()]):
            met = not match["denied"] and not match[0].endswith("missed")
            yield Result(match.start(), _end(text, match.end()), match["endpoint"], met)


def _hoped(before: str) -> bool:
    return possible(before[-50:]) or bool(re.search(r"\b(?:not|will|expects?|expected|to)\s(?:\w+\s)?$", before[-25:]))


def _figures(text: str) -> Iterator[Result]:
    """Rates, medians and ratios with their figures."""
    if _NOT_SEEN.search(text):
        return
    for pattern in (_MEASURED, _RATED):
        for match in pattern.finditer(text):
            end = match.end("figure") if pattern is _MEASURED else match.start("figure")
            start = match.start("figure")
            yield Result(start, _end(text, end) if pattern is _MEASURED else match.end("figure"), match["endpoint"])


def _end(text: str, end: int) -> int:
    """Where a result ends, with what it is compared with and its chance."""
    for pattern in (_PLACEBO, _CHANCE):
        more = pattern.match(text[end:])
        if more and re.search(r"\d", more[0]):
            end += more.end()
    return end


def _drug(sentence: Sentence, result: Result, topic: Mention | None) -> Mention | None:
    """Whose result it is: the subject, the only drug of the sentence, or, where it names none, that of the release."""
    if result.drug is not None:
        return sentence.named(result.drug)[0]
    others = compared(sentence)
    named = {m.name: m for m in sentence.of_type(EntityType.DRUG) if m.name not in others}
    if len(named) == 1:
        return next(iter(named.values()))
    return topic if not named and not others and not unknown_drug(sentence.masked) else None


def _trial(sentence: Sentence) -> str:
    """Registry number or short name of the only trial that a sentence names; "" where there is none."""
    numbers: set[str] = set(NCT.findall(sentence.text))
    if len(numbers) == 1:
        return numbers.pop().replace(" ", "")
    names: set[str] = set()
    for phrase in find_phrases(sentence.masked):
        upto = sentence.masked[max(0, phrase.start - 60) : phrase.end]
        names.add(name_of(upto + " trial", sentence.masked[phrase.end :]) or "")
    return names.pop() if len(names) == 1 else ""


def _printed(sentence: Sentence, masked: str) -> str:
    """A piece of the masked text as it is printed."""

    def plain(match: re.Match[str]) -> str:
        said = sentence.mentions[int(match[1])].text
        return said if said.lower() in ("its", "our") else said + (match[2] or "")

    return re.sub(r"‹[DITOPE](\d+)›('s)?", plain, masked).strip(" ,;(")
