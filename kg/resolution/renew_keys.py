"""Records that come and go, and the keys that records have then: the first steps of `resolve`, for what is touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple

from kg.annotation.model import EntityType
from kg.lexicons.names import fold_name
from kg.resolution.counts import What, escaped
from kg.resolution.judgement import Judgement
from kg.resolution.model import Record
from kg.resolution.parts import (
    AT,
    MARK,
    Asked,
    Mark,
    Office,
    full_time,
    linked_words,
    mark_of,
    may_clash,
    parts_asked,
    parts_of,
    tail,
)
from kg.resolution.register import Dirty, Register, dump_key, dump_local, dump_record, load_key, load_record
from kg.resolution.resolve import Claim, claims_of, join_aliases, key_of
from kg.resolution.tally import DATED, Said, sayings_of

CLAIM, DRUG, NAMED, MARKED, OFFICE = "claim", "drug", "name", "mark", "office"  # kinds of what is said beside `Said`
ADDED = "INSERT INTO records (sha, local, type, circle, issued, raw, mark, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def add_records(register: Register, dirty: Dirty, sha256: str, records: Sequence[Record]) -> None:
    """Let the register know what a document calls things."""
    linked = linked_words(records)
    for record in records:
        local, circle, mark = record.local, escaped(record.circle), dump_mark(mark_of(record, linked))
        named = (dump_local(local), local.type.value, circle, record.issued, dump_key(key_of(record)), mark)
        register.run(ADDED, sha256, *named, dump_record(record))
        _claim(register, dirty, record, 1)


def drop_records(register: Register, dirty: Dirty, sha256: str) -> None:
    """Let the register forget what a document calls things."""
    asked = "SELECT id, joined, mark, key, data FROM records WHERE sha=?"
    for id_, joined, mark, key, data in register.rows(asked, sha256):
        record = load_record(data)
        _claim(register, dirty, record, -1)
        _count_mark(register, dirty, (id_, joined, mark), record, -1)
        _count(register, dirty, (id_, key), record, -1)
    register.run("DELETE FROM records WHERE sha=?", sha256)


def touch_judged(register: Register, dirty: Dirty, judgements: Iterable[Judgement]) -> None:
    """Note what is to be worked out anew where persons judge otherwise than before."""
    for end in {end for judgement in judgements for end in judgement.pair}:
        dirty.entities.add(end)
        iri, mark, _ = end.partition(MARK)
        if mark:  # the name may be parted now, or no longer
            asked = "SELECT key FROM entities WHERE iri=? OR iri >= ? AND iri < ?"
            keys = register.firsts(asked, iri, f"{iri}{MARK}", f"{iri}{MARK}\x7f")
            dirty.joined.update(key.partition(AT)[0] for key in keys)


def renew_keys(register: Register, dirty: Dirty, persons: Sequence[Judgement]) -> None:
    """Give each record the key that it now has."""
    dirty.drugs |= {circle for _, _, circle in register.counts.turned(DRUG)}
    for circle, type_ in sorted(dirty.circles):
        _renew_aliases(register, dirty, circle, type_)
    _join_fresh(register, dirty)
    asked = parts_asked(persons)
    for joined in sorted(dirty.joined):
        _renew_parts(register, dirty, joined, asked)
    _rekey(register, dirty)


# ---- what is counted of a record -----------------------------------------------------------------------------------


def _claim(register: Register, dirty: Dirty, record: Record, number: int) -> None:
    """Count what a record says of names to its company's other records."""
    type_, counts = record.local.type, register.counts
    if type_ is EntityType.DRUG:
        for name in {fold_name(form) for form, _ in record.forms}:
            counts.add(about_drug(name), DRUG, record.circle, number)
    dirty.circles.add((escaped(record.circle), type_.value))
    for claim in claims_of(record):
        about = f"circle:{type_.value}/{escaped(record.circle)}"
        counts.add(about, CLAIM, json.dumps([claim.full, claim.alias]), number)


def about_drug(name: str) -> str:
    """That of which it is counted whose releases name a drug so."""
    return f"drug:{escaped(name)}"


def _count_mark(register: Register, dirty: Dirty, at: tuple[int, str, str], record: Record, number: int) -> None:
    """Count a record among those of a name; `at` is its row, that name's key and its mark."""
    id_, joined, mark = at
    about, counts = _about_name(joined), register.counts
    dirty.joined.add(joined)
    counts.add(about, MARKED, mark, number)
    if record.local.type is EntityType.ORGANIZATION:
        counts.add(about, NAMED, record.local.name, number)
    for office in full_time(record):
        counts.add(about, OFFICE, json.dumps([mark, office]), number)
    if record.issued and full_time(record):
        counts.add_place((about, OFFICE, mark), (record.issued, ""), id_, number)


def _about_name(joined: str) -> str:
    return f"name:{joined}"


def _count(register: Register, dirty: Dirty, at: tuple[int, str], record: Record, number: int) -> None:
    """Count what a record says among those of its key; `at` is its row and that key."""
    id_, key = at
    dirty.keys.add(key)
    for kind, value, weight in sayings_of(record):
        about = about_circles(key) if kind is Said.CIRCLE else key
        register.counts.add(about, kind, value, number, number * weight)
        if kind in DATED:
            register.counts.add_place((key, kind, value), (record.issued, record.local.release), id_, number)


def about_circles(key: str) -> str:
    """That of which it is counted whose releases name a drug of that key."""
    return f"circles:{key}"


# ---- short names ---------------------------------------------------------------------------------------------------


