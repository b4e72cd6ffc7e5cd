"""Looking names up, one at a time or all those of a text.

Candidate stretches are looked up in a dict; no matcher is built, and a lexicon is read when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from kg.lexicons.curated import CURATED, curated
from kg.lexicons.entries import Entry, Hit, Kind
from kg.lexicons.names import fold_disease, fold_name, fold_organization, fold_words, singular
from kg.lexicons.packed import Lexicon, Reference, load

FOLDS: dict[Kind, Callable[[str], str]] = {
    Kind.DISEASE: fold_disease,
    Kind.ORGANIZATION: fold_organization,
    Kind.MODALITY: fold_disease,
}
PLURAL = frozenset({Kind.DISEASE, Kind.MODALITY})
LISTS = frozenset({Kind.ORGANIZATION, Kind.PLACE})  # kinds whose names may hold commas
NAMES = frozenset({Kind.ORGANIZATION, Kind.PLACE, Kind.JOURNAL})  # kinds whose names are capitalized
LONGEST = 10  # words; the names beyond are chemical or descriptive, and not written in running text
TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\d+(?:\.\d+)+|[^\W_]+|%")
LEGAL_TAIL = re.compile(
    r",?\s+(?:Inc\b\.?|Incorporated\b|Ltd\b\.?|Limited\b|LLC\b|L\.L\.C\.|PLC\b|plc\b|Corp\b\.?|Corporation\b|Company\b"
    r"|Co\b\.?|GmbH\b|AG\b|S\.?A\.?\b|N\.V\.|NV\b|B\.V\.|BV\b|AB\b|A/S|AS\b|Oyj?\b|S\.?p\.?A\.?|SE\b|KGaA\b|K\.K\."
    r"|L\.?P\.?\b|INC\b\.?|LTD\b\.?|CORP\b\.?|LIMITED\b|CORPORATION\b|INCORPORATED\b|GMBH\b|COMPANY\b|CO\b\.?)"
)
_GAP = re.compile(r"(?:\s|[-‐‑–'’®™/.&+*]|\((?:R|TM|SM)\))*", re.IGNORECASE)
_LIST_GAP = re.compile(r"(?:\s|[-‐‑–'’®™/.&+*,]|\((?:R|TM|SM)\))*", re.IGNORECASE)


def lookup(kind: Kind | str, text: str) -> tuple[Entry, ...]:
    """The entries that a text names in the lexicon of that kind, surest first; () where it names none.

    Letters' case counts where the name is short or an acronym: "aml" is not "AML".

    Raises LexiconError where the lexicon is missing or of another version, ValueError for an unknown kind.
    """
    kind = Kind(kind)
    fold = FOLDS.get(kind, fold_name)
    return _entries(kind, fold(text), text)


def find_longest(kind: Kind | str, text: str, tokens: Sequence[tuple[int, int]] | None = None) -> tuple[Hit, ...]:
    """The longest names of that kind in a text, left to right, none overlapping another.

    A name begins and ends at a token; `tokens` are half-open offsets in `text`, by default its words and numbers. No
    name spans a comma (but in organizations and places), a bracket or a full stop that ends a sentence. An
    organization's stretch takes in the legal form that follows.
    """
    kind = Kind(kind)
    commas = kind in LISTS
    words = _folded(text, commas) if tokens is None else _fold_tokens(text, tokens, commas)
    longest = min(LONGEST, max(load_kind(kind).longest, 1) + 2)
    first, plural = _first_words(kind), kind in PLURAL
    hits, after = [], 0
    for at, word in enumerate(words):
        if at < after or word[4] not in first and not (plural and singular(word[4]) in first):
            continue  # inside the name before, or no name begins so, as with most words of a text
        if found := _longest_at(kind, text, words, at, longest):
            hits.append(found[0])
            after = found[1]
    return tuple(hits)


def words_of(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the words, numbers and dotted abbreviations of a text."""
    return tuple(m.span() for m in TOKEN.finditer(text))


# Start, end, folded (several words where Greek letters are spelt out), joined to the last, the first of the folded.
Word = tuple[int, int, str, bool, str]


@lru_cache(maxsize=8)
def _folded(text: str, commas: bool) -> tuple[Word, ...]:
    """The words of a text; each text is searched for names of several kinds."""
    return _fold_tokens(text, words_of(text), commas)


