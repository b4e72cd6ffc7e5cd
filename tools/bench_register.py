"""What one more document costs the register, and a first build, as documents grow in number.

    python -m tools.bench_register STORE [SIZE...]

Documents are copies of those of a store. Those of every second company are, in each copy, of another company, under
other names, but for names that a lexicon knows; the others are more documents of the same. Days move with each copy.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.annotation.cache import Cache
from kg.annotation.model import EntityType
from kg.build import RECENT, readings
from kg.graph.called import Called, called_version, keep_called, parse_called
from kg.graph.catch_up import in_parts, open_register, written
from kg.graph.document import SHA_LENGTH
from kg.graph.renew import Change, Judged, renew
from kg.lexicons.entries import Kind
from kg.lexicons.search import lookup
from kg.ontology import load_ontology
from kg.resolution.grounding import KINDS
from kg.resolution.names import fold
from kg.resolution.register import Register
from kg.store import open_store

SIZES = (500, 2_000, 6_000)
MORE = 14  # documents that come one by one
DAYS = 11  # that a copy is later than the one before
WORD = re.compile(r"\b[A-Z][A-Za-z]{3,}\b|\b([A-Z]{2,5}-?)(\d{2,5})\b")
DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
KEPT = re.compile(
    r"(?:Inc|Corp|Limited|Company|Therapeutics|Pharma.*|Bio.*|Laboratories|University|Hospital|Institute|Center"
    r"|Officer|Chief|President|Phase|Drug|Organization|Person|Indication|Target|Event)$"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that copies are made of: its SHA-256 and what it calls things, as the cache keeps it."""

    sha256: str
    text: str


def load_sources(folder: Path) -> list[Source]:
    """What the documents of a store call things."""
    with tempfile.TemporaryDirectory() as place, open_store(folder) as store:
        kept = Cache(Path(place) / "cache.sqlite")
        for _, reading in readings(store):
            keep_called(kept, reading)
        found = kept.rows()[called_version()]
        kept.close()
    return [Source(sha, text) for sha, text in sorted(found.items())]


def copied(source: Source, copy: int, known: frozenset[str]) -> tuple[str, str]:
    """A copy of a document: its SHA-256, and what it calls things; `known` are words that keep their spelling."""
    sha256 = hashlib.sha256(f"{copy} {source.sha256}".encode()).hexdigest()
    text = source.text
    if copy and _is_other(text):
        text = WORD.sub(lambda m: m[0] if m[0].lower() in known else _renamed(m, copy), text)
    text = DAY.sub(lambda m: _later(m[0], copy), text)
    text = text.replace(source.sha256, sha256).replace(source.sha256[:SHA_LENGTH], sha256[:SHA_LENGTH])
    rows, before = json.loads(text), json.loads(source.text)[0]
    folds = _folds(before, rows[0])
    for record in rows[0]:
        record[1] = folds.get(record[1], record[1])
        record[7] = sorted([folds.get(office, office), full] for office, full in record[7])
        for at in (2, 3, 8, 9):
            record[at] = sorted(record[at])
    for made in rows[3]:
        made[5][0] = [folds.get(name, name) for name in made[5][0]]
        made[5][1] = [
            int.from_bytes(hashlib.blake2b(f"{h} {copy}".encode(), digest_size=8).digest()) for h in made[5][1]
        ]
    return sha256, json.dumps(rows)


def known_words(sources: Iterable[Source]) -> frozenset[str]:
    """The words of names that a lexicon knows, and of conferences, in small letters."""
    found: set[str] = set()
    for source in sources:
        for record in parse_called(source.text).records:
            kind = KINDS.get(record.local.type)
            for name in (record.local.name, *(form for form, _ in record.forms)):
                if record.local.type is EntityType.EVENT or (
                    kind and (lookup(kind, name) or lookup(Kind.EXCHANGE, name))
                ):
                    found.update(m[0].lower() for m in WORD.finditer(name))
    return frozenset(found)


