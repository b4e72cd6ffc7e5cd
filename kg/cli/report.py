"""Writes the dossier of a company or a drug, or one section of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.command import DONE, Command, Misuse, check_out, day, open_asked, save

if TYPE_CHECKING:
    from kg.reports.model import Dossier, Sheet
    from kg.store import Store

KINDS = ("company", "drug")
SECTIONS = (
    "pipeline",
    "timeline",
    "deals",
    "people",
    "money",
    "contradictions",
    "promises",
    "silence",
    "wording",
    "support",
)
FILES = ("html", "md", "xlsx", "pdf")
TABLES = ("table", "csv", "json", "tsv")

HELP = """Write everything that is told of a company or a drug, every cell with the sentence that says so: kg
report company
Acme -o acme.html. Or print one section: kg report promises Acme --format csv"""


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=(*KINDS, *SECTIONS), metavar="KIND", help=f"{', '.join((*KINDS, *SECTIONS))}")
    parser.add_argument("name", metavar="NAME", help="a company or a drug, by name or alias")
    parser.add_argument("--as-of", metavar="DATE", default="", help="leave out what was issued after that day")
    parser.add_argument("-o", "--out", metavar="OUT", default="-", help=f"*.{', *.'.join(FILES)}; - is stdout")
    parser.add_argument("--format", choices=(*FILES, *TABLES), help="instead of what the name's ending says")


def _run(args: argparse.Namespace) -> int:
    as_of, format_ = day(args.as_of), _format(args)
    check_out(args.out)
    with open_asked(args) as store:
        if args.kind in KINDS:
            from kg.reports.dossier import make_dossier

            data = _written(make_dossier(store, args.kind, args.name, as_of, _progress), store, format_)
        else:
            data = _section(args, store, as_of, format_)
    _save(args.out, data)
    return DONE


def _format(args: argparse.Namespace) -> str:
    ending = Path(args.out).suffix.lstrip(".").lower()
    default = "md" if args.kind in KINDS else "table"
    found = args.format or (default if args.out == "-" else ending)
    known = FILES if args.kind in KINDS else TABLES
    if found not in known:
        raise Misuse(f"{args.out}: expected a name that ends in .{', .'.join(known)}, or --format with one of these")
    if found in ("xlsx", "pdf") and args.out == "-":
        raise Misuse(f"{found} is not text: name a file with -o")
    return str(found)


def _progress(done: str, count: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{count}/{total} {done:<16}", end="" if count < total else "\n", file=sys.stderr, flush=True)


def _written(dossier: Dossier, store: Store, format_: str) -> bytes:
    from kg.reports.html import as_html
    from kg.reports.markdown import as_markdown
    from kg.reports.notes import make_notes

    notes = make_notes(dossier, store)
    if format_ == "md":
        return as_markdown(dossier, notes).encode()
    if format_ == "xlsx":
        from kg.reports.workbook import as_workbook

        return as_workbook(dossier, notes)
    page = as_html(dossier, notes)
    if format_ == "html":
        return page.encode("utf-8", "replace")
    from kg.reports.pdf import as_pdf

    return as_pdf(page)


def _section(args: argparse.Namespace, store: Store, as_of: str, format_: str) -> bytes:
    from kg.errors import UnknownName
    from kg.queries.case import open_case
    from kg.reports.dossier import day_note
    from kg.reports.sections import REPORTS

    report = next(r for r in REPORTS if r.key == args.kind)
    try:
        case = open_case(store, args.name, report.types[0], as_of)
    except UnknownName:
        if len(report.types) == 1:
            raise
        case = open_case(store, args.name, report.types[1], as_of)
    if note := day_note(case):
        print(note, file=sys.stderr)
    return tables(report.make(case, store), format_).encode()


def tables(sheets: tuple[Sheet, ...], format_: str) -> str:
    """Tables as text: one below the other, or as one JSON object by key."""
    import json
    from shutil import get_terminal_size

    from kg.queries.format import FORMATS, as_table
    from kg.reports.answers import as_answer

    if format_ == "json":
        made = {s.key: json.loads(FORMATS["json"](as_answer(s))) for s in sheets}
        return json.dumps(made if len(made) > 1 else next(iter(made.values())), ensure_ascii=False, indent=1) + "\n"
    width = get_terminal_size((120, 24)).columns
    parts = [as_table(as_answer(s), width) if format_ == "table" else FORMATS[format_](as_answer(s)) for s in sheets]
    heads = [f"{s.title}\n" if format_ == "table" and len(sheets) > 1 else "" for s in sheets]
    return "\n".join(head + part for head, part in zip(heads, parts, strict=True))


def _save(out: str, data: bytes) -> None:
    if out == "-":
        sys.stdout.write(data.decode())
    else:
        save(out, data)


COMMAND = Command("report", "write the dossier of a company or a drug, or a section of it", _add, _run, HELP)
