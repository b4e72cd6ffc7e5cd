"""The gold standard: one YAML file a document -> what each of its releases is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from kg.checks.fold import Folding, fold
from kg.errors import DocumentError, NoDocuments

OPTIONAL = "optional_"
TRIAL_VALUES = {
    "phase": "trial_phase",
    "status": "trial_status",
    "sponsor": "trial_sponsor",
    "enrollment": "trial_enrollment",
    "nct": "trial_nct",
    "collaborator": "trial_collaborator",
}
TRIAL_LISTS = {"with": "trial_with", "sites": "trial_site"}
WORDINGS = ("role", "modality", "listing")  # kinds whose optional facts are other wordings of required ones
EMPTY_WORDS = frozenset(("of", "and", "the", "vice"))


@dataclass(frozen=True, slots=True)
class Names:
    """The folded names that an argument may go by, and how a label is folded to be compared with them."""

    names: frozenset[str]
    folding: Folding = field(default=Folding.PLAIN, compare=False)

    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for name in self.names for word in name.split())

    def __str__(self) -> str:
        return " / ".join(sorted(self.names)[:2])


@dataclass(frozen=True, slots=True)
class Parties:
    """An agreement's parties, and all who are party to any agreement of the same release."""

    parties: tuple[Names, ...]
    circle: tuple[Names, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.parties))


Argument = Names | Parties | str | int | float | None


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One line of the score: a relation with its arguments; an optional one costs nothing when it is missed."""

    relation: str
    args: tuple[Argument, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class GoldRelease:
    """What one release states; `date` is "None" where nothing dates it.

    `cover` marks a filing's cover and signature page.
    """

    date: str
    dates: frozenset[str]
    headline: str
    facts: tuple[GoldFact, ...]
    cover: bool = False


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One gold file: the document that it reads, its releases, its entities as (type, names).

    `filer` holds the filer's names as written, the usual one first.
    """

    stem: str
    source: str
    entities: tuple[tuple[str, Names], ...]
    releases: tuple[GoldRelease, ...]
    filer: tuple[str, ...] = ()


def read_gold(folder: Path) -> list[GoldDocument]:
    """Every gold file below a folder, by path.

    Raises `NoDocuments` where there is none, `DocumentError` for one that cannot be read.
    """
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise NoDocuments(f"{folder}: expected a folder with gold files (*.yaml), found none")
    return [_read(path) for path in paths]


def _read(path: Path) -> GoldDocument:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        entities: dict[str, Names] = {}
        for key, entity in raw["entities"].items():
            entities[key] = _names(entity["names"], entity["type"])
        releases = [_release(r, entities) for r in raw["releases"]]
        if raw.get("filing_facts"):
            own = {"date": raw["filing"]["date"], "facts": raw["filing_facts"]}
            releases.append(replace(_release(own, entities), cover=True))
        typed = tuple((raw["entities"][key]["type"], names) for key, names in entities.items())
        filer = raw["entities"].get(raw.get("filing", {}).get("filer"), {"names": ()})
        return GoldDocument(path.stem, raw["source"], typed, tuple(releases), tuple(map(str, filer["names"])))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError, UnicodeDecodeError) as error:
        raise DocumentError(path, f"not a gold file: {type(error).__name__}: {error}") from error


def _names(values: list[Any], kind: str = "") -> Names:
    folding = Folding(kind) if kind in set(Folding) else Folding.PLAIN
    return Names(frozenset(fold(str(v), folding) for v in values) - {""}, folding)


def _release(raw: dict[str, Any], entities: dict[str, Names]) -> GoldRelease:
    reader = _Reader(raw["facts"], entities)
    dates = frozenset((str(raw["date"]), str(raw.get("stated", raw["date"]))))
    found: dict[GoldFact, GoldFact] = {}
    for line in raw["facts"]:
        ((kind, args),) = line.items()
        required = not kind.startswith(OPTIONAL)
        for relation, values, needed in reader.facts(kind.removeprefix(OPTIONAL), args):
            key = GoldFact(relation, values, required=True)  # stated twice counts once, as required where either is
            both = (required and needed) or (key in found and found[key].required)
            found[key] = GoldFact(relation, values, both)
    facts = list(found.values())
    return GoldRelease(str(raw["date"]), dates, raw.get("headline", ""), tuple(_reworded(f, facts) for f in facts))


