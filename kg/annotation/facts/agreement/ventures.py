"""How releases speak of work that companies do for or with each other, and of money given for it."""

from __future__ import annotations

from kg.annotation.facts.agreement.phrases import (
    CODEVELOP,
    JOINT,
    MAKE,
    MORE,
    ON,
    SELL,
    SUPPLY,
    TRIAL,
    DealRule,
    both_signed_to,
    cut_short,
    partnered,
    signed_for,
    signed_to,
    ways,
)
from kg.annotation.reading import rule

_SALE = (
    r"to (?:[\w-]+ and |exclusively )?(?:distribute|market|sell|commerciali[sz]e|promote|launch)|for the"
    r" (?:[\w-]+ ){0,3}?(?:distribution|commerciali[sz]ation|sale|marketing)(?: and [a-z]+)?(?:, if approved,)?"
    r"(?: (?:in|throughout|across) [^;‹›.]{2,40}?)? of"
)
TOGETHER = (
    DealRule(
        "clinical-trial",
        rule(
            r"(?:(?P<drug>{D})[^;‹›]{0,60}? (?:subject|part) of |(?P<a>{O})[^;‹›]{0,100}? )(?:an? |the"
            r" )?(?:clinical trials? (?:collaboration )?(?:and supply )?agreement|cooperative research and"
            r" development agreement)(?: \([^()]{0,20}\))? with (?:the )?(?:US |U\.S\. |United States )?(?P<b>{O})"
        ),
    ),
    *ways(TRIAL, "clinical-trial"),
    DealRule(
        "clinical-trial",
        rule(
            rf"(?P<a>{{O}}){MORE}[^;‹›]{{0,60}}? (?:engaged|engages|retained|contracted|selected|selects|hired"
            rf"|appointed)(?: with)? (?P<b>{{O}}),?[^;‹›]{{0,50}}? (?:CRO|contract research"
            rf" organi[sz]ation)\b(?:[^;‹›]{{0,80}}?(?P<drug>{{D*}}))?"
        ),
    ),
    DealRule(
        "clinical-trial",
        signed_to(
            r"to (?:conduct|run|manage|perform|initiate|carry out) [^;‹›]{0,40}?(?:trials?|clinical stud(?:y|ies))"
        ),
    ),
    DealRule(
        "co-development",
        rule(
            r"(?:(?P<a>{O})[^;‹›]{0,100}? )?(?:announced |signed |entered into )[^;‹›]{0,40}?co-?development"
            r" (?:agreement )?(?:of |for )?(?:[\w-]+ ){0,5}?(?:(?P<drug>{D*}) )?with (?:the )?(?P<b>{O})"
        ),
    ),
    DealRule(
        "co-development",
        rule(
            r"(?P<drug>{D*})(?: \([^()]{1,40}\))?[^;.‹›]{0,60}? (?:co-?developed|jointly developed|being developed"
            r" jointly|developed jointly) (?:by (?P<a>{O}) )?(?:with|and) (?:the )?(?P<b>{O*})"
        ),
    ),
    DealRule(
        "co-development",
        rule(
            r"(?P<a>{O}) and (?:the )?(?P<b>{O}) (?:are|have been|will|plan to|agreed to|to) (?:be"
            r" )?(?:co-?develop(?:ing)?|jointly develop(?:ing)?) (?:[^;‹›]{0,60}?(?P<drug>{D*}))?"
        ),
    ),
    DealRule(
        "co-development",
        rule(
            r"(?P<a>{O})[^;‹›]{0,60}? (?:is|are) (?:co-?developing|jointly developing)"
            r" (?:[^;‹›]{0,60}?(?P<drug>{D*}))?[^;‹›]{0,60}? with (?:the )?(?P<b>{O*})"
        ),
    ),
    *ways(CODEVELOP, "co-development"),
    DealRule(
        "co-development",
        signed_to(r"to (?:co-?develop|jointly develop)|(?:for|on) (?:the )?(?:co-?development|joint development) of"),
    ),
    DealRule(
        "supply",
        rule(
            r"(?P<b>{O}) (?:will |has agreed to |agreed to |is |has )?(?:supply|supplies|supplying) (?:[\w-]+ ){0,5}?"
            r"(?P<drug>{D*})[^;‹›]{0,30}? to (?P<a>{O})"
        ),
    ),
    *ways(SUPPLY, "supply"),
    DealRule("supply", signed_to(r"to supply|for the supply of|to provide (?:clinical )?supply")),
    DealRule(
        "manufacturing",
        rule(
            rf"(?P<a>{{O}}){MORE}[^;‹›]{{0,60}}? (?:selected|selects|chose|chosen|engaged|engages|appointed"
            rf"|appoints|named|contracted|contracts)(?: with)? (?P<b>{{O}}),?[^;]{{0,60}}? (?:manufactur(?:er|ing"
            rf"|e)|CDMO|produce)\b(?:[^;‹›]{{0,60}}?(?P<drug>{{D*}}))?"
        ),
    ),
    DealRule(
        "manufacturing",
        rule(
            r"(?P<b>{O}) (?:will manufacture|manufactures|is manufacturing|will produce|produces) (?:[\w-]+"
            r" ){0,5}?(?P<drug>{D*})[^;‹›]{0,40}? for (?P<a>{O})"
        ),
    ),
    *ways(MAKE, "manufacturing"),
    DealRule(
        "manufacturing",
        signed_to(r"to (?:manufacture|produce)|for the (?:[\w-]+ ){0,3}?(?:manufactur(?:e|ing)|production) of"),
    ),
    DealRule(
        "manufacturing", partnered(r"(?:contract )?manufacturing|CDMO|collaboration and manufacturing|production")
    ),
    DealRule(
        "manufacturing", rule(r"(?P<b>{O})(?: \([^()]{0,30}\))?,? (?P<a>{O})'s (?:[\w-]+ ){0,2}?manufacturing partner")
    ),
    *ways(SELL, "distribution"),
    DealRule(
        "distribution",
        signed_to(_SALE),
    ),
    DealRule(
        "distribution",
        rule(
            r"(?P<a>{O})[^;‹›]{0,80}? (?:appointed|appoints|named|names|selected|selects) (?P<b>{O}) (?:as"
            r" )?(?:‹O\d+›'s |its |the |an? )?(?:[\w-]+ ){0,4}?distributor(?: (?:of"
            r"|for)[^;‹›]{0,40}?(?P<drug>{D*}))?"
        ),
    ),
    DealRule("distribution", partnered(r"(?:exclusive )?(?:distribution|marketing|commerciali[sz]ation)")),
    DealRule("distribution", both_signed_to(_SALE)),
    DealRule("collaboration", cut_short(JOINT)),
    *ways(JOINT, "collaboration"),
    DealRule("collaboration", signed_for(JOINT)),
    DealRule(
        "manufacturing",
        rule(
            r"(?:(?P<a>{O})'s (?:[\w-]+ ){0,3})?(?:(?P<drug>{D*})[^;‹›]{0,40} )?(?:manufactured|produced) (?:in"
            r" (?:partnership|collaboration) with|by its partner) (?:the )?(?P<b>{O})"
        ),
    ),
    DealRule(
        "collaboration",
        rule(
            rf"(?:(?P<a>{{O}}){MORE}(?:[^‹›;]|‹[DITPE]\d+›){{0,120}}? )?(?:(?P<drug>{{D}})[^;‹›]{{0,30}}"
            r" )?(?<!organized )(?<!hosted )(?<!held )(?<!presented )(?<!published )(?:in (?:close |strategic "
            r"|active )?(?:collaboration|partnership|cooperation|alliance) with) (?:(?:the|its|our|researchers at"
            rf"|investigators at|scientists at|partners?) )*(?P<b>{{O*}})"
        ),
    ),
    DealRule(
        "collaboration",
        rule(
            r"(?P<a>{O})[^;‹›]{0,60}? (?:is collaborating|are collaborating|has partnered|have partnered|partnered"
            r"|partners|partnering|teamed up|teams up|collaborates|collaborated|joined forces|joins forces|allies)"
            r" with (?:the )?(?P<b>{O*})" + ON
        ),
    ),
    DealRule(
        "collaboration",
        rule(r"(?P<drug>{D*})(?:,? which)? (?:is|are|was) (?:currently |now )?partnered with (?:the )?(?P<b>{O})"),
    ),
    DealRule(
        "collaboration",
        signed_to(
            r"to (?:develop|research|discover|evaluate|study|collaborate|explore|advance|investigate|create)|for"
            r" (?:an? |the )?(?:[\w-]+ ){0,3}?(?:development|research|collaboration|partnership)\b"
        ),
    ),
    DealRule(
        "collaboration",
        rule(
            r"(?P<a>{O})'s (?:(?!investor|manufactur|distribut|licens|market|supply|communicat)[\w-]+"
            r" ){0,3}?partner(?! on)(?: (?:in|for) [^,;‹›]{2,40},)?,? (?:the )?(?P<b>{O})"
        ),
    ),
)
GRANTS = (
    DealRule(
        "grant",
        rule(
            r"(?P<b>{O})(?: \(‹O\d+›\))? (?:has |have |had )?(?:terminated|cancel(?:l)?ed|ended|(?:determined|"
            r"decided|elected)"
            r" to terminate) (?:(?P<a>{O})(?:'s?)?|the) (?:[\w-]+ ){0,4}?(?:award|contract|grant|funding)\b" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"\btermination of (?P<a>{O})(?:'s?)? (?:[\w-]+ ){0,4}?(?:award|contract|grant) (?:by|from|"
            r"with) (?:the )?"
            r"(?P<b>{O})" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?:supported|funded|financed)(?: in part)? by (?:(?:the|an?) )?(?:\$[\d.,]+ (?:million|billion|"
            r"thousand) )?"
            r"(?P<b>{O})(?: \(‹O\d+›\))?(?:'s)? [^;‹›]{0,60}?\b(?:awards?|grants?)\b(?!-)"
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?P<a>{O})[^;‹›]{0,80}? (?:selected|chosen) by (?:the )?(?P<b>{O})(?: \(‹O\d+›\))? (?:to receive|for)"
            r" [^;‹›]{0,60}?(?:grants?|contract|award|funding|\$[\d.,]+ (?:million|billion))\b" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?P<b>{O})(?: \(‹O\d+›\))?,? (?:has |have |recently |also )*(?:awarded|awards) (?:it|us|the company)"
            r" (?:an?|the) [^;‹›]{0,60}?(?:grants?|contract|award|funding)\b" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?P<a>{O})[^;‹›]{0,80}? (?:awarded|received|secured|won) an? (?P<b>{O})-funded (?:[\w-]+"
            r" ){0,3}?(?:contract|award|grant)" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?P<b>{O})(?: \(‹O\d+›\))?[^;‹›]{0,40}? (?:has |have )?(?:awarded|awards|granted|provided|committed)"
            r" (?:to )?(?P<a>{O}) (?!orphan|fast|breakthrough|approval|priority)(?:an? |the"
            r" )?[^;‹›]{0,60}?(?:grants?|contract|award|funding|\$[\d.,]+ (?:million|billion))\b" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?P<b>{O})(?:/\w+)? (?:award|grant|contract) (?:of|worth|valued at|totaling)"
            r" [^;‹›]{0,60}?(?:[^;‹›]{0,80}?(?P<drug>{D}))?"
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?:(?P<a>{O})[^;‹›]{0,140}? )?(?:awarded|received|receives?|receipt of|secured|secures|wins"
            r"|supported by|supported with|funded with|funded by|supported in part by|funded in part by|funding"
            r" from|through|was granted|won|under)[^;‹›]{0,80}?\b(?:grants?|awards?|funding|contracts?)\b(?! (?:of"
            r" )?(?:orphan|stock|options|designation|manufactur|research org))[^;‹›]{0,60}? (?:from|by|with)"
            r" (?:the )?(?:US |U\.S\. |United States |Israel-U\.S\. |National )?(?P<b>{O*})" + ON
        ),
        "b",
    ),
    DealRule(
        "grant",
        rule(
            r"(?P<drug>{D*}|trials?|stud(?:y|ies)|programs?|work|research|development) (?:[\w-]+ ){0,4}?(?:is|are"
            r"|was|were|has been|have been) (?:also |partly |partially |being )?(?:funded|supported)(?: in part)?"
            r" by (?:the |a grant from (?:the )?)?(?:US |U\.S\. )?(?P<b>{O})"
        ),
        "b",
    ),
)
