"""All that is known of one thing, grouped as a person thinks: what it is, its drugs, trials, deals, people, figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.errors import UnknownName
from kg.graph.terms import XSD, Iri, Term
from kg.graph.vocabulary import ENTITIES_GRAPH
from kg.ontology import BP, ID, load_ontology
from kg.queries.claims import Thing, all_called, local, things
from kg.queries.rows import BATCH, pointing
from kg.queries.told import (
    Place,
    Source,
    Told,
    asserts,
    in_full,
    sources,
    standing,
    tellings,
    told_about,
)
from kg.store import Store

MOST_ITEMS = 12  # of a section; the newest
MOST_FIGURES = 240
MOST_PERIODS = 12
MOST_FOLLOWED = 40  # drugs, and trials, whose own statements are looked for
NEWEST_OWN = 3  # releases from which each statement about the thing itself is shown
NEWEST = 1  # and each about what stands in a section
OWN, FIGURES, OTHERS = "own", "figures", "others"
VALUE = Iri(BP + "value")
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # key, heading, the types of what stands in it
    (OWN, "At a glance", ()),
    ("drugs", "Drugs", ("Drug",)),
    ("trials", "Trials", ("Trial",)),
    ("results", "Results", ("Outcome",)),
    ("programmes", "Programmes", ("Programme",)),
    ("regulatory", "Regulatory", ("RegulatoryAction",)),
    ("expected", "Expected", ("Expectation", "CashGuidance")),
    ("deals", "Deals", ("Agreement",)),
    ("people", "Roles", ("Membership",)),
    ("financing", "Financing", ("Financing",)),
    ("listings", "Listings", ("Listing",)),
    ("papers", "Publications and meetings", ("Publication", "Presentation")),
    ("organizations", "Organisations", ("Organization",)),
    (FIGURES, "Figures", ("FinancialObservation",)),
    (OTHERS, "Also told", ()),
)
BADGES = ("phase", "stage", "status", "actionType", "agreementType", "financingType")
OBSERVED = """SELECT ?o ?metric ?periodEnd ?months ?currency { VALUES ?o { %s } ?o bp:metric ?metric .
  OPTIONAL { ?o bp:periodEnd ?periodEnd } OPTIONAL { ?o bp:months ?months }
  OPTIONAL { ?o schema:currency ?currency } }"""
PARTS = ("metric", "periodEnd", "months", "currency")
NAMES = """SELECT DISTINCT ?p ?name { GRAPH %(graph)s {
  VALUES ?p { skos:altLabel skos:exactMatch rdf:type } %(iri)s ?p ?name } }"""


@dataclass(frozen=True, slots=True)
class Said:
    """One value with what says so; `iri` is "" for numbers and texts. `replaced`: something later took its place.

    `older` counts earlier releases that say so too and are left out.
    """

    text: str
    iri: str
    stance: str
    replaced: bool
    confidence: str
    rules: tuple[str, ...]
    places: tuple[Place, ...]
    older: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One property with its values, the newest first."""

    predicate: str
    label: str
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a section; `badges` are the words that say in brief how it stands, `last` the day last told of."""

    iri: str
    type: str
    title: str
    badges: tuple[str, ...]
    lines: tuple[Line, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Section:
    """Some items, and how many more there are."""

    key: str
    title: str
    items: tuple[Item, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A thing with its names and sections; `kinds` are its narrower classes, `sources` tell of it, newest first."""

    iri: str
    label: str
    type: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    ids: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


def profile(store: Store, iri: Iri, as_of: str = "", whole: str = "") -> Profile:
    """What is known of a thing up to a day. `whole` names a section that is not to be cut short.

    Raises `UnknownName` where the graph holds no such thing.
    """
    own = told_about(store, [iri], as_of=as_of, newest=0 if whole == OWN else NEWEST_OWN)
    me = (all_called if own else things)(store, [iri]).get(iri)
    if me is None:
        raise UnknownName(local(iri))
    near, where = _near(store, iri, as_of)
    types = all_called(store, near)
    chosen, more = choose(near, types, whole)
    figures, older = observations(store, chosen.pop(FIGURES, []), as_of, 0 if whole == FIGURES else MOST_PERIODS)
    told = told_about(store, [node for nodes in chosen.values() for node in nodes], as_of=as_of, newest=NEWEST)
    names = {iri: me} | types | things(store, {t.object for t in (*own, *told) if isinstance(t.object, Iri)})
    items = _items(iri, (own, told), chosen, names)
    items[FIGURES] += figures
    more[FIGURES] = more.get(FIGURES, 0) + older
    sections = [
        Section(key, title, tuple(sorted(items[key], key=_newest, reverse=True)), more.get(key, 0))
        for key, title, _ in SECTIONS
        if items[key]
    ]
    kinds, others, ids = _names(store, iri, me)
    where |= {telling.source for one in own for telling in one.tellings}
    return Profile(
        iri.value, me.label, me.type, kinds, others, ids, tuple(sections), tuple(sorted(where, reverse=True))
    )


