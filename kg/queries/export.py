"""The facts for other programs: as JSON Lines, one fact a line, and as GraphML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import networkx as nx

from kg.graph.terms import Iri
from kg.queries.claims import Claim, claims_in, in_words, things
from kg.queries.neighbourhood import graph_of
from kg.store import Store

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def facts_as_jsonl(store: Store) -> Iterator[str]:
    """One line for each claim of each release, in the order of the graphs' names.

    Keys: subject, predicate and object in words, their IRIs (`object_iri` is null for a value), stance ("" where the
    release asserts it), and for its passages quote (joined by " | " where a table needs several), source and date.
    """
    for graph in store.graphs():
        claims = claims_in(store, graph)
        names = things(store, {term for c in claims for term in (c.subject, c.object) if isinstance(term, Iri)})
        for claim in claims:
            said = in_words(claim, names)
            yield (
                json.dumps(
                    {
                        "subject": said.subject,
                        "predicate": said.predicate,
                        "object": said.object,
                        "stance": said.stance,
                        "date": said.date,
                        "source": said.evidence[0].source,
                        "quote": " | ".join(e.quote for e in said.evidence),
                        "subject_iri": claim.subject.value,
                        "predicate_iri": claim.predicate.value,
                        "object_iri": claim.object.value if isinstance(claim.object, Iri) else None,
                    },
                    ensure_ascii=False,
                )
                + "\n"
            )


def graph_as_graphml(store: Store) -> str:
    """All entities and what connects them, as GraphML (Gephi, yEd, Cytoscape): labels, types, values, quotes, dates."""
    claims: dict[Claim, None] = {}  # in an order that is the same each time
    for graph in store.graphs():
        claims |= dict.fromkeys(claims_in(store, graph))
    rich = graph_of(store, claims)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in rich.nodes(data=True):
        values = {f"value {name}": value for name, value in data["values"].items()}
        plain.add_node(node, **_xml({"label": data["label"], "type": data["type"], **values}))
    for one, other, key, data in rich.edges(keys=True, data=True):
        last = max(data["statement"].evidence)
        said = {"stance": data["statement"].stance, "date": last.date, "source": last.source, "quote": last.quote}
        plain.add_edge(one, other, key=key, **_xml({"label": data["label"], **said}))
    return "\n".join(nx.generate_graphml(plain, named_key_ids=True)) + "\n"


def _xml(values: dict[str, Any]) -> dict[str, str]:
    """Values as text without the characters that XML cannot hold."""
    return {name: NOT_XML.sub("\ufffd", str(value)) for name, value in values.items()}
