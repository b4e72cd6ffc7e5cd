"""Words without which a regular expression cannot match: a cheap look before a costly search.

What must occur is read from the expression as Python itself parses it, so that no rule has to say it twice. Whatever
is not understood asks for nothing, and a gate may let through too much, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

Clause = frozenset[str]  # in lower case; one of them occurs
MOST_WORDS = 16
MOST_CLAUSES = 4
_FOLDED = re.compile("[ſıİK]")  # match s, i or k where case is ignored, but are not written so in lower case


class Gate:
    """Which of some expressions may match a text at all."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]):
        needs = [needed(pattern) for pattern in patterns]
        self._clauses = list(dict.fromkeys(clause for of in needs for clause in of))
        place = {clause: i for i, clause in enumerate(self._clauses)}
        self._needs = [tuple(place[clause] for clause in of) for of in needs]

    def open_for(self, text: str) -> list[int]:
        """The places, in order, of the expressions that may match."""
        if _FOLDED.search(text):
            return list(range(len(self._needs)))
        low = text.lower()
        met = [any(word in low for word in clause) for clause in self._clauses]
        return [number for number, of in enumerate(self._needs) if all(met[i] for i in of)]


def needed(pattern: re.Pattern[str]) -> tuple[Clause, ...]:
    """Sets of words, of each of which at least one occurs in whatever the expression matches; few and telling ones."""
    found = {c for c in _clauses(_parsed(pattern)) if len(c) <= MOST_WORDS and min(map(len, c)) > 1}
    return tuple(sorted(found, key=_worth, reverse=True)[:MOST_CLAUSES])


def _parsed(pattern: re.Pattern[str]) -> Sequence[tuple[Any, Any]]:
    """The expression as Python's own parser gives it; nothing where this Python has another one."""
    try:
        made: Sequence[tuple[Any, Any]] = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    except (ImportError, AttributeError):
        return ()
    return made


def _worth(clause: Clause) -> tuple[float, list[str]]:
    return min(map(len, clause)) - len(clause) / 4, sorted(clause)


def _clauses(items: Sequence[tuple[Any, Any]]) -> list[Clause]:
    """What must occur where all of a sequence matches."""
    found: list[Clause] = []
    run = ""
    for kind, value in items:
        name = str(kind)
        if name == "LITERAL" and (
            value < 128 or chr(value) in "‹›"
        ):  # of others it is no plain thing what is their case
            run += chr(value).lower()
        elif name not in ("AT", "ASSERT", "ASSERT_NOT"):  # those take no room: what is beside them stays together
            found += [frozenset({run})] if run else []
            run = ""
            found += _inside(name, value)
    return [*found, frozenset({run})] if run else found


def _inside(name: str, value: Any) -> list[Clause]:
    """What must occur where one part matches."""
    if name == "SUBPATTERN":
        return _clauses(value[3])
    if name == "ATOMIC_GROUP":
        return _clauses(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _clauses(value[2]) if value[0] else []
    if name == "BRANCH":
        ways = [_clauses(way) for way in value[1]]
        return [frozenset().union(*(max(way, key=_worth) for way in ways))] if all(ways) else []
    return []
