"""Drugs that nothing but a deal or an application names: "rights to zorvadine", "a New Drug Application for Zorvexa".

Finds "zorvadine" in "the commercialization of zorvadine (ACM-12)"; leaves alone "rights to technology", "commercialize
products in Japan", "an application for Approval".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.found import Found
from kg.annotation.model import EntityType
from kg.lexicons import inn_stem, lookup

_APPLICATION = (
    r"(?:New\s+Drug\s+Application|Biologics?\s+License\s+Application|Marketing\s+Authori[sz]ation\s+Application|"
    r"NDA|BLA|MAA|sNDA|sBLA|IND|ANDA)(?:\s?\(\s?\"?\w{2,5}\"?\s?\))?(?:\s+(?:submission|filing|resubmission))?"
)
_TRADE = (
    r"(?:(?:(?i:develop(?:ment)?|manufactur(?:e|ing)|market(?:ing)?|co-promot(?:e|ion)),?\s+(?:and|or|and/or)\s+)?"
    r"(?i:commerciali[sz](?:e|ing)|commerciali[sz]ation\s+of|distribution\s+of|marketing\s+of|co-promotion\s+of))"
)
# What stands before a drug's name and before hardly anything else that is one word.
_DEALT = (
    rf"(?:{_TRADE}|(?i:rights)\s+(?i:for|to)|{_APPLICATION}\s+(?i:for|of)|(?i:approval)\s+(?i:of)|"
    r"(?i:designations?)\s+(?i:to|for)|(?i:option\s+to\s+(?:in-)?licen[sc]e))"
)
# What stands before other things too, but before a number of a compound's shape only where it is one.
_WORKED_ON = (
    r"(?i:(?:to|will)\s+(?:(?:co-?)?develop|advance|evaluate|study|manufacture|supply|distribute|promote|"
    r"in-licen[sc]e|out-licen[sc]e|acquire)|(?:agreement|licen[sc]e|collaboration)\s+(?:for|covering|on)|"
    r"supply\s+of|manufactur(?:e|ing)\s+of|sale\s+of|trials?\s+of)"
)
_BEFORE = re.compile(rf"\b(?:{_DEALT}|{_WORKED_ON})\s+$")
_END = r"(?=\s?\(|[,.;]|\s+(?:in|for|as|from|to|by|outside|throughout|worldwide|globally|with|and\s+a)\b|$)"
_BRAND = re.compile(
    rf"\b(?:{_TRADE}|(?i:rights)\s+(?i:for)|{_APPLICATION}\s+(?i:for|of))\s+(?P<name>[A-Z][a-z]{{4,13}}){_END}"
)
# "a distribution agreement with Belu for Zorvexa in Japan"
_AGREED = re.compile(
    r"\b(?i:agreement|licen[sc]e)\s[^.;$]{0,80}?\s(?i:for)\s+(?P<name>[A-Z][a-z]{5,13})(?=\s+in\s+(?:the\s+)?[A-Z])"
)
_GENERIC = re.compile(rf"\b{_DEALT}\s+(?P<name>[A-Za-z][a-z]{{6,20}}){_END}")
_BOTH = re.compile(
    rf"\b{_DEALT}\s+(?P<name>[A-Z][A-Za-z]{{4,14}})\s?\((?P<generic>[a-z]{{6,22}})(?:\s[a-z]+){{0,3}}[,)]"
)
_NUMBERED = re.compile(rf"\b{_DEALT}\s+(?P<name>[a-z]{{6,22}})\s?\((?P<code>[A-Z]{{2,5}}-?\d{{1,5}}[A-Z]?)[,)]")
_SHORT_CODE = re.compile(
    rf"\b(?:{_DEALT}|{_WORKED_ON})\s+(?:(?:its|our|the)\s+)?(?P<name>[A-Z]{{2,5}}-\d[A-Z]?)(?!\w|\.\d|-\w)"
)
# Substances' names end so, and so do few other words; it counts only where such a name must stand.
_SUBSTANCE = re.compile(
    r"(?:[bcdfgklmnprstvxz](?:ine|ib|ab|ast|ant|ept|ide|one|ol|ate|ir|mer|sen|gene|cel|vec|tin|cin|an|il|am|em|um|en|"
    r"ase|mod|fon|cept|rene|stat|pam|lin|xin|rin|min|on|ox|ex|et))$"
)
_PLAIN = re.compile(
    r"(?:medic\w+|vaccin\w+|compound\w*|products?|therap\w+|treatments?|inhibit\w+|antibod\w+|candidates?|"
    r"technolog\w+|programs?|assets?|portfolio|certain|selected|multiple|several|additional|innovati\w+|patients?|"
    r"access|pipeline|develop\w*|commercial\w*|machine|routine|combination|information|protein\w*|platform|"
    r"participat\w+|construction|extension|transition|completion|person|common|option|region|action|question|"
    r"reason|human|clinical|chemical|biological|animal|alternative|intellectual|proper\w+|immunization|women|"
    r"children|specific|potential|payment\w*|equipment|instrument\w*|document\w*|content|patent\w*|Phase|"
    r"Company|Licensed|Territor\w+|Approval|Priority|Orphan|Fast|Rare|Review|Europe\w*|Study|Trial|Drug\w*)$",
    re.IGNORECASE,
)


def is_dealt(text: str, start: int) -> bool:
    """Whether the words before a place put a drug there: rights are given to it, or an authority is asked about it."""
    return bool(_BEFORE.search(text[max(0, start - 110) : start]))


def dealt_names(text: str) -> Iterator[Found]:
    """Words that can only be drugs' names where they stand."""
    yield from _beside_another(text)
    for match in _SHORT_CODE.finditer(text):
        if not any(lookup(kind, match["name"]) for kind in ("target", "disease", "organization")):
            yield _found(match, "name", "code", 4)
    if _titled(text):
        return
    for match in _GENERIC.finditer(text):
        name = match["name"]
        if is_substance(name) and (name.islower() or inn_stem(name)) and not lookup("disease", name):
            yield _found(match, "name", "generic", 4 if name.islower() else 2)
    for pattern, weight in ((_BRAND, 2), (_AGREED, 4)):
        for match in pattern.finditer(text):
            if not _PLAIN.match(match["name"]) and not _named_otherwise(match["name"]):
                yield _found(match, "name", "brand", weight)


