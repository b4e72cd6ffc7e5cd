"""The database of a store's folder, Oxigraph's RocksDB: opened, set aside where it is damaged, settled."""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph as ox

from kg.disk import reason_of, refuses
from kg.errors import StoreError, StoreLocked

RDF = "rdf"
TRIES, PAUSE = 20, 0.1  # to open a database of which somebody just replaces a file; the seconds between two
Mode = OneOf["read", "write", "repair"]


def settle(folder: Path) -> None:
    """Bring a copy of a store's database into the shape that opens fastest; raises StoreError where it is damaged."""
    try:
        ox.Store(str(folder / RDF)).flush()
    except (OSError, RuntimeError) as error:
        raise StoreError(folder, f"the database cannot be opened: {reason_of(error)}") from error


def open_rdf(folder: Path, mode: str) -> ox.Store:
    """The database of a store. Raises StoreLocked while another writes, StoreError where it is damaged or missing."""
    path = folder / RDF
    if mode == "read" and not path.is_dir():
        raise StoreError(folder, "the store is empty; `kg build PATH --store DIR` fills it")
    tries = TRIES if mode == "read" else 1
    while True:
        tries -= 1
        try:
            return ox.Store.read_only(str(path)) if mode == "read" else ox.Store(str(path))
        except (OSError, RuntimeError) as error:  # RuntimeError: files that vanish or are damaged
            if tries and "No such file" in str(error):  # whoever writes has put another in its place meanwhile
                time.sleep(PAUSE)
                continue
            if re.search(r"\block\b", str(error).lower()):  # not "block", which is damage
                who = "another process"
                with contextlib.suppress(OSError):
                    who = f"process {(folder / 'writer').read_text(encoding='utf-8').strip()}"
                raise StoreLocked(folder, f"{who} is writing to the store; wait until it is done") from error
            if mode == "repair" and not refuses(error):
                set_aside(folder)
                return ox.Store(str(path))
            way = "" if refuses(error) else "; kg build --repair mends it"
            raise StoreError(folder, f"the database cannot be opened: {reason_of(error)}{way}") from error


def set_aside(folder: Path) -> None:
    """Move the database to rdf.damaged, in the place of one that was moved there before."""
    aside = folder / "rdf.damaged"
    shutil.rmtree(aside, ignore_errors=True)
    (folder / RDF).replace(aside)
