from __future__ import annotations

import pytest

from kg.documents import parse_filing
from kg.documents.formats import extract
from kg.errors import Damaged, EmptyDocument, Encrypted, NotText
from tests.documents.printing import EDGE, WIDE, Pdf, as_pdf, wrapped

LEAD = (
    "LEEDS, Maine, May 3, 2005 - Quillmark Biosciences, Inc. today said that it has opened a trial of QMB-17 in gout."
)
LONG = "The medicine was tolerated well by those who took it, and the pain in their joints went away within days. "


def text_of(pdf: Pdf, extra: str = "") -> str:
    return extract("x.pdf", pdf.bytes(extra))


def test_paragraphs_are_lines() -> None:
    pdf = Pdf()
    pdf.paragraph("Quillmark Opens Trial")
    pdf.paragraph(LEAD + " " + LONG * 2)
    pdf.paragraph("“It is a start,” said Ida Brandt.")
    assert (
        text_of(pdf) == f"Quillmark Opens Trial\n\n{LEAD} {(LONG * 2).strip()}\n\n“It is a start,” said Ida Brandt.\n"
    )


def test_running_lines_and_page_numbers_are_dropped() -> None:
    pdf = Pdf(header="Quillmark press release", footer="- {page} -")
    for i in range(40):
        pdf.paragraph(f"Paragraph {i}. {LONG}")
    text = text_of(pdf)
    assert text.count("\f") == len(pdf.pages) - 1 > 0
    assert "press release" not in text
    assert "- 2 -" not in text


def test_paragraph_over_a_page_break_is_one_block() -> None:
    pdf = Pdf(footer="Page {page}")
    pdf.paragraph("Quillmark Opens Trial")
    pdf.paragraph(LEAD)
    told = " ".join(
        f"Then number{chr(97 + i % 26)}{chr(97 + i // 26)} took it, and the pain went away within days,"
        for i in range(90)
    )
    pdf.paragraph(f"The medicine worked. {told} so they said.")
    text = text_of(pdf)
    (release,) = parse_filing("x.pdf", text, "").releases
    (block,) = [b for b in release.blocks if b.text.startswith("The medicine")]
    assert " ".join(block.text.split()) == f"The medicine worked. {told} so they said."
    assert "\f" in block.text


def test_columns_are_read_one_after_the_other() -> None:
    left, right = (wrapped(f"{name} {LONG * 3}", 200) for name in ("Left.", "Right."))
    pdf = Pdf()
    pdf.paragraph("Quillmark Opens Trial")
    for a, b in zip(left, right, strict=True):
        pdf.row([(EDGE, a), (WIDE / 2 + 12, b)])
    assert text_of(pdf) == f"Quillmark Opens Trial\n\nLeft. {(LONG * 3).strip()}\n\nRight. {(LONG * 3).strip()}\n"


def test_table_is_cells() -> None:
    pdf = Pdf()
    pdf.paragraph("Quillmark Reports Results")
    pdf.paragraph(LEAD)
    rows = [["", "Three months ended", "Three months ended"], ["", "March 31, 2019", "March 31, 2018"]]
    rows += [
        ["Revenue", "$ 250", "$ 12"],
        ["Net loss per share, basic and also diluted, of the year", "$ (0.61)", "$ (0.47)"],
    ]
    for row in rows:
        pdf.cells(row, 3)
    (release,) = parse_filing("x.pdf", text_of(pdf), "").releases
    (table,) = [b.table for b in release.blocks if b.table]
    assert [[cell.text for cell in row if cell.text] for row in table.rows] == [
        ["Three months ended March 31, 2019", "Three months ended March 31, 2018"],
        ["Revenue", "$ 250", "$ 12"],
        ["Net loss per share, basic and also diluted, of the year", "$ (0.61)", "$ (0.47)"],
    ]


def test_table_of_words_under_named_columns() -> None:
    """Empty cells keep their place, lines of one cell come together, rows stand further apart."""
    pdf = Pdf()
    pdf.paragraph("Quillmark Reports Progress")
    pdf.paragraph(LEAD)
    places = (EDGE, EDGE + 120, EDGE + 300)
    rows = [
        ("Candidate", "Indication", "Stage"),
        ("QMB-17", "Gout that does not", "Phase 2"),
        ("", "answer to treatment", ""),
        ("", "Lupus", "Phase 1"),
        ("QMB-9", "", "Preclinical"),
    ]
    for row in rows:
        pdf.y -= 1.5 if row[1].startswith("answer") else -5
        pdf.row([(x, text) for x, text in zip(places, row, strict=True) if text])
    pdf.y += 20
    pdf.paragraph(LONG)
    (release,) = parse_filing("x.pdf", text_of(pdf), "").releases
    (table,) = [b.table for b in release.blocks if b.table]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Candidate", "Indication", "Stage"],
        ["QMB-17", "Gout that does not answer to treatment", "Phase 2"],
        ["", "Lupus", "Phase 1"],
        ["QMB-9", "", "Preclinical"],
    ]
    assert release.blocks[-1].text == LONG.strip()


