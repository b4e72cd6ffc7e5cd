"""A graph about an invented company, in the shape that `kg.queries.neighbourhood` gives."""

from __future__ import annotations

import networkx as nx

from kg.queries.model import Evidence, Statement


def said(subject: str, predicate: str, value: str, quote: str = "") -> Statement:
    words = quote or f"{subject}, the company said, has {value} as its {predicate}."
    return Statement(subject, predicate, value, "", (Evidence("2006-03-02", "norvik.txt", "NORVIK REPORTS", words),))


def graph_of(nodes: dict[str, tuple[str, str]], edges: list[tuple[str, str, str]]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, (label, kind) in nodes.items():
        graph.add_node(node, label=label, type=kind, values={}, statements=())
    for source, predicate, target in edges:
        statement = said(nodes[source][0], predicate, nodes[target][0])
        graph.add_edge(source, target, predicate=predicate, label=predicate, asserted=True, statement=statement)
    return graph


def norvik() -> nx.MultiDiGraph[str]:
    """A company with five drugs, trials, people, a partner and a listing."""
    nodes = {
        "o:norvik": ("Norvik Biosciences Inc.", "Organization"),
        "o:halden": ("Halden Pharma AG", "Organization"),
        "o:mercy": ("Mercy Lake Hospital", "Organization"),
        "o:fda": ("Food and Drug Administration", "Organization"),
        "o:tsx": ("Exchange of the North", "Organization"),
        "p:lund": ("Astrid Lund", "Person"),
        "p:moe": ("Per Moe", "Person"),
        "m:lund": ("Astrid Lund: President and Chief Executive Officer", "Membership"),
        "m:moe": ("Per Moe: Chief Financial Officer", "Membership"),
        "l:tsx": ("NVK", "Listing"),
        "a:halden": ("License: Norvik, Halden", "Agreement"),
        "r:orphan": ("Orphan drug: NVK-101", "RegulatoryAction"),
        "e:asco": ("Nordic Oncology Congress", "Event"),
        "t:kras": ("KRAS", "Target"),
    }
    edges = [
        ("m:lund", "member", "p:lund"),
        ("m:lund", "organization", "o:norvik"),
        ("m:moe", "member", "p:moe"),
        ("m:moe", "organization", "o:norvik"),
        ("l:tsx", "issuer", "o:norvik"),
        ("l:tsx", "exchange", "o:tsx"),
        ("a:halden", "licensor", "o:norvik"),
        ("a:halden", "licensee", "o:halden"),
        ("r:orphan", "agency", "o:fda"),
    ]
    diseases = ("melanoma", "glioblastoma multiforme", "acute myeloid leukemia", "renal cell carcinoma", "psoriasis")
    for i, disease in enumerate(diseases):
        drug, trial, illness = f"d:{i}", f"t:{i}", f"i:{i}"
        nodes[drug] = (f"NVK-10{i}", "Drug")
        nodes[illness] = (disease, "Indication")
        nodes[trial] = (f"Phase {i % 3 + 1} trial of NVK-10{i} in {disease}", "Trial")
        edges += [
            (drug, "developer", "o:norvik"),
            (drug, "indication", illness),
            (trial, "intervention", drug),
            (trial, "indication", illness),
        ]
    edges += [
        ("t:2", "combined with", "d:3"),
        ("t:0", "site", "o:mercy"),
        ("t:1", "site", "o:mercy"),
        ("d:0", "target", "t:kras"),
    ]
    edges += [
        ("a:halden", "subject", "d:1"),
        ("r:orphan", "drug", "d:1"),
        ("d:1", "indication", "i:2"),
        ("d:0", "approved for", "i:0"),
    ]
    graph = graph_of(nodes, edges)
    graph.nodes["m:lund"]["values"] = {"role": "Chief Executive Officer", "status": "current"}
    graph.nodes["m:moe"]["values"] = {"role": "Chief Financial Officer", "status": "former"}
    graph.nodes["l:tsx"]["values"] = {"ticker": "NVK"}
    return graph
