"""Records of all releases -> entities, in two steps, each a function of the set of records and not of their order.

1. *Equal keys.* Records of one type whose full names fold alike are one entity, and its IRI is made of that key alone:
   a further document can join entities, never rename one.
2. *Aliases.* A record that knows its entity by a short name only ("ACM" in a release that defines nothing) joins the
   one entity that releases of the same issuer also call so. Where two entities claim an alias it joins neither, and a
   company named in full with its legal form joins none. People
   are never joined by alias: a surname is nobody's own.

So a further document changes an IRI in another document in two cases only, both about aliases: it brings the long form
of a short name (they merge), or a second long form (the short name becomes ambiguous, and stands for itself again).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from kg.annotation.model import EntityType
from kg.lexicons.names import drop_article, fold_name, fold_organization
from kg.resolution.model import Entity, Local, Record, Resolution
from kg.resolution.names import Key, fold, slug

ID = "https://w3id.org/biotech-pipeline/id/"


def resolve(records: Iterable[Record]) -> Resolution:
    """The entities behind all records."""
    known = sorted(set(records))
    targets = _join_aliases(known)
    members: dict[Key, list[Record]] = defaultdict(list)
    iris: dict[Local, str] = {}
    for record in known:
        key = targets.get((record.issuer, _key(record)), _key(record))
        members[key].append(record)
        iris[record.local] = entity_iri(key)
    entities = {entity_iri(key): _entity(key, group) for key, group in members.items() if any(r.shown for r in group)}
    return Resolution(dict(sorted(entities.items())), iris)


def entity_iri(key: Key) -> str:
    """The IRI of the entity with that key."""
    return f"{ID}{key[0].lower()}/{slug(key[1])}"


def _key(record: Record) -> Key:
    return record.local.type, fold(record.local.name, record.local.type)


def _join_aliases(records: list[Record]) -> dict[tuple[str, Key], Key]:
    """(issuer, short key) -> the key that it stands for in that issuer's releases, where there is just one.

    Chains are followed; of two names that are aliases of each other the longer stands (then the first in the alphabet).
    """
    claimed: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    for record in records:
        type_, full = key = _key(record)
        if type_ is EntityType.PERSON or not record.issuer:
            continue
        for form, _ in record.forms:
            alias = fold(form, type_)
            if alias != full:
                claimed[record.issuer, (type_, alias)].add(key)
    whole = {(r.issuer, _key(r)) for r in records if _has_legal_form(r)}
    single = {at: next(iter(keys)) for at, keys in claimed.items() if len(keys) == 1 and at not in whole}
    return {at: _follow(at, single) for at in single}


def _has_legal_form(record: Record) -> bool:
    """Whether it names a company in full: "Acme Inc." is no short form of "Acme Pharmaceuticals Inc."."""
    name, type_ = record.local.name, record.local.type
    return type_ is EntityType.ORGANIZATION and fold_organization(name) != drop_article(fold_name(name))


def _follow(at: tuple[str, Key], single: dict[tuple[str, Key], Key]) -> Key:
    issuer, key = at
    path = [key]
    while (issuer, path[-1]) in single:
        following = single[issuer, path[-1]]
        if following in path:
            cycle = path[path.index(following) :]
            return min(cycle, key=lambda k: (-len(k[1]), k[1]))
        path.append(following)
    return path[-1]


def _entity(key: Key, group: list[Record]) -> Entity:
    type_, full = key
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for record in group:
        counts.update(dict(record.forms))
        kinds.update(dict(record.kinds))
    fullest = {form: n for form, n in counts.items() if fold(form, type_) == full}
    label = choose_label(fullest or dict(counts), {record.local.name for record in group})
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else ""
    return Entity(entity_iri(key), type_, label, other_names(counts, label), kind)


def choose_label(forms: dict[str, int], names: Collection[str] = ()) -> str:
    """The form printed most often; of equals one of `names`, then the longest, then the first in the alphabet.

    One in capitals throughout is chosen only if all are.
    """
    candidates = [form for form in forms if is_calm(form)] or list(forms)
    return min(candidates, key=lambda form: (-forms[form], form not in names, -len(form), form))


def is_calm(form: str) -> bool:
    """Whether a name is not in capitals throughout, as headlines and covers have them; codes and short forms may be."""
    return len(form) <= 5 or not form.isupper() or any(c.isdigit() for c in form)


def other_names(forms: Iterable[str], label: str) -> tuple[str, ...]:
    """The forms besides `label`, sorted; of forms that differ in case only, the label's or else the first."""
    kept: dict[str, str] = {}
    for form in sorted(forms, key=lambda f: (f.isupper(), f)):
        kept.setdefault(form.casefold(), form)
    kept.pop(label.casefold(), None)
    return tuple(sorted(kept.values()))
