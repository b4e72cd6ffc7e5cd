"""Risks that a release admits of its issuer: going concern, delisting, clinical hold, restatement.

Finds "our ability to continue as a going concern", in a list of risks too, and "received a notice from Nasdaq that it is not in
compliance"; leaves alone "regained compliance with the listing rules" and "the clinical hold was lifted".
"""

# ruff: noqa: E501, ISC004 - a pattern reads best on a line of its own

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.making import fact
from kg.annotation.model import Concept, EntityType, Fact
from kg.annotation.reading import Reading, Sentence

_EXCHANGE = r"(?:nasdaq|nyse|amex|exchange|tsx|listing|minimum bid|continued listing)"
_RULES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(yes, re.I), re.compile(no, re.I))
    for name, yes, no in (
        (
            "going concern",
            r"\b(?:continue|operate|continuing|operating)\s(?:to\soperate\s)?as\sa\sgoing\sconcern"
            r"|\bgoing[\s-]concern\s(?:doubt|uncertaint|qualification|warning|opinion|explanatory|paragraph)"
            r"|\bsubstantial\sdoubt\b.{0,80}\bgoing\sconcern",
            r"\b(?:no|without|alleviat\w+|remov\w+|resolv\w+|eliminat\w+|no\slonger)\b.{0,60}\b(?:doubt|going[\s-]concern)",
        ),
        (
            "delisting",
            rf"\b(?:received|receipt\sof|notified|notification|notice|letter)\b.{{0,160}}\b{_EXCHANGE}\b.{{0,200}}"
            r"\b(?:not\sin\scompliance|non-?compliance|not\scomply|delist\w*|below|deficien\w+|fail\w*\sto)"
            r"|\b(?:received|receipt\sof)\b.{0,40}\bdelist\w*\s(?:notice|notification|letter|determination)\b"
            rf"|\b(?:to|must|plans?\sto)\sregain\scompliance\b.{{0,120}}\b{_EXCHANGE}|\bregain\snasdaq\scompliance"
            rf"|\bdetermin\w+\sto\sdelist\b|\b(?:may|could|will|might)\sbe\sdelisted\b",
            r"\b(?:has|have|had|successfully)\sregained\b|\bregained\s(?:full\s)?(?:\w+\s){0,3}compliance|\bmaintain\scompliance|\bno\slonger\sbelow"
            r"|\bvoluntar\w+\sdelist|\bdoes\snot\s(?:affect|impact)\b.{0,40}\blisting.{0,20}$",
        ),
        (
            "clinical hold",
            r"\b(?:placed|issued|imposed|instituted|put)\b.{0,120}\bclinical\shold|\bclinical\shold\b.{0,60}\b(?:was|has\sbeen|is)\s(?:placed|imposed|issued)"
            r"|\b(?:subject\sto|under|remains?\son)\sa?\s?(?:full\s|partial\s)?clinical\shold|\bon\s(?:full\s|partial\s)?clinical\shold",
            r"\b(?:lift\w*|remov\w+|releas\w+|resolv\w+|no\s|not\s|may|could|might|would|without|if|risk|whether)\b",
        ),
        (
            "restatement",
            r"\b(?:will\srestate|to\srestate|restat(?:ed|ing|ement\sof))\b.{0,60}\bfinancial\s(?:statements|results|information)"
            r"|\bfinancial\sstatements\b.{0,120}\bshould\sno\slonger\sbe\srelied\supon",
            r"\b(?:amended\sand\srestated|not\s(?:be\s)?restat\w+|may|could|might|if|retroactiv\w+|reverse\s(?:stock|share)\ssplit)\b",
        ),
    )
)


def find_risks(reading: Reading) -> Iterator[Fact]:
    """Each risk of the issuer once, with the first sentence that admits it."""
    if reading.issuer is None:
        return
    found: set[str] = set()
    for sentence in (*reading.sentences, *reading.warnings):
        for risk in _risks(sentence):
            if risk not in found and not _of_another(sentence, reading):
                found.add(risk)
                yield fact(
                    "risk",
                    f"risk.{risk.replace(' ', '-')}/1",
                    sentence,
                    0.9,
                    organization=reading.issuer,
                    risk=Concept("risk", risk),
                )


def _risks(sentence: Sentence) -> Iterator[str]:
    text = " ".join(sentence.text.split())[:20_000]
    for name, yes, no in _RULES:
        if yes.search(text) and not no.search(text):
            yield name


def _of_another(sentence: Sentence, reading: Reading) -> bool:
    """Whether the only companies that the sentence names are others; an exchange or an agency is no company."""
    names = {
        m.name
        for m in sentence.mentions
        if m.type is EntityType.ORGANIZATION and m.kind not in ("StockExchange", "GovernmentAgency")
    }
    return bool(names) and (reading.issuer is None or reading.issuer.name not in names)
