"""How releases speak of deals, as a table: the type, a pattern over masked text, and who gives rights to whom.

In a pattern `a` is the first party (the issuer where it is missing), `b` the other ones, `drug` what it is about. `gives` is the group
that gives rights ("a", "b") or "".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.reading import rule

_DEAL = r"(?:agreement|contract|deal|arrangement|alliance|partnership|transaction|accord|term sheet|letter of intent|memorandum of understanding|MOU|LOI)s?"
_ADJ = r"(?:(?!of |with |for |and |to |under |in )[\w/().,'-]+ ){0,7}?"
_MADE = r"(?:entered into|enters? into|signed|signs|executed|executes|announced?s?|announces?|has|have|completed|completes|concluded|established|formed|extended|expanded|expands|closed|reached|amended|secured|finali[sz]ed|inked|under)"
_SELF = r"(?:(?P<a>{O})(?:'s)?(?: \([^()]{0,120}\))?[^‹›;]{0,160}?)?"
_ON = r"(?: (?:to|for|on|covering|relating to|regarding|of|under which|pursuant to which)[^;‹›]{0,100}?(?P<drug>{D*}))?"


@dataclass(frozen=True, slots=True)
class DealRule:
    """One way to speak of one type of deal."""

    type: str
    pattern: re.Pattern[str]
    gives: str = ""
    version: int = 1


def _with(kind: str) -> re.Pattern[str]:
    """"Acme signed an exclusive <kind> agreement with Beta for ACM-12"."""
    return rule(rf"{_SELF}\b{_MADE}\b[^;‹›]{{0,80}}?\b(?:{kind})\b {_ADJ}(?:{_DEAL} )?(?:\([^()]{{0,30}}\) )?(?:[^;‹›]{{0,60}}? )?(?:with|between ‹O\d+› and) (?:the )?(?:[\w-]+ ){{0,3}}?(?P<b>{{O*}}){_ON}")


def _partner(kind: str) -> re.Pattern[str]:
    """"its <kind> partner, Beta"; "under its <kind> agreement with Beta"."""
    return rule(rf"(?:(?P<a>{{O}})'s? )?(?:{kind})(?: services?)?(?: and [\w-]+)? (?:partner|agreement|framework|contract|partnership|alliance)s?,?(?: signed in \d{{4}})? (?:is |with |between ‹O\d+› and )?(?:the )?(?P<b>{{O*}}){_ON}")


RULES: tuple[DealRule, ...] = (
    # ---- rights that go one way --------------------------------------------------------------------------------
    DealRule("license", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))? (?:has |have |had |recently |also |previously |exclusively |today announced that it has )*(?:out-?licensed|licensed|sublicensed|granted|out-?licenses|licenses) (?:[\w/,-]+ ){0,8}?(?:rights (?:to|for) )?(?P<drug>{D*})[^;.]{0,80}? to (?:the )?(?P<b>{O})"), "a"),
    DealRule("license", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))?[^;‹›]{0,60}? (?:granted|grants|granting|has granted) (?:to )?(?P<b>{O}) (?:an? |the )?(?:[\w/,-]+ ){0,8}?(?:licen[sc]e|rights)(?:[^;‹›]{0,80}?(?P<drug>{D*}))?"), "a"),
    DealRule("license", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))? (?:has |have |also |exclusively )*(?:in-?licensed|licensed|licenses|in-?licenses|obtained (?:an? )?(?:[\w-]+ ){0,4}?licen[sc]e|acquired (?:[\w-]+ ){0,4}?rights|holds (?:an? )?(?:[\w-]+ ){0,3}?licen[sc]e) (?:(?:to|for) )?(?:[\w/,-]+ ){0,6}?(?:(?P<drug>{D*}) )?(?:[\w/,-]+ ){0,8}?from (?:the )?(?P<b>{O*})"), "b"),
    DealRule("license", rule(r"(?:(?P<drug>{D*})[^;.‹›]{0,60}? |(?:technology|compounds?|patents?|rights|intellectual property|platform) )(?:was |is |are |were |has been |exclusively |being )*(?:in-?)?licen[sc]ed (?:exclusively )?from (?:[^;‹›]{0,80}?: )?(?:the )?(?P<b>{O*}(?:,? and (?:[A-Z][\w]+ ){1,4})?)"), "b"),
    DealRule("license", rule(r"(?P<a>{O})[^;‹›]{0,60}? (?:announced|signed|entered into|reached)[^;‹›]{0,30}? an? agreement to out-?licen[sc]e (?:[\w,-]+ ){0,4}?(?P<drug>{D*})(?:[^;.]{0,80}? to (?:the )?(?P<b>{O}))?"), "a"),
    DealRule("license", rule(r"(?:(?P<a>{O})[^;‹›]{0,200}? )?(?:receipt of|received|receives?|announced)[^;‹›]{0,60}? (?:milestone|up-?front|licen[sc]ing|licen[sc]e) (?:fee|payment|income|revenue)s? (?:of [^;‹›]{0,30} )?from (?P<b>{O})[^;]{0,80}?\blicen[sc]"), "a"),
    DealRule("option", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:granted|grants|granting|has granted) (?P<b>{O}) (?:an? )?(?:[\w-]+ ){0,4}?option(?:[^;‹›]{0,80}?(?P<drug>{D*}))?"), "a"),
    DealRule("option", _with(r"option|option and licen[sc]e|option-to-licen[sc]e")),
    DealRule("license", _with(r"(?:sub)?licen[sc](?:e|ing)|in-?licen[sc](?:e|ing)|out-?licen[sc](?:e|ing)|commerciali[sz]ation and licen[sc]e|collaboration and licen[sc]e|licen[sc]e and collaboration")),
    # ---- purchases ---------------------------------------------------------------------------------------------
    DealRule("acquisition", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))?,?[^;‹›]{0,100}? (?:acquired|acquires|acquire|has acquired|purchased|to purchase) (?:all (?:of )?(?:the )?)?(?:[\w/,&-]+ ){0,8}?(?P<drug>{D})(?: \(‹D\d+›\))?[^;]{0,200}?,? from (?:the )?(?P<b>{O})")),
    DealRule("acquisition", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))?[^;‹›]{0,100}?\b(?:completes?|completed|announced?s?|announces?|completion of|closed|closes|agreed to|agreement for|proposed)\b[^;‹›]{0,60}?(?:its |the |‹O\d+›'s )?acquisition of (?:[\w/,-]+ ){0,8}?(?P<b>{O})")),
    DealRule("acquisition", rule(r"(?P<a>{O})(?: \([^()]{0,120}\))?[^;‹›]{0,120}?\b(?:has acquired|acquired|acquires|will acquire|to acquire|agreed to acquire|agreement to acquire|completed the purchase of)\b (?:all |the |a |100% |\d+% |majority |controlling |outstanding |remaining |issued |shares |stake |interest |of |in |and )*(?P<b>{O})(?!'s? (?:license|exclusive|rights))")),
    DealRule("acquisition", rule(r"(?P<b>{O})[^;‹›]{0,60}? (?:was|has been|to be|is being|will be) acquired by (?P<a>{O})")),
    DealRule("merger", _with(r"merger|merge|business combination|reverse merger")),
    DealRule("merger", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:merged|merge|merges|merging|combine) with (?P<b>{O})")),
    DealRule("merger", rule(r"merger (?:agreement )?(?:of|between) (?P<a>{O}) (?:and|with) (?P<b>{O})")),
    # ---- working together --------------------------------------------------------------------------------------
    DealRule("clinical-trial", rule(r"(?:(?P<drug>{D})[^;‹›]{0,60}? (?:subject|part) of |(?P<a>{O})[^;‹›]{0,100}? )(?:an? |the )?(?:clinical trials? (?:collaboration )?(?:and supply )?agreement|cooperative research and development agreement)(?: \([^()]{0,20}\))? with (?:the )?(?:US |U\.S\. |United States )?(?P<b>{O})")),
    DealRule("clinical-trial", _with(r"clinical trial (?:collaboration|agreement|research)|clinical collaboration|clinical trials? agreement|CRADA|cooperative research and development")),
    DealRule("co-development", rule(r"(?:(?P<a>{O})[^;‹›]{0,100}? )?(?:announced |signed |entered into )[^;‹›]{0,40}?co-?development (?:agreement )?(?:of |for )?(?:[\w-]+ ){0,5}?(?:(?P<drug>{D*}) )?with (?:the )?(?P<b>{O})")),
    DealRule("co-development", _with(r"co-?development|joint development|co-?develop|co-?commerciali[sz]ation")),
    DealRule("supply", _with(r"(?:(?:clinical|commercial|exclusive) )?supply")),
    DealRule("manufacturing", _with(r"manufactur(?:ing|e)|CDMO(?: services?)?|contract (?:development and )?manufacturing|manufacturing services")),
    DealRule("manufacturing", _partner(r"(?:contract )?manufacturing|CDMO|collaboration and manufacturing|production")),
    DealRule("manufacturing", rule(r"(?P<b>{O})(?: \([^()]{0,30}\))?,? (?P<a>{O})'s (?:[\w-]+ ){0,2}?manufacturing partner")),
    DealRule("distribution", _with(r"distribution|distributor(?:ship)?|marketing and distribution|commerciali[sz]ation|promotion|co-promotion|exclusive distribution")),
    DealRule("distribution", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:appointed|appoints|named|names) (?P<b>{O}) (?:as )?(?:its |the |an? )?(?:[\w-]+ ){0,4}?distributor")),
    DealRule("collaboration", _with(r"(?:research |strategic |scientific |development |academic |multi-?year |drug discovery )*(?:collaborat(?:ion|ive)|partnership|alliance|research agreement|sponsored research|joint venture)")),
    DealRule("collaboration", rule(r"(?P<a>{O})[^;‹›]{0,60}? (?:is collaborating|are collaborating|has partnered|have partnered|partnered|partners|teamed up|collaborates|collaborated|joined forces) with (?:the )?(?P<b>{O*})" + _ON)),
    # ---- money that is given -----------------------------------------------------------------------------------
    DealRule("grant", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:awarded|received|secured|won) an? (?P<b>{O})-funded (?:[\w-]+ ){0,3}?(?:contract|award|grant)" + _ON), "b"),
    DealRule("grant", rule(r"(?P<b>{O})(?:/\w+)? (?:award|grant|contract) (?:of|worth|valued at|totaling) [^;‹›]{0,60}?(?:[^;‹›]{0,80}?(?P<drug>{D}))?"), "b"),
    DealRule("grant", rule(r"(?:(?P<a>{O})[^;‹›]{0,140}? )?(?:awarded|received|receives?|receipt of|secured|supported by|funded by|funding from|through|was granted|won|under)[^;‹›]{0,80}?\b(?:grants?|awards?|funding)\b(?! (?:of )?(?:orphan|stock|options|designation))[^;‹›]{0,60}? (?:from|by) (?:the )?(?:US |U\.S\. )?(?P<b>{O})"), "b"),
)
FUNDERS = frozenset({"GovernmentAgency", "Nonprofit", "ResearchInstitution", ""})
