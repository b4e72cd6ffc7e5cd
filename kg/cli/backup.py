"""Copies a store away, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.command import DONE, Command, store_folder


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the copy; it is a store of its own")
    parser.add_argument("--restore", action="store_true", help="bring it back to --store, where no graph is")


def _run(args: argparse.Namespace) -> int:
    return _restore(args) if args.restore else _back_up(args)


def _back_up(args: argparse.Namespace) -> int:
    from kg.checks.backup import back_up
    from kg.store import open_store

    open_store(store_folder(args)).close()  # a store that is not there is not made
    with open_store(store_folder(args), "write") as store:
        back_up(store, args.folder)
        print(f"{args.folder} holds {len(store.manifest.documents)} documents")
    return DONE


def _restore(args: argparse.Namespace) -> int:
    from kg.checks.backup import restore

    restore(args.folder, store_folder(args))
    print(f"{store_folder(args)} is as {args.folder}; kg verify compares every quote and count")
    return DONE


COMMAND = Command("backup", "copy the graph into a folder, or back", _add, _run)
