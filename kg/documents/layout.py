"""Words on pages to running text: lines, columns, paragraphs, tables; running headers and footers dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kg.documents.grid import OPENS, YEAR, Printed, table_lines
from kg.documents.tables import is_numeric

GAP = 1.1  # blanks as wide as this share of a line's height part the cells of a table
USUAL_STEP = 1.3  # from line to line, as a share of a line's height
MARGIN = 0.13  # of a page's height, at its top and foot, where running lines stand
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
CLOSE = 1.22  # from line to line within a cell, at most, as a share of a line's height
LONGEST_NAME = 40  # characters of a column's name
COLUMN_NAME = re.compile(
    r"\b(?:candidates?|products?|programs?|programmes?|compounds?|drugs?|assets?|indications?|diseases?|phases?|stages?|status|"
    r"partners?|rights|mechanism|modality|milestones?)\b",
    re.I,
)
BULLETS = "•●▪◦‣·■□–-"
SENTENCE_END = re.compile(r"[.!?:;][\"”’')\]]*$")
WORD = re.compile(r"[A-Za-z]+-[a-z]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it is printed, in points from the top left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in points, and its words."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line: its words from left to right."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """How tall its letters are."""
        return max(1.0, median(word.bottom - word.top for word in self.words))

    @property
    def text(self) -> str:
        """Its words, parted by blanks."""
        return " ".join(word.text for word in self.words)

    def cells(self) -> list[Row]:
        """Its stretches between wide blanks."""
        made, held = [], [self.words[0]]
        for before, word in pairwise(self.words):
            if word.left - before.right > GAP * self.height:
                made.append(Row(tuple(held)))
                held = []
            held.append(word)
        return [*made, Row(tuple(held))]


def figures_apart(cells: Sequence[Row]) -> list[Row]:
    """The cells of a table's line, parted between figures too, however narrow the blank: "23 $ 6" are two."""
    made: list[Row] = []
    for number, cell in enumerate(cells):
        held = [cell.words[0]]
        for before, word in pairwise(cell.words):
            printed = is_figure(before.text) and before.text[-1] != "," and not YEAR.fullmatch(word.text)
            if printed and (is_figure(word.text) or OPENS.fullmatch(word.text)) and (number or made):
                made.append(Row(tuple(held)))
                held = []
            held.append(word)
        made.append(Row(tuple(held)))
    return made


def pages_text(pages: Sequence[Page]) -> str:
    """The text of all pages, each after the first opened by a form feed."""
    read = drop_running([(page, rows_of(page.words)) for page in pages])
    step = line_step([row for _, rows in read for row in rows])
    vocabulary = frozenset(word for _, rows in read for row in rows for word in WORD.findall(row.text))
    made: list[str] = []
    for number, (page, rows) in enumerate(read):
        lines = [line for column in columns_of(rows, page.width) for line in column_lines(column, step, vocabulary)]
        lines = "\n".join(lines).strip("\n").split("\n")
        if number:
            made.append("\f" if made and goes_on(made, lines) else "\n\n\f")
        made.append("\n".join(lines))
    return "".join(made).strip("\n") + "\n"


def goes_on(made: Sequence[str], lines: Sequence[str]) -> bool:
    """The last paragraph of a page is not at its end, and no table row or bullet opens the next page."""
    tail = made[-1].rsplit("\n", 1)[-1]
    if not tail or not lines[0] or "\t" in tail or "\t" in lines[0] or lines[0][0] in BULLETS:
        return False
    longest = max((len(line) for line in made[-1].split("\n") if "\t" not in line), default=0)
    return not SENTENCE_END.search(tail) and (len(tail) >= 0.75 * longest or lines[0][0].islower())


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words that stand on one line, lines from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (round((w.top + w.bottom) / 2, 1), w.left)):
        middle = (word.top + word.bottom) / 2
        held = next((line for line in reversed(lines[-3:]) if line[0].top < middle < line[0].bottom), None)
        if held is None:
            lines.append([word])
        else:
            held.append(word)
    return [Row(tuple(sorted(line, key=lambda w: w.left))) for line in lines]


# ---- running headers and footers -------------------------------------------------------------------------------------


