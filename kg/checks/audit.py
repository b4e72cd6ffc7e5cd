"""What was passed over: sentences that name a known drug, partner or trial and gave no fact, each with its cause.

A drug is known where annotation names it; a partner where any document of the store makes it party to an agreement or
collaborator, sponsor or site of a trial; a trial by the name or registry number that a fact gives it. What is told with
a stance (denied, possible, quoted) counts as told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.annotation.model import Annotation, Fact
from kg.annotation.serialize import load_reading
from kg.checks.causes import Cause, cause_of
from kg.checks.passages import Passage, known_names, passages
from kg.checks.signs import kinds_signed
from kg.documents.model import BlockKind, Filing
from kg.errors import NoDocuments, StoreError
from kg.graph.manifest import Entry
from kg.store import Store

NOT_COUNTED = (Cause.SILENT, Cause.BOILERPLATE, Cause.HEADLINE)  # a document's coverage is of its news


@dataclass(frozen=True, slots=True)
class Unread:
    """A passage that gave no fact: where it stands (half-open, in the decoded source), which known things it names,
    and the kinds of fact that it looks like.
    """

    document: str
    release: int
    start: int
    end: int
    cause: str
    block: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the passages of a document that name something known, or of those that might state a kind of fact, how many
    gave one (`told`); and the number of facts.
    """

    what: str
    passages: int
    told: int
    facts: int

    @property
    def share(self) -> float | None:
        """`told` over `passages`; None where there is none."""
        return self.told / self.passages if self.passages else None


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was passed over, by document and place; coverage of documents and kinds; passages by cause."""

    documents: tuple[Coverage, ...]
    kinds: tuple[Coverage, ...]
    causes: tuple[tuple[str, int], ...]
    unread: tuple[Unread, ...]


def audit(store: Store, document: str = "") -> Audit:
    """Looks at every document of a store, or at those whose name or SHA-256 begins with `document`.

    Raises `NoDocuments` where there is none of that name, `StoreError` where what was read is damaged.
    """
    entries = [entry for _, entry in sorted(store.manifest.documents.items(), key=lambda e: (e[1].source, e[0]))]
    chosen = [e for e in entries if not document or e.source == document or e.sha256.startswith(document)]
    if not chosen:
        raise NoDocuments(f"{store.folder}: holds no document {document or 'at all'}")
    known = known_names(a for entry in entries for a in _read(store, entry)[1])
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    covered, unread = [], []
    for entry in chosen:
        filing, annotations = _read(store, entry)
        found = [_Seen(p, _facts_at(p, annotations)) for p in passages(filing, annotations, known)]
        covered.append(_document(entry, found, annotations))
        _count_kinds(found, annotations, kinds)
        unread += list(_unread(entry, found, annotations))
    causes = Counter(u.cause for u in unread)
    by_kind = (Coverage(kind, n["passages"], n["told"], n["facts"]) for kind, n in sorted(kinds.items()))
    return Audit(tuple(covered), tuple(by_kind), tuple(causes.most_common()), tuple(unread))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A passage with the kinds of fact that it gave."""

    passage: Passage
    told: frozenset[str]


def _read(store: Store, entry: Entry) -> tuple[Filing, tuple[Annotation, ...]]:
    try:
        return load_reading(*store.load_reading(entry.sha256))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(store.folder, f"the reading of {entry.source} is damaged; build the document again") from error


def _facts_at(passage: Passage, annotations: Iterable[Annotation]) -> frozenset[str]:
    """The kinds of the facts that quote any part of a passage."""
    return frozenset(
        fact.kind
        for annotation in annotations
        if annotation.sequence == passage.release
        for fact in annotation.facts
        if any(s.start < passage.end and passage.start < s.end for field in fact.fields for s in field.evidence)
    )


def _document(entry: Entry, found: list[_Seen], annotations: tuple[Annotation, ...]) -> Coverage:
    counted = [s for s in found if s.passage.known and cause_of(s.passage, ()) not in NOT_COUNTED]
    facts = sum(len(a.facts) for a in annotations)
    return Coverage(entry.source, len(counted), sum(bool(s.told) for s in counted), facts)


def _count_kinds(found: list[_Seen], annotations: tuple[Annotation, ...], kinds: dict[str, Counter[str]]) -> None:
    for seen in found:
        for kind in _signed(seen.passage) | seen.told:
            kinds[kind]["passages"] += 1
            kinds[kind]["told"] += kind in seen.told
    for annotation in annotations:
        for fact in annotation.facts:
            kinds[fact.kind]["facts"] += 1


def _signed(passage: Passage) -> frozenset[str]:
    """The kinds of fact that a passage looks like; none where annotation does not read sentences."""
    if passage.silent or passage.block.kind is BlockKind.HEADING:
        return frozenset()
    return kinds_signed(passage.text, passage.types)


def _unread(entry: Entry, found: list[_Seen], annotations: tuple[Annotation, ...]) -> Iterator[Unread]:
    facts: dict[int, tuple[Fact, ...]] = {a.sequence: a.facts for a in annotations}
    for p in (seen.passage for seen in found if seen.passage.known and not seen.told):
        cause = cause_of(p, facts.get(p.release, ()))
        place = entry.source, p.release, p.start, p.end
        yield Unread(*place, cause.value, p.block.kind.value, p.known, tuple(sorted(_signed(p))), p.text)
