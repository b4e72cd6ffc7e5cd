"""How builds and stores grow: documents made of the blocks of others (`tools/recombine.py`), `make bench`.

    python -m tools.bench_scale [--size 100 --size 1000] [--workers 2] [--rounds 1] [--quads 5000000]

For each number of documents: words read per second of processor time, in all and without what every build costs (its
start: model, lexicons); the most memory that the first process and any of the others held, and all of them together,
what they share counted once; bytes on disk a document; and what one document more costs, and one that is replaced.
Rates and memory should be flat: within a fifth from the least number of documents to the most. Then, in a store
enlarged to so many quads, how long it takes to replace one document (median, p95), and how fast quads are loaded,
beside rdflib's memory store on the same quads. Long runs: `--size 100 --size 1000 --size 10000`.

Python's bytecode is kept as for an installed package, and made before anything is measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kg.graph.terms import XSD, Iri, Literal, Quad, nquads
from kg.graph.vocabulary import ISSUED, term
from kg.ontology import ID
from kg.store import Store, open_store
from tools.recombine import default_sources, recombine
from tools.synthetic import enlarge

SIZES = (100, 1000)
FLAT = 0.2  # how far rates and memory may lie apart
START_ROUNDS = 3  # builds of the fewest documents, of which the fastest counts; the first makes bytecode
A_WORKER = 8  # documents, from which on it is started
ROUNDS = 60  # documents that are replaced in the large store
SAMPLE = 200_000  # quads that are loaded
ADDED = """{name} DOSES FIRST PATIENT WITH {code}

BASEL, March {day}, 2018 - {name} Biosciences Ltd. ("{name}") today dosed the first patient in a Phase 2 trial of {code}
in melanoma. {name} has licensed {code} from Harbour Vale Pharma AG.

About {name}
{name} Biosciences Ltd. is a company of ninety people that develops medicines against cancer.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One command: seconds on the clock, processor seconds of all its processes, the most memory in MB that its first

    process held and that any other did, and all together with what they share counted once.
    """

    seconds: float
    processor: float
    first: float
    others: float
    together: float


@dataclass(frozen=True, slots=True)
class Grown:
    """What a build of so many documents took, and then one document more, the same one with other words, and none."""

    documents: int
    words: int
    quads: int
    bytes: int
    whole: Run
    added: Run
    replaced: Run
    nothing: Run


def watched(*command: str | Path, bytecode: Path) -> Run:
    """What a command took; ends the benchmark where it fails (an exit code of 1 tells of findings and is none)."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": str(bytecode)}
    started = time.perf_counter()
    before = os.times()
    running = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    peaks: dict[int, float] = {}
    together = [0.0]
    watcher = threading.Thread(target=_watch, args=(running, peaks, together))
    watcher.start()
    _, told = running.communicate()
    watcher.join()
    if running.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} ended with {running.returncode}\n{told.decode()[-2000:]}")
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    first = peaks.pop(running.pid, 0.0)
    return Run(time.perf_counter() - started, processor, first, max(peaks.values(), default=0.0), max(together))


def _watch(running: subprocess.Popen[bytes], peaks: dict[int, float], together: list[float]) -> None:
    """Note the high-water mark of the memory of a process and of its descendants while it runs, and of their sum."""
    while running.poll() is None:
        pids = list(descendants(running.pid))
        for pid in pids:
            if peak := _megabytes(pid, "status", "VmHWM"):
                peaks[pid] = max(peaks.get(pid, 0.0), peak)
        together.append(sum(_megabytes(pid, "smaps_rollup", "Pss") for pid in pids))
        time.sleep(0.2)


