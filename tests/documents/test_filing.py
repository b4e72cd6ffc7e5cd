from __future__ import annotations

import contextlib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import BlockKind, Filing, Release, parse_filing, read_filing
from kg.errors import NoRelease

FILINGS = Path(__file__).parent / "filings"


def filing(name: str) -> Filing:
    return read_filing(FILINGS / name)


def outline(release: Release) -> list[tuple[str, str]]:
    """The blocks of a release by kind, with the first words of each."""
    return [(block.kind.value, " ".join(block.text.split())[:24]) for block in release.blocks]


def issue(text: str) -> Release:
    return parse_filing("invented.txt", text, "").releases[0]


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in issue(text).blocks]


LEAD = "LEEDS, Maine - May 3, 2005 - Quillmark Biosciences, Inc. today opened a trial of QMB-17 in severe gout."
OPENED = "Quillmark Biosciences, Inc. has opened a trial of QMB-17 in people with severe gout."


class TestEightK:
    def test_cover_and_signature(self) -> None:
        found = filing("quillmark-8k.txt")
        assert (found.form, found.filer) == ("8-K", "Quillmark Biosciences, Inc.")
        assert (found.filed, found.signatory) == (date(2005, 5, 4), "Mara T. Ellingsworth")
        assert found.cover[-2].text == "Exhibit Index"
        assert {block.kind for block in found.cover} == {BlockKind.COVER}
        assert {block.kind for block in found.signature} == {BlockKind.SIGNATURE}

    def test_first_release(self) -> None:
        assert outline(filing("quillmark-8k.txt").releases[0]) == [
            ("furniture", "Exhibit 99.1"),
            ("furniture", "FOR IMMEDIATE RELEASE"),
            ("headline", "Quillmark Doses First Pa"),
            ("dateline", "LEEDS, Maine - May 3, 20"),
            ("prose", "Quillmark Biosciences, I"),
            ("quote", '"Gout deserves better," '),
            ("table", "Three Months Ended March"),
            ("heading", "About Quillmark"),
            ("about", "Quillmark develops medic"),
            ("contacts", "Contact: Mara Ellingswor"),
            ("furniture", "- 2 -"),
        ]

    def test_headline_is_one_line(self) -> None:
        assert filing("quillmark-8k.txt").releases[0].headline == (
            "Quillmark Doses First Patient in Phase 2 Trial of QMB-17 in Severe Gout"
        )

    def test_table_has_columns(self) -> None:
        block = next(b for b in filing("quillmark-8k.txt").releases[0].blocks if b.table)
        assert block.table is not None
        assert [[cell.text for cell in row] for row in block.table.rows] == [
            ["", "Three Months Ended"],
            ["", "March 31,"],
            ["", "2005", "2004"],
            ["Research and development", "$  1,200", "$    900"],
            ["General and administrative", "310", "290"],
            ["Net loss", "$ (1,510)", "$ (1,190)"],
        ]

    def test_second_release(self) -> None:
        second = filing("quillmark-8k.txt").releases[1]
        assert (second.sequence, second.headline) == (2, "Quillmark Names New Director")
        assert second.issued == date(2005, 5, 2)
        assert second.blocks[0].text == "Exhibit 99.2"


