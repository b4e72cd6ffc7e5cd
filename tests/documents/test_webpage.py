from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import BlockKind, parse_filing
from kg.documents.formats import extract
from kg.documents.webpage import webpage_text
from tests.documents.printing import as_webpage

LEAD = (
    "LEEDS, Maine, May 3, 2005 - Quillmark Biosciences, Inc. today said that it has opened a trial of QMB-17 in gout."
)
FIGURES = """<TABLE><TR><TD></TD><TD></TD><TD COLSPAN=6>Three months ended March 31,</TD></TR>
<TR><TD></TD><TD></TD><TD COLSPAN=2>2019</TD><TD></TD><TD COLSPAN=2>2018</TD></TR>
<TR><TD>Revenue</TD><TD></TD><TD>$</TD><TD>250</TD><TD></TD><TD>$</TD><TD>&#151;</TD></TR>
<TR><TD>Net loss</TD><TD></TD><TD>$</TD><TD>(13,402</TD><TD>)</TD><TD>$</TD><TD>(10,260</TD><TD>)</TD></TR>
<TR><TD>Margin</TD><TD></TD><TD></TD><TD>4</TD><TD>%</TD><TD></TD><TD>5</TD><TD>%</TD></TR></TABLE>"""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>&#147;Tall&#148; &#150; it&#146;s &#149;</p>", "“Tall” – it’s •\n"),  # Windows' characters by number
        ("<p>one<br>two<br><br>three", "one\ntwo\n\nthree\n"),
        ("<p>a&nbsp;&nbsp;b \n c</p>d", "a b c\n\nd\n"),
        ("<ul><li>one<li><p>two</p></ul><ol><li>a<li>b</ol>", "- one\n\n- two\n\n1. a\n\n2. b\n"),
        ("<p>a<script>x()</script><style>y</style><!-- z --></p>", "a\n"),
        ("<p style='display:none'>hidden</p><ix:header>x</ix:header><p>shown</p>", "shown\n"),
        ("<nav><a href=/>Home</a></nav><p>Text</p><footer class=site-footer>c</footer>", "Text\n"),
        ("<ul><li><a href=a>A</a><li><a href=b>B</a><li><a href=c>C</a></ul><p>Text", "Text\n"),
        ("<div class='share-buttons'>Share</div><p>Text", "Text\n"),
        ("<div class=header><h1>Headline</h1></div><p>Text", "Headline\n\nText\n"),
        ("<a href='#toc'>Table of Contents</a><p>Text", "Text\n"),
        ("<table><tr><td>&#149;</td><td>One thing</td></tr><tr><td>&#149;<td>Another</table>", "- One thing\n\n- Another\n"),
        ("<table><tr><td>(a)<td>One thing</table>", "(a) One thing\n"),
        ("<table><tr><td><table><tr><td>left</table><td>right<tr><td>low</table>", "left\n\nright\n\nlow\n"),
        ("<pre>\na  b\n<TABLE>\n<S>  <C>\nx   12\n</TABLE>\n<PAGE>  2\nc</pre>", "a  b\n<TABLE>\n<S>  <C>\nx   12\n</TABLE>\n\f\nc\n"),
        ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><p>a &e; b", "a &e; b\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_text(markup: str, text: str) -> None:
    found = webpage_text(markup)
    assert found == text or found.endswith(text) and "ENTITY" in markup


def test_signs_stand_with_their_figures() -> None:
    assert webpage_text(FIGURES).split("\n")[1:-1] == [
        "\t2019\t2018",
        "Revenue\t$ 250\t$ —",
        "Net loss\t$ (13,402)\t$ (10,260)",
        "Margin\t4%\t5%",
    ]


def test_table_is_cells() -> None:
    page = f"<html><p>Quillmark Reports Results</p><p>{LEAD}</p>{FIGURES}<p>About Quillmark</p><p>It makes drugs.</p>"
    (release,) = parse_filing("x.htm", webpage_text(page), "").releases
    (table,) = [block.table for block in release.blocks if block.table]
    assert [[cell.text for cell in row] for row in table.rows][3][:3] == ["Net loss", "$ (13,402)", "$ (10,260)"]
    assert release.headline == "Quillmark Reports Results"
    assert release.blocks[-1].kind is BlockKind.ABOUT


def test_article_of_a_page() -> None:
    page = f"<html><body><h1>Quillmark Opens Trial</h1><p>Cookies!</p><article><p>{LEAD * 5}</p></article><p>Also read"
    assert webpage_text(page) == f"Quillmark Opens Trial\n\n{LEAD * 5}\n"


def test_declared_charset() -> None:
    data = "<html><meta charset=iso-8859-1><p>“Zürich”</p></html>".encode("cp1252")
    assert extract("x.htm", data) == "“Zürich”\n"


def test_markdown_with_tags_stays_text() -> None:
    assert extract("x.md", b"# A <b>bold</b> step\n<br>") == "# A <b>bold</b> step\n<br>"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <table> </table> <tr> <td> </td> <ul> <li> <br> <pre> </pre> a b12 $ • <b> &#147;".split()
        ),
        max_size=60,
    )
)
def test_any_order_of_tags(tags: list[str]) -> None:
    text = webpage_text(" ".join(tags))
    assert webpage_text(" ".join(tags)) == text
    assert sum(text.count(c) for c in "ab") <= sum(tag in ("a", "b12") for tag in tags)


def test_nothing_is_lost() -> None:
    text = f"Quillmark Opens Trial\n\n{LEAD}\n\n- One “item”\n- Another\n\nAbout Quillmark\n\nIt makes drugs.\n"
    assert webpage_text(as_webpage(text)).split() == text.split()
