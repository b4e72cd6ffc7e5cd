"""The text of a document cut at every border of a passage, so that each piece can be marked with what rests on it."""

from __future__ import annotations

from typing import Any

from kg.graph.statements import PAGE_BREAK

Json = Any
WORKS = {"Trial": "trial", "Outcome": "trial", "Programme": "trial", "Membership": "person", "Agreement": "deal",
         "Payment": "deal", "RegulatoryAction": "regulatory", "Financing": "money", "Listing": "money",
         "FinancialObservation": "money", "Drug": "drug", "Organization": "organization", "Publication": "event",
         "Presentation": "event"}  # fmt: skip


def marked(document: Json) -> dict[str, Json]:
    """The pieces of the shown text, and its facts by passage group.

    A piece is {text, start, group, tone, first, page}: `group` is the number of the facts' group that rests on it, -1
    for none; `first` holds on a passage's first piece; `page` is the number of the page that opens before it, 0 where
    none does. Of overlapping passages the shortest is marked.
    """
    shown, text = document["shown"], document["text"]
    groups = _groups(document["read"])
    spans = sorted({(s, e, n) for n, group in enumerate(groups) for s, e in group["spans"]}, key=lambda x: x[0] - x[1])
    base, size = shown["start"], len(text)
    owner = _owners(spans, base, size)
    begins = {s for s, _, _ in spans}
    pieces: list[Json] = []
    page = document["page"]
    for start, end, group in owner:
        tone = groups[group]["tone"] if group >= 0 else ""
        for number, part in enumerate(text[start - base : end - base].split(PAGE_BREAK)):
            page += number > 0
            piece = {"text": part, "start": start, "group": group, "tone": tone, "page": page if number else 0}
            pieces.append(piece | {"first": start in begins and not number})
    return {"pieces": pieces, "groups": groups}


def _groups(read: list[Json]) -> list[Json]:
    """Facts that rest on the same passages and tell of one thing, together."""
    by: dict[tuple[str, str], Json] = {}
    for fact in read:
        key = str(fact["spans"]), fact["path"]
        group = by.setdefault(
            key,
            {"about": fact["about"], "path": fact["path"], "type": fact["type"], "spans": fact["spans"], "facts": [],
             "start": fact["spans"][0][0], "tone": WORKS.get(fact["type"], "other")},
        )  # fmt: skip
        group["facts"].append(fact)
    return sorted(by.values(), key=lambda g: (g["start"], g["about"]))


def _owners(spans: list[tuple[int, int, int]], base: int, size: int) -> list[tuple[int, int, int]]:
    """(start, end, group) of each piece, in order and without gaps; `spans` come longest first, later ones on top."""
    borders = sorted({base, base + size, *(x for s, e, _ in spans for x in (s, e) if base <= x <= base + size)})
    place = {border: i for i, border in enumerate(borders)}
    owner = [-1] * max(0, len(borders) - 1)
    for start, end, group in spans:
        if start in place and end in place:
            for i in range(place[start], place[end]):
                owner[i] = group
    return [(a, b, o) for a, b, o in zip(borders, borders[1:], owner, strict=False)]
