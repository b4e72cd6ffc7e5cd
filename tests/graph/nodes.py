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
from contextlib import redirect_stdout
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
WORDS = [f"word{n}" for n in range(8)]


class Told(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def lost(self) -> int:
        """How often a node was lost with a task, since this was last asked."""
        found = [line for line in self.lines if line.startswith("a node was lost")]
        self.lines = []
        return len(found)


class CutOff(Exception):
    """Ends a build as a user does who has seen enough."""


def main(sources: Path, store: Path) -> dict[str, Any]:
    ray: Any = importlib.import_module("ray")
    told = Told()
    logging.getLogger("kg").addHandler(told)
    several = importlib.import_module("ray.cluster_utils").Cluster
    nodes: Any = several(
        initialize_head=True, head_node_args=NODE | {"include_dashboard": False, "_system_config": BUSY}
    )
    made: dict[str, Any] = {}
    try:
        other = nodes.add_node(**NODE)
        made["words"] = work(nodes.address, ["die", str(store.parent / "once"), *WORDS])
        made["failed"] = fails(nodes.address)
        told.lost()
        slow = [str(store.parent / f"slow{n}") for n in range(6)]
        begun = threading.Thread(target=kill_when_all_work, args=(slow, lambda: nodes.remove_node(other, False)))
        begun.start()
        made["slow"] = work(nodes.address, [f"slow{path}" for path in slow])
        made["moved"] = told.lost()
        begun.join()
        other = nodes.add_node(**NODE)
        ray.init(address=nodes.address, log_to_driver=False)  # for both builds: their workers load the model once
        made["cut"] = cut_off(sources, store, nodes.address)

        def kill(name: str, done: int, total: int) -> None:
            if done == total // 2:
                nodes.remove_node(other, allow_graceful=False)

        report = run(sources, store, nodes.address, kill)
        made["rejected"] = [r.reason for r in report.rejected]
        made["skipped"], made["read"] = len(report.skipped), len(report.built)
    finally:
        ray.shutdown()
        nodes.shutdown()
    return made


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
    """Kill a node once each of the two has a task."""
    for _ in range(600):
        if sum(Path(path).exists() for path in begun) >= 2:
            break
        time.sleep(0.05)
    kill()


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
