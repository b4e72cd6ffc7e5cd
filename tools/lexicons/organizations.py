"""Organisations of ROR, the SEC, ClinicalTrials.gov and a list of universities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.lexicons.curated import read_rows
from kg.lexicons.entries import Match
from kg.lexicons.index import Name, Row, plain_name, spellings
from kg.lexicons.names import fold_name, fold_organization, singular
from tools.lexicons.sources import Sources, values

ROR_KINDS = ("company", "healthcare", "education", "government", "nonprofit", "facility", "archive", "funder", "other")
KINDS = {"healthcare": "hospital", "education": "university", "government": "agency", "facility": "institute"}
_SEC_TAIL = re.compile(r"(?:\s*/[A-Z]{2,4}/?)+$|/ADR/?$|\\.*$")
_PERSON = re.compile(r",? (?:MD|M\.D\.?|PhD|Ph\.D\.?|MSc|MPH|RN|DO|FACS|FRCS|DDS|PharmD)\b")
_ORG_WORD = re.compile(
    r"\b(?:inc|ltd|llc|corp\w*|co|gmbh|ag|bv|plc|sa|ab|as|srl|spa|kg|pharm\w*|bio\w*|thera\w*|medic\w*|med|univ\w*|hosp\w*|instit\w*|"
    r"cent\w*|clinic\w*|health\w*|foundation|fund\w*|group|grp|network|associa\w*|societ\w*|college|school|laborator\w*|labs?|research|"
    r"sciences?|oncolog\w*|cancer|trust|council|ministry|department|national|international|technolog\w*|diagnost\w*|vaccines?|genetics|"
    r"systems?|surgical|care|company|agency|consort\w*|organi[sz]ation|academ\w*|trial\w*|study|studies|hôpit\w*|klini\w*)\b",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"^(.*\S)\s+\(([^()]+)\)$")


def organizations(sources: Sources) -> Iterator[Row]:
    """The hand-written agencies, ROR, SEC registrants, universities and sponsors; the last two add only new names."""
    shared, seen = Shared(sources), set[str]()
    written = read_rows(sources.written / "agency.tsv")
    agencies = [Row(r.label, tuple(map(as_label, r.names)), r.ids, r.kind, r.place) for r in written]
    known = {curie for row in agencies for curie in row.ids}
    listed, registrants = joined([row for row in ror(sources) if row.ids[0] not in known], list(sec(sources)))
    for number, row in enumerate((*agencies, *registrants, *listed, *universities(sources), *sponsors(sources))):
        fresh = [n for n in row.names if row.ids or fold_organization(n.text) not in seen]
        names = tuple(n for n in (organization_name(n, shared, number < len(agencies)) for n in fresh) if n)
        if names:
            seen.update(fold_organization(n.text) for n in names)
            yield Row(row.label, names, row.ids, row.kind, row.place)


def joined(listed: list[Row], registrants: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of ROR, with the CIK of the registrant of the same name, and the registrants that ROR has not.

    Of several companies of that name (subsidiaries by country) none is taken for the registrant.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(listed):
        if row.kind == "company":
            by_name[fold_organization(row.names[0].text)].append(number)
    rest = []
    for registrant in registrants:
        same = by_name.get(fold_organization(registrant.label), [])
        if len(same) == 1:
            old = listed[same[0]]
            names = (*old.names, *registrant.names)
            listed[same[0]] = Row(old.label, names, (*old.ids, *registrant.ids), old.kind, old.place)
        else:
            rest.append(registrant)
    return listed, rest


def as_label(name: Name) -> Name:
    """A name that counts as its thing's label."""
    return Name(name.text, Match.LABEL, name.capital, name.exact, name.short)


class Shared:
    """The words that make no organization's name by themselves."""

    def __init__(self, sources: Sources):
        self.english = sources.english
        self.generic = sources.stop["organization:generic"]
        people = ("census1990_male", "census1990_female", "census1990_surnames")
        self.people = {fold_name(row["name"]) for stem in people for row in sources.table(stem)[:20000]}
        self.places = {fold_name(row["name"]) for row in sources.table("geonames_cities")}

    def weak(self, folded: str) -> bool:
        """Whether a name needs other evidence: short, an English word, a person's or place's name, or generic words."""
        if " " in folded:
            return (folded.count(" ") < 2 and set(folded.split()) <= self.generic) or folded in self.places
        known = folded in self.people or folded in self.places or folded in self.generic
        return known or len(folded) < 5 or folded in self.english or singular(folded) in self.english


def organization_name(name: Name, shared: Shared, sure: bool = False) -> Name | None:
    """A name of an organization, marked as short where it needs other evidence; None where it is no name."""
    folded = fold_organization(name.text)
    if folded.count(" ") >= 10 or len(folded) < 2 or not any(c.isalpha() for c in folded):
        return None
    bare = fold_name(name.text) == folded
    weak = any(shared.weak(fold_organization(text)) for text in spellings(name.text))
    short = name.short or (not sure and weak)
    return Name(name.text, name.match, capital=True, exact=name.exact and bare, short=short)


def ror(sources: Sources) -> Iterator[Row]:
    """Records of the Research Organization Registry; acronyms are short."""
    for row in sources.table("ror"):
        kind = next(k for k in ROR_KINDS if k in (values(row["types"]) or ["other"]))
        names = [plain_name(row["label"], Match.LABEL)]
        names += [
            plain_name(text) for text in values(row["aliases"]) if not re.search(r"[^\x00-\u024f\u2010-\u201f]", text)
        ]
        names += [Name(text, Match.CODE, exact=True, short=True) for text in values(row["acronyms"])]
        yield Row(
            row["label"],
            tuple(map(with_parenthesis, names)),
            (f"ROR:{row['ror']}",),
            KINDS.get(kind, kind),
            f"{row['city']}, {row['country']}",
        )


def with_parenthesis(name: Name) -> Name:
    """A name without the country or city that a registry puts behind it in brackets."""
    found = _PARENTHESIS.match(name.text)
    return Name(found[1], name.match, name.capital, name.exact, name.short) if found else name


_FUND = re.compile(
    r"\b(?:fund|trust|etf|portfolio|bond|income|acquisition|notes?|municipal|spdr|ishares|reit)\b", re.IGNORECASE
)


def sec(sources: Sources) -> Iterator[Row]:
    """Registrants of the SEC but funds, without the marks that EDGAR puts behind their names."""
    for row in sources.table("sec"):
        text = _SEC_TAIL.sub("", row["name"]).strip(" ,")
        if _FUND.search(text):
            continue
        if text == text.upper():
            text = " ".join(w.capitalize() if len(w) > 3 else w for w in text.split())
        yield Row(text, (Name(text, Match.LABEL, capital=True),), (f"CIK:{row['cik']}",), "company")


def universities(sources: Sources) -> Iterator[Row]:
    """Universities, by country."""
    for row in sources.table("universities"):
        yield Row(row["name"], (plain_name(row["name"], Match.LABEL),), (), "university", row["country"])


def sponsors(sources: Sources) -> Iterator[Row]:
    """Sponsors of trials that are no persons, most active first."""
    for text, count in sources.records("ctgov")[1:]:
        if _PERSON.search(text) or (not _ORG_WORD.search(text) and int(count) < 25) or text == text.lower():
            continue
        found = _PARENTHESIS.match(text)
        names = [Name(found[1] if found else text, Match.LABEL)]
        if found and re.fullmatch(r"[A-Z][A-Za-z&-]{1,9}", found[2]):
            names.append(Name(found[2], Match.CODE, exact=True, short=True))
        yield Row(names[0].text, tuple(names), (), "")
