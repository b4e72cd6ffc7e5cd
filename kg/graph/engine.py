"""Who does the work of a build: this process, others on this machine, or a Ray cluster."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext

from kg.graph.cluster import Cluster
from kg.graph.crew import Alone, Crew, Processes
from kg.graph.nursery import Prepare
from kg.graph.pool import prepare, prepare_to_write

WORTH_A_PROCESS = 8  # files: a new process takes some seconds to load model and lexicons
WORTH_A_WRITER = 100  # documents whose graphs are written: a process that only writes is there in less than a second


def crew(workers: int, files: int, cluster: str = "") -> AbstractContextManager[Crew]:
    """As many processes as asked for (0: as there are cores), where there is enough to do; or the cluster at an

    address: HOST:PORT, or "local" for one of so many processes that is started on this machine.
    """
    if cluster:
        return Cluster(cluster, workers)
    return _processes(workers, files // WORTH_A_PROCESS, prepare)


def writers(readers: Crew, workers: int, documents: int) -> AbstractContextManager[Crew]:
    """Who writes the graphs of so many documents: the processes that read, or where nobody else did as many as asked

    for (0: as there are cores), where there is enough to do.
    """
    if isinstance(readers, Alone):
        return _processes(workers, documents // WORTH_A_WRITER, prepare_to_write)
    return nullcontext(readers)


def _processes(asked: int, worth: int, prepare: Prepare) -> AbstractContextManager[Crew]:
    count = min(asked or os.cpu_count() or 1, worth)
    return Processes(count, prepare=prepare) if count > 1 else nullcontext(Alone())
