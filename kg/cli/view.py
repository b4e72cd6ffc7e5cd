"""Draws an interactive page."""

from __future__ import annotations

import argparse

from kg.cli.command import DONE, Command, Misuse, check_out, day, open_asked, write


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entity", nargs="?", metavar="ENTITY", help="a name; without one, what most is known of")
    parser.add_argument("--company", metavar="NAME", help="draw the pipeline of that company")
    parser.add_argument("-o", "--out", metavar="OUT.html", required=True, help="the page to write; - is stdout")
    parser.add_argument("--depth", type=int, default=1, metavar="N", help="steps from the entity (1)")
    parser.add_argument("--as-of", metavar="DATE", default="", help="leave out what was issued after that day")


def _run(args: argparse.Namespace) -> int:
    from kg.annotation.model import EntityType
    from kg.queries.names import find_named
    from kg.views.draw import entity_page, overview_page, pipeline_page

    if args.entity and args.company:
        raise Misuse("name an entity or --company, not both")
    if args.depth < 1:
        raise Misuse(f"--depth {args.depth}: expected 1 or more")
    check_out(args.out)
    as_of = day(args.as_of)
    with open_asked(args) as store:
        if args.company:
            text = pipeline_page(store, find_named(store, args.company, (EntityType.ORGANIZATION,)), as_of)
        elif args.entity:
            text = entity_page(store, find_named(store, args.entity), args.depth, as_of)
        else:
            text = overview_page(store, as_of)
    write(args.out, text)
    return DONE


COMMAND = Command("view", "draw a page around an entity, or a pipeline", _add, _run)
