"""Pairs of names in a sentence, what gold or the rules say of each, and the features that a classifier sees of it.

The name itself is never a feature: both are replaced by a mark, all other mentions by their type.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.annotation.model import Annotation, Certainty, Concept, EntityType, Fact, Mention, Polarity, Voice
from kg.annotation.reading import Reading, Sentence
from kg.checks.fold import Folding, fold
from kg.checks.gold import GoldDocument, GoldFact, GoldRelease, Names, Parties
from tools.learn.texts import Text

D, I, T, O = EntityType.DRUG, EntityType.INDICATION, EntityType.TARGET, EntityType.ORGANIZATION  # noqa: E741
YES = "yes"
MOST = 40  # pairs of a sentence: what holds more is a list of names
SIZE = 1 << 17  # hashed features
Told = tuple[str, str, str]  # names of the pair as read in the release, and the class
Wanted = tuple[Names, Names | None, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two names: its classes, what gold says of it, and what the rules do.

    Where it is `single`, a pair of which the rules say one class is not asked for another.
    """

    name: str
    left: EntityType
    right: EntityType
    classes: tuple[str, ...]
    wanted: Callable[[GoldFact], Iterator[Wanted]]
    told: Callable[[Fact], Iterator[Told]]
    single: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions of a sentence of a release, with the features of the pair as indices below `SIZE`."""

    text: Text
    reading: Reading
    sentence: Sentence
    left: Mention
    right: Mention
    features: tuple[int, ...]
    gold: frozenset[str] | None  # the classes that gold gives it; None where the release has no gold facts
    rules: frozenset[str]

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What all pairs of the same two things in one release share."""
        return self.text.path.name, self.reading.release.sequence, self.left.name, self.right.name


def _gold_pairs(relation: str) -> Callable[[GoldFact], Iterator[Wanted]]:
    def wanted(fact: GoldFact) -> Iterator[Wanted]:
        first, second, *_ = fact.args
        if fact.relation == relation and isinstance(first, Names) and isinstance(second, Names):
            yield first, second, YES

    return wanted


def _gold_trials(fact: GoldFact) -> Iterator[Wanted]:
    if fact.relation == "trial_status":
        drug, disease, status = fact.args
        if isinstance(drug, Names) and isinstance(status, Names) and (disease is None or isinstance(disease, Names)):
            yield from ((drug, disease, value) for value in status.names)


def _gold_agreements(fact: GoldFact) -> Iterator[Wanted]:
    if fact.relation == "agreement":
        kind, parties = fact.args
        if isinstance(kind, Names) and isinstance(parties, Parties):
            pairs = ((a, b) for a in parties.parties for b in parties.parties if a is not b)
            yield from ((a, b, value) for a, b in pairs for value in kind.names)


def _values(fact: Fact, role: str) -> list[str]:
    values = [f.value for f in fact.fields if f.role == role]
    return [v.name if isinstance(v, Mention) else v.notation for v in values if isinstance(v, Mention | Concept)]


def _rule_pairs(kind: str, right: str) -> Callable[[Fact], Iterator[Told]]:
    def told(fact: Fact) -> Iterator[Told]:
        if fact.kind == kind:
            yield from ((a, b, YES) for a in _values(fact, "drug") for b in _values(fact, right))

    return told


def _rule_trials(fact: Fact) -> Iterator[Told]:
    if fact.kind == "trial":
        drugs, diseases, statuses = (_values(fact, role) for role in ("drug", "indication", "status"))
        yield from ((a, b, fold(s)) for a in drugs for b in diseases for s in statuses)


def _rule_agreements(fact: Fact) -> Iterator[Told]:
    if fact.kind == "agreement":
        parties = _values(fact, "party")
        pairs = ((a, b) for a in parties for b in parties if a != b)
        yield from ((a, b, fold(t)) for a, b in pairs for t in _values(fact, "type"))


STATUSES = ("planned", "initiated", "ongoing", "completed", "terminated")
AGREEMENTS = ("license", "collaboration", "acquisition", "merger", "supply", "manufacturing", "distribution", "grant")
RELATIONS = (
    Relation("indication", D, I, (YES,), _gold_pairs("indication"), _rule_pairs("indication", "indication")),
    Relation("developer", D, O, (YES,), _gold_pairs("developer"), _rule_pairs("developer", "organization")),
    Relation("target", D, T, (YES,), _gold_pairs("target"), _rule_pairs("target", "target")),
    Relation("trial", D, I, STATUSES, _gold_trials, _rule_trials, single=True),
    Relation("agreement", O, O, AGREEMENTS, _gold_agreements, _rule_agreements, single=True),
)


def pairs(relation: Relation, texts: Sequence[Text]) -> list[Pair]:
    """Every pair of a drug and a disease (say) that a sentence names, in order."""
    return [pair for text in texts for reading in text.readings for pair in _of_release(relation, text, reading)]


