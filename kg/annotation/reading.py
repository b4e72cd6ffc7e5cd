"""A release as it is read: sentences with the mentions in them, and the text with each mention masked.

Fact finders work on `Sentence.masked`, in which every mention stands as a token such as ``‹D2›`` (D drug, I indication,
T target, O organization, P person, E event; the number indexes `Sentence.mentions`) and white space is single. A rule
is then a regular expression over types, not over names: ``{D} is an? .* that targets {T}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotation.model import EntityType, Mention, Span, Voice
from kg.documents.model import Block, Release

LETTER = {
    EntityType.DRUG: "D",
    EntityType.INDICATION: "I",
    EntityType.TARGET: "T",
    EntityType.ORGANIZATION: "O",
    EntityType.PERSON: "P",
    EntityType.EVENT: "E",
}
_SECOND_NAME = re.compile(r"(‹([DI])\d+›) \([\"“'‘]?‹\2\d+›[\"”'’]?\)")
_TOKEN = re.compile(r"‹[DITOPE](\d+)›")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one block.

    `start` and `end` are its place in the source, `text` its clean text (of that length), `mentions` are in order
    and disjoint,
    `voice` says who speaks in it, `speaker` who is quoted where `voice` is a quoted person's.
    """

    start: int
    end: int
    text: str
    block: Block
    voice: Voice
    mentions: tuple[Mention, ...]
    masked: str
    speaker: Mention | None = None

    @property
    def span(self) -> Span:
        """Its place in the source, as evidence."""
        return Span(self.start, self.end)

    def of_type(self, kind: EntityType) -> list[Mention]:
        """Its mentions of one type, in order."""
        return [m for m in self.mentions if m.type is kind]

    def named(self, group: str | None) -> list[Mention]:
        """The mentions whose tokens stand in a piece of the masked text.

        The piece is what a rule captured: one token, or a list of them ("‹D0›, ‹D1› and ‹D2›"). A second name in
        brackets behind a drug or disease names the same.
        """
        return [self.mentions[int(n)] for n in _TOKEN.findall(_SECOND_NAME.sub(r"\1", group or ""))]


@dataclass(frozen=True, slots=True)
class Reading:
    """A release with its sentences; `issuer` is who speaks in it, None where nothing says so.

    `warnings` are the sentences of the legal warnings, in which nothing is named.
    """

    release: Release
    text: str  # of the whole filing
    issuer: Mention | None
    sentences: tuple[Sentence, ...]
    warnings: tuple[Sentence, ...] = ()

    def mentions(self, kind: EntityType) -> Iterator[tuple[Sentence, Mention]]:
        """Every mention of one type with its sentence, in order."""
        for sentence in self.sentences:
            for mention in sentence.mentions:
                if mention.type is kind:
                    yield sentence, mention


def mask(text: str, start: int, mentions: tuple[Mention, ...]) -> str:
    """The clean text of a sentence that begins at `start`, with its mentions as tokens and white space single."""
    out, at = [], 0
    for i, mention in enumerate(mentions):
        out.append(text[at : mention.start - start])
        possessive = "'s" if mention.coreferent and mention.text.lower() in ("our", "its") else ""
        out.append(f"‹{LETTER[mention.type]}{i}›{possessive}")
        at = mention.end - start
    out.append(text[at:])
    return re.sub(r"\s+", " ", "".join(out).replace("\N{HORIZONTAL BAR}", " - ")).strip()


_MACROS = {letter: rf"‹{letter}\d+›" for letter in LETTER.values()}
# What may stand before each disease of a list: how far it has come, how bad it is, whom it befalls.
_QUALIFIER = (
    r"(?:(?:advanced|locally|metastatic|recurrent|relapsed|relapsing|refractory|resistant|severe|moderate|mild|"
    r"moderate-to-severe|chronic|acute|p(?:a)?ediatric|adult|childhood|juvenile|early|late|(?:early|late|end)-stage|"
    r"newly|diagnosed|progressive|unresectable|inoperable|(?:high|low|intermediate)-(?:risk|grade)|active|oral|genital|seasonal|"
    r"certain|several|other|rare|orphan|serious|hematologic(?:al)?|symptomatic|persistent|persisting|primary|secondary|"
    r"treatment-resistant|drug-resistant|[a-z]+-dependent|previously|treated|untreated|potentially|also) ){0,4}"
)
_LIST = (
    r"(?:{one}(?:(?:\s?,\s?(?:and |or |as well as )?| and | or | as well as | and/or | plus |/| ?[x×] ?)(?:the |an? )"
    r"?(?:variety of |range of |various |other )?{one}){0,15})"
)


def _list_of(letter: str, one: str) -> str:
    """The pattern of a list: drugs and diseases with a second name in brackets, diseases with what qualifies them."""
    if letter not in "DI":
        return _LIST.replace("{one}", one)
    named = rf"{one}(?: \([\"“'‘]?{one}[\"”'’]?\))?"
    return _LIST.replace("{one}", named, 1).replace("{one}", (_QUALIFIER if letter == "I" else "") + named)


def rule(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A compiled rule over masked text.

    `{D}` stands for one drug (likewise I, T, O, P, E), `{D*}` for a list of them ("A, B and C"), `{any}` for any
    mention, and
    `{gap}` for up to eight words without a mention or a stop. Capture with named groups: ``(?P<drug>{D})``.
    """
    for letter, one in _MACROS.items():
        pattern = pattern.replace(f"{{{letter}*}}", _list_of(letter, one)).replace(f"{{{letter}}}", one)
    pattern = pattern.replace("{any}", r"‹[DITOPE]\d+›").replace("{gap}", r"(?:[^\s‹›.;]+ ){0,8}?")
    return re.compile(pattern, flags)
