"""The shared texts as the rules read them, and which of them may train a model that is judged on a company."""

from __future__ import annotations

import csv
import pickle
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotation.annotate import annotate
from kg.annotation.model import Annotation
from kg.annotation.read import read_release
from kg.annotation.reading import Reading
from kg.checks.fold import Folding, fold
from kg.checks.gold import GoldDocument, read_gold
from kg.documents.model import Filing
from kg.documents.read import read_documents

ROOT = Path(__file__).resolve().parents[2]
HELD = ROOT / "tests" / "gold" / "held"  # only the names of its files are read: what is held back trains nothing


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its filing, each release as it is read, what the rules find, and the gold facts where there are."""

    path: Path
    filing: Filing
    readings: tuple[Reading, ...]
    found: tuple[Annotation, ...]
    gold: GoldDocument | None

    def names(self, company: Iterable[str]) -> bool:
        """Whether a company is named anywhere in it."""
        forms = "|".join(re.escape(name) for name in company)
        return re.search(rf"(?<!\w)(?:{forms})(?!\w)", self.filing.text, re.IGNORECASE) is not None


def gold_folders(shared: Path) -> tuple[Path, ...]:
    """The folders of gold facts that may be trained on."""
    ours = ROOT / "tests" / "gold"
    return shared / "eval" / "gold" / "seeds", shared / "eval" / "gold" / "corpus", ours / "dev", ours / "dev2"


def read_texts(shared: Path, cache: Path) -> list[Text]:
    """Every shared text but those held back; from the cache where an earlier run left it."""
    kept = cache / "texts.pickle"
    if kept.is_file():
        with kept.open("rb") as file:
            texts: list[Text] = pickle.load(file)
        return texts
    gold = {document.source: document for folder in gold_folders(shared) for document in read_gold(folder)}
    held = {f"{path.stem}.txt" for path in HELD.glob("*.yaml")}
    paths = [p for part in ("seeds", "corpus") for p in sorted((shared / part).rglob("*.txt")) if p.name not in held]
    texts = [
        Text(
            path,
            filing,
            tuple(part for release in filing.releases for part in read_release(filing, release)),
            annotate(filing),
            gold.get(path.name),
        )
        for path, filing in zip(paths, read_documents(paths), strict=True)
        if isinstance(filing, Filing)
    ]
    cache.mkdir(parents=True, exist_ok=True)
    with kept.open("wb") as file:
        pickle.dump(texts, file)
    return texts


@dataclass(frozen=True, slots=True)
class Company:
    """One company to be judged on: what it is called, the gold texts that it issued."""

    names: tuple[str, ...]
    texts: tuple[Text, ...]

    def strangers(self, texts: Iterable[Text]) -> list[Text]:
        """The texts that do not name it: what a model may be trained on that is judged on it."""
        own = {text.path for text in self.texts}
        return [text for text in texts if text.path not in own and not text.names(self.names)]


def companies(texts: Sequence[Text], shared: Path) -> list[Company]:
    """The issuers of the texts with gold facts, by name; texts whose issuers share a name are one company's."""
    listed = _listed(shared)
    groups: list[tuple[set[str], set[str], list[Text]]] = []
    for text in texts:
        if text.gold is None:
            continue
        names = {name for name in (*text.gold.filer, listed.get(text.path.name, "")) if len(name) > 2}
        keys = {fold(name, Folding.ORGANIZATION) for name in names} or {text.path.name}
        group = next((g for g in groups if g[0] & keys), None)
        if group is None:
            groups.append(group := (set(), set(), []))
        group[0].update(keys)
        group[1].update(names)
        group[2].append(text)
    return sorted((Company(tuple(sorted(names)), tuple(own)) for _, names, own in groups), key=lambda c: c.names)


def _listed(shared: Path) -> dict[str, str]:
    with (shared / "corpus" / "index.tsv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["company"] for row in csv.DictReader(file, delimiter="\t")}
