"""The ledger: judgements as lines of JSON, in the order in which they were given. Lines are added, never changed.

What is in force is a pure function of the lines: `undone` takes back the last judgement of the same two, and a later
judgement of the same two stands in the place of an earlier one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kg.disk import append_whole
from kg.errors import JudgementConflict, LedgerError
from kg.resolution.clusters import clusters_of
from kg.resolution.judgement import OF_ENTITIES, OF_FACTS, Judgement, Verdict, dump_judgement, load_judgement

NAME = "judgements.jsonl"  # in a store's folder


def load_ledger(path: Path) -> tuple[Judgement, ...]:
    """All lines of a ledger, in order; () where there is no such file.

    Raises LedgerError for a line that is no judgement, JudgementConflict for persons' judgements that contradict each
    other, as those of two people whose ledgers were joined may.
    """
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    found = tuple(load_judgement(line, f"{path}, line {n}") for n, line in enumerate(lines, start=1) if line.strip())
    check(found)
    return found


def append(path: Path, judgement: Judgement) -> None:
    """Add a judgement to a ledger, whole or not at all.

    Raises JudgementConflict, and adds nothing, where it contradicts a judgement in force; LedgerError where there is
    nothing to undo.
    """
    before = load_ledger(path)
    if judgement.verdict is Verdict.UNDONE and judgement.pair not in {j.pair for j in in_force(before)}:
        raise LedgerError(f"{path}: {judgement.left} and {judgement.right or 'nothing'} have no judgement to undo")
    check((*before, judgement))
    append_whole(path, dump_judgement(judgement))


def in_force(lines: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that hold, sorted: of each two the last that was not taken back."""
    stacks: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for judgement in lines:
        stack = stacks[judgement.pair]
        if judgement.verdict is not Verdict.UNDONE:
            stack.append(judgement)
        elif stack:
            stack.pop()
    return tuple(sorted(stack[-1] for stack in stacks.values() if stack))


def of_entities(lines: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those in force that are about two entities."""
    return tuple(j for j in in_force(lines) if j.verdict in OF_ENTITIES)


def of_facts(lines: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those in force that are about a fact."""
    return tuple(j for j in in_force(lines) if j.verdict in OF_FACTS)


def check(lines: Iterable[Judgement]) -> None:
    """Raises JudgementConflict where persons say that two are one, and that they are not."""
    stopped = clusters_of(j for j in of_entities(lines) if not j.is_by_rule).stopped
    if stopped:
        same, different = stopped[0]
        raise JudgementConflict(same.left, same.right, _told(same), _told(different))


def _told(judgement: Judgement) -> str:
    when = f" on {judgement.at[:10]}" if judgement.at else ""
    return f"{judgement.by}{when}: {judgement.left} and {judgement.right} are {judgement.verdict}"
