"""Says what a store holds, by what it was made, and how much of the disk it takes."""

from __future__ import annotations

import argparse

from kg.cli.command import DONE, Command, open_asked, print_json


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def _run(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.status import status

    with open_asked(args) as store:
        found = status(store)
    if args.json:
        print_json(asdict(found))
        return DONE
    for name, value in asdict(found).items():
        number = isinstance(value, int) and not isinstance(value, bool)
        print(f"{name.replace('_', ' '):16} {f'{value:,}' if number else _told(value)}")
    return DONE


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {size / 2**20:,.1f} MB" for name, size in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no: kg build reads again what they read otherwise"
    return str(value) or "-"


COMMAND = Command("status", "documents, facts, versions, last build, disk", _add, _run)
