"""All that is known of one thing, grouped as a person thinks: what it is, its drugs, trials, deals, people, figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import UnknownName
from kg.graph.terms import XSD, Iri, Term
from kg.graph.vocabulary import ENTITIES_GRAPH
from kg.ontology import ID, load_ontology
from kg.queries.claims import Thing, local, things
from kg.queries.told import Place, Source, Told, standing, told_about
from kg.store import Store

MOST_ITEMS = 40  # of a section; the newest
MOST_FIGURES = 240
OWN = "own"
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # key, heading, the types of what stands in it
    (OWN, "At a glance", ()),
    ("drugs", "Drugs", ("Drug",)),
    ("trials", "Trials", ("Trial",)),
    ("results", "Results", ("Outcome",)),
    ("programmes", "Programmes", ("Programme",)),
    ("regulatory", "Regulatory", ("RegulatoryAction",)),
    ("deals", "Deals", ("Agreement",)),
    ("people", "Roles", ("Membership",)),
    ("financing", "Financing", ("Financing",)),
    ("listings", "Listings", ("Listing",)),
    ("papers", "Publications and meetings", ("Publication", "Presentation")),
    ("organizations", "Organisations", ("Organization",)),
    ("figures", "Figures", ("FinancialObservation",)),
)
BADGES = ("phase", "stage", "status", "actionType", "agreementType", "financingType")
NEAR = """SELECT ?n (MAX(COALESCE(STR(?day), "")) AS ?last) {
  GRAPH ?g { %(which)s VALUES ?node { %(nodes)s }
    ?claim rdf:object ?node ; rdf:subject ?n ; rdf:predicate ?p ; bp:polarity bp:affirmed . %(dated)s }
  %(until)s
} GROUP BY ?n"""
DATED = "{ ?g dcterms:issued ?day } UNION { ?g dcterms:isPartOf/dcterms:issued ?day }"
NAMES = """SELECT DISTINCT ?p ?name { GRAPH %(graph)s {
  VALUES ?p { skos:altLabel skos:exactMatch rdf:type } %(iri)s ?p ?name } }"""


@dataclass(frozen=True, slots=True)
class Said:
    """One value with what says so; `iri` is "" for numbers and texts. `replaced`: something later took its place."""

    text: str
    iri: str
    stance: str
    replaced: bool
    confidence: str
    rules: tuple[str, ...]
    places: tuple[Place, ...]


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
    own = told_about(store, [iri], as_of=as_of)
    me = things(store, [iri]).get(iri)
    if me is None:
        raise UnknownName(local(iri))
    near = near_nodes(store, iri, as_of)
    types = things(store, near)
    chosen, more = _choose(near, types, whole)
    told = told_about(store, chosen, as_of=as_of)
    names = {iri: me} | types | things(store, {t.object for t in (*own, *told) if isinstance(t.object, Iri)})
    of: dict[Iri, list[Told]] = defaultdict(list)
    for one in told:
        of[one.subject].append(one)
    items: dict[str, list[Item]] = defaultdict(list)
    if own:
        items[OWN].append(_item(iri, iri, own, names))
    for node in chosen:
        if of[node]:
            items[_section(types[node].type)].append(_item(node, iri, of[node], names))
    sections = [
        Section(key, title, tuple(sorted(items[key], key=_newest, reverse=True)), more.get(key, 0))
        for key, title, _ in SECTIONS
        if items[key]
    ]
    kinds, called, ids = _names(store, iri, me)
    where = {place.source for one in (*own, *told) for place in one.places}
    return Profile(
        iri.value, me.label, me.type, kinds, called, ids, tuple(sections), tuple(sorted(where, reverse=True))
    )


def near_nodes(store: Store, iri: Iri, as_of: str = "") -> dict[Iri, str]:
    """What points to the thing, and to a company's drugs, each with the last day on which it was told of."""
    near = _pointing(store, [iri], "", as_of)
    drugs = [n for n in near if "/drug/" in n.value] if "/organization/" in iri.value else []
    if drugs:
        near |= _pointing(store, drugs[:MOST_ITEMS], "VALUES ?p { bp:intervention bp:drug }", as_of)
    trials = [n for n in near if "/trial/" in n.value]
    if trials:
        near |= _pointing(store, trials[:MOST_ITEMS], "VALUES ?p { bp:trial }", as_of)
    near.pop(iri, None)
    return near


def _pointing(store: Store, nodes: Sequence[Iri], which: str, as_of: str) -> dict[Iri, str]:
    dated = DATED if as_of else f"OPTIONAL {{ {DATED} }}"
    until = f'FILTER(STR(?day) <= "{as_of}")' if as_of else ""
    text = NEAR % {"nodes": " ".join(map(str, nodes)), "which": which, "dated": dated, "until": until}
    return {n: last.value if last else "" for n, last in store.select(text).rows if isinstance(n, Iri)}


def _choose(near: Mapping[Iri, str], types: Mapping[Iri, Thing], whole: str) -> tuple[list[Iri], dict[str, int]]:
    """The newest of each section, and how many of each are left out."""
    by: dict[str, list[Iri]] = defaultdict(list)
    for node in sorted(near, key=lambda n: (near[n], n), reverse=True):
        if node in types and types[node].type != "Payment":
            by[_section(types[node].type)].append(node)
    most = {key: len(nodes) if key == whole else MOST_ITEMS for key, nodes in by.items()} | {"figures": MOST_FIGURES}
    chosen = [node for key, nodes in by.items() for node in nodes[: most[key]]]
    return chosen, {key: max(0, len(nodes) - most[key]) for key, nodes in by.items()}


def _section(type_: str) -> str:
    return next((key for key, _, types in SECTIONS if type_ in types), OWN)


def _item(node: Iri, about: Iri, told: Sequence[Told], names: Mapping[Iri, Thing]) -> Item:
    """One thing as it is shown on the page of another: what points back there is not repeated."""
    thing = names[node]
    exact = [t for t in _without_implied(told) if t.object != about]
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
        if value.stance in ("", "intended") and not value.replaced
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
    place = {local(Iri(p)): i for i, p in enumerate(load_ontology().properties)}
    return sorted(lines, key=lambda line: (place.get(line.predicate, len(place)), line.predicate))


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
    return Said(in_words(told.object, names), iri, told.stance, replaced, told.confidence, told.rules, told.places)


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
