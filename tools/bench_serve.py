"""Measure `kg serve`: what readers wait for, alone and many at once, what hostile queries do to the next one, and how

the same SPARQL fares in another engine over the same quads.

    python tools/bench_serve.py [--store DIR] [--quads 1000000] [--seconds 60] [--readers 50]

Without --store: examples/, built anew and copied under other names until there are so many quads. Server and readers
share this machine, so the figures are the worst case. "First" is what the first to ask waits for, of the things that
most is known of; "again" finds the answer in the server's memory. Exit 1 where a target is missed or the server hurt.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.ontology import ID  # noqa: E402  the checkout, wherever this is called from
from kg.queries.register import NAME  # noqa: E402
from kg.server.settings import Limits, Settings  # noqa: E402
from tests.server.attacks import DEEP, GREEDY, TEN_MILLION  # noqa: E402
from tests.server.serving import Served, serving  # noqa: E402
from tools.beside import beside  # noqa: E402
from tools.synthetic import enlarge  # noqa: E402

HUBS = """SELECT ?thing (COUNT(*) AS ?n) {
  VALUES ?type { bp:%s } ?thing a ?type . { ?x ?p ?thing } UNION { ?thing ?p ?x } }
GROUP BY ?thing ORDER BY DESC(?n) LIMIT 5"""
DEADLINE = 2.0
LATE = 0.5  # seconds past the limit by which a hostile query is over
REGISTER = 600.0  # seconds in which a snapshot has its register
NEXT = 0.1  # seconds that the honest query after it may take
ROUNDS = 20


def hubs(served: Served, type_: str) -> list[str]:
    """The things of a type that most is known of, by what follows the graph's prefix."""
    rows = served.ask(HUBS % type_).json()["results"]["bindings"]
    return [row["thing"]["value"].removeprefix(ID) for row in rows]


def addresses(served: Served) -> dict[str, list[str]]:
    """What readers ask, by kind: each of the hubs, once."""
    drugs, companies, diseases = (hubs(served, name) for name in ("Drug", "Organization", "Indication"))
    every = (*drugs, *companies, *diseases)
    return {
        "search": [f"/api/search?q={name.partition('/')[2][:n]}" for name in every for n in (2, 4)],
        "entity page": [f"/entity/{name}" for name in every],
        "facts": [f"/api/facts?iri={name}" for name in every],
        "pipeline as of": [f"/api/pipeline?iri={name}&as_of={middle_day(served)}" for name in developers(served)],
        "neighbourhood": [f"/api/neighbourhood?iri={name}" for name in every],
        "graph page": [f"/graph?about={name}" for name in every],
        "timeline": [f"/api/timeline?iri={name}" for name in companies],
        "path": [f"/api/path?iri={one}&to={other}" for one, other in zip(drugs, reversed(companies), strict=False)],
        "sparql": ["/sparql?query=SELECT%20*%20%7B%20%3Fd%20a%20bp%3ADrug%20%7D%20LIMIT%20100"],
    }


