"""A document as a filing: its cover, its signature page, its exhibit index and its releases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.documents import cues
from kg.documents.blocks import read_blocks
from kg.documents.dateline import Dateline, find_date_line, find_today
from kg.documents.dates import find_dates
from kg.documents.exhibits import readable, submission_parts
from kg.documents.issued import resolve_issue
from kg.documents.model import Block, BlockKind, Filing, Release
from kg.documents.parties import (
    find_filed,
    find_filer,
    find_issuer,
    find_printed,
    find_reported,
    find_signatory,
)
from kg.documents.parts import Parts, says_something, split
from kg.documents.pieces import Piece, find_pieces
from kg.documents.submission import Header, is_submission, read_header
from kg.errors import NoRelease

FRONT = 6  # blocks among which an exhibit without any prose says what it is
FORM = re.compile(r"^\W*(?i:FORM)\s+(6-K|8-K|10-K|10-Q|20-F|40-F)(/A)?\b(?=\W*(?:$|[A-Z]))", re.M)
COMMISSION = re.compile(r"securities\s+and\s+exchange\s+commission", re.I)
RELEASE = re.compile(r"\b(?:press|news|media) release\b|\bfor (?:immediate )?release\b", re.I)
ELSE = re.compile(  # what else is filed as an exhibit 99
    r"\W*(?:[\w&.,'’-]+\s){0,8}?(?:certifications?\b|consents?\s+of\b|risk\s+factors|cautionary\s+(?:statements?|factors)|"
    r"(?:certain|important)\s+(?:risk\s+)?factors|transcript|"
    r"(?:corporate|investor|company|slide)\s+presentation|(?:audit(?:ed)?|un-?audited|pro\s+forma|consolidated)\s.{0,60}"
    r"financial\s+(?:statements|information)|(?:independent\s+auditors?|accounting\s+firm)|"
    r"(?:audit|compensation|nominating).{0,40}committee\s+charter|code\s+of\s+(?:business\s+)?(?:conduct|ethics))",
    re.I,
)
NEWS = re.compile(r"\b(?:announc|receiv|host|complet|appoint|provid|publish|releas|presents|reports|reported)\w*", re.I)
SPOKEN = re.compile(r"(?:operator|moderator|conference\s+operator)\s*[:\n]", re.I)
COVER_PIECES = 12  # a form's name stands among the first of them


def parse_filing(source: str, text: str, sha256: str) -> Filing:
    """A text as a filing; without a cover or an EDGAR header it is one press release. Raises `NoRelease`."""
    submitted = is_submission(text)
    header = read_header(text) if submitted else Header()
    pieces = find_pieces(readable(text) if submitted else text)
    form = header.form or form_of(pieces)
    parts = submission_parts(text, pieces, form) if submitted else parts_of_text(pieces, form)
    drafts = tuple(read_release(text, pieces[a:b]) for a, b in parts.releases)
    if not drafts:
        raise NoRelease(
            source, "expected a press release: a headline and paragraphs of text; found " + extent(text, pieces)
        )
    releases = tuple(draft for draft in drafts if is_issued(draft)) if submitted or not form else drafts
    others = [something_else(draft) if submitted else "" for draft in releases]
    if any(others) and all(others):
        raise NoRelease(source, f"expected a press release; found {', '.join(others)}")
    releases = tuple(draft for draft, other in zip(releases, others, strict=True) if not other)
    if not releases:
        raise NoRelease(
            source, 'expected a press release; found no date, no issuer, no "About X", no contacts, no ticker'
        )
    cover, signature = (pick(pieces, part) for part in (parts.cover, parts.signature))
    signed = "\n".join(p.text for p in signature)
    filed = header.filed or (find_filed("\n".join(p.text for p in cover), signed) if form else None)
    dated = date_releases(releases, filed)
    return Filing(
        source=source,
        sha256=sha256,
        text=text,
        form=form or "press-release",
        filer=filer_of(cover, header) if form else issuer_of(releases[0]),
        filed=filed if form else dated[0].issued,
        signatory=find_signatory(signed),
        cover=blocks_of(BlockKind.COVER, cover),
        signature=blocks_of(BlockKind.SIGNATURE, signature),
        releases=dated,
        accession=header.accession,
        cik=header.cik,
        reported=reported_day(form, header, "\n".join(p.text for p in cover)),
    )


def reported_day(form: str, header: Header, cover: str) -> date | None:
    """The day that a filing reports on; the period of a 6-K is but the month that it is filed in."""
    return (None if form.startswith("6-K") else header.period) or find_reported(cover)


def filer_of(cover: Sequence[Piece], header: Header) -> str:
    """The filer as the cover prints it; of several that a header lists the first, whose CIK the filing bears."""
    if header.others:
        return find_printed(header.filer, cover) or header.filer
    return find_filer(cover) or header.filer


def parts_of_text(pieces: Sequence[Piece], form: str) -> Parts:
    """The parts of a text that has no EDGAR header: of a filing, else one release."""
    return split(pieces) if form else Parts((), (), ((0, len(pieces)),) if says_something(pieces) else ())


def form_of(pieces: Sequence[Piece]) -> str:
    """The form that a cover names, or "" where there is no cover: "Form 8-K" within a text makes none."""
    head = [p.text[:200] for p in pieces[:COVER_PIECES]]
    found = next((m for text in head if (m := FORM.search(text))), None)
    return found[1].upper() + (found[2] or "") if found and any(COMMISSION.search(text) for text in head) else ""


def pick(pieces: Sequence[Piece], numbers: Sequence[int]) -> list[Piece]:
    """The pieces of those numbers."""
    return [pieces[i] for i in numbers]


def blocks_of(kind: BlockKind, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Each piece as a block of one kind."""
    return tuple(Block(kind, p.start, p.end, p.text, table=p.table) for p in pieces)


