"""Copies a store away, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.command import DONE, Command, store_folder


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the copy to make; it is a store of its own")


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the copy to bring back into --store")


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


BACKUP = Command("backup", "copy the graph into a folder, while nobody writes", _add_backup, _back_up)
RESTORE = Command("restore", "copy a backup to where no graph is", _add_restore, _restore)
