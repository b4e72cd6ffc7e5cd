"""What becomes of builds and of what writes files on a disk that is full, at each size and at moments drawn by chance.

    python -m tools.full [PATH...] [--trials 60] [--workers 1] [--seed 7]

Each must say so in a line and end with exit code 2. What lies there then holds no document in part and no file cut off;
with room the same command leaves what it leaves on a disk that was never full, to the byte.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError
from kg.graph.terms import Quad
from kg.store import open_store
from kg.store.held import HELD
from kg.store.manifest import open_manifest
from kg.store.rocksdb import RDF
from tests.store.sparql_server import Server, sparql_server
from tools.disk import Disk, way_to_mount
from tools.faults import BUILD, by_graph, look
from tools.full_outputs import NAMES, fill_outputs

ROOT = Path(__file__).resolve().parent.parent
INSIDE = "KG_INSIDE"
SMALLEST, MORE = 16 << 10, 1.05
FULL = re.compile(r"the disk is full \(.*\); make room")
WHERE = re.compile(r"(\w+\.sqlite) cannot be written|store\S*?/(\w+\.?\w*)")


@dataclass(slots=True)
class Filled:
    """How many builds found the disk full, by what they could not write; how many came to their end; what was wrong."""

    where: Counter[str] = field(default_factory=Counter)
    ends: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Whole:
    """What an undisturbed build leaves: its quads by graph, all as text, its files; the room and seconds it took."""

    graphs: dict[str, set[Quad]]
    dump: str
    files: dict[str, bytes]
    room: int
    seconds: float


class Builds:
    """Builds by a command, `{store}` in it or in its environment being the store, which lies on a small disk."""

    def __init__(
        self,
        command: Sequence[str],
        disk: Disk,
        environment: Mapping[str, str] | None = None,
        endpoint: Server | None = None,
    ) -> None:
        self.store = disk.path / "store"
        self.disk = disk
        self.endpoint = endpoint
        self.found = Filled()
        self._command = [part.replace("{store}", str(self.store)) for part in command]
        told = {name: value.replace("{store}", str(self.store)) for name, value in (environment or {}).items()}
        self._environment = {**os.environ, **told}
        self.whole = self._undisturbed()
        self._sent = self._held_there()

    def _begin(self) -> None:
        """Begin with an empty disk, and an empty endpoint where changes are sent to one."""
        self.disk.wipe()
        if self.endpoint:
            self.endpoint.rdf.clear()

    def _held_there(self) -> set[str]:
        """What the endpoint holds, but for who sent it."""
        quads = self.endpoint.rdf if self.endpoint else ()
        return {str(quad) for quad in quads if HELD.value not in str(quad.graph_name)}

    def _undisturbed(self) -> Whole:
        started, most = time.monotonic(), 0
        with self._begun() as built:
            while built.poll() is None:
                most = max(most, self.disk.used())
                time.sleep(0.01)
            _, said = built.communicate()
        if built.returncode not in (0, 1):
            sys.exit(f"{' '.join(self._command)} ended with {built.returncode}\n{said[-2000:]}")
        seconds = time.monotonic() - started
        with open_store(self.store) as store:
            return Whole(by_graph(store), store.dump(), _files(self.store), max(most, self.disk.used()), seconds)

    def _begun(self, more: Sequence[str] = ()) -> subprocess.Popen[str]:
        command = [*self._command, *more]
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=self._environment
        )

    def at_sizes(self, count: int) -> None:
        """Build on disks from one that holds next to nothing to one that is large enough; then again with room."""
        step = (self.whole.room * MORE / SMALLEST) ** (1 / max(1, count - 1))
        for number in range(count):
            self._begin()
            self.disk.room(round(SMALLEST * step**number))
            if not self._full(f"size {number + 1} of {count}") and number % 2:
                self._full(f"size {number + 1} of {count}, repaired", more=("--repair",))
            self.disk.room()
            self._end()

    def at_moments(self, count: int, seed: int) -> None:
        """Take all room from builds at moments drawn by chance, one after the other, until one has come to its end."""
        chance = random.Random(seed)
        self._begin()
        for number in range(count):
            ended = self._full(f"moment {number + 1}", chance.uniform(0, self.whole.seconds * 1.1))
            self.disk.room()
            if ended:
                self._begin()
            elif self.store.is_dir():
                self._hold("with room again", "write")
        self._end()

    def _full(self, what: str, moment: float | None = None, more: Sequence[str] = ()) -> bool:
        """Build on a disk that is full, or is from some moment on; false where that could not be done."""
        with self._begun(more) as built:
            if moment is None:
                _, said = built.communicate()
            else:
                try:
                    _, said = built.communicate(timeout=moment)
                except subprocess.TimeoutExpired:
                    self.disk.fill()
                    _, said = built.communicate()
        if built.returncode in (0, 1):
            self._hold(f"{what}: built", "read", self.whole.dump)
            return True
        line = (said.splitlines() or [""])[-1]
        found = WHERE.search(line[line.find(": ", line.find("store")) :])
        self.found.where[(found[1] or found[2]) if found else "other"] += 1
        if built.returncode != 2 or not FULL.search(line) or "Traceback" in said:
            self.found.wrong.append(f"{what}: exit code {built.returncode}: {said[-600:]}")
        self._hold(f"{what}: full", "read")
        return False

    def _end(self) -> None:
        """Build with room, to the same end as if nothing had been."""
        with self._begun() as built:
            _, said = built.communicate()
        self.found.ends += 1
        if built.returncode not in (0, 1):
            self.found.wrong.append(f"with room: exit code {built.returncode}: {said[-600:]}")
            return
        self._hold("with room", "write", self.whole.dump)
        if (files := _files(self.store)) != self.whole.files:
            differ = {name for name in {*files, *self.whole.files} if files.get(name) != self.whole.files.get(name)}
            self.found.wrong.append(f"with room: files differ: {sorted(differ)}")
        if self._held_there() != self._sent:
            self.found.wrong.append("with room: the endpoint holds something else")

    def _hold(self, what: str, mode: str, dump: str = "") -> None:
        """Note what is wrong with what lies there; where the disk is full it may be that nothing can be opened yet."""
        try:
            wrong = look(self.store, self.whole.graphs, dump, "read" if mode == "read" else "write")
        except StoreError as error:
            wrong = [] if mode == "read" and not dump and is_nothing(self.store) else [str(error)]
        self.found.wrong += [f"{what}: {one}" for one in wrong]


def is_nothing(store: Path) -> bool:
    """Whether no document is in a store yet, nor was: its database or its manifest was still to be made."""
    try:
        manifest = open_manifest(store, False)
    except StoreError:
        return not (store / RDF).is_dir()
    with closing(manifest):
        return manifest.head.documents == 0


def _files(store: Path) -> dict[str, bytes]:
    """What a build leaves beside its databases, but for the times that are noted there."""
    kept = [*store.glob("documents/*"), *store.glob("pages/*"), store / "rejected.jsonl", store / "version"]
    there = {str(path.relative_to(store)): path.read_bytes() for path in kept if path.is_file()}
    names = dict.fromkeys((path.name for path in store.iterdir()), b"")
    return there | {
        f"{name} is there": b""
        for name in names
        if not name.startswith("cache.") and not name.endswith(("-wal", "-shm"))
    }


def main() -> None:
    """Fill the disk under builds of some documents and under what writes files, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="*", default=[str(ROOT / "examples")])
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--build", help="a script that takes what `kg build` takes, in its place")
    parser.add_argument("--outputs", default=",".join(NAMES), help="which commands that write files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if INSIDE not in os.environ:
            way, reason = way_to_mount(Path(place))
            if reason:
                print(f"full disks: not tried: {reason}")
                return
            done = subprocess.run([*way, sys.executable, "-m", "tools.full", *sys.argv[1:]], check=False,
                                  env={**os.environ, INSIDE: "1"}, cwd=ROOT)  # fmt: skip
            sys.exit(done.returncode)
        wrong = _inside(options, Path(place))
    print(f"{len(wrong) or 'nothing'} wrong", *wrong, sep="\n")
    sys.exit(1 if wrong else 0)


def _inside(options: argparse.Namespace, place: Path) -> list[str]:
    program = [sys.executable, options.build] if options.build else [*BUILD]
    local = [*program, *options.paths, "--store", "{store}", "--workers", str(options.workers)]
    with Disk(place / "disk") as disk, sparql_server() as server:
        wrong = _told("builds", Builds(local, disk), options.trials, options.seed)
        there = [*program, *options.paths, "--store", server.query]
        sent = Builds(there, disk, {"KG_STORE_FOLDER": "{store}"}, server)
        wrong += _told("builds that send to an endpoint", sent, max(2, options.trials // 5), options.seed)
        found = list(fill_outputs([*program, *options.paths], place, disk, options.outputs.split(",")))
        print(f"what writes files: {len(found) or 'nothing'} wrong", flush=True)
    return wrong + found


def _told(what: str, builds: Builds, trials: int, seed: int) -> list[str]:
    """Fill the disk under builds, half of them at sizes and half at moments, and say where; gives what was wrong."""
    builds.at_sizes(trials // 2)
    builds.at_moments(trials // 2, seed)
    where = ", ".join(f"{name} {count}" for name, count in sorted(builds.found.where.items()))
    full = sum(builds.found.where.values())
    print(f"{full} {what} found the disk full ({where}), {builds.found.ends} to the end with room", flush=True)
    return builds.found.wrong


if __name__ == "__main__":
    main()
