"""The floors of quality on the documents of examples/; `make score` holds those on the shared texts."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kg.build import build
from kg.checks.evaluate import evaluate
from kg.store import open_store

ROOT = Path(__file__).resolve().parents[2]


def test_examples_reach_their_floors(tmp_path: Path) -> None:
    files = sorted([*(ROOT / "examples").glob("*.txt"), *(ROOT / "examples").glob("*.md")])
    floors = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))["examples"]
    with open_store(tmp_path / "store", "write") as store:
        build(files, store)
        found = evaluate(store.quads(), ROOT / "examples" / "gold")
    reached = {"precision": found.micro.precision, "f1": found.micro.f1, "macro_f1": found.macro_f1}
    assert not found.missing
    assert {name: value for name, value in reached.items() if value < floors[name]} == {}
