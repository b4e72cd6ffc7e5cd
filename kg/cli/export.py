"""Writes the graph to a file, in one of five forms."""

from __future__ import annotations

import argparse

from kg.cli.command import DONE, Command, Misuse, check_out, open_asked, write

EXPORTS = ("nq", "trig", "ttl", "jsonl", "graphml")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", help=f"*.{', *.'.join(EXPORTS)}; - is stdout, with --format")
    parser.add_argument("--format", choices=EXPORTS, help="instead of what the name's ending says")


def _run(args: argparse.Namespace) -> int:
    format_ = args.format or args.out.rpartition(".")[2]
    if format_ not in EXPORTS:
        raise Misuse(f"{args.out}: expected a name that ends in .{', .'.join(EXPORTS)}, or --format")
    check_out(args.out)
    with open_asked(args) as store:
        if format_ == "jsonl":
            from kg.queries.export import facts_as_jsonl

            text = "".join(facts_as_jsonl(store))
        elif format_ == "graphml":
            from kg.queries.export import graph_as_graphml

            text = graph_as_graphml(store)
        else:
            text = store.dump(format_)
    write(args.out, text)
    return DONE


COMMAND = Command("export", "write the graph to a file", _add, _run)
