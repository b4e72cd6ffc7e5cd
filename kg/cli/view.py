"""Draws an interactive page."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kg.cli.command import DONE, Command, Misuse, check_out, day, open_asked, write

if TYPE_CHECKING:
    from kg.ontology import Question
    from kg.store import Store


HELP = """Draw one page that works from disk: what surrounds an entity, a company's pipeline, or the answer to a query
(a file with SPARQL, SPARQL typed with -q, or a named question with its parameters). Without a name: what most is
known of."""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="ENTITY|FILE.rq", help="a name, or a file with SPARQL and values")
    parser.add_argument("--company", metavar="NAME", help="draw the pipeline of that company")
    parser.add_argument("--question", metavar="NAME", help="draw the answer to a named question; values: key=value")
    parser.add_argument("-q", "--text", metavar="SPARQL", help="draw the answer to SPARQL")
    parser.add_argument("-o", "--out", metavar="OUT.html", required=True, help="the page to write; - is stdout")
    parser.add_argument("--depth", type=int, default=1, metavar="N", help="steps from the entity (1)")
    parser.add_argument("--as-of", metavar="DATE", default="", help="leave out what was issued after that day")


def _run(args: argparse.Namespace) -> int:
    from kg.views.draw import answer_page

    if args.depth < 1:
        raise Misuse(f"--depth {args.depth}: expected 1 or more")
    check_out(args.out)
    as_of = day(args.as_of)
    asked, values = _asked(args)
    with open_asked(args) as store:
        text = answer_page(store, asked, values, as_of) if asked else _thing(args, store, as_of)
    write(args.out, text)
    return DONE


def _asked(args: argparse.Namespace) -> tuple[Question | None, dict[str, str]]:
    """The query whose answer is to be drawn, with its parameters; None where a thing is."""
    from kg.cli.query import ENDINGS, parameters, read_file
    from kg.ontology import question, read_question

    if sum(map(bool, (args.text, args.question, args.company))) > 1:
        raise Misuse("draw one thing: --company, --question or -q")
    if args.text:
        if args.what:
            raise Misuse(f"-q takes SPARQL alone; what is {args.what[0]!r}?")
        return read_question("-q", args.text), {}
    if args.question:
        asked = question(args.question)
        return asked, parameters(asked, args.what)
    if args.what and args.what[0].endswith(ENDINGS) and not args.company:
        asked = read_file(args.what[0])
        return asked, parameters(asked, args.what[1:])
    if len(args.what) > 1 or (args.what and args.company):
        raise Misuse("name an entity or --company, not both" if args.company else f"what is {args.what[1]!r}?")
    return None, {}


def _thing(args: argparse.Namespace, store: Store, as_of: str) -> str:
    from kg.annotation.model import EntityType
    from kg.queries.names import find_named
    from kg.views.draw import entity_page, overview_page, pipeline_page

    if args.company:
        return pipeline_page(store, find_named(store, args.company, (EntityType.ORGANIZATION,)), as_of)
    if args.what:
        return entity_page(store, find_named(store, args.what[0]), args.depth, as_of)
    return overview_page(store, as_of)


COMMAND = Command("view", "draw a page: an entity, a pipeline, the answer to a query", _add, _run, HELP)
