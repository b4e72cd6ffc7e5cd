"""Says what a store holds, by what it was made, and how much of the disk it takes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.cli.command import DONE, Command, open_asked, print_json

if TYPE_CHECKING:
    from kg.checks.status import Status


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")


def _run(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.status import status

    with open_asked(args) as store:
        found = status(store)
    if args.format == "json":
        print_json(asdict(found))
        return DONE
    for name, value in _lines(found):
        print(f"{name:16} {value}")
    return DONE


def _lines(found: Status) -> Iterator[tuple[str, str]]:
    from dataclasses import asdict

    yield "folder", found.folder
    yield from ((name.replace("_", " "), f"{number:,}") for name, number in asdict(found.counts).items())
    yield "last build", found.last_build or "none ended"
    if built := found.build:
        files = f"{built.read:,} files read, {built.unchanged:,} unchanged, {built.missing:,} gone"
        rest = f"{built.withdrawn:,} documents withdrawn, {built.rejected:,} rejected, {built.set_aside:,} set aside"
        yield "", f"took {built.seconds:,.1f} s: {files}"
        yield "", rest
    yield "layout", f"{found.layout}{'' if found.layout_is_current else ': the next build brings it up to date'}"
    for name, version in found.program.items():
        then = found.built_by[name]
        yield name, version if then in ("", version) else f"{version}, last built by {then}"
    yield "read by these", "yes" if found.read_by_these_rules else "no: kg build reads again what they read otherwise"
    for part, size in sorted(found.disk.items(), key=lambda one: -one[1]):
        yield f"  {part}"[:16], f"{size / 2**20:,.1f} MB"
    yield "disk", f"{sum(found.disk.values()) / 2**20:,.1f} MB"


COMMAND = Command("status", "documents, facts, versions, last build, disk", _add, _run)
