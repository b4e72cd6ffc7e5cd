"""What a question about the graph's shape gives: statements with their evidence, on nodes and edges."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One passage that says so: the day of its release ("" where undated), its file, its headline and the words.

    `graph` is the IRI of the release, `start` where the words begin in the filing's text, in code points.
    """

    date: str
    source: str
    title: str
    quote: str
    graph: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One triple in plain words, with every passage that states it.

    `stance` is "" for what releases assert, else how it is meant: "negated", "intended", "possible" or "quoted person".
    `older` counts earlier releases that say so and were left out.
    """

    subject: str
    predicate: str
    object: str
    stance: str
    evidence: tuple[Evidence, ...]
    older: int = field(default=0, compare=False)

    @property
    def date(self) -> str:
        """The last day on which a release said so."""
        return max((e.date for e in self.evidence), default="")


Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gives: the names of its columns and a value, or None, for each of them in every row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