def middle_day(served: Served) -> str:
    """The day by which half of all days with releases were over."""
    days: list[str] = served.client.get("/api/about").json()["days"]
    return days[len(days) // 2]


def developers(served: Served) -> list[str]:
    """The companies with most drugs."""
    found = served.client.get("/api/companies?limit=10").json()["companies"]
    return [company["iri"].removeprefix(ID) for company in found]


# kind -> milliseconds within which 95 of 100 first answers shall come, about the things that most is known of
TARGETS = {"search": 50, "entity page": 150, "pipeline as of": 100, "neighbourhood": 200, "graph page": 200}


def p95(seconds: list[float]) -> float:
    """The time that 95 of 100 are within."""
    return sorted(seconds)[int(len(seconds) * 0.95)]


def one_at_a_time(served: Served, asked: dict[str, list[str]]) -> list[str]:
    """Print what a single reader waits for; gives the targets that are missed."""
    print(f"{'one reader':16}{'first':>9}{'p95':>9}{'again':>9}{'p95':>9}{'size':>10}{'target':>9}")
    missed = []
    for kind, paths in asked.items():
        took, size = [], 0
        for path in (*paths, *itertools.islice(itertools.cycle(paths), ROUNDS)):
            start = time.perf_counter()
            found = served.client.get(path)
            took.append(time.perf_counter() - start)
            size = max(size, len(found.content))
            if found.status_code != 200:
                sys.exit(f"{path}: {found.status_code} {found.text[:200]}")
        cold, warm = took[: len(paths)], took[len(paths) :]  # the first of each finds nothing in memory
        figures = (statistics.median(cold), p95(cold), statistics.median(warm), p95(warm))
        target = f"{TARGETS[kind]:6} ms" if kind in TARGETS else ""
        shown = "".join(f"{seconds * 1000:6.0f} ms" for seconds in figures)
        print(f"{kind:16}{shown}{size // 1024:7} kB{target}", flush=True)
        if kind in TARGETS and p95(cold) * 1000 > TARGETS[kind]:
            missed.append(f"{kind}: {p95(cold) * 1000:.0f} ms")
    return missed


async def many_at_once(url: str, asked: dict[str, list[str]], readers: int, seconds: float) -> int:
    """Print how many readers at once fare: each asks, takes a breath of half a second, and asks again; gives errors."""
    took: list[float] = []
    wrong: list[str] = []
    paths = [path for group in asked.values() for path in group]
    until = time.perf_counter() + seconds

    async def read(client: httpx.AsyncClient, first: int) -> None:
        for path in itertools.islice(itertools.cycle(paths), first, None):
            if time.perf_counter() > until:
                return
            start = time.perf_counter()
            try:
                found = await client.get(path)
                if found.status_code != 200:
                    wrong.append(f"{found.status_code} {path}")
            except httpx.HTTPError as error:
                wrong.append(f"{type(error).__name__} {path}")
            took.append(time.perf_counter() - start)
            await asyncio.sleep(0.5)

    limits = httpx.Limits(max_connections=readers)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits, trust_env=False) as client:
        await asyncio.gather(*(read(client, i) for i in range(readers)))
    print(
        f"{readers} readers, {seconds:.0f} s: {len(took)} answers, {len(wrong)} errors, "
        f"median {statistics.median(took) * 1000:.0f} ms, p95 {p95(took) * 1000:.0f} ms",
        *sorted(set(wrong))[:5],
        sep="\n  ",
        flush=True,
    )
    return len(wrong)


def hostile(served: Served) -> list[str]:
    """Print when each hostile query was over, and how long the next honest one took; gives what came too late."""
    limits = f"limits {DEADLINE + LATE:g} s, {NEXT * 1000:g} ms"
    print(f"{'hostile':16}{'answer':>7}{'seconds':>9}{'next one':>12}   ({limits})")
    late = []
    for name, query in {**DEEP, **GREEDY, "ten million": TEN_MILLION}.items():
        start = time.perf_counter()
        code = served.ask(query).status_code
        between = time.perf_counter()
        honest = served.ask("SELECT * { ?d a bp:Drug } LIMIT 10").status_code
        after = time.perf_counter()
        print(f"{name:16}{code:7}{between - start:9.2f}{(after - between) * 1000:9.0f} ms", flush=True)
        if honest != 200:
            sys.exit("the server was hurt")
        if between - start > DEADLINE + LATE or after - between > NEXT:
            late.append(f"after {name}: {between - start:.2f} s, then {(after - between) * 1000:.0f} ms")
    return late


def wait_for_register(store: Path) -> None:
    """Print how long the register of the snapshot took; what is measured afterwards is answered with it."""
    start = time.perf_counter()
    while not list(store.glob(f"snapshots/*/{NAME}")):
        if time.perf_counter() - start > REGISTER:
            sys.exit("no register was made")
        time.sleep(0.1)
    print(f"register made after {time.perf_counter() - start:.1f} s; pages come before, more slowly", flush=True)


def examples(folder: Path, quads: int) -> Path:
    """A store of the example documents, enlarged."""
    documents = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in {".txt", ".md"})
    build = (sys.executable, "-m", "kg.cli", "build", *map(str, documents), "--store", str(folder / "small"))
    subprocess.run(build, check=False, stdout=subprocess.DEVNULL, cwd=ROOT)
    enlarge(folder / "small", folder / "large", quads)
    return folder / "large"


def main() -> None:
    """Print the figures; exit 1 where the server was hurt."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--readers", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or examples(Path(folder), options.quads)
        with serving(Settings(store)) as served:
            wait_for_register(store)
            counted = served.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", accept="text/csv").text
            busy = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
            print(f"{counted.split()[1]} quads in named graphs, {busy}\n")
            asked = addresses(served)
            missed = one_at_a_time(served, asked)
            if asyncio.run(many_at_once(served.url, asked, options.readers, options.seconds)):
                missed.append("errors with many readers")
            known = {"drug": hubs(served, "Drug")[0], "hub": hubs(served, "Indication")[0]}
            known |= {"company": developers(served)[0], "day": middle_day(served)}
            beside(served, store, Path(folder) / "virtuoso", known)
        with serving(Settings(store, limits=Limits(deadline=DEADLINE))) as served:
            served.ask("ASK {}")
            missed += hostile(served)
    if missed:
        sys.exit("missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
