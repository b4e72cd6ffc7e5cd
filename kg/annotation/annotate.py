"""A filing to what its releases say: the annotation stage on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.annotation.cache import Cache
from kg.annotation.confidence import rate
from kg.annotation.denial import weigh_denials
from kg.annotation.entities.drugs import is_class
from kg.annotation.facts import FINDERS
from kg.annotation.facts.cover import find_seat
from kg.annotation.facts.signature import find_signature_roles
from kg.annotation.model import Annotation, EntityType, Fact, Mention
from kg.annotation.pipeline import load_pipeline
from kg.annotation.read import read_release
from kg.annotation.reading import Reading
from kg.annotation.repeats import join_repeats
from kg.documents.model import Filing, Release
from kg.lexicons.search import load_all


def load_annotation() -> None:
    """Load what `annotate` would load with its first documents: the model and the lexicons."""
    load_pipeline()
    load_all()


def annotate(filing: Filing, cache: Cache | None = None) -> tuple[Annotation, ...]:
    """One annotation for each release, in order, and one with sequence 0 for the cover and signature page where
    they state facts. `cache` holds what the model guessed in earlier builds.
    """
    filer = _filer(filing)
    signed = tuple(rate(_told_outside(filing, filer))) if filer else ()
    own = (Annotation(0, tuple(_mentions_of(signed)), signed),) if signed else ()
    return own + tuple(_annotate_release(filing, release, cache) for release in filing.releases)


def _told_outside(filing: Filing, filer: Mention) -> Iterator[Fact]:
    """What the cover and the signature page state of the filer."""
    yield from find_signature_roles(filing.text, filing.signature, filer)
    yield from find_seat(filing.text, filing.cover, filer)


def _filer(filing: Filing) -> Mention | None:
    """The filer as its signature page names it, else its cover."""
    for block in (*filing.signature, *filing.cover):
        at = filing.text.find(filing.filer, block.start, block.end) if filing.filer else -1
        if at >= 0:
            return Mention(EntityType.ORGANIZATION, at, at + len(filing.filer), filing.filer, filing.filer, "Company")
    return None


def _annotate_release(filing: Filing, release: Release, cache: Cache | None) -> Annotation:
    readings = read_release(filing, release, cache)
    told = [fact for reading in readings for fact in rate(weigh_denials(_found(reading), reading))]
    mentions = [m for reading in readings for s in reading.sentences for m in s.mentions]
    mentions += dict.fromkeys(_in_tables(_mentions_of(tuple(told)), readings))
    return Annotation(release.sequence, tuple(mentions), tuple(join_repeats(told)))


def _in_tables(mentions: Iterable[Mention], readings: Sequence[Reading]) -> Iterator[Mention]:
    """The mentions that stand in tables: what is named there alone is in no sentence."""
    tables = [b for reading in readings for b in reading.release.blocks if b.table is not None]
    return (m for m in mentions if any(b.start <= m.start and m.end <= b.end for b in tables))


def _found(reading: Reading) -> Iterator[Fact]:
    told = (fact for find in FINDERS for fact in find(reading))
    return (fact for fact in told if not _is_about_a_class(fact))


def _is_about_a_class(fact: Fact) -> bool:
    """Whether its drug is none: "checkpoint inhibitors" are what a drug is combined with, not a drug of anybody's."""
    return any(f.role == "drug" and isinstance(f.value, Mention) and is_class(f.value.name) for f in fact.fields)


def _mentions_of(facts: tuple[Fact, ...]) -> list[Mention]:
    values = [f.value for fact in facts for f in fact.fields]
    return [v for v in values if isinstance(v, Mention)]
