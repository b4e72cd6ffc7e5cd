"""What was asked of a regulator or allowed by one, where no name of an action says it: a pattern for each way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.regulatory.actions import HEDGED
from kg.annotation.reading import Sentence, rule

_BY = r"(?P<by>{O})(?: \(\W?{O}\W?\))?"
_DRUG = (
    r"(?:the |its |our |{O}'s? )*(?:(?!trials?\b|stud|label|manufactur|facilit|petition|name|use\b)[\w/&-]+,? ){0,5}?"
    r"(?P<drug>{D*})"
)
_SUBJECT = r"(?P<drug>{D*})(?: \([^()]{1,40}\))?,?(?: (?:which|that))?"
_ADVERBS = r"(?:has |have |also |today |now |recently |currently |already |formally |officially |since )*"
_IS = r"(?:is|are|was|were|remains?|has been|have been)"
_KIND = r"(?:(?:full|marketing|regulatory|commercial|market|accelerated|traditional|conditional|{O}) )*"
_APPROVAL = r"(?:approval|authori[sz]ation|clearance|licensure)"
_PLAN = (
    r"\b(?:plans?|planning|expects?|intends?|anticipates?|aims?|targets?|prepar(?:es|ing)|on track|remains on track|"
    r"will|poised)(?: to)?(?: soon)?"
)
_ENTER = (
    r"(?:to (?:enter|begin|start|commence|proceed|advance|move|initiate) (?:(?:with|to|into|in) )?|(?:for|in) )"
    r"(?:(?:an?|the|its) )?(?:[\w/.-]+ ){0,4}?(?:trials?|stud(?:y|ies)|clinic|clinical (?:testing|development|"
    r"evaluation))\b"
)
_RUN = (
    r"(?:conduct|initiate|begin|start|proceed(?: with| to)?|commence|launch|run|enroll|dose|advance|move)\b"
    r"(?: [\w/,.-]+){0,9}? (?:trials?|stud(?:y|ies)|patients|participants)\b(?: [\w-]+){0,4}? (?:of|with|for|"
    r"evaluating|testing|to"
    r" evaluate|investigating|using)"
)
_ALLOWED = r"(?:cleared|authori[sz]ed|allowed|permitted|approved|agreed to allow|given (?:the )?clearance for)"

_HOLD = r"(?:full |partial )?clinical hold"
_HELD = (
    r"(?:the |its |our |{O}'s? )*(?:(?:[\w/-]+ ){0,5}?(?:IND|trials?|stud(?:y|ies)|program|application|development) "
    r"(?:of|for|evaluating|with) )?(?P<drug>{D*})"
)
_KINDLY = (
    r"(?:(?:recent|new|additional|further|positive|favou?rable|supportive|constructive|written|encouraging|clear|"
    r"helpful|"
    r"official|formal|the) )*"
)
_ADVICE = r"(?:feedback|guidance|advice|(?:meeting )?minutes)(?: and [\w-]+)?"
_BY_TOO = _BY.replace("<by>", "<from>")

# Action, status, pattern; the drug's tokens are captured, the regulator's where the pattern names one.
WAYS = (
    (
        "application",
        "submitted",
        rule(
            rf"{_SUBJECT} {_IS} {_ADVERBS}under (?:active |priority |formal |standard |accelerated )?(?:regulatory )?"
            rf"review (?:by|at|with) (?:the )?{_BY}"
        ),
    ),
    (
        "application",
        "submitted",
        rule(rf"{_SUBJECT} {_IS} {_ADVERBS}under (?:active )?(?:regulatory|marketing) review\b"),
    ),
    (
        "application",
        "submitted",
        rule(
            rf"(?<!to )\b(?:filed|files|submitted|submits|applied|applies)(?: (?:with|"
            rf"to) (?:the )?{_BY})? for {_KIND}{_APPROVAL}"
            rf" (?:of|for|to market) {_DRUG}"
        ),
    ),
    (
        "application",
        "submitted",
        rule(
            rf"(?<!to )\b(?:submitted|"
            rf"submits) {_DRUG}(?: \([^()]{{1,40}}\))? (?:to (?:the )?{_BY} )?for {_KIND}(?:{_APPROVAL}|review)\b"
        ),
    ),
    (
        "application",
        "submitted",
        rule(
            rf"{_SUBJECT}[^.;‹›]{{0,60}}(?:‹I\d+›[^.;‹›]{{0,60}}){{0,3}} (?:has|have) been {_ADVERBS}"
            rf"(?:submitted|filed) (?:to (?:the )?{_BY} )?for {_KIND}(?:{_APPROVAL}|review)\b"
        ),
    ),
    (
        "application",
        "planned",
        rule(
            rf"{_PLAN} (?:file|filing|submit|apply|applying|seek|request)(?: (?:with|"
            rf"to) (?:the )?{_BY})?(?: for)? {_KIND}{_APPROVAL}"
            rf" (?:of|for|to market) {_DRUG}"
        ),
    ),
    (
        "application",
        "planned",
        rule(rf"{_PLAN} submit {_DRUG} (?:to (?:the )?{_BY} )?for {_KIND}(?:{_APPROVAL}|review)\b"),
    ),
    ("ind", "granted", rule(rf"{_BY} {_ADVERBS}{_ALLOWED} {_DRUG} {_ENTER}")),
    ("ind", "granted", rule(rf"{_BY} {_ADVERBS}{_ALLOWED} {{O}} to {_RUN} {_DRUG}")),
    ("ind", "granted", rule(rf"{_SUBJECT} {_IS} {_ADVERBS}(?:cleared|authori[sz]ed)(?: by (?:the )?{_BY})? {_ENTER}")),
    (
        "ind",
        "granted",
        rule(
            rf"\b(?:receiv(?:ed|es)|obtain(?:ed|s)|secur(?:ed|es)|gain(?:ed|s)|w[io]ns?) {_KIND}"
            r"(?:approval|clearance|authori[sz]ation|permission|the green light)(?: (?:from|"
            r"by) (?:the )?(?:[\w’']+ ){0,4}"
            rf"ethics committee(?: \(\W?\w{{2,6}}\W?\))?(?: in \w+)?)? to {_RUN} {_DRUG}"
        ),
    ),
    (
        "ind",
        "granted",
        rule(
            rf"{_BY} {_ADVERBS}(?:completed|concluded) (?:its |the )?(?:[\w-]+ ){{0,3}}?review of (?:the |its |our "
            rf"|{{O}}'s? )*"
            rf"(?:IND|Investigational New Drug)(?: \(IND\))?(?: application)? (?:for|of) {_DRUG}"
            r"(?=[^.;‹›]{0,80}? may (?:proceed|begin|commence)\b)"
        ),
    ),
    (
        "application",
        "refused",
        rule(
            rf"{_BY} {_ADVERBS}(?:rejected|refused|declined to approve) (?:the |its |our |{{O}}'s? )*(?:marketing "
            rf"(?:authori[sz]ation )?)?application (?:for|of) {_DRUG}"
        ),
    ),
    ("approval", "granted", rule(rf"{_BY} {_ADVERBS}authori[sz]ed (?:the )?emergency use of {_DRUG}")),
    # The application may proceed again.
    (
        "ind",
        "granted",
        rule(
            rf"{_BY} {_ADVERBS}(?:lifted|removed|released) (?:the |its |a )?{_HOLD} (?:placed |imposed )?(?:on|for) "
            rf"{_HELD}"
        ),
    ),
    (
        "ind",
        "granted",
        rule(rf"\b{_HOLD} (?:on|for) {_HELD} (?:has been|was) (?:lifted|removed|released)(?: by (?:the )?{_BY})?"),
    ),
    ("ind", "granted", rule(rf"\b(?:lifts|lifting of|lifted) (?:the |its )?{_HOLD} (?:on|for) {_HELD}")),
    (
        "scientific-advice",
        "granted",
        rule(
            rf"\b(?:receiv(?:ed|es)|report(?:ed|s)|obtain(?:ed|s)|announce[sd]?|secure[sd]|gain(?:ed|s)) "
            rf"{_KINDLY}(?:{_BY} "
            rf"{_ADVICE}|{_ADVICE} (?:from|by) (?:the )?{_BY_TOO})(?:'s [^.;‹›]{{0,50}}?)? (?:on|regarding|for|about|"
            rf"concerning|supporting) (?:[^.;‹›]|‹O\d+›){{0,90}}?(?P<drug>{{D*}})"
        ),
    ),
)
_AWAY = re.compile(r"\b(?:not|never|no longer|previously planned|ethics committee approval)\b")


def ways(sentence: Sentence, text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """Each action told without its name: where, which, and its status."""
    for action, status, one in WAYS:
        for match in one.finditer(text):
            lead = text[max(0, match.start() - 45) : match.start()].rpartition(";")[2]
            if not (HEDGED.search(lead) or HEDGED.search(match[0]) or _AWAY.search(match[0])):
                yield match, action, status
