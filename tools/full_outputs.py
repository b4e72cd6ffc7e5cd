"""What becomes of copies, reports, pages and exports on a disk that is full: each is there whole or not at all."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.disk import Disk

KG = (sys.executable, "-m", "kg.cli")
NAMES = ("export", "view", "report", "xlsx", "printed", "backup", "restore", "fetch")
SHARES = (0.0, 0.5, 0.9)  # of the room that is needed
OLD = b"what was there before\n"


@dataclass(frozen=True, slots=True)
class Output:
    """A command that writes to `target` on the disk; whether it takes the place of a file that is there, and whether

    it writes the same bytes each time. What a shell sends to a file is not the command's to keep whole.
    """

    name: str
    command: tuple[str, ...]
    target: str
    replaces: bool = True
    same: bool = True
    whole: bool = True


def outputs(store: Path, backup: Path, address: str, disk: Path) -> tuple[Output, ...]:
    """The commands that write files, over a store, a backup of it and the address of a page."""
    place, who = ("--store", str(store)), ("--contact", "Jo Doe jo@example.org")
    shell = ("sh", "-c", 'exec "$0" "$@" > "$OUT"')
    return (
        Output("export", (*KG, "export", f"{disk}/g.nq", *place), "g.nq"),
        Output("view", (*KG, "view", "-o", f"{disk}/g.html", *place), "g.html"),
        Output("report", (*KG, "report", "company", "Tarnwick", "-o", f"{disk}/r.html", *place), "r.html"),
        Output("xlsx", (*KG, "report", "company", "Tarnwick", "-o", f"{disk}/r.xlsx", *place), "r.xlsx"),
        Output("printed", (*shell, *KG, "export", "-", "--format", "nq", *place), "printed", whole=False),
        Output("backup", (*KG, "backup", f"{disk}/copy", *place), "copy", replaces=False, same=False),
        Output("restore", (*KG, "backup", str(backup), "--restore", "--store", f"{disk}/back"), "back", replaces=False,
               same=False),
        Output("fetch", (*KG, "fetch", address, "--into", f"{disk}/filings", *who, *place), "filings", replaces=False),
    )  # fmt: skip


def fill_outputs(build: Sequence[str], place: Path, disk: Disk, names: Collection[str]) -> Iterator[str]:
    """Let some of them run on disks with too little room, then with enough, over what `build` builds at its --store;

    gives what was wrong.
    """
    store, backup = place / "store", place / "backup"
    for command in (build, (*KG, "backup", str(backup))):
        done = subprocess.run([*command, "--store", str(store)], check=False, capture_output=True, text=True)
        if done.returncode not in (0, 1):  # 1: some file was rejected
            yield f"{' '.join(command)} ended with {done.returncode}: {done.stderr}"
            return
    page = place / "pages"
    page.mkdir()
    (page / "news.txt").write_text("An invented page of news.\n" * 2000, encoding="utf-8")
    with serving(page) as address:
        for output in outputs(store, backup, f"{address}/news.txt", disk.path):
            wrong = _fill(output, disk) if output.name in names else ()
            yield from (f"{output.name}: {what}" for what in wrong)


def _fill(output: Output, disk: Disk) -> Iterator[str]:
    target = disk.path / output.target
    disk.wipe()
    code, said = _run(output, disk)
    if code:
        yield f"with room: exit code {code}: {said}"
        return
    made, needed = _files(disk.path), disk.used()
    for share in SHARES:
        disk.wipe()
        if output.replaces:
            target.write_bytes(OLD)
        disk.room(round(needed * share))
        code, said = _run(output, disk)
        if code != 2 or "the disk is full" not in said or len(said.splitlines()) != 1:
            yield f"with {share:.0%} of the room: exit code {code}: {said[-500:]}"
        there = _files(disk.path)
        if output.whole and there != ({output.target: OLD} if output.replaces else {}):
            yield f"with {share:.0%} of the room it leaves {sorted(there)}"
        disk.room()
        code, said = _run(output, disk)
        again = _files(disk.path)
        if code or (again != made if output.same else again.keys() != made.keys()):
            yield f"with room again: exit code {code}, {sorted(again)}: {said[-500:]}"


def _run(output: Output, disk: Disk) -> tuple[int, str]:
    target = str(disk.path / output.target)
    done = subprocess.run(
        output.command, capture_output=True, text=True, check=False, env={**os.environ, "OUT": target}
    )
    return done.returncode, done.stderr


def _files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder; of a database's only that there are any."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if "/rdf/" not in name}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder's files can be fetched."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the standard library has it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{made.server_address[1]}"
        finally:
            made.shutdown()
            thread.join()
