"""One entry for a name, or none: what a public identifier may be taken from."""

from __future__ import annotations

from functools import lru_cache

from kg.lexicons.entries import Entry, Kind, Match
from kg.lexicons.names import fold_name
from kg.lexicons.search import load_kind, lookup

LOCAL = frozenset({"hospital", "institute"})


def ground(kind: Kind | str, text: str, context: str = "") -> Entry | None:
    """The one entry that a name surely stands for, seen in its context (the text around it); None where unsure.

    A short name is grounded only where the context names its city, and so is a hospital or institute, as many towns
    have one of that name: "Mercy Hospital" stands in dozens. Of several organizations of one name the one whose city
    or country the context names is taken, else the American agency, else the one registered with the SEC, else none.
    Of several other entries the first by label is taken. Companies reuse research codes: a drug that has a proper name
    is grounded by its code only where the context says that name.
    """
    kind = Kind(kind)
    entries = lookup(kind, text)
    if kind is Kind.ORGANIZATION:
        long = " " in fold_name(text)
        return _ground_organization([e for e in entries if e.ids and (long or not e.short)], f" {fold_name(context)} ")
    near = f" {fold_name(context)} "
    entries = tuple(e for e in entries if not e.short and not _reused(e, near))
    if len(entries) > 1 and entries[1].match is entries[0].match is not Match.LABEL:
        return None
    return entries[0] if entries else None


def _reused(entry: Entry, context: str) -> bool:
    """Whether a research code may be another company's: the drug has a proper name, and the context does not say it."""
    named = entry.match is Match.CODE and not any(c.isdigit() for c in entry.label)
    return named and f" {fold_name(entry.label)} " not in context


def _ground_organization(listed: list[Entry], context: str) -> Entry | None:
    for near in (
        [e for e in listed if _names(context, e.place.rpartition(", ")[0])],
        [e for e in listed if e.kind not in LOCAL and _names(context, countries().get(e.place[-2:], ""))],
    ):
        if len(near) == 1:
            return near[0]
    listed = [e for e in listed if not e.short]
    if listed and listed[0].kind == "agency" and listed[0].place.endswith(", US"):
        return listed[0]
    registered = [e for e in listed if any(i.startswith("CIK:") for i in e.ids)]
    sure = registered if len(registered) == 1 else listed
    return sure[0] if len(sure) == 1 and sure[0].kind not in LOCAL else None


def _names(context: str, place: str) -> bool:
    return bool(place) and f" {fold_name(place)} " in context


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Countries' names by their ISO 3166 codes."""
    rows = (entry.split("\t") for entry in load_kind(Kind.PLACE).entries if "\tcountry\t" in entry)
    return {code: label for label, _, kind, code in rows if kind == "country"}
