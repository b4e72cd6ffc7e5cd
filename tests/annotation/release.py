"""Invented releases around case sentences, read by the real pipeline, and what it read, to compare cases with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.annotation.annotate import annotate
from kg.annotation.model import Annotation, EntityType, Fact, Mention, Payment
from kg.annotation.read import read_release
from kg.annotation.reading import Sentence
from kg.documents import Filing, parse_filing
from kg.graph.statements import is_asserted

CASES = Path(__file__).parent / "cases"
HEADLINE = "Acme Therapeutics Provides Corporate Update"
LEAD = (
    "CAMBRIDGE, Mass., March 3, 2015 -- Acme Therapeutics, Inc. (Nasdaq: ACME), a biopharmaceutical company, "
    "today provided an update on its business."
)
TOPIC = "Acme Therapeutics Reports Progress of ACM-12"
# Drugs that a release would name more than once: where a case names one, a line behind it uses it plainly as one.
DRUGS = (
    "ACM-12 ACM-40 ACM-77 ACM-99 BLT-110 TRN-55 HLD-200 QNT-450 NVN-30 "
    "zorvatinib belumab Zorvexa(R) Tarnoxa(R) Belumira(R)"
).split()
COMPANIES = (
    "Belu Bio, Inc.",
    "Tarn Pharmaceuticals, Ltd.",
    "Halden Medicines plc",
    "Quillmont Biologics AG",
    "Norvane Pharma, Inc.",
    "Fenmark Securities, LLC",
)
CLOSE = "Contact:\nAcme Therapeutics, Inc.\n617-555-0100"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file.

    `expected` are lines of values that must be found, all of one kind; `forbidden` are lines that must not; a miss that
    names none forbids every fact of the kind. `headline` stands in for the usual one.
    """

    text: str
    expected: tuple[str, ...]
    forbidden: tuple[str, ...]
    headline: str
    known: bool

    def __str__(self) -> str:
        return self.text[:60]


def load_cases(name: str, part: str) -> list[Case]:
    """The hits or the misses of a file, those that are known to fail behind the others."""
    document = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    known = [c for c in document.get("known") or [] if ("facts" in c) == (part == "hits")]
    return [_case(c, False) for c in document.get(part) or []] + [_case(c, True) for c in known]


def _case(entry: dict[str, Any], known: bool) -> Case:
    return Case(
        entry["text"],
        tuple(entry.get("facts", ())),
        tuple(entry.get("not", ())),
        entry.get("headline", HEADLINE),
        known,
    )


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a release, and where in it the case stands."""

    annotation: Annotation
    filing: Filing
    start: int
    end: int

    def facts(self, kind: str) -> list[Fact]:
        """The asserted facts of a kind that rest on the case's own words."""
        return [f for f in self.annotation.facts if f.kind == kind and is_asserted(f) and self._rests_here(f)]

    def _rests_here(self, fact: Fact) -> bool:
        spans = [s for field in fact.fields for s in field.evidence]
        return any(self.start <= s.start and s.end <= self.end for s in spans)

    def mentions(self, kind: EntityType) -> list[Mention]:
        """The mentions of a type in the case's own words."""
        inside = [m for m in self.annotation.mentions if self.start <= m.start and m.end <= self.end]
        return [m for m in inside if m.type is kind]

    def spoken(self) -> list[Sentence]:
        """The sentences of the case."""
        sentences = [s for r in read_release(self.filing, self.filing.releases[0]) for s in r.sentences]
        return [s for s in sentences if self.start <= s.start and s.end <= self.end]


@lru_cache(maxsize=4096)
def read_case(text: str, headline: str = HEADLINE) -> Read:
    """An invented release of one company around a text, read as every other document is."""
    named = [
        f"administration of {drug}"
        for drug in DRUGS
        if re.search(rf"\b{drug.removesuffix('(R)')}\b", f"{headline} {text}")
    ]
    named += [company for company in COMPANIES if " ".join(company.split()[:2]).strip(",") in text]
    glossary = f"Terms in use: {'; '.join(named)}.\n\n" if named else ""
    source = f"{headline}\n\n{LEAD}\n\n{text}\n\n{glossary}{CLOSE}\n"
    filing = parse_filing("case.txt", source, "0" * 64)
    (annotation,) = annotate(filing)
    start = source.index(text, len(headline) + len(LEAD))
    return Read(annotation, filing, start, start + len(text))


def values(fact: Fact) -> set[str]:
    """Everything that a fact says, folded: names and what was printed for them, notations, numbers."""
    out: set[str] = set()
    for field in fact.fields:
        value = field.value
        if isinstance(value, Mention):
            out |= {fold(value.name), fold(value.text)}
        elif isinstance(value, Payment):
            limit = "up to " if value.up_to else ""
            out.add(f"{value.kind} {limit}{value.amount.normalize():f} {value.currency}".casefold())
        else:
            out.add(fold(str(getattr(value, "notation", value))))
        if isinstance(value, Mention):
            out.add(f"{field.role}={fold(value.name)}")
    return out


_LEGAL = re.compile(r",?\s(?:inc|incorporated|ltd|limited|llc|plc|corp|corporation|gmbh|ag|sa|nv|ab|a/s|co)\.?$")


def fold(name: str) -> str:
    """A name without case, legal form and doubled spaces."""
    return _LEGAL.sub("", re.sub(r"\s+", " ", name).strip().casefold())


def says(fact: Fact, line: str) -> bool:
    """Whether a fact holds every value of a line such as "ZRV-201 | melanoma | phase-2"."""
    return {fold(v) for v in line.split(" | ")} <= values(fact)


def nearly_says(fact: Fact, line: str) -> bool:
    """As `says`, but a part of a name counts as the name: "lung cancer" is enough of "small cell lung cancer"."""
    told = values(fact)
    return all(
        any(w == v or len(w) > 3 and (w in v or v in w and len(v) > 3) for v in told)
        for w in map(fold, line.split(" | "))
    )


def told(fact: Fact) -> str:
    """A fact as one line, to read in a failure."""
    shown = []
    for field in fact.fields:
        value = field.value
        shown.append(f"{field.role}={value.name if isinstance(value, Mention) else getattr(value, 'notation', value)}")
    return f"{fact.kind}({', '.join(shown)}) by {fact.extractor}"
