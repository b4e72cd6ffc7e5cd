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
from kg.errors import Damaged

OPENS = re.compile(
    r"\s{0,80}(?:-----BEGIN PRIVACY-ENHANCED MESSAGE-----|<(?:SEC|IMS)-(?:DOCUMENT|HEADER)>|<SUBMISSION>)"
)
DOCUMENT = re.compile(r"^<DOCUMENT>[ \t]*$", re.M)
DOCUMENT_END = re.compile(r"^</DOCUMENT>[ \t]*$", re.M)
TEXT = re.compile(r"<TEXT>[ \t]*\n?")
TEXT_END = re.compile(r"\n?</TEXT>")
TAG = re.compile(r"^<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^\n<]*)", re.M)
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
RELEASE_TYPE = re.compile(r"EX-99(?:\.\d{1,3}[A-Z]?)*$|EX-99\.[A-Z]\b", re.I)
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


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a submission: its type ("EX-99.1"), and where its text lies."""

    type: str
    start: int
    end: int

    @property
    def is_release(self) -> bool:
        """Whether it is an exhibit of the kind that press releases are filed as."""
        return bool(RELEASE_TYPE.match(self.type))


def is_submission(text: str) -> bool:
    """Whether a text opens as a submission does."""
    return bool(OPENS.match(text)) and bool(DOCUMENT.search(text))


def submission_text(source: str, raw: str, read_pdf: Reader | None = None) -> str:
    """The submission with the text of each document in the place of its markup; raises `Damaged` where it is cut off.

    `read_pdf` gives the text of a PDF; without it those are left out.
    """
    raw = raw.replace("\r\n", "\n")
    made, left, whole = [], 0, 0
    for _, start, end in spans(raw):
        made += [raw[left:start], "\n", body_text(raw[left:start], raw[start:end], read_pdf), "\n"]
        left = end
        whole += 1
    if whole < len(DOCUMENT.findall(raw)):
        raise Damaged(
            source, f"expected </DOCUMENT> after each of {len(DOCUMENT.findall(raw))} documents, found {whole}: cut off"
        )
    made.append(raw[left:])
    return "".join(made)


def body_text(head: str, body: str, read_pdf: Reader | None) -> str:
    """What a person reads in one document."""
    type_ = dict(TAG.findall(head[head.rfind("<DOCUMENT>") :])).get("TYPE", "").strip()
    if body.lstrip()[:5].upper() == "<PDF>" or UUENCODED.search(body[:400]):
        data = uudecoded(body)
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


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Type, start and end of the text of each document that is whole."""
    at = 0
    while opening := DOCUMENT.search(text, at):
        closing = DOCUMENT_END.search(text, opening.end())
        if closing is None:
            return
        begins = TEXT.search(text, opening.end(), closing.start())
        if begins:
            ends = [m.start() for m in TEXT_END.finditer(text, begins.end(), closing.start())]
            head = text[opening.end() : begins.start()]
            type_ = next((value.strip() for name, value in TAG.findall(head) if name == "TYPE"), "")
            yield type_.upper(), begins.end(), ends[-1] if ends else closing.start()
        at = closing.end()


def parts_of(text: str) -> tuple[Part, ...]:
    """The documents of a submission, by offsets in its text."""
    return tuple(Part(*span) for span in spans(text))


def read_header(text: str) -> Header:
    """The header of a submission; of several filers the first."""
    opening = DOCUMENT.search(text)
    head = text[: min(opening.start() if opening else len(text), LONGEST_HEADER)]
    said: dict[str, str] = {}
    for tag, tagged, name, value in FIELD.findall(head):
        key = NAMES.get((tag or name).strip())
        if key and (tagged or value).strip():
            said.setdefault(key, (tagged or value).strip())
    kind = KINDS.match(said.get("form", "").upper())
    return Header(
        accession=said.get("accession", "")[:30],
        form=kind[1] + (kind[2] or "") if kind else said.get("form", "")[:20],
        filer=" ".join(said.get("filer", "").split())[:120],
        cik=said["cik"].lstrip("0")[:10] if said.get("cik", "").isdecimal() else "",
        filed=day(said.get("filed", "")),
        period=day(said.get("period", "")),
    )


def day(text: str) -> date | None:
    """The day that eight digits give, None where they give none."""
    try:
        return date.fromisoformat(text[:8])
    except ValueError:
        return None
