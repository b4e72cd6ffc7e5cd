"""How fast the same quads are loaded: into a store on disk, into Virtuoso, into rdflib's memory (`make bench`).

kg loads document by document, each in one transaction, and keeps the present of all documents up to date; the others
load one file. Only the ratios count: all run one after the other on the same machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kg.build import build
from kg.graph.manifest import Entry
from kg.graph.terms import Iri, Quad, nquads
from kg.store import Store, open_store
from kg.store.mirror import open_mirror
from tools.synthetic import enlarge
from tools.virtuoso import PASSWORD, PRESENT, SERVER, USER, running

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
QUADS = 100_000
Documents = dict[Iri, list[Quad]]


def documents_of(folder: Path) -> Documents:
    """The quads of each named graph of a store, which stands for a document here."""
    found: Documents = defaultdict(list)
    with open_store(folder) as store:
        for quad in store.quads():
            if quad.graph:
                found[quad.graph].append(quad)
    return found


def fill(store: Store, documents: Documents) -> None:
    for graph, quads in documents.items():
        store.replace_document(Entry(graph.value, graph.value.rpartition("/")[2], (), "1", 1, 1), quads)


def loads(documents: Documents, file: Path, place: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, one after the other: its name, and how it is done."""
    with open_store(place / "disk", "write") as store:
        yield "kg, on disk, by document", lambda: fill(store, documents)
    yield (
        "Oxigraph, one file",
        lambda: ox.Store(str(place / "ox")).bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS),
    )
    if SERVER:
        with running(place / "virtuoso") as server:
            known = {"KG_STORE_USER": USER, "KG_STORE_PASSWORD": PASSWORD, "KG_STORE_FOLDER": str(place / "folder")}
            with open_mirror(server.endpoint, "write", known) as mirror:
                yield "kg, at Virtuoso, by document", lambda: fill(mirror, documents)
            server.order("RDF_GLOBAL_RESET();")
            load = f"ld_dir('{file.parent}', '{file.name}', '{PRESENT}'); rdf_loader_run(); checkpoint;"
            yield "Virtuoso, one file", lambda: server.order(load)
    else:
        print("load: Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    yield "rdflib, one file, memory", lambda: Dataset().parse(str(file), format="nquads")


def main() -> None:
    """Print quads a second, and how many times the first's that is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=QUADS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with open_store(place / "small", "write") as store:
            build([path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".md")], store)
        enlarge(place / "small", place / "large", args.quads)
        documents = documents_of(place / "large")
        count = sum(map(len, documents.values()))
        (place / "virtuoso").mkdir()
        file = place / "virtuoso" / "quads.nq"  # where Virtuoso may read
        file.write_text(nquads(quad for quads in documents.values() for quad in quads), encoding="utf-8")
        print(f"load: {count:,} quads in {len(documents)} graphs")
        first = 0.0
        for name, load in loads(documents, file, place):
            start = time.perf_counter()
            load()
            seconds = time.perf_counter() - start
            first = first or seconds
            print(f"  {name:30}{count / seconds:10,.0f} quads/s{first / seconds:8.2f}", flush=True)


if __name__ == "__main__":
    main()
