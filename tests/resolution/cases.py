"""The hand-made pairs and groundings, and what resolution makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.annotation.model import EntityType
from kg.resolution.model import Local, Record
from kg.resolution.resolve import resolve

FORMERLY = "formerly "  # before a name that the release calls a former one
FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class PairCase:
    """Two names, and whether they are one thing; `line` is where the case is written."""

    line: str
    records: tuple[Record, ...]
    same: bool

    def found_same(self) -> bool:
        """Whether resolution makes the first two records one entity."""
        resolution = resolve(self.records)
        return resolution.iri(self.records[0].local) == resolution.iri(self.records[1].local)


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a file of cases, each with its columns."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line, [column.strip() for column in line.split(" | ")]


def pair_cases() -> Iterator[PairCase]:
    """All pairs of names."""
    for line, (types, one, at, other, by, verdict, *more) in rows("pairs.txt"):
        first, _, second = types.partition("/")
        records = [record("r1", first, one, at), record("r2", second or first, other, by)]
        for number, third in enumerate(more, start=3):
            name, _, issuer = third.partition(" @ ")
            records.append(record(f"r{number}", first, name, issuer))
        assert verdict in ("same", "different"), line
        yield PairCase(line, tuple(records), verdict == "same")


def record(release: str, type_: str, names: str, issuer: str, kind: str = "") -> Record:
    """What one release says: its name for a thing, and after "~" further ones."""
    forms = [form.strip().removeprefix(FORMERLY) for form in names.split(" ~ ")]
    former = tuple(form.strip().removeprefix(FORMERLY) for form in names.split(" ~ ") if FORMERLY in form)
    return Record(
        Local(release, EntityType(type_), forms[0]),
        "" if issuer == "-" else issuer,
        tuple((form, 1) for form in sorted(set(forms) - set(former))),
        ((kind, 1),) if kind else (),
        former=former,
    )


@dataclass(frozen=True, slots=True)
class GroundingCase:
    """Names of one thing, and the identifier wanted, "" for none."""

    line: str
    type: str
    record: Record
    wanted: str

    def found(self) -> str:
        """The identifier that resolution gives, "" for none."""
        (entity,) = resolve([self.record]).entities.values()
        return entity.grounding.id if entity.grounding else ""


def grounding_cases() -> Iterator[GroundingCase]:
    """All names to be grounded."""
    for line, (type_, names, kind, context, wanted, *_) in rows("groundings.txt"):
        of, subclass = ("Organization", "StockExchange") if type_ == "Exchange" else (type_, kind)
        made = replace(record("r1", of, names, "-", subclass.strip("-")), context=context.strip("-"))
        yield GroundingCase(line, type_, made, "" if wanted == "none" else wanted)