def _reworded(fact: GoldFact, facts: list[GoldFact]) -> GoldFact:
    """A required fact that also goes by the words of an optional one which differs in one argument, by wording only."""
    if not fact.required or fact.relation not in WORDINGS:
        return fact
    args = fact.args
    for other in facts:
        differ = [i for i, (ours, theirs) in enumerate(zip(args, other.args, strict=False)) if ours != theirs]
        if other.relation != fact.relation or other.required or len(differ) != 1:
            continue
        ours, theirs = args[differ[0]], other.args[differ[0]]
        if isinstance(ours, Names) and isinstance(theirs, Names) and (ours.words() & theirs.words()) - EMPTY_WORDS:
            joined = Names(ours.names | theirs.names, ours.folding)
            args = (*args[: differ[0]], joined, *args[differ[0] + 1 :])
    return replace(fact, args=args)


class _Reader:
    """Takes the lines of one release apart; trials and agreements give a line of the score for each argument."""

    def __init__(self, lines: list[dict[str, Any]], entities: dict[str, Names]):
        self.entities = entities
        circle = [a["parties"] for line in lines for kind, a in line.items() if kind.endswith("agreement")]
        self.circle = tuple(self.names(party) for parties in circle for party in parties)

    def names(self, value: Any) -> Names:
        """What a key of `entities`, a list of alternatives or a plain value may be called."""
        if isinstance(value, str) and value in self.entities:
            return self.entities[value]
        return _names(value if isinstance(value, list) else [value])

    def maybe(self, value: Any) -> Names | None:
        """The same, None for an argument that is left out."""
        return self.names(value) if value else None

    def facts(self, kind: str, args: Any) -> Iterator[tuple[str, tuple[Argument, ...], bool]]:
        """(relation, arguments, whether it is required where its line is) of one line."""
        match kind:
            case "trial":
                yield from self.trial(args)
            case "agreement":
                yield from self.agreement(args)
            case "presentation":
                for drug in args["drugs"] or [None]:
                    yield kind, (self.names(args["event"]), self.maybe(drug)), True
            case _:
                yield kind, self.plain(kind, args), True

    def plain(self, kind: str, args: Any) -> tuple[Argument, ...]:
        """The arguments of a fact that is one line of the score."""
        match kind:
            case "regulatory":
                a = _keyed(args, ("drug", "action", "agency", "disease", "status"))
                rest = (self.maybe(a.get(key)) for key in ("agency", "disease", "status"))
                return self.names(a["drug"]), self.names(a["action"]), *rest
            case "financing":
                a = _keyed(args, ("org", "type", "amount", "currency"))
                amount = a.get("amount", a.get("value"))
                issuer = self.names(a.get("org") or a.get("organization"))
                return issuer, self.names(a["type"]), float(amount) if amount else None, a.get("currency")
            case "publication":
                return fold(args["title"]), fold(args["venue"]) if "venue" in args else None
            case "financial":
                who = self.names(args["org"]), self.names(args["metric"])
                return *who, str(args["end"]), int(args["months"]), float(args["value"]), args["currency"]
            case "founded":
                return self.names(args[0]), str(args[1])
        return tuple(self.names(a) for a in args)

    def trial(self, args: dict[str, Any]) -> Iterator[tuple[str, tuple[Argument, ...], bool]]:
        """A line for each thing that is known of a trial, found by its drug and disease."""
        key = self.names(args["drug"]), self.names(args["disease"]) if "disease" in args else None
        for prefix in ("", OPTIONAL):
            for name, relation in TRIAL_VALUES.items():
                if prefix + name in args:
                    yield relation, (*key, self.names(args[prefix + name])), not prefix
            for name, relation in TRIAL_LISTS.items():
                for item in args.get(prefix + name, []):
                    yield relation, (*key, self.names(item)), not prefix
        for person, which in args.get("investigators", []):
            yield "trial_investigator", (*key, self.names(person), which), True

    def agreement(self, args: dict[str, Any]) -> Iterator[tuple[str, tuple[Argument, ...], bool]]:
        """A line for the agreement and for each of its drugs, sides and amounts, found by its parties."""
        parties = Parties(tuple(self.names(p) for p in args["parties"]), self.circle)
        key = self.names(args["type"]), parties
        yield "agreement", key, True
        for money in args.get("amounts", []):
            amount = float(money["value"]), str(money["currency"])
            yield "agreement_amount", (self.names(money["kind"]), parties, *amount), True
        for prefix in ("", OPTIONAL):
            for drug in args.get(prefix + "subject", []):
                yield "agreement_subject", (*key, self.names(drug)), not prefix
            for side in ("licensor", "licensee"):
                if prefix + side in args:
                    yield f"agreement_{side}", (*key, self.names(args[prefix + side])), not prefix


def _keyed(args: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    return dict(zip(keys, args, strict=False)) if isinstance(args, list) else args
