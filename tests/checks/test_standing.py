"""A register that differs from what the documents give is found, wherever a bit of it turned, and made again."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from kg.annotation.serialize import dump_reading
from kg.build import write_graphs
from kg.checks.repair import repair
from kg.checks.standing import CHECKED, check_register
from kg.checks.verify import verify
from kg.graph.fingerprint import reading_version
from kg.graph.manifest import Entry
from kg.resolution.register import NAME
from kg.store import Store, open_store
from tests.graph.sample import TEXT, reading

FLIPS = 25


def add(store: Store, number: int) -> None:
    """One more document, read and not yet written."""
    made = reading(f"{TEXT}\nNo. {number}\n", f"{number}.txt")
    sha256 = made.filing.sha256
    store.save_reading(sha256, dump_reading(made.filing, made.annotations), made.filing.text)
    store.record(Entry(made.filing.source, sha256, (), reading_version(), len(made.filing.releases), 0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("register") / "store"
    with open_store(found, "write") as store:
        for number in range(3):
            add(store, number)
        write_graphs(store)
    return found


def next_dump(folder: Path) -> str:
    """All that the store holds after one more document."""
    with open_store(folder, "write") as store:
        add(store, 3)
        write_graphs(store)
        return store.dump()


def found(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(check_register(store))


def test_a_sound_register(folder: Path) -> None:
    assert not found(folder)
    with open_store(folder) as store:
        assert not [p for p in verify(store).problems if p.check == "register"]


def test_a_turned_bit_is_found_or_does_no_harm(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "sound")
    expected, whole = next_dump(tmp_path / "sound"), (folder / NAME).read_bytes()
    chance = random.Random(5)
    told = [at for at, byte in enumerate(whole) if byte]
    harmed = 0
    for at in chance.sample(told, FLIPS):
        copy = tmp_path / str(at)
        shutil.copytree(folder, copy)
        harm = bytearray(whole)
        harm[at] ^= 1 << chance.randrange(8)
        (copy / NAME).write_bytes(harm)
        harmed += bool(problems := found(copy))
        assert problems or next_dump(copy) == expected, f"byte {at}"
        shutil.rmtree(copy)
    assert harmed > FLIPS / 2


@pytest.mark.parametrize("table", sorted(CHECKED))
def test_a_row_that_is_gone_is_found_and_mended(folder: Path, tmp_path: Path, table: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with sqlite3.connect(copy / NAME) as register:
        key = "rowid" if "ROWID" not in _made(register, table) else CHECKED[table].split(",")[0]
        gone = register.execute(f"DELETE FROM {table} WHERE {key} = (SELECT max({key}) FROM {table})").rowcount
    register.close()
    if not gone:
        assert not found(copy)
        return
    assert [line for line in found(copy) if f"{table!r} differs" in line]
    with open_store(copy, "repair") as store:
        assert any("register" in line for line in repair(store).problems)
        write_graphs(store)
    assert not found(copy)


def _made(register: sqlite3.Connection, table: str) -> str:
    ((made,),) = register.execute("SELECT sql FROM sqlite_master WHERE name=?", (table,))
    return str(made)


def test_a_register_that_the_next_build_begins_anew_is_left_alone(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with sqlite3.connect(copy / NAME) as register:
        register.execute("UPDATE meta SET value='another' WHERE name='version'")
        register.execute("DELETE FROM said")
    register.close()
    assert not found(copy)
    (copy / NAME).unlink()
    assert not found(copy)


def test_garbage_is_named(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / NAME).write_bytes(b"no database" * 999)
    (line,) = found(copy)
    assert "damaged" in line
    assert "--repair" in line
