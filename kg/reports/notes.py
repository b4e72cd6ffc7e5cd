"""The footnotes of a dossier: each passage once, numbered in the order in which cells cite it, with its
surroundings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import StoreError
from kg.queries.told import Place, Source
from kg.reports.model import Cell, Dossier, Passage
from kg.store import Store

AROUND = 350  # characters of the document on either side of a passage


@dataclass(frozen=True, slots=True)
class Notes:
    """Every passage that a dossier cites: `number` finds a place's, `by_source` lists them by release, oldest first."""

    number: Mapping[Place, int]
    by_source: tuple[tuple[Source, tuple[Passage, ...]], ...]


def cells_of(dossier: Dossier) -> Iterator[Cell]:
    """Every cell, in the order of the page."""
    for _, cell in dossier.glance:
        yield cell
    for _, _, sheets in dossier.sections:
        for sheet in sheets:
            for row in sheet.rows:
                yield from row


def make_notes(dossier: Dossier, store: Store) -> Notes:
    """The footnotes, with what surrounds each passage where the store keeps the document's text."""
    number: dict[Place, int] = {}
    for cell in cells_of(dossier):
        for place in cell.places:
            number.setdefault(place, len(number) + 1)
    texts = _texts(store, {p.source for p in number})
    by: dict[Source, list[Passage]] = {}
    for place in sorted(number):
        by.setdefault(place.source, []).append(_passage(number[place], place, texts.get(place.source, "")))
    return Notes(number, tuple(sorted((source, tuple(found)) for source, found in by.items())))


def _passage(number: int, place: Place, text: str) -> Passage:
    if not text or not place.quote or text[place.start : place.end] != place.quote:
        return Passage(number, place, "", "")
    before = text[max(0, place.start - AROUND) : place.start]
    after = text[place.end : place.end + AROUND]
    cut = place.start > AROUND
    return Passage(
        number,
        place,
        ("… " + before.partition(" ")[2]) if cut else before,
        after.rpartition(" ")[0] + " …" if place.end + AROUND < len(text) else after,
    )


def _texts(store: Store, wanted: set[Source]) -> dict[Source, str]:
    """The text of the document of each source."""
    found: dict[str, str] = {}
    for source in wanted:
        stem = source.graph.value.rpartition("/")[2].partition("-")[0]
        if stem not in found:
            found[stem] = ""
            for entry in store.manifest.starting(stem) if stem else ():
                with contextlib.suppress(StoreError):
                    found[stem] = store.load_reading(entry.sha256)[1]
    return {s: found.get(s.graph.value.rpartition("/")[2].partition("-")[0], "") for s in wanted}
