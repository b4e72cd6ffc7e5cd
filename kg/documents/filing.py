"""A document as a filing: its cover, its signature page, its exhibit index and its releases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.documents import cues
from kg.documents.blocks import could_headline, read_blocks
from kg.documents.dateline import Dateline, find_date_line, find_dateline, find_today
from kg.documents.dates import find_dates
from kg.documents.issued import resolve_issue
from kg.documents.model import Block, BlockKind, Filing, Release
from kg.documents.parties import find_filed, find_filer, find_issuer, find_signatory
from kg.documents.pieces import Piece, Shape, find_pieces
from kg.documents.text import read_text
from kg.errors import NoRelease

FORM = re.compile(r"^\W*FORM\s+(6-K|8-K|10-K|10-Q|20-F|40-F)(/A)?\b", re.I | re.M)
COMMISSION = re.compile(r"securities\s+and\s+exchange\s+commission", re.I)
COVER = re.compile(
    r"securities\s+and\s+exchange\s+commission|commission\s+file|indicate\s+by\s+check|registrant|form\s+(?:20-f|40-f|6-k|8-k)|rule\s+1\dg?|"
    r"principal\s+executive|securities\s+exchange\s+act|^\W*yes\b.{0,30}\bno\b|\b82-|pursuant\s+to|for\s+the\s+(?:month|financial\s+year)|"
    r"report\s+of\s+foreign|irs\s+employer|i\.r\.s|state\s+or\s+other\s+jurisdiction|trading\s+symbol|emerging\s+growth|item\s+\d\.\d\d",
    re.I,
)
SIGNATURE = re.compile(r"\W*SIGNATURES?\W*$", re.I)
SIGNATURE_LINE = re.compile(
    r"pursuant\s+to\s+the\s+requirements|^\W*(?:by|per|date[d]?|name|title)\b\s*:|/s/|duly\s+(?:caused|authorized)|registrant", re.I
)
TITLED = re.compile(r"\b(?:director|officer|president|secretary|counsel|controller|treasurer|chair\w*|executive|ceo|cfo)\b", re.I)
INDEX = re.compile(r"\W*(?:exhibit\s+(?:index|list)|index\s+to\s+exhibits|list\s+of\s+exhibits|exhibits?|index\b.{0,40}filing|documents?\s+included.*)\W*$", re.I)
INDEX_LINE = re.compile(r"\W*(?:exhibit|ex-?|no\.|number)?\W*(?:\d{1,3}\.\d{1,2}|exhibit\s+(?:no|number|description).*|description.*|104|99)\b", re.I)
COVER_PIECES = 12  # a form's name stands among the first of them
WALK = 14  # pieces that may stand between a headline and the dateline


def read_filing(path: Path | str) -> Filing:
    """A plain-text or Markdown file as a filing.

    Raises `DocumentError`: the file is empty, no text, or holds no release.
    """
    text, sha256 = read_text(path)
    return parse_filing(Path(path).name, text, sha256)


def parse_filing(source: str, text: str, sha256: str) -> Filing:
    """A text as a filing; without a cover it is one press release. Raises `NoRelease`."""
    pieces = find_pieces(text)
    form = form_of(pieces)
    parts = split(pieces) if form else Parts((), (), ((0, len(pieces)),))
    releases = tuple(read_release(text, pieces[a:b]) for a, b in parts.releases if says_something(pieces[a:b]))
    if not releases:
        raise NoRelease(source, "expected a press release: a headline and paragraphs of text; found " + extent(text, pieces))
    cover, signature = (pick(pieces, part) for part in (parts.cover, parts.signature))
    signed = "\n".join(p.text for p in signature)
    filed = find_filed("\n".join(p.text for p in cover), signed) if form else None
    dated = date_releases(releases, filed)
    return Filing(
        source=source,
        sha256=sha256,
        text=text,
        form=form or "press-release",
        filer=find_filer(cover) if form else issuer_of(releases[0]),
        filed=filed if form else dated[0].issued,
        signatory=find_signatory(signed),
        cover=blocks_of(BlockKind.COVER, cover),
        signature=blocks_of(BlockKind.SIGNATURE, signature),
        releases=dated,
    )


def form_of(pieces: Sequence[Piece]) -> str:
    """The form that a cover names, or "" where there is no cover: "Form 8-K" within a text makes none."""
    head = [p.text[:200] for p in pieces[:COVER_PIECES]]
    found = next((m for text in head if (m := FORM.search(text))), None)
    return found[1].upper() + (found[2] or "") if found and any(COMMISSION.search(text) for text in head) else ""


@dataclass(frozen=True, slots=True)
class Parts:
    """Which pieces are cover (the exhibit index with it) and signature page, and the range of each release."""

    cover: tuple[int, ...]
    signature: tuple[int, ...]
    releases: tuple[tuple[int, int], ...]


def pick(pieces: Sequence[Piece], numbers: Sequence[int]) -> list[Piece]:
    """The pieces of those numbers."""
    return [pieces[i] for i in numbers]


def blocks_of(kind: BlockKind, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Each piece as a block of one kind."""
    return tuple(Block(kind, p.start, p.end, p.text, table=p.table) for p in pieces)


