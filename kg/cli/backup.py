"""Copies a store away, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.command import DONE, Command, Misuse, store_folder


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the copy; it is a store of its own")
    parser.add_argument("--restore", action="store_true", help="bring it back to --store, where no graph is")
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="for a build to end (0)")


def _run(args: argparse.Namespace) -> int:
    if args.wait < 0:
        raise Misuse("--wait: expected a number of seconds")
    return _restore(args) if args.restore else _back_up(args)


def _back_up(args: argparse.Namespace) -> int:
    from kg.checks.backup import back_up, open_idle

    with open_idle(store_folder(args), args.wait) as store:
        back_up(store, args.folder)
        print(f"{args.folder} holds {len(store.manifest.documents)} documents")
    return DONE


def _restore(args: argparse.Namespace) -> int:
    from kg.checks.backup import restore

    restore(args.folder, store_folder(args))
    print(f"{store_folder(args)} is as {args.folder}; kg verify compares every quote and count")
    return DONE


COMMAND = Command("backup", "copy the graph into a folder, or back", _add, _run)
