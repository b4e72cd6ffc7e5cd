"""The process that workers are forked from: it has imported all they need, so a fresh one is there in milliseconds.

    python -m kg.server.nursery '{"memory": BYTES, "rows": N, "answer": BYTES}'

It never sees a query. Its standard input is the socket of `kg.forks`; with each FORK come a worker's line and its
stderr.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Sequence

from kg.forks import fork_on_demand
from kg.ontology import load_ontology
from kg.server.worker import Caps, work


def main() -> None:
    """Fork until the server closes the socket."""
    caps = Caps(**json.loads(sys.argv[1]))
    fork_on_demand(socket.socket(fileno=0), lambda descriptors: _be_worker(descriptors, caps), load_ontology)


def _be_worker(descriptors: Sequence[int], caps: Caps) -> None:
    """The child's whole life."""
    line, errors = descriptors
    os.dup2(errors, 2)
    os.dup2(2, 1)  # what a library prints must not reach the server
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    work(line, caps)


if __name__ == "__main__":
    main()
