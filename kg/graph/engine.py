"""Who does the work of a build: this process, others on this machine, or a Ray cluster."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext

from kg.graph.cluster import Cluster
from kg.graph.crew import Alone, Crew, Processes
from kg.graph.pool import prepare

WORTH_A_PROCESS = 8  # files: a new process takes some seconds to load model and lexicons


def crew(workers: int, files: int, cluster: str = "") -> AbstractContextManager[Crew]:
    """As many processes as asked for (0: as there are cores), where there is enough to do; or the cluster at an

    address: HOST:PORT, or "local" for one of so many processes that is started on this machine.
    """
    if cluster:
        return Cluster(cluster, workers)
    count = min(workers or os.cpu_count() or 1, files // WORTH_A_PROCESS)
    return Processes(count, prepare=prepare) if count > 1 else nullcontext(Alone())
