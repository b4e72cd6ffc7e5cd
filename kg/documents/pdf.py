"""PDF to text: words by where they are printed, pages parted by form feeds. The only module that imports pypdfium2."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from kg.documents.layout import Page, Word, pages_text
from kg.documents.webpage import RAISED
from kg.errors import Damaged, EmptyDocument, Encrypted, NotText, TooLarge

MOST_PAGES = 2000
MOST_CHARACTERS = 100_000  # of one page; a page of print has 5,000
NEEDS_PASSWORD = raw.FPDF_ERR_PASSWORD
HYPHEN = "\x02"  # what PDFium gives for a hyphen at the end of a line
LETTERS = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 40
COMMON = frozenset("the of and in to for der die und de la le et en el da di do og av på van het is".split())
QUARTER = math.pi / 2
FIGURES = frozenset("0123456789")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Char:
    """A character, where it is printed, and by how many quarter turns it leans; without a place it is not printed."""

    text: str
    box: Box | None
    turn: int


def pdf_text(source: str, data: bytes) -> str:
    """The text of a PDF: paragraphs by blank lines, table rows with tabs, each page after the first opened by "\\f".

    Running headers and footers and page numbers are dropped, columns are read one after the other.

    Raises `Encrypted`, `Damaged`, `TooLarge`, and `EmptyDocument` for pages that are pictures.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == NEEDS_PASSWORD:
            raise Encrypted(source, "expected a PDF that opens without a password, found an encrypted one") from error
        raise Damaged(source, f"expected a PDF, found one that is damaged or cut off ({error})") from error
    try:
        if len(document) > MOST_PAGES:
            raise TooLarge(source, f"expected at most {MOST_PAGES} pages, found {len(document)}")
        pages = [read_page(source, document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Damaged(source, f"expected a PDF, found a page that cannot be read ({error})") from error
    finally:
        document.close()
    if not any(page.words for page in pages):
        raise EmptyDocument(source, f"expected text, found {len(pages)} pages without any, such as scans")
    text = pages_text(pages)
    if is_scrambled(text):
        raise NotText(source, "expected text, found letters whose fonts do not say what they are")
    return text


def is_scrambled(text: str) -> bool:
    """Whether no word of a text is one that every text has, as where glyphs are numbered and not named."""
    words = LETTERS.findall(text[:MOST_CHARACTERS].lower())
    return len(words) >= FEWEST_WORDS and COMMON.isdisjoint(words)


def read_page(source: str, document: pypdfium2.PdfDocument, number: int) -> Page:
    """The words of one page, in the order of its content; places in points from the top left corner.

    A page is held so that most of it can be read; what is printed in another direction, such as a stamp, is left out.
    """
    page = document[number]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_CHARACTERS:
            raise TooLarge(source, f"expected at most {MOST_CHARACTERS} characters on a page, found {count}")
        printed = [char_at(text.raw, i) for i in range(count)]
        edges = page.get_cropbox()
    finally:
        text.close()
        page.close()
    turns = Counter(char.turn for char in printed if char.box is not None)
    turn = turns.most_common(1)[0][0] if turns else 0
    left, top, right, bottom = turned(edges, turn)
    held = (replace(c, box=turned(c.box, turn)) if c.box else c for c in printed if c.turn == turn or c.box is None)
    return Page(right - left, bottom - top, tuple(moved(word, left, top) for word in words(held)))


def char_at(text: raw.FPDF_TEXTPAGE, index: int) -> Char:
    """A character of a page."""
    code = raw.FPDFText_GetUnicode(text, index)
    said = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
    said = "-" if raw.FPDFText_IsHyphen(text, index) == 1 or said == HYPHEN else said
    box = raw.FS_RECTF()
    if raw.FPDFText_IsGenerated(text, index) == 1 or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
        return Char(said, None, 0)
    return Char(said, (box.left, box.bottom, box.right, box.top), quarters(raw.FPDFText_GetCharAngle(text, index)))


def quarters(angle: float) -> int:
    """The quarter turns, 0 to 3, of an angle in radians, counted clockwise; -1 for a slant such as a watermark's."""
    if not math.isfinite(angle) or angle < 0:
        return 0
    nearest = round(angle / QUARTER)
    return -nearest % 4 if abs(angle / QUARTER - nearest) < 0.1 else -1


def turned(box: Box, turn: int) -> Box:
    """Left, top, right and bottom of what lies between left, bottom, right and top on a page.

    The page is turned clockwise by so many quarters, and counted downwards.
    """
    left, bottom, right, top = box
    match turn:
        case 1:
            return bottom, left, top, right
        case 2:
            return -right, bottom, -left, top
        case 3:
            return -top, -right, -bottom, -left
        case _:
            return left, -top, right, -bottom


def moved(word: Word, left: float, top: float) -> Word:
    """A word counted from another corner."""
    return Word(word.text, word.left - left, word.top - top, word.right - left, word.bottom - top)


def words(chars: Iterable[Char]) -> Iterator[Word]:
    """Characters in a row, parted at blanks and where the next is printed elsewhere; raised figures are written so."""
    held: list[str] = []
    box = line = (0.0, 0.0, 0.0, 0.0)  # of the word, and of its last character that stands on the line
    parted = False
    for char in chars:
        here = char.box
        if here is None:  # a blank that PDFium makes of a distance, or of a change of size
            parted = True
            continue
        raised = bool(held) and char.text in FIGURES and is_raised(line, here)
        blank = char.text.isspace() or char.text == "\u00a0"
        if held and (blank or parted and not raised or elsewhere(box, here)):
            yield Word("".join(held), *box)
            held = []
        parted = False
        if blank or not char.text.isprintable():
            continue
        line = line if raised else here
        box = (box[0], min(box[1], here[1]), here[2], max(box[3], here[3])) if held else here
        held.append(char.text.translate(RAISED) if raised and held else char.text)
    if held:
        yield Word("".join(held), *box)


def is_raised(line: Box, here: Box) -> bool:
    """Smaller letters that stand above the line."""
    tall = line[3] - line[1]
    return here[3] - here[1] < 0.85 * tall and line[3] - here[3] > 0.15 * tall


def elsewhere(box: Box, here: Box) -> bool:
    """The next character is printed on another line, or apart by a fifth of the height of a letter."""
    tall = max(box[3] - box[1], 1.0)
    overlap = min(box[3], here[3]) - max(box[1], here[1])
    return overlap < 0.3 * min(tall, max(here[3] - here[1], 0.1)) or not -0.5 * tall < here[0] - box[2] < 0.2 * tall
