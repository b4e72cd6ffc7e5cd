from __future__ import annotations

import binascii
from collections.abc import Callable
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


@pytest.mark.parametrize(
    "told",
    [
        (
            "CERTIFICATION PURSUANT TO 18 U.S.C. SECTION 1350\n\nI, Ida Brandt, Chief Executive Officer of Quillmark Biosciences, Inc. "
            '(the "Company"), certify that the report is complete.\n\nDate: May 8, 2019'
        ),
        (
            "RISK FACTORS\n\nQuillmark Biosciences, Inc. may never sell QMB-17, for others may sell something better than it.\n\n"
            "Forward-looking statements are uncertain and actual results may differ materially."
        ),
        (
            "QUILLMARK BIOSCIENCES, INC.\n\nMay 8, 2019\n\nOperator: Good morning to all of you who called in to this call of ours.\n\n"
            "Ida Brandt: Thank you. Ockram may end its Phase 3 trial of OCK-4 in gout, as we heard."
        ),
        (
            "Quillmark Biosciences, Inc.\n\nCorporate Presentation\n\nMay 8, 2019\n\nThis presentation contains forward-looking "
            "statements.\n\nQMB-17 is in a Phase 3 trial in gout and may be the best of its kind."
        ),
    ],
)
def test_exhibits_that_call_themselves_something_else(told: str) -> None:
    text = read(("8-K", as_webpage(COVER)), ("EX-99.1", told), ("EX-99.2", RELEASE))
    assert [r.headline for r in parse_filing("x.txt", text, "").releases] == ["QUILLMARK OPENS TRIAL OF QMB-17"]
    with pytest.raises(NoRelease, match="found"):
        parse_filing("x.txt", read(("8-K", as_webpage(COVER)), ("EX-99.1", told)), "")


@pytest.mark.parametrize("label", ["PRESS RELEASE", "For Immediate Release"])
def test_release_on_risk_factors_is_one_by_its_label(label: str) -> None:
    told = f"{label}\n\nRISK FACTORS OF GOUT\n\nQuillmark Biosciences, Inc. (Nasdaq: QMBX) has found out what makes gout worse."
    assert len(parse_filing("x.txt", read(("8-K", as_webpage(COVER)), ("EX-99.1", told)), "").releases) == 1


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


def packed(data: bytes) -> str:
    """A PDF as EDGAR packs it."""
    lines = [binascii.b2a_uu(data[i : i + 45]).decode().rstrip("\n") for i in range(0, len(data), 45)]
    return "<PDF>\nbegin 644 release.pdf\n" + "\n".join(lines) + "\n`\nend\n</PDF>"


def test_exhibit_as_pdf() -> None:
    filing = parse_filing("x.txt", read(("8-K", COVER), ("EX-99.1", packed(as_pdf(RELEASE)))), "")
    assert filing.releases[0].headline == "QUILLMARK OPENS TRIAL OF QMB-17"


@pytest.mark.parametrize("copy", [as_pdf(RELEASE), as_pdf(RELEASE)[:700]])
def test_unofficial_copy_of_an_exhibit_is_left_out(copy: bytes) -> None:
    text = read(("8-K", COVER), ("EX-99.1", RELEASE), ("EX-99.1", packed(copy)))
    assert len(parse_filing("x.txt", text, "").releases) == 1


def test_damaged_pdf_costs_the_filing_only_its_own_text() -> None:
    cut = packed(as_pdf(RELEASE)[:700])
    text = read(("8-K", COVER), ("EX-99.1", RELEASE), ("EX-99.2", cut), ("EX-10.1", cut))
    assert len(parse_filing("x.txt", text, "").releases) == 1
    with pytest.raises(Damaged, match="PDF"):
        read(("8-K", COVER), ("EX-99.1", cut))


@pytest.mark.parametrize("change", [lambda data: data.replace(b"\n", b"\r\n"), lambda data: b"\xef\xbb\xbf" + data])
def test_line_ends_and_mark_of_another_system(change: Callable[[bytes], bytes]) -> None:
    data = as_submission([("8-K", COVER), ("EX-99.1", RELEASE), ("EX-99.2", SLIDES)]).encode()
    filing = parse_filing("x.txt", extract("x.htm", change(data)), "")
    assert (filing.form, filing.cik) == ("8-K", "9990001")
    assert [r.headline for r in filing.releases] == ["QUILLMARK OPENS TRIAL OF QMB-17"]


def test_document_as_edgar_serves_it_alone() -> None:
    page = "<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<FILENAME>d2.htm\n<DESCRIPTION>EX-99.1\n<TEXT>\n"
    data = f"{page}{as_webpage(RELEASE)}\n</TEXT>\n</DOCUMENT>\n".encode()
    filing = parse_filing("d2.htm", extract("d2.htm", data), "")
    assert (filing.form, filing.filer) == ("press-release", "Quillmark Biosciences, Inc.")
    assert [r.headline for r in filing.releases] == ["QUILLMARK OPENS TRIAL OF QMB-17"]


def test_release_under_another_type_is_known_by_its_description() -> None:
    made = as_submission([("6-K", COVER), ("EX-1", RELEASE), ("EX-2", RELEASE)], Filed(form="6-K"))
    described = made.replace("<TYPE>EX-1\n", "<TYPE>EX-1\n<DESCRIPTION>PRESS RELEASE DATED MAY 8, 2019\n")
    assert len(parse_filing("x.txt", extract("x.txt", described.encode()), "").releases) == 1


def test_first_of_several_filers() -> None:
    """The name goes with the CIK, which is that of the first."""
    cover = COVER.replace("Quillmark Biosciences, Inc.\n", "Quillmark Biosciences, Inc.\nQuillmark Operating LLC\n")
    other = "\nFILER:\n\n\tCOMPANY DATA:\t\n\t\tCOMPANY CONFORMED NAME:\t\t\tQUILLMARK OPERATING LLC\n</SEC-HEADER>"
    made = as_submission([("8-K", cover), ("EX-99.1", RELEASE)]).replace("</SEC-HEADER>", other)
    filing = parse_filing("x.txt", extract("x.txt", made.encode()), "")
    assert (filing.filer, filing.cik) == ("Quillmark Biosciences, Inc.", "9990001")


def test_period_of_a_6k_is_no_day_of_an_event() -> None:
    plain = COVER.replace("Date of Report (Date of earliest event reported): May 8, 2019", "For the month of May 2019")
    said = Filed(form="6-K", period="20190531")
    assert parse_filing("x.txt", read(("6-K", plain), ("EX-99.1", RELEASE), said=said), "").reported is None


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
