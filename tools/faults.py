"""Builds that are killed, again and again, at points drawn by chance; what is left of each, and what becomes of it.

    python tools/faults.py [PATH...] [--kills 200] [--workers 2] [--seed 7]

After each kill every document must be in the store whole or not at all; the build that is let go to its end must leave
what an undisturbed one leaves, to the byte.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.checks.verify import verify
from kg.graph.terms import Quad
from kg.store import Store, open_store
from kg.store.rocksdb import Mode

ROOT = Path(__file__).resolve().parent.parent
OFTEN = "from kg.store import embedded; embedded.MUCH = 50_000; from kg.cli import main; raise SystemExit(main())"
BUILD = (sys.executable, "-c", OFTEN, "build")  # opens the database anew each few documents, so that kills meet that


@dataclass(frozen=True, slots=True)
class Killed:
    """How many builds were killed and how many came to their end; what was wrong, one line each."""

    kills: int
    ends: int
    wrong: tuple[str, ...]


def kill_builds(command: Sequence[str], folder: Path, kills: int, seed: int) -> Killed:
    """Run a build, `{store}` in its command being the store, and kill it at random points until that was done often.

    A killed build is followed by another into the same store; one that came to its end by one into a fresh store.
    """
    chance = random.Random(seed)
    whole = folder / "whole"
    started = time.monotonic()
    _build(command, whole)
    seconds = time.monotonic() - started
    with open_store(whole) as store:
        expected, dump = by_graph(store), store.dump()
    killed = ends = 0
    wrong: list[str] = []
    target = folder / "killed"
    while killed < kills:
        with subprocess.Popen(
            command_for(command, target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as built:
            try:
                built.wait(chance.uniform(0, seconds * 1.1))
            except subprocess.TimeoutExpired:
                built.send_signal(signal.SIGKILL)
                killed += 1
        done = built.returncode in (0, 1)  # 1: some file was rejected
        if (target / "rdf").is_dir():
            wrong += look(target, expected, dump if done else "")
        if done:
            ends += 1
            shutil.rmtree(target)
    _build(command, target)
    wrong += look(target, expected, dump)
    return Killed(killed, ends + 1, tuple(wrong))


def command_for(command: Sequence[str], store: Path) -> list[str]:
    return [part.replace("{store}", str(store)) for part in command]


def _build(command: Sequence[str], store: Path) -> None:
    done = subprocess.run(command_for(command, store), check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command_for(command, store))} ended with {done.returncode}\n{done.stderr[-2000:]}")


def by_graph(store: Store) -> dict[str, set[Quad]]:
    graphs: dict[str, set[Quad]] = defaultdict(set)
    for quad in store.quads():
        graphs[quad.graph.value if quad.graph else ""].add(quad)
    return dict(graphs)


def look(folder: Path, expected: dict[str, set[Quad]], dump: str, mode: Mode = "write") -> list[str]:
    """What is wrong with a store: partial graphs, documents in part; where a build has ended, all that differs."""
    with open_store(folder, mode) as store:  # to write, as the next build opens it
        held = by_graph(store)
        wrong = [f"{name} is there in part" for name, quads in held.items() if name and quads != expected.get(name)]
        for entry in store.manifest.documents.values():
            there = sum(graph in held for graph in entry.graphs)
            if there not in (0, len(entry.graphs)):
                wrong.append(f"{entry.source} has {there} of its {len(entry.graphs)} graphs")
        if dump:
            wrong += ["the result differs from an undisturbed one"] if store.dump() != dump else []
            wrong += [f"{p.check}: {p.where}: {p.what}" for p in verify(store).problems]
    return wrong


def main() -> None:
    """Kill builds of some documents, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", default=[str(ROOT / "examples")])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    build = [*BUILD, *options.paths, "--store", "{store}"]
    with tempfile.TemporaryDirectory() as folder:
        found = kill_builds([*build, "--workers", str(options.workers)], Path(folder), options.kills, options.seed)
    print(f"{found.kills} kills, {found.ends} builds to the end: {len(found.wrong) or 'nothing'} wrong")
    print("\n".join(found.wrong), end="")
    sys.exit(1 if found.wrong else 0)


if __name__ == "__main__":
    main()
