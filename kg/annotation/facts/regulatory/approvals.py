"""Drugs that a regulator approved. "Approval" is a common word: each way to say it is a pattern of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.regulatory.actions import HEDGED
from kg.annotation.reading import Sentence, rule

_BY = (
    r"(?P<by>{O}(?:(?:'s)?(?: \({O}\))?(?:(?: in (?:[A-Z][a-z]+ )?\d{4})?,? and (?:by )?(?:the )?{O})?))"
    r"(?: \({O}\))?(?:'s)?"
    r"(?:, Labou?r,? and Welfare(?: \([^()]{1,12}\))?)?"
)
_APPROVAL = r"(?:approval|clearance|authori[sz]ation|licensure)"
_KIND = (
    r"(?:(?:full|marketing|regulatory|commercial|market|traditional|final|the|its|510\(k\)"
    r"|supplemental|initial|first|emergency use) )*"
)
_GOT = (
    r"(?:has |have |had |also |recently |previously |first |just )*(?:receiv(?:ed|es)|gain(?:ed|s)|w[io]ns?"
    r"|obtain(?:ed|s)|earn(?:ed|s)|secur(?:ed|es)|was granted|was given|has|announce[sd]?|granted)"
)
_OBJECT = (
    r"(?:(?!INDs?\b|trials?\b|stud|protocol|petition|plan\b|fast\b|orphan|initia|begin|start|proceed|conduct|label"
    r"|request|application|meeting|name|brand|trade|propos|manufactur|facilit|site|change)[\w,&/-]+ ){0,6}?"
)
_HER = r"(?:the |its |our |{O}'s? )*"
_IN = (
    r"(?:in (?:the )?(?:US|U\.S\.|USA|United|EU|E\.U\.|Europe|China|Japan|Canada|Australia|UK|U\.K\.|Korea|South"
    r"|Brazil|Mexico|India|Israel|Switzerland|Taiwan|Germany|France|Great|more|over|several|many|both|\d+))"
)
_USED = r"(?:(?:for|to treat|as an?|under|and (?:marketed|sold|commerciali[sz]ed))\b)"
_ADVERBS = r"(?:first |initially |also |already |now |currently |fully |recently |previously |originally |since )*"
_AFTER = r"(?: \([^()]{1,40}\))?"
_GAP = r"(?:,? which| that|[^.;,‹›]{0,40}?)"
_REGULATORS = (
    r"(?:(?:the )?(?:European|EU|Japanese|Chinese|Canadian|Australian|Swiss|British|UK|U\.K\.|U\.S\.|US|"
    r"American|Korean|Israeli|"
    r"health) )?(?:regulators|regulatory authorities|health authorities)"
)
_COUNTRY = (
    r"(?:Japan|China|Canada|Europe|Australia|Switzerland|Brazil|Israel|India|(?:South )?Korea|Taiwan|Mexico|"
    r"the (?:European Union|EU|United Kingdom|UK|U\.K\.|United States|U\.S\.))"
)
_LIKE = re.compile(
    r"\b(?:versus|vs|than|compar\w+|like|similar|against|unlike|rivals?|competitors?|with an?|to an?|drugs|products|"
    r"therapies)\b"
)
RULES = (
    rule(
        rf"{_BY} (?:has |have |had |also |recently |today |officially )*approv(?:ed|es) {_HER}(?:use of"
        rf" )?{_OBJECT}(?P<drug>{{D*}})"
    ),
    rule(rf"\b{_GOT} (?:the )?{_BY} {_KIND}{_APPROVAL} (?:of|for|to market|to sell) {_HER}{_OBJECT}(?P<drug>{{D*}})"),
    rule(
        rf"\b{_GOT} {_KIND}{_APPROVAL} (?:from|by) (?:the )?{_BY} (?:of|for|to market|to sell)"
        rf" {_HER}{_OBJECT}(?P<drug>{{D*}})"
    ),
    rule(
        rf"{_BY} (?:has |have |also |today )*(?:grant(?:ed|s)|issued|issues) {_KIND}{_APPROVAL} (?:of|for|to)"
        rf" {_HER}{_OBJECT}(?P<drug>{{D*}})"
    ),
    rule(rf"{_BY} (?:has |have |also |today )*(?:grant(?:ed|s)) (?P<drug>{{D}}){_AFTER} {_KIND}{_APPROVAL}"),
    rule(rf"(?P<drug>{{D*}}){_AFTER}{_GAP},? {_GOT} (?:the )?{_BY} {_KIND}{_APPROVAL}(?! to | of )"),
    rule(rf"(?P<drug>{{D*}}){_AFTER}{_GAP},? {_GOT} {_KIND}{_APPROVAL} (?:from|by) (?:the )?{_BY}"),
    rule(
        rf"(?P<drug>{{D*}}){_AFTER}{_GAP},? (?:was|were|has been|have been|is|"
        rf"are) {_ADVERBS}approved by (?:the )?{_BY}"
    ),
    rule(
        rf"(?P<drug>{{D*}}){_AFTER},? (?:(?:which|that) )?(?:was|were|has been|have been|is|are)"
        rf" {_ADVERBS}(?P<by>{{O}})[- ]approved\b(?! (?:by|to|trial|study|IND))"
    ),
    rule(
        rf"(?P<drug>{{D*}}){_AFTER},? (?:(?:which|that) )?(?:was|were|has been|have been|is|are)"
        rf" {_ADVERBS}approved (?:{_IN}|{_USED})"
    ),
    rule(
        rf"(?P<drug>{{D}}){_AFTER}(?: is|,) (?:currently |now )?(?:an?|the)(?: only| first| second| third|"
        rf" leading)?(?: and only)? (?P<by>{{O}})[- ]approved"
    ),
    rule(
        r"(?P<by>{O})-approved (?:(?:drugs?|products?|therap(?:y|ies)|medicines?|treatments?|oral|topical"
        r"|generic|brand(?:ed)?|and|marketed|commercial),? ){0,4}(?P<drug>{D*})"
    ),
    rule(rf"\b(?:recent|since|announce[sd]?) (?:the )?{_BY} {_KIND}{_APPROVAL} (?:of|for) {_HER}(?P<drug>{{D*}})"),
    rule(
        rf"(?:^|\bthat |, ){_BY} {_KIND}{_APPROVAL} (?:of|for) {_HER}(?P<drug>{{D*}}){_AFTER} (?:was|were|has been) "
        r"(?:granted|received|obtained|given|secured)\b"
    ),
    rule(rf"(?P<drug>{{D}}){_AFTER}, (?:first |recently )?approved by (?:the )?{_BY}"),
    rule(rf"^(?:# ?)?(?:{{O}}'s )?(?P<drug>{{D*}}){_AFTER} (?:is |now )?approved (?:by (?:the )?{_BY}|{_IN})"),
    rule(rf"(?P<drug>{{D*}}){_AFTER}{_GAP},? {_GOT} (?:its |their )?{_KIND}{_APPROVAL} {_IN}"),
    rule(rf"(?P<drug>{{D*}}){_AFTER}{_GAP},? {_GOT} {_KIND}{_APPROVAL} (?:from|by) {_REGULATORS}"),
    rule(rf"{_REGULATORS}(?: in [\w. ]{{2,30}}?)? (?:has |have )?approv(?:ed|es) {_HER}{_OBJECT}(?P<drug>{{D*}})"),
    rule(
        rf"{_BY} (?:has |have |today )*(?:cleared|"
        rf"authori[sz]ed) (?:{{O}} to market )?{_HER}(?P<drug>{{D*}})(?: for (?:marketing|sale|commercial|"
        rf"emergency use))"
    ),
    rule(rf"{_BY} (?:has |have |today )*(?:cleared|authori[sz]ed) {{O}} to (?:market|sell) {_HER}(?P<drug>{{D*}})"),
    rule(
        rf"(?P<drug>{{D*}}){_AFTER} (?:was|were|has been|have been|is|are) {_ADVERBS}(?:cleared|"
        rf"authori[sz]ed) for (?:marketing|sale|emergency use)(?: by (?:the )?{_BY})?"
    ),
    rule(
        rf"(?P<drug>{{D*}}){_AFTER},? (?:(?:which|that) )?(?:has become|became|was|is) (?:one of )?the (?:[\w-]+ "
        rf"){{0,7}}?to "
        rf"(?:receive|gain|win|obtain|earn|secure|get) (?:the )?{_BY} {_KIND}{_APPROVAL}(?! to )"
    ),
    rule(
        rf"(?:^(?:# ?)?|, |\b(?:and|in \w+,?|that) ){_COUNTRY} (?:has |have )?(?:also |recently |now |just "
        rf")*approv(?:ed|es) "
        rf"{_HER}{_OBJECT}(?P<drug>{{D*}})"
    ),
    rule(
        rf"(?P<drug>{{D}}){_AFTER} (?:has become|became) (?:an?|the)(?: only| first| second|"
        rf" third)?(?: and only)? (?P<by>{{O}})[- ]approved"
    ),
)


def approvals(sentence: Sentence, text: str) -> Iterator[tuple[re.Match[str], str, str | None]]:
    """Each approval that a sentence tells, with the drugs' tokens and the regulator's."""
    for one in RULES:
        for match in one.finditer(text):
            lead = text[max(0, match.start() - 45) : match.start()]
            if (
                HEDGED.search(lead.rpartition(";")[2])
                or re.search(r"\bnot\b|\bnever\b", match[0])
                or HEDGED.search(match[0])
                or _LIKE.search(match[0])
            ):
                continue
            if re.match(r"[^;‹›]{0,30}\b(?:trials?|stud(?:y|ies)|IND|protocol) ", text[match.end() :]) and not re.match(
                r" for ", text[match.end() :]
            ):
                continue
            if re.match(
                r" (?:to (?:initiate|begin|start|proceed|conduct|enter)|clinical|trial|study)", text[match.end() :]
            ):
                continue
            yield match, match["drug"], match.groupdict().get("by")