def says_something(pieces: Sequence[Piece]) -> bool:
    """It holds a paragraph: a few words in a row that are no link, no address, no rule."""
    return any(p.shape is not Shape.TABLE and len(cues.WORD.findall(p.text[:2000])) >= 8 and not cues.is_furniture(p.text) for p in pieces)


def extent(text: str, pieces: Sequence[Piece]) -> str:
    """How much there was, for a message."""
    return f"{len(text)} characters in {len(pieces)} pieces, none of them a paragraph"


# --- where the parts of a filing lie ---


def split(pieces: Sequence[Piece]) -> Parts:
    """The parts of a filing that has a cover."""
    signature = signature_range(pieces)
    index = index_range(pieces)
    anchors = find_anchors(pieces, {*signature, *index})
    first = first_release(pieces, anchors, signature, index)
    taken = {*signature, *index}
    cover = tuple(i for i in (*range(first), *index) if i not in signature and (i < first or i in index))
    starts = [first, *(s for a in anchors if (s := walk_back(pieces, a, first, leads_with_contacts(pieces, first, anchors))) > first)]
    starts = sorted({s for s in starts if s < len(pieces)} | set(exhibits(pieces, first)))
    ranges = []
    for a, b in zip(starts, [*starts[1:], len(pieces)], strict=True):
        while b > a and b - 1 in taken:
            b -= 1
        while a < b and a in taken:
            a += 1
        stop = next((i for i in range(a, b) if i in taken), b)
        if stop > a:
            ranges.append((a, stop))
    return Parts(tuple(sorted(set(cover))), tuple(signature), tuple(ranges))


