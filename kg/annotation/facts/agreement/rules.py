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
_MADE = (
    r"(?:entered(?: into)?|enters? into|entry into|signed|signs|signing of|executed|executes|execution of|announced?s?|announces?|has|have|completed|completes|concluded|established|formed|forms|extended|extends|extension of|expanded|expands|expansion of|closed|reached|amended|secured|finali[sz]ed|inked|inks|under|through|via|terminated|terminates|termination of|ended|ends|initiated|launched|launches|struck|agreed to|following)"
)
_MORE = r"(?: \([^()]{0,120}\))?"
_HIS = r"(?:[^;‹›]|‹O\d+›'s ){0,80}?"
_SELF = rf"(?:(?P<a>{{O}})(?:'s)?{_MORE}[^‹›;]{{0,160}}?)?"
_ON = r"(?: (?:to|for|on|covering|relating to|regarding|of|under which|pursuant to which|in|and)(?:[^;‹›]|‹O\d+› (?:will|has|have|to|would) ){0,100}?(?P<drug>{D*}))?"
_LICENSE = r"(?:sub)?licen[sc](?:e|ing)|in-?licen[sc](?:e|ing)|out-?licen[sc](?:e|ing)|commerciali[sz]ation and licen[sc]e|collaboration and licen[sc]e|licen[sc]e and collaboration"
_JOINT = r"(?:research |strategic |scientific |development |academic |multi-?year |drug discovery |global |broad |r&d )*(?:collaborat(?:ions?|ive)|partnerships?|alliances?|research agreement|sponsored research|joint ventures?)"
_CODEVELOP = r"co-?development|joint development|co-?develop|co-?commerciali[sz]ation"
_TRIAL = r"clinical trials? (?:collaboration|agreement|research)|clinical (?:research |study )?collaboration|CRADA|cooperative research and development"
_SUPPLY = r"(?:(?:clinical|commercial|exclusive) )?(?:drug )?supply"
_MAKE = r"manufactur(?:ing|e)|CDMO(?: services?)?|contract (?:development and )?manufacturing|manufacturing services"
_SELL = r"distribution|distributor(?:ship)?|marketing and distribution|commerciali[sz]ation|promotion|co-promotion|exclusive distribution|marketing"
_MERGE = r"merger|merge|business combination|reverse merger"
_ROYALTY = r"royalty (?:purchase|moneti[sz]ation|financing|interest|sale)"


@dataclass(frozen=True, slots=True)
class DealRule:
    """One way to speak of one type of deal."""

    type: str
    pattern: re.Pattern[str]
    gives: str = ""
    version: int = 2


def _with(kind: str) -> re.Pattern[str]:
    """"Acme signed an exclusive <kind> agreement with Beta for ACM-12"."""
    return rule(rf"{_SELF}\b{_MADE}\b{_HIS}\b(?:{kind})\b {_ADJ}(?:{_DEAL} )?(?:\([^()]{{0,30}}\) )?(?:[^;‹›]{{0,60}}? )?with (?:the )?(?:[\w-]+ ){{0,3}}?(?P<b>{{O*}}){_ON}")


def _pair(kind: str) -> re.Pattern[str]:
    """"Acme and Beta signed a <kind> agreement for ACM-12"."""
    return rule(rf"(?P<a>{{O}}){_MORE},?(?: [^‹›;.]{{0,90}}?)? and (?:the )?(?P<b>{{O}}){_MORE},?(?: [^‹›;.]{{0,90}}?)? (?:today |have |jointly |also |recently )*{_MADE}\b{_HIS}\b(?:{kind})\b(?! with)(?: {_DEAL})?{_ON}")


def _between(kind: str) -> re.Pattern[str]:
    """"the <kind> agreement between Acme and Beta for ACM-12"."""
    return rule(rf"\b(?:{kind})\b (?:[\w-]+ ){{0,3}}?(?:{_DEAL} )?(?:\([^()]{{0,30}}\) )?(?:[^;‹›]{{0,40}}? )?(?:between|among) (?:the )?(?P<a>{{O}}){_MORE},? and (?:the )?(?P<b>{{O*}}){_ON}")


def _partner(kind: str) -> re.Pattern[str]:
    """"its <kind> partner, Beta"; "under its <kind> agreement with Beta"."""
    return rule(rf"(?:(?P<a>{{O}})'s? )?(?:{kind})(?: services?)?(?: and [\w-]+)? (?:partner|agreement|framework|contract|partnership|alliance)s?,?(?: signed in \d{{4}})? (?:is |with |between ‹O\d+› and )?(?:the )?(?P<b>{{O*}}){_ON}")


