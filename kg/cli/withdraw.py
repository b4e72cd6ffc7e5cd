"""Takes documents out of a graph."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.cli.command import DONE, FINDINGS, Command, print_json, store_asked

if TYPE_CHECKING:
    from kg.store import Store

HELP = """Take documents out of the graph, with all that is known from them alone: by the URL of a page (what was kept
of it goes too), the path of a file, folder or archive or of a file in an archive, as the graph knows them, or by a
document's name or SHA-256. Files stay where they are; a later build that is given one, or its folder, reads it
again."""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help="URL, PATH, or a document's name or SHA-256")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def _run(args: argparse.Namespace) -> int:
    from kg.build import build
    from kg.store import is_address, open_store
    from kg.store.withdraw import withdraw

    place = store_asked(args)
    if not is_address(place):
        open_store(place).close()  # a store that is not there is not made
    with open_store(place, "write") as store:
        leaving = withdraw(store, args.names)
        report = build((), store)
        gone = {sha: name for sha, name in leaving.documents.items() if sha in report.removed}
        kept = _kept(store, leaving.documents)
    if args.json:
        print_json({"withdrawn": gone, "kept": kept, "documents": report.documents, "facts": report.facts})
        return FINDINGS if kept else DONE
    for sha256, name in gone.items():
        print(f"withdrawn: {name} ({sha256[:12]})")
    for name, places in kept.items():
        print(f"stays: {name}: it is also at {', '.join(places)}")
    print(f"{place} holds {report.documents} documents, {report.facts} facts, {report.quads} quads")
    return FINDINGS if kept else DONE


def _kept(store: Store, documents: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The documents that other files hold as well, by name, with these files."""
    found = [store.manifest.documents.get(sha256) for sha256 in documents]
    return {entry.source: entry.origins for entry in found if entry}


COMMAND = Command("withdraw", "take documents out of the graph", _add, _run, HELP)
