"""Whether the order in which documents come shows in the graph: seeds and corpus in ten shuffled orders (`make bench`).

Documents are read once. Then each order builds a store of its own, in three steps, so that later documents change what
earlier ones were written as; all dumps must be the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kg.build import Plan, build, write_graphs
from kg.graph.manifest import Entry
from kg.store import Store, open_store

ORDERS = 10
STEPS = 3
SHARED = Path(__file__).resolve().parents[2] / "shared"


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
        return hashlib.sha256(store.dump().encode("utf-8", "surrogatepass")).hexdigest()


def unwritten(entry: Entry) -> Entry:
    """What the manifest says of a document whose graphs are still to be written."""
    return replace(entry, inputs="", graphs=(), quads=0, digest="", set_aside=())


def main() -> int:
    """Exit code 1 where two orders differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="take what was read from this store instead of reading anew")
    parser.add_argument("--orders", type=int, default=ORDERS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = args.store or Path(place) / "read"
        if not args.store:
            paths = [path for name in ("seeds", "corpus") if (path := SHARED / name).is_dir()]
            if not paths:
                print("order: needs ../shared")
                return 0
            with open_store(folder, "write") as store:
                build(paths, store, plan=Plan(workers=0))
        found = set()
        with open_store(folder) as source:
            for seed in range(args.orders):
                start = time.monotonic()
                found.add(dump_in_order(source, Path(place) / f"order{seed}", seed))
                print(f"order {seed + 1}: {len(found)} different dump, {time.monotonic() - start:.0f} s", flush=True)
            print(f"{len(source.manifest.documents)} documents in {args.orders} orders: {len(found)} different dump(s)")
    return 0 if len(found) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
