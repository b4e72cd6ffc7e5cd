"""Reads hostile documents, each of which must be built or set aside within five seconds, and says how long they took.

Seconds are those of the processor, in this process and in the one that reads, so that a busy machine changes nothing.

    python -m tools.bench_hostile [COUNT]        5,000 unless told otherwise

The tests read a tenth of them. A document that crashes its reader, hangs or is lost ends this with exit code 1.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from kg.documents import Filing, read_documents
from kg.documents.child import SECONDS as SECONDS_OF_ONE
from kg.documents.confined import running
from tests.documents.hostile import hostile

COUNT = 5000
SECONDS = 5.0


def spent(pid: int) -> float:
    """Seconds of processor time of another process (Linux: clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | 2)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    outcomes: Counter[str] = Counter()
    times: list[float] = []
    wrong: list[str] = []
    ended = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            name, data = hostile(seed)
            path = Path(folder) / name
            path.write_bytes(data)
            reader, start = running().pid, time.process_time()
            before = spent(reader)
            found = list(read_documents([path]))
            read = spent(reader) - before if running().pid == reader else SECONDS_OF_ONE
            times.append(time.process_time() - start + read)
            ended += running().pid != reader
            outcomes.update("read" if isinstance(f, Filing) else f.reason[:48] for f in found)
            if not found or times[-1] > SECONDS:
                wrong.append(f"seed {seed} ({name}): {len(found)} outcomes in {times[-1]:.1f} s")
    times.sort()
    print(
        f"{count} documents: median {times[count // 2] * 1000:.1f} ms, slowest {times[-1]:.2f} s, {ended} readers ended"
    )
    for reason, number in outcomes.most_common(15):
        print(f"  {number:6}  {reason}")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
