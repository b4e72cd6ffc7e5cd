"""The example documents and their gold facts fit each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.documents import read_filing

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GOLD = sorted((EXAMPLES / "gold").glob("*.yaml"))


def test_each_document_has_its_gold() -> None:
    documents = {path.stem for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".md"}} - {"README"}
    assert documents == {path.stem for path in GOLD}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_fits_its_document(path: Path) -> None:
    gold: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = " ".join((EXAMPLES / gold["source"]).read_text(encoding="utf-8").split())
    entities = gold["entities"]
    for entity in entities.values():
        assert any(name.lower() in text.lower() for name in entity["names"]), f"{entity['names']} is not in the text"
    for release in gold["releases"]:
        day = release.get("stated", release["date"])
        assert f"{day:%B} {day.day}, {day.year}".lower() in text.lower()
        assert release["headline"].lower() in text.lower()
    named = {word for word in flat(gold["releases"]) if isinstance(word, str)}
    assert named >= entities.keys() - {gold["filing"].get("signatory")}, "an entity that no fact uses"


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_releases_are_told_apart(path: Path) -> None:
    gold: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    filing = read_filing(EXAMPLES / gold["source"])
    assert filing.form == gold["filing"]["form"]
    assert filing.filed == gold["filing"]["date"]
    found = [(release.issued, release.stated, release.headline) for release in filing.releases]
    assert found == [(wanted["date"], wanted.get("stated"), wanted["headline"]) for wanted in gold["releases"]]


def flat(value: object) -> list[object]:
    """Every value inside lists and mappings."""
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in flat(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in flat(part)]
    return [value]