def _renew_aliases(register: Register, dirty: Dirty, circle: str, type_: str) -> None:
    """What short names of one company stand for; notes the records for which that is another than before."""
    claims = register.counts.values(f"circle:{type_}/{circle}", CLAIM)
    targets = join_aliases(Claim("", EntityType(type_), *json.loads(claim)) for claim in claims)
    now = {dump_key(short): dump_key(full) for (_, short), full in targets.items()}
    before = dict(register.rows("SELECT raw, joined FROM aliases WHERE circle=? AND type=?", circle, type_))
    for raw in sorted(now.keys() | before.keys()):
        if now.get(raw) == before.get(raw):
            continue
        register.run("DELETE FROM aliases WHERE circle=? AND type=? AND raw=?", circle, type_, raw)
        if raw in now:
            register.run("INSERT INTO aliases VALUES (?, ?, ?, ?)", circle, type_, raw, now[raw])
        asked = "SELECT id, joined, mark, data FROM records WHERE circle=? AND type=? AND raw=? AND joined IS NOT NULL"
        for id_, joined, mark, data in register.rows(asked, circle, type_, raw):
            record = load_record(data)
            _count_mark(register, dirty, (id_, joined, mark), record, -1)
            _count_mark(register, dirty, (id_, now.get(raw, raw), mark), record, 1)
            register.run("UPDATE records SET joined=? WHERE id=?", now.get(raw, raw), id_)
            dirty.records.add(id_)


def _join_fresh(register: Register, dirty: Dirty) -> None:
    """Let records that came have what their names stand for."""
    asked = (
        "SELECT r.id, coalesce(a.joined, r.raw), r.mark, r.data FROM records r LEFT JOIN aliases a"
        " ON a.circle = r.circle AND a.type = r.type AND a.raw = r.raw WHERE r.joined IS NULL"
    )
    rows = register.rows(asked)
    for id_, joined, mark, data in rows:
        _count_mark(register, dirty, (id_, joined, mark), load_record(data), 1)
        dirty.records.add(id_)
    register.run_all("UPDATE records SET joined=? WHERE id=?", ((joined, id_) for id_, joined, *_ in rows))


# ---- parts of names ------------------------------------------------------------------------------------------------


def _renew_parts(register: Register, dirty: Dirty, joined: str, asked: Asked) -> None:
    """Which marks of a name stand for a part of it; notes the records for which that is another than before."""
    now = {dump_mark(mark): dump_key(key) for mark, key in _parts(register, joined, asked).items()}
    before = dict(register.rows("SELECT mark, key FROM parted WHERE joined=?", joined))
    for mark in sorted(now.keys() | before.keys()):
        if now.get(mark) == before.get(mark):
            continue
        register.run("DELETE FROM parted WHERE joined=? AND mark=?", joined, mark)
        if mark in now:
            register.run("INSERT INTO parted VALUES (?, ?, ?)", joined, mark, now[mark])
        rows = register.rows("SELECT id FROM records WHERE joined=? AND mark=?", joined, mark)
        dirty.records.update(id_ for (id_,) in rows)


def _parts(register: Register, joined: str, asked: Asked) -> dict[Mark, tuple[EntityType, str]]:
    """The parts of a name, by mark; marks are looked at only where a name may have parts."""
    key, about, counts = load_key(joined), _about_name(joined), register.counts
    may = key[0] is EntityType.PERSON
    if key[0] is EntityType.ORGANIZATION:
        may = may_clash(counts.values(about, NAMED))
    if not may and not (asked and (key[0].lower(), tail(key[1])) in {(t, end.partition(MARK)[0]) for t, end in asked}):
        return {}
    named: dict[str, list[str]] = {}
    for value in counts.values(about, OFFICE):
        mark, office = json.loads(value)
        named.setdefault(mark, []).append(office)
    marks = {load_mark(text): text for text in counts.values(about, MARKED)}
    offices = {
        mark: _office(register, (about, OFFICE, text), named[text]) for mark, text in marks.items() if text in named
    }
    return parts_of(key, marks, offices, asked)


def _office(register: Register, what: What, names: Iterable[str]) -> Office:
    (first, _), (last, _) = register.counts.span(*what) or (("", ""), ("", ""))
    return Office(min(names), first, last, _between(register, what))


def _between(register: Register, what: What) -> Callable[[str, str], bool]:
    return lambda after, before: register.counts.between(what, after, before)


def dump_mark(mark: Mark) -> str:
    """A mark as JSON."""
    return json.dumps(astuple(mark))


def load_mark(text: str) -> Mark:
    """What `dump_mark` gave."""
    issuer, name, words = json.loads(text)
    return Mark(issuer, name, tuple(words))


# ---- keys ----------------------------------------------------------------------------------------------------------


def _rekey(register: Register, dirty: Dirty) -> None:
    """Give records that may have another key the one that they now have."""
    for id_, sha256, before, now, data in _keyed(register, dirty.records):
        if before == now:
            continue
        record = load_record(data)
        if before:
            _count(register, dirty, (id_, before), record, -1)
        _count(register, dirty, (id_, now), record, 1)
        register.run("UPDATE records SET key=? WHERE id=?", now, id_)
        dirty.documents.add(sha256)


def _keyed(register: Register, records: Iterable[int]) -> Iterator[tuple[int, str, str | None, str, str]]:
    """Of some records row, document, key before and now, and what they say."""
    asked = (
        "SELECT r.id, r.sha, r.key, coalesce(p.key, r.joined), r.data FROM records r"
        " LEFT JOIN parted p ON p.joined = r.joined AND p.mark = r.mark WHERE r.id=?"
    )
    for id_ in sorted(records):
        yield from ((int(row[0]), row[1], row[2], row[3], row[4]) for row in register.rows(asked, id_))
