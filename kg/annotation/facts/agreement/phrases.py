"""The parts of the patterns by which releases speak of deals, and what a rule for one is.

In a pattern `a` is the first party (the issuer where it is missing), `b` the other ones, `drug` what it is about.
`gives` is the group that gives rights ("a", "b") or "".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotation.reading import rule

_DEAL = (
    r"(?:agreement|contract|deal|arrangement|alliance|partnership|transaction|accord|term sheet|letter of intent"
    r"|memorandum of understanding|MOU|LOI)s?"
)
_ADJ = r"(?:(?!of |with |for |and |to |under |in )[\w/().,'-]+ ){0,7}?"
_MADE = (
    r"(?:entered(?: into)?|enters?(?: into)?|entry into|signed|signs|signing of|executed|executes|execution of"
    r"|announced?s?|announces?|has|have|completed|completes|concluded|established|formed|forms|extended|extends"
    r"|extension of|expanded|expands|expansion of|closed|reached|amended|secured|finali[sz]ed|inked|inks|under"
    r"|through|via|terminated|terminates|termination of|ended|ends|initiated|launched|launches|struck|agreed to"
    r"|following)"
)
MORE = r"(?: \([^()]{0,120}\))?"
# "and Boston-based Belu", "and Japan's Belu"
WHENCE = r"(?:the )?(?:(?:[A-Z][\w.]+ )?[\w.]+-based |[A-Z]\w+'s )?"
_HIS = r"(?:[^;‹›]|‹O\d+›'s ){0,80}?"
_SELF = rf"(?:(?P<a>{{O}})(?:'s)?{MORE}[^‹›;]{{0,160}}?)?"
ON = (
    r"(?: (?:to|for|on|covering|relating to|regarding|of|under which|pursuant to which|in|and)(?:[^;‹›]|‹O\d+›"
    r" (?:will|has|have|to|would) ){0,100}?(?P<drug>{D*}))?"
)
LICENSE = (
    r"(?:sub)?licen[sc](?:e|ing)|in-?licen[sc](?:e|ing)|out-?licen[sc](?:e|ing)|commerciali[sz]ation and"
    r" licen[sc]e|collaboration and licen[sc]e|licen[sc]e and collaboration"
)
JOINT = (
    r"(?:research |strategic |scientific |development |academic |multi-?year |drug discovery |global |broad |r&d"
    r" )*(?:collaborat(?:ions?|ive)|partnerships?|alliances?|research agreement|sponsored research|joint ventures?)"
)
CODEVELOP = r"co-?development|joint development|co-?develop|co-?commerciali[sz]ation"
TRIAL = (
    r"clinical trials? (?:collaboration|agreement|research)|clinical (?:research |study )?collaboration|CRADA"
    r"|cooperative research and development"
)
SUPPLY = r"(?:(?:clinical|commercial|exclusive) )?(?:drug )?supply"
MAKE = r"manufactur(?:ing|e)|CDMO(?: services?)?|contract (?:development and )?manufacturing|manufacturing services"
SELL = (
    r"distribution|distributor(?:ship)?|marketing and distribution|commerciali[sz]ation|promotion|co-promotion"
    r"|exclusive distribution|marketing"
)
MERGE = r"merger|merge|business combination|reverse merger"
DEAL = _DEAL
ROYALTY = r"royalty (?:purchase|moneti[sz]ation|financing|interest|sale)"


WHOLE = (
    r"(?:(?:all|the|a|an|100%|\d+%|majority|controlling|outstanding|remaining|issued|and) )*(?:(?:(?<=all )"
    r"|(?<=the )|(?<=majority )|(?<=outstanding )|(?<=controlling )|(?<=100% )|(?<=remaining ))(?:of |the |issued "
    r"|outstanding |remaining |shares |stake |interest |equity |in |and |assets |common |stock )*)?"
)


@dataclass(frozen=True, slots=True)
class DealRule:
    """One way to speak of one type of deal."""

    type: str
    pattern: re.Pattern[str]
    gives: str = ""
    version: int = 2


def signed_with(kind: str) -> re.Pattern[str]:
    """ "Acme signed an exclusive <kind> agreement with Beta for ACM-12"."""
    return rule(
        rf"{_SELF}\b{_MADE}\b{_HIS}\b(?:{kind})\b {_ADJ}(?:{_DEAL} )?(?:\([^()]{{0,30}}\) )?(?:[^;‹›]{{0,60}}?"
        rf" )?with (?:the )?(?:[\w-]+ ){{0,3}}?(?P<b>{{O*}}){ON}"
    )


def signed_by_both(kind: str) -> re.Pattern[str]:
    """ "Acme and Beta signed a <kind> agreement for ACM-12"."""
    return rule(
        rf"(?P<a>{{O}}){MORE},?(?: [^‹›;.]{{0,90}}?)? and {WHENCE}(?P<b>{{O}}){MORE},?(?: [^‹›;.]{{0,90}}?)?"
        rf" (?:today |have |jointly |also |recently )*{_MADE}\b{_HIS}\b(?:{kind})\b(?! with)(?: {_DEAL})?{ON}"
    )


def made_between(kind: str) -> re.Pattern[str]:
    """ "the <kind> agreement between Acme and Beta for ACM-12"."""
    return rule(
        rf"\b(?:{kind})\b (?:[\w-]+ ){{0,3}}?(?:{_DEAL} )?(?:\([^()]{{0,30}}\) )?(?:[^;‹›]{{0,40}}? )?(?:between"
        rf"|among) (?:the )?(?P<a>{{O}}){MORE},? and (?:the )?(?P<b>{{O*}}){ON}"
    )


def partnered(kind: str) -> re.Pattern[str]:
    """ "its <kind> partner, Beta"; "under its <kind> agreement with Beta"."""
    return rule(
        rf"(?:(?P<a>{{O}})'s? )?(?:{kind})(?: services?)?(?: and [\w-]+)? (?:partner|agreement|framework|contract"
        rf"|partnership|alliance)s?,?(?: signed in \d{{4}})? (?:is |with |between ‹O\d+› and )?(?:the"
        rf" )?(?P<b>{{O*}}){ON}"
    )


def signed_to(verb: str) -> re.Pattern[str]:
    """ "Acme signed an agreement with Beta to <verb> ACM-12"."""
    return rule(
        rf"{_SELF}\b{_MADE}\b{_HIS}\b{_DEAL}(?: \([^()]{{0,30}}\))? with (?:the )?(?:[\w-]+,?"
        rf" ){{0,6}}?(?P<b>{{O}}){MORE},?(?: [^;‹›]{{0,60}}?)? (?:{verb})\b(?:[^;‹›]{{0,60}}?(?P<drug>{{D*}}))?"
    )


def both_signed_to(verb: str) -> re.Pattern[str]:
    """ "Acme and Belu signed an agreement to <verb> ACM-12"."""
    return rule(
        rf"(?P<a>{{O}}){MORE},? and {WHENCE}(?P<b>{{O}}){MORE},? (?:today |have |jointly |also |recently )*{_MADE}\b"
        rf"{_HIS}\b{_DEAL}(?: \([^()]{{0,30}}\))?,? (?:{verb})\b(?:(?:[^;‹›]|‹[ITO]\d+›){{0,90}}?(?P<drug>{{D*}}))?"
    )


def ways(kind: str, type_: str) -> tuple[DealRule, ...]:
    """The three usual ways to name a deal of one type by its parties."""
    return (
        DealRule(type_, signed_with(kind)),
        DealRule(type_, made_between(kind)),
        DealRule(type_, signed_by_both(kind)),
    )


def ended_by(kind: str) -> re.Pattern[str]:
    """ "Beta notified Acme of its decision to terminate the <kind> agreement for ACM-12"."""
    return rule(
        rf"(?P<b>{{O}}){MORE} (?:has |have |had |today )*(?:notified|informed|advised|provided|given|gave|delivered"
        rf"|sent|elected|decided|exercised)[^;‹›]{{0,60}}?(?: (?P<a>{{O}})(?:'s)?)?(?:[^;‹›]|‹O\d+›'s )"
        rf"{{0,100}}?\bterminat\w+ (?:[^;‹›]|‹O\d+›'s ){{0,60}}?\b(?:{kind})\b(?: {_DEAL})?{ON}"
    )


def signed_for(kind: str) -> re.Pattern[str]:
    """ "Acme signed a <kind> agreement for ACM-12 with Beta"."""
    return rule(
        rf"{_SELF}\b{_MADE}\b{_HIS}\b(?:{kind})\b (?:{_DEAL} |rights )(?:for|covering|to|on|relating to)"
        rf" (?:(?:[\w/-]+|‹O\d+›'s),? ){{0,16}}?(?P<drug>{{D*}})(?:,? [^;‹›]{{0,120}}?,?)?,? with (?:the )?"
        rf"(?P<b>{{O*}})"
    )


def signed_alone(kind: str) -> re.Pattern[str]:
    """ "Acme signed a <kind> agreement for ACM-12", whoever with."""
    return rule(
        rf"(?P<a>{{O}}){MORE} (?:has |have |also |recently )*(?:entered into|signed|executed|secured|obtained)"
        rf" (?:an? )?(?:[\w,-]+ ){{0,4}}?(?:{kind}) agreement (?:for|covering) (?:[\w/,-]+ ){{0,6}}?(?P<drug>{{D*}})"
        r"(?![^;]{0,160} (?:with|to|from|between|by) (?:the )?‹O)"
    )


def cut_short(kind: str) -> re.Pattern[str]:
    """ "Beta has terminated its <kind> agreement with Acme for ACM-12"."""
    return rule(
        rf"(?P<b>{{O}}){MORE} (?:has |have |had |today |will |is |elected to |decided to )*(?:terminat(?:e|es|ed"
        rf"|ing)|ended|cancel(?:l)?ed) (?:the |its |"
        rf"‹O\d+›'s |their )"
        rf"(?:[\w-]+ ){{0,3}}?(?:{kind})\b(?: {_DEAL})?(?: with (?P<a>{{O}}))?{ON}"
    )


def rights_by(kind: str) -> re.Pattern[str]:
    """ "Acme signed a <kind> with Beta for the exclusive rights to ACM-12"."""
    return rule(
        rf"{_SELF}\b{_MADE}\b{_HIS}\b(?:{kind}) with (?:the )?(?P<b>{{O}}){MORE},? (?:for|to acquire|granting|"
        rf"covering)"
        rf" (?:the |an? )?(?:[\w-]+ ){{0,4}}?(?:rights|licen[sc]e) (?:to|for|in) (?P<drug>{{D*}})"
    )
