"""Lists the sentences that gave no fact."""

from __future__ import annotations

import argparse

from kg.cli.command import DONE, Command, Misuse, open_asked, print_json


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--document", metavar="NAME", default="", help="look at one document: its name or SHA-256")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="sentences shown of each cause (5)")
    parser.add_argument("--json", action="store_true", help="print every sentence as JSON")


def _run(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from kg.checks.audit import audit
    from kg.checks.shown import audit_text

    if args.limit < 0:
        raise Misuse(f"--limit {args.limit}: expected 0 or more")
    with open_asked(args) as store:
        found = audit(store, args.document)
    if args.json:
        shares = {
            name: [asdict(c) | {"share": c.share} for c in getattr(found, name)] for name in ("documents", "kinds")
        }
        print_json(asdict(found) | shares | {"causes": dict(found.causes)})
    else:
        print(audit_text(found, args.limit))
    return DONE


COMMAND = Command("audit", "sentences that gave no fact, by cause", _add, _run)