def test_words_in_three_columns_are_no_table() -> None:
    pdf = Pdf()
    pdf.paragraph("Quillmark Reports Progress")
    for row in (
        ("Investors", "Media", "Partners"),
        ("Ida Brandt", "Ned Marsh", "Una Frost"),
        ("555-0100", "555-0101", "555-0102"),
    ):
        pdf.row([(EDGE + 150 * i, text) for i, text in enumerate(row)])
    assert "Investors\tMedia" not in text_of(pdf)


def test_word_parted_at_the_end_of_a_line() -> None:
    pdf = Pdf()
    pdf.paragraph("Quillmark Opens Trial")
    pdf.row([(EDGE, "The trial compares the medicine with placebo in four hundred people who suffer from recur-")])
    pdf.row([(EDGE, "rent gout and were treated before with a well-known medicine that did not help them at all.")])
    text = text_of(pdf)
    assert "from recurrent gout" in text
    assert "well-known" in text


MATRIX = {0: "1 0 0 1", 1: "0 1 -1 0", 2: "-1 0 0 -1", 3: "0 -1 1 0"}


def lean(pdf: Pdf, turn: int, lines: list[str]) -> None:
    """Print lines that can be read when the page is turned clockwise by so many quarters."""
    pdf.turn()
    for number, line in enumerate(lines):
        down = 90 + 13 * number
        x, y = {0: (EDGE, 792 - down), 1: (down, EDGE), 2: (WIDE - EDGE, down), 3: (WIDE - down, 792 - EDGE)}[turn]
        pdf.pages[-1].append(f"BT /F1 10 Tf {MATRIX[turn]} {x} {y} Tm ({line}) Tj ET")


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("rotate", ["", "/Rotate 90 "])
def test_page_that_lies_on_its_side(turn: int, rotate: str) -> None:
    pdf = Pdf()
    lean(pdf, turn, wrapped(f"{LEAD} {LONG * 2}", 400))
    pdf.pages[-1].append(f"BT /F1 10 Tf {MATRIX[(turn + 1) % 4]} 300 400 Tm (DRAFT) Tj ET")
    pdf.pages[-1].append("BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (COPY) Tj ET")
    data = pdf.bytes().replace(b"/Type /Page /Parent", f"{rotate}/Type /Page /Parent".encode())
    assert extract("x.pdf", data) == f"{LEAD} {(LONG * 2).strip()}\n"


def test_raised_figures_are_written_raised() -> None:
    pdf = Pdf()
    pdf.turn()
    for x, y, text, size in [
        (EDGE, 100, "It takes QMB-17", 10),
        (143.4, 96, "2", 6),
        (150, 100, "and 10", 10),
        (181, 96, "6", 6),
    ]:
        pdf.put(x, y, text, size)
    assert text_of(pdf) == "It takes QMB-17² and 10⁶\n"


def test_letters_that_no_font_names() -> None:
    pdf = Pdf()
    pdf.paragraph(
        (LEAD + LONG * 3).translate({**{c: c + 3 for c in range(97, 120)}, **{c: c - 20 for c in range(120, 123)}})
    )
    with pytest.raises(NotText, match="fonts"):
        text_of(pdf)
    short = Pdf()
    short.paragraph("Quillmark Biosciences")
    assert text_of(short) == "Quillmark Biosciences\n"


def test_encrypted() -> None:
    key = "<" + "41" * 32 + ">"
    pdf = Pdf()
    pdf.paragraph(LEAD)
    extra = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [{key} {key}]"
    with pytest.raises(Encrypted, match="password"):
        text_of(pdf, extra)


def test_damaged_and_empty() -> None:
    with pytest.raises(Damaged):
        extract("x.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type")
    with pytest.raises(Damaged):
        extract("x.pdf", b"no PDF")
    blank = Pdf()
    blank.turn()
    with pytest.raises(EmptyDocument, match="scans"):
        text_of(blank)


def test_same_bytes_give_the_same_text() -> None:
    data = as_pdf(f"Quillmark Opens Trial\n\n{LEAD}\n\n- One\n- Two\n")
    assert extract("x.pdf", data) == extract("x.pdf", data)
