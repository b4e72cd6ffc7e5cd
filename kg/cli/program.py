"""The program: parses a command line, runs the command, and turns what goes wrong into a line and an exit code."""

from __future__ import annotations

import argparse
import io
import logging
import os
import re
import sys
from collections.abc import Sequence

from kg.cli import (
    audit,
    backup,
    build,
    diff,
    evaluate,
    export,
    fetch,
    judge,
    logs,
    query,
    report,
    serve,
    status,
    verify,
    view,
    withdraw,
)
from kg.cli.command import DONE, INTERRUPTED, WRONG_USE, Misuse
from kg.disk import reason_of, refuses
from kg.errors import KgError

COMMANDS = (
    fetch.COMMAND,
    build.COMMAND,
    withdraw.COMMAND,
    query.COMMAND,
    export.COMMAND,
    view.COMMAND,
    report.COMMAND,
    diff.COMMAND,
    serve.COMMAND,
    verify.COMMAND,
    evaluate.COMMAND,
    audit.COMMAND,
    judge.COMMAND,
    status.COMMAND,
    backup.COMMAND,
)
"""Every command, in the order in which `kg --help` lists them; a new one is a module and a line here."""


class OnAScreen(argparse.HelpFormatter):
    """Help without the line that stands for a command above all commands."""

    def _format_action(self, action: argparse.Action) -> str:
        told = super()._format_action(action)
        return told.partition("\n")[2] if action.nargs == argparse.PARSER else told


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit code."""
    kind = "text"
    _buffer_output()
    try:
        args = _parser().parse_args(query.with_values(list(sys.argv[1:] if argv is None else argv)))
        kind = args.log = _log_kind(args)
        logs.set_up(kind, args.verbose)
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except KgError as error:
        _say(_one_line(error), kind)
        return WRONG_USE
    except BrokenPipeError:  # `kg query … | head`: the reader has enough
        _drop_output()
        return DONE
    except OSError as error:
        if not refuses(error):
            raise
        _drop_output()
        _say(f"cannot be written: {reason_of(error)}", kind)
        return WRONG_USE
    except KeyboardInterrupt:
        _say("interrupted", kind)
        return INTERRUPTED


def _buffer_output() -> None:
    """Let standard output be written line by line where $PYTHONUNBUFFERED asks for less: without any buffer Python

    drops, and does not tell, what a disk that becomes full did not take.
    """
    out = sys.stdout
    if isinstance(getattr(out, "buffer", None), io.RawIOBase):
        sys.stdout = open(out.fileno(), "w", 1, encoding=out.encoding, errors=out.errors, closefd=False)  # noqa: SIM115


def _drop_output() -> None:
    """Let what is still to be printed go nowhere, so that the end of Python does not try once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _log_kind(args: argparse.Namespace) -> str:
    """How logs are to be written: --log, else $KG_LOG, else for people."""
    kind: str = args.log or os.environ.get("KG_LOG") or "text"
    if kind not in logs.KINDS:
        raise Misuse(f"$KG_LOG is {kind!r}; expected {' or '.join(logs.KINDS)}")
    return kind


def _say(what: str, kind: str) -> None:
    """Why the command ended, on stderr."""
    if kind == "json":
        logging.getLogger("kg").error(what)
    else:
        print(f"kg: {logs.escaped(what)}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        add_help=False,
        description="A knowledge graph of biotech pipelines, read from press releases and filings.",
        epilog="--store: else $KG_STORE, else ./kg-store. Exit: 0 done, 1 findings, 2 failed",
        formatter_class=OnAScreen,
    )
    parser.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)  # who reads this has found it
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        added = commands.add_parser(
            command.name, help=command.help, description=command.description or command.help, allow_abbrev=False
        )
        added.add_argument("--store", metavar="DIR|URL", default="", help="the graph: a folder, or a SPARQL endpoint")
        added.add_argument("--verbose", action="store_true", help="say more, on stderr")
        added.add_argument("--log", choices=logs.KINDS, help="how logs are written: text, or json ($KG_LOG)")
        command.add(added)
        added.set_defaults(run=command.run, command=command.name)
    return parser


def _one_line(error: KgError) -> str:
    """An error's first line; for SPARQL that does not parse, also the line where it fails."""
    first, _, rest = str(error).partition("\n")
    place = re.search(r"\b(\d+):(\d+)", first)
    lines = rest.split("\n")
    if place and rest and int(place[1]) <= len(lines):
        return f"{first} (line {place[1]}: {lines[int(place[1]) - 1].strip()})"
    return first
