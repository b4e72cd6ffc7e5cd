"""Where the graph is kept: in a folder with a database of its own, or at a SPARQL endpoint. The door to pyoxigraph."""

from __future__ import annotations

from pathlib import Path

from kg.graph.answers import Asked, Rows, Sink
from kg.store.embedded import REJECTED, VERSION, Store, open_folder
from kg.store.rocksdb import Mode, settle

__all__ = ["REJECTED", "VERSION", "Asked", "Rows", "Sink", "Store", "is_address", "open_store", "settle"]


def is_address(place: Path | str) -> bool:
    """Whether a place is a web address, and no folder."""
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


def open_store(place: Path | str, mode: Mode = "read") -> Store:
    """A store in a folder, or at the address of a SPARQL endpoint: to read as it stands now, or to write, alone.

    To write makes the store where there is none; to repair is to write, and to begin anew what cannot be opened, or to
    make an endpoint hold what its folder does. Raises StoreLocked, StoreVersion, or StoreError where there is nothing
    to read or the folder is something else, EndpointError where an endpoint does not answer or refuses.
    """
    if not is_address(place):
        return open_folder(place, mode)
    from kg.store.mirror import open_mirror
    from kg.store.remote import open_remote

    return open_remote(str(place)) if mode == "read" else open_mirror(str(place), mode)