def _to(verb: str) -> re.Pattern[str]:
    """"Acme signed an agreement with Beta to <verb> ACM-12"."""
    return rule(rf"{_SELF}\b{_MADE}\b{_HIS}\b{_DEAL}(?: \([^()]{{0,30}}\))? with (?:the )?(?:[\w-]+,? ){{0,6}}?(?P<b>{{O}}){_MORE},?(?: [^;‹›]{{0,60}}?)? (?:{verb})\b(?:[^;‹›]{{0,60}}?(?P<drug>{{D*}}))?")


def _ways(kind: str, type_: str) -> tuple[DealRule, ...]:
    return (DealRule(type_, _with(kind)), DealRule(type_, _between(kind)), DealRule(type_, _pair(kind)))


_WHOLE = r"(?:(?:all|the|a|an|100%|\d+%|majority|controlling|outstanding|remaining|issued|and) )*(?:(?:(?<=all )|(?<=the )|(?<=majority )|(?<=outstanding )|(?<=controlling )|(?<=100% )|(?<=remaining ))(?:of |the |issued |outstanding |remaining |shares |stake |interest |equity |in |and |assets |common |stock )*)?"
_RIGHTS = (
    DealRule("license", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))? (?:has |have |had |recently |also |previously |exclusively |today announced that it has )*(?:out-?licensed|licensed|sublicensed|granted|out-?licenses|licenses) (?:[\w/,-]+ ){0,8}?(?:rights (?:to|for) )?(?P<drug>{D*})[^;.]{0,80}? to (?:the )?(?P<b>{O})"), "a"),
    DealRule("license", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))?[^;‹›]{0,60}? (?:granted|grants|granting|has granted) (?:to )?(?P<b>{O}) (?:an? |the )?(?!option|(?:[\w/,-]+ ){0,4}?option)(?:[\w/,-]+ ){0,8}?(?:licen[sc]e|rights)(?:[^;‹›]{0,80}?(?P<drug>{D*}))?"), "a"),
    DealRule("license", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))? (?:has |have |also |exclusively )*(?:in-?licensed|licensed|licenses|in-?licenses|obtained (?:an? )?(?:[\w-]+ ){0,4}?licen[sc]e|acquired (?:[\w-]+ ){0,4}?rights|holds (?:an? )?(?:[\w-]+ ){0,3}?licen[sc]e) (?:(?:to|for) )?(?:[\w/,-]+ ){0,6}?(?:(?P<drug>{D*}) )?(?:[\w/,-]+ ){0,8}?from (?:the )?(?P<b>{O*})"), "b"),
    DealRule("license", rule(rf"(?P<a>{{O}}){_MORE} (?:has |have |also |recently )*(?:has|have|holds?|obtained|received|secured|gained|owns|was granted) (?:an? )?(?:[\w,-]+ ){{0,7}}?(?:licen[sc]es?|rights) (?:[^;‹›]{{0,60}}?(?P<drug>{{D*}})[^;‹›]{{0,40}}? )?(?:[^;‹›]{{0,60}}? )?from (?:the )?(?P<b>{{O*}})(?: (?:to|for)[^;‹›]{{0,60}}?(?P<drug2>{{D*}}))?"), "b"),
    DealRule("license", rule(r"(?P<a>{O})(?: has)? (?:obtained|received|secured|licensed|in-licensed) from (?:the )?(?P<b>{O*}) (?:an? |the |its )?(?:[\w,-]+ ){0,6}?(?:licen[sc]es?|rights)(?: (?:to|for)[^;‹›]{0,60}?(?P<drug>{D*}))?"), "b"),
    DealRule("license", rule(r"(?:gives|gave|grants|granted|granting|providing|provides) (?P<a>{O}) (?:an? |the )?(?:[\w,-]+ ){0,6}?(?:licen[sc]e|rights) (?:[^;‹›]{0,60}?(?P<drug>{D*}) )?(?:[^;‹›]{0,40}? )?from (?:the )?(?P<b>{O})"), "b"),
    DealRule("license", rule(r"(?:(?P<drug>{D*})[^;.‹›]{0,60}? |(?:technology|compounds?|patents?|rights|intellectual property|platform|program|line) )(?:was |is |are |were |has been |exclusively |being )*(?:in-?)?licen[sc]ed (?:exclusively )?(?:by (?P<a>{O}) )?from (?:[^;‹›]{0,80}?: )?(?:the )?(?P<b>{O*}(?:,? and (?:[A-Z][\w]+ ){1,4})?)"), "b"),
    DealRule("license", rule(r"licensed to (?P<a>{O}) (?:through|under|pursuant to|by) (?:[\w-]+ ){0,5}?(?:(?:agreement|licen[sc]e) with )?(?:the )?(?P<b>{O})"), "b"),
    DealRule("license", rule(r"(?:(?P<a>{O})[^;‹›]{0,200}? )?(?:receipt of|received|receives?|receiving)[^;‹›]{0,60}? (?:licen[sc]ing|licen[sc]e) (?:fee|payment|income|revenue)s? (?:of [^;‹›]{0,30} )?from (?:the )?(?P<b>{O})"), "a"),
    DealRule("license", rule(r"(?P<drug>{D*})(?: \([^()]{1,40}\))?[^;.‹›]{0,40}? (?:was|is|has been|were|are) (?:exclusively |recently )?(?:out-?)?(?:sub)?licensed to (?:the )?(?P<b>{O})"), "a"),
    DealRule("license", rule(rf"(?P<a>{{O}}){_MORE} (?:has |have )?(?:exercised|exercises) (?:its |the |‹O\d+›'s |an )?(?:[\w-]+ ){{0,3}}?option (?:to|for)(?: [\w-]+){{0,4}}? (?:licen[sc]e|rights)[^;‹›]{{0,60}}?(?P<drug>{{D*}})[^;‹›]{{0,60}}? from (?:the )?(?P<b>{{O}})"), "b"),
    DealRule("license", rule(r"(?:[Uu]nder|[Pp]ursuant to) (?:the |its |this )?(?:terms of )?(?:the |its |this )?(?:[\w-]+ ){0,4}?(?:agreement|licen[sc]e|deal),? (?P<b>{O}) (?:will |shall )?(?:has|have|obtains?|obtained|receives?|received|gains?|gained|acquires?|acquired|is granted|was granted|holds?) (?:an? |the )?(?:[\w,-]+ ){0,4}?(?:rights|licen[sc]e)[^;‹›]{0,80}?(?P<drug>{D*})"), "a"),
    DealRule("license", rule(r"(?P<a>{O})[^;‹›]{0,60}? (?:announced|signed|entered into|reached)[^;‹›]{0,30}? an? agreement to out-?licen[sc]e (?:[\w,-]+ ){0,4}?(?P<drug>{D*})(?:[^;.]{0,80}? to (?:the )?(?P<b>{O}))?"), "a"),
    DealRule("license", rule(r"(?:(?P<a>{O})[^;‹›]{0,200}? )?(?:receipt of|received|receives?|announced)[^;‹›]{0,60}? (?:milestone|up-?front|licen[sc]ing|licen[sc]e) (?:fee|payment|income|revenue)s? (?:of [^;‹›]{0,30} )?from (?P<b>{O})[^;]{0,80}?\blicen[sc]"), "a"),
    DealRule("option", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:granted|grants|granting|has granted) (?P<b>{O}) (?:an? )?(?:[\w-]+ ){0,4}?option(?! to purchase (?:[\d,]+|shares|up to))(?:[^;‹›]{0,80}?(?P<drug>{D*}))?"), "a"),
    DealRule("option", rule(r"(?P<a>{O}) (?:has|have|holds?|obtained|received|secured) (?:an? |the )?(?:[\w-]+ ){0,4}?option to (?:acquire|licen[sc]e|in-licen[sc]e|purchase|obtain|buy) (?:[^;‹›]{0,60}?(?P<drug>{D*}))?[^;‹›]{0,40}?(?: from|,? of) (?:the )?(?P<b>{O})"), "b"),
    DealRule("option", rule(rf"(?P<a>{{O}})(?:'s)?{_MORE}(?: [^;‹›]{{0,60}}?)? option to (?:acquire|purchase|buy) {_WHOLE}(?P<b>{{O}})"), "b"),
    DealRule("option", _with(r"option|option and licen[sc]e|option-to-licen[sc]e|licen[sc]e option")),
    DealRule("royalty", rule(rf"(?P<a>{{O}}){_MORE}[^;‹›]{{0,40}}? (?:sold|sells|to sell|sale of|moneti[sz]ed) (?:‹O\d+›'s |its |the |a |an )?(?:[\w-]+ ){{0,5}}?royalt(?:y|ies)(?:[^;‹›]{{0,60}}?(?P<drug>{{D*}}))?[^;‹›]{{0,60}}? to (?:the )?(?P<b>{{O}})")),
    DealRule("royalty", _with(_ROYALTY)),
    *_ways(_LICENSE, "license"),
    DealRule("license", _to(r"(?:to|for the) (?:exclusively |exclusive )?(?:in-|out-)?licen[sc](?:e|ing)")),
)
_PURCHASES = (
    DealRule("acquisition", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))?,?[^;‹›]{0,100}? (?<!option to )(?:acquired|acquires|acquire|has acquired|purchased|to purchase) (?:all (?:of )?(?:the )?)?(?:[\w/,&-]+ ){0,8}?(?P<drug>{D})(?: \(‹D\d+›\))?[^;]{0,200}?,? from (?:the )?(?P<b>{O})")),
    DealRule("acquisition", rule(r"(?P<drug>{D*})(?: \([^()]{1,40}\))?[^;.‹›]{0,30}? (?:was|were|has been) (?:originally |recently |previously )?(?:acquired|purchased) (?:by (?P<a>{O}) )?from (?:the )?(?P<b>{O})")),
    DealRule("acquisition", rule(rf"(?P<a>{{O}}){_MORE},?[^;‹›]{{0,60}}? (?:sold|sells|divested|divests|sale of|divestiture of|to sell) (?:all |the |its |‹O\d+›'s |rights to |global |worldwide )*(?P<drug>{{D*}})[^;‹›]{{0,60}}? to (?:the )?(?P<b>{{O}})")),
    DealRule("acquisition", rule(r"(?P<a>{O})(?: \([^()]{0,80}\))?[^;‹›]{0,100}?\b(?:completes?|completed|announced?s?|announces?|completion of|closed|closes|agreed to|agreement for|proposed|close of|closing of)\b(?:[^;‹›]|‹O\d+›'s ){0,60}?(?:its |the |‹O\d+›'s )?acquisition of (?:[\w/,-]+ ){0,8}?(?P<b>{O})")),
    DealRule("acquisition", rule(rf"(?P<a>{{O}})(?: \([^()]{{0,120}}\))?[^;‹›]{{0,120}}?\b(?:has acquired|acquired|acquires|will acquire|to acquire|agreed to acquire|agreement to acquire|completed the purchase of|buys|to buy|bought)\b {_WHOLE}(?P<b>{{O}})(?!'s? (?:license|exclusive|rights))")),
    DealRule("acquisition", rule(r"(?P<b>{O})[^;‹›]{0,60}? (?:was|has been|to be|is being|will be|were) (?:recently |subsequently )?acquired by (?:the )?(?P<a>{O})")),
    DealRule("acquisition", rule(r"acquisition of (?P<b>{O})(?: \([^()]{0,60}\))? by (?:the )?(?P<a>{O})")),
    DealRule("acquisition", rule(r"(?P<b>{O}),? which (?P<a>{O}) (?:has )?acquired\b")),
    DealRule("acquisition", rule(r"(?P<a>{O})'s (?:recent |proposed |planned |pending |\d{4} )?(?:acquisition|takeover|purchase) of (?P<b>{O})")),
    DealRule("acquisition", _with(r"(?:definitive )?(?:asset purchase|asset acquisition|share exchange|acquisition)")),
    DealRule("acquisition", _between(r"acquisition|asset purchase")),
    DealRule("acquisition", _to(r"to (?:acquire|purchase|buy)|for the (?:acquisition|purchase) of")),
    *_ways(_MERGE, "merger"),
    DealRule("merger", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:merged|merge|merges|merging|combine) with (?P<b>{O})")),
    DealRule("merger", rule(r"merger (?:agreement )?(?:of|between) (?P<a>{O}) (?:and|with) (?P<b>{O})")),
    DealRule("merger", rule(r"(?P<a>{O}) and (?P<b>{O})(?: have| will)? (?:agreed to merge|to merge|merged|merge)\b")),
)
_TOGETHER = (
    DealRule("clinical-trial", rule(r"(?:(?P<drug>{D})[^;‹›]{0,60}? (?:subject|part) of |(?P<a>{O})[^;‹›]{0,100}? )(?:an? |the )?(?:clinical trials? (?:collaboration )?(?:and supply )?agreement|cooperative research and development agreement)(?: \([^()]{0,20}\))? with (?:the )?(?:US |U\.S\. |United States )?(?P<b>{O})")),
    *_ways(_TRIAL, "clinical-trial"),
    DealRule("clinical-trial", rule(rf"(?P<a>{{O}}){_MORE}[^;‹›]{{0,60}}? (?:engaged|engages|retained|contracted|selected|selects|hired|appointed)(?: with)? (?P<b>{{O}}),?[^;‹›]{{0,50}}? (?:CRO|contract research organi[sz]ation)\b(?:[^;‹›]{{0,80}}?(?P<drug>{{D*}}))?")),
    DealRule("clinical-trial", _to(r"to (?:conduct|run|manage|perform|initiate|carry out) [^;‹›]{0,40}?(?:trials?|clinical stud(?:y|ies))")),
    DealRule("co-development", rule(r"(?:(?P<a>{O})[^;‹›]{0,100}? )?(?:announced |signed |entered into )[^;‹›]{0,40}?co-?development (?:agreement )?(?:of |for )?(?:[\w-]+ ){0,5}?(?:(?P<drug>{D*}) )?with (?:the )?(?P<b>{O})")),
    DealRule("co-development", rule(r"(?P<drug>{D*})(?: \([^()]{1,40}\))?[^;.‹›]{0,60}? (?:co-?developed|jointly developed|being developed jointly|developed jointly) (?:by (?P<a>{O}) )?(?:with|and) (?:the )?(?P<b>{O*})")),
    DealRule("co-development", rule(r"(?P<a>{O}) and (?:the )?(?P<b>{O}) (?:are|have been|will|plan to|agreed to|to) (?:be )?(?:co-?develop(?:ing)?|jointly develop(?:ing)?) (?:[^;‹›]{0,60}?(?P<drug>{D*}))?")),
    DealRule("co-development", rule(r"(?P<a>{O})[^;‹›]{0,60}? (?:is|are) (?:co-?developing|jointly developing) (?:[^;‹›]{0,60}?(?P<drug>{D*}))?[^;‹›]{0,60}? with (?:the )?(?P<b>{O*})")),
    *_ways(_CODEVELOP, "co-development"),
    DealRule("co-development", _to(r"to (?:co-?develop|jointly develop)|for the (?:co-?development|joint development) of")),
    *_ways(_SUPPLY, "supply"),
    DealRule("supply", _to(r"to supply|for the supply of|to provide (?:clinical )?supply")),
    DealRule("manufacturing", rule(rf"(?P<a>{{O}}){_MORE}[^;‹›]{{0,60}}? (?:selected|selects|chose|chosen|engaged|engages|appointed|appoints|named|contracted|contracts)(?: with)? (?P<b>{{O}}),?[^;]{{0,60}}? (?:manufactur(?:er|ing|e)|CDMO|produce)\b(?:[^;‹›]{{0,60}}?(?P<drug>{{D*}}))?")),
    DealRule("manufacturing", rule(r"(?P<b>{O}) (?:will manufacture|manufactures|is manufacturing|will produce|produces) (?:[\w-]+ ){0,5}?(?P<drug>{D*})[^;‹›]{0,40}? for (?P<a>{O})")),
    *_ways(_MAKE, "manufacturing"),
    DealRule("manufacturing", _to(r"to (?:manufacture|produce)|for the (?:[\w-]+ ){0,3}?(?:manufactur(?:e|ing)|production) of")),
    DealRule("manufacturing", _partner(r"(?:contract )?manufacturing|CDMO|collaboration and manufacturing|production")),
    DealRule("manufacturing", rule(r"(?P<b>{O})(?: \([^()]{0,30}\))?,? (?P<a>{O})'s (?:[\w-]+ ){0,2}?manufacturing partner")),
    *_ways(_SELL, "distribution"),
    DealRule("distribution", _to(r"to (?:[\w-]+ and |exclusively )?(?:distribute|market|sell|commerciali[sz]e|promote|launch)|for the (?:[\w-]+ ){0,3}?(?:distribution|commerciali[sz]ation|sale|marketing) of")),
    DealRule("distribution", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:appointed|appoints|named|names|selected|selects) (?P<b>{O}) (?:as )?(?:‹O\d+›'s |its |the |an? )?(?:[\w-]+ ){0,4}?distributor(?: (?:of|for)[^;‹›]{0,40}?(?P<drug>{D*}))?")),
    DealRule("distribution", _partner(r"(?:exclusive )?(?:distribution|marketing|commerciali[sz]ation)")),
    *_ways(_JOINT, "collaboration"),
    DealRule("manufacturing", rule(r"(?:(?P<a>{O})'s (?:[\w-]+ ){0,3})?(?:(?P<drug>{D*})[^;‹›]{0,40} )?(?:manufactured|produced) (?:in (?:partnership|collaboration) with|by its partner) (?:the )?(?P<b>{O})")),
    DealRule("collaboration", rule(rf"(?:(?P<a>{{O}}){_MORE}(?:[^‹›;]|‹[DITPE]\d+›){{0,120}}? )?(?:(?P<drug>{{D}})[^;‹›]{{0,30}} )?(?<!organized )(?<!hosted )(?<!held )(?<!presented )(?<!published )(?:in (?:close |strategic |active )?(?:collaboration|partnership|cooperation|alliance) with) (?:(?:the|its|our|researchers at|investigators at|scientists at|partners?) )*(?P<b>{{O*}})")),
    DealRule("collaboration", rule(r"(?P<a>{O})[^;‹›]{0,60}? (?:is collaborating|are collaborating|has partnered|have partnered|partnered|partners|partnering|teamed up|teams up|collaborates|collaborated|joined forces|joins forces|allies) with (?:the )?(?P<b>{O*})" + _ON)),
    DealRule("collaboration", _to(r"to (?:develop|research|discover|evaluate|study|collaborate|explore|advance|investigate|create)|for (?:an? |the )?(?:[\w-]+ ){0,3}?(?:development|research|collaboration|partnership)\b")),
    DealRule("collaboration", rule(r"(?P<a>{O})'s (?:(?!investor|manufactur|distribut|licens|market|supply|communicat)[\w-]+ ){0,3}?partner(?! on| in),? (?:the )?(?P<b>{O})")),
)
_MONEY = (
    DealRule("grant", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:awarded|received|secured|won) an? (?P<b>{O})-funded (?:[\w-]+ ){0,3}?(?:contract|award|grant)" + _ON), "b"),
    DealRule("grant", rule(r"(?P<b>{O})(?: \(‹O\d+›\))?[^;‹›]{0,40}? (?:has |have )?(?:awarded|awards|granted|provided|committed) (?:to )?(?P<a>{O}) (?!orphan|fast|breakthrough|approval|priority)(?:an? |the )?[^;‹›]{0,60}?(?:grants?|contract|award|funding|\$[\d.,]+ (?:million|billion))\b" + _ON), "b"),
    DealRule("grant", rule(r"(?P<b>{O})(?:/\w+)? (?:award|grant|contract) (?:of|worth|valued at|totaling) [^;‹›]{0,60}?(?:[^;‹›]{0,80}?(?P<drug>{D}))?"), "b"),
    DealRule("grant", rule(r"(?:(?P<a>{O})[^;‹›]{0,140}? )?(?:awarded|received|receives?|receipt of|secured|secures|wins|supported by|funded by|supported in part by|funded in part by|funding from|through|was granted|won|under)[^;‹›]{0,80}?\b(?:grants?|awards?|funding|contracts?)\b(?! (?:of )?(?:orphan|stock|options|designation|manufactur|research org))[^;‹›]{0,60}? (?:from|by|with) (?:the )?(?:US |U\.S\. |United States |Israel-U\.S\. |National )?(?P<b>{O})" + _ON), "b"),
    DealRule("grant", rule(r"(?P<drug>{D*}|trials?|stud(?:y|ies)|programs?|work|research|development) (?:[\w-]+ ){0,4}?(?:is|are|was|were|has been|have been) (?:also |partly |partially |being )?(?:funded|supported)(?: in part)? by (?:the |a grant from (?:the )?)?(?:US |U\.S\. )?(?P<b>{O})"), "b"),
)
RULES: tuple[DealRule, ...] = (*_RIGHTS, *_PURCHASES, *_TOGETHER, *_MONEY)
FUNDERS = frozenset({"GovernmentAgency", "Nonprofit", "ResearchInstitution", ""})