def drop_running(pages: Sequence[tuple[Page, list[Row]]]) -> list[tuple[Page, list[Row]]]:
    """The pages without page numbers and without what stands on the margins of most of them."""
    said: Counter[str] = Counter()
    for page, rows in pages:
        said.update({folded(row) for row in rows if on_margin(row, page)})
    often = {text for text, count in said.items() if count >= max(2, len(pages) * 0.5)}
    return [(page, [row for row in rows if not is_running(row, page, often)]) for page, rows in pages]


def is_running(row: Row, page: Page, often: set[str]) -> bool:
    """A line on the margin that is a page number, or stands on most pages."""
    return on_margin(row, page) and (bool(PAGE_NUMBER.fullmatch(row.text)) or folded(row) in often)


def on_margin(row: Row, page: Page) -> bool:
    """It stands at the top or at the foot of its page."""
    return row.bottom < MARGIN * page.height or row.top > (1 - MARGIN) * page.height


def folded(row: Row) -> str:
    """A line without its figures: "Page 3 of 7" and "Page 4 of 7" are one."""
    return re.sub(r"\d+", "0", row.text).casefold()


# ---- columns ---------------------------------------------------------------------------------------------------------


def columns_of(rows: Sequence[Row], width: float) -> Iterator[list[Row]]:
    """Runs of lines in reading order: where two columns of text stand side by side, the left one first."""
    held: list[Row] = []
    at = 0
    while at < len(rows):
        gutter, end = gutter_at(rows, at, width)
        if gutter is None:
            held.append(rows[at])
            at += 1
            continue
        if held:
            yield held
            held = []
        for keep_left in (True, False):
            side = [tuple(w for w in row.words if (w.left < gutter) is keep_left) for row in rows[at:end]]
            yield [Row(words) for words in side if words]
        at = end
    if held:
        yield held


def gutter_at(rows: Sequence[Row], at: int, width: float) -> tuple[float | None, int]:
    """Where two columns of prose are parted, and after which line they end; None where there is one column."""
    for share in (0.5, 0.47, 0.53, 0.44, 0.56, 0.4, 0.6, 0.36, 0.64):
        middle = share * width
        end = at
        while end < len(rows) and parted_at(rows[end], middle):
            end += 1
        sides = [
            [[w for w in row.words if (w.left < middle) is side] for row in rows[at:end]] for side in (True, False)
        ]
        if end - at >= 4 and all(is_prose_column([Row(tuple(ws)) for ws in side if ws]) for side in sides):
            return middle, end
    return None, at + 1


def parted_at(row: Row, middle: float) -> bool:
    """No word lies across that place, and the blank there is wide."""
    before = [w.right for w in row.words if w.left < middle]
    after = [w.left for w in row.words if w.left >= middle]
    if any(right > middle for right in before):
        return False
    return not before or not after or min(after) - max(before) > 0.8 * row.height


def is_prose_column(rows: Sequence[Row]) -> bool:
    """Lines of running words, most of them as wide as the column; no figures in rows."""
    if len(rows) < 4:
        return False
    texts = [row.text for row in rows]
    width = max(row.right for row in rows) - min(row.left for row in rows)
    filled = sum(row.right - row.left > 0.65 * width for row in rows)
    worded = sum(len(text.split()) >= 4 for text in texts)
    return filled >= 0.5 * len(rows) and worded >= 0.6 * len(rows) and not any(is_numeric(text) for text in texts)


# ---- paragraphs and tables -------------------------------------------------------------------------------------------


def line_step(rows: Sequence[Row]) -> float:
    """From a line of a paragraph to the next, as a share of its height: the smallest step that is taken often."""
    steps = [round((below.top - above.top) / above.height, 1) for above, below in pairwise(rows)]
    counts = Counter(step for step in steps if 0.8 <= step <= 2.5)
    often = [step for step, count in counts.items() if count >= max(2, 0.05 * len(steps))]
    return min(often, default=USUAL_STEP)


def column_lines(rows: Sequence[Row], step: float, vocabulary: frozenset[str]) -> Iterator[str]:
    """The lines of one column, paragraphs parted by blank ones, tables as rows of tabs."""
    edge = max((row.right for row in rows), default=0.0)
    at = 0
    while at < len(rows):
        if length := headed_at(rows, at):
            yield from ("", *table_lines(list(under_heads(rows[at : at + length]))), "")
            at += length
            continue
        if length := table_at(rows, at):
            yield from ("", *table_lines(grid_of(rows[at : at + length])), "")
            at += length
            continue
        end = at + 1
        while (
            end < len(rows)
            and not (headed_at(rows, end) or table_at(rows, end))
            and not begins(rows[end - 1], rows[end], step)
        ):
            end += 1
        yield from (*joined_lines(rows[at:end], edge, vocabulary), "")
        at = end


