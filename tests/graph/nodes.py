"""A Ray cluster of two nodes on loopback, of which one is killed while both work; run by test_cluster.

    python -m tests.graph.nodes LETTERS STORE

builds the files of a folder into a store, and tells as one line of JSON what came of it. A program of its own: Ray
starts servers and takes signals, and a test run should have neither.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import Any

from kg.build import BuildReport, Plan, build
from kg.errors import LexiconError
from kg.graph.cluster import Cluster
from kg.graph.crew import Lost
from kg.store import open_store
from tests.graph.tasks import letters

NODE = {"num_cpus": 1, "object_store_memory": 80 << 20, "node_ip_address": "127.0.0.1"}
BUSY = {"health_check_timeout_ms": 60_000}  # a machine with much else to do answers late, and is not dead
NOT_STARTED = 75  # the exit code where a node did not come up in the half minute that Ray gives it
BEGUN = 200.0  # seconds until both nodes are at work; less than the patience of a process for a task
WORDS = [f"word{n}" for n in range(8)]


class Told(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def lost(self) -> int:
        """How often a node or its process was lost with a task, since this was last asked."""
        found = [line for line in self.lines if line.startswith(("a node was lost", "a worker died"))]
        self.lines = []
        return len(found)


class CutOff(Exception):
    """Ends a build as a user does who has seen enough."""


def main(sources: Path, store: Path) -> dict[str, Any]:
    ray: Any = importlib.import_module("ray")
    told = Told()
    logging.getLogger("kg").addHandler(told)
    several = importlib.import_module("ray.cluster_utils").Cluster
    head = NODE | {"include_dashboard": False, "_system_config": BUSY}
    nodes: Any = started(lambda: several(initialize_head=True, head_node_args=head))
    made: dict[str, Any] = {}
    try:
        other = started(lambda: nodes.add_node(**NODE))
        made["words"] = work(nodes.address, ["die", str(store.parent / "once"), *WORDS])
        made["failed"] = fails(nodes.address)
        told.lost()
        slow = [str(store.parent / f"slow{n}") for n in range(6)]
        begun = threading.Thread(target=kill_when_all_work, args=(slow, lambda: remove(nodes, other)))
        begun.start()
        made["slow"] = work(nodes.address, [f"slow{path}" for path in slow])
        made["moved"] = told.lost()
        begun.join()
        other = started(lambda: nodes.add_node(**NODE))
        ray.init(address=nodes.address, log_to_driver=False)  # for both builds: their workers load the model once
        made["cut"] = cut_off(sources, store, nodes.address)

        def kill(name: str, done: int, total: int) -> None:
            if done == total // 2:
                remove(nodes, other)

        report = run(sources, store, nodes.address, kill)
        made["rejected"] = [r.reason for r in report.rejected]
        made["skipped"], made["read"] = len(report.skipped), len(report.built)
    finally:
        ray.shutdown()
        nodes.shutdown()
    return made


def started(start: Callable[[], Any]) -> Any:
    """What was started; ends this program so that it can be tried again where Ray did not wait long enough for it."""
    try:
        return start()
    except Exception as error:  # Ray has no error of its own for that
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        raise SystemExit(NOT_STARTED) from error


def remove(nodes: Any, node: Any) -> None:
    """Kill a node at once; that its processes are still on their way out is no matter."""
    with suppress(AssertionError):
        nodes.remove_node(node, allow_graceful=False)


def work(address: str, words: list[str]) -> dict[str, list[str]]:
    """The letters of words, or why there are none."""
    done: dict[str, list[str]] = {word: [] for word in words}
    with Cluster(address) as crew:
        for word, result in crew.run(letters, words):
            done[word].append(result.reason if isinstance(result, Lost) else result)
    return done


def fails(address: str) -> str:
    """What ends the work, though others have still to be worked on."""
    try:
        work(address, ["broken", *WORDS])
    except LexiconError as error:
        return str(error)
    return ""


def kill_when_all_work(begun: list[str], kill: Callable[[], None]) -> None:
    """Kill a node once each of the two is at a task, of which none ends before that; let them go on when its process

    is gone too, which without its node may live on for a while, and answer.
    """
    until = time.monotonic() + BEGUN
    while len(there := [path for path in map(Path, begun) if path.exists()]) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    kill()
    at_work = [int(path.read_text(encoding="ascii")) for path in there]
    while all(map(lives, at_work)) and time.monotonic() < until:
        time.sleep(0.05)
    Path(begun[0]).with_name("go").touch()


def lives(pid: int) -> bool:
    """Whether there is a process of that number that has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def cut_off(sources: Path, store: Path, address: str) -> int:
    """Build until a quarter of the files are read; gives how many that were."""
    seen: list[int] = []

    def stop(name: str, done: int, total: int) -> None:
        seen.append(done)
        if done == total // 4:
            raise CutOff

    try:
        run(sources, store, address, stop)
    except CutOff:
        return seen[-1]
    return 0


def run(sources: Path, store: Path, address: str, progress: Callable[[str, int, int], None]) -> BuildReport:
    with open_store(store, "write") as opened:
        return build([sources], opened, None, progress, Plan(cluster=address))


if __name__ == "__main__":
    faulthandler.enable()
    with redirect_stdout(sys.stderr):  # where Ray tells of lost nodes
        told = main(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(json.dumps(told))
