"""A store of any size in the real shape: copies of what a small one holds, under other names.

    python tools/synthetic.py SMALL_STORE LARGE_STORE QUADS

Diseases, targets, exchanges and agencies are shared by all copies, as they are by companies: they become the hubs.
The copies have no documents of their own, so that their quotes cannot be shown in place.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.ontology import ID, PREFIXES

SHARED = re.compile(rf"{re.escape(ID)}(?:indication|target|concept|entities)\b")
NAMED = {PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel", PREFIXES["dcterms"] + "title"}
SHARED_CLASSES = {PREFIXES["bp"] + name for name in ("StockExchange", "GovernmentAgency")}


def enlarge(small: Path, large: Path, quads: int) -> int:
    """Make the large store, and give the number of quads in it."""
    shutil.copytree(small, large, ignore=shutil.ignore_patterns("snapshots", "writer"))
    store = ox.Store(str(large / "rdf"))
    originals = list(store)
    is_a = ox.NamedNode(PREFIXES["rdf"] + "type")
    kept = {q.subject for q in originals if q.predicate == is_a and getattr(q.object, "value", "") in SHARED_CLASSES}
    for copy in range(1, max(1, quads // len(originals))):
        store.bulk_extend(_copied(originals, kept, copy))
    store.optimize()
    return len(store)


def _copied(originals: list[ox.Quad], kept: set[object], copy: int) -> Iterator[ox.Quad]:
    names: dict[object, ox.NamedNode] = {}

    def renamed(term: object) -> object:
        if (
            not isinstance(term, ox.NamedNode)
            or term in kept
            or not term.value.startswith(ID)
            or SHARED.match(term.value)
        ):
            return term
        if term not in names:
            names[term] = ox.NamedNode(f"{term.value}-copy-{copy}")
        return names[term]

    for quad in originals:
        subject, value = renamed(quad.subject), renamed(quad.object)
        if quad.predicate.value in NAMED and subject != quad.subject and isinstance(value, ox.Literal):
            value = ox.Literal(f"{value.value} {copy}")
        yield ox.Quad(subject, quad.predicate, value, renamed(quad.graph_name))  # type: ignore[arg-type]


def main() -> None:
    """Make a store as the command line says."""
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    print(f"{enlarge(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])):,} quads")


if __name__ == "__main__":
    main()
