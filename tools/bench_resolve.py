"""How long it takes to tell who is who, how much memory, and how both grow: `make bench`.

Mentions are made from the lexicons: names of drugs, diseases, targets and organizations and invented people, spelt as
filings spell them (capitals, hyphens, legal forms, initials, slips of the pen), in releases of invented companies that
each have things of their own and share the others.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.lexicons.entries import Kind
from kg.lexicons.search import load_kind
from kg.resolution.model import Local, Record
from kg.resolution.resolve import resolve

SIZES = (10_000, 30_000, 100_000)
A_RELEASE = 20  # mentions
A_COMPANY = 25  # releases
LEXICONS = {
    EntityType.DRUG: Kind.DRUG,
    EntityType.INDICATION: Kind.DISEASE,
    EntityType.TARGET: Kind.TARGET,
    EntityType.ORGANIZATION: Kind.ORGANIZATION,
}
FORMS = ("Inc.", "Ltd.", "Corp.", "AG", "")


@dataclass(frozen=True, slots=True)
class World:
    """The names that things may have, by type."""

    names: dict[EntityType, list[str]]

    def draw(self, chance: random.Random) -> tuple[EntityType, str]:
        """A thing's type and name."""
        type_ = chance.choice(list(self.names))
        return type_, chance.choice(self.names[type_])


def load_world() -> World:
    """Names of the lexicons, and people made of given names and surnames."""
    names = {type_: [e.split("\t")[0] for e in load_kind(kind).entries] for type_, kind in LEXICONS.items()}
    given = [e.split("\t")[0] for e in load_kind(Kind.FIRST_NAME).entries[:2000]]
    last = [e.split("\t")[0] for e in load_kind(Kind.SURNAME).entries[:20000]]
    chance = random.Random(1)
    people = [f"{chance.choice(given)} {chance.choice('ABCDEFGHJKLM')}. {chance.choice(last)}" for _ in range(30000)]
    return World(names | {EntityType.PERSON: people})


def mentions(count: int, world: World) -> Iterator[Record]:
    """Records of so many mentions; the same each time."""
    chance = random.Random(7)
    own: list[tuple[EntityType, str]] = []
    for number in range(count):
        release, company = number // A_RELEASE, number // (A_RELEASE * A_COMPANY)
        if number % (A_RELEASE * A_COMPANY) == 0:
            own = [world.draw(chance) for _ in range(60)]
        type_, name = chance.choice(own) if chance.random() < 0.8 else world.draw(chance)
        forms = sorted({spelt(name, type_, chance) for _ in range(chance.choice((1, 1, 2)))})
        day = f"{2000 + release % 25}-{1 + release % 12:02}-{1 + release % 28:02}"
        local = Local(f"r/{release}/{number}", type_, forms[0])
        yield Record(local, f"company {company}", tuple((form, 1) for form in forms), issued=day)


def spelt(name: str, type_: EntityType, chance: random.Random) -> str:
    """A name as a filing may print it."""
    words = name.split()
    roll = chance.random()
    if roll < 0.1:
        return name.upper()
    if roll < 0.2:
        return name.replace("-", " ")
    if roll < 0.24 and len(name) > 8:
        at = chance.randrange(1, len(name) - 1)
        return name[:at] + name[at + 1 :]
    if type_ is EntityType.ORGANIZATION and roll < 0.6:
        return f"{name} {chance.choice(FORMS)}".strip()
    if type_ is EntityType.PERSON and roll < 0.6 and len(words) > 2:
        return f"{words[0]} {words[-1]}"
    return name


def measure(count: int) -> None:
    """Prints mentions, entities, judgements, seconds of the processor, and what the memory grew by at most."""
    import resource

    world = load_world()
    records = list(mentions(count, world))
    resolve(records[:50])  # lexicons are loaded once, however many mentions follow
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = resolve(records)
    spent = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    same = len(found.judgements)
    print(f"{count}\t{len(found.entities)}\t{same}\t{len(found.open)}\t{spent:.2f}\t{grown:.0f}")


def main() -> int:
    """Each size in a process of its own, so that memory is its own."""
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return 0
    print(f"{'mentions':>9}{'entities':>10}{'same':>7}{'open':>7}{'seconds':>9}{'MB':>6}{'µs each':>9}")
    each: list[float] = []
    for size in SIZES:
        done = subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=True)
        count, entities, same, still_open, spent, grown = done.stdout.split()
        each.append(float(spent) / size * 1e6)
        print(f"{count:>9}{entities:>10}{same:>7}{still_open:>7}{spent:>9}{grown:>6}{each[-1]:>9.0f}")
    growth = each[-1] / each[0]
    print(f"ten times the mentions take {10 * growth:.1f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
