"""Records that come and go, and the keys that records have then: the first steps of `resolve`, for what is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.annotation.model import EntityType
from kg.lexicons.names import fold_name
from kg.resolution.grounding import legal_form
from kg.resolution.judgement import Judgement
from kg.resolution.model import Local, Record
from kg.resolution.names import Key
from kg.resolution.parts import MARK, part_keys
from kg.resolution.register import Dirty, Register, dump_key, dump_local, dump_record, escaped, load_key, load_record
from kg.resolution.resolve import join_aliases, key_of


def add_records(register: Register, dirty: Dirty, sha256: str, records: Iterable[Record]) -> None:
    """Let the register know what a document calls things."""
    rows = []
    for record in records:
        local, circle = record.local, escaped(record.circle)
        _touch(register, dirty, circle, local.type)
        named = (dump_local(local), escaped(local.name), local.type.value, circle, dump_key(key_of(record)))
        rows.append((sha256, *named, bool(record.former), dump_record(record)))
    columns = "sha, local, name, type, circle, raw, former, data"
    register.run_all(f"INSERT INTO records ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def drop_records(register: Register, dirty: Dirty, sha256: str) -> None:
    """Let the register forget what a document calls things."""
    for circle, type_, joined, key in register.rows(
        "SELECT circle, type, joined, key FROM records WHERE sha=?", sha256
    ):
        _touch(register, dirty, circle, EntityType(type_))
        dirty.joined.add(joined)
        dirty.keys.add(key)
    register.run("DELETE FROM records WHERE sha=?", sha256)


def _touch(register: Register, dirty: Dirty, circle: str, type_: EntityType) -> None:
    dirty.circles.add((circle, type_.value))
    if type_ is EntityType.DRUG and circle not in dirty.drugs:
        dirty.drugs[circle] = drugs_of(register, circle)


def touch_judged(register: Register, dirty: Dirty, judgements: Iterable[Judgement]) -> None:
    """Note what is to be worked out anew where persons judge otherwise than before."""
    for end in {end for judgement in judgements for end in judgement.pair}:
        dirty.entities.add(end)
        iri, mark, _ = end.partition(MARK)
        named = "SELECT DISTINCT r.joined FROM entities e JOIN records r ON r.key = e.key"
        if mark:  # the name may be parted now, or no longer
            dirty.joined.update(register.firsts(f"{named} WHERE e.iri >= ? AND e.iri < ?", iri, f"{iri}{MARK}\x7f"))


def drugs_of(register: Register, circle: str) -> frozenset[str]:
    """All names of drugs that the releases of one company print, folded."""
    rows = register.firsts("SELECT data FROM records WHERE circle=? AND type=?", circle, EntityType.DRUG.value)
    return frozenset(fold_name(form) for data in rows for form, _ in load_record(data).forms)


def renew_keys(register: Register, dirty: Dirty, persons: Sequence[Judgement]) -> None:
    """Give each record the key that it now has."""
    for circle, type_ in sorted(dirty.circles):
        _renew_aliases(register, dirty, circle, type_)
    asked = any(MARK in end for judgement in persons for end in judgement.pair)
    for joined in sorted(dirty.joined):
        if asked or _may_part(register, joined):
            _renew_parts(register, dirty, joined, persons)
        else:
            rows = register.rows("SELECT id, sha, key FROM records WHERE joined=? AND key IS NOT joined", joined)
            _rekey(register, dirty, [(id_, sha, key, joined) for id_, sha, key in rows])


def _may_part(register: Register, joined: str) -> bool:
    """Whether records of one name may be of several things: of a company's only where legal forms differ."""
    type_, _ = load_key(joined)
    if type_ is not EntityType.ORGANIZATION:
        return type_ is EntityType.PERSON
    names = register.firsts("SELECT DISTINCT name FROM records WHERE joined=?", joined)
    return len({legal_form(name) for name in names} - {""}) > 1 or any("\\" in name for name in names)


def _renew_aliases(register: Register, dirty: Dirty, circle: str, type_: str) -> None:
    """The keys of one company's records, where short names stand for long ones."""
    rows = register.rows("SELECT id, raw, joined, data FROM records WHERE circle=? AND type=?", circle, type_)
    targets: Mapping[tuple[str, Key], Key] = {}
    records = [] if type_ == EntityType.PERSON else [load_record(row[-1]) for row in rows]
    if any(record.issuer for record in records):
        targets = join_aliases(records)
    wanted = {dump_key(short): dump_key(full) for (_, short), full in targets.items()}
    changes = []
    for id_, raw, joined, _ in rows:
        now = wanted.get(raw, raw)
        if now != joined:
            changes.append((now, id_))
            dirty.joined |= {now, joined or now}
    register.run_all("UPDATE records SET joined=? WHERE id=?", changes)


def _renew_parts(register: Register, dirty: Dirty, joined: str, persons: Sequence[Judgement]) -> None:
    """The keys of the records of one name, which may be that of several things."""
    key = load_key(joined)
    rows = register.rows("SELECT id, sha, key, data FROM records WHERE joined=?", joined)
    records = [load_record(row[-1]) for row in rows]
    keys: dict[Local, Key] = {record.local: key for record in records}
    beside: list[Record] = []
    if key[0] is EntityType.PERSON:  # former names of companies in the same releases help to tell people apart
        wanted = {record.local.release for record in records}
        for sha in sorted({row[1] for row in rows}):
            found = map(load_record, register.firsts("SELECT data FROM records WHERE sha=? AND former", sha))
            beside += [r for r in found if r.local.release in wanted and r.local.type is EntityType.ORGANIZATION]
        keys |= {record.local: (EntityType.EVENT, "") for record in beside}
    parted = part_keys(keys, sorted([*records, *beside]), persons)
    made = zip(rows, (dump_key(parted[record.local]) for record in records), strict=True)
    _rekey(register, dirty, [(id_, sha, old, new) for (id_, sha, old, _), new in made if old != new])


def _rekey(register: Register, dirty: Dirty, changes: Iterable[tuple[int, str, str | None, str]]) -> None:
    """Give records other keys: (row, document, old key, new key)."""
    rows = []
    for id_, sha, old, new in changes:
        rows.append((new, id_))
        dirty.documents.add(sha)
        dirty.keys |= {new, old or new}
    register.run_all("UPDATE records SET key=? WHERE id=?", rows)
