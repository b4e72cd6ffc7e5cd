"""Compares the graph with its sources."""

from __future__ import annotations

import argparse

from kg.cli.command import DONE, FINDINGS, Command, open_asked, print_json


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print what is wrong as JSON")


def _run(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.verify import verify

    with open_asked(args) as store:
        found = verify(store)
    if args.json:
        print_json(asdict(found))
    else:
        for problem in found.problems:
            print(f"{problem.check}: {problem.where}: {problem.what}")
        for aside in found.set_aside:
            print(f"set aside when it was built: {aside.where}: {aside.what}")
        for jump in found.jumps:
            print(f"cannot follow: {jump}")
        for graph in found.own:
            print(f"own graph: {graph.name}: {graph.quads} quads of no document, added by an update")
        if found.unread:
            print(f"quotes were not compared: {found.unread}")
        print(
            f"{found.documents} documents, {found.quads} quads, {found.quotes} quotes, {found.facts} facts: "
            f"{len(found.problems) or 'no'} problem{'' if len(found.problems) == 1 else 's'}"
        )
    return FINDINGS if found.problems else DONE


COMMAND = Command("verify", "compare every quote, count and digest with its source", _add, _run)
