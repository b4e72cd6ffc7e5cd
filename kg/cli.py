"""The command line: each command parses, opens a store, calls one function and prints what it gives.

Results go to stdout, progress and logs to stderr. Exit codes: 0 done, 1 findings (rejected documents, a store that does
not verify), 2 wrong use. Heavy libraries are imported inside the command that needs them: `kg --help` is quick.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, NoDocuments, StoreLocked

if TYPE_CHECKING:
    from kg.build import BuildReport
    from kg.ontology import Question
    from kg.queries.model import Answer, Value
    from kg.store import Store

DONE, FINDINGS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
EXPORTS = ("nq", "trig", "ttl", "jsonl", "graphml")
KNOWN_OPTIONS = ("--as-of", "--format", "--help", "--json", "--list", "--store", "--text")
FLAGS = ("--help", "--json", "--list")


class Misuse(KgError):
    """A command line that cannot be followed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit code."""
    try:
        args = _parser().parse_args(_with_values(list(sys.argv[1:] if argv is None else argv)))
        logging.basicConfig(
            stream=sys.stderr,
            level=logging.INFO if args.verbose else logging.WARNING,
            format="%(levelname)s %(message)s",
        )
        code = int(COMMANDS[args.command](args))
        sys.stdout.flush()
        return code
    except KgError as error:
        print(f"kg: {_one_line(error)}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # `kg query … | head`: the reader has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("kg: interrupted", file=sys.stderr)
        return INTERRUPTED


# ---- what may be typed ---------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="A knowledge graph of biotech pipelines, read from press releases and filings.",
        epilog="--store defaults to $KG_STORE, then ./kg-store. Exit codes: 0 done, 1 findings, 2 wrong use.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help_: str, description: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_, description=description or help_, allow_abbrev=False)
        added.add_argument("--store", metavar="DIR", type=Path, default=None, help="the graph's folder")
        added.add_argument("--verbose", action="store_true", help="say more, on stderr")
        return added

    build = command("build", "read documents into a graph")
    build.add_argument("paths", nargs="+", metavar="PATH", help="files and folders")
    build.add_argument("--json", action="store_true", help="print the summary as JSON")

    query = command("query", "answer a question; without a name, list the questions", QUERY_HELP)
    query.add_argument("name", nargs="?", metavar="NAME|FILE", help="a question, or a file with SPARQL (- is stdin)")
    query.add_argument("values", nargs="*", metavar="VALUE", help="parameters: a value, key=value or --key value")
    query.add_argument("-q", "--text", metavar="SPARQL", help="SPARQL to answer")
    query.add_argument("--as-of", metavar="DATE", default="", help="leave out what was issued after that day")
    query.add_argument("--list", action="store_true", help="list the questions and their parameters")
    _add_format(query)

    export = command("export", "write the graph to a file")
    export.add_argument("out", metavar="OUT", help=f"*.{', *.'.join(EXPORTS)}; - is stdout, with --format")
    export.add_argument("--format", choices=EXPORTS, help="instead of what the name's ending says")

    view = command("view", "draw an interactive page around an entity, or of a company's pipeline")
    view.add_argument("entity", nargs="?", metavar="ENTITY", help="a name; without one, what most is known of")
    view.add_argument("--company", metavar="NAME", help="draw the pipeline of that company")
    view.add_argument("-o", "--out", metavar="OUT.html", required=True, help="the page to write; - is stdout")
    view.add_argument("--depth", type=int, default=1, metavar="N", help="steps from the entity (1)")
    view.add_argument("--as-of", metavar="DATE", default="", help="leave out what was issued after that day")

    verify = command("verify", "compare every quote, count and digest with its source")
    verify.add_argument("--json", action="store_true", help="print what is wrong as JSON")

    serve = command("serve", "a SPARQL endpoint, a JSON API and pages to explore, on this machine", SERVE_HELP)
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="where to listen (8000)")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="the interface (127.0.0.1: this machine)")
    serve.add_argument("--name", action="append", default=[], metavar="HOST", help="another name it is called by")
    serve.add_argument("--origin", action="append", default=[], metavar="URL", help="a site whose scripts may ask")
    serve.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS", help="the longest query (10)")
    serve.add_argument("--workers", type=int, default=4, metavar="N", help="queries at a time (4)")
    serve.add_argument("--writable", action="store_true", help="take updates from those who have the token")

    evaluate = command("evaluate", "precision, recall and F1 against facts written by hand")
    evaluate.add_argument("gold", metavar="GOLD_DIR", type=Path, help="a folder of gold files (*.yaml)")
    evaluate.add_argument("--by", choices=("relation", "company"), default="relation", help="what the rows are")
    evaluate.add_argument("--calibration", action="store_true", help="how far the confidences are what is right")
    evaluate.add_argument("--show", action="store_true", help="list every missed and every extra fact")
    evaluate.add_argument("--json", action="store_true", help="print everything as JSON")

    audit = command("audit", "sentences that name a drug, partner or trial and gave no fact, by cause")
    audit.add_argument("--document", metavar="NAME", default="", help="look at one document: its name or SHA-256")
    audit.add_argument("--limit", type=int, default=5, metavar="N", help="sentences shown of each cause (5)")
    audit.add_argument("--json", action="store_true", help="print every sentence as JSON")
    return parser


SERVE_HELP = """Serve the graph until interrupted. It only reads, and answers this machine alone, unless told otherwise.
With --writable, updates need the token in $KG_TOKEN; without one a token is made and shown."""

QUERY_HELP = """Answer a named question, SPARQL from a file, or SPARQL typed with -q. Parameters follow the name: a
bare value fills the first one that is needed; others as key=value or --key value, as in: kg query pipeline --company
Acme"""


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("table", "csv", "json", "tsv"), default="table")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")


def _with_values(argv: list[str]) -> list[str]:
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


# ---- commands ------------------------------------------------------------------------------------------------------


def _build(args: argparse.Namespace) -> int:
    from kg.build import build
    from kg.store import open_store

    for path in args.paths:  # before a store is made for nothing
        if not Path(path).exists():
            raise NoDocuments(f"{path}: there is no such file or folder")
    from tqdm import tqdm

    with open_store(_store_folder(args), "write") as store, tqdm(unit="document", disable=None, leave=False) as bar:

        def progress(what: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)

        report = build(args.paths, store, progress=progress)
    _print_json(_built(report)) if args.json else print(_build_text(report, _store_folder(args)))
    return FINDINGS if report.rejected or report.refused else DONE


def _query(args: argparse.Namespace) -> int:
    from kg.ontology import read_question
    from kg.queries.ask import answer_question, ask

    if args.text is None and (args.name is None or args.list):
        _print_answer(_questions(), args.format)
        return DONE
    with _open(args) as store:
        if args.text is not None:
            values = [v for v in (args.name, *args.values) if v is not None]
            if values:
                raise Misuse(f"-q takes SPARQL alone; what is {values[0]!r}?")
            answer = answer_question(store, read_question("-q", args.text), {}, args.as_of)
        elif args.name == "-" or args.name.endswith((".rq", ".sparql")) or Path(args.name).is_file():
            asked = _read_file(args.name)
            answer = answer_question(store, asked, _parameters(asked, args.values), args.as_of)
        else:
            from kg.ontology import question

            answer = ask(store, args.name, _parameters(question(args.name), args.values), args.as_of)
    _print_answer(answer, args.format)
    return DONE


def _print_answer(answer: Answer, format_: str) -> None:
    from shutil import get_terminal_size

    from kg.queries.format import FORMATS, as_table

    text = as_table(answer, get_terminal_size((120, 24)).columns) if format_ == "table" else FORMATS[format_](answer)
    print(text, end="")


def _read_file(name: str) -> Question:
    from kg.ontology import read_question

    try:
        return read_question(name, sys.stdin.read() if name == "-" else Path(name).read_text("utf-8"))
    except OSError as error:
        raise Misuse(f"{name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{name}: expected SPARQL in UTF-8, found other bytes") from error


def _parameters(asked: Question, values: list[str]) -> dict[str, str]:
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


def _export(args: argparse.Namespace) -> int:
    format_ = args.format or args.out.rpartition(".")[2]
    if format_ not in EXPORTS:
        raise Misuse(f"{args.out}: expected a name that ends in .{', .'.join(EXPORTS)}, or --format")
    _check_out(args.out)
    with _open(args) as store:
        if format_ == "jsonl":
            from kg.queries.export import facts_as_jsonl

            text = "".join(facts_as_jsonl(store))
        elif format_ == "graphml":
            from kg.queries.export import graph_as_graphml

            text = graph_as_graphml(store)
        else:
            text = store.dump(format_)
    _write(args.out, text)
    return DONE


def _view(args: argparse.Namespace) -> int:
    from kg.annotation.model import EntityType
    from kg.queries.names import find_named
    from kg.views.draw import entity_page, overview_page, pipeline_page

    if args.entity and args.company:
        raise Misuse("name an entity or --company, not both")
    if args.depth < 1:
        raise Misuse(f"--depth {args.depth}: expected 1 or more")
    _check_out(args.out)
    as_of = _day(args.as_of)
    with _open(args) as store:
        if args.company:
            text = pipeline_page(store, find_named(store, args.company, (EntityType.ORGANIZATION,)), as_of)
        elif args.entity:
            text = entity_page(store, find_named(store, args.entity), args.depth, as_of)
        else:
            text = overview_page(store, as_of)
    _write(args.out, text)
    return DONE


def _verify(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.verify import verify

    with _open(args) as store:
        found = verify(store)
    if args.json:
        _print_json(asdict(found))
    else:
        for problem in found.problems:
            print(f"{problem.check}: {problem.where}: {problem.what}")
        print(
            f"{found.documents} documents, {found.quads} quads, {found.quotes} quotes, {found.facts} facts: "
            f"{len(found.problems) or 'no'} problem{'' if len(found.problems) == 1 else 's'}"
        )
    return FINDINGS if found.problems else DONE


def _evaluate(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.calibration import calibrate
    from kg.checks.evaluate import evaluate
    from kg.checks.shown import calibration_text, evaluation_text

    if not args.gold.is_dir():
        raise Misuse(f"{args.gold}: expected a folder with gold files (*.yaml)")
    with _open(args) as store:
        if args.calibration:
            reliable = calibrate(store.quads(), args.gold)
            _print_json(asdict(reliable)) if args.json else print(calibration_text(reliable))
            return DONE
        found = evaluate(store.quads(), args.gold)
    if args.json:
        parts = {"scores": found.scores, "companies": found.companies, "micro": (found.micro,)}
        scores = {name: [asdict(s) | {"f1": s.f1} for s in part] for name, part in parts.items()}
        _print_json(asdict(found) | scores | {"micro": scores["micro"][0]})
    else:
        print(evaluation_text(found, args.show, args.by == "company"))
    return DONE


def _audit(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.audit import audit
    from kg.checks.shown import audit_text

    if args.limit < 0:
        raise Misuse(f"--limit {args.limit}: expected 0 or more")
    with _open(args) as store:
        found = audit(store, args.document)
    if args.json:
        shares = {
            name: [asdict(c) | {"share": c.share} for c in getattr(found, name)] for name in ("documents", "kinds")
        }
        _print_json(asdict(found) | shares | {"causes": dict(found.causes)})
    else:
        print(audit_text(found, args.limit))
    return DONE


def _serve(args: argparse.Namespace) -> int:
    import secrets
    from dataclasses import replace

    from kg.server.run import make_server
    from kg.server.settings import Limits, Settings
    from kg.server.snapshot import is_written

    if not 0 < args.port < 65536:
        raise Misuse(f"--port {args.port}: expected a number from 1 to 65535")
    if args.timeout <= 0 or args.workers < 1:
        raise Misuse("--timeout and --workers must be positive")
    _open(args).close()  # says what is wrong with the store before anything listens
    if is_written(_store_folder(args)):
        raise StoreLocked(_store_folder(args), "another process is writing to the store; wait until it is done")
    settings = Settings(
        folder=_store_folder(args).resolve(),
        host=args.host,
        port=args.port,
        sparql_workers=args.workers,
        token=(os.environ.get("KG_TOKEN") or secrets.token_urlsafe(24)) if args.writable else "",
        hosts=tuple(args.name),
        origins=tuple(args.origin),
        limits=replace(Limits(), deadline=args.timeout),
    )
    print(f"http://{args.host}:{args.port}/ shows the graph, …/sparql answers queries; Ctrl-C ends it", file=sys.stderr)
    if args.writable and not os.environ.get("KG_TOKEN"):
        print(f"updates need the token {settings.token}", file=sys.stderr)
    server = make_server(settings)
    try:
        server.run()
    except KeyboardInterrupt:  # how a server ends
        return DONE
    except SystemExit:  # uvicorn has logged why
        return WRONG_USE
    return DONE if server.started else WRONG_USE


COMMANDS = {
    "build": _build,
    "query": _query,
    "export": _export,
    "view": _view,
    "serve": _serve,
    "verify": _verify,
    "evaluate": _evaluate,
    "audit": _audit,
}


# ---- what they share -----------------------------------------------------------------------------------------------


def _store_folder(args: argparse.Namespace) -> Path:
    return args.store or Path(os.environ.get("KG_STORE") or "kg-store")


def _open(args: argparse.Namespace) -> Store:
    from kg.store import open_store

    return open_store(_store_folder(args))


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise Misuse(f"--as-of {text!r} is not a date; expected e.g. 2004-02-18") from None


def _check_out(out: str) -> None:
    """Refuses a place that cannot be written to before any work is done."""
    if out == "-":
        return
    folder = Path(out).resolve().parent
    if not folder.is_dir():
        raise Misuse(f"{out}: there is no folder {folder}; make it first")
    if Path(out).is_dir():
        raise Misuse(f"{out}: is a folder; expected the name of a file")


def _write(out: str, text: str) -> None:
    if out == "-":
        sys.stdout.write(text)
        return
    try:
        Path(out).write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise Misuse(f"{out}: {error.strerror or error}") from error


def _one_line(error: KgError) -> str:
    """An error's first line; for SPARQL that does not parse, also the line where it fails."""
    first, _, rest = str(error).partition("\n")
    place = re.search(r"\b(\d+):(\d+)", first)
    lines = rest.split("\n")
    if place and rest and int(place[1]) <= len(lines):
        return f"{first} (line {place[1]}: {lines[int(place[1]) - 1].strip()})"
    return first


def _print_json(value: object) -> None:
    import json

    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _built(report: BuildReport) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(report)


def _build_text(report: BuildReport, folder: Path) -> str:
    lines = [f"rejected: {r.path}: {r.reason}" for r in report.rejected]
    lines += [f"set aside: {r}" for r in report.refused]
    changed = f"{len(report.built)} read, {len(report.skipped)} unchanged, {len(report.removed)} replaced"
    lines += [
        f"{folder} holds {report.documents} documents ({changed}, {len(report.rejected)} rejected),",
        f"{report.releases} releases, {report.entities} entities, {report.facts} facts, {report.quads} quads",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
