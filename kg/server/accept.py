"""Which format a client gets: RFC 9110's Accept, over the formats that there are."""

from __future__ import annotations

from collections.abc import Mapping

# Media types in order of preference -> the store's name of the format.
RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/xml": "rdf",
}
DATASETS: Mapping[str, str] = {
    "application/trig": "trig",
    "application/n-quads": "nq",
    "application/ld+json": "jsonld",
}
# What a format is called on the way out.
MEDIA: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


def choose(accept: str, offered: Mapping[str, str]) -> str:
    """The format that an Accept header likes best, of equals the first offered; "" where it takes none.

    >>> choose("text/turtle;q=0.5, application/ld+json", GRAPHS)
    'jsonld'
    >>> choose("", RESULTS), choose("image/png", RESULTS)
    ('json', '')
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()]
    best, name = 0.0, ""
    for media, format_ in offered.items():
        liked = _liking(media, ranges)
        if liked > best:
            best, name = liked, format_
    return name


def _range(part: str) -> tuple[str, float]:
    """A media range in lower case, and its weight from 0 to 1."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _liking(media: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most exact range that covers a media type."""
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        weights = [weight for covered, weight in ranges if covered == pattern]
        if weights:
            return max(weights)
    return 0.0