def _beside_another(text: str) -> Iterator[Found]:
    """Both names of "Zorvexa (zorvadine)" and "zorvadine (ACM-12)" in such a place."""
    for match in _BOTH.finditer(text):
        if is_substance(match["generic"]) and not _PLAIN.match(match["name"]):
            yield _found(match, "name", "brand", 4)
            yield _found(match, "generic", "generic", 4)
    for match in _NUMBERED.finditer(text):
        if is_substance(match["name"]):
            yield _found(match, "name", "generic", 4)
            yield _found(match, "code", "code", 4)


def _titled(text: str) -> bool:
    """Whether most words begin with a capital, so that capitals tell nothing."""
    words = re.findall(r"[A-Za-z]{4,}", text)
    return bool(words) and sum(w[0].isupper() for w in words) > 0.6 * len(words)


def is_substance(word: str) -> bool:
    """Whether a word ends as substances' names do and is no common word of the trade."""
    return not _PLAIN.match(word) and bool(inn_stem(word) or _SUBSTANCE.search(word)) and not lookup("target", word)


def _named_otherwise(word: str) -> bool:
    return any(lookup(kind, word) for kind in ("place", "disease", "organization", "first_name", "target"))


def _found(match: re.Match[str], group: str, kind: str, weight: int) -> Found:
    return Found(EntityType.DRUG, match.start(group), match.end(group), match[group], kind, weight)