def _of_release(relation: Relation, text: Text, reading: Reading) -> Iterator[Pair]:
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in _facts(text.found, reading.release.sequence):
        for a, b, kind in relation.told(fact):
            told[a, b].add(kind)
    release = gold_release(text.gold, reading)
    forms = forms_of(reading)
    for sentence in reading.sentences:
        named = _named(relation, sentence)
        for left, right in named if len(named) <= MOST else ():
            gold = None if release is None else frozenset(_classes(relation, release, forms, (left, right)))
            features = tuple(sorted({zlib.crc32(f.encode()) % SIZE for f in describe(sentence, left, right)}))
            rules = frozenset(told[left.name, right.name])
            yield Pair(text, reading, sentence, left, right, features, gold, rules)


def _facts(found: Sequence[Annotation], sequence: int) -> Iterator[Fact]:
    for annotation in found:
        for fact in annotation.facts if annotation.sequence == sequence else ():
            plain = fact.polarity is Polarity.AFFIRMED and fact.certainty is Certainty.STATED
            if plain and fact.voice is not Voice.QUOTED:
                yield fact


def gold_release(gold: GoldDocument | None, reading: Reading) -> GoldRelease | None:
    """The gold facts of the release at a place; both list the releases of a filing in its order."""
    releases = [r for r in gold.releases if not r.cover] if gold else []
    number = reading.release.sequence - 1
    return releases[number] if number < len(releases) else None


def forms_of(reading: Reading) -> dict[tuple[EntityType, str], set[str]]:
    """All that each thing is called in a release."""
    forms: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
    for sentence in reading.sentences:
        for m in sentence.mentions:
            forms[m.type, m.name] |= {m.name} if m.coreferent else {m.name, m.text}
    return forms


def _named(relation: Relation, sentence: Sentence) -> list[tuple[Mention, Mention]]:
    if relation.left is relation.right:
        parties = [m for m in sentence.of_type(relation.left) if m.kind != "StockExchange"]
        return [(a, b) for i, a in enumerate(parties) for b in parties[i + 1 :] if a.name != b.name]
    return [(a, b) for a in sentence.of_type(relation.left) for b in sentence.of_type(relation.right)]


def _classes(
    relation: Relation,
    release: GoldRelease,
    forms: dict[tuple[EntityType, str], set[str]],
    pair: tuple[Mention, Mention],
) -> Iterator[str]:
    left, right = (forms[m.type, m.name] for m in pair)
    for fact in release.facts:
        for first, second, kind in relation.wanted(fact):
            if called(first, left) and (second is None or called(second, right)):
                yield kind


def called(names: Names, forms: Iterable[str]) -> bool:
    """Whether a thing that goes by these forms is the one of gold."""
    folding = names.folding if names.folding in (Folding.ORGANIZATION, Folding.PERSON) else Folding.PLAIN
    return not names.names.isdisjoint(fold(form, folding) for form in forms)


_WORD = re.compile(r"‹[A-Z]\d*›|[a-z]+|\d+|[^\s\w]")
_TYPED = re.compile(r"‹([DITOPE])(\d+)›")


def describe(sentence: Sentence, left: Mention, right: Mention) -> Iterator[str]:
    """The features of a pair: words and pairs of words between the two and around them, and what else is named."""
    marks = {sentence.mentions.index(left): "‹X›", sentence.mentions.index(right): "‹Y›"}
    masked = _TYPED.sub(lambda m: marks.get(int(m[2]), f"‹{m[1]}›"), sentence.masked)
    words = [w if w.startswith("‹") else w.lower() for w in _WORD.findall(re.sub("[A-Z]+(?![^‹]*›)", _lower, masked))]
    at, to = sorted((words.index("‹X›"), words.index("‹Y›")))
    order = "XY" if words[at] == "‹X›" else "YX"
    between, before, behind = words[at + 1 : to], words[max(0, at - 4) : at], words[to + 1 : to + 5]
    yield from ("bias", f"order {order}", f"block {sentence.block.kind}", f"voice {sentence.voice}")
    yield f"gap {order} {min(len(between), 24).bit_length()}"
    yield f"others {sum(w == words[at] or w.startswith('‹') for w in between)}"
    for name, some in (("left", before), ("right", behind)):
        yield from (f"{name} {order} {' '.join(some[i : i + n])}" for n in (1, 2) for i in range(len(some) - n + 1))
    if len(between) <= 30:
        yield from (
            f"mid {order} {' '.join(between[i : i + n])}" for n in (1, 2, 3) for i in range(len(between) - n + 1)
        )
        yield f"mid {order} {' '.join(between)}" if len(between) < 8 else "far"
    yield from (f"in {w}" for w in set(words) if w.isalpha())
    for m, side in ((left, "X"), (right, "Y")):
        yield f"kind {side} {m.kind} {m.coreferent}"
        same = len({o.name for o in sentence.of_type(m.type)})
        yield f"rivals {side} {min(same, 4)}"


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()
