"""How releases speak of purchases of drugs and companies, and of mergers."""

from __future__ import annotations

from kg.annotation.facts.agreement.phrases import (
    MERGE,
    MORE,
    WHOLE,
    DealRule,
    made_between,
    signed_to,
    signed_with,
    ways,
)
from kg.annotation.reading import rule

PURCHASES = (
    DealRule(
        "acquisition",
        rule(
            r"(?P<a>{O})(?: \([^()]{0,80}\))?,?[^;‹›]{0,100}? (?<!option to )(?:acquired|acquires|acquire|has"
            r" acquired|purchased|to purchase) (?:all (?:of )?(?:the )?)?(?:[\w/,&-]+ ){0,8}?(?P<drug>{D})(?:"
            r" \(‹D\d+›\))?[^;]{0,200}?,? from (?:the )?(?P<b>{O})"
        ),
    ),
    DealRule(
        "acquisition",
        rule(
            r"(?P<drug>{D*})(?: \([^()]{1,40}\))?[^;.‹›]{0,30}? (?:was|were|has been) (?:originally |recently "
            r"|previously )?(?:acquired|purchased) (?:by (?P<a>{O}) )?from (?:the )?(?P<b>{O})"
        ),
    ),
    DealRule(
        "acquisition",
        rule(
            rf"(?P<a>{{O}}){MORE},?[^;‹›]{{0,60}}? (?:sold|sells|divested|divests|sale of|divestiture of|to sell)"
            rf" (?:all |the |its |‹O\d+›'s |rights to |global |worldwide )*(?P<drug>{{D*}})[^;‹›]{{0,60}}? to"
            rf" (?:the )?(?P<b>{{O}})"
        ),
    ),
    DealRule(
        "acquisition",
        rule(
            r"(?P<a>{O})(?: \([^()]{0,80}\))?[^;‹›]{0,100}?\b(?:completes?|completed|announced?s?|announces?"
            r"|completion of|closed|closes|agreed to|agreement for|proposed|close of|closing of)\b(?:[^;‹›]"
            r"|‹O\d+›'s ){0,60}?(?:its |the |‹O\d+›'s )?acquisition of (?:[\w/,-]+ ){0,8}?(?P<b>{O})"
        ),
    ),
    DealRule(
        "acquisition",
        rule(
            rf"(?P<a>{{O}})(?: \([^()]{{0,120}}\))?[^;‹›]{{0,120}}?\b(?:has acquired|acquired|acquires|will"
            r" acquire|to acquire|agreed to acquire|agreement to acquire|completed the purchase of|buys|to buy"
            rf"|bought)\b {WHOLE}(?P<b>{{O}})(?!'s? (?:license|exclusive|rights|securities|shares|stock|common"
            r"|units|warrants|notes))"
        ),
    ),
    DealRule(
        "acquisition",
        rule(
            rf"(?P<a>{{O}}){MORE}[^;‹›]{{0,80}}? (?:has acquired|acquired|acquires|acquire|is acquiring|"
            rf"was acquiring|buys|bought|"
            r"buy|is buying|was buying) (?:the |an? )?(?:(?!shares|rights|stake|"
            r"licen[sc]e)[\w.-]+ ){0,6}?(?:biotech|drug ?maker|"
            r"company|firm|developer|start-?up|maker|group) (?P<b>{O})"
        ),
    ),
    DealRule(
        "acquisition",
        rule(
            r"(?P<b>{O})[^;‹›]{0,60}? (?:was|has been|to be|is being|will be|were) (?:recently |subsequently"
            r" )?acquired by (?:the )?(?P<a>{O})"
        ),
    ),
    DealRule("acquisition", rule(r"acquisition of (?P<b>{O})(?: \([^()]{0,60}\))? by (?:the )?(?P<a>{O})")),
    DealRule("acquisition", rule(r"(?P<b>{O}),? which (?P<a>{O}) (?:has )?acquired\b")),
    DealRule(
        "acquisition",
        rule(
            r"(?P<a>{O})'s (?:recent |proposed |planned |pending |\d{4} )?(?:acquisition|takeover|purchase) of"
            r" (?P<b>{O})"
        ),
    ),
    DealRule(
        "acquisition", signed_with(r"(?:definitive )?(?:asset purchase|asset acquisition|share exchange|acquisition)")
    ),
    DealRule("acquisition", made_between(r"acquisition|asset purchase")),
    DealRule("acquisition", signed_to(r"to (?:acquire|purchase|buy)|for the (?:acquisition|purchase) of")),
    *ways(MERGE, "merger"),
    DealRule("merger", rule(r"(?P<a>{O})[^;‹›]{0,80}? (?:merged|merge|merges|merging|combine) with (?P<b>{O})")),
    DealRule("merger", rule(r"merger (?:agreement )?(?:of|between) (?P<a>{O}) (?:and|with) (?P<b>{O})")),
    DealRule("merger", rule(r"(?P<a>{O}) and (?P<b>{O})(?: have| will)? (?:agreed to merge|to merge|merged|merge)\b")),
)