def _items(
    iri: Iri, said: tuple[Sequence[Told], Sequence[Told]], chosen: Mapping[str, list[Iri]], names: Mapping[Iri, Thing]
) -> dict[str, list[Item]]:
    """The thing itself and the others by section; `said` is what is told of it, and of the others."""
    own, told = said
    of: dict[Iri, list[Told]] = defaultdict(list)
    for one in told:
        of[one.subject].append(one)
    items: dict[str, list[Item]] = defaultdict(list)
    if own:
        items[OWN].append(_item(iri, iri, own, names))
    for key, nodes in chosen.items():
        items[key] += [_item(node, iri, of[node], names) for node in nodes if of[node]]
    return items


def near_nodes(store: Store, iri: Iri, as_of: str = "") -> dict[Iri, str]:
    """What points to the thing, and to a company's drugs, each with the last day on which it was told of."""
    return _near(store, iri, as_of)[0]


def _near(store: Store, iri: Iri, as_of: str) -> tuple[dict[Iri, str], set[Source]]:
    """`near_nodes`, and every release that says so."""
    near, where = _pointing(store, [iri], (), as_of)
    for kind, which in (("drug", ("intervention", "drug")), ("trial", ("trial",))):
        nodes = sorted((n for n in near if f"/{kind}/" in n.value), key=lambda n: (near[n], n), reverse=True)
        if nodes and (kind != "drug" or "/organization/" in iri.value):
            further, there = _pointing(store, nodes[:MOST_FOLLOWED], which, as_of)
            near, where = near | further, where | there
    near.pop(iri, None)
    return near, where


def _pointing(
    store: Store, nodes: Sequence[Iri], which: tuple[str, ...], as_of: str
) -> tuple[dict[Iri, str], set[Source]]:
    rows = pointing(store, nodes, [Iri(BP + name) for name in which])
    known = sources(store, {g for _, g in rows if isinstance(g, Iri)})
    where = {g: source for g, source in known.items() if not as_of or "" < source.date <= as_of}
    last: dict[Iri, str] = {}
    for node, g in rows:
        if isinstance(node, Iri) and isinstance(g, Iri) and g in where:
            last[node] = max(last.get(node, ""), where[g].date)
    return last, set(where.values())


def choose(
    near: Mapping[Iri, str], types: Mapping[Iri, Thing], whole: str
) -> tuple[dict[str, list[Iri]], dict[str, int]]:
    """The newest of each section, and how many of each are left out."""
    by: dict[str, list[Iri]] = defaultdict(list)
    for node in sorted(near, key=lambda n: (near[n], n), reverse=True):
        if node in types and types[node].type != "Payment":
            by[_section(types[node].type)].append(node)
    most = {key: len(nodes) if key == whole else MOST_ITEMS for key, nodes in by.items()}
    most[FIGURES] = len(by[FIGURES]) if whole == FIGURES else MOST_FIGURES
    return (
        {key: nodes[: most[key]] for key, nodes in by.items()},
        {key: max(0, len(nodes) - most[key]) for key, nodes in by.items()},
    )


def observations(store: Store, nodes: Sequence[Iri], as_of: str, periods: int = 0) -> tuple[list[Item], int]:
    """Figures as items, and how many are left out; only those of the newest periods unless `periods` is 0.

    The value is quoted; metric, period and currency stand in the same row of a table and are shown with its quote.
    """
    ends: dict[Iri, dict[str, str]] = {}
    ontology = load_ontology()
    for i in range(0, len(nodes), BATCH):
        for node, *said in store.select(OBSERVED % " ".join(map(str, nodes[i : i + BATCH]))).rows:
            if isinstance(node, Iri):
                ends[node] = {name: in_words(value, {}) for name, value in zip(PARTS, said, strict=True) if value}
    newest = sorted({_period(said) for said in ends.values()}, reverse=True)
    kept = [n for n, said in ends.items() if not periods or _period(said) in newest[:periods]]
    made: list[Item] = []
    for told in in_full(store, tellings(store, kept, as_of=as_of, only=VALUE), NEWEST):
        value = said_of(told, {})
        rest = {name: replace(value, text=text) for name, text in ends[told.subject].items()}
        lines = tuple(Line(n, ontology.label(BP + n), (said,)) for n, said in ({"value": value} | rest).items())
        made.append(Item(told.subject.value, "FinancialObservation", rest["metric"].text, (), lines, told.last))
    return made, len(ends) - len(kept)


