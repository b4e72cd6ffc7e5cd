"""Names, synonyms and identifiers of drugs, diseases, targets, organisations and places: compiled, compact, fast."""

from kg.lexicons.entries import Entry, Hit, Kind, Match
from kg.lexicons.ground import ground
from kg.lexicons.names import fold_disease, fold_name, fold_organization, fold_person
from kg.lexicons.search import find_longest, lookup
from kg.lexicons.stems import Stem, inn_stem

__all__ = [
    "Entry",
    "Hit",
    "Kind",
    "Match",
    "Stem",
    "find_longest",
    "fold_disease",
    "fold_name",
    "fold_organization",
    "fold_person",
    "ground",
    "inn_stem",
    "lookup",
]
