"""Writes small documents for tests: PDF pages with words at places, web pages, EDGAR submissions."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.documents.pieces import Piece, Shape, find_pieces

WIDTHS = (  # of Helvetica, from blank to tilde, in thousandths of its size
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
).split()
WIDE, TALL, EDGE = 612, 792, 72


def width(text: str, size: float = 10) -> float:
    """How wide a text is in Helvetica."""
    return sum(int(WIDTHS[ord(c) - 32]) if 32 <= ord(c) < 127 else 556 for c in text) * size / 1000


def wrapped(text: str, room: float) -> list[str]:
    """The lines that a text takes in so much room."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass
class Pdf:
    """Pages of words at places; `y` counts points from the top."""

    header: str = ""
    footer: str = ""
    pages: list[list[str]] = field(default_factory=list)
    y: float = TALL

    def put(self, x: float, y: float, text: str, size: float = 10, page: int = -1) -> None:
        """Print a text on a page, the last where none is named."""
        shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.pages[page].append(f"BT /F1 {size} Tf {x:.1f} {TALL - y:.1f} Td ({shown}) Tj ET")

    def turn(self) -> None:
        """Begin a page."""
        self.pages.append([])
        if self.header and len(self.pages) > 1:
            self.put(EDGE, 40, self.header, 8)
            if len(self.pages) == 2:
                self.put(EDGE, 40, self.header, 8, page=0)
        if self.footer:
            self.put(EDGE, TALL - 40, self.footer.format(page=len(self.pages)), 8)
        self.y = EDGE + 20

    def row(self, cells: Iterable[tuple[float, str]], size: float = 10) -> None:
        """Print texts side by side."""
        if not self.pages or self.y > TALL - EDGE - 20:
            self.turn()
        for x, text in cells:
            self.put(x, self.y, text, size)
        self.y += 1.3 * size

    def cells(self, texts: Sequence[str], count: int) -> None:
        """Print a row of a table: each text in its column, on as many lines as it needs there."""
        room = 260 / max(count - 1, 1)
        columns = [wrapped(text, 200 if i == 0 else room - 12) for i, text in enumerate(texts)]
        places = [EDGE if i == 0 else EDGE + 210 + (i - 1) * room for i in range(len(texts))]
        for line in range(max(map(len, columns))):
            self.row([(x, column[line]) for x, column in zip(places, columns, strict=True) if line < len(column)])

    def paragraph(self, text: str, left: float = EDGE, right: float = WIDE - EDGE) -> None:
        """Print a text in lines as long as the column."""
        for line in wrapped(text, right - left):
            self.row([(left, line)])
        self.y += 8

    def bytes(self, extra: str = "") -> bytes:
        """The file; `extra` goes into its trailer."""
        streams = ["\n".join(page).encode("cp1252", "replace") for page in self.pages]
        kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(streams)))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        for i, stream in enumerate(streams):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {TALL}] /Contents {5 + 2 * i} 0 R "
                "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
            )
            objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
        made, places = bytearray(b"%PDF-1.4\n"), []
        for number, body in enumerate(objects, start=1):
            places.append(len(made))
            made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        start = len(made)
        size = len(objects) + 1
        made += (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {extra} >>\n".encode()
        )
        return bytes(made) + f"startxref\n{start}\n%%EOF\n".encode()


def as_pdf(text: str) -> bytes:
    """A plain text printed on pages, with a running header and page numbers."""
    pdf = Pdf(header="Press release for investors and media", footer="Page {page}")
    for piece in find_pieces(text):
        if piece.table is not None:
            for row in piece.table.rows:
                pdf.cells([cell.text for cell in row], max(len(row) for row in piece.table.rows))
            pdf.y += 8
        elif piece.shape is Shape.TEXT and len(piece.lines) > 1 and all(len(line.text) < 90 for line in piece.lines):
            for line in piece.lines:
                pdf.row([(EDGE, line.text)])
            pdf.y += 8
        else:
            pdf.paragraph(plain(piece))
    return pdf.bytes()