def _fold_tokens(text: str, spans: Sequence[tuple[int, int]], commas: bool) -> tuple[Word, ...]:
    gap, last = _LIST_GAP if commas else _GAP, 0
    words: list[Word] = []
    for start, end in spans:
        folded = " ".join(fold_words(text[start:end]))
        if folded and start >= last:
            between = text[last:start]
            joined = bool(words) and (
                between == " " or gap.fullmatch(between) is not None and not _ends(text, last, between)
            )
            words.append((start, end, folded, joined, folded.split(" ", 1)[0]))
            last = end
    return tuple(words)


def _ends(text: str, last: int, between: str) -> bool:
    """Whether a gap ends a sentence: a full stop and a space after a word that is no abbreviation."""
    if not between.startswith(".") or len(between) < 2:
        return False
    word = re.search(r"[^\W\d_]*$", text[max(0, last - 12) : last])
    return not word or word[0] not in _ABBREVIATIONS


_ABBREVIATIONS = frozenset("St Dr Mr Mrs Ms Prof Univ Inst Hosp Dept Inc Corp Co Ltd No vs".split())


def _longest_at(kind: Kind, text: str, words: tuple[Word, ...], at: int, longest: int) -> tuple[Hit, int] | None:
    """The longest name that begins at a word, and the index of the first word after it."""
    start, _, key, _, _ = words[at]
    if key in _NEVER_FIRST or _possessive(text, start, key):
        return None
    names, plural = load_kind(kind).names, kind in PLURAL
    found: list[tuple[int, str]] = []
    for index in range(at, min(at + longest, len(words))):
        word = words[index]
        if index > at:
            if not word[3]:
                break
            if word[2] == "and" and kind is Kind.ORGANIZATION:
                continue
            key = key + word[2] if key[-1].isalpha() and word[2][0].isdigit() else f"{key} {word[2]}"
        name = singular(key) if plural else key
        if name in names and not _possessive(text, word[0], word[2]):
            found.append((index, name))
    for index, name in reversed(found):
        end = words[index][1]
        entries = _entries(kind, name, text[start:end])
        if entries:
            tail = LEGAL_TAIL.match(text, end) if kind is Kind.ORGANIZATION else None
            return Hit(start, tail.end() if tail else end, entries), index + 1
    return None


@lru_cache(maxsize=32)
def _first_words(kind: Kind) -> frozenset[str]:
    """The words that names of a kind begin with; for "acm12" also "acm", as it may be printed "ACM 12"."""
    words = {name.split(" ", 1)[0] for name in load_kind(kind).names}
    mixed = (word for word in words if not word.isalpha())
    return frozenset(words | {word[: at.start()] for word in mixed for at in _DIGIT.finditer(word)})


_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_NEVER_FIRST = frozenset(("the", "a", "an", "of", "and"))


def _possessive(text: str, start: int, word: str) -> bool:
    return word == "s" and text[start - 1 : start] in ("'", "’")


@lru_cache(maxsize=32)
def load_kind(kind: Kind) -> Lexicon:
    """The lexicon of a kind, compiled or curated."""
    return curated(kind) if kind in CURATED else load(kind)


def load_all() -> None:
    """Load what the first look-ups of each kind would load."""
    for kind in Kind:
        _first_words(kind)


@lru_cache(maxsize=16384)
def _entries(kind: Kind, name: str, text: str) -> tuple[Entry, ...]:
    if not name or name.isdigit():
        return ()
    references = load_kind(kind).references(name)
    if kind in NAMES and not titled(text):
        return ()
    return tuple(r.entry for r in references if fits(r, text))


def fits(reference: Reference, text: str) -> bool:
    """Whether the capitals of a text are such as the name asks for.

    Where the whole text is in capitals, as in a headline, so may a name of four letters or more be.
    """
    if reference.capital and text == text.lower():
        return False
    if not reference.surface:
        return True
    letters = alphanumeric(text)
    return letters == reference.surface or (
        len(letters) > 3 and letters.isupper() and letters == reference.surface.upper()
    )


def titled(text: str) -> bool:
    """Whether all words of a text but the small ones have a capital, and so may be a proper name."""
    return all(word in _SMALL or word[0].isdigit() or word != word.lower() for word in _WORD.findall(text))


_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    "of and the for in on at to s de du des la le les et der die das und für di del della e i y d l von van a an por"
    " para do da dos".split()
)


def alphanumeric(text: str) -> str:
    """Only the letters and digits of a text."""
    return "".join(c for c in text if c.isalnum())
