"""The places that a text names, of those at which listed organizations are: cities and countries."""

from __future__ import annotations

from functools import lru_cache

from kg.lexicons.entries import Kind
from kg.lexicons.ground import countries
from kg.lexicons.names import fold_name
from kg.lexicons.search import load_kind


@lru_cache(maxsize=16384)
def places_in(text: str) -> frozenset[str]:
    """The folded names of cities and countries that a text names; what `ground` asks of a context.

    >>> sorted(places_in("the hospital in Boston, United States"))
    ['boston', 'united states']
    """
    words, known = fold_name(text).split(" "), _places()
    spans = ((at, at + many) for many in known for at in range(len(words) - many + 1))
    found = ((end - at, " ".join(words[at:end])) for at, end in spans)
    return frozenset(name for many, name in found if name in known[many])


@lru_cache(maxsize=1)
def _places() -> dict[int, frozenset[str]]:
    """The folded names of all such places, by their number of words."""
    rows = {entry.rpartition("\t")[2] for entry in load_kind(Kind.ORGANIZATION).entries}
    names = {row.rpartition(", ")[0] for row in rows} | {countries().get(row[-2:], "") for row in rows}
    folded = {fold_name(name) for name in names} - {""}
    counts = {name.count(" ") + 1 for name in folded}
    return {many: frozenset(n for n in folded if n.count(" ") + 1 == many) for many in counts}
