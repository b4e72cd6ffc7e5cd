from __future__ import annotations

import binascii
from datetime import date

import pytest

from kg.documents import parse_filing
from kg.documents.formats import extract
from kg.documents.submission import Header, is_submission, parts_of, read_header
from kg.errors import Damaged, NoRelease
from tests.documents.printing import Filed, Pdf, as_pdf, as_submission, as_webpage

COVER = """FORM 8-K

SECURITIES AND EXCHANGE COMMISSION

Date of Report (Date of earliest event reported): May 8, 2019

Quillmark Biosciences, Inc.
(Exact name of registrant as specified in its charter)

Item 8.01 Other Events.

SIGNATURES

Date: May 9, 2019

By: /s/ Ida Brandt
Ida Brandt
Chief Financial Officer
"""
RELEASE = """QUILLMARK OPENS TRIAL OF QMB-17

LEEDS, Maine, May 8, 2019 - Quillmark Biosciences, Inc. (Nasdaq: QMBX) today said that it has opened a trial of QMB-17 in gout.

About Quillmark

Quillmark makes medicines for the joints.
"""
SLIDES = "<html><p>Slide 1</p><p>Where we stand and where we go from here in the years that come</p></html>"


def read(*documents: tuple[str, str], said: Filed = Filed()) -> str:  # noqa: B008
    return extract("x.txt", as_submission(documents, said).encode())


def test_exhibits_are_releases_and_the_rest_is_context() -> None:
    text = read(
        ("8-K", as_webpage(COVER)),
        ("EX-10.1", "<html><p>AGREEMENT between the parties hereto, dated May 1, 2019, at length.</p></html>"),
        ("EX-99.1", as_webpage(RELEASE)),
        ("EX-99.2", SLIDES),
        ("GRAPHIC", "begin 644 logo.gif\nM1TE&.#EA\n`\nend"),
    )
    filing = parse_filing("x.txt", text, "")
    assert [r.headline for r in filing.releases] == ["QUILLMARK OPENS TRIAL OF QMB-17"]
    assert (filing.form, filing.cik, filing.accession) == ("8-K", "9990001", "0009990001-19-000012")
    assert (filing.filer, filing.signatory) == ("Quillmark Biosciences, Inc.", "Ida Brandt")
    assert (filing.filed, filing.reported) == (date(2019, 5, 9), date(2019, 5, 9))
    assert "AGREEMENT between" in text
    assert "M1TE" not in text
    assert all(text[b.start : b.end] == b.text for r in filing.releases for b in r.blocks)
    assert [part.type for part in parts_of(text)] == ["8-K", "EX-10.1", "EX-99.1", "EX-99.2", "GRAPHIC"]


def test_release_in_the_main_document_of_a_6k() -> None:
    cover = "FORM 6-K\n\nSECURITIES AND EXCHANGE COMMISSION\n\nFor the month of May 2019\n\nSIGNATURE\n\nDate: May 9, 2019\n\nBy: /s/ Ida Brandt\n\n"
    filing = parse_filing("x.txt", read(("6-K", cover + RELEASE), said=Filed(form="6-K")), "")
    assert [r.headline for r in filing.releases] == ["QUILLMARK OPENS TRIAL OF QMB-17"]
    assert filing.form == "6-K"


@pytest.mark.parametrize("form", ["10-Q", "10-K", "20-F", "10-K405"])
def test_report_without_releases_is_rejected(form: str) -> None:
    with pytest.raises(NoRelease):
        parse_filing("x.txt", read((form, as_webpage(COVER + RELEASE)), said=Filed(form=form)), "")
    kept = parse_filing("x.txt", read((form, as_webpage(COVER)), ("EX-99", RELEASE), said=Filed(form=form)), "")
    assert len(kept.releases) == 1


def test_exhibit_as_pdf() -> None:
    data = as_pdf(RELEASE)
    lines = [binascii.b2a_uu(data[i : i + 45]).decode().rstrip("\n") for i in range(0, len(data), 45)]
    packed = "<PDF>\nbegin 644 release.pdf\n" + "\n".join(lines) + "\n`\nend\n</PDF>"
    filing = parse_filing("x.txt", read(("8-K", COVER), ("EX-99.1", packed)), "")
    assert filing.releases[0].headline == "QUILLMARK OPENS TRIAL OF QMB-17"


def test_header_of_the_dissemination_service() -> None:
    text = (
        "<SUBMISSION>\n<ACCESSION-NUMBER>0009990001-98-000003\n<TYPE>8-K/A\n<PERIOD>19980302\n<FILING-DATE>19980304\n<FILER>\n"
        "<COMPANY-DATA>\n<CONFORMED-NAME>QUILLMARK INC\n<CIK>0009990001\n<DOCUMENT>\n<TYPE>8-K\n<TEXT>\nx\n</TEXT>\n</DOCUMENT>\n"
    )
    assert is_submission(text)
    assert read_header(text) == Header(
        "0009990001-98-000003", "8-K/A", "QUILLMARK INC", "9990001", date(1998, 3, 4), date(1998, 3, 2)
    )


def test_cut_off() -> None:
    whole = as_submission([("8-K", COVER), ("EX-99.1", RELEASE)])
    with pytest.raises(Damaged, match="cut off"):
        extract("x.txt", whole[: whole.rindex("</TEXT>")].encode())


def test_pages_of_the_nineties() -> None:
    body = (
        "QUILLMARK OPENS TRIAL\n\n"
        + RELEASE.split("\n\n", 1)[1]
        + "\n<PAGE>   2\n\nFor information: Ida Brandt, 207-555-0100"
    )
    text = read(("8-K", COVER), ("EX-99", body))
    assert "<PAGE>" not in text
    assert text.count("\f") == 1


def test_empty_pdf_in_a_submission() -> None:
    pdf = Pdf()
    pdf.turn()
    assert pdf.bytes().startswith(b"%PDF")
