"""A lexicon as one compressed file: sorted folded names, what each refers to, and the entries.

The file is xz-compressed UTF-8 of three blocks (names, references, entries) divided by GS, with one item a line. A
reference is an entry's number, a letter for the match, "!" where the name is short, "^" where the text must hold a
capital, and "=AbC" where its letters and digits must be just these; several stand side by side, divided by spaces.
Entries are label, ids, kind and place, divided by tabs. Nothing but the dict of names is made when a file is loaded.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import LexiconError
from kg.lexicons.entries import Entry, Match

FORMAT = 1
DATA = Path(__file__).parent / "data"
MATCHES = {"l": Match.LABEL, "s": Match.SYNONYM, "b": Match.BRAND, "c": Match.CODE}
LETTERS = {match: letter for letter, match in MATCHES.items()}
_REFERENCE = re.compile(r"(\d+)([lsbc])(!?)(\^?)(?:=(\S*))?")
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6}]


@dataclass(frozen=True, slots=True)
class Reference:
    """One sense of a name; `surface` holds the letters and digits that the text must have, "" for any."""

    entry: Entry
    capital: bool
    surface: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of one kind, folded, and what they refer to, still packed."""

    names: dict[str, str]
    entries: list[str]
    longest: int  # words in the longest name

    def references(self, name: str) -> tuple[Reference, ...]:
        """The senses of a folded name, in the order in which they were packed."""
        packed = self.names.get(name)
        return tuple(self._reference(item) for item in packed.split(" ")) if packed else ()

    def _reference(self, item: str) -> Reference:
        found = _REFERENCE.fullmatch(item)
        if not found:
            raise LexiconError(f"reference {item!r} is damaged; compile the lexicons again")
        number, match, short, capital, surface = found.groups()
        label, ids, kind, place = self.entries[int(number)].split("\t")
        curies = tuple(ids.split("|")) if ids else ()
        entry = Entry(curies[0] if curies else label, label, MATCHES[match], curies, kind, place, bool(short))
        return Reference(entry, bool(capital), surface or "")


def pack(names: dict[str, str], entries: list[str]) -> bytes:
    """The bytes of a lexicon file; the same input gives the same bytes."""
    ordered = sorted(names)
    longest = max((name.count(" ") + 1 for name in ordered), default=0)
    blocks = ("\n".join(ordered), "\n".join(names[n] for n in ordered), "\n".join(entries), str(longest))
    return lzma.compress("\x1d".join(blocks).encode(), lzma.FORMAT_XZ, lzma.CHECK_CRC32, None, _FILTERS)


def unpack(data: bytes) -> Lexicon:
    """The lexicon that `pack` made bytes of.

    Raises LexiconError where they are damaged.
    """
    try:
        names, references, entries, longest = lzma.decompress(data).decode().split("\x1d")
    except (lzma.LZMAError, ValueError) as error:
        raise LexiconError(f"the lexicon is damaged ({error}); compile it again") from error
    return Lexicon(dict(zip(names.split("\n"), references.split("\n"), strict=True)), entries.split("\n"), int(longest))


def read_lexicon(kind: str, folder: Path = DATA) -> Lexicon:
    """The compiled lexicon of a kind in a folder.

    Raises LexiconError where it is missing, damaged, or of another version than this package reads.
    """
    path, digest = folder / f"{kind}.xz", _digest(kind, folder)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexiconError(f"{path}: no lexicon here ({error.strerror}); run tools/compile_lexicons.py") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise LexiconError(f"{path}: not the file that the manifest lists; run tools/compile_lexicons.py")
    return unpack(data)


def _digest(kind: str, folder: Path) -> str:
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text("utf-8"))
        version, files = manifest["format"], manifest["lexicons"]
    except (OSError, ValueError, KeyError) as error:
        raise LexiconError(f"{path}: no list of lexicons here ({error}); run tools/compile_lexicons.py") from error
    if version != FORMAT:
        raise LexiconError(f"{path}: format {version}, expected {FORMAT}; run tools/compile_lexicons.py")
    if kind not in files:
        raise LexiconError(f"{path}: lists no lexicon of kind {kind!r}; it has {', '.join(sorted(files))}")
    return str(files[kind]["sha256"])


@cache
def load(kind: str) -> Lexicon:
    """The package's own lexicon of a kind, read once."""
    return read_lexicon(kind)


def line(label: str, ids: Iterable[str] = (), kind: str = "", place: str = "") -> str:
    """An entry as it is packed."""
    return "\t".join((label, "|".join(ids), kind, place))