def signature_range(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The signature page: from its heading to the last line of the last "By:" block."""
    start = next((i for i, p in enumerate(pieces) if SIGNATURE.fullmatch(p.text[:60]) and len(p.text) < 40), None)
    if start is None:
        return ()
    end, signed = start + 1, False
    for i in range(start + 1, min(len(pieces), start + 20)):
        text = pieces[i].text
        if ends_signature(pieces, i):
            break
        if SIGNATURE_LINE.search(text[:300]):
            signed = signed or bool(re.search(r"^\W*by\b|/s/", text, re.I))
        elif signed and not (len(text) < 160 and (TITLED.search(text) or cues.is_rule(text) or i == end)) or len(text) > 400:
            break
        end = i + 1
    return tuple(range(start, end))


def ends_signature(pieces: Sequence[Piece], i: int) -> bool:
    """Something else begins: an index, contacts, a release."""
    text = pieces[i].text[: cues.LOOK]
    if INDEX.fullmatch(text) or INDEX_LINE.match(text) or cues.RELEASE_LABEL.match(text) or cues.CONTACT_HEADING.match(text):
        return True
    return find_dateline(text) is not None and find_date_line(text) is None or cues.all_caps(text) and len(text) > 60


def index_range(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The exhibit index: its heading and the numbered lines below it."""
    for i, piece in enumerate(pieces):
        if not (len(piece.text) < 60 and INDEX.fullmatch(piece.text)):
            continue
        end = i + 1
        while end < len(pieces) and (INDEX_LINE.match(pieces[end].text) or pieces[end].shape is Shape.TABLE) and not cues.EXHIBIT.match(pieces[end].text):
            end += 1
        if end > i + 1:
            return tuple(range(i, end))
    return ()


def find_anchors(pieces: Sequence[Piece], taken: set[int]) -> list[int]:
    """The pieces that open with a dated dateline, a headline somewhere above them."""
    anchors = []
    for i, piece in enumerate(pieces):
        if i in taken or piece.shape is not Shape.TEXT or len(piece.text) < 80:
            continue
        line = find_dateline(piece.text)
        if line and line.day and line.end < len(piece.text) - 40 and headline_above(pieces, i, taken):
            anchors.append(i)
    return anchors


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


def first_release(pieces: Sequence[Piece], anchors: Sequence[int], signature: Sequence[int], index: Sequence[int]) -> int:
    """Where the first release begins: after all of the cover, the signature page and the index that come before its dateline."""
    lead = anchors[0] if anchors else len(pieces)
    after = max([i + 1 for i in (*signature, *index) if i < lead], default=0)
    for i in range(after, lead):
        if COVER.search(pieces[i].text[: cues.LOOK]) and not signature_before(signature, i):
            after = i + 1
    return after


def signature_before(signature: Sequence[int], i: int) -> bool:
    """The signature page has passed: what follows is no cover any more."""
    return bool(signature) and signature[-1] < i


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
        contact = cues.is_contact(text) or bool(cues.CONTACT_HEADING.match(text[: cues.LOOK])) or piece.shape is Shape.TABLE
        if contact and not contacts and headline or cues.is_furniture(text) and headline and not label:
            break
        if headline and not contact and not label and not could_headline(pieces, i):
            break
        headline = headline or could_headline(pieces, i)
        start = i
        if label and headline and not contacts:
            break
    return start


def exhibits(pieces: Sequence[Piece], first: int) -> list[int]:
    """Headings "Exhibit 99.2" that open a release."""
    return [i for i in range(first + 1, len(pieces)) if cues.EXHIBIT.match(pieces[i].text[:40]) and len(pieces[i].text) < 30]


# --- releases ---


@dataclass(frozen=True, slots=True)
class Draft:
    """A release before its date is settled against its filing and its neighbours."""

    blocks: tuple[Block, ...]
    headline: str
    printed: date | None
    named: tuple[date, ...]


def read_release(text: str, pieces: Sequence[Piece]) -> Draft:
    """The blocks of a release, its headline and every day that it names."""
    blocks, headline, dateline = read_blocks(text, pieces)
    return Draft(blocks, headline, printed_day(blocks, dateline), tuple(named_days(blocks)))


def printed_day(blocks: Sequence[Block], dateline: Dateline | None) -> date | None:
    """The day that the release itself gives: in its dateline, on a line above it, or as "today, March 4, 2025"."""
    if dateline and dateline.day:
        return dateline.day
    lines = [find_date_line(b.text) for b in blocks[:12] if b.kind is BlockKind.DATELINE]
    lead = next((b.text for b in blocks if b.kind in (BlockKind.PROSE, BlockKind.QUOTE)), "")
    return next((day for day in lines if day), None) or find_today(lead[:1500])


def named_days(blocks: Sequence[Block]) -> list[date]:
    """The days that the text names; those of boilerplate say nothing of the release."""
    kinds = (BlockKind.PROSE, BlockKind.QUOTE, BlockKind.LIST_ITEM)
    return [d.earliest for b in blocks if b.kind in kinds for d in find_dates(b.text) if d.precision in ("day", "days")]


def date_releases(drafts: Sequence[Draft], filed: date | None) -> tuple[Release, ...]:
    """The releases with their days of issue."""
    releases = []
    for i, draft in enumerate(drafts):
        around = (drafts[i - 1].printed if i else None, drafts[i + 1].printed if i + 1 < len(drafts) else None)
        issue = resolve_issue(draft.printed, filed, draft.named, around)
        start, end = draft.blocks[0].start, draft.blocks[-1].end
        releases.append(Release(i + 1, start, end, draft.headline, issue.issued, issue.stated, issue.note, draft.blocks))
    return tuple(releases)


def issuer_of(draft: Draft) -> str:
    """The company that issues a bare press release."""
    lead = next((b.text for b in draft.blocks if b.kind is BlockKind.PROSE), "")
    return find_issuer(lead, draft.headline)