def descendants(pid: int) -> Iterator[int]:
    """A process and all that it started, as far as they still run (Linux)."""
    yield pid
    try:
        children = [c for t in Path(f"/proc/{pid}/task").iterdir() for c in (t / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from descendants(int(child))


def _megabytes(pid: int, file: str, name: str) -> float:
    """A figure on the memory of a process, in MB; 0 where that is not known."""
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:")), 0.0)


def build_of(folder: Path, size: int, workers: int, rounds: int) -> tuple[int, Path, Run]:
    """The words of so many documents, the store that was built of them, and the run that took the least."""
    words = recombine(default_sources(), folder / "documents", size)
    runs = []
    for number in range(rounds):
        store = folder / f"store-{number}"
        command = (sys.executable, "-m", "kg.cli", "build", "--store", store, folder / "documents")
        runs.append(watched(*command, "--workers", str(workers), bytecode=folder.parent / "bytecode"))
    return words, folder / "store-0", min(runs, key=lambda run: run.processor)


def grow(folder: Path, size: int, workers: int, rounds: int) -> Grown:
    """Build so many documents, then one more."""
    words, store, whole = build_of(folder, size, workers, rounds)
    with open_store(store) as opened:
        quads = sum(entry.quads for entry in opened.manifest.documents.values())
    held, one = bytes_in(store), folder / "one.txt"
    runs = []
    for day in (3, 4, 4):
        one.write_text(ADDED.format(name="Quillmark", code="QMB-412", day=day), encoding="utf-8")
        command = (sys.executable, "-m", "kg.cli", "build", "--store", store, one)
        runs.append(watched(*command, bytecode=folder.parent / "bytecode"))
    return Grown(size, words, quads, held, whole, *runs)


def start_of(least: tuple[int, Run], most: Grown) -> float:
    """Processor seconds that a build costs whatever it reads: what is left of the least when its words are paid."""
    words, run = least
    each = (most.whole.processor - run.processor) / (most.words - words)
    return max(0.0, run.processor - words * each)


def bytes_in(folder: Path) -> int:
    """The size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def print_growth(found: list[Grown], start: float) -> None:
    """One line a size; `start` is what each build costs before it reads, in processor seconds."""
    print(
        f"{'documents':>9} {'words':>10} {'quads':>10} {'words/s':>8} {'and start':>9} {'s clock':>8} {'MB first':>9}"
        f" {'MB others':>9} {'MB in all':>9} {'KB/doc':>7} {'+1 doc, s':>10} {'replaced':>9} {'nothing':>8}"
    )
    for one in found:
        print(
            f"{one.documents:9,} {one.words:10,} {one.quads:10,} {one.words / (one.whole.processor - start):8,.0f}"
            f" {one.words / one.whole.processor:9,.0f} {one.whole.seconds:8.0f} {one.whole.first:9.0f}"
            f" {one.whole.others:9.0f} {one.whole.together:9.0f} {one.bytes / one.documents / 1024:7.0f}"
            f" {one.added.processor:10.2f} {one.replaced.processor:9.2f} {one.nothing.processor:8.2f}"
        )
    print(f"start: {start:.1f} s of processor", flush=True)


def print_flat(found: list[Grown], start: float) -> None:
    """Whether rates and memory stay as they are while the number of documents grows."""
    small, large = found[0], found[-1]
    rates = {
        "words a second": [one.words / (one.whole.processor - start) for one in found],
        "words a second and start": [one.words / one.whole.processor for one in found],
        "memory of the first process": [one.whole.first for one in found],
        "memory of the others": [one.whole.others for one in found],
    }
    print(f"from {small.documents:,} to {large.documents:,} documents:")
    for what, of in rates.items():
        apart = 1 - min(of) / max(1.0, *of)
        print(f"  {what:28} {of[-1] / max(1.0, of[0]):5.2f} times, {'flat' if apart <= FLAT else 'NOT FLAT'}")
    more = (large.added.processor - small.added.processor) / (large.documents - small.documents)
    print(f"  one document more costs {more * 1e6:,.0f} ms a 1,000 documents", flush=True)


def replace_in(store: Store, rounds: int) -> list[float]:
    """Seconds that each of some replacements took: a document that says another thing, then what it said before."""
    entries = sorted(store.manifest.documents.values(), key=lambda e: e.sha256)
    chosen = entries[:: max(1, len(entries) * 2 // rounds)]
    seconds = []
    for turn in range(rounds):
        entry = chosen[turn // 2 % len(chosen)]
        if turn % 2 == 0:
            held = [quad for name in entry.graphs for quad in store.quads(Iri(name))]
        quads = held if turn % 2 else [changed(quad) for quad in held]
        started = time.perf_counter()
        store.replace_document(entry, quads)
        seconds.append(time.perf_counter() - started)
    return seconds


def changed(quad: Quad) -> Quad:
    """What a document says, issued on another day, of a status that is done: the present changes with it."""
    if quad.predicate == ISSUED:
        return quad._replace(object=Literal("2019-12-31", XSD + "date"))
    if quad.predicate == term("bp:status"):
        return quad._replace(object=Iri(f"{ID}concept/trial-status/completed"))
    return quad


def load_rates(store: Store, folder: Path, quads: int) -> None:
    """Quads a second: in bulk and document by document into a store on disk, and into rdflib's memory."""
    taken: dict[str, list[Quad]] = {}
    for entry in store.manifest.documents.values():
        if sum(map(len, taken.values())) < quads:
            taken[entry.sha256] = [quad for name in entry.graphs for quad in store.quads(Iri(name))]
    text = nquads(quad for of in taken.values() for quad in of)
    count = text.count("\n")
    file = folder / "sample.nq"
    file.write_text(text, encoding="utf-8")
    bulk = ox.Store(str(folder / "bulk"))
    seconds = {"in bulk": timed(lambda: bulk.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS))}
    with open_store(folder / "written", "write") as written:
        entries = store.manifest.documents
        seconds["document by document, with the present"] = timed(
            lambda: [written.replace_document(entries[sha], of) for sha, of in taken.items()]
        )
    seconds["into rdflib's memory"] = timed(lambda: Dataset().parse(file, format="nquads"))
    print(f"loading {count:,} quads, quads a second of processor time:")
    for what, took in seconds.items():
        print(f"  {count / took:10,.0f} {what}")


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def large_store(small: Path, folder: Path, quads: int) -> None:
    """Replace documents in a store of so many quads, made of a small one, and load some of what is in it."""
    large = folder / "large"
    count = enlarge(small, large, quads)
    with open_store(large, "write") as store:
        replace_in(store, 4)  # what is read first comes from the disk
        seconds = sorted(replace_in(store, ROUNDS))
        median, p95 = statistics.median(seconds), seconds[int(len(seconds) * 0.95)]
        print(f"a store of {count:,} quads, {bytes_in(large) / count:.0f} bytes on disk a quad:", end=" ")
        print(f"replacing one document takes {median * 1000:.1f} ms (median), {p95 * 1000:.1f} ms (p95)", flush=True)
        load_rates(store, folder, SAMPLE)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, action="append", help="documents; may be given several times")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1, help="builds of each size, of which the fastest counts")
    parser.add_argument("--quads", type=int, default=5_000_000, help="of the large store; 0: none")
    parser.add_argument("--store", type=Path, help="enlarge a copy of this store, not the first that is built")
    options = parser.parse_args()
    sizes = sorted(SIZES if options.size is None else (size for size in options.size if size))
    with tempfile.TemporaryDirectory() as place:
        found: list[Grown] = []
        if sizes:
            words, _, least = build_of(Path(place) / "least", A_WORKER * options.workers, options.workers, START_ROUNDS)
        for size in sizes:
            found.append(grow(Path(place) / str(size), size, options.workers, options.rounds))
            print_growth(found, start_of((words, least), found[-1]))
        if len(found) > 1:
            print_flat(found, start_of((words, least), found[-1]))
        if options.quads:
            large_store(options.store or Path(place) / str(sizes[0]) / "store-0", Path(place), options.quads)


if __name__ == "__main__":
    main()