class TestSixK:
    def test_signature_after_the_releases(self) -> None:
        found = filing("velmora-6k.txt")
        assert (found.form, found.filer) == ("6-K", "Velmora Pharma plc")
        assert (found.filed, found.signatory) == (date(2011, 7, 11), "Corin Ashdale")
        assert [(r.headline, r.issued) for r in found.releases] == [
            ("VELMORA OPENS TRIAL IN PSORIASIS", date(2011, 7, 6)),
            ("VELMORA REPORTS RESULTS", date(2011, 7, 8)),
        ]

    def test_contacts_below_stay_with_their_release(self) -> None:
        first, second = filing("velmora-6k.txt").releases
        assert [b.kind for b in first.blocks][-2:] == [BlockKind.CONTACTS] * 2
        assert second.blocks[0].kind is BlockKind.HEADLINE

    def test_paragraph_over_page_breaks_is_one_block(self) -> None:
        lead = next(b for b in filing("velmora-6k.txt").releases[0].blocks if b.kind is BlockKind.PROSE)
        assert lead.text.endswith("tried two creams.")
        assert "asked for in\n\nJune 2010" in lead.text

    def test_front_and_list(self) -> None:
        assert outline(filing("velmora-6k.txt").releases[0])[:8] == [
            ("headline", "VELMORA OPENS TRIAL IN P"),
            ("subheadline", "- Northgate Hospital lea"),
            ("tickers", "LSE: VLM"),
            ("dateline", "Leeds, England, 6 July 2"),
            ("prose", 'Velmora Pharma plc ("Vel'),
            ("furniture", "(more)"),
            ("list item", "• The first arm takes VL"),
            ("list item", "• The second arm takes a"),
        ]

    def test_lone_label_does_not_break_a_table(self) -> None:
        block = next(b for b in filing("velmora-6k.txt").releases[1].blocks if b.table)
        assert block.table is not None
        assert [row[0].text for row in block.table.rows] == [
            "(in thousands of pounds)",
            "Revenue",
            "EXPENSES",
            "Research",
        ]


class TestPressRelease:
    def test_bare(self) -> None:
        found = parse_filing("bare.txt", f"Quillmark Opens Trial\n\n{LEAD}", "")
        assert (found.form, found.filer) == ("press-release", "Quillmark Biosciences, Inc.")
        assert found.filed == found.releases[0].issued == date(2005, 5, 3)
        assert found.cover == found.signature == ()

    @pytest.mark.parametrize(
        "above",
        [
            "[QUILLMARK LETTERHEAD]",
            "[LOGO APPEARS HERE]",
            "NEWS RELEASE                 For Immediate Release\n                             ---------------------",
            '---\ntitle: "All the news"\ntags: [QMB-9]\n---',
            '---\ntitle: "All the news"\ntags:\n  - QMB-9\n---',
        ],
    )
    def test_what_is_no_headline(self, above: str) -> None:
        lead = "LEEDS, May 3, 2005 - Quillmark, Inc. has opened a trial of QMB-17 in gout."
        text = f"{above}\n\nQuillmark Opens Trial\n\n{lead}"
        (release,) = parse_filing("x.md", text, "").releases
        assert release.headline == "Quillmark Opens Trial"
        assert release.blocks[0].kind.value == "furniture"

    def test_without_a_date(self) -> None:
        found = issue(f"Quillmark Opens Trial\n\n{OPENED}")
        assert (found.headline, found.issued) == ("Quillmark Opens Trial", None)

    @pytest.mark.parametrize(
        "text",
        [
            f"Quillmark Opens Trial\n\nMay 3, 2005\n\n{OPENED}",
            f"May 3, 2005\n\nQuillmark Opens Trial\n\n{OPENED}",
            f"Quillmark Opens Trial\n\n{OPENED.replace('has', 'today, May 3, 2005, has')}",
        ],
    )
    def test_dates_outside_a_dateline(self, text: str) -> None:
        found = issue(text)
        assert (found.headline, found.issued) == ("Quillmark Opens Trial", date(2005, 5, 3))

    def test_mention_of_a_form_makes_no_cover(self) -> None:
        text = f"Quillmark Files Form 8-K\n\n{LEAD}\n\nForm 8-K went to the Securities and Exchange Commission."
        assert parse_filing("x.txt", text, "").form == "press-release"

    def test_tear_in_the_source_is_no_heading(self) -> None:
        assert kinds(f"Quillmark Opens Trial\n\n{LEAD}\n\nDr. Holt was at Corvane Oncology, Inc.") == [
            "headline", "dateline", "prose", "prose",
        ]  # fmt: skip

    def test_boilerplate_by_its_words(self) -> None:
        text = (
            f"Quillmark Opens Trial\n\n{LEAD}\n\nAbout QuillmarkQuillmark makes medicines.\n\n"
            "Actual results may differ materially, and we undertake no obligation to say so.\n\n"
            "View the original release on www.wire.example"
        )
        assert kinds(text)[3:] == ["heading", "about", "forward-looking", "furniture"]

    def test_link_with_a_fact_is_prose(self) -> None:
        assert (
            kinds(f"Quillmark Opens Trial\n\n{LEAD}\n\nTo learn more of NCT01234567, ask Dr. Holt in Leeds.")[-1]
            == "prose"
        )

    def test_dateline_cut_by_a_line_break(self) -> None:
        found = issue("Quillmark Opens Trial\n\nLEEDS, Maine -\n\n(Line Wire) - May 3, 2005 - " + OPENED)
        assert found.issued == date(2005, 5, 3)
        assert [b.kind.value for b in found.blocks] == ["headline", "dateline", "dateline", "prose"]

    def test_headings_name_what_follows(self) -> None:
        found = issue(f"Quillmark Opens Trial\n\n{LEAD}\n\n## Next Steps:\n\n* Enrol forty people.\n* Read out.")
        assert [(b.kind.value, b.heading) for b in found.blocks[-2:]] == [("list item", "Next Steps")] * 2

    def test_contact_run_into_links(self) -> None:
        assert (
            kinds(f"Quillmark Opens Trial\n\n{LEAD}\n\nOna Pell, CFOona@quill.examplehttps://quill.example")[-1]
            == "contacts"
        )

    @pytest.mark.parametrize("text", ["* * *", "Quillmark", "1\n2\n3", "https://quill.example/a-page", "\ufeff-"])
    def test_nothing_to_read(self, text: str) -> None:
        with pytest.raises(NoRelease, match=r"x\.txt: expected a press release"):
            parse_filing("x.txt", text, "")

    def test_cover_alone(self) -> None:
        text = "FORM 6-K\nSECURITIES AND EXCHANGE COMMISSION\n\nSIGNATURES\n\nBy: /s/ Ona Pell\n"
        with pytest.raises(NoRelease):
            parse_filing("x.txt", text, "")


