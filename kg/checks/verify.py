"""Whether a store can be believed: quotes are true to their sources, facts have quotes, nothing was lost or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.checks.standing import check_register
from kg.checks.states import Jump, impossible_jumps
from kg.errors import StoreError
from kg.graph.manifest import Entry, digest_of, entities_digest
from kg.graph.present import Part, assemble, is_ours, part_of
from kg.graph.terms import Iri, Literal, Quad, Term
from kg.graph.validate import Refused, check_shapes
from kg.graph.vocabulary import CLAIM, ENTITIES_GRAPH, FILING, PASSAGE, RDF_TYPE, RELEASE, term
from kg.ontology import BP, PREFIXES, SCHEMA, load_ontology
from kg.resolution.register import NAME as REGISTER
from kg.store import Store
from kg.store.damage import problems_of
from kg.store.manifest import NAME as MANIFEST

MENDS = "kg build --repair mends it"
CHANGED = f"an update or a fault changed it; {MENDS}"
NEEDS_QUOTE = (BP, PREFIXES["org"], SCHEMA)  # namespaces of properties that state facts
TITLE = term("dcterms:title")
BOOKKEEPING = frozenset((CLAIM, PASSAGE, RELEASE, FILING, term("skos:Concept"), term("skos:ConceptScheme")))
Triples = dict[Iri, dict[Iri, set[Term]]]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and the check that found it.

    That is quote, unquoted, shape, digest, present, reading (what was kept of a document, and its text), manifest,
    register (of who is who) or database.
    """

    check: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what is wrong with it; `own` are graphs that updates made beside the documents'.

    `set_aside` is what the shapes refused when documents were built, `jumps` statuses that cannot follow each other:
    nothing is wrong with the store, but somebody should look. `unread` says why quotes could not be compared with their
    sources: those of an endpoint are known only where it was built.
    """

    documents: int
    quads: int
    quotes: int
    facts: int
    problems: tuple[Problem, ...]
    own: tuple[OwnGraph, ...] = ()
    set_aside: tuple[Problem, ...] = ()
    jumps: tuple[Jump, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True, order=True)
class OwnGraph:
    """A graph of no document, which somebody added: nothing vouches for it, and nothing is wrong with it."""

    name: str
    quads: int


def verify(store: Store) -> Verification:
    """Looks at every document of a store; nothing is changed."""
    problems = [Problem("manifest", MANIFEST, f"{what}; {MENDS}") for what in problems_of(store.manifest)]
    set_aside: list[Problem] = []
    counts: dict[str, int] = defaultdict(int)
    own: tuple[OwnGraph, ...] = ()
    jumps: tuple[Jump, ...] = ()
    try:
        problems.extend(_check_all(store, counts))
        own = tuple(OwnGraph(g.value, sum(1 for _ in store.quads(g))) for g in store.graphs() if not is_ours(g))
        jumps = tuple(impossible_jumps(store))
        set_aside = sorted(_set_aside(store))
    except StoreError as error:
        problems += () if problems else (Problem("database", "rdf", error.reason),)
    return Verification(
        len(store.manifest.documents),
        counts["quads"],
        counts["quotes"],
        counts["facts"],
        tuple(sorted(set(problems))),
        own,
        tuple(set_aside),
        jumps,
        ""
        if store.has_texts
        else f"{store.folder} is not here, where the sources would lie; $KG_STORE_FOLDER names it",
    )


def _set_aside(store: Store) -> Iterator[Problem]:
    for entry in store.manifest.refused():
        for line in entry.set_aside:
            refused = Refused.read(line)
            yield Problem("set aside", entry.source, f"{refused.node}: {refused.reason}")


def _check_all(store: Store, counts: dict[str, int]) -> Iterator[Problem]:
    parts: list[Part] = []
    for entry in store.manifest.documents.values():
        quads = [quad for name in entry.graphs for quad in store.quads(Iri(name))]
        parts += [part_of(Iri(name), quads) for name in entry.graphs]
        yield from _check_document(store, entry, quads, counts)
    entities = list(store.quads(ENTITIES_GRAPH))
    parts.append(part_of(ENTITIES_GRAPH, entities))
    yield from _check_rest(store, entities, parts)
    yield from (Problem("register", REGISTER, what) for what in check_register(store))


def _check_document(store: Store, entry: Entry, quads: list[Quad], counts: dict[str, int]) -> Iterator[Problem]:
    counts["quads"] += len(quads)
    if len(quads) != entry.quads:
        what = f"{entry.quads} quads were written, the store holds {len(quads)}; {CHANGED}"
        yield Problem("digest", entry.source, what)
    elif digest_of(quads) != entry.digest:
        yield Problem("digest", entry.source, f"quads differ from those that were written; {CHANGED}")
    for refused in check_shapes(quads)[1]:
        yield Problem("shape", entry.source, f"{refused.node}: {refused.reason}")
    if store.has_texts:
        try:
            store.load_reading(entry.sha256)
        except StoreError as error:
            yield Problem("reading", entry.source, error.reason)
    text = store.load_text(entry.sha256)
    for name in entry.graphs:
        triples = _triples(quads, Iri(name))
        if text:
            yield from _check_quotes(triples, entry, text, counts)
        yield from _check_backing(triples, entry, counts)


def _triples(quads: list[Quad], graph: Iri) -> Triples:
    found: Triples = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if quad.graph == graph:
            found[quad.subject][quad.predicate].add(quad.object)
    return found


def _check_quotes(triples: Triples, entry: Entry, text: str, counts: dict[str, int]) -> Iterator[Problem]:
    """Every passage holds what the source holds at its place."""
    for passage, have in triples.items():
        if PASSAGE not in have[RDF_TYPE]:
            continue
        counts["quotes"] += 1
        start, end = (_number(have[term(name)]) for name in ("oa:start", "oa:end"))
        quotes = [o.value for o in have[term("oa:exact")]]
        if start is None or end is None or len(quotes) != 1:
            yield Problem("quote", entry.source, f"{passage.value}: expected one text with a start and an end")
        elif not 0 <= start < end <= len(text) or text[start:end] != quotes[0]:
            found = text[start : min(end, start + 60)]
            yield Problem("quote", entry.source, f"{start}-{end}: quoted {quotes[0][:60]!r}, the source has {found!r}")


def _number(values: set[Term]) -> int | None:
    texts = [v.value for v in values if isinstance(v, Literal) and v.value.isdigit()]
    return int(texts[0]) if len(texts) == len(values) == 1 else None


def _check_backing(triples: Triples, entry: Entry, counts: dict[str, int]) -> Iterator[Problem]:
    """Every triple that states a fact is the matter of a claim that has a quoted passage in the same graph."""
    backed = set()
    for have in triples.values():
        quoted = any(triples[p][term("oa:exact")] for p in have.get(term("bp:evidence"), ()) if p in triples)
        if CLAIM in have[RDF_TYPE] and quoted:
            matter = (have[term(f"rdf:{part}")] for part in ("subject", "predicate", "object"))
            backed.add(tuple(next(iter(terms), None) for terms in matter))
    for subject, have in list(triples.items()):
        if have[RDF_TYPE] & BOOKKEEPING:
            continue
        for predicate, values in have.items():
            if not predicate.value.startswith(NEEDS_QUOTE) and predicate != TITLE:
                continue
            counts["facts"] += len(values)
            for value in values:
                if (subject, predicate, value) not in backed:
                    yield Problem("unquoted", entry.source, f"{subject} {predicate} {value} has no quoted passage")


def _check_rest(store: Store, entities: list[Quad], parts: list[Part]) -> Iterator[Problem]:
    """The graph of entities, strange graphs, and the assembled present."""
    for refused in check_shapes(entities)[1]:
        yield Problem("shape", ENTITIES_GRAPH.value, f"{refused.node}: {refused.reason}")
    if entities_digest(entities, store.manifest.head.entities) != store.manifest.head.entities:
        what = f"the graph of entities differs from the one that was written; {CHANGED}"
        yield Problem("digest", ENTITIES_GRAPH.value, what)
    known = {part.graph for part in parts}
    for graph in store.graphs():
        if graph not in known and is_ours(graph):
            yield Problem("digest", graph.value, "a graph of no document in the manifest")
    wanted = assemble(parts, load_ontology().latest_only)
    present = frozenset((q.subject, q.predicate, q.object) for q in store.default_graph())
    for triple in present - wanted:
        yield Problem("present", "default graph", f"{_line(triple)} stands in no release, or not as the latest")
    for triple in wanted - present:
        yield Problem("present", "default graph", f"{_line(triple)} is missing")


def _line(triple: tuple[Iri, Iri, Term]) -> str:
    return " ".join(map(str, triple))
