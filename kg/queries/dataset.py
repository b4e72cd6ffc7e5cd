"""A store's quads as an rdflib Dataset, for people's notebooks and for tools that speak rdflib.

rdflib hands a query to the store as text, and to its own engine where the store will not have it, without a word: with
a prepared query that means minutes for milliseconds. So here a store that will not have it says so.
"""

from __future__ import annotations

from typing import Any

from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib.query import Result

from kg.errors import QueryError
from kg.ontology import PREFIXES
from kg.store import Store


def dataset_of(store: Store) -> Dataset:
    """The dataset, with the vocabulary's prefixes bound; it can be read as long as the store is open."""
    made = Dataset(store=TextOnly(store=store.rdf))
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace, replace=True)
    return made


class TextOnly(OxigraphStore):
    """Oxigraph behind rdflib, with errors of ours."""

    def query(self, query: Any, *how: Any, **more: Any) -> Result:
        """The answer to a query's text; raises QueryError where it is no SPARQL, or no text."""
        if not isinstance(query, str):
            raise QueryError("give the text of the query: Oxigraph answers no query that rdflib has prepared")
        try:
            return super().query(query, *how, **more)
        except NotImplementedError as error:
            raise QueryError(f"Oxigraph cannot be asked so: {error}") from error
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}\n{query.strip()}") from error
