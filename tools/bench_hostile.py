"""Reads hostile documents, each of which must be built or set aside within five seconds, and says how long they took.

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
from tests.documents.hostile import hostile

COUNT = 5000
SECONDS = 5.0


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    outcomes: Counter[str] = Counter()
    times: list[float] = []
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            name, data = hostile(seed)
            path = Path(folder) / name
            path.write_bytes(data)
            start = time.perf_counter()
            found = list(read_documents([path]))
            times.append(time.perf_counter() - start)
            outcomes.update("read" if isinstance(f, Filing) else f.reason[:48] for f in found)
            if not found or times[-1] > SECONDS:
                wrong.append(f"seed {seed} ({name}): {len(found)} outcomes in {times[-1]:.1f} s")
    times.sort()
    print(f"{count} hostile documents: median {times[count // 2] * 1000:.1f} ms, slowest {times[-1]:.2f} s")
    for reason, number in outcomes.most_common(15):
        print(f"  {number:6}  {reason}")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
