"""Places, people's names and journals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from kg.lexicons.curated import read_rows
from kg.lexicons.entries import Match
from kg.lexicons.index import Name, Row
from kg.lexicons.names import fold_name
from tools.lexicons.sources import Sources, values


def places(sources: Sources) -> Iterator[Row]:
    """Countries and their states by hand and from GeoNames, then cities, the larger first."""
    size_of = Sizes(sources)
    regions = read_rows(sources.written / "region.tsv")
    for region in regions:
        capitals = tuple(Name(n.text, n.match, capital=True, exact=n.exact, short=n.short) for n in region.names)
        yield Row(region.label, capitals, region.ids, region.kind, region.place)
    listed = {i for row in regions for i in row.ids}
    for country in json.loads(sources.text("geonames_countries")).values():
        if f"ISO3166:{country['iso']}" not in listed:
            names = (Name(country["name"], Match.LABEL, capital=True),)
            yield Row(country["name"], names, (f"ISO3166:{country['iso']}",), "country", country["iso"])
    for city in sorted(sources.table("geonames_cities"), key=lambda r: (-int(r["population"]), r["geonameid"])):
        place = f"{city['admin1']}, {city['country']}" if city["country"] == "US" else city["country"]
        yield Row(city["name"], size_of.names(city), (f"GEONAMES:{city['geonameid']}",), "city", place)


class Sizes:
    """How large a city must be for its name to be believed by itself."""

    def __init__(self, sources: Sources):
        self.stop = sources.stop["place"]
        self.english = sources.english
        people = ("census1990_male", "census1990_female", "census1990_surnames")
        self.people = {fold_name(row["name"]) for stem in people for row in sources.table(stem)[:20000]}

    def names(self, city: dict[str, str]) -> tuple[Name, ...]:
        """A city's names; other languages' only of large cities."""
        size = int(city["population"])
        matches = {city["name"]: Match.LABEL}
        if size >= 400_000:
            for text in values(city["alt_names_latin"]):
                if text[0].isupper() and text.isascii() and len(text) > 3 and text[1:].islower():
                    matches.setdefault(text, Match.SYNONYM)
        return tuple(
            Name(t, m, capital=True, short=self.weak(fold_name(t), size) or (len(t) < 5 and m is Match.SYNONYM))
            for t, m in matches.items()
        )

    def weak(self, name: str, size: int) -> bool:
        """Whether a city's name needs a state or country beside it."""
        if name in self.stop or len(name) < 4 or (name in self.english.others and size < 1_000_000):
            return True
        return " " not in name and (size < 150_000 or (name in self.people and size < 600_000))


def first_names(sources: Sources) -> Iterator[Row]:
    """Given names of the census, the more frequent first, and nicknames."""
    rows = [*sources.table("census1990_male"), *sources.table("census1990_female")]
    found = dict.fromkeys(row["name"] for row in sorted(rows, key=lambda r: -float(r["freq_pct"])))
    for first, _, other in sources.records("nicknames")[1:]:
        found.update(dict.fromkeys((first.capitalize(), other.capitalize())))
    yield from people(found, sources.stop["first_name"])


def surnames(sources: Sources) -> Iterator[Row]:
    """Surnames of the census, the more frequent first."""
    yield from people((row["name"] for row in sources.table("census1990_surnames")), sources.stop["surname"])


def people(found: Iterable[str], stop: set[str]) -> Iterator[Row]:
    """A row a name; those that are words are short."""
    for name in found:
        yield Row(name, (Name(name, Match.LABEL, capital=True, short=fold_name(name) in stop),))


_PERIODICAL = re.compile(
    r"\b(?:Journals?|Annals|Archives|Lancet|Nature|Proceedings|Reviews?|Letters|Reports|Acta|Bulletin|J|Rev|Ann)\b"
)


def journals(sources: Sources) -> Iterator[Row]:
    """Journals; one whose name is a word or a common phrase is short: "Cancer", "Blood", "Public Health"."""
    stop = sources.stop["journal"]
    for row in sources.table("journals"):
        label = row["journal"].strip('"')
        if fold_name(label) in stop or len(label) > 120:
            continue
        matches = dict.fromkeys(values(row["abbreviations"]), Match.SYNONYM) | {label: Match.LABEL}
        names = (
            Name(text, match, capital=True, short=fold_name(text).count(" ") < 2 and not _PERIODICAL.search(text))
            for text, match in matches.items()
            if len(fold_name(text)) > 2
        )
        yield Row(label, tuple(names))
