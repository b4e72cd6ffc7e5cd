"""EDGAR's full-submission text: its header, and the documents in it.

The layout is that of the dissemination service: "<SEC-HEADER>" with lines "FILED AS OF DATE: 20190509", or before
it "<SUBMISSION>" with tags "<FILING-DATE>20190509"; then "<DOCUMENT>" with "<TYPE>", "<FILENAME>" and "<TEXT>". In the
text that is kept, header and tags stand as they were; HTML and PDF within "<TEXT>" give way to their text, and what no
person reads (graphics, XBRL, spreadsheets) is left out.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.documents.webpage import has_markup, plain_pages, webpage_text
from kg.errors import Damaged, DocumentError

OPENS = re.compile(  # EDGAR serves a single document in its own "<DOCUMENT>"
    r"(?:\ufeff|\xef\xbb\xbf)?\s{0,80}"
    r"(?:-----BEGIN PRIVACY-ENHANCED MESSAGE-----|<(?:SEC|IMS)-(?:DOCUMENT|HEADER)>|<SUBMISSION>|"
    r"<DOCUMENT>\s{1,9}<TYPE>)"
)
DOCUMENT = re.compile(r"^(?:\ufeff|\xef\xbb\xbf)?<DOCUMENT>[ \t\r]*$", re.M)
DOCUMENT_END = re.compile(r"^</DOCUMENT>[ \t]*$", re.M)
TEXT = re.compile(r"<TEXT>[ \t]*\n?")
TEXT_END = re.compile(r"\n?</TEXT>")
TAG = re.compile(r"^<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^\n<]*)", re.M)
PDF = re.compile(r"\s*<PDF>", re.I)
UUENCODED = re.compile(r"^begin [0-7]{3} \S.*$", re.M)
FIELD = re.compile(r"^[ \t]*(?:<([A-Z-]{2,60})>([^\n<]*)|([A-Z][A-Z -]{2,60}):[ \t]*([^\n]*))$", re.M)
UNREAD = re.compile(r"GRAPHIC|EX-10[14]\b|XML|EXCEL|ZIP|JSON|EX-27\b|FDS", re.I)
MACHINE = re.compile(r"\s{0,20}(?:<XML>|<XBRL>|<JSON>|<\?xml)", re.I)
NAMES = {
    "ACCESSION NUMBER": "accession", "ACCESSION-NUMBER": "accession",
    "CONFORMED SUBMISSION TYPE": "form", "TYPE": "form",
    "FILED AS OF DATE": "filed", "FILING-DATE": "filed",
    "CONFORMED PERIOD OF REPORT": "period", "PERIOD": "period",
    "COMPANY CONFORMED NAME": "filer", "CONFORMED-NAME": "filer",
    "CENTRAL INDEX KEY": "cik", "CIK": "cik",
}  # fmt: skip
LONGEST_HEADER = 200_000
RELEASE_TYPE = re.compile(r"EX-99(?![\d-])", re.I)
RELEASE_TITLE = re.compile(
    r"\b(?:press|news|media) (?:release|announcement)s?\b", re.I
)  # in an EX-1 of a 6-K, an EX-20
KINDS = re.compile(r"(6-K|8-K|10-K|10-Q|20-F|40-F)(?:405|SB|T)?(/A)?$")

Reader = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says: `form` is "8-K/A", `cik` without leading zeros; "" and None where it says nothing."""

    accession: str = ""
    form: str = ""
    filer: str = ""
    cik: str = ""
    filed: date | None = None
    period: date | None = None
    others: tuple[str, ...] = ()  # the names of further filers


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a submission: its type ("EX-99.1"), and where its text lies; how the filer describes it."""

    type: str
    start: int
    end: int
    description: str = ""

    @property
    def is_release(self) -> bool:
        """Whether it is an exhibit of the kind that press releases are filed as."""
        titled = self.type.startswith("EX-") and RELEASE_TITLE.search(self.description)
        return bool(RELEASE_TYPE.match(self.type) or titled)


def is_submission(text: str) -> bool:
    """Whether a text opens as a submission does."""
    return bool(OPENS.match(text)) and bool(DOCUMENT.search(text))


def submission_text(source: str, raw: str, read_pdf: Reader | None = None) -> str:
    """The submission with the text of each document in the place of its markup; raises `Damaged` where it is cut off.

    `read_pdf` gives the text of a PDF; without it those are left out. So is one that is the unofficial copy of
    another document. A PDF that cannot be read is left out too, unless the only release could be in it: then its
    `DocumentError` is raised.
    """
    raw = raw.replace("\r\n", "\n")
    made, left, told = [], 0, 0
    faults: list[DocumentError] = []
    listed = list(spans(raw))
    written = {part.type for part in listed if not is_packed(raw[part.start : part.end])}
    for part in listed:
        body = raw[part.start : part.end]
        try:
            reader = None if part.type in written else read_pdf
            text = body_text(part.type, body, reader)
        except DocumentError as fault:
            text = ""
            faults += [fault] if part.is_release else []
        told += part.is_release and bool(text.strip())
        made += [raw[left : part.start], "\n", text, "\n"]
        left = part.end
    if len(listed) < len(DOCUMENT.findall(raw)):
        expected = f"expected </DOCUMENT> after each of {len(DOCUMENT.findall(raw))} documents"
        raise Damaged(source, f"{expected}, found {len(listed)}: cut off")
    if faults and not told:
        raise faults[0]
    made.append(raw[left:])
    return "".join(made)


def is_packed(body: str) -> bool:
    """Whether a document is no text but a file packed in one, such as a PDF or a picture."""
    return bool(PDF.match(body) or UUENCODED.search(body[:400]))


def body_text(type_: str, body: str, read_pdf: Reader | None) -> str:
    """What a person reads in one document of a type."""
    if is_packed(body):
        data = uudecoded(body) if read_pdf else b""
        return read_pdf(data) if read_pdf and data.startswith(b"%PDF-") else ""
    if UNREAD.match(type_) or MACHINE.match(body) and "<html" not in body[:4096].lower():
        return ""
    if has_markup(body):
        return webpage_text(body)
    return plain_pages(body)


def uudecoded(body: str) -> bytes:
    """The bytes of a uuencoded body; damaged lines end them."""
    opening = UUENCODED.search(body)
    if not opening:
        return b""
    data = bytearray()
    for line in body[opening.end() :].lstrip("\n").split("\n"):
        if line.strip() in ("end", "`", ""):
            break
        try:
            data += binascii.a2b_uu(line.rstrip("\r"))
        except (binascii.Error, ValueError):
            break
    return bytes(data)


def spans(text: str) -> Iterator[Part]:
    """Each document that is whole, with where its text lies between its tags."""
    at = 0
    while opening := DOCUMENT.search(text, at):
        closing = DOCUMENT_END.search(text, opening.end())
        if closing is None:
            return
        begins = TEXT.search(text, opening.end(), closing.start())
        if begins:
            ends = [m.start() for m in TEXT_END.finditer(text, begins.end(), closing.start())]
            head = dict(reversed(TAG.findall(text[opening.end() : begins.start()])))
            type_, described = (head.get(name, "").strip() for name in ("TYPE", "DESCRIPTION"))
            yield Part(type_.upper(), begins.end(), ends[-1] if ends else closing.start(), described)
        at = closing.end()


def parts_of(text: str) -> tuple[Part, ...]:
    """The documents of a submission, by offsets in its text."""
    return tuple(spans(text))


def read_header(text: str) -> Header:
    """The header of a submission; of several filers the first, and the names of the others."""
    opening = DOCUMENT.search(text)
    head = text[: min(opening.start() if opening else len(text), LONGEST_HEADER)]
    said: dict[str, str] = {}
    filers: list[str] = []
    for tag, tagged, name, value in FIELD.findall(head):
        key = NAMES.get((tag or name).strip())
        if key and (tagged or value).strip():
            said.setdefault(key, (tagged or value).strip())
            filers += [" ".join((tagged or value).split())[:120]] if key == "filer" else []
    kind = KINDS.match(said.get("form", "").upper())
    return Header(
        accession=said.get("accession", "")[:30],
        form=kind[1] + (kind[2] or "") if kind else said.get("form", "")[:20],
        filer=" ".join(said.get("filer", "").split())[:120],
        cik=said["cik"].lstrip("0")[:10] if said.get("cik", "").isdecimal() else "",
        filed=day(said.get("filed", "")),
        period=day(said.get("period", "")),
        others=tuple(dict.fromkeys(filers))[1:],
    )


def day(text: str) -> date | None:
    """The day that eight digits give, None where they give none."""
    try:
        return date.fromisoformat(text[:8])
    except ValueError:
        return None
