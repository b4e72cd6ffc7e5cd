"""Targets of HGNC and FamPlex."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.lexicons.entries import Match
from kg.lexicons.index import Name, Row
from kg.lexicons.names import fold_disease, fold_name, singular
from tools.lexicons.diseases import diseases
from tools.lexicons.sources import Sources, values

_INVERTED = re.compile(r", |; ")
_TERSE = re.compile(r"(?!cd|il|p\d)[a-z]{1,2}\d{2,3}")
_MONTH = re.compile(r"(?:march|sept?|dec|oct|nov|april|may|june|july|august)\d")


def targets(sources: Sources) -> Iterator[Row]:
    """Genes of HGNC, then families and complexes of FamPlex and the gene groups of HGNC."""
    shared = Shared(sources)
    extra: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, *pairs in sources.records("famplex_grounding_map"):
        if len(pairs) > 1 and pairs[0] in ("FPLX", "HGNC"):
            extra[pairs[0], pairs[1]].append(text)
    for row in sources.table("hgnc_2024"):
        columns = ("name", "alias_symbols", "alias_names", "prev_symbols", "prev_names")
        others = [text for column in columns for text in values(row[column])] + extra["HGNC", row["symbol"]]
        symbols = frozenset((row["symbol"], *values(row["alias_symbols"]), *values(row["prev_symbols"])))
        names = shared.names(row["symbol"], others, symbols)
        xrefs = (x for x in values(row["xrefs"]) if x.startswith(("NCBIGene:", "UniProt:")))
        yield Row(row["symbol"], names, (row["id"], *xrefs)[:3], "gene")
    for (entity,) in sources.records("famplex_entities"):
        label = entity.replace("_", " ")
        yield Row(label, shared.names(label, extra["FPLX", entity]), (f"FPLX:{entity}",), "family")
    for row in sources.table("hgnc_genegroup"):
        names = shared.names(row["name"], values(row["synonyms"]))
        yield Row(row["name"], names, (f"HGNC.GROUP:{row['identifier']}",), "family")


class Shared:
    """The names that a target's may be confused with."""

    def __init__(self, sources: Sources):
        self.stop = sources.stop["target"]
        self.english = sources.english
        self.diseases = {fold_disease(name.text) for row in diseases(sources) for name in row.names}

    def names(self, label: str, others: list[str], symbols: frozenset[str] = frozenset()) -> tuple[Name, ...]:
        """The names of one gene or family that may stand in running text."""
        matches = dict.fromkeys(others, Match.SYNONYM) | {label: Match.LABEL}
        found = (target_name(text, match, text in symbols, self) for text, match in matches.items())
        return tuple(name for name in found if name)


def target_name(text: str, match: Match, symbol: bool, shared: Shared) -> Name | None:
    """A name of a target as it may stand in running text, or None: a disease's, a date or an ordinary word."""
    folded = fold_name(text)
    length = sum(c.isalnum() for c in text)
    if not folded or folded in shared.stop or len(text) > 60 or folded.count(" ") > 5 or length < 2:
        return None
    disease = length > 3 and match is not Match.LABEL and fold_disease(text) in shared.diseases
    if disease or _INVERTED.search(text) or _MONTH.match(folded):
        return None
    if " " in text.strip() and length > 5:
        return Name(text, match)
    if length < 4:
        return Name(text, match, exact=True, short=True)
    if any(c.isdigit() for c in text):
        return Name(text, match, capital=True, short=match is not Match.LABEL and _TERSE.fullmatch(folded) is not None)
    word = folded in shared.english or singular(folded) in shared.english
    acronym = symbol or text == text.upper() or sum(c.isupper() for c in text) > 1
    alias = acronym and length < 5 and match is not Match.LABEL
    return Name(text, match, exact=acronym, short=alias or (acronym and word))
