"""The example documents are read as well as they once were; `make score` does the same for the shared texts."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kg.build import build
from kg.checks.evaluate import evaluate
from kg.store import open_store


def test_examples_reach_their_floors(root: Path, tmp_path: Path) -> None:
    floors = tomllib.loads((root / "tests" / "floors.toml").read_text(encoding="utf-8"))["examples"]
    documents = sorted(path for path in (root / "examples").iterdir() if path.suffix in {".txt", ".md"})
    with open_store(tmp_path / "store", "write") as store:
        report = build(documents, store)
        found = evaluate(store.quads(), root / "examples" / "gold")
    assert not report.rejected
    assert not report.refused
    assert not found.missing
    wrong = "\n".join(
        f"{finding.outcome} {finding.document} {finding.date} {finding.relation} {', '.join(finding.args)}"
        for finding in found.findings
    )
    reached = {"precision": found.micro.precision, "f1": found.micro.f1, "macro_f1": found.macro_f1}
    assert {name: value for name, value in reached.items() if value < floors[name]} == {}, wrong
