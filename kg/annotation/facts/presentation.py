"""What is presented at which conference, by whom.

Finds (2031 Zed Symposium, ACM-12) in "data on ACM-12 will be presented at the 2031 Zed Symposium in Oslo"; leaves
alone meetings that are
only attended, sponsored or named in passing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kg.annotation.facts.making import fact, negated
from kg.annotation.model import EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.documents.dates import find_dates
from kg.documents.model import BlockKind

_PRESENT = re.compile(
    (
        r"\b(?:present(?:s|ed|ing|ation|ations)?|poster|abstracts?|oral|showcas\w+|unveil\w+|featur\w+|highlight\w*|"
        r"attend(?:s|ed|ing)?|participat\w+|speak\w*|report(?:s|ed)?|display\w*|shared|keynote|panel|exhibit\w*|"
        r"booth|"
        r"fireside|take part|taking part)\b|\b(?:data|results|findings) from the\b"
    ),
    re.IGNORECASE,
)
_AT = rule(
    r"(?:\b(?:at|during|for|in|to)|\battend(?:s|ed|ing)?|\b(?:data|results|findings) from)\s+(?:the |"
    r"this year's |an? )?"
    r"(?:upcoming |forthcoming |recent |annual |prestigious |inaugural |virtual )?(?P<event>{E})"
)
_PRESENTER = rule(
    r"(?:(?P<a>{P})(?:, (?:[^‹›]|‹O\d+›){0,60})?,? (?:will (?:be present\w*|present|deliver|give|speak)|presented|is "
    r"presenting|delivered)|presented by (?:Dr\.? |Professor )?(?P<b>{P})|(?:presenter|presenting author|speaker): "
    r"?(?:Dr\.? )?(?P<c>{P}))"
)
_ATTENDED = rule(
    r"(?P<org>{O})[^;‹›]{0,120}?(?:(?:‹[OP]\d+›|[,()])[^;‹›]{0,90}?){0,4}?\b(?:will (?:be )?(?:present|participat|"
    r"speak|deliver|attend|exhibit|take part|taking part|featured|host(?: a| an)? (?:booth|exhibit|poster))\w*|"
    r"to (?:present|participate|speak|attend|exhibit|take part)|is (?:presenting|attending|exhibiting)|presents|"
    r"presented|"
    r"participat(?:es|ed|ing|ion)|attend(?:s|ed|ing)|presentations?|gave|delivered)\b"
)
# Whose office is the issuer's where none is named with it.
_OFFICER = rule(
    r"(?:{P},? [^‹›;]{0,60}?\b(?:Chief [A-Z][\w ]{2,30}Officer|CEO|CFO|CSO|CMO|President|Chairman)\b|\b(?:CEO|"
    r"CFO|CSO|CMO|"
    r"Chief [A-Z]\w+ Officer),? {P})[^‹›;]{0,40}\b(?:will|is|to|has|are) [^‹›;]{0,60}?\b(?:present|participat|"
    r"speak|deliver|"
    r"attend|take part|taking part|give)",
    0,
)
# Meetings with investors and partners, at which a company presents itself and no drug.
_INVESTORS = re.compile(
    r"\b(?:Growth|Invest\w*|Healthcare|Health Care|CEO|Partnering|Capital|Equity|Showcase|Roth|ROTH|Wainwright|BIO|"
    r"LSX|Securities|Bank|Emerging|Small[- ]?Cap|Micro[- ]?Cap|Opportunit\w+)\b"
)
_DATA = re.compile(r"\b(?:data|results|findings)\b", re.IGNORECASE)
_SHOWS = re.compile(r"\b(?:present|poster|abstract|oral|deliver)", re.IGNORECASE)
_PLACE = re.compile(
    r"^\s?(?:\([A-Z0-9 ]{2,16}\)\s?)?(?:,?\s(?:held|to be held|being held|taking place|scheduled|which (?:was|"
    r"is|will be) "
    r"held))?(?:,?\s(?:(?:from|for|"
    r"on)\s)?[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:\s?[-–]\s?(?:[A-Z][a-z]{2,8}\s)?\d{1,2})?(?:,\s\d{4})?)?"
    r",?\s(?:in|at)\s(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\b)(?P<place>[A-Z][\w'-]+(?:\.[A-Z])*(?:\s[A-Z][\w'-]+){0,2})"
)
_TODAY = re.compile(r"\btoday,?\s$")
_UP_TO_DAY = re.compile(
    r"\s?(?:\([A-Z0-9 ]{2,16}\)\s?)?,?\s?(?:[Hh]eld|to be held|being held|taking place|scheduled|"
    r"which (?:was|is|will be) held)?(?:,?\s(?:in|at)\s[A-Z][\w.',\s-]{2,50}?)?,?\s?(?:on|from|between|for)?\s?"
)


def find_presentations(reading: Reading) -> Iterator[Fact]:
    """Each conference at which the release says that a drug is presented, or at which its issuer speaks.

    What is told of a conference without a drug counts only where nothing is told of it with one.
    """
    topic = _topic(reading)
    told: dict[tuple[str, str], None] = {}
    bare: dict[str, Fact] = {}
    first: dict[str, list[Mention]] = {}  # of a conference that was told of: what is presented there
    held: set[str] = set()  # of which it was said where or when
    for at, sentence in enumerate(reading.sentences):
        if not _tells(sentence):
            continue
        drugs = _drugs(sentence) or _drugs_near(reading, at) or ([topic] if topic else [])
        if not drugs and not _issuer_attends(sentence, reading.issuer):
            continue
        for match in _AT.finditer(sentence.masked):
            event = sentence.named(match["event"])[0]
            event = replace(event, name=_first_named(event.name, [*(name for name, _ in told), *bare]))
            new = [d for d in drugs if (event.name, d.name) not in told]
            told |= {(event.name, d.name): None for d in new}
            where = _place(sentence, match), _day(reading, sentence, match)
            if new:
                yield _fact(sentence, event, new, where)
                first.setdefault(event.name, new)
            elif event.name in first and event.name not in held and any(where):
                yield _fact(sentence, event, first[event.name], where)
            elif not drugs and (_INVESTORS.search(event.name) or _SHOWS.search(sentence.masked)):
                bare.setdefault(event.name, _fact(sentence, event, [], where))
            if event.name in first and any(where):
                held.add(event.name)
    yield from (one for name, one in bare.items() if all(name != event for event, _ in told))


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence may tell of something presented at a conference."""
    if sentence.block.kind is BlockKind.CONTACTS or not sentence.of_type(EntityType.EVENT):
        return False
    return bool(_PRESENT.search(sentence.masked)) and not negated(sentence.masked[:60])