def extent(text: str, pieces: Sequence[Piece]) -> str:
    """How much there was, for a message."""
    return f"{len(text)} characters in {len(pieces)} pieces, none of them a paragraph"


@dataclass(frozen=True, slots=True)
class Draft:
    """A release before its date is settled against its filing and its neighbours."""

    blocks: tuple[Block, ...]
    headline: str
    printed: date | None
    named: tuple[date, ...]
    opened: bool  # with a dateline


def read_release(text: str, pieces: Sequence[Piece]) -> Draft:
    """The blocks of a release, its headline and every day that it names."""
    blocks, headline, dateline = read_blocks(text, pieces)
    return Draft(blocks, headline, printed_day(blocks, dateline), tuple(named_days(blocks)), dateline is not None)


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
        releases.append(
            Release(i + 1, start, end, draft.headline, issue.issued, issue.stated, issue.note, draft.blocks)
        )
    return tuple(releases)


def is_issued(draft: Draft) -> bool:
    """Somebody issues it: a text without a cover is a press release by any of the marks that notes and manuals lack."""
    marks = {BlockKind.ABOUT, BlockKind.FORWARD_LOOKING, BlockKind.CONTACTS, BlockKind.DATELINE, BlockKind.TICKERS}
    if draft.printed or any(b.kind in marks or cues.QUOTED_TICKER.search(b.text[:2000]) for b in draft.blocks):
        return True
    return bool(issuer_of(draft))


def something_else(draft: Draft) -> str:
    """How an exhibit calls itself that is no press release; "" where it has a dateline or the label of a release."""
    lead = next((i for i, b in enumerate(draft.blocks) if b.kind in (BlockKind.PROSE, BlockKind.QUOTE)), None)
    front = [" ".join(b.text[: cues.LOOK].split()) for b in draft.blocks[: FRONT if lead is None else lead]]
    if draft.opened or any(RELEASE.search(text) for text in front):
        return ""
    spoken = [*front, draft.blocks[lead].text[: cues.LOOK]] if lead is not None else front
    if any(SPOKEN.match(text) for text in spoken):
        return "what was said in a call"
    return next((text[:80] for text in front if ELSE.match(text) and not NEWS.search(text)), "")


def issuer_of(draft: Draft) -> str:
    """The company that issues a bare press release."""
    lead = next((b.text for b in draft.blocks if b.kind is BlockKind.PROSE), "")
    return find_issuer(lead, draft.headline)
