"""Count how often each rule is right on the gold files, and write kg/annotation/data/confidence.tsv.

    python tools/calibrate.py [--shared ../shared] [--dry-run]

Reads the seeds and the corpus of the shared texts against their gold facts, and those of tests/gold/dev and dev2;
never tests/gold/held, which is for reporting. Prints how reliable the new confidences are, also on documents that they
were not counted on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.annotation.confidence import FILE
from kg.build import build
from kg.checks.calibration import Judgement, judgements, reliability
from kg.checks.gold import read_gold
from kg.checks.learn import confident, count_shares, cross_validated, table
from kg.checks.shown import calibration_text
from kg.store import open_store

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "kg" / "annotation" / "data" / FILE
HEAD = """# How often the facts of each rule are right, counted on the gold files by tools/calibrate.py.
# all facts (*), a kind (kind:…) or a rule (an extractor without version and number); share right; facts counted
"""


def judge_all(shared: Path) -> Iterator[Judgement]:
    """Every judged row of every document that has gold facts."""
    gold = [shared / "eval" / "gold" / "seeds", shared / "eval" / "gold" / "corpus"]
    gold += [ROOT / "tests" / "gold" / "dev", ROOT / "tests" / "gold" / "dev2"]
    folders = [shared / "seeds", shared / "corpus", shared / "corpus" / "unlabelled"]
    names = {document.source for folder in gold for document in read_gold(folder)}
    paths = [folder / name for name in sorted(names) for folder in folders if (folder / name).is_file()]
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store", "write") as store:
        build(paths, store)
        quads = list(store.quads())
    for part in gold:
        yield from judgements(quads, part)


def main() -> int:
    """0 when the table is written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--dry-run", action="store_true", help="print the table instead of writing it")
    options = parser.parse_args()
    if not (options.shared / "eval" / "gold").is_dir():
        print(f"{options.shared}: no eval/gold; nothing to count on", file=sys.stderr)
        return 2
    judged = list(judge_all(options.shared.resolve()))
    shares = count_shares(judged)
    text = HEAD + "".join(table(shares))
    print(text) if options.dry_run else TABLE.write_text(text, encoding="utf-8")
    now = reliability([(one.confidence, one.right) for one in judged])
    new = reliability([(one.confidence, one.right) for one in confident(judged, shares)])
    print(f"expected calibration error: {now.error:.3f} as it was, {new.error:.3f} on what it was counted on;")
    print(f"on documents that it was not counted on:\n{calibration_text(cross_validated(judged))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
