"""Where the parts of a filing lie: cover, signature page, exhibit index, and each release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.documents import cues
from kg.documents.blocks import could_headline
from kg.documents.dateline import find_date_line, find_dateline
from kg.documents.pieces import Piece, Shape

COVER = re.compile(
    r"securities\s+and\s+exchange\s+commission|commission\s+file|indicate\s+by\s+check|registrant|form\s+(?:20-f|40-f|6-k|8-k)|rule\s+1\dg?|"
    r"principal\s+executive|securities\s+exchange\s+act|^\W*yes\b.{0,30}\bno\b|\b82-|pursuant\s+to|for\s+the\s+(?:month|financial\s+year)|"
    r"report\s+of\s+foreign|irs\s+employer|i\.r\.s|state\s+or\s+other\s+jurisdiction|trading\s+symbol|emerging\s+growth|item\s+\d\.\d\d",
    re.I,
)
SIGNATURE = re.compile(r"\W*SIGNATURES?\W*$", re.I)
SIGNATURE_LINE = re.compile(
    r"pursuant\s+to\s+the\s+requirements|^\W*(?:by|per|date[d]?|name|title)\b\s*:|/s/|duly\s+(?:caused|authorized)|registrant",
    re.I,
)
TITLED = re.compile(
    r"\b(?:director|officer|president|secretary|counsel|controller|treasurer|chair\w*|executive|ceo|cfo)\b", re.I
)
INDEX = re.compile(
    r"\W*(?:exhibit\s+(?:index|list)|index\s+to\s+exhibits|list\s+of\s+exhibits|exhibits?|index\b.{0,40}filing|documents?\s+included.*)\W*$",
    re.I,
)
INDEX_LINE = re.compile(
    r"\W*(?:exhibit|ex-?|no\.|number)?\W*(?:\d{1,3}\.\d{1,2}|exhibit\s+(?:no|number|description).*|description.*|104|99)\b",
    re.I,
)
NUMBERED = re.compile(r"\W*(?:exhibit\s+)?99\.\d{1,2}\b.{5,300}$", re.I | re.S)
DESCRIBED = re.compile(r"\W*(?:press|news)\s+release\s+(?:of|dated|issued|entitled|titled)\b", re.I)
WALK = 14  # pieces that may stand between a headline and the dateline
COVER_GAP = 5  # pieces of a cover that need not look like one: names, addresses

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """Which pieces are cover (with the exhibit index) and signature page, and the half-open range of each release."""

    cover: tuple[int, ...]
    signature: tuple[int, ...]
    releases: tuple[Range, ...]


def split(pieces: Sequence[Piece]) -> Parts:
    """The parts of a filing that has a cover; what belongs to no release is counted to the cover."""
    signature, index = signature_range(pieces), index_range(pieces)
    taken = {*signature, *index}
    anchors = find_anchors(pieces, taken)
    first = first_release(pieces, anchors[0] if anchors else len(pieces), taken)
    releases = tuple(release_ranges(pieces, anchors, first, taken))
    held = {i for a, b in releases for i in range(a, b)} | set(signature)
    return Parts(tuple(i for i in range(len(pieces)) if i not in held), signature, releases)


def release_ranges(pieces: Sequence[Piece], anchors: Sequence[int], first: int, taken: set[int]) -> Iterator[Range]:
    """From each beginning to the next, or to a signature page or an index between them; only what says something."""
    contacts = leads_with_contacts(pieces, first, anchors)
    starts = {first, *exhibits(pieces, first)}
    for number, anchor in enumerate(anchors):
        start = walk_back(pieces, anchor, first, contacts)
        if number or any(closes(p) for p in pieces[first:start]):
            starts.add(start)
    edges = sorted(starts | {i for i in taken if i >= first} | {i + 1 for i in taken if i >= first} | {len(pieces)})
    begin = None  # of a stretch that says nothing yet: a label before its release
    for a, b in pairwise(edges):
        begin = None if a in taken else a if begin is None else begin
        if begin is not None and says_something(pieces[begin:b]):
            yield begin, b
            begin = None


def signature_range(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The signature page: from its heading to the last line of the last "By:" block."""
    start = next((i for i, p in enumerate(pieces) if SIGNATURE.fullmatch(p.text[:60]) and len(p.text) < 40), None)
    if start is None:
        return ()
    end, signed = start + 1, 0
    for i in range(start + 1, min(len(pieces), start + 20)):
        text = pieces[i].text
        if ends_signature(pieces, i):
            break
        if SIGNATURE_LINE.search(text[:300]):
            if re.search(r"^\W*by\b|/s/", text, re.I):
                signed = i
        elif len(text) > 400 or (signed and not names_signatory(text, i - signed)):
            break
        end = i + 1
    return tuple(range(start, end))


def names_signatory(text: str, after: int) -> bool:
    """The lines under a "By:": a rule, a name right below it, a title."""
    words = len(text.split())
    return cues.is_rule(text) or (after == 1 and words <= 5) or (words <= 14 and TITLED.search(text) is not None)


