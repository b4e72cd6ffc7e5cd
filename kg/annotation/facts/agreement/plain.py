"""The text of a sentence as patterns for deals read it: without asides, and with the subject beside its verb."""

from __future__ import annotations

import re

from kg.annotation.reading import Sentence
from kg.lexicons import lookup

_BRACKETED = re.compile(
    r"‹([OD])(\d+)›(?: ?\(\W?‹[OD](\d+)›\W?(?:,? (?:or |and )?(?:the )?\W?Company\W?)?\)|(?: ?\(‹O(\d+)›:"
    r" ?[^()‹›]{1,30}(?:‹O\d+›:[^()‹›]{1,30}){0,2}\))+)"
)
# "Acme ("we" or the "Company")", "Acme (formerly Belu)": what stands in such brackets is no part of the deal.
_CALLED = re.compile(r'(?<=›) ?\((?:[^()‹›]{0,60}"[^()‹›]{1,40}"[^()‹›]{0,20}|(?:formerly|f/k/a|the "?)[^()]{1,60})\)')
# "Acme, a company that makes vaccines, has licensed …"
_VERB = (
    r"(?:today|recently|jointly|also|has|have|had|will|is|are|was|were|announce[sd]?|entered|enters|signed|granted|"
    r"acquired|licensed|received|and|to|for|in|under|from|that|which|on)"
)
_MAKER = r"(?![^,;]{0,60}(?:contract|CRO|CDMO|distribut|manufactur))"  # it tells what the deal is about
_ASIDE = re.compile(rf"(?<=›),? ?, (?:an?|the|one of) {_MAKER}(?:[^;‹›]|‹[DIT]\d+›|‹O\d+›'s ){{3,260}}?,(?= {_VERB}\b)")
# "Acme and Belu today announced that they have", "Acme is pleased to announce that it has"
_SAYS = re.compile(
    r"(?P<who>‹O\d+›)(?P<more>,? and (?:the )?‹O\d+›)?,? (?:(?:today|also|has|have|jointly|recently|is|are|"
    r"proud|pleased|delighted|excited|to) )*(?:announce[sd]?|reports?|reported|confirm(?:s|ed))"
    r"(?:,? (?:today|earlier today|on \w+ \d{1,2}(?:, \d{4})?))?,?(?: that)? (?:it|they|the companies|the company)"
    r"(?: today)? (?=has |have |will |had |entered|signed|is |are )",
    re.IGNORECASE,
)
# "rights to ACM-12, an oral drug, from Belu"
# "Belu (France)", "Tarn (Oslo)"
_TOWN = re.compile(r"(?<=›) \((?P<town>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})\)")
_SAME_DRUG = re.compile(
    r"(?P<drug>‹D\d+›)(?: \(‹D\d+›\))?, (?:an?|the|‹O\d+›'s) (?:[^;‹›.]|‹[DIT]\d+›){3,160}?,"
    r"(?= (?:from|to|with|for|in) )"
)


# "Acme, through its subsidiary Belu, and": it is Acme that signs
_THROUGH = re.compile(
    r"(?<=[›)]), (?:acting )?through (?:‹O\d+›'s|its) (?:[\w-]+ ){0,4}?(?:subsidiary|affiliate|unit|division|arm),?"
    r" ‹O\d+›,(?= )"
)


def plain(sentence: Sentence) -> str:
    """The masked text without brackets that repeat a name or give its ticker, and without what describes a name.

    "Acme (Nasdaq: ACM), a biotech company, today announced that it has licensed" reads "Acme has licensed".
    """

    def shorter(match: re.Match[str]) -> str:
        kept = f"‹{match[1]}{match[2]}›"
        if match[4]:
            return kept if sentence.mentions[int(match[4])].kind == "StockExchange" else match[0]
        return kept if sentence.mentions[int(match[2])].name == sentence.mentions[int(match[3])].name else match[0]

    text = _CALLED.sub("", _BRACKETED.sub(shorter, sentence.masked))
    text = _TOWN.sub(lambda m: "" if lookup("place", m["town"]) else m[0], text)
    text = _SAME_DRUG.sub(r"\g<drug>", _ASIDE.sub("", _THROUGH.sub("", text)))
    return _SAYS.sub(lambda m: f"{m['who']}{m['more'] or ''} ", text)
