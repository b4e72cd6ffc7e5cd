"""Reads documents into a graph and says what came of it."""

from __future__ import annotations

import argparse
import sys
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.command import DONE, FINDINGS, Command, Misuse, print_json, store_asked
from kg.errors import NoDocuments

if TYPE_CHECKING:
    from kg.build import BuildReport, Plan
    from kg.checks.repair import Mended


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders and URLs")
    parser.add_argument("--workers", type=int, default=None, metavar="N", help="processes that read (1; 0: one a core)")
    parser.add_argument("--engine", choices=("ray",), default="", help="read and write on a Ray cluster: kg[ray]")
    parser.add_argument("--address", default="", metavar="HOST:PORT", help="of the cluster; local: one started here")
    parser.add_argument("--prune", action="store_true", help="withdraw documents whose files are gone from PATH")
    parser.add_argument("--repair", action="store_true", help="first find what is damaged, and read or write it again")
    parser.add_argument("--contact", default="", help="who asks for URLs: 'Name name@example.org'")
    parser.add_argument("--refresh", action="store_true", help="ask again for URLs that the store holds")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def _run(args: argparse.Namespace) -> int:
    from kg.build import build
    from kg.checks.repair import repair
    from kg.documents.web import is_address
    from kg.store import open_store

    plan = _plan(args)
    for path in args.paths:  # before a store is made for nothing
        if not is_address(path) and not Path(path).exists():
            raise NoDocuments(f"{path}: there is no such file or folder")
    from tqdm import tqdm

    place = store_asked(args)
    with (
        open_store(place, "repair" if args.repair else "write") as store,
        tqdm(unit="file", disable=True if args.log == "json" else None, leave=False) as bar,
        redirect_stdout(sys.stderr),  # Ray tells of lost nodes on standard output
    ):
        mended = repair(store) if args.repair else None
        paths = [*args.paths, *(mended.paths if mended else ())]

        def progress(what: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)

        report = build(paths, store, None, progress, plan)
    if args.json:
        print_json(asdict(report) | ({"repaired": asdict(mended)} if mended else {}))
    else:
        print("\n".join([*(_mended_lines(mended) if mended else ()), _build_text(report, place)]))
    return FINDINGS if report.rejected or report.refused or mended and mended.lost else DONE


def _plan(args: argparse.Namespace) -> Plan:
    from kg.build import Plan
    from kg.graph.sources import Asking

    if args.workers is not None and args.workers < 0:
        raise Misuse(f"--workers {args.workers}: expected 0 or more")
    if args.address and not args.engine:
        raise Misuse("--address is that of a cluster: add --engine ray")
    if args.workers is not None and args.address not in ("", "local"):
        raise Misuse("--workers: the cluster knows how many processes it has")
    cluster = (args.address or "local") if args.engine else ""
    workers = args.workers if args.workers is not None else 0 if cluster else 1
    return Plan(workers, args.prune, cluster, Asking(args.contact, args.refresh))


def _mended_lines(mended: Mended) -> list[str]:
    lines = [f"damaged: {problem}" for problem in mended.problems]
    lines += [f"lost: {name}: what was read in it is damaged and its file is gone" for name in mended.lost]
    lines += (
        ["the database was written anew; what it was lies in rdf.damaged, to be removed"] if mended.database else []
    )
    return lines or ["nothing was damaged"]


def _build_text(report: BuildReport, place: str) -> str:
    lines = [f"rejected: {r.path}: {r.reason}" for r in report.rejected]
    lines += [f"set aside: {r}" for r in report.refused]
    lines += [f"gone: {path}: its documents stay; --prune withdraws them" for path in report.missing]
    changed = f"{len(report.built)} read, {len(report.skipped)} unchanged, {len(report.removed)} withdrawn"
    lines += [
        f"{place} holds {report.documents} documents ({changed}, {len(report.rejected)} rejected),",
        f"{report.releases} releases, {report.entities} entities, {report.facts} facts, {report.quads} quads",
    ]
    return "\n".join(lines)


COMMAND = Command("build", "read documents into a graph", _add, _run)
