"""The dossier: golden text, the same bytes twice, every value with its sentence, nothing from outside."""

from __future__ import annotations

import io
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kg.errors import AmbiguousName, UnknownName
from kg.queries.case import make_case
from kg.queries.names import candidates
from kg.reports.dossier import make_dossier
from kg.reports.html import as_html
from kg.reports.markdown import as_markdown
from kg.reports.model import Cell, Dossier
from kg.reports.notes import Notes, cells_of, make_notes
from kg.reports.pdf import NoBrowser, as_pdf
from kg.reports.workbook import as_workbook, defused
from kg.store import Store

GOLDEN = Path(__file__).parent / "golden"
SUBJECTS = (
    ("company", "Lorus Therapeutics", "2007-01-03"),
    ("company", "Tarnwick Pharmaceuticals", ""),
    ("drug", "GTI-2040", ""),
)


def made(store: Store, kind: str, name: str, as_of: str = "") -> tuple[Dossier, Notes]:
    dossier = make_dossier(store, kind, name, as_of)
    return dossier, make_notes(dossier, store)


@pytest.mark.parametrize(("kind", "name", "as_of"), SUBJECTS, ids=[name for _, name, _ in SUBJECTS])
def test_golden(examples: Store, kind: str, name: str, as_of: str) -> None:
    """`make golden` rewrites the files; read the diff."""
    text = as_markdown(*made(examples, kind, name, as_of))
    path = GOLDEN / f"{name.lower().replace(' ', '-')}.md"
    if os.environ.get("KG_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_same_bytes_twice(examples: Store) -> None:
    one, other = (made(examples, "company", "Lorus Therapeutics") for _ in range(2))
    assert as_html(*one) == as_html(*other)
    assert as_workbook(*one) == as_workbook(*other)


def test_every_value_has_its_sentence(examples: Store) -> None:
    for kind, name, as_of in SUBJECTS:
        dossier, notes = made(examples, kind, name, as_of)
        bare = [c.text for c in cells_of(dossier) if c.told and not c.places and " from " not in c.text]
        assert bare == []
        for cell in cells_of(dossier):
            assert cell.told or not cell.places
            assert all(p in notes.number for p in cell.places)
            assert not as_of or all(p.source.date <= as_of for p in cell.places)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in ("href", "src", "xlink:href", "action", "data") and value:
                self.targets.append(value)


def test_page_stands_alone(examples: Store) -> None:
    page = as_html(*made(examples, "company", "Lorus Therapeutics"))
    links = Links()
    links.feed(page)
    assert all(t.startswith("#") and t[1:] in links.ids for t in links.targets)
    assert not links.tags & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"@import|url\((?!#)", page)
    assert page.count("<svg") == 4
    assert ">unknown<" in page


def test_page_marks_the_quote_in_its_document(examples: Store) -> None:
    _, notes = made(examples, "company", "Lorus Therapeutics")
    shown = [p for _, found in notes.by_source for p in found if p.place.quote]
    assert shown
    assert sum(1 for p in shown if p.before or p.after) == len(shown)


def test_hostile_text_is_shown_and_not_obeyed(examples: Store) -> None:
    dossier, notes = made(examples, "company", "Lorus Therapeutics")
    text = '=HYPERLINK("x")<script>alert(1)</script>|`[x](y)'
    hostile = Dossier(text, "company", "", text, 1, ((text, Cell(text)),), (), ())
    page = as_html(hostile, Notes({}, ()))
    assert "<script>" not in page
    assert "<script>" not in as_markdown(hostile, Notes({}, ()))
    book = load_workbook(io.BytesIO(as_workbook(hostile, Notes({}, ()))))
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
    assert dossier.label != text
    assert notes.number


def test_a_page_that_ends_in_a_text_is_a_space() -> None:
    paged = Dossier("one\ftwo", "company", "", "one\ftwo", 1, (("one\ftwo", Cell("one\ftwo")),), (), ())
    page = as_html(paged, Notes({}, ()))
    assert "one two" in page
    assert "\f" not in page
    assert defused("one\ftwo") == "one two"


@pytest.mark.parametrize("text", ["=1", "+1", "-x", "@x", "\t=1"])
def test_formulas_are_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


def test_workbook_has_filters_and_quotes(examples: Store) -> None:
    book = load_workbook(io.BytesIO(as_workbook(*made(examples, "company", "Lorus Therapeutics"))))
    assert {"Pipeline", "Deals", "Contradictions", "Sources"} <= set(book.sheetnames)
    for sheet in book:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "A2"
    assert any("“" in str(row[-2].value) for row in book["Pipeline"].iter_rows(min_row=2))


@pytest.mark.parametrize("kind", ["html", "md", "xlsx"])
def test_before_the_first_document_it_says_so(examples: Store, kind: str) -> None:
    dossier, notes = made(examples, "company", "Lorus Therapeutics", "1999-01-01")
    assert "Nothing is told of" in dossier.note
    assert "2003-12" in dossier.note
    assert not [c for c in cells_of(dossier) if c.told]
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(as_workbook(dossier, notes)))
        assert dossier.note in [c.value for row in book["At a glance"].iter_rows() for c in row]
    else:
        text = as_html(dossier, notes) if kind == "html" else as_markdown(dossier, notes).replace("\\", "")
        assert dossier.note in text


def test_unknown_name_offers_the_nearest(examples: Store) -> None:
    with pytest.raises(UnknownName) as error:
        make_dossier(examples, "company", "Lorus Therapeutix")
    assert "Lorus Therapeutics Inc." in error.value.nearest


def test_several_of_a_name_are_listed(examples: Store) -> None:
    assert len(candidates(examples, "GTI", "Drug")) == 2 if _begins(examples, "GTI") else True
    with pytest.raises((AmbiguousName, UnknownName)):
        make_dossier(examples, "drug", "GTI")


def _begins(store: Store, name: str) -> bool:
    try:
        return bool(candidates(store, name, "Drug"))
    except UnknownName:
        return False


def test_a_case_of_what_was_found(examples: Store) -> None:
    (found,) = candidates(examples, "Lorus", "Organization")
    assert make_case(examples, found).label == "Lorus Therapeutics Inc."


@pytest.mark.skipif(not any(map(shutil.which, ("chromium", "google-chrome"))), reason="needs a browser")
def test_pdf(examples: Store) -> None:
    assert as_pdf(as_html(*made(examples, "drug", "GTI-2040"))).startswith(b"%PDF")


def test_pdf_without_a_browser_says_what_to_do() -> None:
    with pytest.raises(NoBrowser, match="did not print"):
        as_pdf("<p>x</p>", "/nowhere/chromium")
