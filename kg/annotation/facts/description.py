"""How a company describes itself: the paragraph under "About" and its name, word for word.

Finds the text under "About Acme" in a release of Acme; leaves alone "About ACM-12" and
what stands under "About Beta", a partner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from kg.annotation.facts.making import fields
from kg.annotation.model import Fact, Mention, Voice
from kg.annotation.reading import Reading, Sentence
from kg.documents.model import BlockKind

SHORTEST = 60  # characters: less is a heading or a link


def find_descriptions(reading: Reading) -> Iterator[Fact]:
    """The issuer's own description, with each of its sentences as evidence."""
    issuer = reading.issuer
    if issuer is None:
        return
    about = [s for s in reading.sentences if s.block.kind is BlockKind.ABOUT]
    for heading, group in groupby(about, key=lambda s: s.block.heading):
        said = [s for s in group if not _is_heading(s)]
        text = " ".join(" ".join(s.text.split()) for s in said)
        if len(text) >= SHORTEST and _speaks_of(issuer, heading or said[0].block.text, said):
            made = fields(said, organization=issuer, text=text)
            yield Fact("description", made, "description.about/1", 0.95, voice=Voice.BOILERPLATE)
            return


def _is_heading(sentence: Sentence) -> bool:
    text = sentence.text.strip(" #*_:")
    return bool(re.fullmatch(r"[Aa](?:bout|BOUT)\s.{1,100}", text)) and not text.endswith(".")


def _speaks_of(issuer: Mention, heading: str, said: list[Sentence]) -> bool:
    """Whether the heading bears the first word of one of the issuer's names, and the text names the issuer."""
    named = {m.text for s in said for m in s.mentions if m.name == issuer.name and not m.coreferent} | {issuer.name}
    about = re.match(r"[#*_\s]*about\s+(?:the\s+)?(.{1,120})", heading, re.I | re.S)
    if not about:
        return False
    first = {re.split(r"[\s,(]", name.strip())[0].casefold() for name in named if name.strip()}
    return re.split(r"[\s,:(]", about[1].strip())[0].strip("*_.®™").casefold() in {f.strip(".®™") for f in first}
