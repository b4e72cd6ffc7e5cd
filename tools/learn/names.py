"""The experiment with names: spaCy's ner, trained on the rules' own mentions, asked for names that the rules miss."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from kg.annotation.blocks import Piece, pieces
from kg.annotation.model import EntityType, Mention
from kg.annotation.reading import Reading
from kg.checks.fold import fold
from kg.checks.gold import Names
from tools.learn.pairs import called, forms_of, gold_release
from tools.learn.texts import Text

TYPES = (EntityType.DRUG, EntityType.INDICATION, EntityType.ORGANIZATION)
EPOCHS, BATCH, EMPTY = 5, 32, 0.3  # rounds; blocks at a time; the share kept of blocks in which nothing is named
CONFIG = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 4,
            "embed_size": 2000,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    }
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the model sees in a release: of its `places` it tagged `tagged`, mostly as `type`.

    `new` says that the rules name nothing at any of these places.
    """

    surface: str
    type: EntityType
    tagged: int
    places: int
    new: bool = True

    @property
    def score(self) -> float:
        """How far it can be believed: the share of places where it was tagged, less where there are few."""
        return self.tagged / self.places * self.tagged / (self.tagged + 1)


def train(texts: Sequence[Text], seed: int = 0) -> Language:
    """The model trained on the distinct blocks of some texts."""
    fix_random_seed(seed)
    chance = random.Random(seed)
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner", config=CONFIG)
    for kind in TYPES:
        ner.add_label(kind.value)  # type: ignore[attr-defined]
    examples = list(_examples(nlp, texts, chance))
    optimizer = nlp.initialize(lambda: examples[:200])
    for _ in range(EPOCHS):
        chance.shuffle(examples)
        for start in range(0, len(examples), BATCH):
            nlp.update(examples[start : start + BATCH], sgd=optimizer, drop=0.2)
    return nlp


def _examples(nlp: Language, texts: Sequence[Text], chance: random.Random) -> Iterator[Example]:
    seen: set[str] = set()
    for reading in (reading for text in texts for reading in text.readings):
        for piece, mentions in named_pieces(reading):
            if piece.text in seen or not mentions and chance.random() > EMPTY:
                continue
            seen.add(piece.text)
            doc = nlp.make_doc(piece.text)
            at = piece.block.start
            spans = (doc.char_span(m.start - at, m.end - at, m.type.value) for m in mentions)
            doc.set_ents([span for span in spans if span is not None])
            yield Example(nlp.make_doc(piece.text), doc)


def named_pieces(reading: Reading) -> Iterator[tuple[Piece, list[Mention]]]:
    """Each piece of a release that annotation reads, with the names in it that the rules found."""
    named = [m for s in reading.sentences for m in s.mentions if m.type in TYPES and not m.coreferent]
    for piece in pieces(reading.release.blocks):
        if not piece.silent:
            yield piece, [m for m in named if piece.block.start <= m.start and m.end <= piece.block.end]


def seen_names(nlp: Language, reading: Reading) -> list[Name]:
    """What the model names in a release, most frequent first."""
    parts = list(named_pieces(reading))
    seen: dict[str, Counter[EntityType]] = defaultdict(Counter)
    told: set[str] = set()
    for (piece, mentions), doc in zip(parts, nlp.pipe(piece.text for piece, _ in parts), strict=True):
        at = piece.block.start
        for ent in doc.ents:
            if re.search(r"[^\W\d]{2}", ent.text):
                seen[ent.text][EntityType(ent.label_)] += 1
                if any(m.start < at + ent.end_char and at + ent.start_char < m.end for m in mentions):
                    told.add(ent.text)
    whole = "\n".join(piece.text for piece, _ in parts)
    names = []
    for surface, types in seen.items():
        kind, tagged = types.most_common(1)[0]
        places = len(re.findall(rf"(?<!\w){re.escape(surface)}(?!\w)", whole))
        names.append(Name(surface, kind, tagged, max(places, tagged), surface not in told))
    return sorted(names, key=lambda n: (-n.tagged, n.surface))


def perfect_names(text: Text) -> Iterator[Name]:
    """What a finder of names that never errs would add: the longest form in the text of each thing that a required
    fact needs and the rules do not name, in each release.
    """
    entities = {names: kind for kind, names in text.gold.entities} if text.gold else {}
    for reading in text.readings:
        release, forms = gold_release(text.gold, reading), forms_of(reading)
        wanted = {a for f in release.facts if f.required for a in f.args if isinstance(a, Names)} if release else set()
        for names in sorted(wanted & set(entities), key=str):
            kind = EntityType(entities[names])
            if kind in TYPES and not any(called(names, form) for (of, _), form in forms.items() if of is kind):
                printed = _longest(names, text.filing.text[reading.release.start : reading.release.end])
                yield from [Name(printed, kind, 1, 1)] if printed else []


def _longest(names: Names, text: str) -> str:
    """The longest run of up to ten words of a text that goes by one of the names, "" where there is none."""
    words = list(re.finditer(r"[^\s()]+", text))
    runs = (text[a.start() : b.end()].strip(".,;:\"'“”") for i, a in enumerate(words) for b in words[i : i + 10])
    return max((run for run in runs if fold(run, names.folding) in names.names), key=len, default="")
