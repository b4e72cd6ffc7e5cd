"""INN stems: what they imply, and the words that only look like drugs."""

from __future__ import annotations

import pytest

from kg.lexicons.curated import read_rows
from kg.lexicons.packed import DATA
from kg.lexicons.stems import STEMS, inn_stem


@pytest.mark.parametrize(
    ("word", "ending", "modality"),
    [
        ("exemplumab", "mab", "monoclonal antibody"),
        ("Fictotinib", "tinib", "small molecule"),
        ("fictociclib", "ciclib", "small molecule"),
        ("fictosiran", "siran", "siRNA"),
        ("fictorsen", "rsen", "antisense"),
        ("fictogene examparvovec", "parvovec", "gene therapy"),
        ("fictocabtagene exemleucel", "leucel", "cell therapy"),
        ("fictogliptin", "gliptin", "small molecule"),
        ("fictoglutide", "glutide", "peptide"),
        ("fictoparib", "parib", "small molecule"),
        ("exemplumab vedotin", "vedotin", "antibody-drug conjugate"),
        ("exemplumab-abcd", "mab", "monoclonal antibody"),
    ],
)
def test_stems_imply_a_modality(word: str, ending: str, modality: str) -> None:
    stem = inn_stem(word)
    assert stem
    assert (stem.ending, stem.modality) == (ending, modality)


@pytest.mark.parametrize(
    "word",
    ["", "mab", "latin", "globulin", "immunoglobulin", "interleukin", "anthracycline", "treatment", "accept", "concept",
     "intercept", "motorcycle", "American", "platelet", "QRS-204", "1234", "exemplarily"],
)  # fmt: skip
def test_other_words_have_none(word: str) -> None:
    assert inn_stem(word) is None


def test_stems_are_listed_once_with_modalities_of_the_lexicon() -> None:
    endings = [stem.ending for stem in STEMS]
    assert len(endings) == len(set(endings))
    known = {row.label for row in read_rows(DATA / "modality.tsv")}
    assert {stem.modality for stem in STEMS} <= known
