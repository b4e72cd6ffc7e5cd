"""A dossier as Markdown, for version control: one row a line, footnotes with their quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.reports.html import numbers_of
from kg.reports.model import Cell, Dossier, Sheet
from kg.reports.notes import Notes

SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def as_markdown(dossier: Dossier, notes: Notes) -> str:
    """The text; the same bytes for the same dossier."""
    return "\n".join(_lines(dossier, notes)) + "\n"


def _lines(dossier: Dossier, notes: Notes) -> Iterator[str]:
    yield f"# {plain(dossier.label)}"
    yield ""
    when = f"As of {dossier.as_of}" if dossier.as_of else "All that is told, whatever the day"
    yield f"{when}. {dossier.facts:,} statements."
    if dossier.note:
        yield ""
        yield f"**{plain(dossier.note)}**"
    if dossier.glance:
        yield ""
        yield "## At a glance"
        yield ""
        yield from (f"- {plain(title)}: {_cell(cell, notes)}" for title, cell in dossier.glance)
    for _, title, sheets in dossier.sections:
        yield ""
        yield f"## {title}"
        for sheet in sheets:
            yield from _table(sheet, notes, len(sheets) > 1)
    yield ""
    yield "## Sources"
    for source, passages in notes.by_source:
        yield ""
        yield f"### {source.date or 'undated'} {plain(source.title)} ({plain(source.source)})"
        yield ""
        for p in passages:
            quote = plain(" ".join(p.place.quote.split())) or "the release as a whole"
            yield f"[^{p.number}]: “{quote}” {plain(p.place.source.source)}, {p.place.start}–{p.place.end}"


def _table(sheet: Sheet, notes: Notes, headed: bool) -> Iterator[str]:
    yield ""
    if headed:
        yield f"### {sheet.title}"
        yield ""
    if not sheet.rows:
        yield sheet.empty
        return
    yield sheet.says
    yield ""
    yield f"| {' | '.join(c.title for c in sheet.columns)} |"
    yield f"|{' --- |' * len(sheet.columns)}"
    for row in sheet.rows:
        yield f"| {' | '.join(_cell(cell, notes) for cell in row)} |"


def _cell(cell: Cell, notes: Notes) -> str:
    return plain(cell.text) + "".join(f"[^{n}]" for n in numbers_of(cell, notes))


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
