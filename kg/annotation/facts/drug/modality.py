"""The kind of treatment that a drug is.

Finds "antisense" in "ACM-12 is an antisense drug"; leaves alone "ACM-12 was given with an antibody".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.making import fact, negated
from kg.annotation.model import Concept, Fact
from kg.annotation.reading import Sentence, rule
from kg.lexicons import find_longest

_LINK = rule(
    r"(?P<drug>{D*})(?:\s?\([^()]{1,40}\)|\s?\))?\s?(?:is|was|are|were|,? which is|,? which are|,|-|, is|\()\s"
    r"?(?P<text>(?:also |currently |essentially )?(?:an?|the|our|its|their|{O}'s|two|both|novel|first)\s"
    r"(?:(?!‹D\d)[^.;]){3,260})"
)
_BEFORE = rule(
    r"(?P<text>(?:\b[\w/-]+ ){0,6}\b[\w/-]+)(?P<comma>,?)\s?(?:called |known as |named |namely |, |candidates?,? |"
    r"drugs?,? |products?,? )?"
    r"(?P<drug>{D*})"
)
_BEHIND = rule(r"(?P<drug>{D*}),? (?P<text>(?:[\w/-]+ ){0,3}[\w/-]+)")
_STOP_TEXT = re.compile(
    r"\b(?:combin\w+|versus|vs|compared|plus|with|against|platform|"
    r"to (?:treat|target|inhibit|evaluate|enhance|improve|deliver|boost|increase|reduce|support)|for (?:the|use|"
    r"patients)|"
    r"following|after|than|when|while|similar|like|such as|including|unlike|who|whose|where|used|delivering|"
    r"deliver|encoding|"
    r"expressing|carrying|composed of|consisting of|consists of|compris\w+|linked to|(?<!-)derived|based on|"
    r"developed|aimed|directed|administered|capable|alternative)\b|"
    r"(?<!-)\btargeting\b|[:;]|‹D\d+›",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(
    r",\s(?:which|that|and|is|in|for|at)\b|\bthat\b|\bwhich\b|\bdesigned\b|\bintended\b|\bbeing\b|"
    r"\bin (?:a|the|patients|development|Phase)\b"
)
_NOUN_AT_END = re.compile(
    r"(?:drugs?|candidates?|product|products|therapy|therapeutics?|programs?|compounds?|agents?|product candidates?|"
    r"drug candidates?|treatments?|lead|molecules?|vaccines?)?(?: (?:drugs?|candidates?|called|known as))?"
)
# Before a comma and a drug, what makes the words an apposition rather than the end of another phrase.
_DETERMINED = re.compile(
    r"\b(?:an?|the|our|its|their|this|lead|novel|first|investigational|proprietary|\w+'s)\b|‹O\d+›'s?(?!\w)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(
    r"\b(?:such as|like|including|with|and|or|to|of|by|on|from|for|in)\s+(?:[\w-]+\s){0,1}[\w-]+$", re.IGNORECASE
)
_LETTERS = re.compile(r" \([A-Z][A-Za-z]{1,6}\)")  # "mesenchymal stromal cell (MSC) therapy"
_TOO_WIDE = frozenset(
    (
        "diagnostic",
        "drug delivery system",
        "conjugate",
        "nanoparticle",
        "liposomal formulation",
        "reformulation",
        "enzyme",
        "cytokine",
        "oligonucleotide",
        "prodrug",
        "combination product",
        "steroid",
    )
)


def modalities(sentence: Sentence) -> Iterator[Fact]:
    """ "ACM-12 is an antisense drug", "its antisense drug, ACM-12", "the ACM-12 vaccine"."""
    for match in _LINK.finditer(sentence.masked):
        found = _modality(_head(match["text"]))
        if found and not negated(match[0][:80]):
            yield from _facts(sentence, match["drug"], found, "is", 0.95)
    for match in _BEFORE.finditer(sentence.masked):
        found = _modality_at_end(match["text"])
        if found and (
            not match["comma"] or _apposed(sentence.masked[max(0, match.end("text") - 90) : match.end("text")])
        ):
            yield from _facts(sentence, match["drug"], found, "apposition", 0.9)
    for match in _BEHIND.finditer(sentence.masked):
        found = _modality_at_start(match["text"])
        if found:
            yield from _facts(sentence, match["drug"], found, "behind", 0.85)


def _facts(sentence: Sentence, drugs: str, notation: str, how: str, confidence: float) -> Iterator[Fact]:
    for drug in sentence.named(drugs):
        modality = Concept("modality", notation)
        yield fact("modality", f"drug.modality.{how}/1", sentence, confidence, drug=drug, modality=modality)


def _apposed(text: str) -> bool:
    """Whether words before a comma name the drug behind it, and do not end a list or a clause of their own."""
    return bool(_DETERMINED.search(text)) and not _ENUMERATED.search(text)


def _head(text: str) -> str:
    """The noun phrase that says what a drug is, cut where another thing begins."""
    stop = _STOP_TEXT.search(text)
    return _NEXT_CLAUSE.split(text[: stop.start()] if stop else text)[0]


def _terms(text: str) -> list[tuple[int, int, str]]:
    """Modality terms of a stretch, left to right, with their notation."""
    plain = _LETTERS.sub(lambda m: " " * len(m[0]), text)
    return [(h.start, h.end, h.entries[0].label) for h in find_longest("modality", plain)]


def _modality(text: str) -> str | None:
    found = [t for t in _terms(text) if t[2] not in _TOO_WIDE]
    return found[-1][2] if found else None


def _modality_at_end(text: str) -> str | None:
    terms = _terms(text)
    if not terms:
        return None
    _, end, notation = terms[-1]
    return notation if notation not in _TOO_WIDE and _NOUN_AT_END.fullmatch(text[end:].strip(" ,")) else None


def _modality_at_start(text: str) -> str | None:
    terms = _terms(text)
    if not terms or terms[0][0] != 0 or terms[0][2] in _TOO_WIDE:
        return None
    other = re.match(r"\s+(?:and|or|arm|group|response|platform|delivery|trials?|[Ll]icen[sc]e)\b", text[terms[0][1] :])
    return None if other else terms[0][2]
