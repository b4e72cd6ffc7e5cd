"""The order in which documents come, and in how many builds, does not show in the graph of the examples."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build, write_graphs
from kg.store import Store, open_store
from tools.bench_order import WORKERS, digest, rebuild

ORDERS = 3


@pytest.fixture(scope="module")
def examples(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    documents = sorted(path for path in (root / "examples").iterdir() if path.suffix in {".txt", ".md"})
    store = open_store(tmp_path_factory.mktemp("order") / "store", "write")
    build(documents, store)
    return store


@pytest.mark.parametrize("seed", range(ORDERS))
def test_order_and_steps_do_not_show(examples: Store, tmp_path: Path, seed: int) -> None:
    entries = sorted(examples.manifest.documents.values(), key=lambda e: e.sha256)
    random.Random(seed).shuffle(entries)
    with open_store(tmp_path / "store", "write") as store:
        for part in (entries[::2], entries[1::2]):
            for entry in part:
                store.save_reading(entry.sha256, *examples.load_reading(entry.sha256))
                store.record(replace(entry, inputs="", graphs=(), quads=0, digest="", set_aside=()))
            write_graphs(store)
        assert store.dump() == examples.dump()


def test_rebuilds_by_any_number_of_processes_in_any_order(examples: Store, root: Path, tmp_path: Path) -> None:
    """What `make bench` does five times for each number of processes: everything is read anew."""
    documents = [path for path in (root / "examples").iterdir() if path.suffix in {".txt", ".md"}]
    for seed, workers in enumerate(WORKERS):
        assert rebuild(documents, tmp_path / str(workers), workers, seed) == digest(examples)
