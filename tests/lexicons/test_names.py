"""Names that are one fold to one, and those that are two do not."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicons.names import fold_disease, fold_name, fold_organization, fold_person

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
WORDS = st.sampled_from(
    ["The", "a", "An", "XY", "xy-12", "XY 12", "12", "3.5", "α", "β-", "Tumours", "anaemia", "U.S.", "(R)", "™", "and",
     "&", "Inc.", "Ltd", "Co", "Dr.", "Ph.D.", "disease", "syndromes", "Crohn's", "é", "centre", "%", "/", "paediatric",
     "oesophageal", "leukaemia", "B.C.", "S.A.", "haem", "-", ","]
)  # fmt: skip
PHRASES = st.lists(WORDS, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("QRS 204", "qrs-204"),
        ("QRS–204", "QRS-204"),
        ("Virex™", "VIREX(TM)"),
        ("β-catenin", "beta catenin"),
        ("Leukaemia", "leukemia"),
        ("The Harbour Centre", "harbour center"),
        ("U.S. Agency", "US Agency"),
        ("tumour necrosis", "Tumor-Necrosis"),
    ],
)
def test_variants_fold_to_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("QRS-204", "QRS-2041"), ("QRS-2.5", "QRS-25"), ("A-366", "366")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Solid tumours", "solid tumor"),
        ("neuropathies", "neuropathy"),
        ("metastases", "metastasis"),
        ("diabetes", "diabetes"),
        ("psoriasis", "psoriasis"),
        ("abscesses", "abscess"),
    ],
)
def test_diseases_are_singular(text: str, folded: str) -> None:
    assert fold_disease(text) == folded


def test_organizations_lose_legal_forms_and_ands() -> None:
    assert fold_organization("Acme & Sons, Inc.") == fold_organization("Acme and Sons") == "acme sons"
    assert fold_organization("Inc.") == "inc"


def test_persons_lose_honorifics_and_credentials() -> None:
    assert fold_person("Dr. Ann Lee, M.D., Ph.D.") == fold_person("Ann Lee")


@pytest.mark.parametrize("fold", [fold_name, fold_disease, fold_organization, fold_person])
@given(text=st.one_of(st.text(max_size=40), PHRASES))
def test_folding_twice_is_folding_once(fold: Callable[[str], str], text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.skipif(not SCORER.exists(), reason="needs the scorer of the shared folder")
@given(one=PHRASES, other=PHRASES)
def test_what_the_scorer_takes_for_one_name_is_one_here(one: str, other: str) -> None:
    """But for an article before a code ("A-366", which the scorer reads as 366)."""
    scorer = _scorer()
    for kind, fold in (("", fold_name), ("Organization", fold_organization), ("Person", fold_person)):
        texts = [re.sub(r"\b([Aa]n?|[Tt]he)\s+(?=\d)", "", t) for t in (one, other, scorer(one, kind))]
        if scorer(texts[0], kind) == scorer(texts[1], kind):
            assert fold(texts[0]) == fold(texts[1])


def _scorer() -> Callable[[str, str], str]:
    name = "shared_scorer"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, SCORER)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    fold: Callable[[str, str], str] = sys.modules[name].fold
    return fold
