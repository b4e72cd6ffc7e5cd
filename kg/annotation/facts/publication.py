"""Articles in journals and abstracts with a title in quotation marks.

Finds ("Zed kinase in lung cancer", Journal of Zed Research) in 'published in an article entitled, "Zed kinase in
lung cancer," in the
Journal of Zed Research'; leaves alone quoted speech and titles of slides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.making import fact
from kg.annotation.model import EntityType, Fact
from kg.annotation.reading import Reading, Sentence
from kg.lexicons import lookup

_TITLED = re.compile(
    (
        r"\b(?:article|paper|manuscript|study|report|review|publication|letter|abstract|poster|chapter|results)"
        r"\b[^\"]{0,80}?\b(?:entitled|titled|called),?\s*[\"']{1,2}(?P<title>[^\"]{12,300}?)[,.]?[\"']{1,2}"
    ),
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:article|paper|manuscript|study|review),\s*\"(?P<title>[^\"]{12,300}?)[,.]?\"", re.IGNORECASE)
_ENTITLED = re.compile(r"\b(?:entitled|titled),?\s*\"(?P<title>[^\"]{12,300}?)[,.]?\"", re.IGNORECASE)
_VENUE = re.compile(
    r"\b(?:in|by)\s+(?:(?:a|an|the)\s+)?(?:[\w.-]+\s+){0,8}?(?:(?:edition|version|issue|pages)\s+of\s+)?(?:the\s+)"
    r"?(?:(?:peer[- ]reviewed\s+|scientific\s+|medical\s+|prestigious\s+|international\s+|leading\s+)*journal,?\s+)"
    r"?"
    r"(?P<venue>(?:The\s+)?(?!January|February|March|April|May\b|June|July|August|September|October|November|"
    r"December)[A-Z][\w&-]*(?:(?:,?\s+(?:of|and|in|for|the|on|&)){0,3}\s+[A-Za-z][\w&-]*){0,7})"
)
_PUBLISHED = re.compile(r"\b(?:published|publication|appears?|appeared|article|paper|manuscript)\b", re.IGNORECASE)
_ABSTRACT = re.compile(r"\b(?:abstract|poster|presentation|webinar|session|talk)\b", re.IGNORECASE)


def find_publications(reading: Reading) -> Iterator[Fact]:
    """Titles of papers with the journal that prints them."""
    for sentence in reading.sentences:
        match = _TITLED.search(sentence.text) or _ENTITLED.search(sentence.text) or _NAMED.search(sentence.text)
        if not match or not _PUBLISHED.search(sentence.text):
            continue
        before = sentence.text[max(0, match.start() - 60) : match.end("title")]
        venue = _venue(sentence, match.end())
        if venue is None and not re.search(r"\b(?:journal|peer[- ]reviewed)\b", sentence.text, re.IGNORECASE):
            continue
        if venue is None and _ABSTRACT.search(before[: before.find('"')] if '"' in before else before):
            continue
        inside = [m for m in sentence.of_type(EntityType.DRUG) if not m.coreferent]
        drugs = list({m.name: m for m in inside}.values())
        title = re.sub(r"\s+", " ", match["title"]).strip(" ,.")
        yield fact("publication", "publication.titled/1", sentence, 0.93, title=title, venue=venue, drug=drugs)


def _venue(sentence: Sentence, start: int) -> str | None:
    """The journal named behind the title, else before it: one that the lexicon knows, or that calls itself one."""
    for text in (sentence.text[start:], sentence.text[:start]):
        for match in _VENUE.finditer(text):
            name = _journal(re.sub(r"\s+", " ", match["venue"]), "journal" in match[0].lower())
            if name:
                return name
    return None


def _is_journal(name: str) -> bool:
    """Whether the lexicon knows a journal of that name, though its last word may be printed small.

    >>> _is_journal("Bioorganic and Medicinal Chemistry letters"), _is_journal("Cell reports")
    (True, False)
    """
    head, _, last = name.rpartition(" ")
    small = last in ("letters", "research", "communications", "reviews")
    return bool(lookup("journal", name) or small and lookup("journal", f"{head} {last.capitalize()}"))


def _journal(words: str, announced: bool) -> str | None:
    """The longest beginning of some words that is a journal's name."""
    parts = words.split()
    for end in range(len(parts), 0, -1):
        name = " ".join(parts[:end])
        if _is_journal(name) and (end > 1 or announced):
            return name
    if announced or re.match(r"(?:The )?(?:Journal|Annals|Archives|Proceedings) of ", words):
        while (
            parts
            and parts[-1].islower()
            and parts[-1] not in ("letters", "research", "communications", "reports", "reviews", "science", "medicine")
        ):
            parts.pop()
        return " ".join(parts) or None
    return None
