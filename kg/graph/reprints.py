"""Which releases are one release from several sources, and which filing amends which.

A release as wire text, as an exhibit and as PDF has the same day of issue and almost the same words; a corrected one
has figures that the first lacks, and the other way round. Likeness is the share of common runs of four words, estimated
from the smallest hashes of each (Broder, "On the resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from kg.annotation.model import EntityType
from kg.documents.model import Filing
from kg.resolution.names import fold

RUN = 4  # words
SKETCH = 128  # hashes that are kept of a release
SAME = 0.8  # likeness from which two releases of one day are one
PREFIX = int((1 - SAME) * SKETCH) + 1  # of the smallest hashes of two such, one at least is shared
RESTATED = 0.5  # likeness from which a release in an amendment stands for one in what it amends
LATEST = timedelta(days=400)  # by which an amendment is filed
WORD = re.compile(r"[^\W_]+")
FIGURE = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Print:
    """One release in one source: what tells whether another is the same, and its filing's form, filer and days.

    `filer` holds the names under which the filer is known: its CIK, its folded name.
    """

    release: str
    filing: str
    form: str
    filer: frozenset[str]
    filed: date | None
    reported: date | None
    issued: date | None
    title: str
    sketch: frozenset[int]
    figures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ties:
    """By IRI: the release that one is a reprint of, the one now in its place, the filing that one amends."""

    reprints: dict[str, str] = field(default_factory=dict)
    superseded: dict[str, str] = field(default_factory=dict)
    amends: dict[str, str] = field(default_factory=dict)

    def among(self, iris: Collection[str]) -> Ties:
        """What is said of some releases and filings."""
        parts = (self.reprints, self.superseded, self.amends)
        return Ties(*({iri: other for iri, other in part.items() if iri in iris} for part in parts))

    def lines(self) -> list[str]:
        """All that is said, as text, in the same order each time."""
        parts = (self.reprints, self.superseded, self.amends)
        return [f"{number} {iri} {other}" for number, part in enumerate(parts) for iri, other in sorted(part.items())]


def dump_print(one: Print) -> list[Any]:
    """A print as JSON takes it."""
    days = [day.isoformat() if day else None for day in (one.filed, one.reported, one.issued)]
    sets = [sorted(one.filer), sorted(one.sketch), sorted(one.figures)]
    return [one.release, one.filing, one.form, one.title, days, sets]


def load_print(made: list[Any]) -> Print:
    """What `dump_print` gave."""
    release, filing, form, title, days, (filer, sketch, figures) = made
    filed, reported, issued = (date.fromisoformat(day) if day else None for day in days)
    told = (filed, reported, issued, title, frozenset(sketch), frozenset(figures))
    return Print(release, filing, form, frozenset(filer), *told)


def prints_of(filing: Filing, filing_iri: str, release_iris: Sequence[str]) -> Iterator[Print]:
    """The prints of a filing's releases, in order."""
    names = {f"CIK {filing.cik}"} if filing.cik else set()
    if filing.filer:
        names.add(fold(filing.filer, EntityType.ORGANIZATION))
    for release, iri in zip(filing.releases, release_iris, strict=True):
        text = unicodedata.normalize("NFKC", filing.text[release.start : release.end]).casefold()
        yield Print(
            iri,
            filing_iri,
            filing.form,
            frozenset(names),
            filing.filed,
            filing.reported,
            release.issued,
            " ".join(WORD.findall(release.headline.casefold())),
            sketch_of(text),
            frozenset(FIGURE.findall(text)),
        )


def sketch_of(text: str) -> frozenset[int]:
    """The smallest hashes of all runs of words."""
    words = WORD.findall(text)
    runs = {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    hashed = (int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) for run in runs)
    return frozenset(sorted(hashed)[:SKETCH])


def likeness(first: Print, second: Print) -> float:
    """The share of common runs of words, from 0 to 1, estimated."""
    smallest = sorted(first.sketch | second.sketch)[:SKETCH]
    return sum(h in first.sketch and h in second.sketch for h in smallest) / len(smallest) if smallest else 0.0


def is_same(first: Print, second: Print) -> bool:
    """Two sources of one release: of one day, alike, and neither has figures of its own while the other has too."""
    if first.issued is None or first.issued != second.issued or first.filing == second.filing:
        return False
    corrected = first.figures - second.figures and second.figures - first.figures
    return not corrected and likeness(first, second) >= SAME


def tie(prints: Iterable[Print]) -> Ties:
    """How releases and filings hang together, whatever order they come in."""
    listed = sorted(prints, key=lambda p: p.release)
    amends = dict(find_amended(listed))
    superseded = dict(find_superseded(listed, amends))
    return Ties(find_reprints([p for p in listed if p.release not in superseded]), superseded, amends)


def find_reprints(prints: Sequence[Print]) -> dict[str, str]:
    """Each further source of a release with the first: one that was filed before one that was not, then by IRI."""
    days: dict[date | None, list[Print]] = defaultdict(list)
    for one in prints:
        days[one.issued].append(one)
    same: dict[str, set[str]] = defaultdict(set)
    for day in days.values():
        for one, other in combinations(day, 2):
            if is_same(one, other):
                same[one.release].add(other.release)
                same[other.release].add(one.release)
    return first_sources([one.release for one in sorted(prints, key=rank_of)], same)


def rank_of(one: Print) -> tuple[bool, str]:
    """By what the first of several sources is found."""
    return one.form == "press-release", one.release


def first_sources(ranked: Sequence[str], same: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Each further source of a release with the first, where it is known which releases are the same."""
    place = {release: at for at, release in enumerate(ranked)}
    found: dict[str, str] = {}
    for first in ranked:
        if first not in found:
            later = (other for other in same.get(first, ()) if place.get(other, -1) > place[first])
            found |= {other: first for other in later if other not in found}
    return found


def find_amended(prints: Sequence[Print]) -> Iterator[tuple[str, str]]:
    """Each filing that says it is an amendment, with the last filing before it that it can amend."""
    for filing in sorted({p.filing for p in prints if p.form.endswith("/A")}):
        own = [p for p in prints if p.filing == filing]
        older = [p for p in prints if any(can_amend(one, p) for one in own)]
        if older:
            yield filing, max(older, key=lambda p: (p.filed or date.min, p.filing)).filing


def can_amend(amendment: Print, other: Print) -> bool:
    """The same filer and form, filed no later, about the same event: by the day reported or by a release in both."""
    if amendment.filing == other.filing or not amendment.filer & other.filer:
        return False
    if other.form.removesuffix("/A") != amendment.form.removesuffix("/A") or not amendment.filed or not other.filed:
        return False
    later = amendment.filed - other.filed
    if not timedelta(0) <= later <= LATEST or (not later and other.form.endswith("/A")):
        return False
    return (amendment.reported is not None and amendment.reported == other.reported) or restates(amendment, other)


def restates(release: Print, other: Print) -> bool:
    """A release says again what another said: under the same headline, or in mostly the same words."""
    return bool(release.title and release.title == other.title) or likeness(release, other) >= RESTATED


def find_superseded(prints: Sequence[Print], amends: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each release of an amended filing that the amendment restates, with the one that stands in its place."""
    for filing, amended in sorted(amends.items()):
        for old in (p for p in prints if p.filing == amended):
            new = [p for p in prints if p.filing == filing and restates(p, old)]
            if new:
                yield old.release, max(new, key=lambda p: (likeness(p, old), p.release)).release
