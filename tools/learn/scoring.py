"""The graph of the gold texts, with facts added to what the rules found, scored as every build is scored."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.annotation.model import Annotation, Fact
from kg.build import build
from kg.checks.evaluate import Evaluation, evaluate
from kg.documents.model import Filing
from kg.store import open_store
from tools.learn.texts import Text, gold_folders

Found = Mapping[str, tuple[Annotation, ...]]  # what is read in a document, by file name


def score(texts: Sequence[Text], instead: Found, shared: Path) -> Evaluation:
    """The gold texts as the rules read them, or as `instead` has them, against all their gold facts together."""
    found = {text.filing.sha256: text for text in texts if text.gold is not None}

    def annotate(filing: Filing) -> tuple[Annotation, ...]:
        text = found[filing.sha256]
        return instead.get(text.path.name, text.found)

    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold"
        for part in gold_folders(shared):
            shutil.copytree(part, gold / part.name)
        with open_store(Path(folder) / "store", "write") as store:
            build([text.path for text in found.values()], store, annotate)
            return evaluate(list(store.quads()), gold)


def with_facts(texts: Iterable[Text], added: Iterable[tuple[str, int, Fact]]) -> Found:
    """What is read in each document once facts are added, given with file name and number of the release."""
    more: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for name, sequence, fact in added:
        more[name, sequence].append(fact)
    return {
        text.path.name: tuple(
            replace(one, facts=(*one.facts, *more[text.path.name, one.sequence])) for one in text.found
        )
        for text in texts
    }
