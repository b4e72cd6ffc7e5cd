"""From rows of names to the two tables that a lexicon is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.lexicons.entries import Match
from kg.lexicons.packed import LETTERS, line

_ACRONYM = re.compile(r"[A-Z0-9&/.-]{1,6}s?")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’]s\b")
_DIGIT_CODE = re.compile(r"(\d+)-([A-Z]{2,}\d*)")
RANK = {match: rank for rank, match in enumerate(Match)}


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing; how strictly its capitals count, and whether it needs its long form near."""

    text: str
    match: Match = Match.SYNONYM
    capital: bool = False  # the text must hold a capital
    exact: bool = False  # its letters and digits must be just these
    short: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with all its names, its label among them."""

    label: str
    names: tuple[Name, ...]
    ids: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""


def plain_name(text: str, match: Match = Match.SYNONYM) -> Name:
    """A name whose capitals count if it is an acronym, and that is short if it has three letters or fewer."""
    letters = sum(c.isalnum() for c in text)
    acronym = _ACRONYM.fullmatch(text) is not None
    return Name(text, match, capital=False, exact=acronym or letters < 4, short=letters < 4)


def build(rows: Iterable[Row], fold: Callable[[str], str]) -> tuple[dict[str, str], list[str]]:
    """Folded names with their packed references, and the packed entries.

    Of the references of one name, labels come first, then synonyms, brands and codes; then those of earlier rows.
    """
    entries: list[str] = []
    senses: dict[str, dict[int, tuple[int, str]]] = {}
    for number, row in enumerate(row for row in rows if row.names):
        entries.append(line(row.label, row.ids, row.kind, row.place))
        for name in row.names:
            for text in spellings(name.text):
                _add(senses, fold(text), number, name)
    names = {}
    for key, found in senses.items():
        ordered = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
        names[key] = " ".join(reference for _, (_, reference) in ordered)
    return names, entries


def _add(senses: dict[str, dict[int, tuple[int, str]]], key: str, number: int, name: Name) -> None:
    if not key or key.isdigit():
        return
    surface = "=" + "".join(c for c in name.text if c.isalnum()) if name.exact else ""
    flags = ("!" if name.short else "") + ("^" if name.capital else "")
    found = (RANK[name.match], f"{number}{LETTERS[name.match]}{flags}{surface}")
    mine = senses.setdefault(key, {})
    if number not in mine or _strictness(found[1]) < _strictness(mine[number][1]):
        mine[number] = found


def _strictness(reference: str) -> tuple[bool, bool, bool]:
    return "=" in reference, "!" in reference, "^" in reference


def spellings(text: str) -> tuple[str, ...]:
    """A name and the spellings of it that folding does not bring together.

    >>> spellings("Ames's disease"), spellings("12-ABC")
    (("Ames's disease", 'Ames disease', 'Amess disease'), ('12-ABC', '12ABC'))
    """
    found = [text]
    if _POSSESSIVE.search(text):
        found += [_POSSESSIVE.sub("", text), _POSSESSIVE.sub("s", text)]
    if " and " in text:
        found.append(text.replace(" and ", " & "))
    code = _DIGIT_CODE.fullmatch(text)
    if code:
        found.append(code[1] + code[2])
    return tuple(found)
