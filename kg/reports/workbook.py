"""A dossier as a workbook: a sheet a table, with filters; each row ends with its quotes and where they stand."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kg.graph.statements import PAGE_BREAK
from kg.reports.html import numbers_of
from kg.reports.model import Cell, Dossier
from kg.reports.notes import Notes

FORMULA = ("=", "+", "-", "@", "\t", "\r")
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000  # characters of a cell; the format takes 32,767
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest day that a zip file can hold, so that bytes do not tell the time
WIDTHS = (10, 48)


def as_workbook(dossier: Dossier, notes: Notes) -> bytes:
    """The bytes of the .xlsx; the same for the same dossier."""
    book = Workbook()
    book.properties.creator = "kg"
    book.properties.created = book.properties.modified = EPOCH
    first = book.active
    if isinstance(first, Worksheet):
        first.title = "At a glance"
        rows = [[title, cell.text, _quotes((cell,))] for title, cell in dossier.glance]
        note = [["Note", dossier.note, ""]] if dossier.note else []
        _fill(first, ["", dossier.label, "As of " + (dossier.as_of or "any day")], note + rows)
    for _, _, sheets in dossier.sections:
        for sheet in sheets:
            titles = [c.title for c in sheet.columns]
            rows = [[*(c.text for c in row), _quotes(row), _numbers(row, notes)] for row in sheet.rows]
            _fill(book.create_sheet(_title(sheet.title, book.sheetnames)), [*titles, "Quotes", "Notes"], rows)
    passages = [
        [str(p.number), source.date, source.source, source.title, str(p.place.start), str(p.place.end), p.place.quote]
        for source, found in notes.by_source
        for p in found
    ]
    _fill(book.create_sheet("Sources"), ["Note", "Date", "File", "Headline", "Start", "End", "Quote"], passages)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("GTI-2040")
    ("'=1+1", 'GTI-2040')
    """
    clean = ILLEGAL.sub("\ufffd", text.replace(PAGE_BREAK, " "))[:LONGEST]
    return f"'{clean}" if clean.startswith(FORMULA) else clean


def _fill(sheet: Worksheet, titles: list[str], rows: list[list[str]]) -> None:
    sheet.append([defused(t) for t in titles])
    for row in rows:
        sheet.append([_value(text) for text in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, title in enumerate(titles, 1):
        longest = max([len(title), *(len(row[number - 1]) for row in rows[:200])])
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, WIDTHS[0]), WIDTHS[1])
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(titles)))}{max(1, len(rows) + 1)}"


def _value(text: str) -> str | int | float:
    """A plain number as a number, so that columns sort and sum; everything else as text."""
    plain = text.replace(",", "")
    if re.fullmatch(r"-?\d{1,15}", plain) and not re.fullmatch(r"0\d+", plain):
        return int(plain)
    if re.fullmatch(r"-?\d{1,12}\.\d{1,6}", plain):
        return float(plain)
    return defused(text)


def _quotes(row: tuple[Cell, ...]) -> str:
    places = dict.fromkeys(p for cell in row for p in cell.places)
    return "\n".join(f"“{' '.join(p.quote.split())}” ({p.source.source}, {p.source.date})" for p in places if p.quote)


def _numbers(row: tuple[Cell, ...], notes: Notes) -> str:
    found = dict.fromkeys(n for cell in row for n in numbers_of(cell, notes))
    return ", ".join(f"[{n}]" for n in found)


def _title(text: str, taken: list[str]) -> str:
    """A sheet's name: at most 31 characters, none of those that the format forbids, used once."""
    name = re.sub(r"[\[\]:*?/\\']", " ", text)[:31].strip()
    return name if name not in taken else f"{name[:28]} {len(taken)}"


def _timeless(data: bytes) -> bytes:
    """The same archive with one day for every file in it, and the workbook's own times set to it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?<", b">1980-01-01T00:00:00Z<", body)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()
