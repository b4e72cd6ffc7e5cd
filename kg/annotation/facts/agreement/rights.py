"""How releases speak of rights that go one way: licences, options and royalties."""

from __future__ import annotations

from kg.annotation.facts.agreement.phrases import (
    DEAL,
    LICENSE,
    MORE,
    ROYALTY,
    WHOLE,
    DealRule,
    both_signed_to,
    cut_short,
    ended_by,
    partnered,
    rights_by,
    signed_alone,
    signed_for,
    signed_to,
    signed_with,
    ways,
)
from kg.annotation.reading import rule

_BACK = r"(?:[\w/,-]+ ){0,5}?rights (?:to|for|in) (?:[\w/,-]+ ){0,6}?"
_WORD = r"(?:[\w/,.-]+ |‹[TI]\d+› )"

# words between rights and who gives them: "rights to a new inhibitor of ‹T1› for ‹I2› from"
_FAR = r"(?:[^;‹›]|‹[DIT]\d+›|‹O\d+›'s )"
_WHOEVER = r"(?:the )?(?:(?!the\b)[\w.-]+ ){0,4}?"

RIGHTS = (
    DealRule("license", cut_short(r"(?:collaboration and )?licen[sc](?:e|ing)(?: and \w+)?"), "a"),
    DealRule("license", ended_by(r"(?:collaboration and )?licen[sc](?:e|ing)(?: and \w+)?"), "a"),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have |will |to |had )*(?:regain(?:s|ed)?|re-?acquire[sd]?|recover(?:s|ed)?)"
            rf" {_BACK}(?P<drug>{{D*}})[^;.‹›]{{0,60}}? from (?:the )?(?P<b>{{O}})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have |will |had )*(?:regain(?:s|ed)?|re-?acquire[sd]?|recover(?:s|ed)?)"
            rf" {_BACK}(?P<drug>{{D*}})[^;.‹›]{{0,60}}? (?:following|after|upon|due to)[^;‹›]{{0,30}}?"
            r" (?:terminat\w+|expir\w+|end) of (?:‹O\d+›'s )?[^;‹›]{0,50}? with (?:the )?(?P<b>{O})"
        ),
        "a",
    ),
    # "a license agreement under which Belu has acquired exclusive rights to develop Acme's peptides"
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})(?: [^‹›;]{0,120})? agreements?(?: \([^()]{0,30}\))?,? (?:under|pursuant to|by|through) which"
            rf" (?P<b>{{O}}){MORE} (?:has |have |will |would |shall |is |was )*(?:acquire[sd]?|obtain(?:s|ed)?"
            rf"|receive[sd]?"
            r"|gain(?:s|ed)?|granted|license[sd]?|secure[sd]?) (?:an? |the )?(?:[\w,/-]+ ){0,5}?(?:rights|licen[sc]e)\b"
            rf"(?:{_FAR}{{0,90}}?(?P<drug>{{D*}}))?(?![^.;]{{0,160}} from (?:the )?‹O)"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have |had )?(?:also |today )?(?:acquired|obtained|secured|gained"
            rf"|purchased|bought|"
            r"acquires|secures|gains|buys|licenses|in-licenses) (?:the |an? )?(?:[\w,/.-]+ ){0,5}?(?:rights"
            r"|licen[sc]e) to"
            rf" {_FAR}{{0,160}}? from {_WHOEVER}(?P<b>{{O}})(?!'s? (?:shares|stock))"
        ),
        "b",
    ),
    # "Acme granted an exclusive license to Belu to sell ACM-12"
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have |had |today |also )*(?:grant(?:ed|s)?|granting|sublicen[sc]ed) "
            rf"(?:an? |the |"
            r"certain )?(?!option)(?:(?!option)[\w,/-]+ ){0,6}?(?:licen[sc]es?|rights) to (?:the )?(?P<b>{O})"
            rf"(?:,? (?:to|for|in|under|covering) {_FAR}{{0,90}}?(?P<drug>{{D*}}))?"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has been|have been|was|were|is) granted (?:an? |the )?(?:[\w,/-]+ ){{0,6}}?"
            r"(?:rights|licen[sc]es?)[^;‹›]{0,60}? (?:(?P<drug>{D*})[^;‹›]{0,60}? )?by (?:the )?(?P<b>{O})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<b>{{O}}){MORE} (?:holds?|has|owns) (?:the )?(?:[\w-]+ ){{0,4}}?rights to (?P<drug>{{D*}}) in"
            r" [^;‹›]{2,60}?,? (?:while|and|with) (?P<a>{O}) (?:retain|hold|keep|own|has|have)"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:is|are|remains?|will be) (?:eligible|entitled) (?:for|"
            rf"to receive)[^;‹›]{{0,120}}?"
            r"\blicen[sc](?:e|ing) fees?\b[^;‹›]{0,60}? from (?:the )?(?P<b>{O})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<b>{{O}}){MORE} (?:has |have |will |had )*(?:return(?:s|ed)?|relinquish(?:es|ed)?|reverts?) {_BACK}"
            r"(?P<drug>{D*})[^;.‹›]{0,60}? to (?:the )?(?P<a>{O})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})(?: \([^()]{0,80}\))? (?:has |have |had |recently |also |previously |exclusively |today"
            r" announced that it has )*(?:out-?licensed|licensed|sublicensed|granted|out-?licenses|licenses)"
            r" (?:[\w/,-]+ ){0,8}?(?:rights (?:to|for) )?(?P<drug>{D*})[^;.]{0,80}? to (?:the )?(?P<b>{O})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})(?: \([^()]{0,80}\))?[^;‹›]{0,60}? (?:granted|grants|granting|has granted"
            r"|to grant|will grant) (?:to )?(?P<b>{O}) (?:an? |the )?(?!option|(?:[\w/,-]+ ){0,4}?option)"
            r"(?:[\w/,-]+ ){0,8}?(?:licen[sc]e|rights)(?:[^;‹›]{0,80}?(?P<drug>{D*}))?"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})(?: \([^()]{0,80}\))? (?:has |have |also |exclusively )*(?:in-?licensed|licensed|licenses"
            r"|in-?licenses|obtained (?:an? )?(?:[\w-]+ ){0,4}?licen[sc]e|acquired (?:[\w-]+ ){0,4}?rights|holds"
            r" (?:an? )?(?:[\w-]+ ){0,3}?licen[sc]e) (?:(?:to|for) )?"
            + _WORD
            + r"{0,6}?(?:(?P<drug>{D*}) )?"
            + _WORD
            + r"{0,8}?from (?:the )?(?P<b>{O*})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have |also |recently )*(?:has|have|holds?|obtained|received|secured"
            rf"|gained|owns|was granted) (?:an? )?(?:[\w,-]+ ){{0,7}}?(?:licen[sc]es?|rights)"
            rf" (?:[^;‹›]{{0,60}}?(?P<drug>{{D*}})[^;‹›]{{0,40}}? )?(?:[^;‹›]{{0,60}}? )?from (?:the"
            rf" )?(?P<b>{{O*}})(?: (?:to|for)[^;‹›]{{0,60}}?(?P<drug2>{{D*}}))?"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})(?: has)? (?:obtained|received|secured|licensed|in-licensed) from (?:the )?(?P<b>{O*})"
            r" (?:an? |the |its )?(?:[\w,-]+ ){0,6}?(?:licen[sc]es?|rights)(?: (?:to"
            r"|for)[^;‹›]{0,60}?(?P<drug>{D*}))?"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"(?:gives|gave|grants|granted|granting|providing|provides) (?P<a>{O}) (?:an? |the )?(?:[\w,-]+"
            r" ){0,6}?(?:licen[sc]e|rights) (?:[^;‹›]{0,60}?(?P<drug>{D*}) )?(?:[^;‹›]{0,40}? )?from (?:the"
            r" )?(?P<b>{O})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"(?:(?P<drug>{D*})[^;.‹›]{0,60}? |(?:technology|compounds?|patents?|rights|intellectual property"
            r"|platform|program|line) )(?:was |is |are |were |has been |exclusively |being )*(?:in-?)?licen[sc]ed"
            r" (?:exclusively )?(?:by (?P<a>{O}) )?from (?:[^;‹›]{0,80}?: )?(?:the )?(?P<b>{O*}(?:,? and"
            r" (?:[A-Z][\w]+ ){1,4})?)"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"(?:(?P<a>{O})[^;‹›]{0,80}? )?(?:(?P<drug>{D*})[^;‹›]{0,60}? )?under (?:an? |the |its )?(?:[\w-]+"
            r" ){0,4}?licen[sc]es? from (?:the )?(?P<b>{O*})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O}) (?:currently |now )?(?:holds?|has|owns|obtained|acquired|secured) (?:the |all )?(?:[\w-]+"
            r" ){0,6}?(?:rights|licen[sc]es?) to (?P<b>{O})'s [^;‹›]{0,60}?(?P<drug>{D*})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"licensed to (?P<a>{O}) (?:through|under|pursuant to|by) (?:[\w-]+ ){0,5}?(?:(?:agreement|licen[sc]e)"
            r" with )?(?:the )?(?P<b>{O*})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE},? (?:[^;‹›]{{0,80}} )?(?:that|which) (?:has |"
            rf"have )?(?:in-?)?licensed (?:[\w/,-]+ ){{0,6}}?"
            r"(?:(?P<drug>{D*}) )?from (?:the )?(?P<b>{O})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            r"(?:(?P<a>{O})[^;‹›]{0,200}? )?(?:receipt of|received|receives?|receiving)[^;‹›]{0,60}?"
            r" (?:licen[sc]ing|licen[sc]e) (?:fee|payment|income|revenue)s? (?:of [^;‹›]{0,30} )?from (?:the"
            r" )?(?P<b>{O})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<drug>{D*})(?: \([^()]{1,40}\))?[^;.‹›]{0,40}? (?:was|is|has been|were|are) (?:exclusively "
            r"|recently )?(?:out-?)?(?:sub)?licensed to (?:the )?(?P<b>{O})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have )?(?:exercised|exercises) (?:its |the |‹O\d+›'s |an )?(?:[\w-]+"
            rf" ){{0,3}}?option (?:to|for)(?: [\w-]+){{0,4}}? (?:licen[sc]e"
            rf"|rights)[^;‹›]{{0,60}}?(?P<drug>{{D*}}){_FAR}{{0,120}}? from (?:the )?(?P<b>{{O}})"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(
            rf"(?P<b>{{O}}){MORE} (?:has |have |today |elected to |will |also )*(?:exercised?|exercises) (?:its |the"
            r" |‹O\d+›'s |an )?(?:[\w-]+ ){0,4}?option(?: under[^;‹›]{0,40}?)? (?:(?:to|for)(?: [\w,-]+){0,6}?"
            r" (?:licen[sc]e|rights|develop|commerciali[sz]\w*)|(?:on|for|to))[^;‹›]{0,40}? (?P<drug>{D*})"
            r"(?![^;]{0,80} from ‹O)"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})[^;‹›]{0,60}? exercise of (?:an? |the |its )?(?:[\w-]+ ){0,3}?option by (?:the )?(?P<b>{O})"
            r" (?:to|for)[^;‹›]{0,40}? (?P<drug>{D*})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?:[Uu]nder|[Pp]ursuant to|[Tt]hrough|[Bb]y) (?:the |its |this )?(?:terms of )?(?:the |its |this )?"
            r"(?:[\w-]+"
            r" ){0,4}?(?:agreement|licen[sc]e|deal),? (?P<b>{O}) (?:will |shall )?(?:be )?(?:has|have|obtains?|obtained"
            r"|receives?|received|gains?|gained|acquires?|acquired|secures?|secured|granted|is granted|was granted"
            r"|holds?)"
            r" (?:an? |the )?(?:[\w,-]+ ){0,4}?(?:rights|licen[sc]e)[^;‹›]{0,80}?(?P<drug>{D*})"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O})[^;‹›]{0,60}? (?:announced|signed|entered into|reached)[^;‹›]{0,30}? an? agreement to"
            r" out-?licen[sc]e (?:[\w,-]+ ){0,4}?(?P<drug>{D*})(?:[^;.]{0,80}? to (?:the )?(?P<b>{O}))?"
        ),
        "a",
    ),
    DealRule(
        "license",
        rule(
            r"(?:(?P<a>{O})[^;‹›]{0,200}? )?(?:receipt of|received|receives?|announced)[^;‹›]{0,60}? (?:milestone"
            r"|up-?front|licen[sc]ing|licen[sc]e) (?:fee|payment|income|revenue)s? (?:of [^;‹›]{0,30} )?from"
            r" (?P<b>{O})[^;]{0,80}?\blicen[sc]"
        ),
        "a",
    ),
    DealRule(
        "option",
        rule(
            r"(?P<a>{O})[^;‹›]{0,80}? (?:granted|grants|granting|has granted) (?P<b>{O}) (?:an? )?(?:[\w-]+"
            r" ){0,4}?option(?! to purchase (?:[\d,]+|shares|up to))(?:[^;‹›]{0,80}?(?P<drug>{D*}))?"
        ),
        "a",
    ),
    DealRule(
        "option",
        rule(
            r"(?:(?P<a>{O}) (?:has |have |today |also )*|\b(?:it|the company) (?:has )?)(?:has|have|holds?|obtained"
            r"|received|secured|signed|entered into) (?:an? |the )?(?:[\w-]+ ){0,4}?option to"
            r" (?:acquire|licen[sc]e|in-licen[sc]e|purchase|obtain|buy)"
            r" (?:[^;‹›]{0,60}?(?P<drug>{D*}))?[^;‹›]{0,40}?(?: from|,? of) (?:the )?(?P<b>{O})"
        ),
        "b",
    ),
    DealRule(
        "option",
        rule(rf"(?P<a>{{O}})(?:'s)?{MORE}(?: [^;‹›]{{0,60}}?)? option to (?:acquire|purchase|buy) {WHOLE}(?P<b>{{O}})"),
        "b",
    ),
    DealRule("option", signed_with(r"option|option and licen[sc]e|option-to-licen[sc]e|licen[sc]e option")),
    DealRule(
        "royalty",
        rule(
            rf"(?P<a>{{O}}){MORE}[^;‹›]{{0,40}}? (?:sold|sells|to sell|sale of|moneti[sz]ed) (?:‹O\d+›'s |its "
            rf"|the |a |an )?(?:[\w-]+ ){{0,5}}?royalt(?:y|ies)(?:[^;‹›]{{0,60}}?(?P<drug>{{D*}}))?[^;‹›]{{0,60}}?"
            rf" to (?:the )?(?P<b>{{O}})"
        ),
    ),
    DealRule("royalty", signed_with(ROYALTY)),
    *ways(LICENSE, "license"),
    DealRule("license", signed_for(LICENSE)),
    DealRule("license", rights_by(DEAL)),
    DealRule(
        "license",
        rule(
            r"(?P<a>{O}) (?:will |shall |has |has agreed to |agreed to )*(?:pay|paid|pays|make|"
            r"made)(?: to)? (?P<b>{O})"
            r" (?:an? )?[^;]{0,80}?(?:up-?front|milestone|royalt)[^;]{0,120}?\blicen[sc]"
        ),
        "b",
    ),
    DealRule(
        "license",
        rule(r"(?P<a>{O})'s (?:[\w-]+ ){0,3}?(?:sub)?licensee(?: (?:in|for) [^,;‹›]{2,40})?,? (?:the )?(?P<b>{O})"),
        "a",
    ),
    DealRule("license", rule(r"(?P<a>{O})'s (?:[\w-]+ ){0,3}?licensor,? (?:the )?(?P<b>{O})"), "b"),
    DealRule("license", signed_to(r"(?:to|for the) (?:exclusively |exclusive )?(?:in-|out-)?licen[sc](?:e|ing)")),
    DealRule(
        "license",
        both_signed_to(
            r"(?:covering [^;‹›.]{2,40} )?(?:for|under which) ‹O\d+› (?:to|will) (?:exclusively )?(?:develop"
            r"|commerciali[sz]e|"
            r"market|licen[sc]e)"
        ),
    ),
    DealRule("license", partnered(LICENSE)),
    DealRule("license", signed_alone(LICENSE)),
    DealRule(
        "license",
        rule(
            rf"(?P<a>{{O}}){MORE} (?:has |have |exclusively )*(?:in-?)?licensed (?:the )?(?:[\w-]+ ){{0,4}}?rights to"
            r" (?P<drug>{D*})(?![^.;]{0,120} (?:to|from) (?:the )?‹O)"
        ),
        "b",
    ),
)
