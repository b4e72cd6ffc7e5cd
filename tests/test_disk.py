from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kg.annotation.cache import Cache
from kg.cli.command import Misuse, save
from kg.disk import append_whole, is_full, reason_of, refuses, write_whole

FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from kg.disk import append_whole, write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
for write in (lambda: write_whole(Path("w"), b"x" * 50), lambda: append_whole(Path("a"), "x" * 50)):
    try:
        write()
    except OSError as error:
        print(error.filename, error.errno)
"""


def sqlite_full() -> sqlite3.Error:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count=2")
        database.execute("CREATE TABLE t (a)")
        with pytest.raises(sqlite3.Error) as raised:
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")
    return raised.value


def test_files_are_written_whole_or_not_at_all(tmp_path: Path, root: Path) -> None:
    (tmp_path / "w").write_text("before", encoding="utf-8")
    (tmp_path / "a").write_text("one\ntw", encoding="utf-8")  # cut off, who knows by what
    command = [sys.executable, "-c", FULL.format(root=str(root))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"w {errno.EFBIG}\na {errno.EFBIG}\n"
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"w": "before", "a": "one\ntw"}
    write_whole(tmp_path / "new/w", b"x")
    append_whole(tmp_path / "a", "three")
    append_whole(tmp_path / "a", "four\n")
    assert (tmp_path / "a").read_text(encoding="utf-8") == "one\ntw\nthree\nfour\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["w"]


def test_what_a_disk_refuses_is_told_from_damage() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "a/b")
    words = OSError("IO error: No space left on device: While appending to file: a/000009.sst")
    for error in (full, words, sqlite_full()):
        assert is_full(error)
        assert refuses(error)
        assert reason_of(error).startswith("the disk is full (")
        assert reason_of(error).endswith("); make room")
    read_only = OSError(errno.EROFS, "Read-only file system", "a/b")
    assert (refuses(read_only), is_full(read_only), reason_of(read_only)) == (True, False, "Read-only file system: a/b")
    for damage in (OSError("Corruption: block checksum mismatch"), sqlite3.DatabaseError("malformed"), ValueError("x")):
        assert not refuses(damage)
        assert reason_of(damage) == str(damage)


def test_a_cache_that_cannot_be_opened_is_not_thrown_away(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put("v", {"key": "value"})
    cache.close()
    held = (tmp_path / "cache.sqlite").read_bytes()
    other = Cache(tmp_path / "cache.sqlite")
    other._give_up(sqlite_full())
    other.mend()
    assert (tmp_path / "cache.sqlite").read_bytes() == held
    assert Cache(tmp_path / "cache.sqlite").get("v", ["key"]) == {"key": "value"}
    broken = Cache(tmp_path / "cache.sqlite")
    broken._give_up(sqlite3.DatabaseError("malformed"))
    broken.mend()
    assert not broken.get("v", ["key"])
    broken.close()


def test_what_a_command_writes_takes_the_place_of_a_file_and_of_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("before", encoding="utf-8")
    (tmp_path / "link").symlink_to("there")
    save(str(tmp_path / "link"), b"after")
    assert (tmp_path / "there").read_text(encoding="utf-8") == "after"
    assert (tmp_path / "link").is_symlink()
    save("/dev/null", b"gone")
    assert not Path("/dev/null").is_file()
    with pytest.raises(Misuse, match=r"the disk is full .*make room"):
        save("/dev/full", b"x")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_is_printed_to_a_full_disk_is_missed(root: Path, unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-m", "kg.cli", "query", "--list"], stdout=full, stderr=subprocess.PIPE,
                              text=True, check=False, cwd=root, env=environment)  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "kg: cannot be written: the disk is full (No space left on device); make room"
    ], json.dumps(done.stderr)
