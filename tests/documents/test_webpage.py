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
        ("<table><tr><td><a href=a>Home</a><tr><td><a href=b>Products</a><tr><td><a href=c>News</a></table><p>Text", "Text\n"),
        ("<div class='share-buttons'>Share</div><p>Text", "Text\n"),
        ("<div class=header><h1>Headline</h1></div><p>Text", "Headline\n\nText\n"),
        ("<a href='#toc'>Table of Contents</a><p>Text", "Text\n"),
        ("<table><tr><td>&#149;</td><td>One thing</td></tr><tr><td>&#149;<td>Another</table>", "- One thing\n\n- Another\n"),
        ("<table><tr><td>(a)<td>One thing</table>", "(a) One thing\n"),
        ("<table><tr><td><table><tr><td>left</table><td>right<tr><td>low</table>", "left\n\nright\n\nlow\n"),
        ("<pre>\na  b\n<TABLE>\n<S>  <C>\nx   12\n</TABLE>\n<PAGE>  2\nc</pre>", "a  b\n<TABLE>\n<S>  <C>\nx   12\n</TABLE>\n\f\nc\n"),
        ("<p>QMB-17<sup>1</sup>, as told.<sup>2,3</sup> 10<sup>6</sup> cells", "QMB-17¹, as told.²,³ 10⁶ cells\n"),
        ("<p>QMB-17<sup>a</sup> Quil<sup>TM</sup> 15<sup>th</sup> CD4<sup>+</sup>", "QMB-17[a] Quil™ 15th CD4+\n"),
        ("<p><sup>1</sup> Of <sup>18</sup>F H<sub>2</sub>O", "1 Of 18F H2O\n"),
        ("<p>QMB-17<span style='position:relative;top:-3pt'>1</span> <font style='vertical-align:super'>2</font>x", "QMB-17¹ 2x\n"),
        ("<p>one trial in\n<PAGE>   2\ngout", "one trial in gout\n"),  # EDGAR's page mark, which is no HTML
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


def test_empty_cells_under_headed_columns_keep_their_place() -> None:
    page = (
        "<table><tr><th colspan=2>Program<th><th>Indication<th>Stage<tr><td rowspan=2>QMB-17<td><td><td>Gout<td>Phase 2"
        "<tr><td><td><td><td>Phase 1<tr><td>QMB-9<td>(oral)<td><td colspan=2>Gout</table>"
    )
    assert webpage_text(page).split("\n")[:-1] == [
        "Program\t\tIndication\tStage",
        "QMB-17\t\tGout\tPhase 2",
        "\t\t\tPhase 1\t\t",
        "QMB-9\t(oral)\tGout\t",
    ]


def test_cells_that_claim_a_million_places() -> None:
    row = "<tr>" + "<td colspan=99 rowspan=99>a" * 50
    assert webpage_text(f"<table>{row * 300}</table>").count("a") == 15_000


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


def test_article_without_the_news_of_others() -> None:
    """The innermost article, with the day and the second title that stand beside the first."""
    page = (
        "<html><body><main><div><h1>Quillmark Opens Trial of QMB-17</h1><h2>First of its kind</h2></div>"
        f"<time>May 3, 2005</time><div itemprop=articleBody><p>{LEAD * 4}</p></div>"
        "<div><h2>More releases</h2><p>Ockram ends its trial of OCK-4.</p></div></main></body></html>"
    )
    assert webpage_text(page) == f"Quillmark Opens Trial of QMB-17\n\nFirst of its kind\n\nMay 3, 2005\n\n{LEAD * 4}\n"


def test_page_without_an_article() -> None:
    """What stands above the only title is menu and banner, a box of links to other news is none of this."""
    page = (
        "<html><body><div>Products</div><div>Careers</div><p>May 3, 2005</p><h1>Quillmark Opens Trial of QMB-17</h1>"
        f"<p>{LEAD}</p><div><h3>Latest news</h3><p><a href=1>Quillmark ends its trial of QMB-9</a> in 2004</p></div>"
        "<div><h3>Recent news</h3><p>Quillmark raised $5 million, as <a href=2>told</a> in April.</p></div></body></html>"
    )
    assert webpage_text(page).split("\n\n") == [
        "May 3, 2005",
        "Quillmark Opens Trial of QMB-17",
        LEAD,
        "Recent news",
        "Quillmark raised $5 million, as told in April.\n",
    ]


def test_title_within_a_text_takes_nothing_away() -> None:
    page = f"<html><p>Quillmark Opens Trial</p><p>{LEAD * 2}</p><h1>About Quillmark and its medicines</h1><p>Gout.</p></html>"
    assert webpage_text(page).startswith("Quillmark Opens Trial\n\nLEEDS")


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
