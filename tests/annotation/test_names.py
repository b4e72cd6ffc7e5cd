"""Every type of entity: texts and the names that are found in them, near misses where nothing or less is."""

from __future__ import annotations

import pytest
from _pytest.mark import ParameterSet

from kg.annotation.model import EntityType
from tests.annotation.release import Case, Read, fold, load_cases, read_case

FILES = (
    "drugs",
    "indications",
    "targets",
    "organizations",
    "events",
    "exchanges",
    "short_forms",
    "coreference",
    "quotes",
)
_TYPES = {
    "drugs": EntityType.DRUG,
    "indications": EntityType.INDICATION,
    "targets": EntityType.TARGET,
    "organizations": EntityType.ORGANIZATION,
    "events": EntityType.EVENT,
    "exchanges": EntityType.ORGANIZATION,
}


def found(file: str, read: Read) -> set[str]:
    """What a file's cases are compared with: names; "printed = name"; "voice | speaker"."""
    if file in _TYPES:
        named = [m for m in read.mentions(_TYPES[file]) if not m.coreferent]
        if file == "exchanges":
            return {m.text for m in named if m.kind == "StockExchange"}
        if file == "organizations":
            return {f"{m.name} | {m.kind}" for m in named}
        return {m.name for m in named}
    if file == "quotes":
        return {f"{s.voice} | {s.speaker.name if s.speaker else '-'}" for s in read.spoken() if '"' in s.text}
    mentions = [m for s in read.spoken() for m in s.mentions if m.coreferent or file == "short_forms"]
    return {f"{m.text} = {m.name}" for m in mentions}


def cases(part: str) -> list[ParameterSet]:
    """One parameter for each case of every file; those known to fail are marked."""
    out = []
    for name in FILES:
        for case in load_cases(name, part):
            marks = [pytest.mark.xfail(strict=False, reason="known")] if case.known else []
            out.append(pytest.param(name, case, id=f"{name}: {case}", marks=marks))
    return out


@pytest.mark.parametrize(("file", "case"), cases("hits"))
def test_finds(file: str, case: Case) -> None:
    names = {fold(n) for n in found(file, read_case(case.text, case.headline))}
    wanted = {fold(n) for n in case.expected}
    if file in ("short_forms", "coreference", "quotes"):
        assert wanted <= names
    else:
        assert names == wanted


@pytest.mark.parametrize(("file", "case"), cases("misses"))
def test_leaves_alone(file: str, case: Case) -> None:
    names = {fold(n) for n in found(file, read_case(case.text, case.headline))}
    assert names & {fold(n) for n in case.forbidden} == set() if case.forbidden else names == set()
