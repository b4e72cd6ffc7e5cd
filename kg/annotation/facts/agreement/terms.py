"""What the sentences about a deal add to it: money, who gives and who takes, drugs, places, days, its end.

Finds "Japan" in "Under the agreement, Beta has exclusive rights in Japan"; leaves alone "Acme retains its rights
outside Japan" and "Beta sells other drugs in Japan".
"""

from __future__ import annotations

import re
from datetime import date

from kg.annotation.facts.agreement.deal import SIDED, Deal
from kg.annotation.facts.agreement.payments import find_payments, pays_royalties
from kg.annotation.facts.territory import WHERE, WHOSE, territory
from kg.annotation.model import EntityType, Mention
from kg.annotation.reading import Sentence, rule
from kg.documents.dates import MONTH, find_dates
from kg.documents.model import BlockKind

EXCLUSIVE = re.compile(r"\b(non-?)?exclusive(?:ly)?\b", re.IGNORECASE)
_DIRECTION = (
    (
        "takes",
        rule(
            r"(?P<who>{O}) (?:will |shall |would )?(?:have|has|obtains?|obtained|receives?|received|gains?|gained"
            r"|acquires?|acquired|is granted|was granted|holds?) (?:an? |the )?(?:(?!entered|signed|announced"
            r"|granted|executed|completed|amended|terminated|out-?licensed)[\w,-]+ ){0,5}?(?:rights"
            r"|licen[sc]e)\b(?! agreement)"
        ),
    ),
    (
        "takes",
        rule(
            r"(?P<who>{O}) (?:will |shall |has agreed to |agreed to |is to |is (?:obligated|required) to )?(?:be"
            r" (?:solely )?responsible for|(?:develop and |manufacture and )?commerciali[sz]e|pay|paid|pays|make"
            r"|made|market|sell|distribute)\b"
        ),
    ),
    (
        "gives",
        rule(
            r"(?P<who>{O}) (?:will |shall |is |may |would |has |also |could |be |further |remains )*(?:eligible"
            r"|entitled|to receive|receive|receives|received|earn)\b[^;‹›]{0,60}?"
            r"(?:payments?|milestones?|royalt|up-?front|\$)"
        ),
    ),
    ("gives", rule(r"(?P<who>{O}) (?:has |have |had )?(?:grant(?:ed|s)|licensed|out-licensed|retains?|will retain)\b")),
)
_PLACED = ("license", "option", "distribution", "co-development", "collaboration", "supply", "acquisition")
_RIGHTS = (
    r"(?:rights?|licen[sc]e[sd]?|licen[sc]ing|commerciali[sz]\w+|distribut\w+|market(?:ing)?|sell|promot\w+"
    r"|develop(?:ment)?)"
)
_WHERE = (
    re.compile(rf"\b{_RIGHTS}\b[^.;]{{0,140}}? {WHERE}(?![\w-])", re.IGNORECASE),
    re.compile(rf"\b{WHOSE} (?:[\w/,-]{{1,20}} ){{0,6}}?(?:rights?|licen[sc]es?)\b", re.IGNORECASE),
)
_KEPT = re.compile(
    r"\b(?:retain\w*|keeps?|remaining|other than|except|net sales|royalt\w+|headquarter\w*|based|leader|approv\w+|"
    r"patients|trial|stud(?:y|ies)|option)\b",
    re.IGNORECASE,
)
_WORLD = {
    "global": "worldwide",
    "globally": "worldwide",
    "world-wide": "worldwide",
    "worldwide": "worldwide",
}
_TERMS = re.compile(
    r"\b(?:rights?|licen[sc]e[sd]?|develop|commerciali[sz]\w*|manufactur\w*|produce|supply|distribut\w*|market|"
    r"acquire[sd]?|option|evaluat\w+|co-fund|conduct)\b",
    re.IGNORECASE,
)
_UNDER = re.compile(r"^\W{0,3}(?:under|pursuant to|as part of|in accordance with|through|as a result)\b", re.IGNORECASE)
_DAY = rf"(?:{MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {MONTH} \d{{4}})"
_SIGNED = re.compile(
    rf"\b(?:[Oo]n|[Dd]ated(?: as of)?|effective(?: as of)?|[Aa]s of) (?P<day>{_DAY}),? (?:[^.;]{{0,60}}?"
    rf"\b(?:entered|signed|executed|concluded)\b)?|\b(?:entered|signed|executed)\b(?:[^.;]{{0,160}}? on)? "
    rf"(?P<late>{_DAY})"
)
_SIGNING = re.compile(r"\b(?:entered into|signed|executed|dated)\b")
_ENDED_ON = re.compile(rf"\bterminat\w+\b[^.;]{{0,80}}?\b(?:effective|on|as of)(?: as of| on)? (?P<day>{_DAY})")


def add_terms(sentence: Sentence, text: str, deal: Deal, dollar: str | None) -> None:
    """Puts what a sentence says of a deal into it; `text` is its plain text, `dollar` the ISO code of a bare "$"."""
    for payment in find_payments(sentence.text, deal.type, dollar):
        deal.payments.setdefault(payment, []).append(sentence.span)
    if pays_royalties(sentence.text):
        deal.royalties.append(sentence.span)
    _direct(sentence, text, deal)
    _subjects(sentence, deal)
    _exclusivity(sentence, deal)
    _places(sentence, text, deal)
    _days(sentence, deal)


