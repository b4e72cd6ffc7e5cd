"""Whether the order in which documents come shows in the graph, or by how many processes they are read (`make bench`).

Documents are read once. Then each order builds a store of its own, in three steps, so that later documents change what
earlier ones were written as; all dumps must be the same bytes. After that some of them are read anew, in shuffled
orders and in two builds, five times by one process, five times by two and five times by four: one digest.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.build import Plan, build, write_graphs
from kg.checks.verify import verify
from kg.graph.manifest import Entry
from kg.store import Store, open_store

ORDERS = 10
STEPS = 3
REBUILDS = 5
WORKERS = (1, 2, 4)
SOME = 30  # documents of the corpus that are read anew
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def dump_in_order(source: Store, folder: Path, seed: int) -> str:
    """The SHA-256 of the N-Quads of a store whose documents came in an order of their own."""
    entries = sorted(source.manifest.documents.values(), key=lambda e: e.sha256)
    random.Random(seed).shuffle(entries)
    with open_store(folder, "write") as store:
        for step in range(STEPS):
            for entry in entries[step::STEPS]:
                store.save_reading(entry.sha256, *source.load_reading(entry.sha256))
                store.record(unwritten(entry))
            write_graphs(store)
        return digest(store)


def unwritten(entry: Entry) -> Entry:
    """What the manifest says of a document whose graphs are still to be written."""
    return replace(entry, inputs="", graphs=(), quads=0, digest="", set_aside=())


def digest(store: Store) -> str:
    """The SHA-256 of a store's N-Quads."""
    return hashlib.sha256(store.dump().encode("utf-8", "surrogatepass")).hexdigest()


def shuffled(files: Sequence[Path], folder: Path, seed: int) -> list[Path]:
    """Copies of files in numbered folders, in an order drawn by chance: a build reads them in that of their paths."""
    made = []
    for number, file in enumerate(random.Random(seed).sample(sorted(files), len(files))):
        place = folder / f"{number:04}"
        place.mkdir(parents=True)
        made.append(Path(shutil.copy(file, place)))
    return made


def rebuild(files: Sequence[Path], place: Path, workers: int, seed: int) -> str:
    """The digest of a store made anew in two builds: of some files in a shuffled order, then of all in another."""
    chance = random.Random(seed)
    some = shuffled(chance.sample(sorted(files), max(1, len(files) // 3)), place / "some", chance.randrange(10**9))
    rest = [file for file in files if file.name not in {path.name for path in some}]
    with open_store(place / "store", "write") as store:
        for paths in (some, shuffled(rest, place / "rest", chance.randrange(10**9))):
            report = build(paths, store, plan=Plan(workers=workers))
            if len(report.built) != len(paths):
                raise SystemExit(f"{len(report.built)} of {len(paths)} files were read: {report.rejected}")
        if problems := verify(store).problems:
            raise SystemExit(f"wrong after a build by {workers}: {problems[:3]}")
        return digest(store)


def documents() -> list[Path]:
    """What is read anew: the examples, the seeds and some of the corpus."""
    corpus = sorted((SHARED / "corpus").glob("*.txt"))
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    examples = [path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".md")]
    return [*sorted(examples), *seeds, *random.Random(SOME).sample(corpus, min(SOME, len(corpus)))]


def rebuilds(files: Sequence[Path], place: Path, times: int) -> Iterator[str]:
    """The digests of as many rebuilds for each number of processes."""
    for workers in WORKERS:
        for seed in range(times):
            start = time.monotonic()
            yield rebuild(files, place / f"{workers}-{seed}", workers, seed)
            print(f"rebuild {seed + 1}, {workers} at work: {time.monotonic() - start:.0f} s", flush=True)
            shutil.rmtree(place / f"{workers}-{seed}")


def main() -> int:
    """Exit code 1 where two orders differ, or two rebuilds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="take what was read from this store instead of reading anew")
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--rebuilds", type=int, default=REBUILDS, help="for each number of processes (0: none)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        files = documents()
        anew = set(rebuilds(files, Path(place), args.rebuilds))
        print(
            f"{len(files)} files read anew, {args.rebuilds} times by {', '.join(map(str, WORKERS))} processes: "
            f"{len(anew)} digest(s)"
        )
        found = in_orders(args.store, Path(place), args.orders)
    return 0 if max(len(found), len(anew)) <= 1 else 1


def in_orders(read: Path | None, place: Path, orders: int) -> set[str]:
    """The digests of a store's documents, or else of all seeds and the corpus, in as many orders."""
    if not read:
        read = place / "read"
        paths = [path for name in ("seeds", "corpus") if (path := SHARED / name).is_dir()]
        if not paths:
            print("order: needs ../shared")
            return set()
        with open_store(read, "write") as store:
            build(paths, store, plan=Plan(workers=0))
    found = set()
    with open_store(read) as source:
        for seed in range(orders):
            start = time.monotonic()
            found.add(dump_in_order(source, place / f"order{seed}", seed))
            print(f"order {seed + 1}: {len(found)} different dump, {time.monotonic() - start:.0f} s", flush=True)
        print(f"{len(source.manifest.documents)} documents in {orders} orders: {len(found)} different dump(s)")
    return found


if __name__ == "__main__":
    sys.exit(main())