def begins(above: Row, row: Row, step: float) -> bool:
    """A new paragraph begins: a wider step down, letters of another size, a bullet."""
    down = (row.top - above.top) / above.height
    if down > 1.2 * step or down <= 0 or abs(row.height - above.height) > 0.2 * above.height:
        return True
    return row.text[0] in "•●▪◦‣" or (row.text[:2] in ("- ", "– ") and bool(SENTENCE_END.search(above.text)))


def joined_lines(rows: Sequence[Row], edge: float, vocabulary: frozenset[str]) -> list[str]:
    """The lines of a paragraph: one, where each line is so full that the next word had no room on it.

    `edge` is where the lines of the column end. A word that was parted at a line's end is put together again.
    """
    made: list[str] = []
    for number, row in enumerate(rows):
        before = rows[number - 1] if number else None
        first = row.words[0]
        if before is None or before.right + first.right - first.left + 0.2 * row.height < edge:
            made.append(row.text)
        elif made[-1].endswith("-") and first.text[0].islower() and made[-1][-2:-1].isalpha():
            head, _, word = made[-1].rpartition(" ")
            whole = word + first.text if word + first.text in vocabulary else word[:-1] + first.text
            made[-1] = " ".join([*filter(None, [head]), whole, *(w.text for w in row.words[1:])])
        else:
            made[-1] += " " + row.text
    return made


def table_at(rows: Sequence[Row], at: int) -> int:
    """How many lines from `at` on are one table: rows of cells, and the lines between them that have only a label."""
    if not heads_table(rows, at):
        return 0
    last, figures = at - 1, 0
    for end in range(at, len(rows)):
        cells = rows[end].cells()
        if len(cells) > 1 and not is_item(cells):
            figures += any(is_figure(cell.text) for cell in cells[1:])
            last = end
        elif end - last > 2 or is_apart(rows, end, at):
            break
    if last + 1 < len(rows) and continues_label([[cell] for cell in rows[last].cells()], rows[last + 1].cells()):
        last += 1
    return last - at + 1 if figures >= 2 else 0


def headed_at(rows: Sequence[Row], at: int) -> int:
    """How many lines from `at` on are a table of words under a line of column names; 0 where none begins there."""
    heads = rows[at].cells()
    if len(heads) < 3 or any(len(head.text) > LONGEST_NAME for head in heads):
        return 0
    if sum(bool(COLUMN_NAME.search(head.text)) for head in heads) < 2:
        return 0
    last, wide = at, 0
    for end in range(at + 1, len(rows)):
        cells = rows[end].cells()
        if is_apart(rows, end, at) or len({column_of(cell, heads) for cell in cells}) < len(cells):
            break
        wide += len(cells) > 1
        if len(cells) > 1 or is_close(rows[end - 1], rows[end]):
            last = end
    return last - at + 1 if wide >= 2 else 0


def column_of(cell: Row, heads: Sequence[Row]) -> int:
    """The column under whose name most of a cell stands, else the one whose name begins nearest."""
    shared = [min(cell.right, head.right) - max(cell.left, head.left) for head in heads]
    if max(shared) > 0:
        return shared.index(max(shared))
    apart = [abs(cell.left - head.left) for head in heads]
    return apart.index(min(apart))


def is_close(above: Row, row: Row) -> bool:
    """A line that stands right under another, as lines of one cell do and rows of a table do not."""
    return row.top - above.top < CLOSE * above.height


def under_heads(rows: Sequence[Row]) -> Iterator[list[Printed]]:
    """The cells of a table's lines, each in its column; lines of one cell put together."""
    heads = rows[0].cells()
    held: list[str] = []
    for number, row in enumerate(rows):
        cells = {column_of(cell, heads): cell.text for cell in row.cells()}
        if held and number > 1 and 0 not in cells and is_close(rows[number - 1], row):
            held = [f"{text} {cells.get(i, '')}".strip() for i, text in enumerate(held)]
            continue
        if held:
            yield [Printed(text) for text in held]
        held = [cells.get(i, "") for i in range(len(heads))]
    yield [Printed(text) for text in held]