def _exclusivity(sentence: Sentence, deal: Deal) -> None:
    """Whether the rights are exclusive, where a sentence about rights and a party says so."""
    if deal.exclusive is not None or deal.type not in ("license", "distribution", "option", "supply"):
        return
    found = EXCLUSIVE.search(sentence.text)
    if found and _names_party(sentence, deal) and re.search(r"rights?|licen", sentence.text):
        deal.exclusive = not found[1]
        deal.evidence.append(sentence.span)


def _names_party(sentence: Sentence, deal: Deal) -> bool:
    return any(m.name in deal.parties for m in sentence.of_type(EntityType.ORGANIZATION))


# "license Acme's technology", "to develop and commercialize Acme's peptides": whose it is gives the rights.
_OWN = rule(
    r"\b(?P<verb>(?:in-|out-)?licen[sc](?:e[sd]?|ing)|rights (?:to|under)|use of|to use|utili[sz]e|access to"
    r"|application of|apply"
    r"|develop(?: and commerciali[sz]e)?|commerciali[sz]e|market|sell|combining|for(?= ‹))"
    r"(?: (?!to\b|with\b|from\b|by\b|that\b)[\w-]+){0,4}? (?P<own>{O})'s? (?!rights|obligation|right|option|own\b"
    r"|expertise|experience"
    r"|common|stock|shares|partner)"
)


# "to license certain patents of Acme"
_OWNED_BY = rule(
    r"\blicen[sc](?:e|ing) (?:of )?(?:[\w-]+ ){0,6}?(?:rights|patents?|technology|technologies|property|compounds?"
    r"|estate)"
    r" (?:of|owned by|held by|from) (?:the )?(?P<own>{O})(?!'s)"
)


def _owner_gives(sentence: Sentence, text: str, deal: Deal) -> Mention | None:
    """The party whose drugs or technology a sentence says are licensed; "its" only beside a word of licensing."""
    for match in _OWN.finditer(text):
        (own,) = sentence.named(match["own"])
        clear = not own.coreferent or re.match(r"licen|out-|rights|application|apply", match["verb"], re.IGNORECASE)
        if own.name in deal.parties and clear:
            return own
    for match in _OWNED_BY.finditer(text):
        (own,) = sentence.named(match["own"])
        if own.name in deal.parties and not own.coreferent:
            return own
    return None


def _direct(sentence: Sentence, text: str, deal: Deal) -> None:
    """Who gives rights and who takes them, where only the sentence about rights and payments tells."""
    if deal.type not in SIDED or deal.gives or deal.takes or len(deal.parties) != 2:
        return
    for side, pattern in _DIRECTION:
        for match in pattern.finditer(text):
            who = sentence.named(match["who"])[0]
            other = deal.other(who.name) if who.name in deal.parties else None
            if other is not None:
                deal.gives, deal.takes = (who, other) if side == "gives" else (other, who)
                deal.evidence.append(sentence.span)
                return
    owner = _owner_gives(sentence, text, deal)
    other = deal.other(owner.name) if owner else None
    if owner is not None and other is not None:
        deal.gives, deal.takes = owner, other
        deal.evidence.append(sentence.span)


def _subjects(sentence: Sentence, deal: Deal) -> None:
    """The only drug of a sentence that says what the parties will do with it."""
    if deal.subjects or deal.type in ("acquisition", "merger", "grant") or not _TERMS.search(sentence.masked):
        return
    drugs = {m.name: m for m in sentence.of_type(EntityType.DRUG)}
    if (
        len(drugs) == 1
        and (_UNDER.match(sentence.text) or _names_party(sentence, deal) and not next(iter(drugs)).islower())
        and not re.search(r"\b(?:compet|rival|compar|in combination|such as|like)\b", sentence.masked)
    ):
        deal.subjects = drugs
        deal.evidence.append(sentence.span)


def _places(sentence: Sentence, text: str, deal: Deal) -> None:
    """Where the rights are for: the first place named behind them; never what the giver keeps."""
    heading = sentence.block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADLINE)
    if deal.type not in _PLACED or deal.territories and not deal.placed_loosely or heading and deal.territories:
        return
    for pattern in _WHERE:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            printed = groups.get("where") or groups.get("area") or groups.get("whose")
            if _KEPT.search(text[max(0, match.start() - 25) : match.end()]):
                continue
            place = territory(printed)
            if place:
                deal.territories = {_WORLD.get(place.lower(), place): sentence.span}
                deal.placed_loosely = heading
                return


def _days(sentence: Sentence, deal: Deal) -> None:
    """The day on which the agreement was signed or ended, where the sentence gives one in full."""
    if deal.signed is None and (match := _SIGNED.search(sentence.text)) and _SIGNING.search(sentence.text):
        day = _day(match["day"] or match["late"])
        if day:
            deal.signed = (day, sentence.span)
    if deal.status == "ended" and deal.ended is None and (end := _ENDED_ON.search(sentence.text)):
        day = _day(end["day"])
        if day:
            deal.ended = (day, sentence.span)


def _day(text: str) -> date | None:
    found = find_dates(text)
    return found[0].earliest if found and found[0].precision == "day" else None
