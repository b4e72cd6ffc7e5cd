"""Titles: which words name an office, and in which form the graph writes it.

A closed list of heads and acronyms with a small grammar around them, all of it data: qualifiers before ("Senior",
"Interim"), a function behind ("of Clinical Operations", ", Legal Affairs"). It runs over text in which organisations
and people are masked, so that "Director of the Acme Institute" is the title "Director" at an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class TitleFound:
    """One title in a text; `notation` is its canonical form.

    `executive` marks offices that only the speaker's own company can mean where no organisation is named ("CEO", not
    "Professor").
    """

    start: int
    end: int
    notation: str
    executive: bool


@dataclass(frozen=True, slots=True)
class _Words:
    acronyms: dict[str, str]
    qualifiers: tuple[str, ...]
    heads: tuple[str, ...]
    qualified_heads: tuple[str, ...]
    fielded: frozenset[str]
    functions: frozenset[str]
    organisational: frozenset[str]


@cache
def _words() -> _Words:
    raw = yaml.safe_load((files("kg.annotation") / "data" / "titles.yaml").read_text(encoding="utf-8"))
    return _Words(
        acronyms=raw["acronyms"],
        qualifiers=tuple(raw["qualifiers"]),
        heads=tuple(raw["heads"]),
        qualified_heads=tuple(raw["qualified_heads"]),
        fielded=frozenset(w.lower() for w in raw["fielded"]),
        functions=frozenset(w.lower() for w in raw["functions"]),
        organisational=frozenset(w.lower() for w in raw["organisational"]),
    )


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_BOARD = (
    r"(?:the\s+|its\s+|our\s+)?(?P<board>(?:(?:scientific|clinical|medical|strategic|executive|business|industry|"
    r"international)\s+(?:and\s+\w+\s+)?)*"
)
_BOARD += r"(?:advisory\s+)?board(?:\s+of\s+(?:directors|trustees|managers|governors))?)"


# In a contact block that lost its line breaks a name runs into an office: "Ana RoeSenior Vice President".
RUN_INTO = "Senior|Chief|Vice|Managing|Executive|President|Director|Chairman|Head|CEO|CFO|COO"


@cache
def _core() -> re.Pattern[str]:
    """A title without its function: acronym, "Chief … Officer", board membership, or head with qualifiers."""
    words = _words()
    qualifier = rf"(?:(?:{_any(words.qualifiers)})[\s-]+)"
    acronym = rf"(?-i:{_any(tuple(words.acronyms))})"
    return re.compile(
        rf"""(?:(?<![\w'&-])|(?<=[a-z])(?-i:(?=(?:{RUN_INTO})\b)))(?:
          (?P<member>(?:(?:independent|non-executive|founding)\s+)?(?:board\s+member|member\s+of\s+{_BOARD}))
        | (?P<advisory>(?:scientific|clinical|medical)\s+(?:and\s+\w+\s+)?advisory\s+board\s+
            (?:member|chair|chairman|chairwoman))
        | (?P<chief>(?:(?:interim|acting|deputy|global|co|group|corporate|founding)[\s-]+)?
            chief\s+(?:(?!chief\b|officer\b)[a-z&-]+,?\s+){{1,5}}officer)
          (?:\s\((?:{acronym})\))?
        | {qualifier}{{0,4}}(?P<acronym>(?:co-)?{acronym})
        | {qualifier}{{0,4}}(?P<head>{_any(words.heads)})(?:\s+emeritus)?
          (?P<ofboard>\s+of\s+(?:the\s+|its\s+|our\s+)?board(?:\s+of\s+directors)?
            (?!\s+of\s+(?:trustees|managers|governors)))?
        | {qualifier}{{1,4}}(?P<qualified>{_any(words.qualified_heads)})
        | (?P<chiefof>chief)(?=\s+of\s)
        )(?:(?![\w-]|'s\s+(?:office|letter)|\s+investigator)|(?-i:(?=[A-Z][\w.]{{0,30}}@)))""",
        re.IGNORECASE | re.VERBOSE,
    )


# A word of a function, in a title that is printed with capitals; connectors only between such words.
_WORD = r"(?:[A-Z](?:(?!\d{3}[.\s-])[\w&/.'-])*(?<=[\w&])|&)"
_FIELD = re.compile(
    rf"(?:the\s+)?{_WORD}(?:(?:\s+|,\s+(?:and\s+|&\s+)|\s+(?:and|of|for|in|&|to|the|of\s+the|"
    rf"and\s+the)\s+){_WORD}){{0,9}}"
)
_LOWER_FIELD = re.compile(
    r"(?!the\b|an?\b|its\b|our\b|his\b|her\b|both\b|two\b|several\b)[a-z][a-z-]+(?:\s+(?!at|of|for|and|with|in|who|"
    r"as|to|on|from|the|is|was|will|said|by|where|until|since)[a-z][a-z-]+){0,2}"
    r"(?:\s+(?:and|of)\s+[a-z][a-z-]+)?"
)
_LINK = re.compile(
    r"\s+(?:of|for)\s+|\s*,\s+|\s+[-/]\s+|\s+in\s+(?=the\s+(?:department|division|faculty|section)\b)|\s+",
    re.IGNORECASE,
)


_OFFICE_OF_PARTNER = re.compile(
    r"\b(?:an?|as|and|current|general|managing|venture|founding|senior|equity)\s+$"
)  # not "its partner Belu"


def find_titles(text: str) -> Iterator[TitleFound]:
    """Every title of a text, in order; people and organisations in it should be masked.

    >>> [t.notation for t in find_titles("Jo Roe, President & CEO, and Al Poe, Vice President, Legal Affairs, spoke")]
    ['President', 'Chief Executive Officer', 'Vice President, Legal Affairs']
    """
    at = 0
    while match := _core().search(text, at):
        end = _function_end(text, match)
        if match[0] == "partner" and not _OFFICE_OF_PARTNER.search(text[: match.start()]):
            at = end
            continue
        yield TitleFound(
            match.start(), end, _notation(text, match, end), _is_executive(match, text[match.start() : end])
        )
        at = end


def _function_end(text: str, core: re.Match[str]) -> int:
    """Where the function behind a title ends; the end of the title itself where there is none."""
    end = core.end()
    if core["member"] or core["advisory"] or core["ofboard"]:
        return end
    link = _LINK.match(text, end)
    if not link:
        return end
    head = (core["head"] or core["acronym"] or core["qualified"] or core["chiefof"] or core["chief"] or "").lower()
    by_of = link[0].strip().lower() in ("of", "for", "in")
    field = _FIELD.match(text, link.end())
    if not field and by_of and head in _words().fielded:
        field = _LOWER_FIELD.match(text, link.end())
    if not field:
        return end
    stop = _cut(text, link.end(), field.end())
    return stop if _is_function(text[link.end() : stop], head, link[0].strip().lower()) else end


def _cut(text: str, start: int, end: int) -> int:
    """The end of a field, cut before the next title or connector that stands at its edge."""
    following = _core().search(text, start, end)
    if following:
        end = following.start()
    piece = text[start:end]
    return start + len(re.sub(r"(?:[\s,&/-]+(?:and|of|for|in|to|the|&)?)+$", "", piece, flags=re.IGNORECASE))


def _is_function(field: str, head: str, link: str) -> bool:
    """Whether a field is part of the title: a listed function, or behind "of" of a head that takes any field."""
    words = re.findall(r"[\w&.'/-]+", field)
    led = len(words) > 1 and link in ("of", "for") and words[-1].lower() in _words().functions
    if (
        not words
        or {w.lower() for w in (words[:-1] if led else words)} & _words().organisational
        and not (led and head in _words().fielded and words[-1] in _LED)
    ):
        return (
            bool(re.match(r"(?:the\s+)?(?:Department|Division|Section)\s+of\s", field, re.IGNORECASE))
            and head in _words().fielded
        )
    if re.match(r"(?:the\s+)?(?:Company|Board|Year|Month|Day)\b", field, re.IGNORECASE):
        return False
    if link in ("of", "for", "in") and head in _words().fielded:
        return link != "for" or words[0].lower() in _words().functions
    if not link and head in ("founder", "co-founder", "partner", "principal", "secretary", "treasurer", "trustee"):
        return False
    if link and head not in _words().fielded:
        return all(w.lower() in _words().functions or w.lower() in _SMALL for w in words)
    ends = {words[-1].lower(), words[0].lower()} if link else {words[0].lower()}
    ends |= {part for w in list(ends) for part in w.split("/")}
    return bool(ends & _words().functions)


_LED = {"Operations", "Affairs", "Development", "Relations", "Administration"}  # of a house: "Clinic Operations"
_SMALL = {"of", "and", "the", "in", "for", "to", "on", "&"}


def _notation(text: str, core: re.Match[str], end: int) -> str:
    """The canonical form of a title: acronyms written out, capitals on its words, board offices levelled."""
    if core["member"] or core["advisory"]:
        return board_member(core["board"] or core["advisory"] or "")
    printed = text[core.start() : core.end() if core["ofboard"] is None else core.start("ofboard")]
    if core["chief"]:
        printed = re.sub(r"\s\([^)]*\)$", "", printed)
    if core["acronym"]:
        printed = re.sub(r"(?:Co-)?(\w+)$", lambda m: m[0].replace(m[1], _words().acronyms[m[1]]), printed)
    if not core["ofboard"]:
        printed += text[core.end() : end]
    printed = re.sub(r"\s+", " ", printed).replace("Cofounder", "Co-Founder").replace("&", "and")
    printed = re.sub(r"\bR ?and ?D\b", "R&D", printed)
    return _capitalised(re.sub(r"^Sr\.? ", "Senior ", printed, flags=re.IGNORECASE))


def _capitalised(title: str) -> str:
    words: list[str] = []
    printed = title.split(" ")
    shouting = sum(w.isupper() for w in printed if len(w) > 2) > 1
    for i, word in enumerate(printed):
        if i and word.lower() in _SMALL:
            words.append(word.lower())
        elif word.isupper() and (len(word) > 3 or word in ("VICE", "LEAD", "HEAD")) and shouting:
            words.append("-".join(p.capitalize() for p in word.split("-")))
        else:
            words.append("-".join(p[:1].upper() + p[1:] for p in word.split("-")) if "-in-" not in word else word)
    return " ".join(words)


def board_member(board: str) -> str:
    """The title of one who sits on a board: "Director", or "Scientific Advisory Board Member" and the like.

    >>> board_member("Board of Directors"), board_member("scientific advisory board")
    ('Director', 'Scientific Advisory Board Member')
    """
    words = re.sub(r"\s+", " ", board).lower()
    if "advisory" in words:
        return _capitalised(re.sub(r" ?members?$", "", words)) + ("" if re.search(r"chair\w*$", words) else " Member")
    if "trustees" in words or "governors" in words:
        return "Trustee" if "trustees" in words else "Governor"
    return "Director"


_NOT_EXECUTIVE = re.compile(
    r"professor|partner|principal|dean|provost|chancellor|trustee|fellow|residence|advis|consultant|editor|"
    r"managing director|managing member|scientist|"
    r"^(?:\w+ )?(?:director|chair|head|chief|secretary|trustee)$|^chief of|member|observer|department|division|"
    r"section|faculty|account|portfolio|medical director of",
    re.IGNORECASE,
)


def _is_executive(core: re.Match[str], printed: str) -> bool:
    return bool(core["chief"] or core["acronym"]) or not _NOT_EXECUTIVE.search(printed)
