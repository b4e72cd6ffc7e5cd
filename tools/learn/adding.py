"""The rules run again with more names in the texts: as if the lexicons and patterns had known them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotation.annotate import annotate
from kg.annotation.found import Found
from kg.annotation.model import Annotation, EntityType
from kg.annotation.pipeline import load_pipeline
from tools.learn.names import Name
from tools.learn.texts import Text

NAME = "learned_names"
INTO = {EntityType.DRUG: "drugs", EntityType.INDICATION: "indications", EntityType.ORGANIZATION: "organizations"}
SURE = 4  # the weight from which a name is taken for a drug's without further signs


class Adder:
    """A component that notes given names wherever they stand; it is told them document by document."""

    def __init__(self, names: Sequence[Name] = ()):
        self.names = tuple(names)

    def __call__(self, doc: Doc) -> Doc:
        for name in self.names:
            for match in re.finditer(rf"(?<!\w){re.escape(name.surface)}(?!\w)", doc.text):
                weight = SURE if name.type is EntityType.DRUG else 0
                found = Found(name.type, match.start(), match.end(), name.surface, "", weight)
                doc.user_data[INTO[name.type]] = (*doc.user_data[INTO[name.type]], found)
        return doc


@contextmanager
def adding() -> Iterator[Adder]:
    """The pipeline with a component that adds names, as long as the context lasts."""
    adder, nlp = Adder(), load_pipeline()
    Language.component(NAME, func=adder)
    nlp.add_pipe(NAME, last=True)
    try:
        yield adder
    finally:
        nlp.remove_pipe(NAME)


def annotate_with(text: Text, names: Sequence[Name], adder: Adder) -> tuple[Annotation, ...]:
    """What the rules find in a text once they know these names."""
    adder.names = tuple(names)
    return annotate(text.filing)
