"""Finds what is damaged in a store and makes it ready for a build to mend: nothing is believed that does not add up."""

from __future__ import annotations

from dataclasses import dataclass

from kg.checks.verify import verify
from kg.errors import StoreError
from kg.graph.sources import is_source
from kg.store import Store

OF_DATABASE = frozenset({"database", "digest", "present", "register"})


@dataclass(frozen=True, slots=True)
class Mended:
    """What was damaged; the files to build again; whether the database is to be written again; and the names of the

    documents that are lost, because what was read in them is damaged and none of their files is there any more.
    """

    problems: tuple[str, ...]
    paths: tuple[str, ...]
    database: bool
    lost: tuple[str, ...]


def repair(store: Store) -> Mended:
    """Drop what is damaged in a store that is open for repair; building `paths` then makes it whole.

    Readings are dropped one by one. A database in which anything is wrong is set aside as a whole and written again
    from the readings, without the model.
    """
    problems = verify(store).problems
    paths: set[str] = set()
    lost: list[str] = []
    for sha256, entry in store.manifest.documents.items():
        try:
            store.load_reading(sha256)
            continue
        except StoreError:
            there = [origin for origin in entry.origins if is_source(origin, store.folder)]
        if there:
            store.forget_reading(sha256)
            paths.update(there)
        else:
            for origin in entry.origins:
                store.record_file(origin, None)
            store.remove_document(sha256)
            lost.append(entry.source)
    database = any(problem.check in OF_DATABASE for problem in problems)
    if database:
        store.renew_database()
    told = (*(f"manifest: {what}" for what in store.manifest.found_damaged),)
    told += tuple(f"{p.check}: {p.where}: {p.what}" for p in problems)
    return Mended(told, tuple(sorted(paths)), database, tuple(sorted(lost)))