def ends_signature(pieces: Sequence[Piece], i: int) -> bool:
    """Something else begins: an index, contacts, a release."""
    text = pieces[i].text[: cues.LOOK]
    if (
        INDEX.fullmatch(text)
        or INDEX_LINE.match(text)
        or cues.RELEASE_LABEL.match(text)
        or cues.CONTACT_HEADING.match(text)
    ):
        return True
    if cues.all_caps(text) and len(text) > 60:
        return True
    if i + 1 < len(pieces) and len(pieces[i + 1].text) > 120 and is_dated(pieces[i + 1]):
        return not SIGNATURE_LINE.search(text)
    return find_dateline(text) is not None and find_date_line(text) is None


def index_range(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The exhibit index: its heading and the numbered lines below it."""
    for i, piece in enumerate(pieces):
        if not (len(piece.text) < 60 and INDEX.fullmatch(piece.text)):
            continue
        end = i + 1
        while end < len(pieces) and indexes(pieces, end):
            end += 1
        if end > i + 1:
            return tuple(range(i, end))
    return ()


def indexes(pieces: Sequence[Piece], i: int) -> bool:
    """A line of an exhibit index: a number with what it stands for, or what stands for the number above it."""
    text = pieces[i].text
    if cues.EXHIBIT.match(text) and i + 1 < len(pieces) and not DESCRIBED.match(pieces[i + 1].text):
        return False
    return bool(INDEX_LINE.match(text[: cues.LOOK]) or DESCRIBED.match(text)) or pieces[i].shape is Shape.TABLE


def find_anchors(pieces: Sequence[Piece], taken: set[int]) -> list[int]:
    """The pieces that open with a dated dateline, a headline somewhere above them."""
    anchors = []
    for i, piece in enumerate(pieces):
        if i in taken or piece.shape is not Shape.TEXT or len(piece.text) < 80:
            continue
        if is_dated(piece) and headline_above(pieces, i, taken):
            anchors.append(i)
    return anchors


def is_dated(piece: Piece) -> bool:
    """It opens with a dateline that gives a day, and goes on."""
    line = find_dateline(piece.text) if piece.shape is Shape.TEXT else None
    return line is not None and line.day is not None and line.end < len(piece.text) - 40


def headline_above(pieces: Sequence[Piece], i: int, taken: set[int]) -> bool:
    """A line that may be a headline stands over a dateline, with only subheadlines, tickers and the like between."""
    for j in range(i - 1, max(-1, i - WALK), -1):
        if j in taken or closes(pieces[j]):
            return False
        if pieces[j].shape is Shape.TEXT and could_headline(pieces, j):
            return True
    return False


def closes(piece: Piece) -> bool:
    """A paragraph of text, with which an earlier release or the cover ends."""
    text = piece.text
    return piece.shape is Shape.TEXT and len(text) > 120 and cues.ends_sentence(text) and not cues.is_contact(text)


def first_release(pieces: Sequence[Piece], lead: int, taken: set[int]) -> int:
    """Where the first release begins: after the signature page and the index, else after the last line of the cover."""
    after = max((i + 1 for i in taken if i < lead), default=0)
    last = after - 1 if after else -1
    for i in range(last + 1, min(lead, len(pieces))):
        if not after and i - last > COVER_GAP:
            break
        if after and not NUMBERED.match(pieces[i].text):
            break
        if after or COVER.search(pieces[i].text[: cues.LOOK]):
            last = i
    return last + 1


def leads_with_contacts(pieces: Sequence[Piece], first: int, anchors: Sequence[int]) -> bool:
    """This filing prints the contacts of a release above its headline, as its first release shows."""
    lead = anchors[0] if anchors else len(pieces)
    return any(cues.CONTACT_HEADING.match(p.text[: cues.LOOK]) for p in pieces[first:lead])


def walk_back(pieces: Sequence[Piece], anchor: int, first: int, contacts: bool) -> int:
    """Where the release begins whose dateline stands at an anchor: at its contacts, its label or its headline."""
    start = anchor
    headline = False
    for i in range(anchor - 1, max(first, anchor - WALK) - 1, -1):
        piece, text = pieces[i], pieces[i].text
        if closes(piece) and not cues.CONTACT_HEADING.match(text[:80]):
            break
        label = bool(cues.RELEASE_LABEL.match(text[: cues.LOOK]))
        contact = (
            cues.is_contact(text) or bool(cues.CONTACT_HEADING.match(text[: cues.LOOK])) or piece.shape is Shape.TABLE
        )
        if contact and not contacts and headline or cues.is_furniture(text) and headline and not label:
            break
        if headline and not contact and not label and not could_headline(pieces, i):
            break
        headline = headline or could_headline(pieces, i)
        start = i
        labelled = i > first and cues.RELEASE_LABEL.match(pieces[i - 1].text[: cues.LOOK])
        if cues.EXHIBIT.match(text) or (label and headline and not contacts and not labelled):
            break
    return start


def exhibits(pieces: Sequence[Piece], first: int) -> list[int]:
    """Headings "Exhibit 99.2" that open a release."""
    return [
        i for i in range(first + 1, len(pieces)) if cues.EXHIBIT.match(pieces[i].text[:40]) and len(pieces[i].text) < 30
    ]


def says_something(pieces: Sequence[Piece]) -> bool:
    """It holds a paragraph: a few words in a row that are no link, no address, no rule."""
    return any(
        p.shape is not Shape.TABLE and len(cues.WORD.findall(p.text[:2000])) >= 8 and not cues.is_furniture(p.text)
        for p in pieces
    )
