"""The rows that answers about things are made of: from a snapshot's register where it is made, else by SPARQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from kg.graph.terms import Iri, Term
from kg.queries.register import Row, found
from kg.store import Store

BATCH = 200  # terms asked about at once
CLAIMS = {  # what the values of a direction are, said once: each pattern more is a search in the index for each claim
    "subject": """SELECT ?claim ?s ?p ?o ?g { GRAPH ?g { VALUES ?s { %s } ?claim rdf:subject ?s .
  %s ?claim rdf:predicate ?p ; rdf:object ?o } }""",
    "object": """SELECT ?claim ?s ?p ?o ?g { GRAPH ?g { VALUES ?o { %s } ?claim rdf:object ?o .
  %s ?claim rdf:predicate ?p ; rdf:subject ?s } }""",
}
POINTING = """SELECT DISTINCT ?s ?g { GRAPH ?g { VALUES ?o { %s }
  ?claim rdf:object ?o ; bp:polarity bp:affirmed ; rdf:subject ?s . %s } }"""
CLAIMED = """SELECT ?claim ?s ?p ?o ?g ?passage { VALUES ?s { %s } GRAPH ?g {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; bp:evidence ?passage } }"""
PASSAGES = "SELECT ?claim ?passage { VALUES ?claim { %s } GRAPH ?g { ?claim bp:evidence ?passage } }"
RULES = """SELECT ?claim ?sure ?rule { VALUES ?claim { %s }
  GRAPH ?g { ?claim bp:confidence ?sure ; bp:extractor ?rule } }"""
WORDS_IN = """SELECT ?passage ?first ?past ?quote { VALUES ?g { %s } GRAPH ?g {
  ?passage oa:exact ?quote ; oa:start ?first ; oa:end ?past } }"""
WORDS = """SELECT ?passage ?first ?past ?quote { GRAPH ?g { VALUES ?passage { %s }
  ?passage oa:exact ?quote ; oa:start ?first ; oa:end ?past } }"""


def claims_of_nodes(store: Store, nodes: Collection[Iri], direction: str, only: Iri | None = None) -> list[Row]:
    """Claim, subject, predicate, object and graph of all that is claimed with a node as "subject" or "object".

    `only`: those with one property. The order is none.
    """
    rows = found(store, "claims", direction[0], nodes, ("claim", "s", "p", "o", "g"))
    if rows is not None:
        return [row for row in rows if row[2] == only] if only else rows
    narrow = f"?claim rdf:predicate {only} ." if only else ""
    return _asked(store, nodes, lambda values: CLAIMS[direction] % (values, narrow))


def claims_with_passages(store: Store, nodes: Collection[Iri]) -> list[Row]:
    """Claim, subject, predicate, object, graph and passage of all that is claimed of some nodes, for each passage."""
    rows = found(store, "claims", "s", nodes, ("claim", "s", "p", "o", "g"))
    if rows is None:
        return _asked(store, nodes, lambda values: CLAIMED % values)
    backed: dict[Term | None, list[Term | None]] = defaultdict(list)
    for claim, passage in passages_of_claims(store, {row[0] for row in rows if isinstance(row[0], Iri)}):
        backed[claim].append(passage)
    return [(*row, passage) for row in rows for passage in backed.get(row[0], ())]


def words_in(store: Store, graphs: Collection[Iri]) -> list[Row]:
    """All passages of some releases, as `words_of_passages` gives them."""
    return _asked(store, graphs, lambda values: WORDS_IN % values)


def pointing(store: Store, nodes: Collection[Iri], through: Collection[Iri] = ()) -> list[Row]:
    """What a graph claims, and does not deny, to point to one of the nodes, and that graph; each pair once."""
    rows = found(store, "pointing", "o", nodes, ("s", "g", "p"))
    if rows is not None:
        return list(dict.fromkeys((s, g) for s, g, p in rows if not through or p in through))
    narrow = f"?claim rdf:predicate ?p . FILTER(?p IN ({', '.join(map(str, through))}))" if through else ""
    return list(store.select(POINTING % (" ".join(map(str, nodes)), narrow)).rows)


def passages_of_claims(store: Store, claims: Collection[Iri]) -> list[Row]:
    """Claim and passage."""
    return _kept(store, ("backed", "claim", "passage"), claims, PASSAGES)


def rules_of_claims(store: Store, claims: Collection[Iri]) -> list[Row]:
    """Claim, confidence and the rule that read it."""
    return _kept(store, ("ruled", "claim", "sure", "rule"), claims, RULES)


def words_of_passages(store: Store, passages: Collection[Iri]) -> list[Row]:
    """Passage, first and past the last of its code points, and its text."""
    return _kept(store, ("words", "passage", "first", "past", "quote"), passages, WORDS)


def _kept(store: Store, table: tuple[str, ...], terms: Collection[Iri], sparql: str) -> list[Row]:
    """What a table (its name, then its columns, the first of them the key) has of some terms."""
    name, *columns = table
    rows = found(store, name, columns[0], terms, columns)
    return rows if rows is not None else _asked(store, terms, lambda values: sparql % values)


def _asked(store: Store, terms: Iterable[Iri], query: Callable[[str], str]) -> list[Row]:
    return [row for values in batches(terms) for row in store.select(query(values)).rows]


def batches(terms: Iterable[Iri]) -> Iterator[str]:
    """The terms as SPARQL writes them, some at a time, in order."""
    ordered = sorted(terms)
    return (" ".join(map(str, ordered[i : i + BATCH])) for i in range(0, len(ordered), BATCH))
