"""The register of a store, brought up to date with its documents, and with what of that the store has been told.

The register and the store are two databases, and a build may end between any two steps. So the register notes what is
still to be written before anything is, and from which state of the store on: `base` is the state that the store was in,
`state` the one that the register is in, "" while it is on its way there. What is to be written stays noted until the
store is in that state; writing it twice is writing it once. A register that fits no state of the store begins anew.

The store names the documents that moved since it was in its state, so that the others need not be looked at. A sum over
all documents, which store and register each keep, shows whether that led where it should; else all are compared.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from pathlib import Path

from kg.disk import refuses
from kg.graph.called import Called
from kg.graph.manifest import MODULUS, Entry, standing_of
from kg.graph.renew import TABLES, Change, Judged, renew
from kg.resolution.judgement import Judgement, dump_judgement, load_judgement
from kg.resolution.ledger import of_entities
from kg.resolution.register import LAYOUT, NAME, Register
from kg.resolution.verdicts import verdicts_of

logger = logging.getLogger(__name__)
PART = 250  # documents at a time, so that memory does not grow with their number
Held = dict[str, tuple[str, str]]  # SHA-256 -> version of what read it, name


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the register is to get: the documents by SHA-256, in that order; the state that they and the ledger make;

    what persons judged. `written` is the state of the store, `version` that of the rules, `has_entities` whether the
    store has a graph of entities. `moved` are the documents that came, went, or changed name or reader since the store
    was in that state; `standing` is the sum of `standing_of` all documents, None where all are to be compared.
    """

    documents: Mapping[str, Entry]
    state: str
    judged: Judged
    written: str
    version: str
    has_entities: bool
    moved: Iterable[str] = ()
    standing: int | None = None


@contextlib.contextmanager
def open_register(folder: Path | None) -> Iterator[Register]:
    """The register of the store in a folder; in memory without one."""
    register = Register(folder / NAME if folder else None, TABLES)
    try:
        yield register
    finally:
        register.close()


def catch_up(register: Register, wanted: Wanted, called_of: Callable[[str], Called]) -> None:
    """Bring the register up to date, beginning anew where it is damaged or fits no state of the store."""
    try:
        if not _fits(register, wanted):
            _begin(register, wanted)
        _follow(register, wanted, called_of)
    except (sqlite3.Error, ValueError, LookupError, TypeError) as error:
        if refuses(error):
            raise
        logger.warning("%s cannot be used (%r): what it kept is worked out again", register.path, error)
        _begin(register, wanted)
        _follow(register, wanted, called_of)


def _fits(register: Register, wanted: Wanted) -> bool:
    base, state = register.meta("base"), register.meta("state")
    if register.meta("version") != f"{LAYOUT} {wanted.version}":
        return False
    if state and state == wanted.written:  # all was written before the build ended, if not noted
        written(register)
    elif wanted.written != base:
        return False
    elif register.meta("begun"):  # a build was cut off while it wrote, who knows what
        register.note(whole="1")
    return True


def _begin(register: Register, wanted: Wanted) -> None:
    register.wipe()
    whole = "1" if wanted.has_entities else ""
    register.note(version=f"{LAYOUT} {wanted.version}", base=wanted.written, whole=whole)
    register.commit()


def _follow(register: Register, wanted: Wanted, called_of: Callable[[str], Called]) -> None:
    """Let documents come and go, some at a time."""
    judged = wanted.judged.other_than(load_judged(register.meta("judged")))
    if judged != Judged():
        renew(register, Change((), (), judged), called_of, wanted.judged)
        register.note(state="", judged=dump_judged(wanted.judged))
        register.commit()
    for shas in (wanted.moved, _all(register, wanted)):
        for part in in_parts(shas) if _standing(register) != wanted.standing else ():
            _follow_part(register, wanted, called_of, part)
    register.note(state=wanted.state)
    register.commit()


def _follow_part(register: Register, wanted: Wanted, called_of: Callable[[str], Called], part: list[str]) -> None:
    """Let some documents be as they are in the store, where they are not."""
    asked = f"SELECT * FROM docs WHERE sha IN ({','.join('?' * len(part))})"
    held: Held = {sha: (pipeline, source) for sha, pipeline, source in register.rows(asked, *part)}
    found = ((sha, wanted.documents.get(sha)) for sha in part)
    known: Held = {sha: (entry.pipeline, entry.source) for sha, entry in found if entry}
    moved = [sha for sha in part if held.get(sha) != known.get(sha)]
    changed = [sha for sha in moved if sha not in held or sha not in known or held[sha][0] != known[sha][0]]
    away, there = [sha for sha in changed if sha in held], [sha for sha in changed if sha in known]
    if changed:
        renew(register, Change(away, there), called_of, wanted.judged)
    if moved:
        register.run_all("INSERT OR IGNORE INTO unwritten VALUES (?)", ((sha,) for sha in moved if sha in known))
        register.run_all("DELETE FROM docs WHERE sha=?", ((sha,) for sha in moved))
        register.run_all("INSERT INTO docs VALUES (?, ?, ?)", ((sha, *known[sha]) for sha in moved if sha in known))
        more, less = (sum(standing_of(sha, *of[sha]) for sha in moved if sha in of) for of in (known, held))
        register.note(state="", standing=f"{(_standing(register) + more - less) % MODULUS:x}")
        register.commit()


def _standing(register: Register) -> int:
    """The sum over all documents that the register holds."""
    return int(register.meta("standing") or "0", 16)


def _all(register: Register, wanted: Wanted) -> Iterator[str]:
    """Every document that the store or the register holds, in order."""
    last = ""
    for sha in merge(_shas(register, "docs"), iter(wanted.documents)):
        if sha != last:
            yield sha
        last = sha


def _shas(register: Register, table: str) -> Iterator[str]:
    last = ""
    while some := register.firsts(f"SELECT sha FROM {table} WHERE sha > ? ORDER BY sha LIMIT ?", last, PART):
        yield from some
        last = some[-1]


def in_parts(documents: Iterable[str]) -> Iterator[list[str]]:
    """Documents, some at a time."""
    left = iter(documents)
    while part := list(islice(left, PART)):
        yield part


def dump_judged(judged: Judged) -> str:
    """What persons judged, as JSON."""
    facts = [judgement for of in judged.facts.values() for judgement in of.values()]
    return json.dumps([dump_judgement(judgement) for judgement in (*judged.entities, *facts)])


def load_judged(text: str) -> Judged:
    """What `dump_judged` gave."""
    return judged_of(map(load_judgement, json.loads(text or "[]")))


def judged_of(ledger: Iterable[Judgement]) -> Judged:
    """What persons judged, from the ledger."""
    known = tuple(ledger)
    facts: dict[str, dict[tuple[str, str], Judgement]] = {}
    for (key, role), judgement in verdicts_of(known).items():
        facts.setdefault(key.rpartition("#")[0], {})[key, role] = judgement
    return Judged(of_entities(known), facts)


def unwritten(register: Register) -> Iterator[str]:
    """The documents for which something changed since all was written, sorted."""
    return _shas(register, "unwritten")


def count_unwritten(register: Register) -> int:
    """How many documents `unwritten` gives."""
    return int(register.firsts("SELECT count(*) FROM unwritten")[0])


def begin_entities(register: Register) -> None:
    """Note that the store's graph of entities is now being changed."""
    register.note(begun="1")
    register.commit()


def written(register: Register) -> None:
    """Note that the store holds all that the register knows."""
    register.run("DELETE FROM unwritten")
    register.run("DELETE FROM stale")
    register.note(base=register.meta("state"), begun="", whole="")
    register.commit()
