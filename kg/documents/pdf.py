"""PDF to text: words by where they are printed, pages parted by form feeds. The only module that imports pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from kg.documents.layout import Page, Word, pages_text
from kg.errors import Damaged, EmptyDocument, Encrypted, TooLarge

MOST_PAGES = 2000
MOST_CHARACTERS = 100_000  # of one page; a page of print has 5,000
NEEDS_PASSWORD = raw.FPDF_ERR_PASSWORD
HYPHEN = "\x02"  # what PDFium gives for a hyphen at the end of a line


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
    return pages_text(pages)


def read_page(source: str, document: pypdfium2.PdfDocument, number: int) -> Page:
    """The words of one page, in the order of its content; places in points from the top left corner."""
    page = document[number]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_CHARACTERS:
            raise TooLarge(source, f"expected at most {MOST_CHARACTERS} characters on a page, found {count}")
        width, height = page.get_size()
        return Page(width, height, tuple(words(text.raw, count, height)))
    finally:
        text.close()
        page.close()


def words(text: raw.FPDF_TEXTPAGE, count: int, height: float) -> Iterator[Word]:
    """Characters in a row, parted at blanks and where the next one is printed elsewhere."""
    held: list[str] = []
    box = (0.0, 0.0, 0.0, 0.0)
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        char = "-" if raw.FPDFText_IsHyphen(text, i) == 1 or char == HYPHEN else char
        here = char_box(text, i)
        blank = char.isspace() or char == "\u00a0" or code == 0 or here is None
        if held and (blank or here is None or elsewhere(box, here)):
            yield Word("".join(held), box[0], height - box[3], box[2], height - box[1])
            held = []
        if blank or here is None or not char.isprintable():
            continue
        box = here if not held else (box[0], min(box[1], here[1]), here[2], max(box[3], here[3]))
        held.append(char)
    if held:
        yield Word("".join(held), box[0], height - box[3], box[2], height - box[1])


def char_box(text: raw.FPDF_TEXTPAGE, index: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a character with the room that its font gives it; None where it is not printed."""
    if raw.FPDFText_IsGenerated(text, index) == 1:
        return None
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
        return None
    return box.left, box.bottom, box.right, box.top


def elsewhere(box: tuple[float, float, float, float], here: tuple[float, float, float, float]) -> bool:
    """The next character is printed on another line, or apart by a fifth of the height of a letter."""
    tall = max(box[3] - box[1], 1.0)
    overlap = min(box[3], here[3]) - max(box[1], here[1])
    return overlap < 0.3 * min(tall, max(here[3] - here[1], 0.1)) or not -0.5 * tall < here[0] - box[2] < 0.2 * tall
