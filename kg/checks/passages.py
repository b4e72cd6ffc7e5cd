"""A stored document as passages: its sentences and table rows, with what is named in each and in whose voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.annotation.blocks import Piece, pieces
from kg.annotation.model import Annotation, EntityType, Mention, Span, Voice
from kg.annotation.quotes import Quote, find_quotes
from kg.annotation.sentences import split_sentences, stripped
from kg.documents.filing import parse_filing
from kg.documents.model import Block, BlockKind, Filing, Release
from kg.errors import DocumentError
from kg.resolution.names import fold
from kg.resolution.records import issuer_name

PARTNERS = {
    "agreement": ("party", "licensor", "licensee"),
    "trial": ("sponsor", "collaborator", "site"),
}
WHOLE = (BlockKind.HEADLINE, BlockKind.SUBHEADLINE, BlockKind.HEADING, BlockKind.TICKERS)
REGISTRY = re.compile(r"\bNCT\d{8}\b")
SHORTEST = 3  # characters of a name that is looked for as it is printed
Key = tuple[EntityType, str]


@dataclass(frozen=True, slots=True)
class Known:
    """Partners of any document, by folded name, and the names and registry numbers of trials as printed."""

    partners: frozenset[str]
    trials: frozenset[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a headline or a table's row, on one line; `known` are the drugs, partners and trials that it names.

    `silent` marks what annotation does not read for sentences: tables, furniture, legal warnings.
    """

    release: int
    block: Block
    start: int
    end: int
    text: str
    voice: Voice
    silent: bool
    mentions: tuple[Mention, ...]
    known: tuple[str, ...]

    @property
    def types(self) -> list[EntityType]:
        """The type of each entity that it names, each entity once."""
        return [type_ for type_, _ in self.entities]

    @property
    def entities(self) -> set[Key]:
        """What it names, by type and name in this release."""
        return {(m.type, m.name) for m in self.mentions}


def known_names(annotations: Iterable[Annotation]) -> Known:
    """The partners and trials that the facts of all documents know."""
    partners, trials = set(), set()
    for fact in (fact for annotation in annotations for fact in annotation.facts):
        for field in fact.fields:
            if isinstance(field.value, Mention) and field.role in PARTNERS.get(fact.kind, ()):
                partners.add(fold(field.value.name, EntityType.ORGANIZATION))
            elif fact.kind == "trial" and field.role in ("name", "registry_id") and isinstance(field.value, str):
                trials.add(field.value)
    return Known(frozenset(partners), frozenset(trials))


def passages(filing: Filing, annotations: Sequence[Annotation], known: Known) -> Iterator[Passage]:
    """Every passage of a document's releases, in order; what was read in them tells what is named where."""
    read = {a.sequence: a.mentions for a in annotations}
    for release in _releases(filing):
        scene = _scene(filing, release, read.get(release.sequence, ()), known)
        for piece in pieces(release.blocks):
            for span in _spans(piece):
                yield _passage(piece, span, scene)


def _releases(filing: Filing) -> tuple[Release, ...]:
    """The releases with their blocks, which a reading does not keep; none where the text alone does not give them."""
    try:
        return parse_filing(filing.source, filing.text, filing.sha256).releases
    except DocumentError:
        return ()


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the passages of one release have in common.

    `printed` finds the names of the release in text that annotation left alone, `by_text` says whose they are.
    """

    release: int
    issuer: str
    mentions: tuple[Mention, ...]
    known: Known
    printed: re.Pattern[str] | None
    by_text: dict[str, Mention]

    def is_known(self, mention: Mention) -> bool:
        """Whether a mention names a drug, a trial or a partner other than the issuer; "the drug" and "we" do not."""
        if mention.coreferent:
            return False
        if mention.type is not EntityType.ORGANIZATION:
            return mention.type is EntityType.DRUG
        folded = fold(mention.name, mention.type)
        return folded in self.known.partners and folded != fold(self.issuer, mention.type)


def _scene(filing: Filing, release: Release, mentions: tuple[Mention, ...], known: Known) -> _Scene:
    by_text = {m.text: m for m in mentions if not m.coreferent and len(m.text) >= SHORTEST}
    longest_first = sorted(map(re.escape, by_text), key=lambda text: (-len(text), text))
    printed = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if by_text else None
    return _Scene(release.sequence, issuer_name(mentions, filing.filer), mentions, known, printed, by_text)


def _spans(piece: Piece) -> Iterator[Span]:
    """Where the passages of a block are, in the source."""
    start = piece.block.start
    if piece.block.table is not None:
        filled = ([cell for cell in row if cell.text] for row in piece.block.table.rows)
        yield from (Span(row[0].start, row[-1].end) for row in filled if row)
        return
    whole = piece.block.kind in WHOLE
    for span in [stripped(piece.text, 0, len(piece.text))] if whole else split_sentences(piece.text):
        if span.start < span.end:
            yield Span(start + span.start, start + span.end)


def _passage(piece: Piece, span: Span, scene: _Scene) -> Passage:
    text = piece.text[span.start - piece.block.start : span.end - piece.block.start]
    named = tuple(m for m in scene.mentions if span.start <= m.start and m.end <= span.end)
    if piece.silent and scene.printed:
        named = tuple(scene.by_text[found[0]] for found in scene.printed.finditer(text))
    trials = {*REGISTRY.findall(text), *(name for name in scene.known.trials if name in text)}
    return Passage(
        scene.release,
        piece.block,
        span.start,
        span.end,
        " ".join(text.split()),
        _voice(piece, span, scene),
        piece.silent,
        named,
        tuple(sorted({m.name for m in named if scene.is_known(m)} | trials)),
    )


def _voice(piece: Piece, span: Span, scene: _Scene) -> Voice:
    """As the reading of sentences has it: an outsider's words make up more than a third of the passage."""
    inside = tuple(m for m in scene.mentions if piece.block.start <= m.start and m.end <= piece.block.end)
    for quote in find_quotes(piece.text, piece.block.start, inside, scene.issuer):
        if quote.outsider and _shared(quote, span, piece.block.start) > 0.35 * (span.end - span.start):
            return Voice.QUOTED
    return piece.voice


def _shared(quote: Quote, span: Span, offset: int) -> int:
    return min(quote.end + offset, span.end) - max(quote.start + offset, span.start)