def is_apart(rows: Sequence[Row], i: int, at: int) -> bool:
    """A line that no table goes on with: a sentence, or one far below."""
    text = rows[i].text
    if len(text) > 90 or SENTENCE_END.search(text) and text[-1] != ":":
        return True
    return i > at and rows[i].top - rows[i - 1].top > 3 * rows[i].height


def heads_table(rows: Sequence[Row], at: int) -> bool:
    """A line of cells; or a short line right of the labels, with lines of cells below it."""
    cells = rows[at].cells()
    if len(cells) > 1:
        return not is_item(cells)
    below = rows[at + 1 : at + 4]
    wide = [row for row in below if len(row.cells()) > 1 and not is_item(row.cells())]
    return len(wide) >= 2 and rows[at].left > min(row.left for row in wide) + 4 * rows[at].height


def is_item(cells: Sequence[Row]) -> bool:
    """A bullet or number, a blank, and the item's text."""
    return len(cells) == 2 and (
        len(cells[0].text) == 1 and cells[0].text in BULLETS or bool(re.fullmatch(r"\(?\w{1,3}[.)]", cells[0].text))
    )


def is_figure(text: str) -> bool:
    """A figure with its signs, or a year."""
    return is_numeric(text) or bool(re.fullmatch(r"[(]?[$€£]?\s?[\d,.]+[)%]*", text))


def grid_of(rows: Sequence[Row]) -> list[list[Printed]]:
    """The cells of a table's lines; a line that begins right of the labels has an empty first cell."""
    labels = min(row.left for row in rows)
    firsts = [row.cells()[1].left for row in rows if len(row.cells()) > 1 and row.left < labels + row.height * 3]
    border = min(firsts, default=labels)
    made = []
    for cells in stacked([figures_apart(row.cells()) for row in rows]):
        printed = [Printed(" ".join(line.text for line in lines)) for lines in cells]
        left, height = cells[0][0].left, cells[0][0].height
        headless = left >= border - height or left > labels + 8 * height
        made.append([Printed(""), *printed] if headless else printed)
    return made


def stacked(rows: Sequence[list[Row]]) -> Iterator[list[list[Row]]]:
    """Rows as cells of lines: above the first figures a line goes on with those above it, cell under cell.

    A line that begins where the one above has no cell, or two under one of its cells, begins a row.
    """
    held: list[list[Row]] = []
    open_ = True
    for cells in rows:
        if held and continues_label(held, cells):
            held = [[*held[0], cells[0]], *held[1:], *([cell] for cell in cells[1:])]
            open_ = False
            continue
        open_ = open_ and not any(is_figure(cell.text) for cell in cells)
        places = [above(cell, held) for cell in cells] if held and open_ else []
        if continues_row(places, held):
            for place, cell in zip(places, cells, strict=True):
                held[place].append(cell)
            continue
        if held:
            yield held
        held = [[cell] for cell in cells]
    if held:
        yield held


def continues_row(places: Sequence[int], held: Sequence[Sequence[Row]]) -> bool:
    """Each cell has one of its own to go on with; a label alone only where its bracket is open."""
    if not places or len(set(places)) < len(places) or -1 in places:
        return False
    label = " ".join(line.text for line in held[0])
    return 0 not in places or len(places) == len(held) > 1 or label.count("(") > label.count(")")


def continues_label(held: Sequence[Sequence[Row]], cells: Sequence[Row]) -> bool:
    """A label on two lines, the second in lower case: the figures stand beside one of them."""
    last, cell = held[0][-1], cells[0]
    near = 0 < cell.top - last.top < 1.6 * last.height and cell.left < last.right
    single = len(held) == 1 and len(cells) > 1 or len(held) > 1 and len(cells) == 1
    return near and single and cell.text[0].islower() and not SENTENCE_END.search(last.text)


def above(cell: Row, held: Sequence[Sequence[Row]]) -> int:
    """The cell that a line goes on with: right over it. -1 where there is none."""
    for i, lines in enumerate(held):
        last = lines[-1]
        shared = min(cell.right, last.right) - max(cell.left, last.left)
        if cell.top - last.top < 1.6 * last.height and shared > 0.4 * min(
            cell.right - cell.left, last.right - last.left
        ):
            return i
    return -1