def _period(said: Mapping[str, str]) -> tuple[str, str]:
    return said.get("periodEnd", ""), said.get("months", "").zfill(2)


def _section(type_: str) -> str:
    return next((key for key, _, types in SECTIONS if type_ in types), OTHERS)


def _item(node: Iri, about: Iri, told: Sequence[Told], names: Mapping[Iri, Thing]) -> Item:
    """One thing as it is shown on the page of another; what points back there is left out where there is more."""
    thing = names[node]
    said = _without_implied(told)
    exact = [t for t in said if t.object != about] or said
    stands = {id(t) for t in standing(told)}
    by: dict[Iri, list[Told]] = defaultdict(list)
    for one in exact:
        by[one.predicate].append(one)
    ontology = load_ontology()
    lines = [
        Line(
            local(predicate),
            ontology.label(predicate.value),
            tuple(
                said_of(t, names, t.asserted and id(t) not in stands)
                for t in sorted(said, key=lambda t: (t.last, t.first), reverse=True)
            ),
        )
        for predicate, said in by.items()
    ]
    badges = [
        value.text
        for name in BADGES
        for line in lines
        if line.predicate == name
        for value in line.values
        if asserts(value.stance) and not value.replaced
    ]
    last = max(t.last for t in told)
    return Item(node.value, thing.type, _title(thing, lines), tuple(badges[:3]), tuple(_ordered(lines)), last)


def _title(thing: Thing, lines: Iterable[Line]) -> str:
    """A role is named by the other side of it; everything else by its own label."""
    if thing.type == "Membership":
        for line in lines:
            if line.predicate in ("member", "organization"):
                return line.values[0].text
    return thing.label


def _ordered(lines: Iterable[Line]) -> list[Line]:
    """As the ontology declares them."""
    place = _declared()
    return sorted(lines, key=lambda line: (place.get(line.predicate, len(place)), line.predicate))


@cache
def _declared() -> Mapping[str, int]:
    """The place of each property, by its local name, among all that the ontology declares."""
    return {local(Iri(p)): i for i, p in enumerate(load_ontology().properties)}


def _newest(item: Item) -> tuple[str, str]:
    return item.last, item.title


def _without_implied(told: Iterable[Told]) -> list[Told]:
    """Less what a more exact statement says too: a licensor is not also shown as a party."""
    kept = list(told)
    properties = load_ontology().properties
    implied = {
        (t.subject, above, t.object)
        for t in kept
        if t.predicate.value in properties
        for above in properties[t.predicate.value].supers
    }
    return [t for t in kept if (t.subject, t.predicate.value, t.object) not in implied]


def said_of(told: Told, names: Mapping[Iri, Thing], replaced: bool = False) -> Said:
    """A statement's value with its places."""
    iri = told.object.value if isinstance(told.object, Iri) and has_page(told.object, names) else ""
    return Said(
        in_words(told.object, names), iri, told.stance, replaced, told.confidence, told.rules, told.places, told.older
    )


def has_page(node: Iri, names: Mapping[Iri, Thing]) -> bool:
    """Whether a node is a thing that stands by itself, rather than a concept or a part of another."""
    return node.value.startswith(ID) and node in names and names[node].type not in ("Payment", "Concept")


def in_words(term: Term, names: Mapping[Iri, Thing]) -> str:
    """A term as a person reads it: names for things, yes and no, thousands apart."""
    if isinstance(term, Iri):
        return names[term].label if term in names else load_ontology().label(term.value)
    if term.datatype == XSD + "boolean":
        return "yes" if term.value in ("true", "1") else "no"
    if term.datatype in (XSD + "decimal", XSD + "integer"):
        whole, _, rest = term.value.partition(".")
        sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
        return sign + (f"{int(digits):,}" if digits.isdigit() else digits) + (f".{rest}" if rest else "")
    return term.value


def _names(store: Store, iri: Iri, me: Thing) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Narrower classes, other names, public identifiers."""
    found: dict[str, set[str]] = defaultdict(set)
    for p, name in store.select(NAMES % {"graph": ENTITIES_GRAPH, "iri": iri}).rows:
        if p and name:
            found[p.value.rpartition("#")[2]].add(name.value)
    labels = {load_ontology().label(cls) for cls in found["type"] if cls.rpartition("#")[2] != me.type}
    others = found["altLabel"] - {me.label}
    return tuple(sorted(labels)), tuple(sorted(others, key=str.casefold)), tuple(sorted(found["exactMatch"]))