FRAGMENTS = st.sampled_from(
    [
        "FORM 6-K",
        "SECURITIES AND EXCHANGE COMMISSION",
        "SIGNATURES",
        "By: /s/ Ona Pell",
        "Date: May 4, 2005",
        "EXHIBIT INDEX",
        "99.1 Press release",
        "Exhibit 99.1",
        "CONTACTS:",
        "QUILLMARK OPENS TRIAL",
        LEAD,
        "About Quillmark",
        "About GoutGout is a disease.",
        "Forward Looking Statements",
        "- one\n- two",
        "• a • b • c",
        "a\t1\t2\nb\t3\t4",
        "<TABLE>\n<S> <C>\na  1\n</TABLE>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "2005\n\n2004\n\n1\n\n2\n\n3\n\n4\n\n5\n\n6",
        "abc     1     2\ndef     3     4\nghi     5     6",
        "(more)",
        "- 2 -",
        "it went on in\n\nlower case",
        "TSX: QLM",
        "“Well,” she said.",
        "ona@quill.example",
        "\r\n",
        "\f",
    ]
)


@given(
    st.lists(st.one_of(FRAGMENTS, st.text(max_size=40)), max_size=14), st.sampled_from(["\n", "\n\n", "\r\n\r\n", " "])
)
def test_blocks_slice_back_and_cover_every_release(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    try:
        found = parse_filing("x.txt", text, "")
    except NoRelease:
        return
    blocks = [*found.cover, *found.signature, *(b for r in found.releases for b in r.blocks)]
    for block in blocks:
        assert text[block.start : block.end] == block.text
        cells = [cell for row in block.table.rows for cell in row] if block.table else []
        assert all(text[c.start : c.end] == c.text and block.start <= c.start <= c.end <= block.end for c in cells)
    ordered = sorted(blocks, key=lambda block: block.start)
    assert all(a.end <= b.start for a, b in pairwise(ordered))
    edges = [0, *(edge for block in ordered for edge in (block.start, block.end)), len(text)]
    gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert not any(c.isprintable() and not c.isspace() for gap in gaps for c in gap)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(NoRelease):
        assert parse_filing("x.txt", text, "").releases