def plain(piece: Piece) -> str:
    """A piece on one line, without Markdown."""
    text = " ".join(piece.text.split()).strip("#* ")
    return "• " + text.lstrip("-* ") if piece.shape is Shape.ITEM and piece.text[0] in "-*•" else text


def as_webpage(text: str) -> str:
    """A plain text as EDGAR's filers write HTML."""
    return f"<HTML>\n<HEAD><TITLE>exhibit</TITLE></HEAD>\n<BODY>\n{''.join(map(markup, find_pieces(text)))}</BODY>\n</HTML>\n"


def markup(piece: Piece) -> str:
    """One piece as HTML, quotation marks as references to Windows' characters."""
    if piece.table is not None:
        return (
            f"<TABLE BORDER=0>\n{''.join(map(row_markup, ([c.text for c in r] for r in piece.table.rows)))}</TABLE>\n"
        )
    text = html.escape(plain(piece), quote=False)
    text = text.replace("“", "&#147;").replace("”", "&#148;").replace("—", "&#151;").replace("’", "&#146;")
    if piece.shape is Shape.ITEM and piece.text[0] in "-*•":
        return f"<TABLE><TR VALIGN=top><TD>&nbsp;</TD><TD>&#149;</TD><TD>{text.lstrip('•- ')}</TD></TR></TABLE>\n"
    if len(piece.lines) > 1 and all(len(line.text) < 90 for line in piece.lines):
        return f"<P>{'<BR>'.join(html.escape(line.text.strip('#* '), quote=False) for line in piece.lines)}</P>\n"
    return f"<P ALIGN=left><FONT SIZE=2>{text}</FONT></P>\n"


def row_markup(cells: Sequence[str]) -> str:
    """A row as EDGAR's tables have it: signs in cells of their own, narrow columns between."""
    made = [f"<TD>{html.escape(cells[0])}</TD>"] if cells else []
    for text in cells[1:]:
        sign, body = ("$", text[1:].strip()) if text.startswith("$") else ("", text)
        end = ")" if body.endswith(")") and body.startswith("(") else ""
        body = body[:-1] if end else body
        made.append(f"<TD>&nbsp;</TD><TD>{sign}</TD><TD ALIGN=right>{html.escape(body)}</TD><TD>{end}</TD>")
    return f"<TR VALIGN=bottom>{''.join(made)}</TR>\n"


@dataclass(frozen=True)
class Filed:
    """What the header of a submission says."""

    form: str = "8-K"
    filer: str = "QUILLMARK BIOSCIENCES, INC."
    cik: str = "9990001"
    accession: str = "0009990001-19-000012"
    filed: str = "20190509"
    period: str = "20190509"


def as_submission(documents: Sequence[tuple[str, str]], said: Filed = Filed()) -> str:
    """A full-submission text of documents, each with its type."""
    head = (
        f"<SEC-DOCUMENT>{said.accession}.txt : {said.filed}\n<SEC-HEADER>{said.accession}.hdr.sgml : {said.filed}\n"
        f"<ACCEPTANCE-DATETIME>{said.filed}160102\nACCESSION NUMBER:\t\t{said.accession}\n"
        f"CONFORMED SUBMISSION TYPE:\t{said.form}\nPUBLIC DOCUMENT COUNT:\t\t{len(documents)}\n"
        f"CONFORMED PERIOD OF REPORT:\t{said.period}\nFILED AS OF DATE:\t\t{said.filed}\n\nFILER:\n\n\tCOMPANY DATA:\t\n"
        f"\t\tCOMPANY CONFORMED NAME:\t\t\t{said.filer}\n\t\tCENTRAL INDEX KEY:\t\t\t{said.cik.zfill(10)}\n</SEC-HEADER>\n"
    )
    body = "".join(
        f"<DOCUMENT>\n<TYPE>{type_}\n<SEQUENCE>{number}\n<FILENAME>d{number}.htm\n<TEXT>\n{text}\n</TEXT>\n</DOCUMENT>\n"
        for number, (type_, text) in enumerate(documents, start=1)
    )
    return head + body + "</SEC-DOCUMENT>\n"
