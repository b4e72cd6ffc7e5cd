"""Reads documents into a graph and says what came of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.command import DONE, FINDINGS, Command, print_json, store_folder
from kg.errors import NoDocuments

if TYPE_CHECKING:
    from kg.build import BuildReport


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files and folders")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def _run(args: argparse.Namespace) -> int:
    from kg.build import build
    from kg.store import open_store

    for path in args.paths:  # before a store is made for nothing
        if not Path(path).exists():
            raise NoDocuments(f"{path}: there is no such file or folder")
    from tqdm import tqdm

    with open_store(store_folder(args), "write") as store, tqdm(unit="document", disable=None, leave=False) as bar:

        def progress(what: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)

        report = build(args.paths, store, progress=progress)
    print_json(_built(report)) if args.json else print(_build_text(report, store_folder(args)))
    return FINDINGS if report.rejected or report.refused else DONE


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


COMMAND = Command("build", "read documents into a graph", _add, _run)
