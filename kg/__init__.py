"""A knowledge graph of biotech pipelines, read from press releases and filings, every fact with its quote.

The names below are all that other people's code needs; each is loaded when it is first used. To build a graph:
`from kg.build import build`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.checks.evaluate import evaluate
    from kg.checks.verify import verify
    from kg.documents.model import Filing, Release
    from kg.documents.read import read_documents
    from kg.errors import KgError
    from kg.ontology import Ontology, load_ontology
    from kg.queries.ask import ask
    from kg.queries.model import Answer
    from kg.queries.names import find_named
    from kg.queries.neighbourhood import neighbourhood
    from kg.queries.opened import Graph
    from kg.queries.opened import open_graph as open  # noqa: A004  kg.open reads as gzip.open does
    from kg.queries.questions import history, pipeline
    from kg.queries.ways import path_between
    from kg.store import Store, open_store

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Filing",
    "Graph",
    "KgError",
    "Ontology",
    "Release",
    "Store",
    "ask",
    "evaluate",
    "find_named",
    "history",
    "load_ontology",
    "neighbourhood",
    "open",
    "open_store",
    "path_between",
    "pipeline",
    "read_documents",
    "verify",
]

_WHERE = {
    "Answer": "queries.model",
    "Filing": "documents.model",
    "Graph": "queries.opened",
    "KgError": "errors",
    "Ontology": "ontology",
    "Release": "documents.model",
    "Store": "store",
    "ask": "queries.ask",
    "evaluate": "checks.evaluate",
    "find_named": "queries.names",
    "history": "queries.questions",
    "load_ontology": "ontology",
    "neighbourhood": "queries.neighbourhood",
    "open": "queries.opened:open_graph",
    "open_store": "store",
    "path_between": "queries.ways",
    "pipeline": "queries.questions",
    "read_documents": "documents.read",
    "verify": "checks.verify",
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, _, attribute = _WHERE[name].partition(":")
    return getattr(importlib.import_module(f"kg.{module}"), attribute or name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
