"""A snapshot is what the store was when nobody was writing, and stays so."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import StoreError, StoreLocked
from kg.graph.terms import Iri, literal
from kg.server.snapshot import Snapshots
from kg.store import Store, open_store
from tests.queries.norvik import make_store


def mark(store: Store, number: int) -> None:
    """Put a number into two graphs, one after the other: they agree whenever nobody is writing."""
    for name in ("urn:one", "urn:two"):
        graph = Iri(name)
        held = " ".join(f"<urn:x> <urn:is> {quad.object} ." for quad in store.quads(graph))
        store.update(f"DELETE DATA {{ GRAPH {graph} {{ {held} }} }}")
        store.update(f"INSERT DATA {{ GRAPH {graph} {{ <urn:x> <urn:is> {literal(number)} }} }}")


def marks(folder: Path) -> list[str]:
    """The numbers in the two graphs."""
    with open_store(folder) as store:
        return [quad.object.value for name in ("urn:one", "urn:two") for quad in store.quads(Iri(name))]


def test_a_snapshot_stays_as_it_is(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    snapshots = Snapshots(folder)
    assert snapshots.refresh() is None
    assert snapshots.refresh() is None, "nothing has changed"
    first = snapshots.place
    with open_store(first) as store:
        before = store.dump()
    with open_store(folder, "write") as store:
        mark(store, 1)
    assert snapshots.refresh() == first
    with open_store(first) as store:
        assert store.dump() == before
    assert marks(snapshots.place) == ["1", "1"]
    snapshots.close()
    assert not (folder / "snapshots").exists()


def test_nothing_is_taken_while_somebody_writes(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    snapshots = Snapshots(folder)
    with open_store(folder, "write") as store:
        with pytest.raises(StoreLocked):
            snapshots.refresh()
        mark(store, 1)
    snapshots.refresh()
    with open_store(folder, "write") as store:
        mark(store, 2)
        store.flush()
        assert snapshots.refresh() is None
        assert marks(snapshots.place) == ["1", "1"]
    assert snapshots.refresh()
    assert marks(snapshots.place) == ["2", "2"]
    snapshots.close()


def test_a_writer_that_died_does_not_count(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (folder / "writer").write_text(f"{gone.pid}\n", encoding="utf-8")
    left = folder / "snapshots" / f"{gone.pid}-1"
    left.mkdir(parents=True)
    snapshots = Snapshots(folder)
    snapshots.refresh()
    assert snapshots.place.name.startswith(f"{os.getpid()}-")
    assert not left.exists()
    snapshots.close()


def test_every_snapshot_is_whole(tmp_path: Path) -> None:
    """While a writer comes and goes, each snapshot has the same number in both graphs."""
    folder = make_store(tmp_path / "store")
    snapshots = Snapshots(folder)
    snapshots.refresh()
    done = threading.Event()

    def write() -> None:
        for number in range(1, 13):
            with open_store(folder, "write") as store:
                mark(store, number)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not done.is_set():
        try:
            snapshots.refresh()
        except StoreLocked:
            continue
        seen.append(marks(snapshots.place))
    writer.join()
    snapshots.refresh()
    assert marks(snapshots.place) == ["12", "12"]
    assert all(one == two for one, two in filter(None, seen))
    snapshots.close()


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph store"):
        Snapshots(tmp_path / "nothing").refresh()
