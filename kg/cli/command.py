"""What the commands share: what a command is, its exit codes, the store that it means, where its output goes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.disk import reason_of, write_whole
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.store import Store

DONE, FINDINGS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


class Misuse(KgError):
    """A command line that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `add` declares what may be typed after its name, `run` does it and gives the exit code.

    `description` is what `kg NAME --help` says first, where one line of help does not do.
    """

    name: str
    help: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    description: str = ""


def store_asked(args: argparse.Namespace) -> str:
    """The graph that is meant, a folder or an endpoint's address: --store, else $KG_STORE, else ./kg-store."""
    return args.store or os.environ.get("KG_STORE") or "kg-store"


def store_folder(args: argparse.Namespace) -> Path:
    """The folder of the graph that is meant; raises Misuse where it is at an endpoint."""
    from kg.store import is_address

    if is_address(store_asked(args)):
        raise Misuse(f"kg {args.command} needs a folder, and {store_asked(args)} is none; name the one that built it")
    return Path(store_asked(args))


def open_asked(args: argparse.Namespace) -> Store:
    """The store that is meant, opened to read."""
    from kg.store import open_store

    return open_store(store_asked(args))


def day(text: str, option: str = "--as-of") -> str:
    """A day as it was typed after an option, checked; empty stays empty."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise Misuse(f"{option} {text!r} is not a date; expected e.g. 2004-02-18") from None


def check_out(out: str) -> None:
    """Refuses a place that cannot be written to before any work is done."""
    if out == "-":
        return
    folder = Path(out).resolve().parent
    if not folder.is_dir():
        raise Misuse(f"{out}: there is no folder {folder}; make it first")
    if Path(out).is_dir():
        raise Misuse(f"{out}: is a folder; expected the name of a file")


def write(out: str, text: str) -> None:
    """Writes to a file, or to stdout for "-"."""
    if out == "-":
        sys.stdout.write(text)
    else:
        save(out, text.encode("utf-8", "replace"))


def save(out: str, data: bytes) -> None:
    """Writes a file whole, or leaves what was there; to what is no file (a pipe, a device) as it is able to."""
    path = Path(os.path.realpath(out))
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            write_whole(path, data)
    except OSError as error:
        raise Misuse(f"{out}: {reason_of(error)}") from error


def print_json(value: object) -> None:
    """Prints a value as JSON; what JSON has no form for is printed as text."""
    import json

    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))
