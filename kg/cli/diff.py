"""Says what changed at a company, or with a drug, between two days."""

from __future__ import annotations

import argparse
import sys

from kg.cli.command import DONE, Command, Misuse, day, open_asked


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="COMPANY", help="a company, by name or alias")
    parser.add_argument("first", metavar="FROM", help="the earlier day")
    parser.add_argument(
        "last", nargs="?", metavar="TO", default="", help="the later day; without one, all that is told"
    )
    parser.add_argument("--as-of", metavar="DATE", default="", help="the same as TO")
    parser.add_argument("--drug", action="store_true", help="NAME is a drug")
    parser.add_argument("--format", choices=("table", "csv", "json", "tsv"), default="table")


def _run(args: argparse.Namespace) -> int:
    from kg.cli.report import tables
    from kg.queries.case import open_case
    from kg.queries.differences import differences, former_names
    from kg.reports.dossier import day_note
    from kg.reports.sections import changes

    first, last = day(args.first), day(args.last or args.as_of)
    if last and last < first:
        raise Misuse(f"{first} {last}: the earlier day comes first")
    type_ = "Drug" if args.drug else "Organization"
    with open_asked(args) as store:
        earlier, later = (open_case(store, args.name, type_, d) for d in (first, last))
        former = former_names(store, later)
    for case in (earlier, later):
        if note := day_note(case):
            print(note, file=sys.stderr)
    found = differences(earlier, later, former)
    sys.stdout.write(tables((changes(found, first, last or "the latest release"),), args.format))
    return DONE


COMMAND = Command("diff", "say what changed at a company between two days", _add, _run)
