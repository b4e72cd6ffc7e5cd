"""Answers a named question, SPARQL from a file or SPARQL that is typed."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.command import DONE, Command, Misuse, open_asked

if TYPE_CHECKING:
    from kg.ontology import Question
    from kg.queries.model import Answer, Value

KNOWN_OPTIONS = ("--as-of", "--format", "--help", "--json", "--list", "--store", "--text")
ENDINGS = (".rq", ".sparql")
FLAGS = ("--help", "--json", "--list")

HELP = """Answer a named question, SPARQL from a file, or SPARQL typed with -q. Parameters follow the name: a
bare value fills the first one that is needed; others as key=value or --key value, as in: kg query pipeline --company
Acme"""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME|FILE", help="a question, or a file with SPARQL (- is stdin)")
    parser.add_argument("values", nargs="*", metavar="VALUE", help="parameters: a value, key=value or --key value")
    parser.add_argument("-q", "--text", metavar="SPARQL", help="SPARQL to answer")
    parser.add_argument("--as-of", metavar="DATE", default="", help="leave out what was issued after that day")
    parser.add_argument("--list", action="store_true", help="list the questions and their parameters")
    parser.add_argument("--format", choices=("table", "csv", "json", "tsv"), default="table")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")


def _run(args: argparse.Namespace) -> int:
    from kg.ontology import read_question
    from kg.queries.ask import answer_question, ask

    if args.text is None and (args.name is None or args.list):
        _print_answer(_questions(), args.format)
        return DONE
    with open_asked(args) as store:
        if args.text is not None:
            values = [v for v in (args.name, *args.values) if v is not None]
            if values:
                raise Misuse(f"-q takes SPARQL alone; what is {values[0]!r}?")
            answer = answer_question(store, read_question("-q", args.text), {}, args.as_of)
        elif args.name == "-" or args.name.endswith(ENDINGS) or Path(args.name).is_file():
            asked = read_file(args.name)
            answer = answer_question(store, asked, parameters(asked, args.values), args.as_of)
        else:
            from kg.ontology import question

            answer = ask(store, args.name, parameters(question(args.name), args.values), args.as_of)
    _print_answer(answer, args.format)
    return DONE


def _print_answer(answer: Answer, format_: str) -> None:
    from shutil import get_terminal_size

    from kg.queries.format import FORMATS, as_table

    text = as_table(answer, get_terminal_size((120, 24)).columns) if format_ == "table" else FORMATS[format_](answer)
    print(text, end="")


def read_file(name: str) -> Question:
    """SPARQL from a file, or from standard input for "-"."""
    from kg.ontology import read_question

    try:
        return read_question(name, sys.stdin.read() if name == "-" else Path(name).read_text("utf-8"))
    except OSError as error:
        raise Misuse(f"{name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{name}: expected SPARQL in UTF-8, found other bytes") from error


def parameters(asked: Question, values: list[str]) -> dict[str, str]:
    """Values by parameter; bare ones fill those that are needed first, then the others."""
    named: dict[str, str] = {}
    bare: list[str] = []
    for value in values:
        key, equals, rest = value.partition("=")
        if equals and re.fullmatch(r"[a-z][\w-]*", key):
            named[key.replace("-", "_")] = rest
        else:
            bare.append(value)
    free = [p.name for p in sorted(asked.parameters, key=lambda p: not p.required) if p.name not in named]
    if len(bare) > len(free):
        raise Misuse(f"{asked.name} has no parameter left for {bare[len(free)]!r}")
    return named | dict(zip(free, bare, strict=False))


def _questions() -> Answer:
    from kg.ontology import questions
    from kg.queries.model import Answer

    def told(question: Question) -> str:
        return " ".join(
            p.name.replace("_", "-") if p.required else f"[{p.name.replace('_', '-')}]" for p in question.parameters
        )

    rows: list[tuple[Value, ...]] = [(q.name, told(q), q.title, q.description) for q in questions()]
    return Answer(("question", "parameters", "title", "description"), tuple(rows))


def with_values(argv: list[str]) -> list[str]:
    """`kg query NAME --company X` as `kg query NAME company=X`: which options there are depends on the question."""
    if argv[:1] != ["query"]:
        return argv
    out, rest = ["query"], argv[1:]
    while rest:
        token = rest.pop(0)
        name, equals, value = token.partition("=")
        if not token.startswith("--") or name in (*KNOWN_OPTIONS, "--verbose", "--"):
            out.append(token)
            if token in ("-q", *KNOWN_OPTIONS) and token not in FLAGS and rest:
                out.append(rest.pop(0))
        elif equals or (rest and not rest[0].startswith("--")):
            out.append(f"{name[2:].replace('-', '_')}={value if equals else rest.pop(0)}")
        else:
            raise Misuse(f"{token} needs a value")
    return out


COMMAND = Command("query", "answer a question; without a name, list the questions", _add, _run, HELP)