def _issuer_attends(sentence: Sentence, issuer: Mention | None) -> bool:
    """Whether it is the issuer, or one of its officers, who goes to the conference."""
    if issuer is None:
        return False
    attended = _ATTENDED.search(sentence.masked)
    if attended:
        return sentence.named(attended["org"])[0].name == issuer.name
    return not sentence.of_type(EntityType.ORGANIZATION) and bool(_OFFICER.search(sentence.masked))


def _fact(sentence: Sentence, event: Mention, drugs: list[Mention], where: tuple[str | None, date | None]) -> Fact:
    """The presentation of some drugs at a conference, with its place and first day."""
    return fact(
        "presentation",
        "presentation.at/1",
        sentence,
        0.85,
        event=event,
        drug=drugs,
        presenter=_presenters(sentence),
        place=where[0],
        date=where[1],
    )


def _place(sentence: Sentence, event: re.Match[str]) -> str | None:
    """Where a conference is held, by the words behind its name."""
    found = _PLACE.match(sentence.masked[event.end() :])
    return found["place"] if found else None


def _day(reading: Reading, sentence: Sentence, event: re.Match[str]) -> date | None:
    """The first day of a conference, by the words behind its name; the day of the release where that says "today"."""
    if _TODAY.search(sentence.masked[: event.start()]):
        return reading.release.issued
    behind = sentence.masked[event.end() : event.end() + 90]
    days = [d for d in find_dates(behind) if d.precision in ("day", "days")]
    return days[0].earliest if days and _UP_TO_DAY.fullmatch(behind[: days[0].start]) else None


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ASIDE = re.compile(
    r"\([^()]*\)|\b\d{1,3}(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b|\b(?:the|annual|hybrid|virtual|in-person)\b",
    re.IGNORECASE,
)


def _first_named(name: str, before: list[str]) -> str:
    """The name under which a conference was told of before in the release, else its own.

    >>> _first_named("Zed Society (ZS) 2031 Hybrid Congress", ["12th Annual Zed Society Congress"])
    '12th Annual Zed Society Congress'
    >>> _first_named("ZS 2031", ["Zed Society Congress (ZS) 2031"])
    'Zed Society Congress (ZS) 2031'
    >>> _first_named("Zed Society 2031 Congress", ["Zed Society 2030 Congress"])
    'Zed Society 2031 Congress'
    """
    years = set(_YEAR.findall(name))
    for other in before:
        others = set(_YEAR.findall(other))
        if (_words(other) == _words(name) or _short(other) == _words(name) or _short(name) == _words(other)) and (
            years == others or not years or not others
        ):
            return other
    return name


def _short(name: str) -> list[str]:
    """The short form in the brackets of a conference's name, as `_words` has it; [""] where there is none."""
    match = re.search(r"\(([A-Z][A-Za-z]{1,9})\)", name)
    return [match[1].lower() if match else ""]


def _words(name: str) -> list[str]:
    """The words of a conference's name that tell it from others, in order of the alphabet."""
    return sorted(re.findall(r"\w+", _ASIDE.sub(" ", name).lower()))


def _drugs(sentence: Sentence) -> list[Mention]:
    return list({m.name: m for m in sentence.of_type(EntityType.DRUG)}.values())[:3]


def _drugs_near(reading: Reading, at: int) -> list[Mention]:
    """The drug of the sentence behind, in the same block; else, for data, the only one of the sentence before."""
    here = reading.sentences[at]
    behind, before = (
        [d for s in some if s.block is here.block for d in _drugs(s)]
        for some in (reading.sentences[at + 1 : at + 2], reading.sentences[max(0, at - 1) : at])
    )
    return behind[:1] or (before if len(before) == 1 and _DATA.search(here.masked) else [])


def _presenters(sentence: Sentence) -> list[Mention]:
    return list(
        {
            p.name: p for m in _PRESENTER.finditer(sentence.masked) for g in m.groups() for p in sentence.named(g)
        }.values()
    )


def _topic(reading: Reading) -> Mention | None:
    """The one drug of the headline."""
    named = [m for s, m in reading.mentions(EntityType.DRUG) if s.block.kind is BlockKind.HEADLINE]
    return named[0] if len({m.name for m in named}) == 1 else None
