"""The small lexicons that are written by hand: one TSV file each under `data/`, read as they are.

Columns: label, other names, ids, kind, place; `|` divides values, and "!" before a name marks it as short: to be
believed only with other evidence near it. Lines that begin with "#" are comments.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import LexiconError
from kg.lexicons.entries import Kind, Match
from kg.lexicons.index import Name, Row, build, plain_name
from kg.lexicons.names import fold_disease, fold_name
from kg.lexicons.packed import DATA, Lexicon

CURATED = frozenset({Kind.EXCHANGE, Kind.SOCIETY_OR_CONFERENCE, Kind.MODALITY, Kind.TITLE})


def curated(kind: Kind, folder: Path = DATA) -> Lexicon:
    """The lexicon of a hand-written file.

    Raises LexiconError where the file is missing or a line of it has not five columns.
    """
    names, entries = build(read_rows(folder / f"{kind}.tsv"), fold_disease if kind is Kind.MODALITY else fold_name)
    return Lexicon(names, entries, max(name.count(" ") + 1 for name in names))


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of a hand-written file, in its order."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise LexiconError(f"{path}: no lexicon here ({error.strerror}); install the package again") from error
    return tuple(_row(path, n, text) for n, text in enumerate(lines, 1) if text and not text.startswith("#"))


def _row(path: Path, number: int, text: str) -> Row:
    cells = text.split("\t")
    if len(cells) != 5:
        raise LexiconError(f"{path}, line {number}: expected 5 columns divided by tabs, found {len(cells)}")
    label, others, ids, kind, place = cells
    names = [
        written_name(label, Match.LABEL),
        *(written_name(other, Match.SYNONYM) for other in others.split("|") if other),
    ]
    return Row(label.removeprefix("!"), tuple(names), tuple(ids.split("|")) if ids else (), kind, place)


def written_name(text: str, match: Match) -> Name:
    """A name as it is written by hand: "!" before it marks it as short."""
    name = plain_name(text.removeprefix("!"), match)
    return Name(name.text, match, name.capital, name.exact, short=text.startswith("!"))
