"""Build the shared texts and score them against their gold facts, with the floors of tests/floors.toml.

    python tools/score.py [--shared ../shared] [seeds] [corpus]

Exits 1 when a set falls below its floors or quotes what its source does not say, 2 when there is nothing to score.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "floors.toml"


def kg(*arguments: str | Path) -> int:
    """The exit code of a `kg` command of this environment; a store that could not be used (2 or more) ends the run."""
    done = subprocess.run([sys.executable, "-m", "kg.cli", *map(str, arguments)], cwd=ROOT, check=False)
    if done.returncode > 1:
        sys.exit(f"kg {arguments[0]} ended with {done.returncode}")
    return done.returncode


def score(shared: Path, name: str, floors: dict[str, float]) -> bool:
    """Whether a set ("seeds", "corpus") reaches its floors; prints the table by relation."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / f"{name}.nq"
        kg("build", *sorted((shared / name).glob("*.txt")), "--store", Path(folder) / "store")
        kg("export", "--store", Path(folder) / "store", dump)
        limits = [f"--min-{key.replace('_', '-')}={value}" for key, value in floors.items()]
        gold = shared / "eval" / "gold" / name
        print(f"\n== {name}, floors {floors}", flush=True)
        scorer = [sys.executable, str(shared / "eval" / "score.py"), str(dump), "--gold", str(gold)]
        return subprocess.run([*scorer, "--sources", str(shared / name), *limits], check=False).returncode == 0


def main() -> int:
    """0 when every set asked for reaches its floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", default=["seeds", "corpus"])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    if not (options.shared / "eval" / "score.py").is_file():
        print(f"{options.shared}: no eval/score.py; nothing to score", file=sys.stderr)
        return 2
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    missed = [name for name in options.sets if not score(options.shared.resolve(), name, floors[name])]
    print(f"below their floors: {', '.join(missed)}" if missed else "every set reaches its floors")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
