"""Who owns a company, and where it sits.

Finds (Belu, Acme) in "Acme and its wholly owned subsidiary, Belu" and (Acme, "Boston, Massachusetts") in "Acme,
headquartered in Boston, Massachusetts"; leaves alone "one of its subsidiaries", "a former subsidiary of Belu",
"patients based in Boston" and "Acme's European headquarters".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotation.facts.making import fact, negated
from kg.annotation.model import EntityType, Fact, Mention
from kg.annotation.reading import Reading, Sentence, rule
from kg.lexicons import lookup

_PAREN = r"(?: ?\([^()]{0,100}\)){0,2}"
_PLAIN = (
    r"(?:(?!(?:former|formerly|previous|previously|proposed|prospective|future|potential|then|of|by|to|from|with|"
    r"and|or|not|new|one|"
    r"any|each|an?|the|will|would|become|was|were|be|been|had)\b)[\w.%&/-]{1,30} ){0,5}?"
)
_OWNED = rf"{_PLAIN}(?:subsidiary|business unit|operating unit|division)"
_ARM = (
    r"(?:corporate |strategic |independent )*(?:venture|investment|venture capital|venture investment) (?:arm|fund|"
    r"unit|subsidiary)"
)
_IS = (
    r"(?:, |,? (?:which |that )?(?:is|are|operates as|operating as|became|has become|remains) )(?:now |currently |"
    r"today )?"
    r"(?:an? [^.;,‹›]{1,80} and )?"
)
_OF = r"of (?:the )?(?:(?!(?:an?|its|our|their|which|that|and|or|by|with|for)\b)[a-z-]{2,20} ){0,4}?"
_PARENTS = (
    # "Belu, a wholly owned subsidiary of Acme"; "Belu and Tarn are subsidiaries of Acme"; "the venture arm of Acme"
    rule(
        rf"(?P<sub>{{O*}}){_PAREN}\s?{_IS}(?:(?:an?|the|both|each) )?(?:(?:{_OWNED}|{_PLAIN}subsidiaries|{_ARM}) {_OF}"
        rf"|(?:proud )?(?:member|part) of (?:the )?(?=‹O\d+›(?:'s)? (?:family|group)\b))(?P<parent>{{O}})"
    ),
    # "Belu, Acme's commercial subsidiary"
    rule(rf"(?P<sub>{{O}}){_PAREN}\s?, (?P<parent>{{O}})(?:'s?)?{_PAREN} (?:{_OWNED}|{_ARM})\b(?! ‹O)"),
    # "Belu, an Acme company"
    rule(rf"(?P<sub>{{O}}){_PAREN}\s?,? (?:is )?an? (?P<parent>{{O}}) (?:group |portfolio )?(?:subsidiary|company)\b"),
    # "Acme's wholly owned subsidiary, Belu"; "Acme (Nasdaq: ACME) subsidiary Belu"
    rule(rf"(?P<parent>{{O}})(?:'s?)?{_PAREN}(?:'s)? (?:{_OWNED}|{_ARM}),? (?:called |named )?(?P<sub>{{O}})(?!'s)"),
    rule(rf"(?P<parent>{{O}})'s?{_PAREN} {_PLAIN}subsidiaries,? (?:called |named |including )?(?P<sub>{{O*}})(?!'s)"),
    # "Acme's Belu subsidiary"
    rule(r"(?P<parent>{O})'s (?P<sub>{O}) subsidiary\b"),
    # "Through its wholly owned subsidiary, Belu, Acme is"
    rule(rf"^(?:through|via) its {_OWNED},? (?P<sub>{{O}}){_PAREN}, (?P<parent>{{O}})"),
    # "Acme controls Belu, a drug development subsidiary"; "Acme, the parent company of Belu"
    rule(rf"(?P<parent>{{O}}){_PAREN} (?:also )?(?:controls|owns) (?P<sub>{{O}}){_PAREN}, an? {_OWNED}\b(?! of)"),
    rule(
        rf"(?P<parent>{{O}}){_PAREN},? (?:is )?(?:the )?(?:sole )?(?:parent|holding|parent company|sole owner) "
        rf"of (?P<sub>{{O*}})"
    ),
    rule(r"(?P<sub>{O})(?:'s| and ‹O\d+›'s) parent(?: company| organi[sz]ation)?,? (?P<parent>{O})"),
    # "Acme has formed two new subsidiaries, Belu and Tarn"
    rule(
        rf"(?P<parent>{{O}}){_PAREN} [^.;‹›]{{0,60}}?(?:launched|formed|established|created|incorporated|set up) "
        rf"[^.;‹›]{{0,40}}?"
        r"(?:subsidiary|subsidiaries)(?:,| -|:)? (?:called |named )?(?P<sub>{O*})"
    ),
)
# A company that changes hands in the sentence is its old parent's or its new one's: not said which.
_SOLD = re.compile(
    r"\b(?:acquir(?:e|es|ed|ing)|acquisition of|sold|sale of|divest\w*|purchased?|purchase of|spin(?:ning)?[ "
    r"-]?(?:off|out)|spun (?:off|out))"
    r"(?! (?:[\w'-]+ ){0,8}?(?:through|by|via)\b)[^.;]{0,40}$",
    re.IGNORECASE,
)
# "agreements with Belu, the drug division of Acme, and Tarn": three of a list
_AMONG = re.compile(r"\b(?:with|between|including|from|among) (?:the )?$", re.IGNORECASE)
_UNTIL = re.compile(r"^[^.;]{0,40}\b(?:until|prior to (?:its|the))\b", re.IGNORECASE)

_WORD = r"[A-ZÅÄÖØÉ][\w'.]{0,30}(?:-\w{1,30}(?<!-based)){0,3}"
_PART = rf"(?-i:{_WORD}(?: (?:{_WORD}|de|of|la|le|am|upon|del)){{0,4}})"
_PLACE = rf"(?:the )?(?P<place>{_PART}(?:, {_PART}){{0,2}})"
_SITS = r"(?:head-?quartered|based)"
_BETWEEN = r"(?:[^.;‹›]|‹[DIT]\d+›)"
_FIRM = (
    r"(?:company|firm|organi[sz]ation|business|manufacturer|developer|institute|group|corporation|subsidiary|"
    r"provider|maker|bank|fund|CRO|CDMO)"
)
_SEATS = (
    # "Acme is headquartered in Boston"; "Acme, based in Boston"
    rule(rf"(?P<org>{{O}}){_PAREN}\s?,? (?:(?:which |that )?(?:is|are) (?:now |currently )?)?{_SITS} in {_PLACE}"),
    # "Acme was founded in 2004 and is headquartered in Boston"
    rule(
        rf"(?P<org>{{O}}){_PAREN}\s?,? (?:was |were )?(?:founded|established|formed|incorporated) (?:in|by) "
        rf"[^.;‹›]{{1,60}}?,? and (?:is |are )?(?:now |currently )?{_SITS} in {_PLACE}"
    ),
    # "Acme, a drug company based in Boston"; "Acme is a company with two drugs and is headquartered in Boston"
    rule(
        rf"(?P<org>{{O}}){_PAREN}\s?(?:,| is|, ‹O\d+›'s{_PAREN}) (?:(?:an?|the|leading) )?{_BETWEEN}{{0,120}}?\b{_FIRM}"
        rf"(?: in [a-z]{{3,20}})?(?:,? (?:which|that) is|, founded in \d{{4}}(?:,| and)|,)? {_SITS} in {_PLACE}"
    ),
    rule(rf"(?P<org>{{O}}){_PAREN} is an? {_BETWEEN}{{0,160}}? (?:and is|and|,) headquartered in {_PLACE}"),
    rule(
        rf"(?P<org>{{O}}){_PAREN}\s?(?:,| is| has| maintains)[^.;‹›]{{0,100}}? (?:corporate |global |world )"
        rf"?headquarters in {_PLACE}"
    ),
    rule(
        rf"(?P<org>{{O}})'s (?:corporate |global |world |worldwide |company |new )*(?:headquarters|head office) "
        rf"(?:(?:is|are|will be|"
        rf"was moved|is located|are located|will be located|located) )?(?:at [^‹›;]{{0,60}}? )?(?:in|to) {_PLACE}"
    ),
    rule(
        rf"(?P<org>{{O}}){_PAREN} (?:has |have )?(?:moved|relocated) (?:its|our|‹O\d+›'s) (?:corporate |global )"
        rf"?headquarters "
        rf"(?:from [^‹›.;]{{0,40}}? )?to {_PLACE}"
    ),
    # "Founded in 2004 and headquartered in Boston, Acme is"
    rule(rf"^(?:[^‹›.;]{{0,60}} and )?{_SITS} in {_PLACE}(?:,? and [^‹›.;]{{0,60}})?, (?:the )?(?P<org>{{O}})"),
)
# "Acme of Leeds, England"; "Acme (Leeds, England)"
_NEAR = (
    rule(rf"(?P<org>{{O}}),? of (?-i:(?P<place>{_PART}, {_PART}))(?=[,.;)]| and | which | that | who |$)"),
    rule(rf"(?P<org>{{O}}) \((?-i:(?P<place>{_PART}, {_PART}))\)"),
)
# "Boston-based Acme"; "Acme is a Boston-based company"
_FROM = (
    rule(rf"(?<![\w-]){_PLACE}-? ?based (?P<org>{{O}})"),
    rule(rf"(?P<org>{{O}}){_PAREN}(?: is|,) an? {_PLACE}-? ?based "),
)
_BEHIND = re.compile(
    r"\b(?:subsidiary|unit|division|affiliate|arm|partners?|subsidiaries) (?:of|with) (?:the )?$", re.IGNORECASE
)
_REGIONAL = re.compile(
    r"\b(?:european|U\.?S\.?|north american|regional|asian|asia[- ]pacific|local|japanese|chinese) headquarters",
    re.IGNORECASE,
)
_SHORT = re.compile(r"[A-Z][a-z]{2,4}|(?:[A-Z]\.)+[A-Z]")  # "Mass", "D.C"
_WIDE = frozenset({"country", "continent"})  # "a U.S.-based company" does not say where its head office is


def find_parents(reading: Reading) -> Iterator[Fact]:
    """Each company with its owner, then each organisation with the place of its head office."""
    owned = [pair for sentence in reading.sentences for pair in _owned(sentence)]
    both_ways = {(sub.name, parent.name) for _, sub, parent in owned}
    for sentence, sub, parent in owned:
        if (parent.name, sub.name) not in both_ways:
            yield fact("parent", "parent/1", sentence, 0.93, organization=sub, parent=parent)
    for sentence in reading.sentences:
        for org, place in _seats(sentence):
            yield fact("headquarters", "headquarters/1", sentence, 0.94, organization=org, place=place)


def _owned(sentence: Sentence) -> Iterator[tuple[Sentence, Mention, Mention]]:
    """Subsidiary and parent of every pattern that the sentence fits, each pair once."""
    seen: set[tuple[str, str]] = set()
    text = sentence.masked
    for pattern in _PARENTS:
        for match in pattern.finditer(text):
            (parent,) = sentence.named(match["parent"])
            listed = _AMONG.search(text[: match.start()]) and re.match(r",? and ", text[match.end() :])
            if listed or negated(match[0]) or _SOLD.search(text[: match.start()]) or _UNTIL.match(text[match.end() :]):
                continue
            for sub in sentence.named(match["sub"]):
                pair = (sub.name, parent.name)
                if pair not in seen and _could_own(sentence, sub, parent):
                    seen.add(pair)
                    yield sentence, sub, parent


def _could_own(sentence: Sentence, sub: Mention, parent: Mention) -> bool:
    """Whether both are companies, and two, and neither is an "its" behind several names."""
    if not (_is_company(sub) and _is_company(parent)) or sub.name == parent.name:
        return False
    return all(_is_clear(sentence, org) for org in (sub, parent))


def _is_clear(sentence: Sentence, org: Mention) -> bool:
    """Whether it is named, or its "its" stands for the company that is named last before."""
    if not (org.coreferent and org.text.lower() == "its"):
        return True
    before = [m for m in sentence.of_type(EntityType.ORGANIZATION) if m.end <= org.start and _is_company(m)]
    return bool(before) and before[-1].name == org.name


def _is_company(org: Mention) -> bool:
    return org.kind in ("Company", "") and len(org.name.split()) <= 8


def _seats(sentence: Sentence) -> Iterator[tuple[Mention, str]]:
    """Organisation and place of every pattern that the sentence fits, each organisation once."""
    seen: set[str] = set()
    text = sentence.masked
    for pattern in (*_SEATS, *_NEAR, *_FROM):
        for match in pattern.finditer(text):
            (org,) = sentence.named(match["org"])
            named = match.re.groupindex["org"] < match.re.groupindex["place"]
            if org.kind == "StockExchange" or negated(match[0]) or _REGIONAL.search(match[0]):
                continue
            if named and _BEHIND.search(text[: match.start("org")]) or len(org.name.split()) > 8:
                continue
            place = _place(match["place"])
            if place and pattern in _NEAR and place.count(",") != 1:
                continue  # both parts are places
            if place and org.name not in seen and not (pattern in _FROM and _wide(place)):
                seen.add(org.name)
                yield org, place


def _place(printed: str) -> str | None:
    """The parts of a place from the front that a gazetteer knows; None where it knows none.

    An unknown town is believed where a known region or country stands behind it.
    """
    parts = [_part(p) for p in printed.split(", ")]
    known = [bool(lookup("place", p)) for p in parts]
    if len(parts) > 1 and known[1] and not known[0] and any(e.kind != "city" for e in lookup("place", parts[1])):
        known[0] = True
    count = next((i for i, k in enumerate(known) if not k), len(known))
    return ", ".join(parts[:count]) or None


def _wide(place: str) -> bool:
    """Whether a place is a whole country or more."""
    entries = lookup("place", place)
    return bool(entries) and all(e.kind in _WIDE for e in entries)


def _part(printed: str) -> str:
    """A part without the stop that ends its sentence: "Utah." as "Utah", but "Mass." as it is."""
    bare = printed.removesuffix(".")
    return printed if len(printed) < 7 and (not lookup("place", bare) or _SHORT.fullmatch(bare)) else bare
