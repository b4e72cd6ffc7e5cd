"""What is asked of a store in a person's own words, and how answers come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kg.graph.terms import Term


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: the variables' names, and for each solution their values, None where unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def dicts(self) -> list[dict[str, str]]:
        """Each solution as variable -> text, unbound ones left out."""
        return [
            {name: term.value for name, term in zip(self.variables, row, strict=True) if term is not None}
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in a person's own words; `default` and `named` are its graphs, all where both are empty; `base` is

    what its relative IRIs are relative to.
    """

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    base: str | None = None


class Sink(Protocol):
    """Where an answer is written to; it may raise to refuse more."""

    def begin(self, format_: str, solutions: bool) -> None:
        """Told before anything is written: the format, and whether rows of a SELECT come."""

    def table(self, names: Iterable[str], rows: Iterable[tuple[Term | None, ...]]) -> None:
        """Takes the rows of a SELECT to write as CSV."""

    def write(self, data: bytes, /) -> int:
        """Takes bytes of any other format."""

    def flush(self) -> None:
        """Told when all is written."""
