"""Entities whose records changed: what is compared of them, and which pairs of them are worth comparing now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import combinations

from kg.annotation.model import EntityType
from kg.lexicons.entries import Match
from kg.resolution.candidates import CROWDED, block_keys
from kg.resolution.context import ground_group
from kg.resolution.counts import escaped, sealed, unsealed
from kg.resolution.grounding import Grounding
from kg.resolution.judge import judge_pair
from kg.resolution.judgement import Verdict, dump_judgement
from kg.resolution.register import Dirty, Register, load_key
from kg.resolution.renew_keys import DRUG, about_circles, about_drug
from kg.resolution.resolve import entity_iri
from kg.resolution.tally import Said, Tally
from kg.resolution.traits import Traits, traits_of

SETS = frozenset({"called", "issuers", "forms", "former"})  # of the fields of traits


# ---- entities ------------------------------------------------------------------------------------------------------


def renew_entities(register: Register, dirty: Dirty) -> None:
    """Bring up to date what is compared of the entities whose records changed, or whose company names other drugs."""
    for circle in sorted(dirty.drugs):
        asked = "SELECT DISTINCT key FROM records WHERE circle=? AND type=?"
        dirty.keys.update(register.firsts(asked, escaped(circle), EntityType.DRUG))
    for key in sorted(dirty.keys):
        iri = entity_iri(load_key(key))
        tally = register.counts.tally(key)
        asked = "SELECT key, canon, traits FROM entities WHERE iri=?"
        ((known, canon, told),) = register.rows(asked, iri) or [("", "", "")]
        traits = _traits(register, iri, key, tally) if tally and tally.of(Said.SHOWN) else None
        now = dump_traits(traits)
        dirty.entities.add(iri)
        if canon:
            dirty.units.add(canon)
            dirty.entities.update(register.firsts("SELECT iri FROM entities WHERE canon=?", canon))
        if now != told:
            dirty.traits[iri] = (load_traits(told), traits)
        if not tally:
            register.run("DELETE FROM entities WHERE iri=?", iri)
        elif (known, told) != (key, now):
            register.run("INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?)", iri, key, canon or iri, now)


def _traits(register: Register, iri: str, key: str, tally: Tally) -> Traits:
    made, circles = load_key(key), about_circles(key)

    def named(drug: str) -> bool:
        return register.counts.share(about_drug(drug), DRUG, circles, Said.CIRCLE)

    return traits_of(iri, made[1], tally, ground_group(made, tally, named))


def dump_traits(traits: Traits | None) -> str:
    """Traits as JSON, sealed; "" for none."""
    if traits is None:
        return ""
    said = {f.name: getattr(traits, f.name) for f in fields(traits)}
    said |= {name: sorted(said[name]) for name in SETS}
    found = traits.grounding
    grounding = {f.name: getattr(found, f.name) for f in fields(found)} if found else None
    return sealed(json.dumps(said | {"grounding": grounding}))


def load_traits(text: str) -> Traits | None:
    """What `dump_traits` gave."""
    if not text:
        return None
    said = json.loads(unsealed(text))
    found = said["grounding"]
    if found:
        found = Grounding(**found | {"ids": tuple(found["ids"]), "match": Match(found["match"])})
    sets = {name: frozenset(said[name]) for name in SETS}
    return Traits(**said | sets | {"type": EntityType(said["type"]), "words": tuple(said["words"]), "grounding": found})


# ---- pairs ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Compared:
    """Traits of entities, which blocks are crowded, and who stands in their parts; each looked up once."""

    register: Register
    traits: dict[str, Traits | None] = field(default_factory=dict)
    crowded: dict[str, bool] = field(default_factory=dict)
    parts: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def of(self, iri: str) -> Traits | None:
        """The traits of an entity; None for one that is not there any more."""
        if iri not in self.traits:
            found = self.register.firsts("SELECT traits FROM entities WHERE iri=?", iri)
            self.traits[iri] = load_traits(found[0]) if found else None
        return self.traits[iri]

    def is_crowded(self, block: str) -> bool:
        """Whether a block holds too many to compare all of them."""
        if block not in self.crowded:
            self.crowded[block] = len(self._in_block(block)) > CROWDED
        return self.crowded[block]

    def _in_block(self, block: str) -> list[str]:
        return self.register.firsts("SELECT iri FROM blocks WHERE block=? ORDER BY iri LIMIT ?", block, CROWDED + 1)

    def part(self, block: str, issuer: str) -> list[str]:
        """Those in a crowded block that one company's releases name, the first of them."""
        if (block, issuer) not in self.parts:
            asked = "SELECT iri FROM members WHERE block=? AND issuer=? ORDER BY iri LIMIT ?"
            self.parts[block, issuer] = self.register.firsts(asked, block, issuer, CROWDED) if issuer else []
        return self.parts[block, issuer]

    def pairs(self, block: str, issuers: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The pairs of a block that are worth comparing, of a crowded one those of some companies."""
        if not self.is_crowded(block):
            yield from combinations(self._in_block(block), 2)
            return
        for issuer in issuers:
            yield from combinations(self.part(block, issuer), 2)

    def share(self, one: Traits, other: Traits) -> bool:
        """Whether some block, or part of one, holds both."""
        for block in _blocks(one) & _blocks(other):
            if not self.is_crowded(block):
                return True
            parts = (self.part(block, escaped(issuer)) for issuer in one.issuers & other.issuers)
            if any(one.iri in part and other.iri in part for part in parts):
                return True
        return False


def renew_pairs(register: Register, dirty: Dirty) -> None:
    """Judge anew the pairs of which an entity is compared otherwise, and those that blocks now hold or no longer do."""
    gone: list[tuple[str, str, str]] = []
    came: list[tuple[str, str, str]] = []
    moved: dict[str, set[str]] = defaultdict(set)
    for iri, (old, new) in dirty.traits.items():
        gone += ((*place, iri) for place in _places(old, new))
        came += ((*place, iri) for place in _places(new, old))
    for block, issuer, _ in (*gone, *came):
        moved[block].add(issuer)
    before, compared = _Compared(register), _Compared(register)
    was = {block: list(before.pairs(block, issuers)) for block, issuers in moved.items()}
    doubtful = {pair for iri in dirty.traits for pair in _compared_with(register, iri)}
    _move(register, dirty, gone, came)
    sure: set[tuple[str, str]] = set()
    for block, issuers in moved.items():
        lost, found = was[block], list(compared.pairs(block, issuers))
        if not before.is_crowded(block) and not compared.is_crowded(block):  # who was there and is, is compared as ever
            lost, found = ([p for p in pairs if not dirty.traits.keys().isdisjoint(p)] for pairs in (lost, found))
        doubtful.update(lost)
        sure.update(found)
    for one, other in sorted(sure | doubtful):
        a, b = compared.of(one), compared.of(other)
        if a and b and ((one, other) in sure or compared.share(a, b)):
            _judge(register, dirty, a, b)
        else:
            _forget(register, dirty, one, other)


def _compared_with(register: Register, iri: str) -> list[tuple[str, str]]:
    found = register.rows("SELECT one, other FROM pairs WHERE one=?", iri)
    return [(a, b) for a, b in [*found, *register.rows("SELECT one, other FROM pairs WHERE other=?", iri)]]


def _move(register: Register, dirty: Dirty, gone: list[tuple[str, str, str]], came: list[tuple[str, str, str]]) -> None:
    """Bring the members of blocks up to date."""
    register.run_all("DELETE FROM members WHERE block=? AND issuer=? AND iri=?", gone)
    register.run_all("INSERT OR IGNORE INTO members VALUES (?, ?, ?)", came)
    for iri, (old, new) in dirty.traits.items():
        before, after = _blocks(old), _blocks(new)
        register.run_all("DELETE FROM blocks WHERE block=? AND iri=?", ((block, iri) for block in before - after))
        register.run_all("INSERT OR IGNORE INTO blocks VALUES (?, ?)", ((block, iri) for block in after - before))


def _blocks(traits: Traits | None) -> set[str]:
    return {json.dumps([traits.type.value, *key]) for key in block_keys(traits)} if traits else set()


def _places(traits: Traits | None, other: Traits | None) -> Iterator[tuple[str, str]]:
    """The blocks that an entity stands in, by issuer ("" for one without), in which the other does not stand."""
    issuers, others = ({*one.issuers} or {""} if one else set() for one in (traits, other))
    blocks, other_blocks = _blocks(traits), _blocks(other)
    for block in blocks:
        new = issuers - others if block in other_blocks else issuers
        yield from ((block, escaped(issuer)) for issuer in new)


def _judge(register: Register, dirty: Dirty, one: Traits, other: Traits) -> None:
    made = judge_pair(one, other)
    now = made.verdict.value, sealed(dump_judgement(made))
    before = register.rows("SELECT verdict, data FROM pairs WHERE one=? AND other=?", *made.pair)
    if before != [now]:
        register.run("INSERT OR REPLACE INTO pairs VALUES (?, ?, ?, ?)", *made.pair, *now)
        _touch(dirty, made.pair, {now[0], *(verdict for verdict, _ in before)})


def _forget(register: Register, dirty: Dirty, one: str, other: str) -> None:
    if before := register.firsts("SELECT verdict FROM pairs WHERE one=? AND other=?", one, other):
        register.run("DELETE FROM pairs WHERE one=? AND other=?", one, other)
        _touch(dirty, (one, other), before)


def _touch(dirty: Dirty, pair: tuple[str, str], verdicts: Collection[str]) -> None:
    """Note that two are judged otherwise than before, by what they were judged and are."""
    if Verdict.SAME in verdicts:
        dirty.entities.update(pair)
    elif Verdict.DIFFERENT in verdicts:
        dirty.apart.add(pair)
