"""The shared texts, where they lie beside the checkout: releases, dates, headlines and covers as in the gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents import Filing, read_documents, read_filing

GOLD = Path(__file__).parents[3] / "shared" / "eval" / "gold"


def gold_files() -> list[Path]:
    return sorted(GOLD.glob("*/*.yaml"))


@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.stem)
def test_as_gold(path: Path, shared: Path) -> None:
    gold: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    folder = "seeds" if path.parent.name == "seeds" else "corpus"
    found = read_filing(shared / folder / gold["source"])
    cover = gold["filing"]
    assert (found.form, found.filed) == (cover["form"], cover["date"])
    for name, entity in ((found.filer, "filer"), (found.signatory, "signatory")):
        if entity in cover:
            assert name in gold["entities"][cover[entity]]["names"]
    assert [(r.issued, r.stated, r.headline.casefold()) for r in found.releases] == [
        (r["date"], r.get("stated"), r["headline"].casefold()) for r in gold["releases"]
    ]


def test_all_are_read(shared: Path) -> None:
    found = list(read_documents([shared / "seeds", shared / "corpus"]))
    filings = [f for f in found if isinstance(f, Filing)]
    texts = [f for f in found if isinstance(f, Filing) or f.path.endswith(".txt")]
    assert len(filings) == len(texts)
    assert all(f.releases[0].headline for f in filings if f.source != "0290.txt")  # whose headline is the word itself
