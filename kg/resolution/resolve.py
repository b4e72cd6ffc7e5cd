"""Records of all releases -> entities, in three steps, each a function of the set of records and not of their order.

1. *Equal keys.* Records of one type whose full names fold alike are one entity, and its IRI is made of that key alone:
   a further document can join entities, never rename one. What shares a name and is not one is parted (`parts.py`).
2. *Aliases.* A record that knows its entity by a short name only ("ACM" in a release that defines nothing) joins the
   one entity that releases of the same issuer also call so. Where two entities claim an alias it joins neither, and a
   company named in full with its legal form joins none. People
   are never joined by alias: a surname is nobody's own.
3. *Judgements.* What then stands in some graph is compared (`judge.py`), and what rules or persons judge to be the same
   becomes one entity under the smallest of its IRIs.

So a further document changes an IRI in another document in four cases only: it brings the long form of a short name
(they merge), a second long form (the short name becomes ambiguous, and stands for itself again), what parts a name, or
what makes two entities one or no longer one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg.annotation.model import EntityType
from kg.resolution.clusters import clusters_of
from kg.resolution.context import ground_all
from kg.resolution.grounding import Grounding
from kg.resolution.judge import judge_all
from kg.resolution.judgement import Judgement, Verdict
from kg.resolution.ledger import of_entities
from kg.resolution.model import Entity, Local, Record, Resolution
from kg.resolution.names import Key, fold
from kg.resolution.parts import part_keys, tail, whole
from kg.resolution.tally import Said, Tally, tally_of
from kg.resolution.traits import has_legal_form, traits_of
from kg.resolution.uses import uses_of

ID = "https://w3id.org/biotech-pipeline/id/"


def resolve(records: Iterable[Record], ledger: Iterable[Judgement] = ()) -> Resolution:
    """The entities behind all records; `ledger` holds what persons judged, in the order in which they did."""
    known = sorted(set(records))
    targets = join_aliases(claim for record in known for claim in claims_of(record))
    members: dict[Key, list[Record]] = defaultdict(list)
    keys: dict[Local, Key] = {}
    for record in known:
        keys[record.local] = targets.get((record.issuer, key_of(record)), key_of(record))
    persons = of_entities(ledger)
    keys = part_keys(keys, known, persons)
    for record in known:
        members[keys[record.local]].append(record)
    tallies = {entity_iri(key): (key, tally_of(group)) for key, group in members.items()}
    shown = {iri: counted for iri, counted in tallies.items() if counted[1].of(Said.SHOWN)}
    groundings = ground_all(shown, known)
    rules = list(judge_all(traits_of(iri, key[1], tally, groundings[iri]) for iri, (key, tally) in shown.items()))
    clusters = clusters_of([*rules, *persons])
    merged: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(shown):
        merged[clusters.of(iri)].append(iri)
    entities = {iri: merged_entity(iri, [shown[m] for m in of], of, groundings) for iri, of in merged.items()}
    told = {j.pair for j in persons}
    return Resolution(
        dict(sorted(entities.items())),
        {local: clusters.of(entity_iri(key)) for local, key in keys.items()},
        tuple(sorted({*clusters.joined, *persons})),
        tuple(sorted(j for j in rules if j.verdict is Verdict.OPEN and j.pair not in told)),
        clusters.stopped,
        {member: iri for member, iri in clusters.canonical.items() if member != iri},
    )


def entity_iri(key: Key) -> str:
    """The IRI of the entity with that key."""
    return f"{ID}{key[0].lower()}/{tail(key[1])}"


def key_of(record: Record) -> Key:
    """The key of a record's full name."""
    return record.local.type, fold(record.local.name, record.local.type)


@dataclass(frozen=True, slots=True)
class Claim:
    """That releases of a company call what has a full name by another one too, both folded; `alias` is "" for the

    statement that the full name has a legal form.
    """

    issuer: str
    type: EntityType
    full: str
    alias: str


def claims_of(record: Record) -> Iterator[Claim]:
    """What a record claims of names, each claim once; people's names and those of unknown companies claim nothing."""
    type_, full = key_of(record)
    if type_ is EntityType.PERSON or not record.issuer:
        return
    aliases = {fold(form, type_) for form, _ in record.forms} - {full}
    if type_ is EntityType.ORGANIZATION and has_legal_form(record.local.name):
        aliases.add("")
    yield from (Claim(record.issuer, type_, full, alias) for alias in sorted(aliases))


def join_aliases(claims: Iterable[Claim]) -> dict[tuple[str, Key], Key]:
    """(issuer, short key) -> the key that it stands for in that issuer's releases, where there is just one.

    Chains are followed; of two names that are aliases of each other the longer stands (then the first in the alphabet).
    """
    claimed: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    whole = set()  # "Acme Inc." is no short form of "Acme Pharmaceuticals Inc."
    for claim in claims:
        if claim.alias:
            claimed[claim.issuer, (claim.type, claim.alias)].add((claim.type, claim.full))
        else:
            whole.add((claim.issuer, (claim.type, claim.full)))
    single = {at: next(iter(keys)) for at, keys in claimed.items() if len(keys) == 1 and at not in whole}
    return {at: _follow(at, single) for at in single}


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


def merged_entity(
    iri: str, parts: list[tuple[Key, Tally]], of: list[str], groundings: dict[str, Grounding | None]
) -> Entity:
    """One entity of those whose keys and tallies are given; `of` are their IRIs."""
    type_ = parts[0][0][0]
    tallies = [tally for _, tally in parts]
    full = {whole(key[1]) for key, _ in parts}
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for tally in tallies:
        counts.update(tally.of(Said.FORM))
        kinds.update(tally.of(Said.KIND))
    fullest = {form: n for form, n in counts.items() if fold(form, type_) in full}
    label = choose_label(fullest or dict(counts), {name for tally in tallies for name in tally.of(Said.NAME)})
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else ""
    known = sorted((g for m in of if (g := groundings[m])), key=lambda g: (not g.is_exact, -g.score, g.id))
    members = tuple(of) if len(of) > 1 else ()
    uses = uses_of(type_, tallies)
    return Entity(iri, type_, label, other_names(counts, label), kind, members, uses, known[0] if known else None)


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