def _folds(before: list[Any], after: list[Any]) -> dict[str, str]:
    """The folded names of organizations before and after they were renamed."""
    found: dict[str, str] = {}
    for old, new in zip(before, after, strict=True):
        names = zip(_names(old), _names(new), strict=True)
        found |= {fold(one, EntityType.ORGANIZATION): fold(other, EntityType.ORGANIZATION) for one, other in names}
    return found


def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _names(record: list[Any]) -> list[str]:
    return [record[0][2], *(form for form, _ in record[2])]


def _is_other(text: str) -> bool:
    """Whether the copies of a document are of other companies, as are those of every second company."""
    issuers = [record.issuer for record in parse_called(text).records if record.issuer]
    return hashlib.sha256("".join(issuers[:1]).encode()).digest()[0] % 2 == 0


def _renamed(found: re.Match[str], copy: int) -> str:
    word = found[0]
    if KEPT.match(word) or word in _classes():
        return word
    if found[1]:
        return f"{word}{copy}"
    tail = "".join("bdfgklmnpt"[int(digit)] + "a" for digit in str(copy))
    return word + (tail.upper() if word.isupper() else tail)


@lru_cache(maxsize=1)
def _classes() -> frozenset[str]:
    return frozenset(iri.rpartition("#")[2].rpartition("/")[2] for iri in load_ontology().classes)


def _later(day: str, copy: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=DAYS * copy)).isoformat()
    except ValueError:
        return day


def measure(kept: Path, size: int) -> None:
    """Prints milliseconds of the processor a document of a first build and for one more, and the memory at most."""
    with sqlite3.connect(kept) as made:
        shas = [sha for (sha,) in made.execute("SELECT sha FROM copies ORDER BY rowid")]

    @lru_cache(maxsize=RECENT)
    def called_of(sha256: str) -> Called:
        ((text,),) = made.execute("SELECT text FROM copies WHERE sha=?", (sha256,))
        return parse_called(text)

    first, more = sorted(shas[:size]), shas[size : size + MORE]
    with tempfile.TemporaryDirectory() as place, open_register(Path(place)) as register:
        start = time.process_time()
        for part in in_parts(first):
            _follow(register, part, called_of)
        each = (time.process_time() - start) * 1000 / size
        spent = []
        for sha256 in more:
            called_of(sha256)
            start = time.process_time()
            _follow(register, [sha256], called_of)
            spent.append((time.process_time() - start) * 1000)
            written(register)
        disk = sum(path.stat().st_size for path in Path(place).iterdir()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>9,}{each:>12.2f}{statistics.median(spent):>10.1f}{max(spent):>9.1f}{memory:>8.0f}{disk:>8.0f}")


def _follow(register: Register, came: list[str], called_of: Callable[[str], Called]) -> None:
    renew(register, Change((), came), called_of, Judged())
    register.run_all("INSERT INTO docs VALUES (?, '', '')", ((sha,) for sha in came))
    register.commit()


def prepare(folder: Path, kept: Path, count: int) -> None:
    """Put copies of a store's documents into a file."""
    sources = load_sources(folder)
    known = known_words(sources)
    with sqlite3.connect(kept) as made:
        made.execute("CREATE TABLE copies (sha TEXT UNIQUE, text TEXT)")
        for number in range(0, count, len(sources)):
            rows = (copied(source, number // len(sources), known) for source in sources)
            made.executemany("INSERT INTO copies VALUES (?, ?)", rows)


def main() -> int:
    """Each size in a process of its own, so that memory is its own."""
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    sizes = [int(size) for size in sys.argv[2:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place) / "called.sqlite"
        prepare(Path(sys.argv[1]), kept, max(sizes) + MORE)
        print(f"{'documents':>9}{'ms each':>12}{'one more':>10}{'slowest':>9}{'MB':>8}{'on disk':>8}")
        for size in sizes:
            subprocess.run([sys.executable, "-m", "tools.bench_register", "--measure", kept, str(size)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
