"""A dossier as one HTML page that loads nothing: tables, pictures, and footnotes that open each quote in its
document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from kg.graph.statements import PAGE_BREAK
from kg.reports.model import Cell, Dossier
from kg.reports.notes import Notes

SHORT = 14  # characters of a value that is not broken over lines
MOST_NOTES = 3  # numbers shown behind a cell


def as_html(dossier: Dossier, notes: Notes) -> str:
    """The page; the same bytes for the same dossier."""
    page = _template()
    made = page.render(
        d=dossier,
        notes=notes,
        pictures={c.key: (c.title, Markup(c.svg)) for c in dossier.charts},
        css=Markup((files("kg.reports") / "dossier.css").read_text(encoding="utf-8")),
        show=lambda cell: Markup(_shown(cell, notes)),
        lines=lambda rows: Markup("\n".join(_line(row, notes) for row in rows)),
    )
    return made.replace(PAGE_BREAK, " ")


@lru_cache(maxsize=1)
def _template() -> Template:
    """The template; an error in it names the file and the line."""
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string((files("kg.reports") / "dossier.html").read_text(encoding="utf-8"))


def _line(row: Sequence[Cell], notes: Notes) -> str:
    """A row of a table; thousands stand on a page, so that no template makes them."""
    cells = (f"<td{' class=number' if cell.number else ''}>{_shown(cell, notes)}</td>" for cell in row)
    return f"<tr>{''.join(cells)}</tr>"


def _shown(cell: Cell, notes: Notes) -> str:
    """A value and the numbers of its footnotes, escaped."""
    kind = ("value" if cell.told else "none") + (" short" if len(cell.text) <= SHORT else "")
    value = f'<span class="{kind}">{_escaped(cell.text)}</span>'
    if not cell.places:
        return value
    links = " ".join(f'<a href="#n{number}">{number}</a>' for number in numbers_of(cell, notes))
    return f"{value}<sup>{links}</sup>"


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    """Most cells hold what many hold: "unknown", a phase, a day."""
    return str(escape(text))


def numbers_of(cell: Cell, notes: Notes) -> list[int]:
    """The numbers of a cell's footnotes: the first ones, and the last."""
    found = [notes.number[p] for p in cell.places]
    return found if len(found) <= MOST_NOTES else [*found[: MOST_NOTES - 1], found[-1]]
