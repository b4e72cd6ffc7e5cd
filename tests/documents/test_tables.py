from __future__ import annotations

from kg.documents.pieces import Shape, find_pieces


def rows(text: str) -> list[list[str]]:
    """The rows of the first table in a text."""
    piece = next(p for p in find_pieces(text) if p.shape is Shape.TABLE)
    assert piece.table is not None
    return [[cell.text for cell in row] for row in piece.table.rows]


def test_tabs_keep_empty_cells() -> None:
    assert rows("\tThree months\t\nCosts\t\\$\t57\nTotal\t\t8") == [
        ["", "Three months", ""],
        ["Costs", "\\$", "57"],
        ["Total", "", "8"],
    ]


def test_header_line_without_cells() -> None:
    assert rows("Three Months Ended March 31,\n\t2005\t2004\nCosts\t5\t4")[0] == ["Three Months Ended March 31,"]


def test_markup_and_rules_are_no_rows() -> None:
    assert rows("<TABLE>\n<S>\t<C>\nA\tB\n---\nC\tD\n</TABLE>") == [["A", "B"], ["C", "D"]]


def test_markup_without_its_opening() -> None:
    assert rows("Before.\n\n<S>\t<C>\nA\tB\n\nAfter.") == [["A", "B"]]


def test_pipes() -> None:
    assert rows("| Arm | Dose |\n|-----|:----:|\n| A | 5 mg |") == [["Arm", "Dose"], ["A", "5 mg"]]


def test_columns_of_blanks() -> None:
    lines = (
        "                    2005       2004",
        "Costs          $   1,200     $  900",
        "",
        "Income             (310)      (29)",
    )
    text = "\n".join((*lines, "Total               890        871"))
    assert rows(text) == [
        ["", "2005", "2004"],
        ["Costs", "$   1,200", "$  900"],
        ["Income", "(310)", "(29)"],
        ["Total", "890", "871"],
    ]


def test_two_blanks_after_a_full_stop_make_no_table() -> None:
    text = "It began in 2004.  Ten came.\nIt went on.  In 2005  it ended.\nAll was well.  It was 2006."
    assert not [p for p in find_pieces(text) if p.shape is Shape.TABLE]


def test_one_cell_a_line() -> None:
    cells = [
        "Three Months Ended",
        "Six Months Ended",
        "2005",
        "2004",
        "2005",
        "2004",
        "Costs",
        "1",
        "2",
        "3",
        "4",
        "Income",
        "5",
        "6",
        "7",
        "8",
    ]
    cells += ["9", "10", "11", "12", "Net loss", "13", "14", "15", "16"]
    assert rows("Some prose stands here.\n\n" + "\n\n".join(cells)) == [
        ["", "Three Months Ended", "Three Months Ended", "Six Months Ended", "Six Months Ended"],
        ["", "2005", "2004", "2005", "2004"],
        ["Costs", "1", "2", "3", "4"],
        ["Income", "5", "6", "7", "8"],
        ["", "9", "10", "11", "12"],
        ["Net loss", "13", "14", "15", "16"],
    ]


def test_one_cell_a_line_where_rows_are_uncertain() -> None:
    cells = ["2005", "2004", "Costs", "1", "2", "Income", "5", "Tax", "6", "7", "Net loss", "8", "9", "10"]
    assert rows("\n\n".join(cells)) == [[cell] for cell in cells]
